"""Which request a colleague decides next."""

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from core.requests.request_states import ActivationRequest
from core.requests.request_views import RequestDetail


def next_pending(session: Session, after: RequestDetail) -> str | None:
    """The request to decide after this one: the next in the order they were asked, round to the oldest; or None."""
    waiting = select(ActivationRequest.id).where(
        ActivationRequest.state == "pending", ActivationRequest.id != after.id
    )
    oldest = waiting.order_by(ActivationRequest.asked_at, ActivationRequest.id).limit(1)
    place = tuple_(ActivationRequest.asked_at, ActivationRequest.id)
    following = oldest.where(place > tuple_(after.asked_at, after.id))
    return session.scalar(following) or session.scalar(oldest)
