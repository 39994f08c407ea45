"""The Staff page: everybody of the team, and the role changes that wait for a second supervisor."""

from starlette.responses import Response

from console.web.visit import Visit
from core.ground import alarms
from core.team import recovery, role_changes, staff

PAGE = "/staff"
ROLES = {"agent": "Agent", "supervisor": "Supervisor", "auditor": "Auditor"}


async def show(visit: Visit) -> Response:
    """Everybody may look; supervisors change."""
    return await draw(visit)


async def draw(visit: Visit, *, status: int = 200, **facts: str) -> Response:
    """The page with whatever was refused: ``wrong`` names the field, ``problem`` says why."""
    everybody = await visit.database.read(staff.everybody)
    waiting = await visit.database.read(lambda session: role_changes.waiting(session, now=visit.now))
    standing = await visit.database.read(alarms.standing)
    blank = {"wrong": "", "problem": "", "email": "", "name": "", "role": "agent"}
    return visit.page(
        "staff.html",
        status=status,
        everybody=everybody,
        waiting=waiting,
        recovered=[alarm for alarm in standing if alarm.name == recovery.ALARM],
        roles=ROLES,
        may_manage=visit.me.staff_role == "supervisor",
        **(blank | facts),
    )
