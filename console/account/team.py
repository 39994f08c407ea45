"""Your team: a site admin sees who in their practice has set 2FA up and where the others are, and reminds those."""

from dataclasses import dataclass
from typing import assert_never, cast

from sqlalchemy.orm import Session
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.web.doors import door, refusal
from console.web.screens import adoption_figures
from console.web.site import Site
from console.web.visit import Visit
from core.adoption import team, totals
from core.adoption.funnel import Stage
from core.adoption.team import Team, TeamFilter
from core.adoption.totals import Totals
from core.enrolling import reminders
from core.enrolling.reminders import CannotRemind, NobodyToRemind, Reminded, RemindedToday

PAGE = "/team"
NOT_YOURS = "There is no such team, or you are not its site admin."
TODAY = "They were reminded less than a day ago. You can remind them again tomorrow."
NOBODY = "There is nobody to remind: the others have set it up, or asked not to be reminded."
NOT_ON = "Two-factor authentication is not activated here yet, so there is nothing to remind of."
ONLY = {"all": "Everyone", "missing": "Not set up", "done": "Set up"}
WHERE: dict[Stage, str] = {
    "invited": "Has not started",
    "opened": "Opened the set-up, no QR code yet",
    "qr_issued": "Has a QR code, no code entered yet",
    "code_tried": "Entered a first code, and it was refused",
    "done": "Set up, but Recovery Tokens not saved",
    "tokens_saved": "Set up",
}


@dataclass(frozen=True)
class TeamPage:
    """The people and the figures of a practice."""

    team: Team
    totals: Totals
    only: str


def team_routes(site: Site) -> list[BaseRoute]:
    """The page and its one button; another practice's id is not found."""
    return [
        Route(PAGE, door(site, show_mine, needs="session"), methods=["GET"]),
        Route(f"{PAGE}/{{practice_id}}", door(site, show, needs="session"), methods=["GET"]),
        Route(f"{PAGE}/{{practice_id}}/remind", door(site, remind, needs="session"), methods=["POST"]),
    ]


async def show_mine(visit: Visit) -> Response:
    """The team of the practice the person has chosen."""
    return visit.go(f"{PAGE}/{visit.me.practice_id}")


async def show(visit: Visit) -> Response:
    """The page, or 404."""
    return await _draw(visit)


async def remind(visit: Visit) -> Response:
    """Remind everyone who has not set it up; core counts the day and reads the role again."""
    practice_id = visit.row_id("practice_id")
    outcome = await visit.database.transact(
        lambda session: reminders.remind(session, practice_id, by=visit.actor, now=visit.now)
    )
    match outcome:
        case Reminded(count=count):
            return visit.go(f"{PAGE}/{practice_id}", done="reminded", people=str(count))
        case RemindedToday():
            return await _draw(visit, TODAY, 429)
        case NobodyToRemind():
            return await _draw(visit, NOBODY, 409)
        case CannotRemind():
            return await _draw(visit, NOT_ON, 409)
        case _:
            assert_never(outcome)


async def _draw(visit: Visit, problem: str = "", status: int = 200) -> Response:
    it = await visit.database.read(lambda session: _look(session, visit))
    if it is None:
        return refusal(visit, 404, NOT_YOURS)
    people = visit.request.query_params.get("people", "")
    return visit.page(
        "team.html",
        status=status,
        it=it,
        problem=problem,
        reminded=int(people) if people.isascii() and people.isdigit() and len(people) < len("100000") else 0,
        filters=ONLY,
        where=WHERE,
        figures=adoption_figures,
    )


def _look(session: Session, visit: Visit) -> TeamPage | None:
    query = visit.request.query_params
    only = query.get("only", "all")
    only = only if only in ONLY else "all"
    found = team.team(
        session,
        visit.row_id("practice_id"),
        viewer_id=visit.me.user_id,
        only=cast("TeamFilter", only),
        after=query.get("after"),
    )
    return (
        TeamPage(found, totals.of_practice(session, found.practice, now=visit.now), only) if found else None
    )
