"""An emptied, cut or put back trail is found, though the chain over what is left holds."""

from datetime import datetime

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from core.audit import chain, entries
from core.audit.chain import AuditEnds, AuditSeal, Broken, ChainIntact, Head, UnsealedEntry
from core.audit.entries import AuditEntry
from core.ground.actors import SYSTEM
from core.history import trail_check
from tests.cast import MONDAY, Cast, after
from tests.core.audit.test_chain import TRIGGERS, TRIGGERS_SQLITE


def seal(cast: Cast) -> Head:
    keys = cast.installation.keys
    cast.do(lambda session: chain.seal_pending(session, keys, now=MONDAY))
    head = cast.look(chain.head)
    assert head is not None
    return head


def note(cast: Cast, action: str) -> None:
    cast.do(lambda session: entries.record(session, action, by=SYSTEM, now=after(days=1)))


def tell(cast: Cast, now: datetime) -> Head | None:
    return cast.do(lambda session: trail_check.tell_head(session, now=now))


def verify(cast: Cast, known: Head | None = None) -> ChainIntact | Broken:
    return cast.look(lambda session: trail_check.verify(session, cast.installation.keys, known=known))


def without_triggers(session: Session, *, is_sqlite: bool) -> None:
    for trigger in TRIGGERS + (TRIGGERS_SQLITE if is_sqlite else ()):
        on = "" if is_sqlite else f" ON {trigger.rsplit('_', 1)[0]}"
        session.execute(text(f"DROP TRIGGER {trigger}{on}"))


def empty(cast: Cast) -> None:
    """Somebody with all rights on the database leaves no trace of a trail."""

    def work(session: Session) -> None:
        without_triggers(session, is_sqlite=cast.database.is_sqlite)
        for table in (AuditEntry, AuditSeal, UnsealedEntry, AuditEnds):
            session.execute(delete(table))

    cast.do(work)


def put_back(cast: Cast, ends: AuditEnds) -> None:
    """An older copy of the database: everything behind ``ends`` is gone, and they are genuine."""
    was = {column.key: getattr(ends, column.key) for column in AuditEnds.__table__.columns}

    def work(session: Session) -> None:
        without_triggers(session, is_sqlite=cast.database.is_sqlite)
        late = select(AuditSeal.entry_id).where(AuditSeal.number > was["last_number"])
        session.execute(delete(AuditEntry).where(AuditEntry.id.in_(late)))
        session.execute(delete(AuditSeal).where(AuditSeal.number > was["last_number"]))
        session.execute(update(AuditEnds).values(was))

    cast.do(work)


def test_the_whole_trail_holds_and_has_a_head(cast: Cast) -> None:
    head = seal(cast)
    assert isinstance(verify(cast), ChainIntact)
    note(cast, "a.later")
    assert seal(cast).number == head.number + 1
    assert isinstance(verify(cast, head), ChainIntact)
    assert Head.parse(str(head)) == head


def test_an_emptied_trail_beside_people_is_broken(cast: Cast) -> None:
    seal(cast)
    empty(cast)
    assert isinstance(verify(cast), Broken)


def test_a_trail_that_was_emptied_and_goes_on_is_broken(cast: Cast) -> None:
    head = seal(cast)
    empty(cast)
    note(cast, "a.later")
    seal(cast)
    assert isinstance(verify(cast), Broken)
    assert isinstance(cast.look(lambda session: chain.compare(session, head)), Broken)


def test_an_older_copy_holds_by_itself_and_a_head_kept_elsewhere_finds_it(cast: Cast) -> None:
    older, copy = seal(cast), cast.one(select(AuditEnds))
    note(cast, "a.later")
    head = seal(cast)
    put_back(cast, copy)
    assert isinstance(verify(cast), ChainIntact)
    found = verify(cast, head)
    assert isinstance(found, Broken)
    assert found.seal_number == head.number
    assert isinstance(verify(cast, older), ChainIntact)
    for number in range(3):  # it goes on from the older copy, past the number of the head
        note(cast, f"a.other{number}")
    assert seal(cast).number > head.number
    assert verify(cast, head) == Broken(head.number, None, f"Seal {head.number} is not the one of this head.")


def test_the_head_is_mailed_once_a_day_to_the_auditors(cast: Cast) -> None:
    head = seal(cast)
    for hours in (0, 1, 2, 24):
        assert tell(cast, after(hours=hours)) == head
    mails = cast.told("audit_head")
    assert [(mail.via, mail.data["head"]) for mail in mails] == [("mail", str(head))] * 2
    assert {mail.user_id for mail in mails} == {cast.person("Jo").id}


def test_what_is_no_head_is_not_taken_for_one() -> None:
    for typed in ("", "12", "12:", "x:" + "a" * 64, "12:" + "g" * 64, "12:" + "a" * 65):
        assert Head.parse(typed) is None
