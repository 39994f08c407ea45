"""What we have shown in Slack: recorded before it is sent, because Slack's API takes the same message twice.

A post whose outcome is unknown (a time-out, a killed process) is searched for in the channel before it is sent again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.columns import one_of
from core.ground.db import Base, changed, insert_or_ignore

PostState = Literal["sending", "sent", "given_up"]

LEASE = timedelta(seconds=30)  # longer than one call to Slack may take


class SlackPost(Base):
    """One message, card or Home view. ``is_live``: it still follows something, or has buttons that can be pressed."""

    __tablename__ = "slack_posts"
    __table_args__ = (
        one_of("state", PostState),
        Index("ix_slack_posts_conversation", "conversation_id", "number"),
        Index("ix_slack_posts_live", "is_live", "kind", "user_id"),
    )

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[PostState] = mapped_column(String(10))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"))
    number: Mapped[int | None] = mapped_column(Integer)  # of the line that it shows
    about: Mapped[str | None] = mapped_column(String(24))  # the request or other thing that it follows
    is_live: Mapped[bool] = mapped_column(Boolean)
    shown: Mapped[str | None] = mapped_column(
        String(64)
    )  # digest of what it shows, to update only on a change
    started_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]


@dataclass(frozen=True)
class PostTarget:
    """What a post is and where it goes."""

    key: str
    kind: str
    channel: str
    user_id: str | None = None
    conversation_id: str | None = None
    number: int | None = None
    about: str | None = None


@dataclass(frozen=True)
class Post:
    """A post as recorded."""

    key: str
    kind: str
    channel: str
    ts: str | None
    state: PostState
    user_id: str | None
    conversation_id: str | None
    number: int | None
    about: str | None
    is_live: bool
    shown: str | None
    started_at: datetime


@dataclass(frozen=True)
class Claimed:
    """Send it now; with ``unsure``, check first whether an earlier try arrived."""

    post: Post
    unsure: bool = False


@dataclass(frozen=True)
class ClaimedElsewhere:
    """Another worker is sending it now."""


@dataclass(frozen=True)
class AlreadySettled:
    """It was sent, or given up."""

    post: Post


def begin(
    session: Session, place: PostTarget, *, is_live: bool, now: datetime, revives: bool = False
) -> Claimed | ClaimedElsewhere | AlreadySettled:
    """Record that a post is about to be sent. Of two senders one gets it; the other waits or finds it done.

    ``revives``: one that was given up is sent again, because its channel may work again.
    """
    fresh: dict[str, Any] = {**vars(place), "state": "sending", "is_live": is_live}
    if insert_or_ignore(session, SlackPost, fresh | {"started_at": now, "claimed_until": now + LEASE}):
        return Claimed(_post(session.get_one(SlackPost, place.key)))
    row = session.get_one(SlackPost, place.key, with_for_update=True, populate_existing=True)
    if revives and row.state == "given_up":
        row.state, row.channel, row.ts, row.is_live = "sending", place.channel, None, is_live
        row.started_at, row.claimed_until = now, now + LEASE
        session.flush()
        return Claimed(_post(row))
    if row.state != "sending":
        return AlreadySettled(_post(row))
    if row.claimed_until is not None and row.claimed_until > now:
        return ClaimedElsewhere()
    row.claimed_until = now + LEASE
    return Claimed(_post(row), unsure=True)


def let_go(session: Session, key: str, *, was_sent: bool | None) -> None:
    """The try failed. ``was_sent`` False: it did not arrive, so no search is needed; None: unknown."""
    if was_sent is False:
        row = session.get(SlackPost, key, with_for_update=True)
        if row is not None and row.state == "sending":
            session.delete(row)
        return
    mine = update(SlackPost).where(SlackPost.key == key, SlackPost.state == "sending")
    session.execute(mine.values(claimed_until=None))


def sent(session: Session, key: str, *, ts: str, shown: str) -> bool:
    """It is in Slack under ``ts``. ``shown`` empty: found again after an unsure try, so what it shows is unknown."""
    mine = update(SlackPost).where(SlackPost.key == key, SlackPost.state == "sending")
    return changed(session, mine.values(state="sent", ts=ts, shown=shown, claimed_until=None)) == 1


def give_up(session: Session, key: str) -> None:
    """It can never be sent or changed (a channel that is gone, a message that Slack refuses)."""
    its = update(SlackPost).where(SlackPost.key == key)
    session.execute(its.values(state="given_up", is_live=False, claimed_until=None))


def showed(session: Session, key: str, *, shown: str, is_live: bool) -> None:
    """Record that it was updated to show this."""
    session.execute(update(SlackPost).where(SlackPost.key == key).values(shown=shown, is_live=is_live))


def find(session: Session, key: str) -> Post | None:
    """The post of this key."""
    row = session.get(SlackPost, key, populate_existing=True)
    return _post(row) if row is not None else None


def live_lines(session: Session, conversation_id: str) -> tuple[Post, ...]:
    """The lines of a conversation that still have buttons or follow something, oldest first."""
    return _posts(
        session,
        SlackPost.conversation_id == conversation_id,
        SlackPost.is_live,
        SlackPost.number.is_not(None),
    )


def live_of_kind(session: Session, kind: str, *, user_id: str | None = None) -> tuple[Post, ...]:
    """The live posts of a kind; those of one person when named. One that is still being sent is among them."""
    whose = (SlackPost.user_id == user_id,) if user_id is not None else ()
    return _posts(session, SlackPost.kind == kind, SlackPost.is_live, *whose)


def last_line(session: Session, conversation_id: str) -> int:
    """The number of the last line of a conversation that is settled: sent or given up."""
    query = (
        select(SlackPost.number)
        .where(
            SlackPost.conversation_id == conversation_id,
            SlackPost.number.is_not(None),
            SlackPost.state != "sending",
        )
        .order_by(SlackPost.number.desc())
        .limit(1)
    )
    return session.scalar(query) or 0


def _posts(session: Session, *which: Any) -> tuple[Post, ...]:
    rows = (
        select(SlackPost)
        .where(*which, SlackPost.state != "given_up")
        .order_by(SlackPost.number, SlackPost.started_at)
    )
    return tuple(_post(row) for row in session.scalars(rows))


def _post(row: SlackPost) -> Post:
    return Post(
        key=row.key,
        kind=row.kind,
        channel=row.channel,
        ts=row.ts,
        state=row.state,
        user_id=row.user_id,
        conversation_id=row.conversation_id,
        number=row.number,
        about=row.about,
        is_live=row.is_live,
        shown=row.shown,
        started_at=row.started_at,
    )
