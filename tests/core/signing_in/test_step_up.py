"""A code shown again is fresh for five minutes, and gives the session a new cookie."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from core.ground.actors import Actor
from core.second_factor.attempts import Typed
from core.second_factor.refusals import Refusal
from core.sessions import sessions
from core.sessions.sessions import SignedIn
from core.signing_in.step_up import SessionOver, SteppedUp, step_up
from tests.cast import BROWSER, MONDAY, Cast, after
from tests.core.second_factor.enrolled_people import enroll
from tests.core.signing_in.sign_in_people import wrong
from tests.parts.phone import Phone


@pytest.fixture
def dana(empty_cast: Cast) -> str:
    return empty_cast.new_member("dana@lakeside.example", empty_cast.new_practice("Lakeside", activated=True))


@pytest.fixture
def phone(empty_cast: Cast, dana: str) -> Phone:
    return enroll(empty_cast, replace(BROWSER, user_id=dana), now=after(minutes=-20)).phone


def show(empty_cast: Cast, signed_in: SignedIn, code: str) -> SteppedUp | Refusal | SessionOver:
    by = replace(BROWSER, user_id=signed_in.user_id, session_id=signed_in.session_id)
    return step_up(empty_cast.installation, signed_in, Typed("totp", code), by=by, now=MONDAY)


def test_a_right_code_makes_the_session_fresh_under_a_new_cookie(
    empty_cast: Cast, dana: str, phone: Phone
) -> None:
    old, signed_in = empty_cast.signed_in(dana, factor="totp", now=after(minutes=-15))
    outcome = show(empty_cast, signed_in, phone.code(MONDAY))
    assert isinstance(outcome, SteppedUp)
    assert empty_cast.who(old) is None
    found = empty_cast.who(outcome.token)
    assert found is not None
    assert (found.session_id, found.factor_at) == (signed_in.session_id, MONDAY)
    actor = Actor(dana, "account", factor_at=found.factor_at)
    assert actor.is_fresh(now=after(minutes=5))
    assert not actor.is_fresh(now=after(minutes=5, seconds=1))
    assert actor.is_fresh(now=after(seconds=-30))  # another server's clock
    assert not actor.is_fresh(now=after(minutes=-10))  # a clock that went back must not keep it fresh


def test_a_wrong_code_changes_nothing(empty_cast: Cast, dana: str, phone: Phone) -> None:
    token, signed_in = empty_cast.signed_in(dana, factor="totp", now=after(minutes=-15))
    assert isinstance(show(empty_cast, signed_in, wrong(phone)), Refusal)
    found = empty_cast.who(token)
    assert found is not None
    assert found.factor_at == after(minutes=-15)


def test_the_code_that_signed_in_is_not_taken_again(empty_cast: Cast, dana: str, phone: Phone) -> None:
    _, signed_in = empty_cast.signed_in(dana, factor="totp", now=after(minutes=-15))
    assert isinstance(show(empty_cast, signed_in, phone.code(MONDAY)), SteppedUp)
    again = show(empty_cast, signed_in, phone.code(MONDAY))
    assert isinstance(again, Refusal)
    assert again.kind == "already_used"


def test_a_session_that_ended_meanwhile_is_not_brought_back(
    empty_cast: Cast, dana: str, phone: Phone
) -> None:
    token, signed_in = empty_cast.signed_in(dana, factor="totp", now=after(minutes=-15))

    def sign_out(session: Session) -> bool:
        return sessions.end(session, signed_in.session_id, why="signed_out", by=BROWSER, now=MONDAY)

    empty_cast.do(sign_out)
    assert show(empty_cast, signed_in, phone.code(MONDAY)) == SessionOver()
    assert empty_cast.who(token) is None


def test_guesses_count_with_those_of_every_other_path(empty_cast: Cast, dana: str, phone: Phone) -> None:
    _, signed_in = empty_cast.signed_in(dana, factor="totp", now=after(minutes=-15))
    for _ in range(5):
        show(empty_cast, signed_in, wrong(phone))
    refused = show(empty_cast, signed_in, phone.code(MONDAY))
    assert isinstance(refused, Refusal)
    assert refused.kind == "too_many_tries"
