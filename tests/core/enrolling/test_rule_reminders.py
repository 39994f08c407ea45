"""Before the date on which a practice requires a second factor: who has none hears of it three times, and nobody else."""

import pytest

from console.rounds import remind
from core.enrolling import rule_reminders
from tests.cast import Cast, after


def reminded(cast: Cast, **later: float) -> int:
    now = after(**later)
    return cast.do(lambda session: rule_reminders.remind_of_rules(session, now=now))


@pytest.fixture
def lakeside(cast: Cast) -> Cast:
    """Its date is 20 days away; Dana has a factor, the other three have none."""
    cast.activate("Lakeside")
    cast.require("Lakeside", after(days=20))
    cast.enrolled("Dana")
    return cast


def test_reminders_go_out_14_7_and_1_days_before_each_once(lakeside: Cast) -> None:
    days = (0, 5.9, 6, 6.1, 12.9, 13, 13.1, 18.9, 19, 19.9, 20, 21)
    assert [reminded(lakeside, days=day) for day in days] == [0, 0, 3, 0, 0, 3, 0, 0, 3, 0, 0, 0]
    who = {notice.user_id for notice in lakeside.told("practice_required_soon")}
    assert who == {lakeside.person(name).id for name in ("Miguel", "Owen", "Priya")}


def test_who_has_set_it_up_meanwhile_hears_no_more(lakeside: Cast) -> None:
    assert reminded(lakeside, days=6) == 3
    lakeside.enrolled("Miguel")
    assert reminded(lakeside, days=13) == 2


def test_a_late_approval_sends_one_reminder_not_two(lakeside: Cast) -> None:
    assert reminded(lakeside, days=15) == 3
    assert reminded(lakeside, days=16) == 0


def test_the_rounds_send_them(lakeside: Cast) -> None:
    remind(lakeside.installation, lambda: after(days=6))
    assert len(lakeside.told("practice_required_soon")) == 3
