"""The routes of Practices. Only agents and supervisors act; an auditor looks."""

from starlette.routing import BaseRoute, Route

from console.staff.cleaning import Clean
from console.staff.practices import listed, one
from console.web.doors import door
from console.web.site import Site
from core.people.staff_rights import DECIDERS
from core.practices import change_decisions

CHANGE = "/practices/{practice_id}/changes/{change_id}"


def practice_routes(site: Site, *, clean: Clean) -> list[BaseRoute]:
    """The list, the part of it that is fetched while someone types, and one practice."""
    looks = {
        "/practices": listed.show,
        "/practices/list": listed.show_list,
        "/practices/{practice_id}": one.show,
    }
    acts = {
        "/practices/{practice_id}/deactivate": one.proposing(change_decisions.propose_deactivation, clean),
        "/practices/{practice_id}/optional": one.proposing(change_decisions.propose_optional, clean),
        f"{CHANGE}/approve": one.approve,
        f"{CHANGE}/reject": one.reject,
    }
    return [
        *(
            Route(path, door(site, handler, needs="session"), methods=["GET"])
            for path, handler in looks.items()
        ),
        *(
            Route(path, door(site, handler, needs="session", roles=DECIDERS), methods=["POST"])
            for path, handler in acts.items()
        ),
    ]
