"""The routes of Resets. Only agents and supervisors act; an auditor looks."""

from starlette.routing import BaseRoute, Route

from console.staff.cleaning import Clean
from console.staff.resets import decisions, resets
from console.web.doors import door
from console.web.site import Site
from core.people.staff_rights import DECIDERS

ONE = "/resets/{reset_id}"


def reset_routes(site: Site, *, clean: Clean) -> list[BaseRoute]:
    """``clean`` cuts secrets out of what is typed before it is kept."""
    acts = {
        "propose": decisions.proposing(clean),
        "approve": decisions.approve,
        "decline": decisions.declining(clean),
        "freeze": decisions.freeze,
        "close-alarm": decisions.close_alarm,
    }
    return [
        Route("/resets", door(site, resets.show_queue, needs="session"), methods=["GET"]),
        Route("/resets/list", door(site, resets.show_list, needs="session", by_itself=True), methods=["GET"]),
        Route(ONE, door(site, resets.show_reset, needs="session"), methods=["GET"]),
        *(
            Route(f"{ONE}/{name}", door(site, handler, needs="session", roles=DECIDERS), methods=["POST"])
            for name, handler in acts.items()
        ),
    ]
