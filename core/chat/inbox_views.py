"""The inbox as the team sees it: the longest wait first, and one conversation with what staff may know of its person.

No account is named for a visitor, nor for a person who has given only the right password.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from core.chat.conversations import Conversation, ConversationKind, Floor, Message
from core.chat.feedback import Feedback
from core.chat.hand_overs import HandOverRow
from core.ground.paging import Page, contains, cursor, cut, key_of, moment_of
from core.people.users import User
from core.practices import practices
from core.practices.practices import Membership, Practice

Shown = Literal["open", "waiting", "mine", "done"]


@dataclass(frozen=True)
class InboxRow:
    """One line of the inbox. ``unread`` counts what the person wrote since the team last looked."""

    id: str
    kind: ConversationKind
    person_name: str | None  # None: not a signed-in person
    practice_names: tuple[str, ...]
    step: str
    problem: str
    floor: Floor
    waiting_since: datetime | None
    taken_by: str | None
    taken_by_name: str | None
    unread: int
    last_at: datetime


@dataclass(frozen=True)
class InboxCounts:
    """``waiting`` for anyone; ``mine`` are held by this person, ``mine_unread`` of them have something new."""

    waiting: int
    open: int
    mine: int
    mine_unread: int

    @property
    def calling(self) -> int:
        """The number beside "Inbox": how many conversations need this person now."""
        return self.waiting + self.mine_unread


@dataclass(frozen=True)
class RatedAnswer:
    """One answer of the bot, how often it helped, and how often it did not."""

    text: str
    helped: int
    not_helped: int


@dataclass(frozen=True)
class RatedAnswers:
    """All ratings counted, and the answers they were given to."""

    helped: int
    not_helped: int
    answers: tuple[RatedAnswer, ...]


def queue(
    session: Session,
    *,
    shown: Shown = "open",
    me: str = "",
    text: str = "",
    after: str | None = None,
    limit: int = 25,
) -> Page[InboxRow]:
    """The inbox. What is open comes oldest first, waiting before held; what is done comes newest first."""
    query = _done(after) if shown == "done" else _open(shown, me, after)
    if text.strip():
        query = query.where(_mentions(contains(text)))
    found = session.execute(query.limit(limit + 1)).all()
    names = _practice_names(session, [row.Conversation.user_id for row in found])
    rows = [_row(row, names.get(row.Conversation.user_id, ())) for row in found]
    return cut(rows, limit, [_cursor(row, shown) for row in rows])


def row(session: Session, conversation_id: str) -> InboxRow | None:
    """One conversation as in the inbox; None when no person was ever asked for in it."""
    found = session.execute(_rows().where(Conversation.id == conversation_id)).first()
    if found is None:
        return None
    user_id = found.Conversation.user_id
    return _row(found, _practice_names(session, [user_id]).get(user_id, ()))


def counts(session: Session, *, me: str) -> InboxCounts:
    """The numbers beside the filters and in the navigation."""
    is_mine = Conversation.taken_by == me
    held = Conversation.floor == "person"
    found = session.execute(
        select(
            func.count().filter(Conversation.floor == "waiting"),
            func.count(),
            func.count().filter(held, is_mine),
            func.count().filter(held, is_mine, _unread() > 0),
        ).where(Conversation.floor.in_(("waiting", "person")))
    ).one()
    return InboxCounts(*found)


def rated_answers(session: Session, *, since: datetime, limit: int = 50) -> RatedAnswers:
    """Every answer to "Did this answer your question?" since then, by what was answered; least helpful first.

    It shows the bot's own words only: neither who rated nor what they had asked.
    """
    said = Message.body["text"].as_string().label("said")
    yes, no = func.count().filter(Feedback.helpful), func.count().filter(~Feedback.helpful)
    asked = and_(Message.conversation_id == Feedback.conversation_id, Message.number == Feedback.number)
    total = session.execute(select(yes, no).where(Feedback.at >= since)).one()
    rows = session.execute(
        select(said, yes.label("yes"), no.label("no"))
        .join_from(Feedback, Message, asked)
        .where(Feedback.at >= since)
        .group_by(said)
        .order_by(no.desc(), yes.desc(), said)
        .limit(limit)
    )
    return RatedAnswers(total[0], total[1], tuple(RatedAnswer(row.said, row.yes, row.no) for row in rows))


def _rows() -> Select[Any]:
    person, holder = aliased(User, name="person"), aliased(User, name="holder")
    return (
        select(
            Conversation,
            person.name.label("person_name"),
            holder.name.label("holder_name"),
            _unread().label("unread"),
        )
        .outerjoin(person, person.id == Conversation.user_id)
        .outerjoin(holder, holder.id == Conversation.taken_by)
        .where(exists().where(HandOverRow.conversation_id == Conversation.id))
    )


def _unread() -> Any:
    return (
        select(func.count())
        .where(
            Message.conversation_id == Conversation.id,
            Message.number > Conversation.team_read_number,
            Message.author == "person",
        )
        .correlate(Conversation)
        .scalar_subquery()
    )


def _open(shown: Shown, me: str, after: str | None) -> Select[Any]:
    floor, since = Conversation.floor, Conversation.waiting_since
    query = _rows().order_by(floor.desc(), since, Conversation.id)
    if shown == "waiting":
        query = query.where(floor == "waiting")
    elif shown == "mine":
        query = query.where(floor == "person", Conversation.taken_by == me)
    else:
        query = query.where(floor != "bot")
    key = key_of(after, 3)
    moment = moment_of(key[1]) if key else None
    if key is None or moment is None:
        return query
    behind = and_(floor == key[0], tuple_(since, Conversation.id) > tuple_(moment, key[2]))
    return query.where(or_(floor < key[0], behind))


def _done(after: str | None) -> Select[Any]:
    query = _rows().where(Conversation.floor == "bot")
    query = query.order_by(Conversation.last_at.desc(), Conversation.id.desc())
    key = key_of(after, 3)
    moment = moment_of(key[1]) if key else None
    if key is None or moment is None:
        return query
    return query.where(tuple_(Conversation.last_at, Conversation.id) < tuple_(moment, key[2]))


def _cursor(row: InboxRow, shown: Shown) -> str:
    moment = row.last_at if shown == "done" else row.waiting_since or row.last_at
    return cursor(row.floor, moment.isoformat(), row.id)


def _mentions(like: str) -> ColumnElement[bool]:
    """In the person's name or address, in a practice of theirs, or in what was said; the words are masked ones."""
    person = exists().where(
        User.id == Conversation.user_id,
        or_(func.lower(User.name).like(like, escape="!"), User.email.like(like, escape="!")),
    )
    practice = exists().where(
        Membership.user_id == Conversation.user_id,
        Membership.practice_id == Practice.id,
        practices.is_current(),
        func.lower(Practice.name).like(like, escape="!"),
    )
    said = exists().where(
        Message.conversation_id == Conversation.id,
        func.lower(Message.body["text"].as_string()).like(like, escape="!"),
    )
    return or_(*(each.correlate(Conversation) for each in (person, practice, said)))


def _practice_names(session: Session, user_ids: list[str | None]) -> dict[str | None, tuple[str, ...]]:
    known = {user_id for user_id in user_ids if user_id}
    return {each: tuple(p.name for p in practices.practices_of(session, each)) for each in known}


def _row(found: Any, practice_names: tuple[str, ...]) -> InboxRow:
    conversation: Conversation = found.Conversation
    return InboxRow(
        id=conversation.id,
        kind=conversation.kind,
        person_name=found.person_name,
        practice_names=practice_names,
        step=conversation.waiting_step,
        problem=conversation.waiting_problem,
        floor=conversation.floor,
        waiting_since=conversation.waiting_since,
        taken_by=conversation.taken_by,
        taken_by_name=found.holder_name,
        unread=found.unread,
        last_at=conversation.last_at,
    )
