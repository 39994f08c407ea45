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
from core.ground.db import Database
from core.second_factor import enrollments, totp
from core.second_factor.enrollments import Enrollment
from core.second_factor.refusals import Refusal
from core.sessions import half_sign_ins
from core.sessions.half_sign_ins import HalfExpired
from core.sessions.sessions import SessionRow
from core.signing_in import sign_in
from core.signing_in.sign_in import SecondFactorOwed, SetUpOwed
from tests.core.signing_in.sign_in_people import CONSOLE, NOON, PASSWORD, Clinic, after, open_clinic, wrong
from tests.parts.phone import Phone

ALEX = "alex@thoroughcare.example"


@pytest.fixture
def clinic(database: Database) -> Clinic:
    return open_clinic(database)


@pytest.fixture
def alex(clinic: Clinic) -> str:
    return clinic.staff(ALEX)


def first_step(clinic: Clinic, now: datetime = NOON) -> sign_in.PasswordOutcome:
    return sign_in.with_password(
        clinic.installation,
        audience="console",
        email=ALEX,
        password=PASSWORD,
        next_path="/requests",
        by=CONSOLE,
        user_agent="Firefox",
        now=now,
    )


def half_with_qr(clinic: Clinic, alex: str) -> tuple[str, Phone]:
    owed = first_step(clinic)
    assert isinstance(owed, SetUpOwed)

    def begin(session: Session) -> Begun:
        half = half_sign_ins.find(session, owed.half_token, audience="console", now=NOON)
        assert half is not None
        by = replace(CONSOLE, user_id=alex, session_id=half.id)
        begun = set_up.begin(session, clinic.installation.keys, alex, by=by, now=NOON)
        assert isinstance(begun, Begun)
        return begun

    begun = clinic.database.transact(begin)
    return owed.half_token, Phone.opening(totp.provisioning_uri(begun.secret, ALEX))


def finish(clinic: Clinic, half: str, code: str, now: datetime = NOON) -> object:
    return finish_set_up(clinic.installation, half, code, by=CONSOLE, user_agent="Firefox", now=now)


def test_the_first_code_makes_the_factor_live_and_begins_the_session(clinic: Clinic, alex: str) -> None:
    half, phone = half_with_qr(clinic, alex)
    done = finish(clinic, half, phone.code(NOON))
    assert isinstance(done, SetUpFinished)
    assert len(done.tokens) == 10
    inside = done.signed_in_now
    assert inside.next_path == "/requests"
    assert clinic.who(inside.token, audience="console") == inside.signed_in
    assert (inside.signed_in.factor, inside.signed_in.factor_at) == ("totp", NOON)
    assert isinstance(first_step(clinic), SecondFactorOwed)
    standing = clinic.database.read(lambda session: enrollments.standing(session, alex, now=NOON))
    assert standing.state == "live"


def test_the_new_session_may_ask_once_more_for_its_tokens(clinic: Clinic, alex: str) -> None:
    half, phone = half_with_qr(clinic, alex)
    done = finish(clinic, half, phone.code(NOON))
    assert isinstance(done, SetUpFinished)
    by = replace(CONSOLE, user_id=alex, session_id=done.signed_in_now.signed_in.session_id)
    again = factor_changes.tokens_again(clinic.installation, alex, by=by, now=after(minutes=1))
    assert isinstance(again, NewTokens)


def test_enable_pressed_many_times_at_once_is_one_session(clinic: Clinic, alex: str) -> None:
    half, phone = half_with_qr(clinic, alex)
    with ThreadPoolExecutor(5) as pool:
        outcomes = list(pool.map(lambda _: finish(clinic, half, phone.code(NOON)), range(5)))
    assert sum(isinstance(outcome, SetUpFinished) for outcome in outcomes) == 1
    assert len(clinic.rows(select(SessionRow))) == 1


def test_a_wrong_code_begins_nothing_and_the_sixth_try_is_refused(clinic: Clinic, alex: str) -> None:
    half, phone = half_with_qr(clinic, alex)
    refused = finish(clinic, half, "12345")
    assert isinstance(refused, Refusal)
    assert refused.kind == "malformed"
    for _ in range(5):
        assert isinstance(finish(clinic, half, wrong(phone)), Refusal)
    assert finish(clinic, half, phone.code(NOON)) == HalfExpired("too_many_tries")
    assert clinic.rows(select(SessionRow)) == []


def test_without_a_qr_code_there_is_nothing_to_confirm(clinic: Clinic, alex: str) -> None:
    owed = first_step(clinic)
    assert isinstance(owed, SetUpOwed)
    assert isinstance(finish(clinic, owed.half_token, "123456"), NothingPending)


def test_the_qr_code_of_another_half_sign_in_is_not_confirmed_by_this_one(clinic: Clinic, alex: str) -> None:
    _, phone = half_with_qr(clinic, alex)
    other = first_step(clinic)
    assert isinstance(other, SetUpOwed)
    assert isinstance(finish(clinic, other.half_token, phone.code(NOON)), NothingPending)


def test_a_half_sign_in_killed_meanwhile_leaves_no_factor_and_no_session(
    clinic: Clinic, alex: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    half, phone = half_with_qr(clinic, alex)
    conclude = sign_in.conclude_half

    def be_overtaken(session: Session, *args: object, **named: object) -> object:
        half_sign_ins.end_all(session, alex, why="password_changed", now=NOON)
        return conclude(session, *args, **named)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(sign_in, "conclude_half", be_overtaken)
    assert finish(clinic, half, phone.code(NOON)) == HalfExpired()
    assert [row.state for row in clinic.rows(select(Enrollment))] == ["pending"]
    assert clinic.rows(select(SessionRow)) == []


def test_it_is_over_after_five_minutes(clinic: Clinic, alex: str) -> None:
    half, phone = half_with_qr(clinic, alex)
    late = after(minutes=5)
    assert finish(clinic, half, phone.code(late), late) == HalfExpired()
