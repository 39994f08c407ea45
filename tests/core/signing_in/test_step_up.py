"""A code shown again is fresh for five minutes, and gives the session a new cookie."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from core.ground.actors import Actor
from core.ground.db import Database
from core.second_factor.attempts import Typed
from core.second_factor.refusals import Refusal
from core.sessions import sessions
from core.sessions.sessions import SignedIn
from core.signing_in.step_up import SessionOver, SteppedUp, step_up
from tests.core.signing_in.sign_in_people import BROWSER, NOON, Clinic, after, open_clinic, wrong
from tests.parts.phone import Phone


@pytest.fixture
def clinic(database: Database) -> Clinic:
    return open_clinic(database)


@pytest.fixture
def dana(clinic: Clinic) -> str:
    return clinic.member("dana@lakeside.example", clinic.practice("Lakeside", activated=True))


@pytest.fixture
def phone(clinic: Clinic, dana: str) -> Phone:
    return clinic.enroll(dana, now=after(minutes=-20))


def show(clinic: Clinic, signed_in: SignedIn, code: str) -> SteppedUp | Refusal | SessionOver:
    by = replace(BROWSER, user_id=signed_in.user_id, session_id=signed_in.session_id)
    return step_up(clinic.installation, signed_in, Typed("totp", code), by=by, now=NOON)


def test_a_right_code_makes_the_session_fresh_under_a_new_cookie(
    clinic: Clinic, dana: str, phone: Phone
) -> None:
    old, signed_in = clinic.signed_in(dana, factor="totp", now=after(minutes=-15))
    outcome = show(clinic, signed_in, phone.code(NOON))
    assert isinstance(outcome, SteppedUp)
    assert clinic.who(old) is None
    found = clinic.who(outcome.token)
    assert found is not None
    assert (found.session_id, found.factor_at) == (signed_in.session_id, NOON)
    actor = Actor(dana, "account", factor_at=found.factor_at)
    assert actor.is_fresh(now=after(minutes=5))
    assert not actor.is_fresh(now=after(minutes=5, seconds=1))
    assert actor.is_fresh(now=after(seconds=-30))  # another server's clock
    assert not actor.is_fresh(now=after(minutes=-10))  # a clock that went back must not keep it fresh


def test_a_wrong_code_changes_nothing(clinic: Clinic, dana: str, phone: Phone) -> None:
    token, signed_in = clinic.signed_in(dana, factor="totp", now=after(minutes=-15))
    assert isinstance(show(clinic, signed_in, wrong(phone)), Refusal)
    found = clinic.who(token)
    assert found is not None
    assert found.factor_at == after(minutes=-15)


def test_the_code_that_signed_in_is_not_taken_again(clinic: Clinic, dana: str, phone: Phone) -> None:
    _, signed_in = clinic.signed_in(dana, factor="totp", now=after(minutes=-15))
    assert isinstance(show(clinic, signed_in, phone.code(NOON)), SteppedUp)
    again = show(clinic, signed_in, phone.code(NOON))
    assert isinstance(again, Refusal)
    assert again.kind == "already_used"


def test_a_session_that_ended_meanwhile_is_not_brought_back(clinic: Clinic, dana: str, phone: Phone) -> None:
    token, signed_in = clinic.signed_in(dana, factor="totp", now=after(minutes=-15))

    def sign_out(session: Session) -> bool:
        return sessions.end(session, signed_in.session_id, why="signed_out", by=BROWSER, now=NOON)

    clinic.database.transact(sign_out)
    assert show(clinic, signed_in, phone.code(NOON)) == SessionOver()
    assert clinic.who(token) is None


def test_guesses_count_with_those_of_every_other_path(clinic: Clinic, dana: str, phone: Phone) -> None:
    _, signed_in = clinic.signed_in(dana, factor="totp", now=after(minutes=-15))
    for _ in range(5):
        show(clinic, signed_in, wrong(phone))
    refused = show(clinic, signed_in, phone.code(NOON))
    assert isinstance(refused, Refusal)
    assert refused.kind == "too_many_tries"
