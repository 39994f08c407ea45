"""Passwords: argon2id in a bounded pool, and what a new password may not be.

Hashing is slow on purpose, so it never happens inside a transaction and never without a limit: unbounded threads
took 2 GiB and made every page ten times slower.
"""

import math
import re
import threading
import time
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

T = TypeVar("T")

SHORTEST = 15  # characters; the password may be the only factor (NIST SP 800-63B-4 3.1.1.2)
LONGEST = 128
SHORTEST_WORD = 3  # of the person's own words and of key rows; two letters turn up anywhere
LONGEST_WORD = 32
_SWAPS = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"})
_KEYS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_ROWS = _KEYS + tuple(row[::-1] for row in _KEYS)
_REPEATED = re.compile(r"(.{1,5}?)\1{2,}.{0,4}", re.DOTALL)


@dataclass(frozen=True)
class Argon2:
    """The cost of one hash: rounds, memory in KiB, lanes (RFC 9106; ASVS 11.4.2)."""

    rounds: int = 2
    memory: int = 19456
    lanes: int = 1


@dataclass(frozen=True)
class Busy:
    """Too many people wait for a hash already; try again in ``retry_after`` seconds (web: 503 + Retry-After)."""

    retry_after: int


@dataclass(frozen=True)
class PasswordChecked:
    """Whether it is the right password; ``rehash`` is a new hash to store when the cost setting has changed."""

    ok: bool
    rehash: str | None = None


class HashingPool:
    """The process's hashing slots. Call it from worker threads; at most ``queue`` of them wait."""

    def __init__(self, cost: Argon2, slots: int = 1, queue: int = 32) -> None:
        self._hasher = PasswordHasher(cost.rounds, cost.memory, cost.lanes)
        self._slots = threading.BoundedSemaphore(slots)
        self._places = threading.BoundedSemaphore(slots + queue)
        started = time.perf_counter()
        self._nobody = self._hasher.hash("the password of nobody")
        self._retry_after = max(1, math.ceil((time.perf_counter() - started) * queue / slots))

    def hash(self, plain: str) -> str | Busy:
        """The argon2id hash of ``plain`` with a salt of its own."""
        return self._in_a_slot(lambda: self._hasher.hash(normal(plain)))

    def verify(self, hashed: str | None, plain: str) -> PasswordChecked | Busy:
        """Compare. Without a hash it costs the same and fails, so that unknown people look the same (ASVS 6.3.8)."""
        return self._in_a_slot(lambda: self._verify(hashed, normal(plain)))

    def _verify(self, hashed: str | None, plain: str) -> PasswordChecked:
        too_long = len(plain) > LONGEST
        try:
            self._hasher.verify(self._nobody if hashed is None or too_long else hashed, plain[:LONGEST])
        except VerifyMismatchError:
            return PasswordChecked(ok=False)
        if hashed is None or too_long:
            return PasswordChecked(ok=False)
        outdated = self._hasher.check_needs_rehash(hashed)
        return PasswordChecked(ok=True, rehash=self._hasher.hash(plain) if outdated else None)

    def _in_a_slot(self, work: Callable[[], T]) -> T | Busy:
        if not self._places.acquire(blocking=False):
            return Busy(self._retry_after)
        try:
            with self._slots:
                return work()
        finally:
            self._places.release()


def normal(password: str) -> str:
    """One spelling for passwords that look the same (NFC; NIST SP 800-63B-4 3.1.1.2)."""
    return unicodedata.normalize("NFC", password)


def problem_with(password: str, *, email: str, name: str, practices: Iterable[str]) -> str | None:
    """Why this cannot be a new password, in a sentence for the person; None when it can.

    Length and a blocklist, no rules about kinds of characters (NIST SP 800-63B-4 3.1.1.2, ASVS 6.2).
    """
    length = len(normal(password))
    if length < SHORTEST:
        return f"Use at least {SHORTEST} characters. A few words in a row work well."
    if length > LONGEST:
        return f"Use at most {LONGEST} characters."
    if _is_easy(password, _common_words() | _own_words(email, name, *practices)):
        return "This password is too easy to guess. Add words that have nothing to do with you or your work."
    return None


def _is_easy(password: str, words: frozenset[str]) -> bool:
    """Whether the whole password is common or personal words, rows of keys, digits and signs, and nothing else.

    Only as a whole: a good password may well contain a common word (NIST SP 800-63B-4 3.1.1.2).
    """
    text = unicodedata.normalize("NFKC", password).casefold()
    letters = text.translate(_SWAPS)
    reached = {0}
    for start in range(len(text)):
        if start in reached:
            ends = range(start + 1, min(len(text), start + LONGEST_WORD) + 1)
            reached |= {end for end in ends if _is_known(letters[start:end], words)}
            reached |= {start + 1} if not text[start].isalpha() else set()
    return len(text) in reached or _REPEATED.fullmatch(text) is not None


def _is_known(piece: str, words: frozenset[str]) -> bool:
    return piece in words or (len(piece) >= SHORTEST_WORD and any(piece in row for row in _ROWS))


def _own_words(*texts: str) -> frozenset[str]:
    """The words of the person's own name, address and practices."""
    found = (word for text in texts for word in re.findall(r"[^\W\d_]+", text.casefold()))
    return frozenset(word for word in found if len(word) >= SHORTEST_WORD)


@cache
def _common_words() -> frozenset[str]:
    """Words that most guessed passwords are made of; separated by spaces, in the file beside this one."""
    return frozenset((files("core.ground") / "common_passwords.txt").read_text(encoding="utf-8").split())
