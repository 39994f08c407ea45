"""The demo's people are those that the product's description promises."""

from sqlalchemy import select

from core.audit.entries import AuditEntry
from core.ground.hashing import PasswordChecked
from core.imports import demo_data
from core.imports.demo_data import HILLTOP, LAKESIDE, PASSWORD
from core.people.users import User
from core.practices.practices import Membership, Practice, practices_of
from core.second_factor.enrollments import Enrollment
from core.second_factor.readable_secret import open_secret
from tests.cast import MONDAY, Cast


def test_everybody_is_there_once_with_the_published_password(cast: Cast) -> None:
    people = cast.rows(select(User))
    assert len(people) == 10
    verified = [cast.installation.hashing.verify(each.password_hash, PASSWORD) for each in people]
    assert verified == [PasswordChecked(ok=True)] * 10


def test_owen_is_admin_in_one_practice_and_member_in_another(cast: Cast) -> None:
    owen = cast.person("Owen")
    places = cast.look(lambda session: practices_of(session, owen.id))
    assert {place.name: place.role for place in places} == {HILLTOP: "admin", LAKESIDE: "member"}
    assert {place.group_name for place in places} == {"Lakeside Health Group"}


def test_nothing_is_activated(cast: Cast) -> None:
    assert [each.activated_at for each in cast.rows(select(Practice))] == [None] * 3


def test_the_team_is_enrolled_with_the_published_secrets_and_nobody_else_is(cast: Cast) -> None:
    enrolled = {row.user_id: row for row in cast.rows(select(Enrollment))}
    team = {each.name.split()[0]: cast.person(each.name.split()[0]) for each in demo_data.STAFF}
    assert enrolled.keys() == {each.id for each in team.values()}
    for name, person in team.items():
        assert open_secret(cast.installation.keys, enrolled[person.id]) == cast.phones[name].secret


def test_loading_again_changes_nothing(cast: Cast) -> None:
    before = len(cast.rows(select(AuditEntry)))
    assert not demo_data.load(cast.installation, now=MONDAY)
    assert len(cast.rows(select(AuditEntry))) == before
    assert len(cast.rows(select(Membership))) == 8
