"""A file of practices and members is applied whole or not at all, and a bad row is named with its line."""

import pytest
from sqlalchemy import func, select

from core.audit.entries import AuditEntry
from core.ground.actors import Actor
from core.imports import people_csv
from core.imports.people_csv import Applied, BadRow, BadRows, CsvRow, CsvRows
from core.people.users import User
from core.practices.practices import Membership, practices_of
from tests.cast import MONDAY, Cast

HEADER = "email,name,practice,group,role,time_zone"
ANNA = "anna@meadow.example,Anna Roe,Meadow Clinic,Meadow Group,admin,America/Chicago"
BY = Actor(user_id=None, channel="command_line")


def file(*rows: str) -> str:
    return "\n".join((HEADER, *rows)) + "\n"


def good(text: str) -> tuple[CsvRow, ...]:
    read = people_csv.read_rows(text)
    assert isinstance(read, CsvRows), read
    return read.rows


def bad(text: str) -> tuple[BadRow, ...]:
    read = people_csv.read_rows(text)
    assert isinstance(read, BadRows), read
    return read.problems


def apply(cast: Cast, text: str) -> Applied:
    rows = good(text)
    return cast.do(lambda session: people_csv.apply_batch(session, rows, by=BY, now=MONDAY))


def test_a_row_is_read_with_its_line() -> None:
    assert good(file(ANNA)) == (
        CsvRow(
            2, "anna@meadow.example", "Anna Roe", "Meadow Clinic", "Meadow Group", "admin", "America/Chicago"
        ),
    )


def test_what_spreadsheets_do_to_a_file_is_forgiven() -> None:
    text = "\ufeff" + file(" ANNA@Meadow.example ,Anna   Roe,Meadow Clinic,,,", "", ",,,,,").replace(
        "\n", "\r\n"
    )
    (row,) = good(text)
    assert (row.email, row.name, row.group) == ("anna@meadow.example", "Anna Roe", "")
    assert (row.role, row.time_zone) == ("member", "America/New_York")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("anna,Anna,Meadow,,admin,", "'anna' is not an e-mail address"),
        ("änna@meadow.example,Anna,Meadow,,admin,", "not an e-mail address that mail can be sent to"),
        ("anna@meadow..example,Anna,Meadow,,admin,", "not an e-mail address that mail can be sent to"),
        ("anna@meadow.example,,Meadow,,admin,", "The name is missing."),
        ("anna@meadow.example,Anna,,,admin,", "The practice is missing."),
        ("anna@meadow.example,Anna,Meadow,,boss,", "The role must be admin or member, not 'boss'."),
        ("anna@meadow.example,Anna,Meadow,,admin,Mars/Olympus", "'Mars/Olympus' is not a time zone"),
        ("anna@meadow.example,Anna,Meadow", "It must have 6 columns"),
        (f"anna@meadow.example,{'x' * 201},Meadow,,admin,", "longer than 200 characters"),
        ("anna@meadow.example,An\x07na,Meadow,,admin,", "cannot be shown"),
        ('anna@meadow.example,"Anna,Meadow,,admin,', "Does a quotation mark never end?"),
        (ANNA, "already on line 2"),
        (
            ANNA.replace("Roe", "Doe").replace("Clinic", "Other"),
            "The name of this person is 'Anna Roe' on line 2",
        ),
        ("bo@meadow.example,Bo,Meadow Clinic,Other,member,America/Chicago", "The group of this practice"),
        ("bo@meadow.example,Bo,Meadow Clinic,Meadow Group,member,", "The time zone of this practice"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_one_sentence(row: str, why: str) -> None:
    (problem,) = bad(file(ANNA, row))
    assert problem.line == 3
    assert why in problem.why


def test_every_bad_row_is_named_and_lines_are_those_of_the_file() -> None:
    two_lines = 'bo@meadow.example,"Bo\nBrand",Meadow Clinic,Meadow Group,member,America/Chicago'
    assert [problem.line for problem in bad(file(ANNA, "x", "", two_lines, "y"))] == [3, 7]


@pytest.mark.parametrize("text", ["", "name,email\n", ANNA])
def test_a_file_without_the_header_is_refused(text: str) -> None:
    assert bad(text) == (BadRow(1, f"The first line must be {HEADER}."),)


def test_a_file_with_nothing_in_it_is_refused() -> None:
    assert bad(HEADER + "\n\n") == (BadRow(2, "There is no row under the header."),)


def test_new_people_get_their_places_and_the_link_that_sets_their_password(cast: Cast) -> None:
    applied = apply(
        cast, file(ANNA, "bo@meadow.example,Bo Brand,Meadow Clinic,Meadow Group,member,America/Chicago")
    )
    assert applied == Applied(people=2, places=2)
    anna = cast.one(select(User).where(User.email == "anna@meadow.example"))
    (place,) = cast.look(lambda session: practices_of(session, anna.id))
    assert (place.name, place.role, place.group_name, place.time_zone) == (
        "Meadow Clinic",
        "admin",
        "Meadow Group",
        "America/Chicago",
    )
    assert anna.password_hash is None
    assert len(cast.told("set_password")) == 2


def test_running_it_again_changes_nothing(cast: Cast) -> None:
    apply(cast, file(ANNA))
    before = cast.one(select(func.count(AuditEntry.id)))
    assert apply(cast, file(ANNA)) == Applied(people=0, places=0)
    assert cast.one(select(func.count(AuditEntry.id))) == before
    assert len(cast.told("set_password")) == 1


def test_known_people_keep_their_password_and_get_a_new_place(cast: Cast) -> None:
    hashed = cast.person("Tom").password_hash
    row = "tom@riverbend.example,Tom Becker,Meadow Clinic,Meadow Group,member,America/Chicago"
    assert apply(cast, file(row)) == Applied(people=0, places=1)
    assert cast.person("Tom").password_hash == hashed
    assert cast.told("set_password") == []


def test_what_contradicts_the_database_is_named_before_anything_is_applied(cast: Cast) -> None:
    rows = good(
        file(
            ANNA,
            "alex@thoroughcare.example,Alex,Meadow Clinic,Meadow Group,admin,America/Chicago",
            "bo@x.example,Bo,Riverbend Cardiology,Meadow Group,admin,",
            "cy@x.example,Cy,Lakeside Family Medicine,,member,",
            "di@x.example,Di,Hilltop Internal Medicine,Lakeside Health Group,member,",
        )
    )
    outcome = cast.look(lambda session: people_csv.check(session, rows))
    assert outcome == BadRows(
        (
            BadRow(3, "alex@thoroughcare.example belongs to ThoroughCare's own team."),
            BadRow(4, "Riverbend Cardiology is in no group already, not in the group 'Meadow Group'."),
            BadRow(
                5,
                "Lakeside Family Medicine is in the group 'Lakeside Health Group' already, not in no group.",
            ),
        )
    )
    assert cast.look(lambda session: people_csv.check(session, good(file(ANNA)))) is None


def test_a_batch_that_fails_leaves_nothing(cast: Cast) -> None:
    before = cast.one(select(func.count()).select_from(Membership))
    rows = good(file(ANNA, "alex@thoroughcare.example,Alex,Meadow Clinic,Meadow Group,admin,America/Chicago"))
    with pytest.raises(ValueError, match="of the team"):
        cast.do(lambda session: people_csv.apply_batch(session, rows, by=BY, now=MONDAY))
    assert cast.one(select(func.count()).select_from(Membership)) == before
    assert cast.rows(select(User).where(User.email == "anna@meadow.example")) == []
