"""The Slack channel, put together: one route, and the workers beside it."""

import asyncio
from dataclasses import dataclass

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.routing import Route

from bot.slack.incoming.listeners import build_bolt
from bot.slack.incoming.receiving import MOST_BYTES, checked_route
from bot.slack.incoming.running import CardRefresher, event_worker
from bot.slack.incoming.sockets import listen
from bot.slack.outgoing.delivering import slack_delivery
from bot.slack.workspace.workspace import Clock, Workspace, open_workspace
from core.ground.installation import Installation
from core.ground.live import Watcher


@dataclass(frozen=True)
class SlackChannel:
    """What the account site mounts and runs when Slack is set up."""

    workspace: Workspace
    bolt: AsyncApp
    route: Route
    most_bytes: int = MOST_BYTES  # of one request

    async def run(self, watcher: Watcher, stop: asyncio.Event) -> None:
        """Work off what comes in and keep cards up to date until ``stop``; what was acknowledged is finished."""
        background = self.workspace.with_one_thread()
        parts = (
            event_worker(self.workspace, opens_modals=True),
            event_worker(background),
            CardRefresher(background),
            slack_delivery(background),
        )
        await asyncio.gather(
            listen(self.workspace, self.bolt, stop), *(part.run(watcher, stop) for part in parts)
        )


def build_slack(installation: Installation, *, clock: Clock) -> SlackChannel | None:
    """The channel of this installation; None when it has no Slack settings."""
    workspace = open_workspace(installation, clock=clock)
    if workspace is None:
        return None
    bolt = build_bolt(workspace)
    secret = installation.settings.slack_signing_secret or ""
    return SlackChannel(
        workspace, bolt, checked_route(AsyncSlackRequestHandler(bolt), signing_secret=secret, clock=clock)
    )
