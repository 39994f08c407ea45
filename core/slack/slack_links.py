"""Slack users and the members they are linked to. The link begins in Slack and is confirmed on the account site.

A Slack user has no account until a signed-in member confirms the link. The e-mail in Slack is not proof and is
never read.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.audit import entries
from core.ground import outbox
from core.ground.actors import SYSTEM, Actor
from core.ground.db import Base, announce, changed, insert_or_ignore, new_id
from core.ground.outbox import NoticeKind
from core.people import users
from core.people.users import User
from core.practices.practices import works_somewhere
from core.second_factor import enrollments
from core.slack import slack_link_starts
from core.slack.slack_link_starts import LONGEST_NAME, LinkStart, started

LINKS = "slack_links"  # the live topic of who is linked
IS_LIVE = text("revoked_at IS NULL")


class SlackLink(Base):
    """One Slack user who may speak for one member. The team is part of the name: ids of two teams may be alike.

    In each team a Slack user belongs to one member, and a member has one Slack user: an attacker cannot add a
    second link that goes unnoticed.
    """

    __tablename__ = "slack_links"
    __table_args__ = (
        Index(
            "uq_slack_links_live_slack_user",
            "team_id",
            "slack_user_id",
            unique=True,
            sqlite_where=IS_LIVE,
            postgresql_where=IS_LIVE,
        ),
        Index(
            "uq_slack_links_live_member",
            "user_id",
            "team_id",
            unique=True,
            sqlite_where=IS_LIVE,
            postgresql_where=IS_LIVE,
        ),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    team_id: Mapped[str] = mapped_column(String(32))
    slack_user_id: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    slack_name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    linked_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


@dataclass(frozen=True)
class SlackLinkView:
    """A live link of a member."""

    id: str
    team_id: str
    slack_user_id: str
    slack_name: str
    linked_at: datetime


@dataclass(frozen=True)
class Linked:
    """From now on this Slack user speaks for the member. Pressing twice finds the link made, not broken."""

    link: SlackLinkView


@dataclass(frozen=True)
class StartGone:
    """Expired, used, replaced by a later start, or invalid."""


@dataclass(frozen=True)
class LinkedToAnother:
    """This Slack user is linked to another member, who must unlink it first."""


@dataclass(frozen=True)
class HasAnother:
    """The member has another Slack user in this team, and must unlink that one first."""

    link: SlackLinkView


@dataclass(frozen=True)
class NeedsFreshFactor:
    """The member has a second factor and has not shown it in the last 5 minutes."""


Obstacle = StartGone | LinkedToAnother | HasAnother | NeedsFreshFactor


def foresee(
    session: Session, token: str, *, by: Actor, now: datetime
) -> LinkStart | Linked | StartGone | LinkedToAnother | HasAnother:
    """What confirming would return, apart from the second factor: a page shows no button that cannot work."""
    row = slack_link_starts.of(session, token)
    if row is None:
        return StartGone()
    holder = session.scalar(
        _live(SlackLink.team_id == row.team_id, SlackLink.slack_user_id == row.slack_user_id)
    )
    if holder is not None and holder.user_id == by.user_id:
        return Linked(_view(holder))
    fresh = started(session, token, now=now)
    if fresh is None:
        return StartGone()
    if holder is not None:
        return LinkedToAnother()
    other = session.scalar(_live(SlackLink.team_id == row.team_id, SlackLink.user_id == by.user_id))
    return HasAnother(_view(other)) if other is not None else fresh


def confirm(session: Session, token: str, *, by: Actor, now: datetime) -> Linked | Obstacle:
    """The signed-in member says that this Slack user is them; the start is used up by one guarded UPDATE.

    With a second factor they must have shown it within 5 minutes: a session left open must not be enough to link.
    """
    person = users.locked(session, by.user_id) if by.user_id else None
    if person is None or person.audience != "account" or person.disabled_at is not None:
        return StartGone()
    seen = foresee(session, token, by=by, now=now)
    if not isinstance(seen, LinkStart):
        return seen
    if wants_code(session, by=by, now=now):
        return NeedsFreshFactor()
    if not slack_link_starts.use_up(session, token, now=now):
        return StartGone()
    return _link(session, seen, person.id, by=by, now=now)


def wants_code(session: Session, *, by: Actor, now: datetime) -> bool:
    """Whether confirming asks for a code: a member with a factor must have shown it in the last 5 minutes."""
    has_factor = by.user_id is not None and enrollments.live_of(session, by.user_id) is not None
    return has_factor and not by.is_fresh(now=now)


def revoke(session: Session, link_id: str, *, by: Actor, now: datetime) -> bool:
    """The member ends their own link; False when it is over already, or not theirs."""
    return _end(
        session, SlackLink.id == link_id, SlackLink.user_id == by.user_id, why="unlinked", by=by, now=now
    )


def revoke_slack_user(
    session: Session, *, team_id: str, slack_user_id: str, by: Actor = SYSTEM, now: datetime
) -> bool:
    """End the link of a Slack user who was deleted in Slack or may no longer speak; False when there was none."""
    theirs = (SlackLink.team_id == team_id, SlackLink.slack_user_id == slack_user_id)
    return _end(session, *theirs, why="gone_from_slack", by=by, now=now)


def person_of(session: Session, *, team_id: str, slack_user_id: str) -> str | None:
    """The member for whom this Slack user speaks; None for a revoked link or a member who may not sign in."""
    return session.scalar(
        select(User.id)
        .join(SlackLink, SlackLink.user_id == User.id)
        .where(SlackLink.team_id == team_id, SlackLink.slack_user_id == slack_user_id)
        .where(SlackLink.revoked_at.is_(None), User.disabled_at.is_(None), works_somewhere(User.id))
    )


def links_of(session: Session, user_id: str) -> tuple[SlackLinkView, ...]:
    """A member's live links, the oldest first."""
    rows = session.scalars(_live(SlackLink.user_id == user_id).order_by(SlackLink.linked_at, SlackLink.id))
    return tuple(_view(row) for row in rows)


