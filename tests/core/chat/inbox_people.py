"""What people do around the inbox, for its tests: ask for a person, and act as one of the team."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from core.chat import conversations, inbox
from core.ground.actors import Actor
from tests.cast import MONDAY, Cast

Act = Callable[..., object]


def ask_for_a_person(
    cast: Cast,
    name: str = "Priya",
    *,
    said: str = "Please help me",
    problem: str = "code_wrong",
    now: datetime = MONDAY,
) -> str:
    """A member's conversation that waits for a person; its id."""
    person = cast.person(name)

    def work(session: Session) -> str:
        chat = conversations.of_member(session, person.id, now=now)
        conversations.add(session, chat, "person", {"kind": "text", "text": said}, now=now)
        conversations.hand_over(session, chat, step="guide_step_3", problem=problem, now=now)
        return chat.id

    return cast.do(work)


def visitor_asks(cast: Cast, *, proven: str | None = None, now: datetime = MONDAY) -> str:
    """The same by a visitor, or by someone at the token prompt of ``proven``."""
    owner = cast.person(proven).id if proven else None

    def work(session: Session) -> str:
        kind: conversations.CookieKind = "proven" if owner else "visitor"
        chat, _ = conversations.of_cookie(session, None, kind=kind, proven_user_id=owner, now=now)
        conversations.add(session, chat, "person", {"kind": "text", "text": "I cannot get in"}, now=now)
        conversations.hand_over(session, chat, step="idle", problem="code_expired", now=now)
        return chat.id

    return cast.do(work)


def says(cast: Cast, conversation_id: str, text: str, *, now: datetime = MONDAY) -> None:
    """One more line of the person."""

    def work(session: Session) -> None:
        chat = conversations.lock(session, conversation_id)
        conversations.add(session, chat, "person", {"kind": "text", "text": text}, now=now)

    cast.do(work)


def acts(
    cast: Cast, name: str, act: Act, conversation_id: str, *words: str, now: datetime = MONDAY, **more: object
) -> object:
    """Someone of the team does this at the console; the outcome."""
    by: Actor = cast.actor(name)
    return cast.do(lambda session: partial(act, session)(conversation_id, *words, by=by, now=now, **more))


def takes(
    cast: Cast, name: str, conversation_id: str, *, instead_of: str | None = None, now: datetime = MONDAY
) -> object:
    """Take it, or take it over."""
    return acts(cast, name, inbox.take, conversation_id, instead_of=instead_of, now=now)
