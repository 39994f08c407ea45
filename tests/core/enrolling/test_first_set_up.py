"""Staff come in for the first time: password, factor, and one session at the end."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.enrolling import factor_changes, set_up
from core.enrolling.factor_changes import NewTokens
from core.enrolling.first_set_up import SetUpFinished, finish_set_up
from core.enrolling.set_up import Begun, NothingPending
from core.imports.demo_data import PASSWORD
from core.second_factor import enrollments, totp
from core.second_factor.enrollments import Enrollment
from core.second_factor.refusals import Refusal
from core.sessions import half_sign_ins
from core.sessions.half_sign_ins import HalfExpired
from core.sessions.session_rows import SessionRow
from core.signing_in import sign_in
from core.signing_in.sign_in import SecondFactorOwed, SetUpOwed
from tests.cast import MONDAY, Cast, after
from tests.core.signing_in.sign_in_people import CONSOLE, wrong
from tests.parts.phone import Phone

ALEX = "alex@thoroughcare.example"


@pytest.fixture
def alex(empty_cast: Cast) -> str:
    return empty_cast.new_colleague(ALEX)


def first_step(empty_cast: Cast, now: datetime = MONDAY) -> sign_in.PasswordOutcome:
    return sign_in.with_password(
        empty_cast.installation,
        audience="console",
        email=ALEX,
        password=PASSWORD,
        next_path="/requests",
        by=CONSOLE,
        user_agent="Firefox",
        now=now,
    )


def half_with_qr(empty_cast: Cast, alex: str) -> tuple[str, Phone]:
    owed = first_step(empty_cast)
    assert isinstance(owed, SetUpOwed)

    def begin(session: Session) -> Begun:
        half = half_sign_ins.find(session, owed.half_token, audience="console", now=MONDAY)
        assert half is not None
        by = replace(CONSOLE, user_id=alex, session_id=half.id)
        begun = set_up.begin(session, empty_cast.installation.keys, alex, by=by, now=MONDAY)
        assert isinstance(begun, Begun)
        return begun

    begun = empty_cast.do(begin)
    return owed.half_token, Phone.opening(totp.provisioning_uri(begun.secret, ALEX))


def finish(empty_cast: Cast, half: str, code: str, now: datetime = MONDAY) -> object:
    return finish_set_up(empty_cast.installation, half, code, by=CONSOLE, user_agent="Firefox", now=now)


def test_the_first_code_makes_the_factor_live_and_begins_the_session(empty_cast: Cast, alex: str) -> None:
    half, phone = half_with_qr(empty_cast, alex)
    done = finish(empty_cast, half, phone.code(MONDAY))
    assert isinstance(done, SetUpFinished)
    assert len(done.tokens) == 10
    inside = done.signed_in_now
    assert inside.next_path == "/requests"
    assert empty_cast.who(inside.token, audience="console") == inside.signed_in
    assert (inside.signed_in.factor, inside.signed_in.factor_at) == ("totp", MONDAY)
    assert isinstance(first_step(empty_cast), SecondFactorOwed)
    standing = empty_cast.look(lambda session: enrollments.standing(session, alex, now=MONDAY))
    assert standing.state == "live"


def test_the_new_session_may_ask_once_more_for_its_tokens(empty_cast: Cast, alex: str) -> None:
    half, phone = half_with_qr(empty_cast, alex)
    done = finish(empty_cast, half, phone.code(MONDAY))
    assert isinstance(done, SetUpFinished)
    by = replace(CONSOLE, user_id=alex, session_id=done.signed_in_now.signed_in.session_id)
    again = factor_changes.tokens_again(empty_cast.installation, alex, by=by, now=after(minutes=1))
    assert isinstance(again, NewTokens)


def test_enable_pressed_many_times_at_once_is_one_session(empty_cast: Cast, alex: str) -> None:
    half, phone = half_with_qr(empty_cast, alex)
    with ThreadPoolExecutor(5) as pool:
        outcomes = list(pool.map(lambda _: finish(empty_cast, half, phone.code(MONDAY)), range(5)))
    assert sum(isinstance(outcome, SetUpFinished) for outcome in outcomes) == 1
    assert len(empty_cast.rows(select(SessionRow))) == 1


def test_a_wrong_code_begins_nothing_and_the_sixth_try_is_refused(empty_cast: Cast, alex: str) -> None:
    half, phone = half_with_qr(empty_cast, alex)
    refused = finish(empty_cast, half, "12345")
    assert isinstance(refused, Refusal)
    assert refused.kind == "malformed"
    for _ in range(5):
        assert isinstance(finish(empty_cast, half, wrong(phone)), Refusal)
    assert finish(empty_cast, half, phone.code(MONDAY)) == HalfExpired("too_many_tries")
    assert empty_cast.rows(select(SessionRow)) == []


def test_without_a_qr_code_there_is_nothing_to_confirm(empty_cast: Cast, alex: str) -> None:
    owed = first_step(empty_cast)
    assert isinstance(owed, SetUpOwed)
    assert isinstance(finish(empty_cast, owed.half_token, "123456"), NothingPending)


def test_the_qr_code_of_another_half_sign_in_is_not_confirmed_by_this_one(
    empty_cast: Cast, alex: str
) -> None:
    _, phone = half_with_qr(empty_cast, alex)
    other = first_step(empty_cast)
    assert isinstance(other, SetUpOwed)
    assert isinstance(finish(empty_cast, other.half_token, phone.code(MONDAY)), NothingPending)


def test_a_half_sign_in_killed_meanwhile_leaves_no_factor_and_no_session(
    empty_cast: Cast, alex: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    half, phone = half_with_qr(empty_cast, alex)
    conclude = sign_in.conclude_half

    def be_overtaken(session: Session, *args: object, **named: object) -> object:
        half_sign_ins.end_all(session, alex, why="password_changed", now=MONDAY)
        return conclude(session, *args, **named)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(sign_in, "conclude_half", be_overtaken)
    assert finish(empty_cast, half, phone.code(MONDAY)) == HalfExpired()
    assert [row.state for row in empty_cast.rows(select(Enrollment))] == ["pending"]
    assert empty_cast.rows(select(SessionRow)) == []


def test_it_is_over_after_five_minutes(empty_cast: Cast, alex: str) -> None:
    half, phone = half_with_qr(empty_cast, alex)
    late = after(minutes=5)
    assert finish(empty_cast, half, phone.code(late), late) == HalfExpired()
