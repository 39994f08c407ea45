"""Step-up: a signed-in person shows their second factor again, because the action is sensitive (ASVS 7.5.3)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.ground.actors import Actor
from core.ground.installation import Installation
from core.second_factor import attempts
from core.second_factor.attempts import Proven, Typed
from core.second_factor.refusals import Refusal
from core.sessions import sessions, trusted_browsers
from core.sessions.sessions import SignedIn


@dataclass(frozen=True)
class SteppedUp:
    """The factor is fresh for 5 minutes; ``token`` is the session's new cookie."""

    token: str


@dataclass(frozen=True)
class SessionOver:
    """The code was right, but the session ended while it was checked."""


def step_up(
    installation: Installation,
    signed_in: SignedIn,
    typed: Typed,
    *,
    browser_token: str | None = None,
    by: Actor,
    now: datetime,
) -> SteppedUp | Refusal | SessionOver:
    """Check a code on the budget shared by every path, and renew the session's cookie with its proof."""
    browser_id = installation.database.read(
        lambda session: trusted_browsers.browser_id(session, browser_token, signed_in.user_id)
    )

    def conclude(session: Session, proven: Proven) -> SteppedUp | SessionOver:
        token = sessions.prove(session, signed_in.session_id, factor=proven.factor, now=now)
        return SteppedUp(token) if token else SessionOver()

    return attempts.check(
        installation,
        signed_in.user_id,
        typed,
        purpose="step_up",
        by=by,
        trusted_browser_id=browser_id,
        now=now,
        conclude=conclude,
    )