def _link(
    session: Session, seen: LinkStart, user_id: str, *, by: Actor, now: datetime
) -> Linked | LinkedToAnother:
    link = SlackLinkView(new_id(), seen.team_id, seen.slack_user_id, seen.slack_name, now)
    values = {"team_id": link.team_id, "slack_user_id": link.slack_user_id, "slack_name": link.slack_name}
    if not insert_or_ignore(
        session, SlackLink, values | {"id": link.id, "user_id": user_id, "linked_at": now}
    ):
        return LinkedToAnother()  # between the look and now; the start is spent either way
    _tell(session, "linked", link, user_id, why="confirmed", by=by, now=now)
    return Linked(link)


def _end(session: Session, *which: ColumnElement[bool], why: str, by: Actor, now: datetime) -> bool:
    row = session.scalar(_live(*which))
    if row is None:
        return False
    still_live = update(SlackLink).where(SlackLink.id == row.id, SlackLink.revoked_at.is_(None))
    if not changed(session, still_live.values(revoked_at=now)):
        return False
    _tell(session, "unlinked", _view(row), row.user_id, why=why, by=by, now=now)
    return True


def _tell(
    session: Session,
    what: Literal["linked", "unlinked"],
    link: SlackLinkView,
    user_id: str,
    *,
    why: str,
    by: Actor,
    now: datetime,
) -> None:
    """The audit entry and every notice: a link made by deception must not go unnoticed.

    The notice in Slack goes to the Slack user, who may be the only one to notice a link they did not ask for.
    """
    slack_user = {"team_id": link.team_id, "slack_user_id": link.slack_user_id}
    details = slack_user | {"link": link.id, "why": why}
    entries.record(session, f"slack.{what}", by=by, now=now, on=user_id, details=details)
    for_people = {"slack_name": link.slack_name, "why": why}
    kind: NoticeKind = "slack_linked" if what == "linked" else "slack_unlinked"
    outbox.tell(session, kind, via="mail", user_id=user_id, data=for_people, now=now)
    outbox.tell(session, kind, via="conversation", user_id=user_id, data=for_people, now=now)
    outbox.tell(session, kind, via="slack", user_id=user_id, data=slack_user | {"why": why}, now=now)
    announce(session, LINKS)
    announce(session, f"person:{user_id}")


def _live(*which: ColumnElement[bool]) -> Select[SlackLink]:
    live = select(SlackLink).where(*which, SlackLink.revoked_at.is_(None))
    return live.execution_options(populate_existing=True)


def _view(row: SlackLink) -> SlackLinkView:
    return SlackLinkView(row.id, row.team_id, row.slack_user_id, row.slack_name, row.linked_at)
