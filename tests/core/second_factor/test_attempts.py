"""Checking a second factor: what is accepted once, and how each refusal is named."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from core.ground.sealing import CannotUnseal
from core.ground.settings import Settings
from core.second_factor import attempts, readable_secret, refusals
from core.second_factor.attempts import Proven, Typed
from core.second_factor.refusals import PastRefusal, Refusal
from tests.cast import Cast, after
from tests.core.second_factor.enrolled_people import Owner, Purpose, set_up_factor

MORNING = after(hours=0)  # five seconds into a half-minute


@pytest.fixture
def priya(cast: Cast) -> Owner:
    return set_up_factor(cast)


def test_the_code_on_the_phone_is_accepted_and_its_effect_commits_with_it(priya: Owner) -> None:
    assert priya.check(priya.code(MORNING), now=MORNING) == Proven("totp", tokens_left=10)
    assert priya.live.last_used_at == MORNING
    (entry,) = priya.cast.audited("second_factor.accepted")
    assert (entry.factor, entry.subject_id, entry.details["purpose"]) == ("totp", priya.user_id, "sign_in")


@pytest.mark.parametrize("steps", [-1, 1])
def test_half_a_minute_to_either_side_is_accepted(priya: Owner, steps: int) -> None:
    assert isinstance(priya.check(priya.code(MORNING, steps=steps), now=MORNING), Proven)


@pytest.mark.parametrize("first", ["sign_in", "step_up", "proof"])
@pytest.mark.parametrize("second", ["sign_in", "step_up", "proof"])
def test_a_code_used_for_one_purpose_is_used_for_every_other(
    priya: Owner, first: Purpose, second: Purpose
) -> None:
    code = priya.code(MORNING)
    assert isinstance(priya.check(code, now=MORNING, purpose=first), Proven)
    assert priya.check(code, now=MORNING, purpose=second) == Refusal("already_used", retry_in=25)


def test_the_code_that_confirmed_the_set_up_does_not_sign_in(cast: Cast) -> None:
    priya = set_up_factor(cast, now=MORNING)
    assert priya.refusal(priya.code(MORNING), now=MORNING).kind == "already_used"


def test_a_then_b_then_a_again_is_refused(priya: Owner) -> None:
    a, b = priya.code(MORNING), priya.code(MORNING, steps=1)
    assert isinstance(priya.check(a, now=MORNING), Proven)
    assert isinstance(priya.check(b, now=MORNING), Proven)
    assert priya.refusal(a, now=MORNING).kind == "expired"
    assert priya.refusal(b, now=MORNING).kind == "already_used"


def test_a_wrong_code_is_wrong(priya: Owner) -> None:
    assert priya.refusal(priya.wrong(MORNING), now=MORNING) == Refusal("wrong")


@pytest.mark.parametrize("typed", ["12345", "1234567", "abcdef", ""])
def test_what_is_no_code_is_said_and_costs_no_try(priya: Owner, typed: str) -> None:
    for _ in range(9):
        assert priya.refusal(Typed("totp", typed), now=MORNING).kind == "malformed"
    assert isinstance(priya.check(priya.code(MORNING), now=MORNING), Proven)


def test_an_old_code_is_expired_and_by_how_much(priya: Owner) -> None:
    assert priya.refusal(priya.code(MORNING, steps=-2), now=MORNING) == Refusal("expired", steps=2)


def test_a_second_old_code_with_the_same_lag_shows_a_slow_clock(priya: Owner) -> None:
    assert priya.refusal(priya.code(MORNING, steps=-4), now=MORNING).kind == "expired"
    later = MORNING + timedelta(seconds=60)
    assert priya.refusal(priya.code(later, steps=-4), now=later) == Refusal("clock_behind", steps=4)


def test_the_same_old_code_typed_twice_does_not_blame_the_clock(priya: Owner) -> None:
    code, later = priya.code(MORNING, steps=-4), MORNING + timedelta(seconds=30)
    assert priya.refusal(code, now=MORNING).kind == "expired"
    assert priya.refusal(code, now=later).kind == "expired"


def test_a_code_from_the_future_is_named_and_burned(priya: Owner) -> None:
    ahead = priya.code(MORNING, steps=4)
    assert priya.refusal(ahead, now=MORNING) == Refusal("clock_ahead", steps=4)
    when_its_time_comes = MORNING + timedelta(minutes=2)
    assert priya.refusal(ahead, now=when_its_time_comes).kind == "already_used"
    after_it = when_its_time_comes + timedelta(seconds=30)
    assert isinstance(priya.check(priya.code(after_it), now=after_it), Proven)


def test_a_clock_put_back_ten_minutes_reuses_no_step(priya: Owner) -> None:
    assert isinstance(priya.check(priya.code(MORNING), now=MORNING), Proven)
    back = MORNING - timedelta(minutes=10)
    for steps in (-1, 0, 1):
        refusal = priya.refusal(priya.code(back, steps=steps), now=back)
        assert refusal.kind == "expired"
        assert refusal.retry_in == 625
    assert priya.refusal(priya.code(MORNING), now=MORNING).kind == "already_used"


def test_a_clock_put_forward_an_hour_and_back_reuses_no_step(priya: Owner) -> None:
    forward = MORNING + timedelta(hours=1)
    assert isinstance(priya.check(priya.code(forward), now=forward), Proven)
    assert priya.refusal(priya.code(MORNING), now=MORNING).kind == "expired"
    assert priya.refusal(priya.code(forward), now=forward).kind == "already_used"


def test_a_strict_window_takes_only_the_code_showing_now(priya: Owner) -> None:
    settings = Settings(keys=priya.cast.installation.keys, totp_window=0)
    priya.cast.installation = replace(priya.cast.installation, settings=settings)
    assert priya.refusal(priya.code(MORNING, steps=-1), now=MORNING) == Refusal("expired", steps=1)
    assert priya.refusal(priya.code(MORNING, steps=1), now=MORNING) == Refusal("clock_ahead", steps=1)
    assert isinstance(priya.check(priya.code(MORNING), now=MORNING), Proven)


def test_who_has_no_factor_hears_so(cast: Cast) -> None:
    tom = cast.actor("Tom")
    outcome = attempts.check(
        cast.installation,
        str(tom.user_id),
        Typed("totp", "123456"),
        purpose="sign_in",
        by=tom,
        now=MORNING,
        conclude=lambda _, proven: proven,
    )
    assert outcome == Refusal("no_factor")


def test_an_effect_that_fails_gives_the_code_back_but_not_the_try(priya: Owner) -> None:
    def fail(session: Session, proven: Proven) -> None:
        raise RuntimeError(f"the disk is full {session} {proven}")

    for _ in range(4):
        with pytest.raises(RuntimeError):
            priya.check(priya.code(MORNING), now=MORNING, conclude=fail)
    assert isinstance(priya.check(priya.code(MORNING), now=MORNING), Proven)


def test_the_chat_knows_the_last_refusal_and_never_the_code(priya: Owner) -> None:
    priya.refusal(priya.wrong(MORNING), now=MORNING)
    later = MORNING + timedelta(seconds=10)
    priya.refusal(priya.code(later, steps=4), now=later)

    def last(session: Session, purpose: Purpose | None = None) -> PastRefusal | None:
        return refusals.last_refusal(session, priya.user_id, purpose=purpose, since=MORNING)

    assert priya.cast.look(last) == PastRefusal(Refusal("clock_ahead", steps=4), "sign_in", later)
    assert priya.cast.look(lambda session: last(session, "step_up")) is None
    codes = {priya.wrong(MORNING).text, priya.code(later, steps=4).text}
    written = [str(vars(row)) for row in priya.refusals] + [str(e.details) for e in priya.cast.audited()]
    assert not any(code in text for code in codes for text in written)


def test_every_refusal_is_in_the_audit_trail(priya: Owner) -> None:
    priya.refusal(priya.wrong(MORNING), now=MORNING)
    priya.refusal(priya.code(MORNING, steps=-5), now=MORNING)
    assert [entry.outcome for entry in priya.cast.audited("second_factor.refused")] == ["wrong", "expired"]


def test_the_secret_does_not_open_under_another_persons_id(priya: Owner) -> None:
    row, keys = priya.live, priya.cast.installation.keys
    assert readable_secret.open_secret(keys, row) == priya.phone.secret
    row.user_id = priya.cast.person("Tom").id
    with pytest.raises(CannotUnseal):
        readable_secret.open_secret(keys, row)
