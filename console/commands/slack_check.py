"""Is the Slack app set up right? Ask Slack what the app's few scopes allow, and list the rest for the operator."""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from core.ground.settings import Settings

SECONDS = 10  # for one answer of Slack
SCOPES = ("app_mentions:read", "chat:write", "commands", "im:history", "im:write", "users:read")
NEVER_SENT = "1.000001"  # no message has this time stamp: Slack only says whether it knows the channel
WORD = re.compile(r"[a-z_]+")
_silent = logging.getLogger("tc2fa.slack_check")  # errors are reported once, in a sentence
_silent.addHandler(logging.NullHandler())
_silent.propagate = False
NOT_SET = (
    "Slack is not set up: TC2FA_SLACK_BOT_TOKEN, TC2FA_SLACK_SIGNING_SECRET and TC2FA_SLACK_TEAM_ID are not set. "
    "The README says under Slack where to find them."
)
UNKNOWN = (
    "Slack does not know this bot token. Copy the Bot User OAuth Token (it starts with xoxb-) from the app's page "
    "OAuth & Permissions into TC2FA_SLACK_BOT_TOKEN."
)
REVOKED = (
    "This bot token is worth nothing any more: it was revoked, or the app was removed from the workspace. "
    "Install the app again and copy the new token into TC2FA_SLACK_BOT_TOKEN."
)
TOKEN_PROBLEMS = {
    "invalid_auth": UNKNOWN,
    "not_authed": UNKNOWN,
    "account_inactive": REVOKED,
    "token_revoked": REVOKED,
    "token_expired": REVOKED,
}


@dataclass(frozen=True)
class CheckResult:
    """One thing that was checked. ``note``: nothing is wrong, but the operator should know."""

    kind: Literal["good", "problem", "note"]
    sentence: str


@dataclass(frozen=True)
class SlackAnswer:
    """Slack's yes, with what it says of the token."""

    data: Mapping[str, Any]
    scopes: frozenset[str]


@dataclass(frozen=True)
class No:
    """Slack's no, as its own word; ``silence`` when it did not answer at all."""

    error: str
    silence: bool = False


def findings(settings: Settings) -> Iterator[CheckResult]:
    """Everything about the Slack settings of this installation, in the order in which to put it right."""
    if not settings.slack_is_on:
        yield CheckResult("problem", NOT_SET)
        return
    slack = _client(settings, settings.slack_bot_token)
    known = _ask(slack, "auth.test", {})
    if isinstance(known, No):
        yield CheckResult("problem", _token_problem(known))
    else:
        yield from _about_token(settings, known)
        yield from _about_channel(settings, slack)
    yield from _about_arrival(settings)


def _about_token(settings: Settings, known: SlackAnswer) -> Iterator[CheckResult]:
    team, team_id = known.data.get("team") or "the workspace", str(known.data.get("team_id"))
    if not known.data.get("bot_id"):
        yield CheckResult(
            "problem", f"TC2FA_SLACK_BOT_TOKEN is the token of a person, not of the bot. {UNKNOWN}"
        )
        return
    yield CheckResult("good", f"Slack knows the bot token, for {team} ({team_id}).")
    if team_id != settings.slack_team_id:
        yield CheckResult(
            "problem",
            f"TC2FA_SLACK_TEAM_ID is {settings.slack_team_id}, but the token belongs to {team_id}. "
            "Everything from that workspace would be refused. Correct one of the two.",
        )
    yield from _about_scopes(known.scopes)


def _about_scopes(scopes: frozenset[str]) -> Iterator[CheckResult]:
    missing, more = sorted(set(SCOPES) - scopes), sorted(scopes - set(SCOPES))
    if missing:
        yield CheckResult(
            "problem",
            f"The app lacks {_listed(missing)}. Bring its manifest up to date (tc2fa slack manifest) and install it again.",
        )
    else:
        yield CheckResult("good", "The app has every right it needs.")
    if more:
        yield CheckResult("note", f"The app has more rights than it needs: {_listed(more)}. Take them away.")


