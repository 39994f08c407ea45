"""Whom and what a filter of the audit page means: an id, an e-mail, or the name of a practice."""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.people import users
from core.people.users import User
from core.practices.practices import Practice


@dataclass(frozen=True)
class NamedThing:
    """One person or practice, as the filter says it. A request has no name of its own and is called by its id."""

    id: str
    name: str


def person_meant(session: Session, text: str) -> NamedThing | None:
    """The person with this e-mail or id; an id of something else stands for itself."""
    if _is_id(text):
        user = session.get(User, text)
        return NamedThing(text, user.name if user else text)
    user = users.find_by_email(session, text)
    return NamedThing(user.id, user.name) if user else None


def practice_meant(session: Session, text: str) -> NamedThing | None:
    """The practice of exactly this name, or with this id."""
    if _is_id(text):
        practice = session.get(Practice, text)
    else:
        practice = session.scalar(select(Practice).where(Practice.name == text.strip()))
    return NamedThing(practice.id, practice.name) if practice else None


def _is_id(text: str) -> bool:
    return re.fullmatch("[0-9a-f]{24}", text) is not None
