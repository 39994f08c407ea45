"""The one workspace we serve: its client, its names, and the database beside the event loop."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from core.ground.actors import Actor
from core.ground.async_database import AsyncDatabase
from core.ground.installation import Installation

Clock = Callable[[], datetime]

CALL_SECONDS = 10  # for one call to Slack; less than the leases that are held meanwhile

quiet = logging.getLogger("slack_sdk")
quiet.setLevel(logging.WARNING)  # at DEBUG it writes whole messages


@dataclass
class WorkspaceCache:
    """What a process has learned and may forget."""

    channels: dict[str, str] = field(default_factory=dict)  # Slack user -> their direct message
    has_alarm: bool | None = (
        None  # None: not known yet, so the first success ends what an earlier process raised
    )


@dataclass(frozen=True)
class Workspace:
    """What every part of the Slack channel works with. The team's id stands beside every Slack id we keep."""

    installation: Installation
    database: AsyncDatabase
    client: AsyncWebClient
    clock: Clock
    team_id: str
    staff_channel: str | None
    memory: WorkspaceCache = field(default_factory=WorkspaceCache)

    def with_one_thread(self) -> "Workspace":
        """The same for background work, which must not delay what Slack waits for."""
        return replace(self, database=self.database.with_one_thread())

    @property
    def site_url(self) -> str:
        """Where the members' pages are; never read from a request."""
        return self.installation.settings.public_url

    @property
    def console_url(self) -> str:
        """Where the team's pages are."""
        return self.installation.settings.console_url


def open_workspace(installation: Installation, *, clock: Clock) -> Workspace | None:
    """The configured workspace; None without Slack settings.

    The client retries nothing by itself: its own second try after a lost connection would post the same message twice.
    """
    settings = installation.settings
    if not settings.slack_bot_token or not settings.slack_team_id:
        return None
    client = AsyncWebClient(
        settings.slack_bot_token,
        base_url=settings.slack_api_url,
        timeout=CALL_SECONDS,
        retry_handlers=[],
        logger=quiet,
    )
    return Workspace(
        installation,
        AsyncDatabase(installation.database),
        client,
        clock,
        settings.slack_team_id,
        settings.slack_staff_channel,
    )


def acting(user_id: str | None, event: str) -> Actor:
    """A person as Slack's word lets them act: no session, no factor, nothing that could lower security."""
    return Actor(user_id, "slack", request_id=event[-64:])
