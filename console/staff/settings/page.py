"""Settings at the console: one's own second factor, sessions and password. A colleague's factor is never turned off."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.web.doors import with_retry_after
from console.web.screens import own_password
from console.web.screens.answers import Wrong
from console.web.screens.secret_drawing import SecretDrawing, draw_secret
from console.web.visit import Visit
from core.practices.practices import DEFAULT_TIME_ZONE
from core.second_factor import enrollments
from core.second_factor.enrollments import EnrollmentView, Pending, PendingExpired
from core.sessions import sessions
from core.sessions.sessions import SessionView

PAGE = "/settings"


@dataclass(frozen=True)
class OwnSettings:
    """What the page shows. ``secret`` waits for its first code while a move to a new phone is under way."""

    standing: EnrollmentView
    secret: SecretDrawing | None
    waited_too_long: bool
    sessions: tuple[SessionView, ...]
    time_zone: str = DEFAULT_TIME_ZONE


async def show(visit: Visit) -> Response:
    """The page."""
    return await draw(visit)


async def draw(
    visit: Visit, *, wrong: Wrong | None = None, password_wrong: Wrong | None = None, status: int = 200
) -> Response:
    """The page with whatever was refused: ``wrong`` of the new phone, ``password_wrong`` of the password."""
    page = await visit.database.read(lambda session: _look(session, visit))
    return visit.page(
        "staff_settings.html", status=status, page=page, wrong=wrong, password_wrong=password_wrong
    )


async def change_password(visit: Visit) -> Response:
    """A new password; the other sessions and half sign-ins end with the old one."""
    outcome = await own_password.change_password(visit)
    if isinstance(outcome, Wrong):
        page = await draw(visit, password_wrong=outcome, status=outcome.status)
        return with_retry_after(page, outcome.retry_after)
    response = visit.go(PAGE, done="password-changed")
    if outcome.token is not None:
        visit.site.cookies.put(response, "session", outcome.token)
    return response


def _look(session: Session, visit: Visit) -> OwnSettings:
    me, now, keys = visit.me, visit.now, visit.site.installation.keys
    waiting = enrollments.pending(session, keys, me.user_id, session_id=me.session_id, now=now)
    return OwnSettings(
        standing=enrollments.standing(session, me.user_id, now=now),
        secret=draw_secret(waiting.secret, me.email) if isinstance(waiting, Pending) else None,
        waited_too_long=isinstance(waiting, PendingExpired),
        sessions=sessions.listing(session, me.user_id, current=me.session_id, now=now),
    )
