"""When the waiting time is over the factor ends with everything that rested on it, and the password opens nothing."""

import pytest
from sqlalchemy import update

from core.enrolling import set_up_again
from core.enrolling.set_up_again import LinkRecentlySent
from core.ground import alarms
from core.ground.actors import Actor
from core.requests.reset_states import ResetRequest
from core.second_factor import enrollments
from core.second_factor.refusals import Refusal
from core.sessions import sessions, trusted_browsers
from core.sessions.person_facts import facts_of
from core.sessions.sign_in_policy import demand, may_set_up
from core.team import staff
from tests.cast import MONDAY, Cast, after
from tests.core.requests.reset_people import Desk, open_desk

JUST_BEFORE, DUE = after(hours=23, minutes=59), after(hours=24)


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return open_desk(cast)


def test_it_happens_when_the_waiting_time_is_over_and_once(desk: Desk) -> None:
    reset_id = desk.approved()
    assert not desk.round(JUST_BEFORE)
    assert standing(desk) == "live"
    assert desk.round(DUE)
    assert not desk.round(DUE)
    assert desk.state(reset_id) == "done"
    assert standing(desk) == "none"
    assert [len(desk.cast.audited(action)) for action in ("reset.done", "enrollment.reset")] == [1, 1]
    assert {row.via for row in desk.cast.told("reset_done")} == {"mail", "conversation", "staff_channel"}


def test_code_tokens_sessions_half_sign_ins_and_browsers_end_together(desk: Desk) -> None:
    cast, priya = desk.cast, desk.priya
    token, _ = cast.sign_in_as("Priya", factor="totp", now=after(hours=23, minutes=50))
    browser = cast.do(lambda session: trusted_browsers.trust(session, priya.user_id, now=MONDAY))
    desk.approved()
    assert cast.look(lambda session: sessions.find(session, token, audience="account", now=DUE)) is not None
    desk.round(DUE)
    assert cast.look(lambda session: sessions.find(session, token, audience="account", now=DUE)) is None
    assert cast.look(lambda session: trusted_browsers.browser_id(session, browser, priya.user_id)) is None
    for typed in (priya.code(DUE), priya.token(1)):
        refused = priya.check(typed, now=DUE)
        assert isinstance(refused, Refusal)
        assert refused.kind == "no_factor"


def test_after_it_a_set_up_is_owed_and_no_session_without_it_counts(desk: Desk) -> None:
    desk.approved()
    desk.round(DUE)
    facts = desk.cast.look(lambda session: facts_of(session, desk.priya.user_id, now=DUE))
    assert (demand(facts), may_set_up(facts)) == ("set_up", True)
    token, _ = desk.cast.sign_in_as("Priya", now=DUE)
    found = desk.cast.look(lambda session: sessions.find(session, token, audience="account", now=DUE))
    assert found is None, "a session that began without a factor is no session"


def test_a_factor_that_was_used_meanwhile_freezes_it(desk: Desk) -> None:
    reset_id = desk.approved()
    desk.priya.check(desk.priya.code(after(hours=2)), now=after(hours=2))
    assert desk.round(DUE)
    assert desk.state(reset_id) == "frozen"
    assert desk.priya.standing.state == "live"
    assert [each.name for each in desk.cast.look(alarms.standing)] == [f"reset_frozen:{reset_id}"]


@pytest.mark.parametrize("name", ["Alex", "Sam"])
def test_a_colleague_who_was_disabled_meanwhile_freezes_it(desk: Desk, name: str) -> None:
    reset_id = desk.approved()
    gone, kim = desk.cast.person(name).id, desk.cast.fresh("Kim")
    desk.cast.do(lambda session: staff.disable(session, gone, by=kim, now=MONDAY))
    desk.round(DUE)
    assert (desk.state(reset_id), desk.priya.standing.state) == ("frozen", "live")


@pytest.mark.parametrize(
    "edit",
    [
        {"identity": "Something else."},
        {"user_id": "another"},
        {"vouched_by": "another"},
        {"proposed_by": "another"},
    ],
)
def test_a_request_that_was_edited_behind_its_approval_is_frozen(desk: Desk, edit: dict[str, str]) -> None:
    reset_id = desk.approved()
    kim = desk.cast.person("Kim").id
    values = {name: kim if value == "another" else value for name, value in edit.items()}
    desk.cast.do(lambda session: session.execute(update(ResetRequest).values(**values)))
    desk.round(DUE)
    assert desk.state(reset_id) == "frozen"
    assert desk.priya.standing.state == "live"
    assert desk.cast.look(lambda session: enrollments.live_of(session, kim)) is not None


def test_a_reset_of_somebody_who_turned_it_off_meanwhile_still_ends_everything(desk: Desk) -> None:
    reset_id = desk.approved()
    desk.cast.do(
        lambda session: enrollments.retire_all(session, desk.priya.user_id, why="turned_off", now=MONDAY)
    )
    token, _ = desk.cast.sign_in_as("Priya", now=after(hours=23, minutes=50))
    desk.round(DUE)
    assert desk.state(reset_id) == "done"
    assert desk.cast.look(lambda s: sessions.find(s, token, audience="account", now=DUE)) is None


def test_the_link_is_mailed_and_no_more_than_three_in_a_quarter_of_an_hour(desk: Desk) -> None:
    desk.approved()
    desk.round(DUE)
    user_id, by = desk.priya.user_id, Actor(desk.priya.user_id, "account")

    def send() -> object:
        return desk.cast.do(lambda session: set_up_again.send_link(session, user_id, by=by, now=DUE))

    outcomes = [send() for _ in range(3)]
    assert outcomes[-1] == LinkRecentlySent(after(hours=24, minutes=15))
    told = desk.cast.told("set_up_again")
    assert [(row.via, row.user_id) for row in told] == [("mail", user_id)] * 3
    assert all(row.data.keys() == {"link_id"} for row in told)


def standing(desk: Desk) -> str:
    return desk.priya.standing.state
