"""People are counted once, by the furthest step; weeks, waits and the stuck come out of what happened."""

from datetime import timedelta

import pytest

from core.adoption import exports, funnel, practice_list, waits, weeks
from core.adoption.exports import FiguresExportBegun
from core.adoption.funnel import Funnel, StuckAt
from core.adoption.practice_list import Activation, PracticeAdoption
from core.ground.paging import Page
from core.people.staff_rights import NotAllowed
from core.second_factor import enrollments, set_up_progress
from tests.cast import MONDAY, Cast, after
from tests.core.requests.test_request_decisions import file
from tests.core.second_factor.enrolled_people import begin, confirm, enroll


def everybody(cast: Cast) -> Funnel:
    return cast.look(funnel.of_everybody)


def at_lakeside(cast: Cast) -> Funnel:
    lakeside = cast.practice("Lakeside").id
    return cast.look(lambda session: funnel.of_practices(session, [lakeside]))[lakeside]


def opened(cast: Cast, name: str) -> None:
    who = cast.person(name).id
    cast.do(lambda session: set_up_progress.opened(session, who, now=MONDAY))


def test_nobody_is_invited_before_an_activation(cast: Cast) -> None:
    assert everybody(cast) == Funnel()
    assert at_lakeside(cast).invited > 0


def test_each_step_counts_for_all_before_it(cast: Cast) -> None:
    cast.activate("Lakeside")
    invited = at_lakeside(cast).invited
    assert everybody(cast) == Funnel(invited)
    opened(cast, "Dana")
    assert at_lakeside(cast) == Funnel(invited, 1)
    by = cast.actor("Dana")
    begin(cast, by, now=MONDAY)
    assert at_lakeside(cast) == Funnel(invited, 1, 1)
    confirm(cast, by, "000000", now=MONDAY)
    assert at_lakeside(cast) == Funnel(invited, 1, 1, 1)
    enroll(cast, by, now=after(minutes=1))
    assert at_lakeside(cast) == Funnel(invited, 1, 1, 1, 1)
    cast.do(lambda session: enrollments.acknowledge(session, by.person_id, by=by, now=MONDAY))
    assert at_lakeside(cast) == everybody(cast) == Funnel(invited, 1, 1, 1, 1, 1)
    assert at_lakeside(cast).missing == invited - 1


def test_whoever_works_in_two_practices_counts_once_over_all(cast: Cast) -> None:
    miguel = cast.person("Miguel").id
    for name in ("Lakeside", "Hilltop", "Riverbend"):
        cast.activate(name)
        cast.join(miguel, cast.practice(name).id)
    assert everybody(cast).invited == 6


def test_former_and_closed_accounts_do_not_count(cast: Cast) -> None:
    cast.activate("Lakeside")
    invited = at_lakeside(cast).invited
    cast.disable(cast.person("Priya").id)
    cast.join(cast.person("Owen").id, cast.practice("Lakeside").id, left=True)
    assert at_lakeside(cast).invited < invited
    assert everybody(cast).invited == at_lakeside(cast).invited


def test_whoever_turned_it_off_begins_again(cast: Cast) -> None:
    cast.activate("Lakeside")
    by = cast.actor("Dana")
    enroll(cast, by, now=MONDAY)
    cast.do(
        lambda session: enrollments.supersede(session, by.person_id, "live", why="turned_off", now=MONDAY)
    )
    assert at_lakeside(cast) == Funnel(at_lakeside(cast).invited)


def test_the_stuck_are_counted_by_where_they_stopped(cast: Cast) -> None:
    cast.activate("Lakeside")
    begin(cast, cast.actor("Dana"), now=MONDAY)
    opened(cast, "Priya")
    enroll(cast, cast.actor("Miguel"), now=MONDAY)

    def stuck(**later: float) -> tuple[StuckAt, ...]:
        return cast.look(lambda session: funnel.stuck(session, now=after(**later)))

    assert stuck(hours=23) == ()
    assert stuck(days=2) == (StuckAt("started", 1), StuckAt("qr_issued", 1), StuckAt("enabled", 1))
    riverbend = cast.practice("Riverbend").id
    assert cast.look(lambda s: funnel.stuck(s, practice_id=riverbend, now=after(days=2))) == ()


@pytest.mark.parametrize(
    ("text", "only", "found"),
    [
        ("", "all", ["Hilltop", "Lakeside", "Riverbend"]),
        ("", "activated", ["Lakeside"]),
        ("", "not_activated", ["Hilltop", "Riverbend"]),
        ("LAKESIDE FAM", "all", ["Lakeside"]),
        ("%", "all", []),
    ],
)
def test_practices_are_found_and_filtered(cast: Cast, text: str, only: Activation, found: list[str]) -> None:
    cast.activate("Lakeside")
    page = cast.look(lambda session: practice_list.practices(session, text=text, only=only))
    assert [row.name.split()[0] for row in page.rows] == found


def one_after(cast: Cast, cursor: str | None) -> Page[PracticeAdoption]:
    return cast.look(lambda session: practice_list.practices(session, after=cursor, limit=1))


def test_pages_show_every_practice_once(cast: Cast) -> None:
    names: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        page = one_after(cast, cursor)
        names += [row.name.split()[0] for row in page.rows]
        cursor = page.next
    assert names == ["Hilltop", "Lakeside", "Riverbend"]
    assert cursor is None


def test_weeks_count_first_set_ups_and_no_new_phones(cast: Cast) -> None:
    cast.activate("Lakeside", now=after(days=-20))
    dana, priya = cast.actor("Dana"), cast.actor("Priya")
    enroll(cast, priya, now=after(days=-8))
    enroll(cast, dana, now=after(hours=1))
    cast.do(lambda s: enrollments.supersede(s, dana.person_id, "live", why="replaced", now=after(hours=2)))
    enroll(cast, dana, now=after(hours=2))
    found = cast.look(lambda session: weeks.set_ups(session, now=after(days=1)))
    assert [week.set_up for week in found] == [*[0] * 9, 1, 0, 1]
    assert found[-1].monday == MONDAY.date()
    riverbend = cast.practice("Riverbend").id
    there = cast.look(lambda s: weeks.set_ups(s, practice_id=riverbend, now=after(days=1)))
    assert sum(week.set_up for week in there) == 0


def test_waits_are_medians_of_what_was_decided_and_set_up(cast: Cast) -> None:
    assert cast.look(waits.to_decision).median is None
    asked = file(cast, "Dana", "Lakeside")
    cast.approve(asked, now=after(hours=3))
    enroll(cast, cast.actor("Dana"), now=after(hours=5))
    enroll(cast, cast.actor("Priya"), now=after(hours=13))
    decided, done = cast.look(waits.to_decision), cast.look(waits.to_set_up)
    assert (decided.count, decided.median) == (1, timedelta(hours=3))
    assert (done.count, done.median, done.longest) == (2, timedelta(hours=6), timedelta(hours=10))
    lakeside = cast.practice("Lakeside").id
    assert cast.look(lambda s: waits.to_set_up(s, practice_id=lakeside)) == done
    assert cast.look(lambda s: waits.to_decision(s, practice_id=lakeside)) == decided


@pytest.mark.parametrize(("name", "may"), [("Alex", False), ("Sam", True), ("Jo", True), ("Dana", False)])
def test_only_supervisors_and_auditors_take_the_counts_out(cast: Cast, name: str, may: bool) -> None:
    by = cast.actor(name)
    outcome = cast.do(lambda session: exports.begin(session, by=by, now=MONDAY))
    assert isinstance(outcome, FiguresExportBegun if may else NotAllowed)
    assert len(cast.audited("adoption.exported")) == may
