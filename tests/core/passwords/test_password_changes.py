"""A password is set by a mailed link or changed in Settings, and neither opens anything else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import TypeGuard

import pytest
from sqlalchemy import select, update

from core.ground.db import Database
from core.ground.hashing import HashingPool
from core.ground.outbox import OutboxRow
from core.passwords import password_changes
from core.passwords.password_changes import BadPassword, LinkUnusable, PasswordChanged, PasswordSet
from core.passwords.password_tries import TooManyTries, WrongPassword
from core.people import one_time_links
from core.people.users import User
from core.second_factor.enrollments import Enrollment
from core.sessions import half_sign_ins
from core.signing_in.sign_in import SecondFactorOwed, SignedInNow, with_password
from tests.cast import QUICK
from tests.core.signing_in.sign_in_people import (
    BROWSER,
    CONSOLE,
    NOON,
    PASSWORD,
    Clinic,
    after,
    first_step,
    open_clinic,
)

NEW = "seven lanterns over the old canal"


@pytest.fixture
def clinic(database: Database) -> Clinic:
    return open_clinic(database)


@pytest.fixture
def dana(clinic: Clinic) -> str:
    return clinic.member("dana@lakeside.example", clinic.practice("Lakeside"))


def ask(
    clinic: Clinic, email: str = "dana@lakeside.example", now: datetime = NOON, ip: str = "192.0.2.7"
) -> None:
    by = replace(BROWSER, ip=ip)
    clinic.database.transact(lambda session: password_changes.ask_reset(session, email, by=by, now=now))


def mailed(clinic: Clinic) -> list[str]:
    """The links that lie in the outbox."""
    notices = clinic.rows(select(OutboxRow).where(OutboxRow.via == "mail").order_by(OutboxRow.created_at))
    links = [notice.data["link_id"] for notice in notices if "link_id" in notice.data]
    return [one_time_links.token_of(clinic.installation.keys, link_id) for link_id in links]


def sign_in(clinic: Clinic, password: str, now: datetime = NOON) -> object:
    return with_password(
        clinic.installation,
        audience="account",
        email="dana@lakeside.example",
        password=password,
        by=BROWSER,
        user_agent="Firefox",
        now=now,
    )


def change(
    clinic: Clinic, user_id: str, *, current: str = PASSWORD, new: str = NEW, session: str | None = None
) -> object:
    by = replace(BROWSER, user_id=user_id, session_id=session)
    return password_changes.change(
        clinic.installation, user_id, current=current, new=new, by=by, now=after(minutes=1)
    )


def use(clinic: Clinic, link: str, new: str = NEW, now: datetime = NOON) -> object:
    return password_changes.set_by_link(clinic.installation, link, new, by=BROWSER, now=now)


def test_a_forgotten_password_is_replaced_by_the_mailed_link(clinic: Clinic, dana: str) -> None:
    ask(clinic)
    (link,) = mailed(clinic)
    assert use(clinic, link) == PasswordSet(dana, "dana@lakeside.example")
    assert isinstance(sign_in(clinic, PASSWORD), WrongPassword)
    assert isinstance(sign_in(clinic, NEW), SignedInNow)


def test_setting_a_password_signs_nobody_in_and_ends_every_session(clinic: Clinic, dana: str) -> None:
    token, _ = clinic.signed_in(dana)
    ask(clinic)
    use(clinic, mailed(clinic)[0])
    assert clinic.who(token) is None
    assert len(clinic.audited("sign_in.finished")) == 1  # the one from before
    (entry,) = clinic.audited("password.changed")
    assert (entry.subject_id, entry.details) == (dana, {"how": "reset_password"})


def test_a_reset_password_still_owes_the_second_factor(clinic: Clinic, dana: str) -> None:
    row = Enrollment(user_id=dana, state="live", created_at=NOON, confirmed_at=NOON)
    clinic.database.transact(lambda session: session.add(row))
    ask(clinic)
    use(clinic, mailed(clinic)[0])
    assert isinstance(sign_in(clinic, NEW), SecondFactorOwed)
    (kept,) = clinic.rows(select(Enrollment))
    assert kept.state == "live"


def test_a_link_is_used_once_even_by_many_at_once(clinic: Clinic, dana: str) -> None:
    ask(clinic)
    (link,) = mailed(clinic)
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda number: use(clinic, link, f"{NEW} {number}"), range(12)))
    assert outcomes.count(PasswordSet(dana, "dana@lakeside.example")) == 1
    assert outcomes.count(LinkUnusable()) == 11
    assert len(clinic.audited("password.changed")) == 1


def test_a_bad_password_leaves_the_link_good(clinic: Clinic, dana: str) -> None:
    ask(clinic)
    (link,) = mailed(clinic)
    assert isinstance(use(clinic, link, "short"), BadPassword)
    assert isinstance(use(clinic, link), PasswordSet)


def test_a_link_of_the_other_site_opens_nothing_here(clinic: Clinic) -> None:
    alex = clinic.staff("alex@thoroughcare.example")
    clinic.database.transact(
        lambda session: password_changes.send_first_link(session, alex, by=CONSOLE, now=NOON)
    )
    (link,) = mailed(clinic)
    assert use(clinic, link) == LinkUnusable()
    set_there = password_changes.set_by_link(clinic.installation, link, NEW, by=CONSOLE, now=NOON)
    assert isinstance(set_there, PasswordSet)


def test_whoever_asks_for_an_unknown_address_changes_nothing(clinic: Clinic, dana: str) -> None:
    clinic.staff("alex@thoroughcare.example")
    tom = clinic.member("tom@riverbend.example", clinic.practice("Riverbend"))
    clinic.disable(tom)
    for email in ("nobody@lakeside.example", "alex@thoroughcare.example", "tom@riverbend.example", ""):
        ask(clinic, email)
    assert mailed(clinic) == []
    assert {entry.subject_id for entry in clinic.audited("password.reset_asked")} == {None}


def test_one_address_gets_one_mail_in_five_minutes(clinic: Clinic, dana: str) -> None:
    for seconds in (0, 1, 299):
        ask(clinic, now=after(seconds=seconds), ip=f"192.0.2.{seconds % 250}")
    assert len(mailed(clinic)) == 1
    ask(clinic, "DANA@lakeside.example", now=after(minutes=5))
    assert len(mailed(clinic)) == 2


def test_one_network_address_cannot_ask_for_everybody(clinic: Clinic) -> None:
    practice = clinic.practice("Lakeside")
    for number in range(25):
        clinic.member(f"person{number}@lakeside.example", practice)
        ask(clinic, f"person{number}@lakeside.example")
    assert len(mailed(clinic)) == 20


def test_a_stranger_who_asks_all_day_does_not_use_up_the_owners_day(clinic: Clinic, dana: str) -> None:
    for number in range(60):
        ask(clinic, now=after(minutes=5 * number), ip="203.0.113.9")
    assert len(mailed(clinic)) == 40
    ask(clinic, now=after(minutes=299))  # the stranger's last ask was refused: it holds up nobody
    assert len(mailed(clinic)) == 41


def test_a_changed_password_kills_the_links_and_half_sign_ins_of_the_old_one(
    clinic: Clinic, dana: str
) -> None:
    ask(clinic)
    half = clinic.database.transact(
        lambda session: half_sign_ins.start(session, dana, next_path="/", now=NOON)
    )
    assert isinstance(change(clinic, dana), PasswordChanged)
    assert use(clinic, mailed(clinic)[0]) == LinkUnusable()
    found = clinic.database.read(
        lambda session: half_sign_ins.find(session, half, audience="account", now=NOON)
    )
    assert found is None


def test_changing_it_keeps_this_session_under_a_new_cookie_and_ends_the_others(
    clinic: Clinic, dana: str
) -> None:
    mine, signed_in = clinic.signed_in(dana)
    other, _ = clinic.signed_in(dana)
    changed = change(clinic, dana, session=signed_in.session_id)
    assert isinstance(changed, PasswordChanged)
    assert changed.token is not None
    assert clinic.who(mine) is None
    assert clinic.who(other) is None
    found = clinic.who(changed.token)
    assert found is not None
    assert found.session_id == signed_in.session_id


def test_the_person_is_told_by_mail(clinic: Clinic, dana: str) -> None:
    change(clinic, dana)
    (notice,) = clinic.rows(select(OutboxRow))
    assert (notice.kind, notice.via, notice.user_id) == ("password_changed", "mail", dana)


def test_a_first_password_is_no_news(clinic: Clinic, dana: str) -> None:
    clinic.database.transact(
        lambda session: session.execute(update(User).where(User.id == dana).values(password_hash=None))
    )
    clinic.database.transact(
        lambda session: password_changes.send_first_link(session, dana, by=BROWSER, now=NOON)
    )
    assert isinstance(use(clinic, mailed(clinic)[0]), PasswordSet)
    assert [notice.kind for notice in clinic.rows(select(OutboxRow))] == ["set_password"]


def test_a_wrong_current_password_changes_nothing_and_is_written_down(clinic: Clinic, dana: str) -> None:
    assert isinstance(change(clinic, dana, current="not this one at all"), WrongPassword)
    assert isinstance(sign_in(clinic, PASSWORD), SignedInNow)
    (entry,) = clinic.audited("password.changed")
    assert entry.outcome == "wrong"


@pytest.mark.parametrize("new", ["short", PASSWORD, "x" * 129])
def test_a_password_that_cannot_be_taken_is_said_with_its_reason(clinic: Clinic, dana: str, new: str) -> None:
    refused = change(clinic, dana, new=new)
    assert isinstance(refused, BadPassword)
    assert refused.why.endswith(".")
    assert clinic.audited("password.changed") == []


def test_guesses_in_settings_and_at_sign_in_share_one_budget(clinic: Clinic, dana: str) -> None:
    for _ in range(5):
        assert isinstance(change(clinic, dana, current="a wrong guess of mine"), WrongPassword)
        assert isinstance(sign_in(clinic, "a wrong guess of mine", after(minutes=1)), WrongPassword)
    assert isinstance(change(clinic, dana), TooManyTries)
    assert isinstance(sign_in(clinic, PASSWORD, after(minutes=1)), TooManyTries)


def test_a_new_password_by_link_ends_the_wait_after_too_many_guesses(clinic: Clinic, dana: str) -> None:
    for _ in range(11):
        sign_in(clinic, "a wrong guess of mine")
    assert isinstance(sign_in(clinic, PASSWORD), TooManyTries)
    ask(clinic)
    use(clinic, mailed(clinic)[0])
    assert isinstance(sign_in(clinic, NEW), SignedInNow)


def test_a_sign_in_that_verified_the_old_password_does_not_conclude_after_the_change(
    clinic: Clinic, dana: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the check of the old password and its conclusion, another browser changes it."""
    verify: Callable[[str | None, str], object] = clinic.installation.hashing.verify

    def verify_and_be_overtaken(hashed: str | None, plain: str) -> object:
        verified = verify(hashed, plain)
        other_pool = replace(clinic.installation, hashing=HashingPool(QUICK))
        by = replace(BROWSER, user_id=dana)
        password_changes.change(other_pool, dana, current=PASSWORD, new=NEW, by=by, now=NOON)
        return verified

    monkeypatch.setattr(clinic.installation.hashing, "verify", verify_and_be_overtaken)
    assert isinstance(sign_in(clinic, PASSWORD), WrongPassword)
    assert clinic.audited("sign_in.finished") == []


@pytest.mark.parametrize("by_link", [True, False])
def test_a_new_password_makes_other_browsers_unknown(clinic: Clinic, dana: str, *, by_link: bool) -> None:
    known = [first_step(clinic, now=after(minutes=-9)) for _ in range(2)]
    mine, other = (replace(BROWSER, known_browser=one.known_browser) for one in known if is_in(one))
    if by_link:
        ask(clinic)
        use(clinic, mailed(clinic)[0])
    else:
        by = replace(mine, user_id=dana, session_id=clinic.signed_in(dana)[1].session_id)
        password_changes.change(clinic.installation, dana, current=PASSWORD, new=NEW, by=by, now=NOON)
    for _ in range(11):
        first_step(clinic, password=PASSWORD)
    assert isinstance(first_step(clinic, password=NEW, by=other), TooManyTries)
    assert isinstance(first_step(clinic, password=NEW, by=mine), TooManyTries if by_link else SignedInNow)


def is_in(outcome: object) -> TypeGuard[SignedInNow]:
    return isinstance(outcome, SignedInNow)
