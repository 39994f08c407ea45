"""The weekly report: what belongs to the week and what does not, and one mail for each supervisor."""

from datetime import UTC, date, datetime

from sqlalchemy import update

from core.audit import entries
from core.ground.actors import SYSTEM
from core.history import weekly_report
from core.history.weekly_report import WeeklyReport
from core.people.users import User
from tests.cast import Cast

WEEK = date(2026, 3, 2)  # a Monday
NEXT_MORNING = datetime(2026, 3, 9, 12, 30, tzinfo=UTC)  # 8:30 in New York, in summer time


def note(cast: Cast, action: str, at: datetime, *, by: str | None = None) -> None:
    actor = cast.actor(by) if by else SYSTEM
    cast.do(lambda session: entries.record(session, action, by=actor, now=at))


def report(cast: Cast) -> WeeklyReport:
    return cast.look(lambda session: weekly_report.of_week(session, WEEK))


def mail(cast: Cast, now: datetime = NEXT_MORNING) -> int:
    return cast.do(lambda session: weekly_report.mail_when_due(session, now=now))


def test_a_week_runs_from_monday_to_sunday_where_the_team_is(cast: Cast) -> None:
    first, last = datetime(2026, 3, 2, 5, 0, tzinfo=UTC), datetime(2026, 3, 9, 3, 59, 59, tzinfo=UTC)
    for action in ("enrollment.reset", "second_factor.locked", "practice.activated", "user.role_changed"):
        for moment in (first, last):
            note(cast, action, moment)
        note(cast, action, datetime(2026, 3, 2, 4, 59, 59, tzinfo=UTC))
        note(cast, action, datetime(2026, 3, 9, 4, 0, tzinfo=UTC))
    found = report(cast)
    assert [entry.at for entry in found.resets] == [first, last]
    assert [len(part) for part in (found.locks, found.activations, found.team)] == [2, 2, 2]


def test_a_sign_in_at_night_is_odd_and_one_at_work_is_not(cast: Cast) -> None:
    night, noon = datetime(2026, 3, 4, 7, 0, tzinfo=UTC), datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
    saturday = datetime(2026, 3, 7, 17, 0, tzinfo=UTC)
    for moment in (night, noon, saturday):
        note(cast, "sign_in.finished", moment, by="Alex")
    note(cast, "sign_in.finished", night, by="Dana")
    assert [(entry.at, entry.actor_name) for entry in report(cast).odd_hours] == [
        (night, cast.person("Alex").name),
        (saturday, cast.person("Alex").name),
    ]


def test_each_supervisor_is_mailed_once_from_monday_morning_on(cast: Cast) -> None:
    note(cast, "second_factor.locked", datetime(2026, 3, 3, 12, tzinfo=UTC))
    assert mail(cast, datetime(2026, 3, 9, 11, 30, tzinfo=UTC)) == 0
    assert mail(cast) == 2
    assert mail(cast) == 0
    told = cast.told("weekly_report")
    assert {notice.user_id for notice in told} == {cast.person("Sam").id, cast.person("Kim").id}
    assert told[0].data["locks"] == 1
    assert told[0].data["monday"] == "2026-03-02"


def test_a_young_installation_reports_no_week_before_it(cast: Cast) -> None:
    assert mail(cast, datetime(2026, 3, 2, 17, 0, tzinfo=UTC)) == 0


def test_whoever_becomes_a_supervisor_gets_the_next_one(cast: Cast) -> None:
    assert mail(cast) == 2
    promoted = update(User).where(User.name.startswith("Alex")).values(staff_role="supervisor")
    cast.do(lambda session: session.execute(promoted))
    assert mail(cast, datetime(2026, 3, 16, 12, 30, tzinfo=UTC)) == 3
