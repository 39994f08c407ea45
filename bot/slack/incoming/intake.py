"""Taking in what people do in Slack: cleaned of secrets, written down, and only then acknowledged."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy.orm import Session

from bot.slack.workspace.workspace import Workspace, acting
from bot.turns import incoming_text
from bot.turns.incoming_text import MaskedText, Owner
from core.chat import conversations
from core.chat.conversations import LONGEST_LINE
from core.ground import throttle
from core.ground.throttle import Exhausted, Limit
from core.slack import slack_events, slack_links
from core.slack.slack_events import SlackEventKind

MARGIN = 250  # characters around a cut: more than any secret has
TELLING = (Limit(1, timedelta(minutes=5)),)  # how often it is said that it was too much
MARK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")  # Slack's own marks: links, people, channels
SPOKEN_BY_LABEL = (
    "mailto:",
    "tel:",
)  # Slack draws an address or a number as a link; the label is what was typed


@dataclass(frozen=True)
class SlackAction:
    """One thing a user did. ``key`` is Slack's name of it, the same at every delivery."""

    key: str
    kind: SlackEventKind
    slack_user_id: str
    data: Mapping[str, Any] = field(default_factory=dict)


TakenIn = Literal["new", "known", "too_many"]


async def take_in(workspace: Workspace, deed: SlackAction, *, tells: bool = True) -> TakenIn:
    """Write a deed down, or only its key when it was one too many; ``tells``: that is then said in the Messages tab.

    Raises when the database does not answer, so that Slack comes again.
    """
    return await workspace.database.transact(lambda session: _counted(session, workspace, deed, tells=tells))


async def take_in_text(workspace: Workspace, deed: SlackAction, text: str, *, tells: bool = True) -> TakenIn:
    """The same for words: the row never sees a secret, and a true recovery token in them is burned before."""
    return await workspace.database.run(lambda: _take_in_text(workspace, deed, text, tells=tells))


async def cleaned(workspace: Workspace, slack_user_id: str, text: str, *, key: str) -> MaskedText:
    """Words of a modal without their secrets, as many as a message may have."""
    return await workspace.database.run(lambda: _cleaned(workspace, slack_user_id, text, key))


def write(session: Session, workspace: Workspace, deed: SlackAction, *, is_done: bool = False) -> bool:
    """Within a transaction: the row, open or, when its effect is in the same transaction, done."""
    return slack_events.take_in(
        session,
        deed.key,
        deed.kind,
        team_id=workspace.team_id,
        slack_user_id=deed.slack_user_id,
        data=dict(deed.data),
        now=workspace.clock(),
        is_done=is_done,
    )


def as_typed(text: str) -> str:
    """Slack's form of a text back to what the person typed, so that the guard sees it and not a disguise of it."""
    return html.unescape(MARK.sub(_unmarked, text))


def _unmarked(found: re.Match[str]) -> str:
    target, label = found.group(1), found.group(2) or ""
    if target.startswith(("@", "#", "!")):
        return label
    return label if target.startswith(SPOKEN_BY_LABEL) and label else target


def _take_in_text(workspace: Workspace, deed: SlackAction, text: str, *, tells: bool) -> TakenIn:
    kept = _cleaned(workspace, deed.slack_user_id, text, deed.key)
    words = {"text": kept.text, "removed": list(kept.removed), "has_burned": kept.has_burned}
    whole = SlackAction(deed.key, deed.kind, deed.slack_user_id, {**deed.data, **words})
    return workspace.installation.database.transact(
        lambda session: _counted(session, workspace, whole, tells=tells)
    )


def _counted(session: Session, workspace: Workspace, deed: SlackAction, *, tells: bool) -> TakenIn:
    """A delivery that comes again is counted once: its row is there before it is counted."""
    if not write(session, workspace, deed):
        return "known"
    now, whose = workspace.clock(), f"slack:{workspace.team_id}:{deed.slack_user_id}"
    taken = throttle.take(session, whose, throttle.CHAT, now=now)
    if not isinstance(taken, Exhausted):
        return "new"
    slack_events.drop(session, deed.key, now=now)
    if tells and not isinstance(throttle.take(session, f"{whose}:told", TELLING, now=now), Exhausted):
        wait = {"seconds": (taken.until - now).total_seconds()}
        write(session, workspace, SlackAction(f"slow:{deed.key}", "slowed", deed.slack_user_id, wait))
    return "too_many"


def _cleaned(workspace: Workspace, slack_user_id: str, text: str, key: str) -> MaskedText:
    now: datetime = workspace.clock()
    who, is_old = workspace.installation.database.read(
        lambda session: (
            _owner(session, workspace.team_id, slack_user_id),
            slack_events.is_known(session, key),
        )
    )
    actor, typed = acting(who.user_id, key), as_typed(text)
    is_long = len(typed) > LONGEST_LINE + MARGIN
    masked = incoming_text.clean(
        workspace.installation,
        typed[: LONGEST_LINE + MARGIN],
        who=who,
        is_old_event=is_old,
        actor=actor,
        now=now,
    )
    return replace(masked, text=_kept(masked.text, is_long=is_long))


def _kept(masked: str, *, is_long: bool) -> str:
    """What is kept of a masked text. Near the end of one that was cut before, half a secret may stand unmasked."""
    return masked[: min(LONGEST_LINE, len(masked) - MARGIN)] if is_long else masked[:LONGEST_LINE]


def _owner(session: Session, team_id: str, slack_user_id: str) -> Owner:
    """Whose words these are, and what they may be typing; no owner for a Slack user who is not linked."""
    person = slack_links.person_of(session, team_id=team_id, slack_user_id=slack_user_id)
    if person is None:
        return Owner(None)
    mine = conversations.find_of_member(session, person, kind="slack")
    return incoming_text.owner_of(session, mine.id) if mine is not None else Owner(person)
