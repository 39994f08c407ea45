"""What the team keeps at its desk: office hours, saved replies, and how long people usually wait."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.chat import hand_overs, inbox, office_hours, saved_replies
from core.chat.office_hours import BadHours, HoursChanged, OfficeHours
from core.chat.saved_replies import BadSavedReply, Deleted, NoSuchReply, Saved
from core.people.staff_rights import NotAllowed
from tests.cast import MONDAY, Cast, after
from tests.core.chat.inbox_people import acts, ask_for_a_person, takes

EAST = ZoneInfo("America/New_York")
HOURS = OfficeHours()


def east(*when: int) -> datetime:
    return datetime(*when, tzinfo=EAST)  # type: ignore[misc,arg-type]  # year, month, day, hour, minute


@pytest.mark.parametrize(
    ("when", "is_open"),
    [
        (east(2026, 3, 2, 7, 59), False),
        (east(2026, 3, 2, 8, 0), True),
        (east(2026, 3, 2, 17, 59), True),
        (east(2026, 3, 2, 18, 0), False),
        (east(2026, 3, 7, 12, 0), False),
        (datetime(2026, 3, 2, 22, 30, tzinfo=UTC), True),
    ],
)
def test_the_team_is_in_on_working_days_between_its_hours(when: datetime, *, is_open: bool) -> None:
    assert HOURS.is_open(when) is is_open


@pytest.mark.parametrize(
    ("when", "back"),
    [
        (east(2026, 3, 2, 6, 0), east(2026, 3, 2, 8, 0)),
        (east(2026, 3, 2, 12, 0), east(2026, 3, 3, 8, 0)),
        (east(2026, 3, 6, 19, 0), east(2026, 3, 9, 8, 0)),  # summer time begins on the 8th
        (east(2026, 10, 30, 19, 0), east(2026, 11, 2, 8, 0)),  # and ends on the 1st
    ],
)
def test_the_team_is_back_by_the_wall_clock(when: datetime, back: datetime) -> None:
    assert HOURS.next_opening(when) == back


def test_a_week_with_one_day_opens_a_week_later() -> None:
    only_monday = OfficeHours(days=(1,), opens=time(9))
    assert only_monday.next_opening(east(2026, 3, 2, 9, 0)) == east(2026, 3, 9, 9, 0)


def change_hours(cast: Cast, name: str, **typed: object) -> object:
    given = {"days": (1, 3), "opens": "09:00", "closes": "17:30", "time_zone": "America/Chicago"} | typed
    by = cast.actor(name)
    return cast.do(lambda session: office_hours.change(session, by=by, now=MONDAY, **given))  # type: ignore[arg-type]  # checked by the call


def test_a_supervisor_sets_the_hours_again_and_again(cast: Cast) -> None:
    assert cast.look(office_hours.read) == HOURS
    assert change_hours(cast, "Sam") == HoursChanged()
    assert change_hours(cast, "Sam", days=(5, 1)) == HoursChanged()
    expected = OfficeHours((1, 5), time(9), time(17, 30), "America/Chicago")
    assert cast.look(office_hours.read) == expected
    assert cast.audited("office_hours.changed")[1].details["days"] == "15"


@pytest.mark.parametrize("name", ["Alex", "Jo", "Dana"])
def test_others_do_not(cast: Cast, name: str) -> None:
    assert isinstance(change_hours(cast, name), NotAllowed)
    assert cast.look(office_hours.read) == HOURS


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("days", ()),
        ("days", (8,)),
        ("opens", "9"),
        ("opens", "24:00"),
        ("opens", "\u0660\u0669:00"),
        ("closes", "09:00"),
        ("closes", "08:00"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
    ],
)
def test_hours_that_make_no_sense_are_named(cast: Cast, field: str, typed: object) -> None:
    refused = change_hours(cast, "Sam", **{field: typed})
    assert isinstance(refused, BadHours)
    assert refused.field == field


def test_saved_replies_are_kept_changed_and_deleted(cast: Cast) -> None:
    kept = save(cast, "Alex", None, title=" Find   Settings ", text=" Press your name. ")
    assert isinstance(kept, Saved)
    save(cast, "Sam", None, title="another", text="Hello")
    save(cast, "Sam", kept.id, title="Find Settings", text="Press your name, then Settings.")
    listed = cast.look(saved_replies.listing)
    assert [(each.title, each.text) for each in listed] == [
        ("another", "Hello"),
        ("Find Settings", "Press your name, then Settings."),
    ]
    alex = cast.actor("Alex")
    assert cast.do(lambda s: saved_replies.delete(s, kept.id, by=alex, now=MONDAY)) == Deleted()
    assert cast.do(lambda s: saved_replies.delete(s, kept.id, by=alex, now=MONDAY)) == NoSuchReply()
    assert save(cast, "Sam", kept.id, title="x", text="y") == NoSuchReply()
    assert [entry.action for entry in cast.audited() if entry.action.startswith("saved_reply")] == [
        "saved_reply.saved",
        "saved_reply.saved",
        "saved_reply.saved",
        "saved_reply.deleted",
    ]


@pytest.mark.parametrize(
    ("title", "text", "field"),
    [("", "x", "title"), ("t" * 81, "x", "title"), ("t", " ", "text"), ("t", "x" * 2001, "text")],
)
def test_a_saved_reply_needs_title_and_text(cast: Cast, title: str, text: str, field: str) -> None:
    refused = save(cast, "Alex", None, title=title, text=text)
    assert isinstance(refused, BadSavedReply)
    assert refused.field == field


def test_auditors_save_nothing(cast: Cast) -> None:
    assert isinstance(save(cast, "Jo", None, title="t", text="x"), NotAllowed)


def save(cast: Cast, name: str, reply_id: str | None, *, title: str, text: str) -> object:
    by = cast.actor(name)
    return cast.do(
        lambda session: saved_replies.save(session, reply_id, title=title, text=text, by=by, now=MONDAY)
    )


def test_usually_is_the_median_of_what_people_waited_and_nothing_when_too_few_did(cast: Cast) -> None:
    for number, minutes in enumerate((2, 4, 60, 3)):
        wait(cast, begin=number * 2.0, minutes=minutes)
    assert usual(cast) is None
    wait(cast, begin=9, minutes=5)
    assert usual(cast) == timedelta(minutes=4)
    assert usual(cast, hours=9.5) is None
    assert usual(cast, days=40) is None


def test_who_waits_longer_right_now_counts_and_who_just_came_does_not(cast: Cast) -> None:
    for number, minutes in enumerate((2, 3, 4, 5, 6)):
        wait(cast, begin=number * 1.0, minutes=minutes)
    for name, hours in (("Tom", 5.0), ("Dana", 5.5), ("Owen", 5.99)):
        ask_for_a_person(cast, name, now=after(hours=hours))
    assert usual(cast, days=0.25) == timedelta(minutes=5)  # of 2, 3, 4, 5, 6, 30 and 60


def usual(cast: Cast, *, hours: float = 0, days: float = 1) -> timedelta | None:
    """What is usual, counting hand-overs that began later than so many hours after Monday morning."""
    return cast.look(
        lambda session: hand_overs.usual_wait(
            session, counts=lambda began: began >= after(hours=hours), now=after(days=days)
        )
    )


def wait(cast: Cast, *, begin: float, minutes: float) -> None:
    """Priya asks, and is answered after so many minutes."""
    chat = ask_for_a_person(cast, now=after(hours=begin))
    takes(cast, "Alex", chat, now=after(hours=begin))
    acts(cast, "Alex", inbox.reply, chat, "Hello", now=after(hours=begin, minutes=minutes))
    acts(cast, "Alex", inbox.close, chat, now=after(hours=begin, minutes=minutes))
