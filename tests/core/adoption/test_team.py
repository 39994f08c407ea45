"""A site admin sees their own people and no others."""

import pytest

from core.adoption import team
from core.adoption.team import Team, TeamFilter
from core.people import users
from tests.cast import MONDAY, Cast
from tests.core.second_factor.enrolled_people import begin, enroll


def seen(cast: Cast, viewer: str, practice: str = "Lakeside", only: TeamFilter = "all") -> Team | None:
    place, who = cast.practice(practice).id, cast.person(viewer).id
    return cast.look(lambda session: team.team(session, place, viewer_id=who, only=only))


def test_an_admin_sees_who_has_and_where_the_others_are(cast: Cast) -> None:
    cast.activate("Lakeside")
    enroll(cast, cast.actor("Priya"), now=MONDAY)
    begin(cast, cast.actor("Miguel"), now=MONDAY)
    miguel, by = cast.person("Miguel").id, cast.actor("Miguel")
    cast.do(lambda session: users.opt_out_of_guide(session, miguel, by=by, now=MONDAY))
    page = seen(cast, "Dana")
    assert page is not None
    at = {each.name.split()[0]: each for each in page.people.rows}
    assert (at["Priya"].stage, at["Miguel"].stage, at["Dana"].stage) == ("done", "qr_issued", "invited")
    assert at["Miguel"].is_opted_out
    assert not at["Dana"].is_opted_out
    assert [each.name.split()[0] for each in page.people.rows] == sorted(at)


@pytest.mark.parametrize("only", ["missing", "done"])
def test_the_filters_split_the_team(cast: Cast, only: TeamFilter) -> None:
    cast.activate("Lakeside")
    enroll(cast, cast.actor("Priya"), now=MONDAY)
    page = seen(cast, "Dana", only=only)
    assert page is not None
    assert ("Priya Raman" in {each.name for each in page.people.rows}) is (only == "done")


@pytest.mark.parametrize(
    ("viewer", "practice"),
    [("Priya", "Lakeside"), ("Grace", "Lakeside"), ("Dana", "Riverbend"), ("Alex", "Lakeside")],
)
def test_nobody_else_sees_a_team(cast: Cast, viewer: str, practice: str) -> None:
    assert seen(cast, viewer, practice) is None


def test_there_is_no_team_of_an_unknown_practice(cast: Cast) -> None:
    dana = cast.person("Dana").id
    assert cast.look(lambda session: team.team(session, "0" * 24, viewer_id=dana)) is None
