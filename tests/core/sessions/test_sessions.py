"""Sessions end when they should, and a stolen or outdated cookie opens nothing."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ground.actors import Actor
from core.ground.db import Versions
from core.people.users import Audience
from core.second_factor.enrollments import Enrollment
from core.sessions import sessions, trusted_browsers
from core.sessions.session_rows import SessionRow
from core.sessions.trusted_browsers import TrustedBrowser
from tests.cast import BROWSER, MONDAY, Cast, after


@pytest.fixture
def dana(empty_cast: Cast) -> str:
    return empty_cast.new_member("dana@lakeside.example", empty_cast.new_practice("Lakeside"))


def live_factor(empty_cast: Cast, user_id: str) -> None:
    row = Enrollment(user_id=user_id, state="live", created_at=MONDAY, confirmed_at=MONDAY)
    empty_cast.do(lambda session: session.add(row))


def touch(empty_cast: Cast, session_id: str, now: datetime) -> bool:
    return empty_cast.do(lambda session: sessions.touch(session, session_id, now=now))


def test_the_cookie_finds_its_session_and_the_database_holds_only_its_hash(
    empty_cast: Cast, dana: str
) -> None:
    token, signed_in = empty_cast.signed_in(dana)
    assert empty_cast.who(token) == signed_in
    assert (signed_in.user_id, signed_in.email, signed_in.factor) == (dana, "dana@lakeside.example", "none")
    kept = empty_cast.rows(select(SessionRow.token_sha256))
    assert token not in kept
    assert len(token) >= 43  # 256 bits in base64
    assert empty_cast.who(kept[0]) is None


def test_every_session_begins_with_one_audit_entry(empty_cast: Cast, dana: str) -> None:
    _, signed_in = empty_cast.signed_in(dana)
    (entry,) = empty_cast.audited("sign_in.finished")
    assert (entry.actor_id, entry.subject_id, entry.ip) == (dana, dana, BROWSER.ip)
    assert entry.details == {"session": signed_in.session_id}


def test_a_session_of_one_site_is_nothing_on_the_other(empty_cast: Cast, dana: str) -> None:
    token, _ = empty_cast.signed_in(dana)
    assert empty_cast.who(token, audience="console") is None
    staff_token, _ = empty_cast.signed_in(
        empty_cast.new_colleague("alex@thoroughcare.example"), factor="totp"
    )
    assert empty_cast.who(staff_token, audience="account") is None
    assert empty_cast.who(staff_token, audience="console") is not None


@pytest.mark.parametrize(("audience", "minutes"), [("account", 30), ("console", 15)])
def test_an_idle_session_ends(empty_cast: Cast, dana: str, audience: Audience, minutes: int) -> None:
    person = dana if audience == "account" else empty_cast.new_colleague("alex@thoroughcare.example")
    token, signed_in = empty_cast.signed_in(person, factor="totp")
    assert empty_cast.who(token, audience=audience, now=after(minutes=minutes, seconds=-1)) is not None
    assert empty_cast.who(token, audience=audience, now=after(minutes=minutes)) is None
    assert signed_in.ends_at == after(minutes=minutes)


@pytest.mark.parametrize(("audience", "hours"), [("account", 12), ("console", 8)])
def test_a_session_ends_however_busy_it_is(
    empty_cast: Cast, dana: str, audience: Audience, hours: int
) -> None:
    person = dana if audience == "account" else empty_cast.new_colleague("alex@thoroughcare.example")
    token, signed_in = empty_cast.signed_in(person, factor="totp")
    for minutes in range(0, hours * 60, 10):
        touch(empty_cast, signed_in.session_id, after(minutes=minutes))
    last = empty_cast.who(token, audience=audience, now=after(hours=hours, seconds=-1))
    assert last is not None
    assert last.ends_at == after(hours=hours)
    assert empty_cast.who(token, audience=audience, now=after(hours=hours)) is None


def test_activity_prolongs_a_session_with_at_most_one_write_a_minute(empty_cast: Cast, dana: str) -> None:
    token, signed_in = empty_cast.signed_in(dana)
    assert not touch(empty_cast, signed_in.session_id, after(seconds=59))
    assert not signed_in.wants_touch(now=after(seconds=59))
    assert signed_in.wants_touch(now=after(minutes=20))
    assert touch(empty_cast, signed_in.session_id, after(minutes=20))
    assert empty_cast.who(token, now=after(minutes=49)) is not None
    assert empty_cast.who(token, now=after(minutes=51)) is None


def test_an_ended_session_stays_ended(empty_cast: Cast, dana: str) -> None:
    token, signed_in = empty_cast.signed_in(dana)

    def end(session: Session) -> bool:
        return sessions.end(session, signed_in.session_id, why="signed_out", by=BROWSER, now=after(minutes=1))

    assert empty_cast.do(end) is True
    assert empty_cast.do(end) is False
    assert not touch(empty_cast, signed_in.session_id, after(minutes=5))
    renew = empty_cast.do(lambda session: sessions.renew_token(session, signed_in.session_id))
    assert renew is None
    assert empty_cast.who(token) is None
    assert len(empty_cast.audited("session.ended")) == 1


def test_ending_a_session_tells_its_live_streams(empty_cast: Cast, dana: str) -> None:
    _, signed_in = empty_cast.signed_in(dana)
    heard: list[Versions] = []
    empty_cast.database.on_commit(heard.append)
    empty_cast.do(lambda session: sessions.end_all(session, dana, why="signed_out", by=BROWSER, now=MONDAY))
    assert f"session:{signed_in.session_id}" in heard[-1]


def test_signing_the_others_out_keeps_this_one(empty_cast: Cast, dana: str) -> None:
    (mine, signed_in), (other, _) = empty_cast.signed_in(dana), empty_cast.signed_in(dana)
    tom = empty_cast.new_member("tom@riverbend.example", empty_cast.new_practice("Riverbend"))
    (toms, _) = empty_cast.signed_in(tom)
    ended = empty_cast.do(
        lambda session: sessions.end_others(
            session, dana, keep=signed_in.session_id, why="ended_by_person", by=BROWSER, now=MONDAY
        )
    )
    assert ended == 1
    assert empty_cast.who(mine) is not None
    assert empty_cast.who(other) is None
    assert empty_cast.who(toms) is not None


def test_a_renewed_token_leaves_the_old_one_worthless(empty_cast: Cast, dana: str) -> None:
    old, signed_in = empty_cast.signed_in(dana)
    new = empty_cast.do(lambda session: sessions.renew_token(session, signed_in.session_id))
    assert new is not None
    assert empty_cast.who(old) is None
    assert empty_cast.who(new) == signed_in


def test_a_proof_is_written_down_with_its_moment_and_a_new_token(empty_cast: Cast, dana: str) -> None:
    old, signed_in = empty_cast.signed_in(dana)
    new = empty_cast.do(
        lambda session: sessions.prove(session, signed_in.session_id, factor="totp", now=after(minutes=2))
    )
    assert new is not None
    assert empty_cast.who(old) is None
    found = empty_cast.who(new)
    assert found is not None
    assert (found.factor, found.factor_at) == ("totp", after(minutes=2))
    actor = Actor(dana, "account", factor=found.factor, factor_at=found.factor_at)
    assert actor.is_fresh(now=after(minutes=7))
    assert not actor.is_fresh(now=after(minutes=7, seconds=1))


def test_a_session_without_the_factor_its_person_owes_is_none(empty_cast: Cast, dana: str) -> None:
    """The race of a sign-in by password with the confirmation of the first factor leaves such a row."""
    bare, _ = empty_cast.signed_in(dana)
    proven, _ = empty_cast.signed_in(dana, factor="totp")
    live_factor(empty_cast, dana)
    assert empty_cast.who(bare) is None
    assert empty_cast.who(proven) is not None
    bare_staff, _ = empty_cast.signed_in(empty_cast.new_colleague("alex@thoroughcare.example"))
    assert empty_cast.who(bare_staff, audience="console") is None


def test_disabling_a_person_or_their_last_practice_closes_their_sessions(empty_cast: Cast, dana: str) -> None:
    token, _ = empty_cast.signed_in(dana)
    empty_cast.disable(dana)
    assert empty_cast.who(token) is None
    lakeside, hilltop = empty_cast.new_practice("Lakeside Two"), empty_cast.new_practice("Hilltop")
    miguel = empty_cast.new_member("miguel@lakeside.example", lakeside, hilltop)
    token, _ = empty_cast.signed_in(miguel)
    empty_cast.join(miguel, lakeside, left=True)
    assert empty_cast.who(token) is not None
    empty_cast.join(miguel, hilltop, left=True)
    assert empty_cast.who(token) is None


def test_the_list_shows_what_still_counts_and_which_is_this_one(empty_cast: Cast, dana: str) -> None:
    empty_cast.signed_in(dana, now=MONDAY - timedelta(hours=1))  # idle too long by now
    _, first = empty_cast.signed_in(dana)
    _, mine = empty_cast.signed_in(dana, now=after(minutes=1))
    seen = empty_cast.look(
        lambda session: sessions.listing(session, dana, current=mine.session_id, now=after(minutes=2))
    )
    assert [view.id for view in seen] == [mine.session_id, first.session_id]
    assert [view.is_current for view in seen] == [True, False]
    assert seen[0].user_agent == "Firefox"


def test_only_a_practice_of_ones_own_can_be_chosen_and_it_is_remembered(empty_cast: Cast) -> None:
    hilltop, lakeside, riverbend = (
        empty_cast.new_practice(name) for name in ("Hilltop", "Lakeside", "Riverbend")
    )
    miguel = empty_cast.new_member("miguel@lakeside.example", lakeside, hilltop)
    token, signed_in = empty_cast.signed_in(miguel)
    assert signed_in.practice_id == hilltop  # the first by name

    def choose(practice_id: str) -> bool:
        return empty_cast.do(
            lambda session: sessions.choose_practice(session, signed_in.session_id, practice_id)
        )

    assert not choose(riverbend)
    assert choose(lakeside)
    found = empty_cast.who(token)
    assert found is not None
    assert found.practice_id == lakeside
    assert empty_cast.signed_in(miguel, now=after(minutes=1))[1].practice_id == lakeside
    empty_cast.join(miguel, lakeside, left=True)
    assert empty_cast.signed_in(miguel, now=after(minutes=2))[1].practice_id == hilltop


def test_a_trusted_browser_is_known_for_its_person_only_until_it_is_revoked(
    empty_cast: Cast, dana: str
) -> None:
    tom = empty_cast.new_member("tom@riverbend.example", empty_cast.new_practice("Riverbend"))
    token = empty_cast.do(lambda session: trusted_browsers.trust(session, dana, now=MONDAY))

    def known(user_id: str, shown: str | None) -> str | None:
        return empty_cast.look(lambda session: trusted_browsers.browser_id(session, shown, user_id))

    (kept,) = empty_cast.rows(select(TrustedBrowser))
    assert known(dana, token) == kept.id
    assert known(tom, token) is None
    assert known(dana, None) is None
    assert known(dana, kept.token_sha256) is None
    empty_cast.do(lambda session: trusted_browsers.revoke_all(session, dana, now=MONDAY))
    assert known(dana, token) is None
