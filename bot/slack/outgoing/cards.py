"""What follows a person in Slack: their requests, their set-up and their Home, drawn from what the server says now.

Everything is drawn each time and sent only when it reads differently, so a change that was missed is caught up with.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.engine.types.facts import Facts, Language
from bot.slack.outgoing import posting
from bot.slack.outgoing.direct import NoRecipient, channel_of, slack_user_of
from bot.slack.outgoing.posting import PostFailed, change
from bot.slack.outgoing.welcome import publish
from bot.slack.views.elements import Part
from bot.slack.views.guide_card import guide_card, progress_of
from bot.slack.views.home_view import home_view
from bot.slack.views.request_card import RequestCard, request_card
from bot.slack.workspace.facts import of_person
from bot.slack.workspace.workspace import Workspace
from bot.turns import facts as turn_facts
from core.people.names import first_name
from core.practices import practices
from core.practices.practices import Practice
from core.requests import request_views
from core.requests.request_states import OPEN_STATES, asked_through
from core.slack import slack_posts
from core.slack.slack_posts import Post, PostTarget


@dataclass(frozen=True)
class FollowedCards:
    """All that follows one person."""

    slack_user_id: str
    facts: Facts
    guide: Post | None
    home: Post | None
    requests: tuple[tuple[RequestCard, Post | None], ...]


async def refresh(workspace: Workspace, user_id: str) -> PostFailed | None:
    """Bring everything that follows this person up to date; the first failure says when to come again."""
    shown = await workspace.database.read(lambda session: _shown(session, workspace, user_id))
    if shown is None:
        return None
    for card, posted in shown.requests:
        if failed := await _show_request(workspace, user_id, shown, card, posted):
            return failed
    return await _show_guide(workspace, shown) or await show_home(workspace, shown)


async def show_home(workspace: Workspace, shown: FollowedCards) -> PostFailed | None:
    """Publish the Home tab unless it reads so already."""
    view = home_view(shown.facts, site_url=workspace.site_url)
    now_shows = posting.digest("home", view["blocks"])
    if shown.home is not None and shown.home.shown == now_shows:
        return None
    failed = await publish(workspace, shown.slack_user_id, view)
    if failed is None:
        await workspace.database.transact(
            lambda session: _note_home(session, workspace, shown.slack_user_id, now_shows)
        )
    return failed


async def forget_home(workspace: Workspace, slack_user_id: str, view: Part) -> PostFailed | None:
    """Draw the Home of a user whose link has ended; the next link draws it again."""
    await workspace.database.transact(lambda session: _note_home(session, workspace, slack_user_id, ""))
    return await publish(workspace, slack_user_id, view)


async def _show_request(
    workspace: Workspace, user_id: str, shown: FollowedCards, card: RequestCard, posted: Post | None
) -> PostFailed | None:
    drawn = request_card(card, language=shown.facts.language, site_url=workspace.site_url)
    if posted is None:
        channel = await channel_of(workspace, shown.slack_user_id)
        if not isinstance(channel, str):
            return None if isinstance(channel, NoRecipient) else channel
        place = PostTarget(
            _request_key(card, user_id), "request", channel, user_id=user_id, about=card.request_id
        )
        sent = await posting.post(workspace, place, drawn, is_live=True)
        return sent if isinstance(sent, PostFailed) and not sent.for_good else None
    return _unless_for_good(await change(workspace, posted, drawn, is_live=card.state in OPEN_STATES))


async def _show_guide(workspace: Workspace, shown: FollowedCards) -> PostFailed | None:
    if shown.guide is None:
        return None
    progress = progress_of(shown.facts)
    drawn = guide_card(progress, language=shown.facts.language, site_url=workspace.site_url)
    return _unless_for_good(await change(workspace, shown.guide, drawn, is_live=progress.stage != "done"))


def _unless_for_good(failed: PostFailed | None) -> PostFailed | None:
    """A card that was deleted needs no second look."""
    return None if failed is None or failed.for_good else failed


def _shown(session: Session, workspace: Workspace, user_id: str) -> FollowedCards | None:
    slack_user_id = slack_user_of(session, workspace, user_id)
    if slack_user_id is None:
        return None
    facts = of_person(session, user_id, now=workspace.clock())
    guides = slack_posts.live_of_kind(session, "guide", user_id=user_id)
    return FollowedCards(
        slack_user_id=slack_user_id,
        facts=facts,
        guide=guides[-1] if guides else None,
        home=slack_posts.find(session, f"home:{slack_user_id}"),
        requests=tuple(_requests(session, user_id, facts.language)),
    )


def _requests(session: Session, user_id: str, language: Language) -> list[tuple[RequestCard, Post | None]]:
    """The requests this person made in Slack: the open ones, and those whose card does not show their end yet."""
    found = []
    for request_id, state in asked_through(session, user_id, "slack"):
        posted = slack_posts.find(session, f"request:{request_id}:{user_id}")
        if (posted is None and state in OPEN_STATES) or (posted is not None and posted.is_live):
            found.append((_card(session, request_id, user_id, language), posted))
    return found


def _card(session: Session, request_id: str, user_id: str, language: Language) -> RequestCard:
    view = request_views.view(session, request_id)
    practice = session.get_one(Practice, view.practice_id)
    zone = practice.time_zone
    is_admin = practices.role_in(session, user_id, view.practice_id) == "admin"
    decided_on = turn_facts.day(view.decided_at, zone=zone, language=language)
    return RequestCard(
        request_id=view.id,
        practice_id=view.practice_id,
        practice=view.practice_name,
        state=view.state,
        asked_by=view.asked_by_name,
        asked_on=turn_facts.day(view.asked_at, zone=zone, language=language),
        question=(view.question or "") if is_admin else "",
        reason=view.reason if is_admin else "",
        decided_by=first_name(view.decided_by_name or ""),
        decided_on=decided_on,
        is_admin=is_admin,
        mine=is_admin,
    )


def _request_key(card: RequestCard, user_id: str) -> str:
    return f"request:{card.request_id}:{user_id}"


def _note_home(session: Session, workspace: Workspace, slack_user_id: str, shown: str) -> None:
    now: datetime = workspace.clock()
    place = PostTarget(f"home:{slack_user_id}", "home", "home")
    slack_posts.begin(session, place, is_live=False, now=now)
    slack_posts.sent(session, place.key, ts="", shown=shown)
    slack_posts.showed(session, place.key, shown=shown, is_live=False)
