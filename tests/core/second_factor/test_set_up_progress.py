"""The first look at the set-up section is remembered, told once, and forgotten when the set-up is finished."""

from sqlalchemy import select

from core.ground.db import LiveTopic
from core.second_factor import set_up_progress
from core.second_factor.set_up_progress import SetUpProgress
from tests.cast import Cast, after


def open_page(cast: Cast, *, minutes: int) -> None:
    person = cast.person("Priya").id
    cast.do(lambda session: set_up_progress.opened(session, person, now=after(minutes=minutes)))


def times_told(cast: Cast) -> int:
    topic = f"person:{cast.person('Priya').id}"
    found = cast.look(lambda session: session.get(LiveTopic, topic))
    return found.version if found else 0


def is_opened(cast: Cast) -> bool:
    person = cast.person("Priya").id
    return cast.look(lambda session: set_up_progress.is_opened(session, person))


def step_of(cast: Cast) -> str:
    person = cast.person("Priya").id
    return cast.one(select(SetUpProgress).where(SetUpProgress.user_id == person)).step


def test_an_opened_section_is_told_once_however_often_it_is_looked_at(cast: Cast) -> None:
    assert not is_opened(cast)
    before = times_told(cast)
    open_page(cast, minutes=1)
    once = times_told(cast)
    open_page(cast, minutes=2)
    assert is_opened(cast)
    assert before < once == times_told(cast)


def test_it_counts_as_a_start_but_takes_no_issued_qr_code_back(cast: Cast) -> None:
    person = cast.person("Priya").id
    cast.do(lambda session: set_up_progress.offered(session, person, now=after(minutes=0)))
    open_page(cast, minutes=1)
    assert step_of(cast) == "started"
    cast.do(lambda session: set_up_progress.moved(session, person, "qr_issued", now=after(minutes=2)))
    cast.do(lambda session: set_up_progress.started(session, person, now=after(minutes=3)))
    assert step_of(cast) == "qr_issued"


def test_a_finished_set_up_forgets_it_for_the_next_time(cast: Cast) -> None:
    person = cast.person("Priya").id
    open_page(cast, minutes=1)
    cast.do(lambda session: set_up_progress.moved(session, person, "enabled", now=after(minutes=2)))
    assert not is_opened(cast)
