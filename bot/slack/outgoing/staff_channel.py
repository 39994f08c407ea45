"""The team's channel: each request, reset and change of a practice, each decision and each conversation that waits, with the way into the console.

The channel is read by more people than the console lets in, so no member's words and no address ever go there.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from bot.slack.outgoing.posting import PostFailed, change, post
from bot.slack.views.elements import Rendered
from bot.slack.views.staff_card import (
    StaffRequestCard,
    StaffWaitingCard,
    Waiting,
    staff_request_card,
    staff_waiting_card,
)
from bot.slack.views.staff_change_card import StaffChangeCard, staff_change_card
from bot.slack.views.staff_reset_card import StaffResetCard, staff_reset_card
from bot.slack.workspace.workspace import Workspace
from core.chat import hand_overs
from core.chat.conversations import Conversation
from core.ground.outbox import OutboxRow
from core.people.names import first_name, name_of
from core.practices import practices, waiting_changes
from core.requests import request_views, reset_views
from core.requests.request_states import count_askers
from core.slack import slack_posts
from core.slack.slack_posts import Post, PostTarget

NEW = {"request_asked", "reset_filed", "practice_change_proposed"}


@dataclass(frozen=True)
class AwaitedDecision:
    """What the console decides, as its card reads now."""

    kind: Literal["request", "reset", "change"]
    id: str
    drawn: Rendered
    is_open: bool


async def tell(workspace: Workspace, notice: OutboxRow) -> PostFailed | None:
    """One notice for the channel; nothing without a channel."""
    if workspace.staff_channel is None:
        return None
    if notice.kind == "conversation_waiting" and notice.conversation_id is not None:
        return await _waits(workspace, workspace.staff_channel, notice)
    if about := await workspace.database.read(lambda session: _about(session, workspace, notice)):
        return await _decided(workspace, workspace.staff_channel, notice, about)
    return None


async def refresh_waiting(workspace: Workspace) -> PostFailed | None:
    """Let the cards of waiting conversations say who came, so that no one opens a closed one."""
    found = await workspace.database.read(lambda session: _waiting_cards(session, workspace))
    for posted, card in found:
        over = card.state in {"given_back", "closed"}
        failed = await change(workspace, posted, staff_waiting_card(card), is_live=not over)
        if failed is not None and not failed.for_good:
            return failed
    return None


async def _decided(
    workspace: Workspace, channel: str, notice: OutboxRow, about: AwaitedDecision
) -> PostFailed | None:
    """Its card, brought up to date; a decision also stands under it as an answer, which people notice."""
    place = PostTarget(f"staff:{about.kind}:{about.id}", "staff_request", channel, about=about.id)
    posted = await _card(workspace, place, about.drawn, is_live=about.is_open)
    if isinstance(posted, PostFailed):
        return posted
    if notice.kind in NEW or posted.ts is None:
        return None
    answer = PostTarget(f"staff:{notice.id}", "staff_news", channel, about=about.id)
    told = await post(workspace, answer, about.drawn, under=posted.ts, revives=True)
    return told if isinstance(told, PostFailed) else None


async def _card(
    workspace: Workspace, place: PostTarget, drawn: Rendered, *, is_live: bool
) -> Post | PostFailed:
    """The card as it reads now; one that was deleted, or that the channel would not take before, is posted again."""
    posted = await post(workspace, place, drawn, is_live=True, revives=True)
    if isinstance(posted, PostFailed):
        return posted
    failed = await change(workspace, posted, drawn, is_live=is_live)
    if failed is None or not failed.for_good:
        return failed or posted
    return await post(workspace, place, drawn, is_live=is_live, revives=True)


async def _waits(workspace: Workspace, channel: str, notice: OutboxRow) -> PostFailed | None:
    conversation_id, since = notice.conversation_id or "", notice.created_at
    card = await workspace.database.read(lambda session: _waiting(session, workspace, conversation_id, since))
    place = PostTarget(
        f"staff:waiting:{notice.id}",
        "staff_waiting",
        channel,
        conversation_id=conversation_id,
        about=conversation_id,
    )
    posted = await post(workspace, place, staff_waiting_card(card), is_live=True, revives=True)
    return posted if isinstance(posted, PostFailed) else None


def _about(session: Session, workspace: Workspace, notice: OutboxRow) -> AwaitedDecision | None:
    request_id, reset_id = notice.data.get("request_id"), notice.data.get("reset_id")
    if request_id:
        return _of_request(session, workspace, str(request_id))
    if change_id := notice.data.get("change_id"):
        return _of_change(session, workspace, str(change_id))
    return _of_reset(session, workspace, str(reset_id)) if reset_id else None


def _of_request(session: Session, workspace: Workspace, request_id: str) -> AwaitedDecision:
    view = request_views.view(session, request_id)
    card = StaffRequestCard(
        practice=view.practice_name,
        asked_by=view.asked_by_name,
        state=view.state,
        address=f"{workspace.console_url}/requests/{request_id}",
        asked_at=view.asked_at,
        decided_by=first_name(view.decided_by_name or ""),
        decided_at=view.decided_at,
        askers=count_askers(session, request_id),
    )
    is_open = view.state in {"pending", "more_information"}
    return AwaitedDecision("request", request_id, staff_request_card(card), is_open)


def _of_reset(session: Session, workspace: Workspace, reset_id: str) -> AwaitedDecision | None:
    reset = reset_views.reset_detail(session, reset_id)
    if reset is None:
        return None
    card = StaffResetCard(
        person=reset.person.name,
        practice=reset.practices[0].name if len(reset.practices) == 1 else "",
        state=reset.state,
        address=f"{workspace.console_url}/resets/{reset_id}",
        filed_at=reset.filed_at,
        filed_by="" if reset.filed_as == "member" else first_name(reset.filed_by_name),
        ended_by=first_name(reset.ended_by_name or ""),
        due_at=reset.due_at,
        ended_at=reset.ended_at,
    )
    return AwaitedDecision("reset", reset_id, staff_reset_card(card), reset.is_open)


def _of_change(session: Session, workspace: Workspace, change_id: str) -> AwaitedDecision | None:
    change = waiting_changes.change_line(session, change_id)
    if change is None:
        return None
    card = StaffChangeCard(
        practice=change.practice_name,
        kind=change.kind,
        state=change.state,
        proposed_by=change.proposed_by_name,
        address=f"{workspace.console_url}/practices/{change.practice_id}",
        proposed_at=change.proposed_at,
        decided_by=first_name(change.decided_by_name or ""),
        decided_at=change.decided_at,
    )
    return AwaitedDecision("change", change_id, staff_change_card(card), change.state == "open")


def _waiting_cards(session: Session, workspace: Workspace) -> list[tuple[Post, StaffWaitingCard]]:
    posts = slack_posts.live_of_kind(session, "staff_waiting")
    return [(each, _waiting(session, workspace, each.about or "", each.started_at)) for each in posts]


def _waiting(
    session: Session, workspace: Workspace, conversation_id: str, moment: datetime
) -> StaffWaitingCard:
    """The stretch of waiting that had begun by ``moment``; a later one has a card of its own."""
    conversation = session.get_one(Conversation, conversation_id)
    user_id = conversation.user_id
    works_in = practices.practices_of(session, user_id) if user_id else ()
    begun = [each for each in hand_overs.history(session, conversation_id) if each.began_at <= moment]
    mine = begun[-1] if begun else None
    is_held = mine is not None and mine.taken_by_name is not None
    state: Waiting = mine.ended if mine and mine.ended else "person" if is_held else "waiting"
    return StaffWaitingCard(
        name=name_of(session, user_id) if user_id else "",
        practice=works_in[0].name if len(works_in) == 1 else "",
        state=state,
        address=f"{workspace.console_url}/inbox/{conversation_id}",
        since=mine.began_at if mine else moment,
        taken_by=first_name(mine.taken_by_name or "") if mine else "",
    )
