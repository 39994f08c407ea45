"""Socket Mode, for development: the same listeners without an address that Slack can reach."""

import asyncio
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.workspace.workspace import CALL_SECONDS, Workspace, quiet


async def listen(workspace: Workspace, bolt: AsyncApp, stop: asyncio.Event) -> None:
    """Hold a socket open until ``stop``, if there is an app token. Slack signs nothing there: the token opened it.

    The client comes back by itself after a lost connection. On the way out the socket closes first, so that nothing is
    taken in that could not be finished.
    """
    settings = workspace.installation.settings
    if not settings.slack_app_token:
        return
    web = AsyncWebClient(base_url=settings.slack_api_url, timeout=CALL_SECONDS, logger=quiet)
    client: Any = AsyncSocketModeHandler(bolt, settings.slack_app_token, logger=quiet, web_client=web).client
    connecting = asyncio.create_task(client.connect())
    try:
        await stop.wait()
    finally:
        connecting.cancel()
        await asyncio.gather(connecting, return_exceptions=True)
        await client.close()
