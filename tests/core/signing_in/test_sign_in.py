"""Signing in, step by step: what each step lets in, counts, and writes down."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from core.ground.actors import Actor
from core.ground.hashing import Argon2, Busy, HashingPool
from core.passwords.password_tries import TooManyTries, WrongPassword
from core.people.users import User
from core.practices.practices import Membership
from core.sessions.half_sign_ins import HalfSignIn
from core.sessions.session_rows import SessionRow
from core.signing_in.sign_in import AccountClosed, SetUpOwed, SignedInNow
from tests.cast import BROWSER, Cast, after
from tests.core.second_factor.enrolled_people import enroll
from tests.core.signing_in.sign_in_people import ALEX, DANA, first_step
from tests.parts.phone import Phone


@pytest.fixture
def dana(empty_cast: Cast) -> str:
    return empty_cast.new_member(DANA, empty_cast.new_practice("Lakeside", activated=True))


@pytest.fixture
def phone(empty_cast: Cast, dana: str) -> Phone:
    """Dana has set 2FA up ten minutes ago."""
    return enroll(empty_cast, replace(BROWSER, user_id=dana), now=after(minutes=-10)).phone


def test_whoever_has_no_factor_is_in_with_the_password(empty_cast: Cast, dana: str) -> None:
    outcome = first_step(empty_cast, next_path="/settings?tab=2fa")
    assert isinstance(outcome, SignedInNow)
    assert outcome.next_path == "/settings?tab=2fa"
    found = empty_cast.who(outcome.token)
    assert found == outcome.signed_in
    assert (outcome.signed_in.user_id, outcome.signed_in.factor) == (dana, "none")
    assert empty_cast.audited("sign_in.password") == []
    assert len(empty_cast.audited("sign_in.finished")) == 1


def test_an_address_is_the_same_in_capitals(empty_cast: Cast, dana: str) -> None:
    assert isinstance(first_step(empty_cast, "  DANA@Lakeside.example "), SignedInNow)


def test_wrong_and_unknown_and_not_yet_set_get_the_same_answer(empty_cast: Cast, dana: str) -> None:
    tom = empty_cast.new_member("tom@riverbend.example", empty_cast.new_practice("Riverbend"))
    empty_cast.do(lambda session: setattr(session.get_one(User, tom), "password_hash", None))
    empty_cast.new_colleague(ALEX)
    answers = [
        first_step(empty_cast, password="not the password at all"),
        first_step(empty_cast, "nobody@lakeside.example"),
        first_step(empty_cast, "tom@riverbend.example"),
        first_step(empty_cast, ALEX),  # staff do not sign in here
        first_step(empty_cast, audience="console"),  # nor members there
        first_step(empty_cast, "", ""),
    ]
    assert answers == [WrongPassword()] * len(answers)
    assert {entry.outcome for entry in empty_cast.audited("sign_in.password")} == {"wrong"}
    assert {entry.actor_id for entry in empty_cast.audited("sign_in.password")} == {None}
    assert empty_cast.rows(select(SessionRow)) == []


def hash_of(empty_cast: Cast, user_id: str) -> str | None:
    return empty_cast.one(select(User.password_hash).where(User.id == user_id))


def test_unknown_people_cost_one_hash_like_everybody(
    empty_cast: Cast, dana: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str | None] = []
    verify = empty_cast.installation.hashing.verify

    def count_and_verify(hashed: str | None, plain: str) -> object:
        verified.append(hashed)
        return verify(hashed, plain)

    monkeypatch.setattr(empty_cast.installation.hashing, "verify", count_and_verify)
    first_step(empty_cast, password="not the password at all")
    first_step(empty_cast, "nobody@lakeside.example")
    assert verified == [hash_of(empty_cast, dana), None]


def test_what_was_typed_is_in_no_audit_entry(empty_cast: Cast, dana: str) -> None:
    first_step(empty_cast, "my secret words typed into the wrong field")
    first_step(empty_cast, password="not the password at all")
    for entry in empty_cast.audited("sign_in.password"):
        assert entry.details == {}


@pytest.mark.parametrize("email", [DANA, "nobody@lakeside.example"])
def test_the_eleventh_guess_in_five_minutes_is_not_checked(empty_cast: Cast, dana: str, email: str) -> None:
    for _ in range(10):
        assert isinstance(first_step(empty_cast, email, "not the password at all"), WrongPassword)
    refused = first_step(empty_cast, email)
    assert refused == TooManyTries(after(minutes=5))
    assert first_step(empty_cast, "TOM@riverbend.example") == WrongPassword()  # others are not held up
    later = first_step(empty_cast, email, now=after(minutes=5, seconds=1))
    assert isinstance(later, SignedInNow if email == DANA else WrongPassword)


def test_a_right_password_forgives_the_guesses_before_it(empty_cast: Cast, dana: str) -> None:
    for _ in range(3):
        for _ in range(9):
            first_step(empty_cast, password="not the password at all")
        assert isinstance(first_step(empty_cast), SignedInNow)


def test_one_network_address_cannot_try_everybody(empty_cast: Cast, dana: str) -> None:
    for number in range(100):
        first_step(empty_cast, f"nobody{number}@lakeside.example")
    assert isinstance(first_step(empty_cast), TooManyTries)
    elsewhere = replace(BROWSER, ip="198.51.100.9")
    assert isinstance(first_step(empty_cast, by=elsewhere), SignedInNow)


def test_guesses_on_the_customer_site_do_not_shut_out_the_team(empty_cast: Cast) -> None:
    empty_cast.new_colleague(ALEX)
    for _ in range(11):
        first_step(empty_cast, ALEX, "not the password at all")
    assert isinstance(first_step(empty_cast, ALEX), TooManyTries)
    assert isinstance(first_step(empty_cast, ALEX, audience="console"), SetUpOwed)


def test_a_flood_from_one_address_on_the_customer_site_does_not_shut_out_the_team(empty_cast: Cast) -> None:
    empty_cast.new_colleague(ALEX)
    for number in range(101):
        first_step(empty_cast, f"nobody{number}@lakeside.example")
    assert isinstance(first_step(empty_cast, ALEX, audience="console"), SetUpOwed)


def test_ten_guesses_of_a_stranger_do_not_shut_the_owner_out_of_a_known_browser(
    empty_cast: Cast, dana: str
) -> None:
    known = at_known_browser(empty_cast)
    for _ in range(11):
        first_step(empty_cast, password="not the password at all")
    assert isinstance(first_step(empty_cast), TooManyTries)
    assert isinstance(first_step(empty_cast, by=known), SignedInNow)
    assert isinstance(first_step(empty_cast), TooManyTries)  # the stranger's guesses are not forgiven by that


def test_a_known_browser_has_ten_guesses_too(empty_cast: Cast, dana: str) -> None:
    known = at_known_browser(empty_cast)
    for _ in range(10):
        assert isinstance(first_step(empty_cast, password="not the password at all", by=known), WrongPassword)
    assert isinstance(first_step(empty_cast, by=known), TooManyTries)
    assert isinstance(first_step(empty_cast), SignedInNow)


def test_a_browser_is_known_to_whom_it_proved_and_its_token_is_ours(empty_cast: Cast, dana: str) -> None:
    known = at_known_browser(empty_cast)
    empty_cast.new_member("tom@riverbend.example", empty_cast.new_practice("Riverbend"))
    for _ in range(11):
        first_step(empty_cast, "tom@riverbend.example", "not the password at all")
    assert isinstance(first_step(empty_cast, "tom@riverbend.example", by=known), TooManyTries)
    chosen = first_step(empty_cast, by=replace(BROWSER, known_browser="chosen-by-somebody"))
    assert isinstance(chosen, SignedInNow)
    assert chosen.known_browser not in {None, "chosen-by-somebody"}
    shared = first_step(empty_cast, "tom@riverbend.example", by=known, now=after(minutes=6))
    assert isinstance(shared, SignedInNow)
    assert shared.known_browser == known.known_browser  # one desk, several people


def test_people_behind_one_address_sign_in_as_often_as_they_like(empty_cast: Cast, dana: str) -> None:
    """A clinic of hundreds: a right password gives its guess back, a wrong one does not."""
    for number in range(99):
        first_step(empty_cast, f"nobody{number}@lakeside.example", "not the password at all")
    for _ in range(20):
        assert isinstance(first_step(empty_cast), SignedInNow)
    first_step(empty_cast, password="not the password at all")
    assert isinstance(first_step(empty_cast), TooManyTries)


def at_known_browser(empty_cast: Cast) -> Actor:
    """Dana at a browser on which she has signed in before."""
    before = first_step(empty_cast, now=after(minutes=-10))
    assert isinstance(before, SignedInNow)
    return replace(BROWSER, known_browser=before.known_browser)


def test_two_hundred_guesses_at_once_are_checked_ten_times(
    empty_cast: Cast, dana: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: Counter[str | None] = Counter()
    verify = empty_cast.installation.hashing.verify

    def count_and_verify(hashed: str | None, plain: str) -> object:
        checked[hashed] += 1
        return verify(hashed, plain)

    monkeypatch.setattr(empty_cast.installation.hashing, "verify", count_and_verify)
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(
            pool.map(
                lambda number: first_step(empty_cast, password=f"wrong guess number {number}"), range(200)
            )
        )
    assert checked[hash_of(empty_cast, dana)] == 10
    assert sum(isinstance(outcome, TooManyTries) for outcome in outcomes) == 190


def test_a_full_hashing_queue_says_when_to_come_back_and_the_guess_stays_counted(
    empty_cast: Cast, dana: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(empty_cast.installation.hashing, "verify", lambda *_: Busy(7))
    assert [first_step(empty_cast) for _ in range(10)] == [Busy(7)] * 10
    assert isinstance(first_step(empty_cast), TooManyTries)


def test_a_disabled_person_is_told_so_only_with_the_right_password(empty_cast: Cast, dana: str) -> None:
    empty_cast.disable(dana)
    assert first_step(empty_cast) == AccountClosed("disabled")
    assert first_step(empty_cast, password="not the password at all") == WrongPassword()
    assert empty_cast.rows(select(SessionRow)) == []


def test_who_works_in_no_practice_any_more_is_not_let_in(empty_cast: Cast, dana: str, phone: Phone) -> None:
    empty_cast.do(lambda session: session.execute(delete(Membership)))
    assert first_step(empty_cast) == AccountClosed("no_practice")
    assert [entry.outcome for entry in empty_cast.audited("sign_in.password")] == ["no_practice"]
    assert empty_cast.rows(select(HalfSignIn)) == []


def test_a_cheaper_hash_is_replaced_at_sign_in(empty_cast: Cast, dana: str) -> None:
    stronger = HashingPool(Argon2(rounds=2, memory=64))
    empty_cast.installation = replace(empty_cast.installation, hashing=stronger)
    assert isinstance(first_step(empty_cast), SignedInNow)
    (kept,) = empty_cast.rows(select(User.password_hash))
    assert kept is not None
    assert "t=2" in kept
    assert isinstance(first_step(empty_cast), SignedInNow)
    (again,) = empty_cast.rows(select(User.password_hash))
    assert again == kept


def test_signing_in_again_ends_the_session_this_browser_had(empty_cast: Cast, dana: str) -> None:
    before = first_step(empty_cast)
    assert isinstance(before, SignedInNow)
    by = replace(BROWSER, user_id=dana, session_id=before.signed_in.session_id)
    assert isinstance(first_step(empty_cast, by=by), SignedInNow)
    assert empty_cast.who(before.token) is None


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
def test_nobody_is_sent_to_another_site_after_signing_in(empty_cast: Cast, dana: str, path: str) -> None:
    outcome = first_step(empty_cast, next_path=path)
    assert isinstance(outcome, SignedInNow)
    assert outcome.next_path == "/"
