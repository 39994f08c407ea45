"""Setting up: a secret waits, a code of it confirms it, and the live factor is untouched until then."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from core.audit.entries import AuditEntry
from core.enrolling import set_up
from core.enrolling.factor_changes import BothProofs
from core.enrolling.set_up import AlreadyLive, Begun, Enabled, NotActivated, NothingPending
from core.ground.actors import Actor
from core.imports.demo_data import PASSWORD
from core.passwords.password_tries import TooManyTries, WrongPassword
from core.second_factor import enrollments
from core.second_factor.attempts import Proven, Typed
from core.second_factor.enrollments import Enrollment, Pending, PendingExpired
from core.second_factor.refusals import Refusal
from core.sessions.session_rows import SessionRow
from tests.cast import Cast, after
from tests.core.second_factor.enrolled_people import Owner, begin, confirm, scan, set_up_factor

NOW = after()


@pytest.fixture
def lakeside(cast: Cast) -> Cast:
    cast.activate("Lakeside", now=after(hours=-2))
    return cast


@pytest.fixture
def priya(cast: Cast) -> Owner:
    return set_up_factor(cast)


def pending(cast: Cast, by: Actor, *, now: datetime = NOW) -> object:
    keys, user_id = cast.installation.keys, str(by.user_id)
    return cast.look(
        lambda session: enrollments.pending(session, keys, user_id, session_id=by.session_id, now=now)
    )


def confirmed(cast: Cast, by: Actor) -> list[AuditEntry]:
    return [entry for entry in cast.audited("enrollment.confirmed") if entry.subject_id == by.user_id]


def try_to_begin(cast: Cast, name: str) -> object:
    by, keys = cast.actor(name), cast.installation.keys
    return cast.do(lambda session: set_up.begin(session, keys, str(by.user_id), by=by, now=NOW))


def test_nobody_begins_before_a_practice_of_theirs_is_activated(lakeside: Cast) -> None:
    assert try_to_begin(lakeside, "Tom") == NotActivated()
    assert isinstance(try_to_begin(lakeside, "Priya"), Begun)


def test_any_of_a_persons_practices_is_enough(cast: Cast) -> None:
    cast.activate("Hilltop")
    assert isinstance(try_to_begin(cast, "Miguel"), Begun)
    assert try_to_begin(cast, "Priya") == NotActivated()


def test_a_code_of_the_new_secret_and_the_password_enable_it(lakeside: Cast) -> None:
    by = lakeside.actor("Priya")
    begun = begin(lakeside, by, now=NOW)
    enabled = confirm(lakeside, by, scan(lakeside, by, begun).code(NOW), now=NOW)
    assert isinstance(enabled, Enabled)
    assert (enabled.enrollment_id, enabled.replaced, len(enabled.tokens)) == (begun.enrollment_id, False, 10)
    assert len(confirmed(lakeside, by)) == 1
    assert [notice.user_id for notice in lakeside.told("enrollment_enabled")] == [by.user_id]


def test_the_acknowledged_answer_has_a_factor_and_its_tokens(priya: Owner) -> None:
    later = NOW + timedelta(seconds=30)
    assert isinstance(priya.check(priya.code(NOW), now=NOW), Proven)
    assert isinstance(priya.check(priya.token(10), now=later), Proven)


def test_a_wrong_password_looks_at_no_code(lakeside: Cast) -> None:
    by = lakeside.actor("Priya")
    phone = scan(lakeside, by, begin(lakeside, by, now=NOW))
    assert confirm(lakeside, by, phone.code(NOW), password="guess", now=NOW) == WrongPassword()
    assert isinstance(confirm(lakeside, by, phone.code(NOW), now=NOW), Enabled)


def test_guessing_the_password_at_set_up_spends_the_budget_of_sign_in(lakeside: Cast) -> None:
    by = lakeside.actor("Priya")
    phone = scan(lakeside, by, begin(lakeside, by, now=NOW))
    for _ in range(10):
        assert confirm(lakeside, by, phone.code(NOW), password="guess", now=NOW) == WrongPassword()
    assert isinstance(confirm(lakeside, by, phone.code(NOW), now=NOW), TooManyTries)


def test_codes_at_set_up_have_a_budget_of_their_own(lakeside: Cast) -> None:
    by = lakeside.actor("Priya")
    phone = scan(lakeside, by, begin(lakeside, by, now=NOW))
    for step in (-9, -7, -5, -3, 9):
        assert isinstance(confirm(lakeside, by, phone.code_of_step(NOW, step), now=NOW), Refusal)
    refusal = confirm(lakeside, by, phone.code(NOW), now=NOW)
    assert refusal == Refusal("too_many_tries", until=NOW + timedelta(minutes=15))
    assert refusal.at_set_up
    later = NOW + timedelta(minutes=15)
    assert isinstance(confirm(lakeside, by, phone.code(later), now=later), Enabled)


@pytest.mark.parametrize(("steps", "kind"), [(-3, "expired"), (4, "clock_ahead")])
def test_a_refused_code_is_named_at_set_up_too(lakeside: Cast, steps: int, kind: str) -> None:
    by = lakeside.actor("Priya")
    phone = scan(lakeside, by, begin(lakeside, by, now=NOW))
    refusal = confirm(lakeside, by, phone.code_of_step(NOW, steps), now=NOW)
    assert isinstance(refusal, Refusal)
    assert refusal.kind == kind
    assert confirm(lakeside, by, "12345", now=NOW) == Refusal("malformed")


def test_the_old_qr_code_is_named(lakeside: Cast) -> None:
    by = lakeside.actor("Priya")
    old = scan(lakeside, by, begin(lakeside, by, now=NOW))
    new = scan(lakeside, by, begin(lakeside, by, now=NOW))
    assert confirm(lakeside, by, old.code(NOW), now=NOW) == Refusal("old_qr")
    assert isinstance(confirm(lakeside, by, new.code(NOW), now=NOW), Enabled)
    next_day = NOW + timedelta(hours=25)
    owner = Owner(lakeside, str(by.user_id), by, old, ())
    assert owner.refusal(owner.code(NOW + timedelta(hours=1)), now=NOW + timedelta(hours=1)).kind == "old_qr"
    assert owner.refusal(owner.code(next_day), now=next_day).kind == "wrong"


def test_a_secret_that_waited_too_long_is_replaced(lakeside: Cast) -> None:
    by, later = lakeside.actor("Priya"), NOW + timedelta(minutes=30)
    old = scan(lakeside, by, begin(lakeside, by, now=NOW))
    assert isinstance(pending(lakeside, by, now=later - timedelta(seconds=1)), Pending)
    assert pending(lakeside, by, now=later) == PendingExpired()
    assert confirm(lakeside, by, old.code(later), now=later) == NothingPending("expired")
    new = scan(lakeside, by, begin(lakeside, by, now=later))
    assert confirm(lakeside, by, old.code(later), now=later) == Refusal("old_qr")
    assert isinstance(confirm(lakeside, by, new.code(later), now=later), Enabled)


def test_a_waiting_secret_belongs_to_the_session_that_began(lakeside: Cast) -> None:
    here = replace(lakeside.actor("Priya"), session_id="a" * 24)
    there = replace(here, session_id="b" * 24)
    phone = scan(lakeside, here, begin(lakeside, here, now=NOW))
    assert isinstance(pending(lakeside, here), Pending)
    assert pending(lakeside, there) is None
    assert confirm(lakeside, there, phone.code(NOW), now=NOW) == NothingPending("none")
    assert isinstance(confirm(lakeside, here, phone.code(NOW), now=NOW), Enabled)


def test_beginning_again_does_not_touch_the_live_factor(priya: Owner) -> None:
    assert try_to_begin(priya.cast, "Priya") == AlreadyLive()
    replacing = move(priya, priya.token(1))
    assert isinstance(replacing, Begun)
    new_phone = scan(priya.cast, priya.by, replacing)
    assert priya.refusal(Typed("totp", new_phone.code(NOW)), now=NOW).kind == "wrong"
    assert isinstance(priya.check(priya.code(NOW), now=NOW), Proven)
    assert priya.standing.state == "live"


def move(priya: Owner, typed: Typed, *, password: str = PASSWORD) -> object:
    return set_up.begin_replacement(
        priya.cast.installation, priya.user_id, BothProofs(password, typed), by=priya.by, now=NOW
    )


def test_moving_to_a_new_phone_asks_for_password_and_factor(priya: Owner) -> None:
    assert move(priya, priya.code(NOW), password="guess") == WrongPassword()
    assert move(priya, priya.wrong(NOW)) == Refusal("wrong")
    assert isinstance(move(priya, priya.code(NOW)), Begun)


def test_the_new_phone_replaces_the_old_one_and_its_tokens(priya: Owner) -> None:
    begun = move(priya, priya.code(NOW))
    assert isinstance(begun, Begun)
    later = NOW + timedelta(seconds=30)
    new_phone = scan(priya.cast, priya.by, begun)
    assert confirm(priya.cast, priya.by, priya.phone.code(later), now=later) == Refusal("old_qr")
    enabled = confirm(priya.cast, priya.by, new_phone.code(later), now=later)
    assert isinstance(enabled, Enabled)
    assert enabled.replaced
    at = later + timedelta(seconds=30)
    assert priya.refusal(priya.code(at), now=at).kind == "old_qr"
    assert priya.refusal(priya.token(2), now=at).kind == "wrong"
    moved = replace(priya, phone=new_phone, tokens=enabled.tokens)
    assert isinstance(moved.check(moved.code(at), now=at), Proven)
    assert [notice.kind for notice in priya.cast.told("enrollment_replaced")] == ["enrollment_replaced"]


def test_the_code_that_proved_the_old_phone_uses_up_its_half_minute_on_the_new_one(priya: Owner) -> None:
    begun = move(priya, priya.code(NOW))
    assert isinstance(begun, Begun)
    refusal = confirm(priya.cast, priya.by, scan(priya.cast, priya.by, begun).code(NOW), now=NOW)
    assert refusal == Refusal("already_used", retry_in=25)


def test_a_double_clicked_enable_enables_once(lakeside: Cast) -> None:
    by = lakeside.actor("Priya")
    code = scan(lakeside, by, begin(lakeside, by, now=NOW)).code(NOW)
    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(lambda _: confirm(lakeside, by, code, now=NOW), range(4)))
    assert sum(isinstance(outcome, Enabled) for outcome in outcomes) == 1
    assert outcomes.count(NothingPending("already_live")) == 3
    assert len(confirmed(lakeside, by)) == 1
    assert (
        len(
            lakeside.rows(
                select(Enrollment).where(Enrollment.state == "live", Enrollment.user_id == by.user_id)
            )
        )
        == 1
    )


def test_two_windows_that_begin_at_once_leave_one_waiting_secret(lakeside: Cast) -> None:
    with ThreadPoolExecutor(8) as threads:
        begun = list(threads.map(lambda _: try_to_begin(lakeside, "Priya"), range(8)))
    assert all(isinstance(outcome, Begun) for outcome in begun)
    query = select(Enrollment).where(Enrollment.user_id == lakeside.person("Priya").id)
    states = [row.state for row in lakeside.rows(query)]
    assert sorted(states) == ["pending"] + ["superseded"] * 7


def test_the_session_that_enabled_has_shown_its_factor_and_the_others_end(lakeside: Cast) -> None:
    here_token, here = lakeside.sign_in_as("Priya")
    _, there = lakeside.sign_in_as("Priya")
    by = replace(lakeside.actor("Priya"), session_id=here.session_id)
    enabled = confirm(lakeside, by, scan(lakeside, by, begin(lakeside, by, now=NOW)).code(NOW), now=NOW)
    assert isinstance(enabled, Enabled)
    assert enabled.session_token not in {None, here_token}
    rows = {row.id: row for row in lakeside.rows(select(SessionRow).where(SessionRow.user_id == by.user_id))}
    assert (rows[here.session_id].factor, rows[here.session_id].factor_at) == ("totp", NOW)
    assert rows[here.session_id].ended_at is None
    assert rows[there.session_id].ended_why == "second_factor_changed"


def test_what_is_concluded_commits_with_the_factor_or_not_at_all(lakeside: Cast) -> None:
    by = lakeside.actor("Priya")
    code = scan(lakeside, by, begin(lakeside, by, now=NOW)).code(NOW)

    def fail(*_: object) -> None:
        raise RuntimeError("the half sign-in is gone")

    with pytest.raises(RuntimeError):
        set_up.confirm(
            lakeside.installation, str(by.user_id), password=None, code=code, by=by, now=NOW, conclude=fail
        )
    enabled = set_up.confirm(
        lakeside.installation,
        str(by.user_id),
        password=None,
        code=code,
        by=by,
        now=NOW,
        conclude=lambda _, proven: proven,
    )
    assert isinstance(enabled, Enabled)
    assert enabled.concluded == Proven("totp", tokens_left=10)
