"""What the fake Slack does for each method, once token, scope and arguments are right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.parts.slack import slack_rules as rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.parts.slack.slack_fake import FakeSlack

Given = dict[str, Any]
BOT_USER, BOT_ID = "U0BOT", "B0BOT"
TRIGGER_LIVES = 3.0  # seconds


def refused(error: str) -> dict[str, Any]:
    """Slack says no with status 200."""
    return {"ok": False, "error": error}


def auth_test(slack: FakeSlack, _given: Given) -> dict[str, Any]:
    """Whose token this is."""
    return {"ok": True, "team_id": "T0LAKESIDE", "user_id": BOT_USER, "bot_id": BOT_ID, "url": slack.url}


def users_info(slack: FakeSlack, given: Given) -> dict[str, Any]:
    """One person."""
    user = slack.users.get(given["user"])
    return {"ok": True, "user": user} if user else refused("user_not_found")


def conversations_open(slack: FakeSlack, given: Given) -> dict[str, Any]:
    """The direct message with one person."""
    user = slack.users.get(given["users"])
    if user is None or user.get("is_bot"):
        return refused("user_not_found" if user is None else "cannot_dm_bot")
    if user["deleted"]:
        return refused("user_disabled")
    return {"ok": True, "channel": {"id": slack.im_of(user["id"])}}


def conversations_history(slack: FakeSlack, given: Given) -> dict[str, Any]:
    """What stands in a direct message, newest first. The scope reads no other kind of channel."""
    if given["channel"] not in slack.ims.values():
        return refused("missing_scope" if given["channel"] in slack.members else "channel_not_found")
    oldest, limit = float(given.get("oldest", 0)), int(given.get("limit", 100))
    shows_metadata = str(given.get("include_all_metadata", "")).lower() in {"1", "true"}
    found = [message for message in slack.messages[given["channel"]] if float(message["ts"]) > oldest]
    newest = [dict(message) for message in reversed(found)][:limit]
    for message in newest if not shows_metadata else ():
        message.pop("metadata", None)
    return {"ok": True, "messages": newest, "has_more": len(found) > limit}


def chat_post_message(slack: FakeSlack, given: Given) -> dict[str, Any]:
    """One more message, each time it is asked: there is no key that makes a second try harmless."""
    problem = _channel_problem(slack, given["channel"]) or rules.message_problem(given)
    if problem:
        return refused(problem)
    message: Given = {
        name: given[name] for name in ("text", "blocks", "metadata", "thread_ts") if name in given
    }
    message |= {"ts": slack.next_ts(), "user": BOT_USER, "bot_id": BOT_ID, "edited": 0}
    slack.messages[given["channel"]].append(message)
    return {"ok": True, "channel": given["channel"], "ts": message["ts"], "message": message}


def chat_post_ephemeral(slack: FakeSlack, given: Given) -> dict[str, Any]:
    """A message for one pair of eyes, in a channel both are in."""
    problem = _channel_problem(slack, given["channel"]) or rules.message_problem(given)
    if problem is None and given["channel"] in slack.members:
        problem = None if given["user"] in slack.members[given["channel"]] else "user_not_in_channel"
    if problem:
        return refused(problem)
    slack.ephemerals.append(dict(given))
    return {"ok": True, "message_ts": slack.next_ts()}


def chat_update(slack: FakeSlack, given: Given) -> dict[str, Any]:
    """A message of the bot's own, as it reads from now on."""
    problem = _channel_problem(slack, given["channel"]) or rules.message_problem(given)
    if problem:
        return refused(problem)
    for message in slack.messages[given["channel"]]:
        if message["ts"] == given["ts"]:
            if message["user"] != BOT_USER:
                return refused("cant_update_message")
            message.update(text=given["text"], blocks=given.get("blocks") or [], edited=message["edited"] + 1)
            return {"ok": True, "channel": given["channel"], "ts": given["ts"]}
    return refused("message_not_found")


def chat_get_permalink(slack: FakeSlack, given: Given) -> dict[str, Any]:
    """The address of a message, in a channel the app can see."""
    problem = _channel_problem(slack, given["channel"])
    if problem:
        return refused("channel_not_found")
    stands = any(message["ts"] == given["message_ts"] for message in slack.messages[given["channel"]])
    return {"ok": True, "channel": given["channel"]} if stands else refused("message_not_found")


def views_open(slack: FakeSlack, given: Given) -> dict[str, Any]:
    """A modal, for a trigger that is at most three seconds old and opens one view only."""
    trigger = slack.triggers.get(given["trigger_id"])
    if trigger is None:
        return refused("invalid_trigger_id")
    if (slack.clock() - trigger.at).total_seconds() > TRIGGER_LIVES:
        return refused("expired_trigger_id")
    if trigger.used:
        return refused("exchanged_trigger_id")
    if problem := rules.view_problem(given["view"], kind="modal"):
        return refused(problem)
    trigger.used = True
    view = {**given["view"], "id": f"V{len(slack.modals) + 1}", "hash": slack.next_ts(), "user": trigger.user}
    slack.modals.append(view)
    return {"ok": True, "view": view}


def views_update(slack: FakeSlack, given: Given) -> dict[str, Any]:
    """An open modal, changed; an old ``hash`` loses against who was first."""
    for view in slack.modals:
        if view["id"] == given.get("view_id"):
            if given.get("hash") not in {None, view["hash"]}:
                return refused("hash_conflict")
            if problem := rules.view_problem(given["view"], kind="modal"):
                return refused(problem)
            view.update(given["view"], hash=slack.next_ts())
            return {"ok": True, "view": view}
    return refused("not_found")


def views_publish(slack: FakeSlack, given: Given) -> dict[str, Any]:
    """Someone's Home."""
    if given["user_id"] not in slack.users:
        return refused("user_not_found")
    if problem := rules.view_problem(given["view"], kind="home"):
        return refused(problem)
    slack.homes[given["user_id"]] = given["view"]
    return {"ok": True, "view": given["view"]}


def apps_connections_open(slack: FakeSlack, _given: Given) -> dict[str, Any]:
    """Where the next socket waits."""
    return {"ok": True, "url": slack.sockets[-1]} if slack.sockets else refused("internal_error")


def _channel_problem(slack: FakeSlack, channel: str) -> str | None:
    if channel in slack.ims.values():
        return None
    if channel not in slack.members:
        return "channel_not_found"
    if channel in slack.archived:
        return "is_archived"
    return None if BOT_USER in slack.members[channel] else "not_in_channel"


ANSWERS: dict[str, Callable[[FakeSlack, Given], dict[str, Any]]] = {
    "auth.test": auth_test,
    "users.info": users_info,
    "conversations.open": conversations_open,
    "conversations.history": conversations_history,
    "chat.postMessage": chat_post_message,
    "chat.postEphemeral": chat_post_ephemeral,
    "chat.update": chat_update,
    "chat.getPermalink": chat_get_permalink,
    "views.open": views_open,
    "views.update": views_update,
    "views.publish": views_publish,
    "apps.connections.open": apps_connections_open,
}
