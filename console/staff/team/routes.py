"""Every route of the Staff page. All of the team look; only supervisors act."""

from starlette.routing import BaseRoute, Route

from console.staff.team import acts, people
from console.staff.team.acts import acting
from console.staff.team.people import PAGE
from console.web.doors import door
from console.web.site import Site

ONE = f"{PAGE}/{{user_id}}"
CHANGE = f"{PAGE}/role-changes/{{change_id}}"


def team_routes(site: Site) -> list[BaseRoute]:
    """The list, and each act on it."""
    pressed = {
        f"{PAGE}/invite": acts.INVITE,
        f"{PAGE}/recovery-seen": acts.SEEN,
        f"{CHANGE}/approve": acts.APPROVE,
        f"{CHANGE}/reject": acts.REJECT,
        f"{ONE}/invite-again": acts.AGAIN,
        f"{ONE}/disable": acts.DISABLE,
        f"{ONE}/enable": acts.ENABLE,
        f"{ONE}/role": acts.PROPOSE,
    }
    return [
        Route(PAGE, door(site, people.show, needs="session"), methods=["GET"]),
        *(
            Route(path, door(site, acting(act), needs="session", roles=("supervisor",)), methods=["POST"])
            for path, act in pressed.items()
        ),
    ]
