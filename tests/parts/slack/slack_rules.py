"""What Slack's Web API demands of each method the product calls: scopes, arguments, and the words of its refusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.parts.slack.block_kit import message_faults, view_faults


@dataclass(frozen=True)
class Method:
    """One method: the scope its token needs, and its arguments. Any other argument is refused."""

    scope: str | None
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    reads_json: bool = True  # methods that only look take a form; JSON is not read there


MESSAGE = ("text", "blocks", "metadata", "unfurl_links", "unfurl_media", "mrkdwn", "parse", "link_names")
METHODS = {
    "auth.test": Method(None),
    "users.info": Method("users:read", ("user",), ("include_locale",), reads_json=False),
    "conversations.open": Method("im:write", ("users",), ("return_im", "prevent_creation")),
    "conversations.history": Method(
        "im:history",
        ("channel",),
        ("oldest", "latest", "inclusive", "limit", "cursor", "include_all_metadata"),
        reads_json=False,
    ),
    "chat.postMessage": Method("chat:write", ("channel",), (*MESSAGE, "thread_ts", "reply_broadcast")),
    "chat.postEphemeral": Method("chat:write", ("channel", "user"), (*MESSAGE, "thread_ts")),
    "chat.update": Method("chat:write", ("channel", "ts"), ("text", "blocks", "metadata")),
    "chat.getPermalink": Method(None, ("channel", "message_ts"), reads_json=False),
    "views.open": Method(None, ("trigger_id", "view")),
    "views.update": Method(None, ("view",), ("view_id", "external_id", "hash")),
    "views.publish": Method(None, ("user_id", "view"), ("hash",)),
    "apps.connections.open": Method("connections:write"),
}
BOT_SCOPES = (
    "app_mentions:read",
    "chat:write",
    "commands",
    "im:history",
    "im:write",
    "users:read",
)
LONGEST_METADATA = 4000


def argument_problem(name: str, given: Mapping[str, Any]) -> str | None:
    """Slack's word for arguments that are missing or unknown; the real one lets the unknown pass, we do not."""
    method = METHODS[name]
    if any(
        given.get(needed) in {None, ""}
        for needed in method.needs
        if isinstance(given.get(needed), str | None)
    ):
        return "invalid_arguments"
    if unknown := sorted(given.keys() - {*method.needs, *method.takes, "token"}):
        return f"unknown_argument:{unknown[0]}"
    return None


def message_problem(given: Mapping[str, Any]) -> str | None:
    """What is wrong with a message; a screen reader and a notification need its text, so a missing one is refused."""
    if not str(given.get("text") or "").strip():
        return "no_text"
    if faults := message_faults({"text": given["text"], "blocks": given.get("blocks") or []}):
        return f"invalid_blocks:{faults[0]}"
    metadata = given.get("metadata")
    if metadata is not None and not (
        isinstance(metadata, Mapping)
        and set(metadata) == {"event_type", "event_payload"}
        and len(str(metadata)) < LONGEST_METADATA
    ):
        return "invalid_metadata_format"
    if "ts" not in given and not _is_left_alone(given):
        return "would_unfurl"  # our own rule: a link in a chat is never fetched by Slack's servers
    return None


def _is_left_alone(given: Mapping[str, Any]) -> bool:
    return given.get("unfurl_links") is False and given.get("unfurl_media") is False


def view_problem(view: Any, *, kind: str) -> str | None:
    """What is wrong with a modal or a Home view."""
    if not isinstance(view, Mapping) or view.get("type") != kind:
        return "invalid_arguments"
    faults = view_faults(view)
    return f"invalid_blocks:{faults[0]}" if faults else None
