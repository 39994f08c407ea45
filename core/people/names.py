"""A person's display name, full and first name."""

from sqlalchemy.orm import Session

from core.people.users import User

TITLES = frozenset("dr dra mr mrs ms mx miss prof sr sra srta rev".split())


def name_of(session: Session, user_id: str | None) -> str:
    """How a person is named to others; the system is named ThoroughCare."""
    return session.get_one(User, user_id).name if user_id else "ThoroughCare"


def first_name(name: str) -> str:
    """The first name without title or comma: "Ana" of "Dr. Ana Ruiz, MD"; a title alone stays, blank stays blank."""
    words = [word.strip(",") for word in name.split()]
    named = [word for word in words if word.rstrip(".").casefold() not in TITLES]
    return next(iter(named or words), "")
