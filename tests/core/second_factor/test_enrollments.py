"""Where a person stands, which secrets are kept, and moving them to a new key while people sign in."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from core.enrolling import set_up
from core.enrolling.factor_changes import BothProofs
from core.ground import alarms
from core.ground.sealing import KeyRing, kid_of, new_key
from core.imports.demo_data import PASSWORD
from core.second_factor import enrollments, secret_upkeep
from core.second_factor.attempts import Proven
from core.second_factor.enrollments import Enrollment, EnrollmentView, PendingExpired
from core.second_factor.refusal_words import sentence
from tests.cast import Cast, after
from tests.core.second_factor.enrolled_people import Owner, begin, confirm, scan, set_up_factor

NOW = after()


@pytest.fixture
def priya(cast: Cast) -> Owner:
    return set_up_factor(cast)


def standing(cast: Cast, name: str, *, now: datetime = NOW) -> EnrollmentView:
    user_id = cast.person(name).id
    return cast.look(lambda session: enrollments.standing(session, user_id, now=now))


def secrets(cast: Cast, user_id: str | None) -> list[tuple[str, bool]]:
    """Each enrollment's state, and whether its secret still exists; the oldest first."""
    query = select(Enrollment).where(Enrollment.user_id == user_id).order_by(Enrollment.created_at)
    return [(row.state, row.secret is not None) for row in cast.rows(query)]


def wipe(cast: Cast, *, now: datetime) -> int:
    return cast.do(lambda session: secret_upkeep.wipe_expired(session, now=now))


def test_somebody_new_has_nothing(cast: Cast) -> None:
    assert standing(cast, "Priya") == EnrollmentView("none")


def test_while_a_secret_waits_the_guide_knows_that_the_qr_code_was_shown(cast: Cast) -> None:
    cast.activate("Lakeside")
    begin(cast, cast.actor("Priya"), now=NOW)
    until = NOW + timedelta(minutes=30)
    assert standing(cast, "Priya") == EnrollmentView("pending", pending_expires_at=until, qr_issued=True)
    assert standing(cast, "Priya", now=until) == EnrollmentView(
        "none", pending_expires_at=until, qr_issued=True
    )


def test_a_live_factor_says_since_when_last_used_and_tokens_left(priya: Owner) -> None:
    priya.check(priya.token(1), now=NOW)
    assert standing(priya.cast, "Priya") == EnrollmentView(
        "live", since=after(hours=-1), last_used_at=NOW, tokens_left=9
    )


def test_while_a_replacement_waits_the_live_factor_counts(priya: Owner) -> None:
    code = priya.code(NOW)
    set_up.begin_replacement(
        priya.cast.installation, priya.user_id, BothProofs(PASSWORD, code), by=priya.by, now=NOW
    )
    found = standing(priya.cast, "Priya")
    assert (found.state, found.qr_issued) == ("live", True)
    assert found.pending_expires_at == NOW + timedelta(minutes=30)


def test_superseded_secrets_are_destroyed_after_a_day(cast: Cast) -> None:
    cast.activate("Lakeside")
    by = cast.actor("Priya")
    begin(cast, by, now=NOW)
    phone = scan(cast, by, begin(cast, by, now=NOW + timedelta(seconds=1)))
    confirm(cast, by, phone.code(NOW), now=NOW)
    day = NOW + timedelta(hours=24, seconds=1)
    assert wipe(cast, now=day - timedelta(seconds=1)) == 0
    assert wipe(cast, now=day) == 1
    assert secrets(cast, by.user_id) == [("retired", False), ("live", True)]


def test_a_secret_nobody_came_back_for_is_destroyed_too(cast: Cast) -> None:
    cast.activate("Lakeside")
    by = cast.actor("Priya")
    begin(cast, by, now=NOW)
    assert wipe(cast, now=NOW + timedelta(hours=24)) == 0
    assert wipe(cast, now=NOW + timedelta(hours=24, minutes=30)) == 1
    assert secrets(cast, by.user_id) == [("retired", False)]
    assert standing(cast, "Priya") == EnrollmentView("none")


def test_secrets_move_to_a_new_key_in_steps_and_the_phone_stays(priya: Owner) -> None:
    old = priya.cast.installation.keys
    new = KeyRing((*KeyRing.parse(new_key("k2")).keys, *old.keys))
    batches = [
        priya.cast.do(lambda session: secret_upkeep.reseal_some(session, new, limit=2)) for _ in range(4)
    ]
    assert [batch.moved for batch in batches] == [2, 2, 1, 0]  # Priya and the four of the team
    kids = [kid_of(row.secret or "") for row in priya.cast.rows(select(Enrollment))]
    assert kids == ["k2"] * 5
    only_new = KeyRing(new.keys[:1])
    priya.cast.installation = replace(priya.cast.installation, keys=only_new)
    assert isinstance(priya.check(priya.code(NOW), now=NOW), Proven)


def test_a_secret_moved_to_another_row_is_refused_with_a_sentence_and_an_alarm(cast: Cast) -> None:
    priya, owen = set_up_factor(cast), set_up_factor(cast, "Owen")
    moved, here = owen.live.secret, priya.live.id
    cast.do(lambda session: setattr(session.get_one(Enrollment, here), "secret", moved))
    refusal = priya.refusal(owen.code(NOW), now=NOW)
    assert refusal.kind == "unreadable"
    assert "our team has been told" in sentence(refusal, now=NOW)
    (alarm,) = cast.look(alarms.standing)
    assert (alarm.name, alarm.problem) == (f"secret:{priya.user_id}", f"enrollment {here}")
    assert isinstance(priya.check(priya.token(1), now=NOW), Proven)
    cast.do(lambda session: enrollments.retire_all(session, priya.user_id, why="reset", now=NOW))
    assert cast.look(alarms.standing) == ()


def test_a_waiting_secret_that_does_not_open_is_begun_again(cast: Cast) -> None:
    priya = set_up_factor(cast)
    cast.activate("Lakeside")
    owen = cast.actor("Owen")
    begin(cast, owen, now=NOW)
    moved = priya.live.secret
    pending = update(Enrollment).where(Enrollment.state == "pending")
    cast.do(lambda session: session.execute(pending.values(secret=moved)))
    keys = cast.installation.keys
    seen = cast.look(lambda s: enrollments.pending(s, keys, owen.user_id or "", session_id=None, now=NOW))
    assert seen == PendingExpired()
