"""What a typed code is, judged from facts alone: may it be accepted, and if not, what exactly is wrong with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.second_factor import totp

VerdictKind = Literal["accepted", "wrong", "expired", "already_used", "clock_ahead", "clock_behind"]


@dataclass(frozen=True)
class OldCode:
    """A code refused lately for being too old: two of them alike mean that the phone's clock is behind."""

    step: int
    offset: int


@dataclass(frozen=True)
class CodeHistory:
    """What is known about one person's codes before this one."""

    last_step: int  # the last accepted, over every purpose
    burned_steps: frozenset[int] = frozenset()  # refused as "ahead" before their time step
    old_codes: tuple[OldCode, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The judgement on one code. ``retry_in``: seconds until a code can be accepted, 0 = the one showing now."""

    kind: VerdictKind
    step: int | None = None
    offset: int | None = None
    retry_in: int = 0


def judge(secret: bytes, code: str, history: CodeHistory, *, now: datetime, window: int) -> Verdict:
    """Name what a code is (RFC 6238 5.2; NIST SP 800-63B-4 3.1.4.2).

    Accepted only inside the window and later than every step accepted before: an A-B-A replay fails.
    """
    found = totp.match(secret, code, now=now, window=window)
    if found is None:
        return Verdict("wrong")
    kind = _kind(found, history, window)
    return Verdict(kind, found.step, found.offset, _retry_in(kind, found, history, now=now))


def _kind(found: totp.Match, history: CodeHistory, window: int) -> VerdictKind:
    if found.step == history.last_step:
        return "already_used"
    if found.offset > 0 and not found.in_window:
        return "clock_ahead"
    if not found.in_window:
        return "clock_behind" if _is_repeated(found, history, window) else "expired"
    if found.step < history.last_step:
        return "expired"
    return "already_used" if found.step in history.burned_steps else "accepted"


def _is_repeated(found: totp.Match, history: CodeHistory, window: int) -> bool:
    """Another code with the same lag: one old code means slow typing, two mean a slow clock."""
    lagging = (old for old in history.old_codes if old.offset < -window and old.step != found.step)
    return any(abs(old.offset - found.offset) <= 1 for old in lagging)


def _retry_in(kind: VerdictKind, found: totp.Match, history: CodeHistory, *, now: datetime) -> int:
    if kind == "expired":
        return totp.seconds_until(history.last_step + 1, now) if found.step < history.last_step else 0
    if kind != "already_used" or found.offset < 0:
        return 0
    if found.in_window:
        return totp.seconds_left(now)
    return totp.seconds_until(found.step + 1, now)  # our own clock went back
