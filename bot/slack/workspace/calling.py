"""Calling Slack: every answer becomes a value, and a token that Slack refuses becomes an alarm."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from prometheus_client import Counter
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.workspace.workspace import Workspace
from core.ground import alarms

ALARM = "slack_token"
DEAD_TOKEN = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
TRANSIENT = {
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
    "accesslimited",
}
TOO_MANY = 429
BROKEN = 500
USUAL_WAIT = 30.0  # seconds, when a rate limit names none

TOKEN_REFUSED = Counter(
    "tc2fa_slack_token_refused", "Calls that Slack refused because of our token.", ["error"]
)
log = structlog.get_logger("slack")

Method = Callable[..., Awaitable[AsyncSlackResponse]]


@dataclass(frozen=True)
class SlackAnswered:
    """Slack did it."""

    data: Mapping[str, Any]


@dataclass(frozen=True)
class SlackRefused:
    """Slack did not, and says why in a word."""

    error: str


@dataclass(frozen=True)
class RateLimited:
    """Not now; again after so many seconds. It was not done."""

    retry_after: float


@dataclass(frozen=True)
class SlackSilent:
    """It is unknown whether Slack did it."""

    why: str


Called = SlackAnswered | SlackRefused | RateLimited | SlackSilent


async def call(workspace: Workspace, method: Method, **arguments: Any) -> Called:
    """One call, tried once. It never raises for what the network or Slack do."""
    outcome = await _tried(method, arguments)
    if isinstance(outcome, SlackRefused) and outcome.error in DEAD_TOKEN:
        await _sound(workspace, outcome.error)
    elif isinstance(outcome, SlackAnswered) and workspace.memory.has_alarm is not False:
        await _end(workspace)
    return outcome


async def _tried(method: Method, arguments: Mapping[str, Any]) -> Called:
    try:
        response = await method(**arguments)
    except SlackClientError as error:
        return _named(getattr(error, "response", None), type(error).__name__)
    except (aiohttp.ClientError, TimeoutError, OSError, AttributeError, ValueError) as error:
        # AttributeError: what slack_sdk trips over when a proxy between us and Slack answers in plain text
        return SlackSilent(type(error).__name__)
    data = response.data
    return SlackAnswered(data) if isinstance(data, dict) else SlackSilent("unreadable")


def _named(response: Any, why: str) -> Called:
    """What went wrong, from the answer if there is one; an answer that is none leaves open what was done."""
    status = getattr(response, "status_code", None) or getattr(response, "status", None) or 0
    data = getattr(response, "data", None)
    if status == TOO_MANY:
        return RateLimited(_seconds(getattr(response, "headers", {})))
    if status >= BROKEN or not isinstance(data, dict):
        return SlackSilent(f"{why} {status}".strip())
    error = str(data.get("error", "unknown"))
    return SlackSilent(error) if error in TRANSIENT else SlackRefused(error)


def _seconds(headers: Mapping[str, Any]) -> float:
    """Retry-After in seconds (RFC 9110 10.2.3)."""
    text = str(next((value for name, value in headers.items() if name.lower() == "retry-after"), ""))
    return float(text) if text.isdecimal() else USUAL_WAIT


async def _sound(workspace: Workspace, error: str) -> None:
    TOKEN_REFUSED.labels(error).inc()
    workspace.memory.has_alarm = True
    log.critical("Slack refuses our token; nobody is answered there. Run tc2fa slack check", error=error)
    await workspace.database.transact(
        lambda session: alarms.sound(session, ALARM, error, now=workspace.clock())
    )


async def _end(workspace: Workspace) -> None:
    workspace.memory.has_alarm = False
    await workspace.database.transact(lambda session: alarms.end(session, ALARM))