def _about_channel(settings: Settings, slack: WebClient) -> Iterator[CheckResult]:
    channel = settings.slack_staff_channel
    if not channel:
        yield CheckResult(
            "note", "TC2FA_SLACK_STAFF_CHANNEL is not set: new requests show in the console only."
        )
        return
    outcome = _ask(slack, "chat.getPermalink", {"channel": channel, "message_ts": NEVER_SENT})
    match outcome:
        case SlackAnswer() | No("message_not_found"):
            invite = "If it is a public channel, invite the app all the same: type /invite in it."
            yield CheckResult("good", f"Slack knows the staff channel {channel}. {invite}")
        case No("channel_not_found"):
            how = "Use the channel's id, like C0123456789, and invite the app: type /invite in the channel."
            yield CheckResult("problem", f"The app cannot see the staff channel {channel}. {how}")
        case No(error):
            yield CheckResult(
                "note", f"The staff channel {channel} could not be checked: Slack said {error}."
            )


def _about_arrival(settings: Settings) -> Iterator[CheckResult]:
    """How Slack reaches us: by Socket Mode, or at our address with a signature."""
    if settings.slack_app_token:
        yield _about_socket(_ask(_client(settings, settings.slack_app_token), "apps.connections.open", {}))
        return
    address = f"{settings.public_url}/slack/events"
    if not settings.public_url.startswith("https://"):
        yield CheckResult(
            "problem",
            f"Slack cannot reach {address}. Set TC2FA_PUBLIC_URL to your https address, "
            "or use Socket Mode while you develop (TC2FA_SLACK_APP_TOKEN).",
        )
        return
    yield CheckResult(
        "note",
        f"TC2FA_SLACK_SIGNING_SECRET cannot be checked from here. While tc2fa serve runs, open Event Subscriptions on the "
        f"app's page and press Retry beside {address}: Verified means that it fits.",
    )


def _about_socket(outcome: SlackAnswer | No) -> CheckResult:
    match outcome:
        case SlackAnswer():
            return CheckResult("good", "The app token works: Slack is reached by Socket Mode.")
        case No("missing_scope"):
            return CheckResult(
                "problem",
                "The app token lacks connections:write. Make a new one with it, under Basic Information.",
            )
        case No("invalid_auth" | "not_authed" | "token_revoked"):
            return CheckResult(
                "problem",
                "Slack does not know the app token. Copy it (it starts with xapp-) from Basic Information "
                "into TC2FA_SLACK_APP_TOKEN.",
            )
        case No(error):
            return CheckResult(
                "problem",
                f"Socket Mode does not open: Slack said {error}. Is it switched on on the app's page?",
            )


def _token_problem(no: No) -> str:
    if no.silence:
        return f"Slack does not answer: {no.error}. Check the way out of your network, and TC2FA_SLACK_API_URL if it is set."
    if no.error == "ratelimited":
        return "Slack asks to wait. Run this again in a minute."
    return TOKEN_PROBLEMS.get(no.error, f"Slack refused the bot token: {no.error}.")


def _client(settings: Settings, token: str | None) -> WebClient:
    return WebClient(
        token, base_url=settings.slack_api_url, timeout=SECONDS, retry_handlers=[], logger=_silent
    )


def _ask(slack: WebClient, method: str, given: Mapping[str, str]) -> SlackAnswer | No:
    """One call. Any error becomes a word; none of them holds a token."""
    try:
        answer = slack.api_call(method, params=dict(given))
    except SlackApiError as error:
        return _no(error.response)
    except (SlackClientError, OSError) as error:
        return No(type(error).__name__, silence=True)
    said = {name.lower(): value for name, value in answer.headers.items()}
    scopes = said.get("x-oauth-scopes", "").replace(" ", "").split(",")
    data = answer.data if isinstance(answer.data, dict) else {}
    return SlackAnswer(data, frozenset(scope for scope in scopes if scope))


def _no(answer: SlackResponse) -> No:
    """Slack's word for it; a page from a proxy or a broken server in between is not Slack's answer."""
    word = str(answer.get("error"))
    if WORD.fullmatch(word):
        return No(word)
    return No(f"something else answered in its place, with status {answer.status_code}", silence=True)


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
