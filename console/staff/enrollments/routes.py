"""The routes of Enrollments. Only agents and supervisors act; an auditor looks."""

from starlette.routing import BaseRoute, Route

from console.staff.enrollments import member, people
from console.web.doors import door
from console.web.site import Site
from core.people.staff_rights import DECIDERS

ONE = "/enrollments/{user_id}"


def enrollment_routes(site: Site) -> list[BaseRoute]:
    """The list, the part of it that is fetched while someone types, and one member."""
    acts = {
        "end-sessions": member.end_sessions,
        "lift-wait": member.lift_wait,
        "invite": member.invite,
        "reset": member.start_reset,
    }
    return [
        Route("/enrollments", door(site, people.show, needs="session"), methods=["GET"]),
        Route("/enrollments/list", door(site, people.show_list, needs="session"), methods=["GET"]),
        Route(ONE, door(site, member.show, needs="session"), methods=["GET"]),
        *(
            Route(f"{ONE}/{name}", door(site, handler, needs="session", roles=DECIDERS), methods=["POST"])
            for name, handler in acts.items()
        ),
    ]
