"""Whom an approval affects: shown before the decision."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core.practices.members import PracticeMember, members_of
from core.practices.practices import PersonView

LONG_AWAY = timedelta(days=90)
LISTED = 10
NEVER = datetime.min.replace(tzinfo=UTC)

Risk = Literal["only_admin", "never_signed_in", "long_away", "locked", "no_recovery_tokens"]


@dataclass(frozen=True)
class AdminAtRisk:
    """An admin who could be locked out, or whom no colleague could replace, and why."""

    person: PersonView
    risks: tuple[Risk, ...]


@dataclass(frozen=True)
class LastSignIn:
    """When this person last signed in; None for never."""

    person: PersonView
    at: datetime | None


@dataclass(frozen=True)
class BlastRadius:
    """``members`` are affected, ``shared`` of them also work elsewhere, ``already_set_up`` have a live factor."""

    members: int
    shared: int
    already_set_up: int
    admins_at_risk: tuple[AdminAtRisk, ...]
    last_sign_ins: tuple[LastSignIn, ...]  # the ten latest; people who never signed in come last
    digest: str  # of everything above but the sign-ins, person by person: it differs when others are affected


def blast_radius(session: Session, practice_id: str, *, now: datetime) -> BlastRadius:
    """The practice's people as they stand now. Reads only."""
    people = members_of(session, practice_id)
    at_risk = tuple(_admins_at_risk(people, now=now))
    return BlastRadius(
        members=len(people),
        shared=sum(each.is_shared for each in people),
        already_set_up=sum(each.set_up_since is not None for each in people),
        admins_at_risk=at_risk,
        last_sign_ins=_last_sign_ins(people),
        digest=_digest(people, at_risk),
    )


def _digest(people: Sequence[PracticeMember], at_risk: Sequence[AdminAtRisk]) -> str:
    touched = sorted(
        (each.person.id, each.role, each.is_shared, each.set_up_since is not None) for each in people
    )
    risks = sorted((each.person.id, each.risks) for each in at_risk)
    return hashlib.sha256(repr((touched, risks)).encode()).hexdigest()[:32]


def _admins_at_risk(people: Sequence[PracticeMember], *, now: datetime) -> Iterator[AdminAtRisk]:
    admins = [each for each in people if each.role == "admin"]
    for admin in admins:
        alone: tuple[Risk, ...] = ("only_admin",) if len(admins) == 1 else ()
        if risks := (*alone, *_risks(admin, now=now)):
            yield AdminAtRisk(admin.person, risks)


def _risks(admin: PracticeMember, *, now: datetime) -> Iterator[Risk]:
    if admin.last_sign_in_at is None:
        yield "never_signed_in"
    elif now - admin.last_sign_in_at > LONG_AWAY:
        yield "long_away"
    if admin.locked_since is not None:
        yield "locked"
    if admin.set_up_since is not None and admin.tokens_left == 0:
        yield "no_recovery_tokens"


def _last_sign_ins(people: Sequence[PracticeMember]) -> tuple[LastSignIn, ...]:
    latest = sorted(people, key=lambda each: each.last_sign_in_at or NEVER, reverse=True)
    return tuple(LastSignIn(each.person, each.last_sign_in_at) for each in latest[:LISTED])
