"""Changing a live factor: always with password and second factor, and never silently."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from core.enrolling import factor_changes
from core.enrolling.factor_changes import BothProofs, Mandatory, NeedsProof, NewTokens, TurnedOff
from core.enrolling.set_up import Enabled
from core.ground.actors import SYSTEM, Actor
from core.imports.demo_data import PASSWORD
from core.passwords.password_tries import WrongPassword
from core.second_factor import enrollments
from core.second_factor.attempts import Proven, Typed
from core.second_factor.enrollments import Enrollment
from core.second_factor.refusals import Refusal
from core.sessions import half_sign_ins, trusted_browsers
from core.sessions.session_rows import SessionRow
from tests.cast import Cast, after
from tests.core.second_factor.enrolled_people import Owner, begin, confirm, scan, set_up_factor

NOW = after()


@pytest.fixture
def priya(cast: Cast) -> Owner:
    return set_up_factor(cast)


def turn_off(priya: Owner, typed: Typed, *, password: str = PASSWORD) -> object:
    return factor_changes.turn_off(
        priya.cast.installation, priya.user_id, BothProofs(password, typed), by=priya.by, now=NOW
    )


def new_tokens(priya: Owner, typed: Typed, *, password: str = PASSWORD) -> object:
    return factor_changes.new_tokens(
        priya.cast.installation, priya.user_id, BothProofs(password, typed), by=priya.by, now=NOW
    )


def test_turning_off_asks_for_password_and_factor(priya: Owner) -> None:
    assert turn_off(priya, priya.code(NOW), password="guess") == WrongPassword()
    assert turn_off(priya, priya.wrong(NOW)) == Refusal("wrong")
    assert priya.live.ended_at is None
    assert turn_off(priya, priya.code(NOW)) == TurnedOff()
    assert priya.standing.state == "none"


def test_a_recovery_token_turns_it_off_too(priya: Owner) -> None:
    assert turn_off(priya, priya.token(1)) == TurnedOff()


def test_after_turning_off_nothing_of_it_is_left_but_the_counter(priya: Owner) -> None:
    assert turn_off(priya, priya.code(NOW)) == TurnedOff()
    rows = priya.cast.rows(select(Enrollment).where(Enrollment.user_id == priya.user_id))
    assert [(row.state, row.secret, row.ended_why) for row in rows] == [("retired", None, "turned_off")]
    assert priya.refusal(priya.token(2), now=NOW).kind == "no_factor"
    begun = begin(priya.cast, priya.by, now=NOW)
    new_phone = scan(priya.cast, priya.by, begun)
    refusal = confirm(priya.cast, priya.by, new_phone.code(NOW), now=NOW)
    assert refusal == Refusal("already_used", retry_in=25)


def test_turning_off_is_told_and_written_down(priya: Owner) -> None:
    turn_off(priya, priya.code(NOW))
    assert [notice.user_id for notice in priya.cast.told("enrollment_turned_off")] == [priya.user_id]
    (entry,) = priya.cast.audited("enrollment.turned_off")
    assert (entry.actor_id, entry.subject_id) == (priya.user_id, priya.user_id)


def test_a_wrong_password_is_written_down(priya: Owner) -> None:
    turn_off(priya, priya.code(NOW), password="guess")
    assert [entry.outcome for entry in priya.cast.audited("enrollment.turned_off")] == ["wrong_password"]


def test_staff_cannot_turn_theirs_off(cast: Cast) -> None:
    alex, phone = cast.actor("Alex"), cast.phones["Alex"]
    outcome = factor_changes.turn_off(
        cast.installation,
        str(alex.user_id),
        BothProofs(PASSWORD, Typed("totp", phone.code(NOW))),
        by=alex,
        now=NOW,
    )
    assert outcome == Mandatory()


def test_what_rested_on_the_old_factor_ends(priya: Owner) -> None:
    _, here = priya.cast.sign_in_as("Priya", factor="totp")
    _, there = priya.cast.sign_in_as("Priya", factor="totp")
    half = priya.cast.do(lambda s: half_sign_ins.start(s, priya.user_id, next_path="/", now=NOW))
    browser = priya.cast.do(lambda session: trusted_browsers.trust(session, priya.user_id, now=NOW))
    priya.by = replace(priya.by, session_id=here.session_id)
    assert turn_off(priya, priya.code(NOW)) == TurnedOff()
    query = select(SessionRow).where(SessionRow.user_id == priya.user_id)
    ended = {row.id: row.ended_why for row in priya.cast.rows(query)}
    assert ended == {here.session_id: None, there.session_id: "second_factor_changed"}
    assert priya.cast.look(lambda s: half_sign_ins.find(s, half, audience="account", now=NOW)) is None
    assert priya.cast.look(lambda s: trusted_browsers.browser_id(s, browser, priya.user_id)) is None


def test_a_reset_ends_the_persons_own_session_too(priya: Owner) -> None:
    _, here = priya.cast.sign_in_as("Priya", factor="totp")
    assert priya.cast.do(
        lambda session: factor_changes.retire(session, priya.user_id, why="reset", by=SYSTEM, now=NOW)
    )
    row = priya.cast.one(select(SessionRow).where(SessionRow.id == here.session_id))
    assert row.ended_why == "second_factor_changed"
    assert not priya.cast.do(
        lambda session: factor_changes.retire(session, priya.user_id, why="reset", by=SYSTEM, now=NOW)
    )
    assert len(priya.cast.audited("enrollment.reset")) == 1


def test_a_new_set_asks_for_password_and_factor_and_kills_the_old(priya: Owner) -> None:
    assert new_tokens(priya, priya.token(1), password="guess") == WrongPassword()
    assert new_tokens(priya, priya.wrong_token(1)) == Refusal("wrong", factor="recovery_token")
    made = new_tokens(priya, priya.token(1))
    assert isinstance(made, NewTokens)
    assert priya.refusal(priya.token(2), now=NOW).kind == "wrong"
    priya.tokens = made.tokens
    assert priya.check(priya.token(2), now=NOW) == Proven("recovery_token", tokens_left=9)
    assert len(priya.cast.told("recovery_tokens_issued")) == 1


def test_a_new_set_waits_to_be_acknowledged(priya: Owner) -> None:
    assert acknowledge(priya)
    assert not acknowledge(priya)
    assert is_acknowledged(priya)
    new_tokens(priya, priya.code(NOW))
    assert not is_acknowledged(priya)
    assert acknowledge(priya)
    assert len(priya.cast.audited("recovery_tokens.acknowledged")) == 2


def acknowledge(priya: Owner) -> bool:
    return priya.cast.do(
        lambda session: enrollments.acknowledge(session, priya.user_id, by=priya.by, now=NOW)
    )


def is_acknowledged(priya: Owner) -> bool:
    return priya.standing.tokens_acknowledged


def enabled_in_a_session(cast: Cast) -> Owner:
    cast.activate("Lakeside", now=NOW)
    by = replace(cast.actor("Priya"), session_id=cast.sign_in_as("Priya")[1].session_id)
    phone = scan(cast, by, begin(cast, by, now=NOW))
    enabled = confirm(cast, by, phone.code(NOW), now=NOW)
    assert isinstance(enabled, Enabled)
    return Owner(cast, str(by.user_id), by, phone, enabled.tokens)


def ask_again(priya: Owner, *, by: Actor | None = None, now: datetime = NOW) -> object:
    return factor_changes.tokens_again(priya.cast.installation, priya.user_id, by=by or priya.by, now=now)


def test_whoever_lost_the_pop_up_may_ask_once_more(cast: Cast) -> None:
    priya = enabled_in_a_session(cast)
    quarter = NOW + timedelta(minutes=15)
    again = ask_again(priya, now=quarter)
    assert isinstance(again, NewTokens)
    assert priya.refusal(priya.token(1), now=quarter).kind == "wrong"
    priya.tokens = again.tokens
    assert isinstance(priya.check(priya.token(1), now=quarter), Proven)
    assert ask_again(priya, now=quarter) == NeedsProof()


def test_asking_again_is_for_the_session_that_enabled(cast: Cast) -> None:
    priya = enabled_in_a_session(cast)
    other = replace(priya.by, session_id="f" * 24)
    assert ask_again(priya, by=other) == NeedsProof()
    assert ask_again(priya, by=replace(priya.by, session_id=None)) == NeedsProof()


def test_asking_again_ends_after_a_quarter_of_an_hour_and_with_the_acknowledgement(cast: Cast) -> None:
    priya = enabled_in_a_session(cast)
    assert ask_again(priya, now=NOW + timedelta(minutes=15, seconds=1)) == NeedsProof()
    assert acknowledge(priya)
    assert ask_again(priya) == NeedsProof()
