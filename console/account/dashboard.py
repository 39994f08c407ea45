"""The dashboard: where the person works, the state of 2FA there, and the next step. It changes no security setting."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.web.doors import refusal
from console.web.visit import Visit
from core.practices import members, practices
from core.practices.members import SetUpCount
from core.practices.practices import PersonView, PracticeView
from core.requests import request_views
from core.requests.request_views import RequestView
from core.second_factor import enrollments
from core.second_factor.enrollments import EnrollmentView
from core.sessions import sessions


@dataclass(frozen=True)
class Dashboard:
    """What the page shows. ``count`` and ``request`` are for admins of the shown practice only."""

    practices: tuple[PracticeView, ...]
    current: PracticeView
    standing: EnrollmentView
    may_set_up: bool
    admins: tuple[PersonView, ...]
    count: SetUpCount | None
    request: RequestView | None


async def show(visit: Visit) -> Response:
    """The start page of a signed-in person."""
    dashboard = await visit.database.read(lambda session: look(session, visit))
    return visit.page("dashboard.html", dashboard=dashboard)


async def switch(visit: Visit) -> Response:
    """Show another of the person's practices; any other is not found."""
    practice_id, session_id = visit.form.text("practice", limit=24), visit.me.session_id
    if not await visit.database.transact(
        lambda session: sessions.choose_practice(session, session_id, practice_id)
    ):
        return refusal(visit, 404, "This practice is not one of yours.")
    return visit.go("/")


def look(session: Session, visit: Visit) -> Dashboard:
    """The facts of the page in one reading."""
    mine = practices.practices_of(session, visit.me.user_id)
    current = next((one for one in mine if one.id == visit.me.practice_id), mine[0])
    is_admin = current.role == "admin"
    return Dashboard(
        practices=mine,
        current=current,
        standing=enrollments.standing(session, visit.me.user_id, now=visit.now),
        may_set_up=any(one.activated_at for one in mine),
        admins=practices.admins_of(session, current.id),
        count=members.set_up_count(session, current.id) if is_admin else None,
        request=request_views.latest_request(session, current.id) if is_admin else None,
    )
