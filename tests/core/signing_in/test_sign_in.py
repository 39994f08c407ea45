"""Signing in, step by step: what each step lets in, counts, and writes down."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from core.ground.actors import Actor
from core.ground.db import Database
from core.ground.hashing import Argon2, Busy, HashingPool
from core.passwords.password_tries import TooManyTries, WrongPassword
from core.people.users import User
from core.practices.practices import Membership
from core.sessions.half_sign_ins import HalfSignIn
from core.sessions.sessions import SessionRow
from core.signing_in.sign_in import AccountClosed, SetUpOwed, SignedInNow
from tests.core.signing_in.sign_in_people import ALEX, BROWSER, DANA, Clinic, after, first_step, open_clinic
from tests.parts.phone import Phone


@pytest.fixture
def clinic(database: Database) -> Clinic:
    return open_clinic(database)


@pytest.fixture
def dana(clinic: Clinic) -> str:
    return clinic.member(DANA, clinic.practice("Lakeside", activated=True))


@pytest.fixture
def phone(clinic: Clinic, dana: str) -> Phone:
    """Dana has set 2FA up ten minutes ago."""
    return clinic.enroll(dana, now=after(minutes=-10))


def test_whoever_has_no_factor_is_in_with_the_password(clinic: Clinic, dana: str) -> None:
    outcome = first_step(clinic, next_path="/settings?tab=2fa")
    assert isinstance(outcome, SignedInNow)
    assert outcome.next_path == "/settings?tab=2fa"
    found = clinic.who(outcome.token)
    assert found == outcome.signed_in
    assert (outcome.signed_in.user_id, outcome.signed_in.factor) == (dana, "none")
    assert clinic.audited("sign_in.password") == []
    assert len(clinic.audited("sign_in.finished")) == 1


def test_an_address_is_the_same_in_capitals(clinic: Clinic, dana: str) -> None:
    assert isinstance(first_step(clinic, "  DANA@Lakeside.example "), SignedInNow)


def test_wrong_and_unknown_and_not_yet_set_get_the_same_answer(clinic: Clinic, dana: str) -> None:
    tom = clinic.member("tom@riverbend.example", clinic.practice("Riverbend"))
    clinic.database.transact(lambda session: setattr(session.get_one(User, tom), "password_hash", None))
    clinic.staff(ALEX)
    answers = [
        first_step(clinic, password="not the password at all"),
        first_step(clinic, "nobody@lakeside.example"),
        first_step(clinic, "tom@riverbend.example"),
        first_step(clinic, ALEX),  # staff do not sign in here
        first_step(clinic, audience="console"),  # nor members there
        first_step(clinic, "", ""),
    ]
    assert answers == [WrongPassword()] * len(answers)
    assert {entry.outcome for entry in clinic.audited("sign_in.password")} == {"wrong"}
    assert {entry.actor_id for entry in clinic.audited("sign_in.password")} == {None}
    assert clinic.rows(select(SessionRow)) == []


def test_unknown_people_cost_one_hash_like_everybody(
    clinic: Clinic, dana: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str | None] = []
    verify = clinic.installation.hashing.verify

    def count_and_verify(hashed: str | None, plain: str) -> object:
        verified.append(hashed)
        return verify(hashed, plain)

    monkeypatch.setattr(clinic.installation.hashing, "verify", count_and_verify)
    first_step(clinic, password="not the password at all")
    first_step(clinic, "nobody@lakeside.example")
    assert verified == [clinic.hashed, None]


def test_what_was_typed_is_in_no_audit_entry(clinic: Clinic, dana: str) -> None:
    first_step(clinic, "my secret words typed into the wrong field")
    first_step(clinic, password="not the password at all")
    for entry in clinic.audited("sign_in.password"):
        assert entry.details == {}


@pytest.mark.parametrize("email", [DANA, "nobody@lakeside.example"])
def test_the_eleventh_guess_in_five_minutes_is_not_checked(clinic: Clinic, dana: str, email: str) -> None:
    for _ in range(10):
        assert isinstance(first_step(clinic, email, "not the password at all"), WrongPassword)
    refused = first_step(clinic, email)
    assert refused == TooManyTries(after(minutes=5))
    assert first_step(clinic, "TOM@riverbend.example") == WrongPassword()  # others are not held up
    later = first_step(clinic, email, now=after(minutes=5, seconds=1))
    assert isinstance(later, SignedInNow if email == DANA else WrongPassword)


def test_a_right_password_forgives_the_guesses_before_it(clinic: Clinic, dana: str) -> None:
    for _ in range(3):
        for _ in range(9):
            first_step(clinic, password="not the password at all")
        assert isinstance(first_step(clinic), SignedInNow)


def test_one_network_address_cannot_try_everybody(clinic: Clinic, dana: str) -> None:
    for number in range(100):
        first_step(clinic, f"nobody{number}@lakeside.example")
    assert isinstance(first_step(clinic), TooManyTries)
    elsewhere = replace(BROWSER, ip="198.51.100.9")
    assert isinstance(first_step(clinic, by=elsewhere), SignedInNow)


def test_guesses_on_the_customer_site_do_not_shut_out_the_team(clinic: Clinic) -> None:
    clinic.staff(ALEX)
    for _ in range(11):
        first_step(clinic, ALEX, "not the password at all")
    assert isinstance(first_step(clinic, ALEX), TooManyTries)
    assert isinstance(first_step(clinic, ALEX, audience="console"), SetUpOwed)


def test_a_flood_from_one_address_on_the_customer_site_does_not_shut_out_the_team(clinic: Clinic) -> None:
    clinic.staff(ALEX)
    for number in range(101):
        first_step(clinic, f"nobody{number}@lakeside.example")
    assert isinstance(first_step(clinic, ALEX, audience="console"), SetUpOwed)


def test_ten_guesses_of_a_stranger_do_not_shut_the_owner_out_of_a_known_browser(
    clinic: Clinic, dana: str
) -> None:
    known = at_known_browser(clinic)
    for _ in range(11):
        first_step(clinic, password="not the password at all")
    assert isinstance(first_step(clinic), TooManyTries)
    assert isinstance(first_step(clinic, by=known), SignedInNow)
    assert isinstance(first_step(clinic), TooManyTries)  # the stranger's guesses are not forgiven by that


def test_a_known_browser_has_ten_guesses_too(clinic: Clinic, dana: str) -> None:
    known = at_known_browser(clinic)
    for _ in range(10):
        assert isinstance(first_step(clinic, password="not the password at all", by=known), WrongPassword)
    assert isinstance(first_step(clinic, by=known), TooManyTries)
    assert isinstance(first_step(clinic), SignedInNow)


def test_a_browser_is_known_to_whom_it_proved_and_its_token_is_ours(clinic: Clinic, dana: str) -> None:
    known = at_known_browser(clinic)
    clinic.member("tom@riverbend.example", clinic.practice("Riverbend"))
    for _ in range(11):
        first_step(clinic, "tom@riverbend.example", "not the password at all")
    assert isinstance(first_step(clinic, "tom@riverbend.example", by=known), TooManyTries)
    chosen = first_step(clinic, by=replace(BROWSER, known_browser="chosen-by-somebody"))
    assert isinstance(chosen, SignedInNow)
    assert chosen.known_browser not in {None, "chosen-by-somebody"}
    shared = first_step(clinic, "tom@riverbend.example", by=known, now=after(minutes=6))
    assert isinstance(shared, SignedInNow)
    assert shared.known_browser == known.known_browser  # one desk, several people


def test_people_behind_one_address_sign_in_as_often_as_they_like(clinic: Clinic, dana: str) -> None:
    """A clinic of hundreds: a right password gives its guess back, a wrong one does not."""
    for number in range(99):
        first_step(clinic, f"nobody{number}@lakeside.example", "not the password at all")
    for _ in range(20):
        assert isinstance(first_step(clinic), SignedInNow)
    first_step(clinic, password="not the password at all")
    assert isinstance(first_step(clinic), TooManyTries)


def at_known_browser(clinic: Clinic) -> Actor:
    """Dana at a browser on which she has signed in before."""
    before = first_step(clinic, now=after(minutes=-10))
    assert isinstance(before, SignedInNow)
    return replace(BROWSER, known_browser=before.known_browser)


def test_two_hundred_guesses_at_once_are_checked_ten_times(
    clinic: Clinic, dana: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: Counter[str | None] = Counter()
    verify = clinic.installation.hashing.verify

    def count_and_verify(hashed: str | None, plain: str) -> object:
        checked[hashed] += 1
        return verify(hashed, plain)

    monkeypatch.setattr(clinic.installation.hashing, "verify", count_and_verify)
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(
            pool.map(lambda number: first_step(clinic, password=f"wrong guess number {number}"), range(200))
        )
    assert checked[clinic.hashed] == 10
    assert sum(isinstance(outcome, TooManyTries) for outcome in outcomes) == 190


def test_a_full_hashing_queue_says_when_to_come_back_and_the_guess_stays_counted(
    clinic: Clinic, dana: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clinic.installation.hashing, "verify", lambda *_: Busy(7))
    assert [first_step(clinic) for _ in range(10)] == [Busy(7)] * 10
    assert isinstance(first_step(clinic), TooManyTries)


def test_a_disabled_person_is_told_so_only_with_the_right_password(clinic: Clinic, dana: str) -> None:
    clinic.disable(dana)
    assert first_step(clinic) == AccountClosed("disabled")
    assert first_step(clinic, password="not the password at all") == WrongPassword()
    assert clinic.rows(select(SessionRow)) == []


def test_who_works_in_no_practice_any_more_is_not_let_in(clinic: Clinic, dana: str, phone: Phone) -> None:
    clinic.database.transact(lambda session: session.execute(delete(Membership)))
    assert first_step(clinic) == AccountClosed("no_practice")
    assert [entry.outcome for entry in clinic.audited("sign_in.password")] == ["no_practice"]
    assert clinic.rows(select(HalfSignIn)) == []


def test_a_cheaper_hash_is_replaced_at_sign_in(clinic: Clinic, dana: str) -> None:
    stronger = HashingPool(Argon2(rounds=2, memory=64))
    clinic.installation = replace(clinic.installation, hashing=stronger)
    assert isinstance(first_step(clinic), SignedInNow)
    (kept,) = clinic.rows(select(User.password_hash))
    assert kept is not None
    assert "t=2" in kept
    assert isinstance(first_step(clinic), SignedInNow)
    (again,) = clinic.rows(select(User.password_hash))
    assert again == kept


def test_signing_in_again_ends_the_session_this_browser_had(clinic: Clinic, dana: str) -> None:
    before = first_step(clinic)
    assert isinstance(before, SignedInNow)
    by = replace(BROWSER, user_id=dana, session_id=before.signed_in.session_id)
    assert isinstance(first_step(clinic, by=by), SignedInNow)
    assert clinic.who(before.token) is None


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/a\\b",
        "/a\nb",
        "evil",
        "",
        "/" + "a" * 500,
    ],
)
def test_nobody_is_sent_to_another_site_after_signing_in(clinic: Clinic, dana: str, path: str) -> None:
    outcome = first_step(clinic, next_path=path)
    assert isinstance(outcome, SignedInNow)
    assert outcome.next_path == "/"
