"""Passwords: the same cost for everybody, a bounded queue, and no easy ones."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from typing import Literal

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError

from core.ground.hashing import Argon2, Busy, HashingPool, PasswordChecked, problem_with

QUICK = Argon2(rounds=1, memory=64)
GOOD = "violet kettle marches north"


@pytest.fixture(scope="module")
def pool() -> HashingPool:
    return HashingPool(QUICK, queue=64)


def hashed(pool: HashingPool, plain: str) -> str:
    result = pool.hash(plain)
    assert isinstance(result, str)
    return result


def test_the_right_password_is_recognised_and_no_other(pool: HashingPool) -> None:
    stored = hashed(pool, GOOD)
    assert stored.startswith("$argon2id$v=19$m=64,t=1,p=1$")
    assert pool.verify(stored, GOOD) == PasswordChecked(ok=True)
    assert pool.verify(stored, GOOD + " ") == PasswordChecked(ok=False)
    assert hashed(pool, GOOD) != stored


def test_an_accent_typed_on_another_keyboard_is_the_same_password(pool: HashingPool) -> None:
    stored = hashed(pool, "caf\u00e9 con leche hoy")
    assert pool.verify(stored, "cafe\u0301 con leche hoy") == PasswordChecked(ok=True)


class Counting(PasswordHasher):
    """Counts the hashes compared: what a stopwatch would only hint at."""

    def __init__(self) -> None:
        super().__init__(QUICK.rounds, QUICK.memory, QUICK.lanes)
        self.compared: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002  argon2's own name
        self.compared.append(str(hash))
        return super().verify(hash, password)


def test_a_person_without_a_password_is_refused_after_the_same_work() -> None:
    pool = HashingPool(QUICK)
    pool._hasher = counting = Counting()
    for stored, plain in ((None, GOOD), (None, "the password of nobody"), (hashed(pool, GOOD), "x" * 500)):
        assert pool.verify(stored, plain) == PasswordChecked(ok=False)
    assert len(counting.compared) == 3
    assert all(stored.startswith("$argon2id$v=19$m=64,t=1,p=1$") for stored in counting.compared)


def test_a_changed_cost_gives_a_new_hash_to_store(pool: HashingPool) -> None:
    old = hashed(pool, GOOD)
    stronger = HashingPool(Argon2(rounds=2, memory=64))
    verified = stronger.verify(old, GOOD)
    assert isinstance(verified, PasswordChecked)
    assert verified.rehash is not None
    assert verified.rehash.startswith("$argon2id$v=19$m=64,t=2,p=1$")
    assert stronger.verify(verified.rehash, GOOD) == PasswordChecked(ok=True)
    assert stronger.verify(old, "another " + GOOD) == PasswordChecked(ok=False)


class Slow(PasswordHasher):
    """A hash that lasts until the gate opens, and how many there were at once."""

    def __init__(self) -> None:
        super().__init__()
        self.gate, self.lock = threading.Event(), threading.Lock()
        self.at_once = self.most = 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        with self.lock:
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        assert self.gate.wait(10)
        with self.lock:
            self.at_once -= 1
        return "hash"


def test_one_hash_at_a_time_and_a_full_queue_says_when_to_come_back() -> None:
    pool = HashingPool(QUICK, slots=1, queue=2)
    pool._hasher = slow = Slow()
    with ThreadPoolExecutor(8) as threads:
        running = [threads.submit(pool.hash, GOOD) for _ in range(8)]
        turned_away = [done.result() for done in islice(as_completed(running, timeout=10), 5)]
        slow.gate.set()
        results = Counter(done.result() for done in running)
    assert turned_away == [Busy(retry_after=1)] * 5
    assert results == {Busy(retry_after=1): 5, "hash": 3}
    assert slow.most == 1
    assert pool.hash(GOOD) == "hash"


def test_a_hash_that_fails_gives_its_slot_back() -> None:
    pool = HashingPool(QUICK, slots=1, queue=0)
    for _ in range(3):
        with pytest.raises(InvalidHashError):
            pool.verify("not a hash", GOOD)
    assert isinstance(pool.hash(GOOD), str)


def trouble(password: str) -> str | None:
    return problem_with(
        password, email="dana@lakeside.example", name="Dana Whitfield", practices=["Lakeside Family Medicine"]
    )


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "demo-Password-2!",
        "пароль для входа",
        ("kettle marches north " * 7)[:128],
        "le chat boit du thé",
    ],
)
def test_a_long_uncommon_password_is_taken_whatever_its_characters(password: str) -> None:
    assert trouble(password) is None


def test_the_length_is_15_to_128_characters() -> None:
    assert "at least 15" in str(trouble("kettle marches"))
    assert "at most 128" in str(trouble("kettle marches " * 9))
    assert trouble("kettle marche z") is None


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword1",
        "P4ssw0rd!P4ssw0rd!2024",
        "thoroughcare2024!!",
        "Dana-Lakeside-2024",
        "whitfield.whitfield",
        "123456789012345",
        "qwertyuiopasdfgh",
        "aaaaaaaaaaaaaaaaaaa",
        "abcXabcXabcXabcX",
        "correcthorsebatterystaple",
        "I love you forever 1",
    ],
)
def test_a_password_made_of_common_or_own_words_only_is_refused(password: str) -> None:
    assert "too easy to guess" in str(trouble(password))


def test_another_persons_name_is_no_common_word() -> None:
    assert trouble("Gwendolyn-Lakeside-2024") is None
