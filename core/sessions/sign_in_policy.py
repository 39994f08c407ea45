"""What signing in demands of a person, decided from facts alone: no database, no clock, no exceptions to the rule.

The group rule: a confirmed factor follows the person. A person who has one is asked for it in every practice, even if
2FA is off there; leaving a practice or deactivating it removes no factor. Of several practices the strictest rule wins:
one that requires a factor is enough.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Demand = Literal["session", "second_factor", "set_up", "nothing"]
Closed = Literal["disabled", "no_practice"]
ReasonKind = Literal["staff", "required", "own_factor", "activated", "deactivated", "left"]


@dataclass(frozen=True)
class PracticeRule:
    """A practice as one person's policy sees it; ``left_at`` is set when they no longer work there."""

    id: str
    name: str
    role: str
    activated_at: datetime | None
    activated_by_name: str | None = None
    deactivated_at: datetime | None = None
    left_at: datetime | None = None
    required_since: datetime | None = None  # its date has come: nobody of it signs in without a factor


@dataclass(frozen=True)
class PersonFacts:
    """Everything the policy may know. ``practices`` are the current ones, ``former`` the ones the person has left."""

    user_id: str
    audience: Literal["account", "console"]
    has_live_factor: bool
    disabled: bool
    practices: tuple[PracticeRule, ...] = ()
    former: tuple[PracticeRule, ...] = ()
    factor_since: datetime | None = None
    owes_set_up: bool = (
        False  # the factor was reset: the password alone opens nothing until there is a new one
    )


@dataclass(frozen=True)
class Reason:
    """One line of "Why am I asked for a code here?": which rule, of which practice, since when, approved by whom."""

    kind: ReasonKind
    since: datetime | None = None
    practice_name: str | None = None
    approved_by: str | None = None


def demand(facts: PersonFacts) -> Demand:
    """What a right password leads to. ``nothing``: this person is not let in at all (see :func:`closed`)."""
    if closed(facts) is not None:
        return "nothing"
    if facts.has_live_factor:
        return "second_factor"
    return "set_up" if _must_have_one(facts) else "session"


def closed(facts: PersonFacts) -> Closed | None:
    """Why a person may not sign in although the password is right; None for everyone else."""
    if facts.disabled:
        return "disabled"
    return "no_practice" if facts.audience == "account" and not facts.practices else None


def may_set_up(facts: PersonFacts) -> bool:
    """Staff and the person who was reset always; a member once any practice of theirs is activated, whichever is on screen."""
    if closed(facts) is not None:
        return False
    return _must_have_one(facts) or any(practice.activated_at for practice in facts.practices)


def reasons(facts: PersonFacts) -> tuple[Reason, ...]:
    """Why this person is asked for a code, the strongest reason first; empty when they are not asked."""
    if demand(facts) not in {"second_factor", "set_up"}:
        return ()
    if facts.audience == "console":
        return (Reason("staff", since=facts.factor_since),)
    return (
        *(
            Reason("required", each.required_since, each.name)
            for each in facts.practices
            if each.required_since
        ),
        Reason("own_factor", since=facts.factor_since),
        *(reason for practice in facts.practices if (reason := _reason_of(practice))),
        *(reason for practice in facts.former if (reason := _reason_of(practice))),
    )


def _must_have_one(facts: PersonFacts) -> bool:
    is_required = any(practice.required_since for practice in facts.practices)
    return facts.audience == "console" or facts.owes_set_up or is_required


def _reason_of(practice: PracticeRule) -> Reason | None:
    """A practice that never had 2FA explains nothing, so it is not named."""
    if practice.activated_at is None and practice.deactivated_at is None:
        return None
    if practice.left_at is not None:
        return Reason("left", practice.left_at, practice.name)
    if practice.activated_at is None:
        return Reason("deactivated", practice.deactivated_at, practice.name)
    return Reason("activated", practice.activated_at, practice.name, practice.activated_by_name)
