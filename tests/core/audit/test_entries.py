"""No change without its entry, and no change to an entry; the team reads the trail in pages."""

from functools import partial

import pytest
from sqlalchemy import UpdateBase, delete, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.audit import entries
from core.audit.chain import AuditSeal, seal_pending
from core.audit.entries import AuditEntry
from core.ground.actors import SYSTEM
from core.ground.sealing import KeyRing, new_key
from core.history import audit_views
from core.history.audit_views import Filters, export
from tests.cast import MONDAY, Cast, after

KEYS = KeyRing.parse(new_key("k1"))


def note(cast: Cast, *actions: str) -> None:
    def write(session: Session) -> None:
        for action in actions:
            entries.record(session, action, by=SYSTEM, now=MONDAY)

    cast.do(write)


def test_an_entry_goes_with_its_change(cast: Cast) -> None:
    def fail(session: Session) -> None:
        entries.record(session, "person.renamed", by=SYSTEM, now=MONDAY)
        raise LookupError

    with pytest.raises(LookupError):
        cast.do(fail)
    assert cast.audited("person.renamed") == []


@pytest.mark.parametrize(
    "change",
    [
        update(AuditEntry).values(outcome="nothing"),
        delete(AuditEntry),
        update(AuditSeal).values(mac="0" * 64),
        delete(AuditSeal),
    ],
    ids=["update entries", "delete entries", "update seals", "delete seals"],
)
def test_the_database_itself_refuses_to_change_or_remove(cast: Cast, change: UpdateBase) -> None:
    cast.do(lambda session: seal_pending(session, KEYS, now=MONDAY))
    with pytest.raises(DBAPIError, match="insert-only"):
        cast.do(lambda session: session.execute(change))


@pytest.mark.databases("sqlite")  # PostgreSQL has no INSERT OR REPLACE
def test_an_entry_cannot_be_swapped_by_an_insert(cast: Cast) -> None:
    swap = text("INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries WHERE id = 1")
    with pytest.raises(DBAPIError, match="insert-only"):
        cast.do(lambda session: session.execute(swap))


@pytest.mark.databases("postgresql")  # SQLite has no TRUNCATE
def test_the_trail_cannot_be_emptied_at_once(cast: Cast) -> None:
    with pytest.raises(DBAPIError, match="insert-only"):
        cast.do(lambda session: session.execute(text("TRUNCATE audit_entries")))


def test_entries_are_shown_newest_first_with_the_names_of_those_concerned(cast: Cast) -> None:
    dana, lakeside = cast.person("Dana"), cast.practice("Lakeside")
    by = cast.actor("Dana")
    cast.do(
        lambda session: entries.record(
            session, "person.waved", by=by, now=MONDAY, on=dana.id, practice=lakeside.id
        )
    )
    first = cast.look(audit_views.entries).rows[0]
    assert (first.action, first.actor_name, first.subject_name) == ("person.waved", dana.name, dana.name)
    assert (first.practice_name, first.ip, first.channel, first.sealed) == (
        lakeside.name,
        by.ip,
        "account",
        False,
    )


def test_pages_stay_in_step_while_entries_arrive(cast: Cast) -> None:
    everything = [row.id for row in cast.look(lambda session: audit_views.entries(session, limit=200)).rows]
    page = cast.look(lambda session: audit_views.entries(session, limit=7))
    seen = [row.id for row in page.rows]
    while page.next:
        note(cast, "a.arrival")
        page = cast.look(partial(audit_views.entries, after=page.next, limit=7))
        seen += [row.id for row in page.rows]
    assert seen == everything


@pytest.mark.parametrize(
    "made_up", ["", "!", "e30", "WyIxIiwgIjIiXQ", "WyI5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTkiXQ"]
)
def test_a_made_up_cursor_shows_the_first_page(cast: Cast, made_up: str) -> None:
    first = cast.look(lambda session: audit_views.entries(session, limit=3))
    assert cast.look(lambda session: audit_views.entries(session, after=made_up, limit=3)) == first


def test_filters_leave_only_what_fits_all_of_them(cast: Cast) -> None:
    dana, lakeside = cast.person("Dana"), cast.practice("Lakeside")

    def found(filters: Filters) -> set[str]:
        return {row.action for row in cast.look(lambda session: list(export(session, filters)))}

    note(cast, "membership_of_another_word.x")
    assert found(Filters(person_id=dana.id)) == {"user.added", "membership.set"}
    assert found(Filters(person_id=dana.id, practice_id=lakeside.id)) == {"membership.set"}
    assert found(Filters(action="membership")) == {"membership.set"}
    assert found(Filters(since=after(seconds=1))) == set()
    assert found(Filters(until=MONDAY)) == set()


def test_an_export_is_whole_and_in_order(cast: Cast) -> None:
    ids = [row.id for row in cast.look(lambda session: list(export(session)))]
    assert ids == [row.id for row in cast.audited()]
