"""Is the whole trail here? What the chain over it cannot know by itself: who is there, and how long it was before."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import chain
from core.audit.chain import Broken, ChainIntact, Head
from core.audit.entries import AuditEntry
from core.ground import outbox
from core.ground.sealing import KeyRing
from core.people.users import User

KEEPERS = ("auditor", "supervisor")  # who is mailed the head: auditors, else supervisors


def verify(session: Session, keys: KeyRing, *, known: Head | None = None) -> ChainIntact | Broken:
    """Verify the chain, that it begins with the first person, and that it has grown from ``known`` (ASVS 16.4.2).

    Each person's arrival is an entry, so a trail that begins later, or not at all, was emptied.
    """
    found = chain.verify(session, keys)
    if isinstance(found, Broken):
        return found
    return _beginning_gone(session) or (chain.compare(session, known) if known else None) or found


def tell_head(session: Session, *, now: datetime) -> Head | None:
    """Mail the chain's last seal to those who keep it, once a day; returns it for the log."""
    head = chain.head(session)
    if head is None:
        return None
    for keeper in _keepers(session):
        once = f"audit_head:{now:%Y-%m-%d}:{keeper}"
        facts = {"head": str(head)}
        outbox.tell(session, "audit_head", via="mail", user_id=keeper, data=facts, once=once, now=now)
    return head


def _keepers(session: Session) -> list[str]:
    for role in KEEPERS:
        theirs = select(User.id).where(User.staff_role == role, User.disabled_at.is_(None)).order_by(User.id)
        if found := list(session.scalars(theirs)):
            return found
    return []


def _beginning_gone(session: Session) -> Broken | None:
    if not chain.is_whole(session):
        return None
    came, written = (
        session.scalar(select(func.min(User.created_at))),
        session.scalar(select(func.min(AuditEntry.at))),
    )
    if came is None or (written is not None and written <= came):
        return None
    return Broken(None, None, "There are people from before its first entry: it was emptied.")
