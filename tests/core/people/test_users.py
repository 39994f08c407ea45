"""One address names one person."""

import pytest
from sqlalchemy.orm import Session

from core.ground.actors import SYSTEM
from core.ground.db import Database
from core.people import users
from core.people.users import EmailTaken, User
from core.sessions.person_facts import facts_of
from tests.cast import MONDAY, Cast


def add(session: Session, email: str, name: str = "Dana Whitfield") -> User | EmailTaken:
    return users.add_member(session, email=email, name=name, by=SYSTEM, now=MONDAY)


def found(database: Database, email: str, audience: users.Audience | None = None) -> str | None:
    def find(session: Session) -> str | None:
        user = users.find_by_email(session, email, audience=audience)
        return user.id if user else None

    return database.read(find)


def test_an_address_is_found_however_it_is_typed(database: Database) -> None:
    added = database.transact(lambda session: add(session, " Dana@Lakeside.Example "))
    assert isinstance(added, User)
    assert added.email == "dana@lakeside.example"
    for typed in ("dana@lakeside.example", "DANA@lakeside.example\n", "\uff44ana@lakeside.example"):
        assert found(database, typed) == added.id


def test_an_address_is_taken_once_for_both_sites(database: Database, empty_cast: Cast) -> None:
    first = database.transact(lambda session: add(session, "alex@thoroughcare.example"))
    assert isinstance(first, User)
    second = database.transact(
        lambda session: users.add_staff(
            session, email="Alex@ThoroughCare.example", name="Alex", role="agent", by=SYSTEM, now=MONDAY
        )
    )
    assert second == EmailTaken(first.id, "account")
    (entry,) = empty_cast.audited("user.added")
    assert entry.subject_id == first.id


def test_a_member_is_no_member_of_the_staff_site(database: Database) -> None:
    database.transact(lambda session: add(session, "dana@lakeside.example"))
    assert found(database, "dana@lakeside.example", "account") is not None
    assert found(database, "dana@lakeside.example", "console") is None


@pytest.mark.parametrize("text", ["dana@lakeside.example", " DANA+2fa@mail.lakeside.example ", "o'neil@x.io"])
def test_an_address_that_can_get_mail_is_taken(text: str) -> None:
    assert users.looks_like_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dana",
        "dana@lakeside",
        "a b@c.example",
        "dana@x.example, tom@x.example",
        "<d@x.example>",
        "d" * 250 + "@x.io",
        "d" * 65 + "@clinic.example",
        "dänå@clinic.example",
        "dana@klinik-münchen.example",
        "dana.@clinic.example",
        "dana@clinic..example",
        "dana@-clinic.example",
        "dana(mobile)@clinic.example",
        "dana\\@clinic.example",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    assert not users.looks_like_email(text)


def test_the_facts_hold_todays_practices_and_the_ones_left(database: Database, empty_cast: Cast) -> None:
    lakeside, hilltop = (
        empty_cast.new_practice("Lakeside", activated=True),
        empty_cast.new_practice("Hilltop"),
    )
    miguel = empty_cast.new_member("miguel@lakeside.example", lakeside, hilltop)
    empty_cast.join(miguel, hilltop, left=True)
    facts = database.read(lambda session: facts_of(session, miguel, now=MONDAY))
    assert [practice.name for practice in facts.practices] == ["Lakeside"]
    assert facts.practices[0].activated_at == MONDAY
    assert [practice.name for practice in facts.former] == ["Hilltop"]
    assert not facts.has_live_factor
