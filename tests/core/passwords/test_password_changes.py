"""A password is set by a mailed link or changed in Settings, and neither opens anything else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import TypeGuard

import pytest
from sqlalchemy import select, update

from core.ground.hashing import HashingPool
from core.ground.outbox import OutboxRow
from core.imports.demo_data import PASSWORD
from core.passwords import password_changes
from core.passwords.password_changes import BadPassword, LinkUnusable, PasswordChanged, PasswordSet
from core.passwords.password_tries import TooManyTries, WrongPassword
from core.people import one_time_links
from core.people.users import User
from core.second_factor.enrollments import Enrollment
from core.sessions import half_sign_ins
from core.signing_in.sign_in import SecondFactorOwed, SignedInNow, with_password
from tests.cast import BROWSER, MONDAY, QUICK, Cast, after
from tests.core.signing_in.sign_in_people import CONSOLE, first_step

NEW = "seven lanterns over the old canal"


@pytest.fixture
def dana(empty_cast: Cast) -> str:
    return empty_cast.new_member("dana@lakeside.example", empty_cast.new_practice("Lakeside"))


def ask(
    empty_cast: Cast, email: str = "dana@lakeside.example", now: datetime = MONDAY, ip: str = "192.0.2.7"
) -> None:
    by = replace(BROWSER, ip=ip)
    empty_cast.do(lambda session: password_changes.ask_reset(session, email, by=by, now=now))


def mailed(empty_cast: Cast) -> list[str]:
    """The links that lie in the outbox."""
    notices = empty_cast.rows(select(OutboxRow).where(OutboxRow.via == "mail").order_by(OutboxRow.created_at))
    links = [notice.data["link_id"] for notice in notices if "link_id" in notice.data]
    return [one_time_links.token_of(empty_cast.installation.keys, link_id) for link_id in links]


def sign_in(empty_cast: Cast, password: str, now: datetime = MONDAY) -> object:
    return with_password(
        empty_cast.installation,
        audience="account",
        email="dana@lakeside.example",
        password=password,
        by=BROWSER,
        user_agent="Firefox",
        now=now,
    )


def change(
    empty_cast: Cast, user_id: str, *, current: str = PASSWORD, new: str = NEW, session: str | None = None
) -> object:
    by = replace(BROWSER, user_id=user_id, session_id=session)
    return password_changes.change(
        empty_cast.installation, user_id, current=current, new=new, by=by, now=after(minutes=1)
    )


def use(empty_cast: Cast, link: str, new: str = NEW, now: datetime = MONDAY) -> object:
    return password_changes.set_by_link(empty_cast.installation, link, new, by=BROWSER, now=now)


def test_a_forgotten_password_is_replaced_by_the_mailed_link(empty_cast: Cast, dana: str) -> None:
    ask(empty_cast)
    (link,) = mailed(empty_cast)
    assert use(empty_cast, link) == PasswordSet(dana, "dana@lakeside.example")
    assert isinstance(sign_in(empty_cast, PASSWORD), WrongPassword)
    assert isinstance(sign_in(empty_cast, NEW), SignedInNow)


def test_setting_a_password_signs_nobody_in_and_ends_every_session(empty_cast: Cast, dana: str) -> None:
    token, _ = empty_cast.signed_in(dana)
    ask(empty_cast)
    use(empty_cast, mailed(empty_cast)[0])
    assert empty_cast.who(token) is None
    assert len(empty_cast.audited("sign_in.finished")) == 1  # the one from before
    (entry,) = empty_cast.audited("password.changed")
    assert (entry.subject_id, entry.details) == (dana, {"how": "reset_password"})


def test_a_reset_password_still_owes_the_second_factor(empty_cast: Cast, dana: str) -> None:
    row = Enrollment(user_id=dana, state="live", created_at=MONDAY, confirmed_at=MONDAY)
    empty_cast.do(lambda session: session.add(row))
    ask(empty_cast)
    use(empty_cast, mailed(empty_cast)[0])
    assert isinstance(sign_in(empty_cast, NEW), SecondFactorOwed)
    (kept,) = empty_cast.rows(select(Enrollment))
    assert kept.state == "live"


def test_a_link_is_used_once_even_by_many_at_once(empty_cast: Cast, dana: str) -> None:
    ask(empty_cast)
    (link,) = mailed(empty_cast)
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda number: use(empty_cast, link, f"{NEW} {number}"), range(12)))
    assert outcomes.count(PasswordSet(dana, "dana@lakeside.example")) == 1
    assert outcomes.count(LinkUnusable()) == 11
    assert len(empty_cast.audited("password.changed")) == 1


def test_a_bad_password_leaves_the_link_good(empty_cast: Cast, dana: str) -> None:
    ask(empty_cast)
    (link,) = mailed(empty_cast)
    assert isinstance(use(empty_cast, link, "short"), BadPassword)
    assert isinstance(use(empty_cast, link), PasswordSet)


def test_a_link_of_the_other_site_opens_nothing_here(empty_cast: Cast) -> None:
    alex = empty_cast.new_colleague("alex@thoroughcare.example")
    empty_cast.do(lambda session: password_changes.send_first_link(session, alex, by=CONSOLE, now=MONDAY))
    (link,) = mailed(empty_cast)
    assert use(empty_cast, link) == LinkUnusable()
    set_there = password_changes.set_by_link(empty_cast.installation, link, NEW, by=CONSOLE, now=MONDAY)
    assert isinstance(set_there, PasswordSet)


def test_whoever_asks_for_an_unknown_address_changes_nothing(empty_cast: Cast, dana: str) -> None:
    empty_cast.new_colleague("alex@thoroughcare.example")
    tom = empty_cast.new_member("tom@riverbend.example", empty_cast.new_practice("Riverbend"))
    empty_cast.disable(tom)
    for email in ("nobody@lakeside.example", "alex@thoroughcare.example", "tom@riverbend.example", ""):
        ask(empty_cast, email)
    assert mailed(empty_cast) == []
    assert {entry.subject_id for entry in empty_cast.audited("password.reset_asked")} == {None}


def test_one_address_gets_one_mail_in_five_minutes(empty_cast: Cast, dana: str) -> None:
    for seconds in (0, 1, 299):
        ask(empty_cast, now=after(seconds=seconds), ip=f"192.0.2.{seconds % 250}")
    assert len(mailed(empty_cast)) == 1
    ask(empty_cast, "DANA@lakeside.example", now=after(minutes=5))
    assert len(mailed(empty_cast)) == 2


def test_one_network_address_cannot_ask_for_everybody(empty_cast: Cast) -> None:
    practice = empty_cast.new_practice("Lakeside")
    for number in range(25):
        empty_cast.new_member(f"person{number}@lakeside.example", practice)
        ask(empty_cast, f"person{number}@lakeside.example")
    assert len(mailed(empty_cast)) == 20


def test_a_stranger_who_asks_all_day_does_not_use_up_the_owners_day(empty_cast: Cast, dana: str) -> None:
    for number in range(60):
        ask(empty_cast, now=after(minutes=5 * number), ip="203.0.113.9")
    assert len(mailed(empty_cast)) == 40
    ask(empty_cast, now=after(minutes=299))  # the stranger's last ask was refused: it holds up nobody
    assert len(mailed(empty_cast)) == 41


def test_a_changed_password_kills_the_links_and_half_sign_ins_of_the_old_one(
    empty_cast: Cast, dana: str
) -> None:
    ask(empty_cast)
    half = empty_cast.do(lambda session: half_sign_ins.start(session, dana, next_path="/", now=MONDAY))
    assert isinstance(change(empty_cast, dana), PasswordChanged)
    assert use(empty_cast, mailed(empty_cast)[0]) == LinkUnusable()
    found = empty_cast.look(lambda session: half_sign_ins.find(session, half, audience="account", now=MONDAY))
    assert found is None


def test_changing_it_keeps_this_session_under_a_new_cookie_and_ends_the_others(
    empty_cast: Cast, dana: str
) -> None:
    mine, signed_in = empty_cast.signed_in(dana)
    other, _ = empty_cast.signed_in(dana)
    changed = change(empty_cast, dana, session=signed_in.session_id)
    assert isinstance(changed, PasswordChanged)
    assert changed.token is not None
    assert empty_cast.who(mine) is None
    assert empty_cast.who(other) is None
    found = empty_cast.who(changed.token)
    assert found is not None
    assert found.session_id == signed_in.session_id


def test_the_person_is_told_by_mail(empty_cast: Cast, dana: str) -> None:
    change(empty_cast, dana)
    (notice,) = empty_cast.rows(select(OutboxRow))
    assert (notice.kind, notice.via, notice.user_id) == ("password_changed", "mail", dana)


def test_a_first_password_is_no_news(empty_cast: Cast, dana: str) -> None:
    empty_cast.do(
        lambda session: session.execute(update(User).where(User.id == dana).values(password_hash=None))
    )
    empty_cast.do(lambda session: password_changes.send_first_link(session, dana, by=BROWSER, now=MONDAY))
    assert isinstance(use(empty_cast, mailed(empty_cast)[0]), PasswordSet)
    assert [notice.kind for notice in empty_cast.rows(select(OutboxRow))] == ["set_password"]


def test_a_wrong_current_password_changes_nothing_and_is_written_down(empty_cast: Cast, dana: str) -> None:
    assert isinstance(change(empty_cast, dana, current="not this one at all"), WrongPassword)
    assert isinstance(sign_in(empty_cast, PASSWORD), SignedInNow)
    (entry,) = empty_cast.audited("password.changed")
    assert entry.outcome == "wrong"


@pytest.mark.parametrize("new", ["short", PASSWORD, "x" * 129])
def test_a_password_that_cannot_be_taken_is_said_with_its_reason(
    empty_cast: Cast, dana: str, new: str
) -> None:
    refused = change(empty_cast, dana, new=new)
    assert isinstance(refused, BadPassword)
    assert refused.why.endswith(".")
    assert empty_cast.audited("password.changed") == []


def test_guesses_in_settings_and_at_sign_in_share_one_budget(empty_cast: Cast, dana: str) -> None:
    for _ in range(5):
        assert isinstance(change(empty_cast, dana, current="a wrong guess of mine"), WrongPassword)
        assert isinstance(sign_in(empty_cast, "a wrong guess of mine", after(minutes=1)), WrongPassword)
    assert isinstance(change(empty_cast, dana), TooManyTries)
    assert isinstance(sign_in(empty_cast, PASSWORD, after(minutes=1)), TooManyTries)


def test_a_new_password_by_link_ends_the_wait_after_too_many_guesses(empty_cast: Cast, dana: str) -> None:
    for _ in range(11):
        sign_in(empty_cast, "a wrong guess of mine")
    assert isinstance(sign_in(empty_cast, PASSWORD), TooManyTries)
    ask(empty_cast)
    use(empty_cast, mailed(empty_cast)[0])
    assert isinstance(sign_in(empty_cast, NEW), SignedInNow)


def test_a_sign_in_that_verified_the_old_password_does_not_conclude_after_the_change(
    empty_cast: Cast, dana: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the check of the old password and its conclusion, another browser changes it."""
    verify: Callable[[str | None, str], object] = empty_cast.installation.hashing.verify

    def verify_and_be_overtaken(hashed: str | None, plain: str) -> object:
        verified = verify(hashed, plain)
        other_pool = replace(empty_cast.installation, hashing=HashingPool(QUICK))
        by = replace(BROWSER, user_id=dana)
        password_changes.change(other_pool, dana, current=PASSWORD, new=NEW, by=by, now=MONDAY)
        return verified

    monkeypatch.setattr(empty_cast.installation.hashing, "verify", verify_and_be_overtaken)
    assert isinstance(sign_in(empty_cast, PASSWORD), WrongPassword)
    assert empty_cast.audited("sign_in.finished") == []


@pytest.mark.parametrize("by_link", [True, False])
def test_a_new_password_makes_other_browsers_unknown(empty_cast: Cast, dana: str, *, by_link: bool) -> None:
    known = [first_step(empty_cast, now=after(minutes=-9)) for _ in range(2)]
    mine, other = (replace(BROWSER, known_browser=one.known_browser) for one in known if is_in(one))
    if by_link:
        ask(empty_cast)
        use(empty_cast, mailed(empty_cast)[0])
    else:
        by = replace(mine, user_id=dana, session_id=empty_cast.signed_in(dana)[1].session_id)
        password_changes.change(empty_cast.installation, dana, current=PASSWORD, new=NEW, by=by, now=MONDAY)
    for _ in range(11):
        first_step(empty_cast, password=PASSWORD)
    assert isinstance(first_step(empty_cast, password=NEW, by=other), TooManyTries)
    assert isinstance(first_step(empty_cast, password=NEW, by=mine), TooManyTries if by_link else SignedInNow)


def is_in(outcome: object) -> TypeGuard[SignedInNow]:
    return isinstance(outcome, SignedInNow)
