"""Every route of the staff console, each with its access check."""

from starlette.routing import BaseRoute, Route

from console.staff import first_sign_in, live, trouble
from console.staff.adoption.routes import adoption_routes
from console.staff.audit.routes import audit_routes
from console.staff.cleaning import Clean
from console.staff.enrollments.routes import enrollment_routes
from console.staff.inbox.routes import inbox_routes
from console.staff.practices.routes import practice_routes
from console.staff.requests import requests
from console.staff.requests.decisions import Decision, deciding
from console.staff.resets.routes import reset_routes
from console.staff.settings.routes import settings_routes
from console.staff.team.routes import team_routes
from console.web.doors import door
from console.web.screens.forgotten_password import forgotten_routes
from console.web.screens.passwords import link_routes
from console.web.screens.signing_in import SET_UP_PATH, sign_in_routes
from console.web.site import Site
from core.ground.live import Watcher
from core.people.staff_rights import DECIDERS


def staff_routes(site: Site, watcher: Watcher, *, clean: Clean) -> list[BaseRoute]:
    """The routes of ``site``. ``clean`` cuts secrets out of what staff type; the composition root passes it in."""
    return [
        *sign_in_routes(site),
        *link_routes(site, "/invitation/{token}", "/password/reset/{token}"),
        *forgotten_routes(site),
        *settings_routes(site),
        *_first_sign_in(site),
        *_live(site, watcher),
        Route("/", door(site, requests.show_queue, needs="session"), methods=["GET"]),
        Route("/requests", door(site, requests.show_queue, needs="session"), methods=["GET"]),
        Route("/requests/{request_id}", door(site, requests.show_request, needs="session"), methods=["GET"]),
        *_decisions(site, clean),
        Route(trouble.PAGE, door(site, trouble.show, needs="session"), methods=["GET"]),
        Route(
            f"{trouble.PAGE}/try-again",
            door(site, trouble.try_again, needs="session", roles=DECIDERS),
            methods=["POST"],
        ),
        *inbox_routes(site, clean=clean),
        *adoption_routes(site),
        *audit_routes(site),
        *team_routes(site),
        *enrollment_routes(site),
        *practice_routes(site, clean=clean),
        *reset_routes(site, clean=clean),
    ]


def _first_sign_in(site: Site) -> list[BaseRoute]:
    """Only a half sign-in sets up; only the session it became may ask for the tokens again."""
    return [
        Route(SET_UP_PATH, door(site, first_sign_in.show, needs="half"), methods=["GET"]),
        Route(f"{SET_UP_PATH}/begin", door(site, first_sign_in.begin, needs="half"), methods=["POST"]),
        Route(f"{SET_UP_PATH}/confirm", door(site, first_sign_in.confirm, needs="half"), methods=["POST"]),
        Route(
            "/recovery-tokens/acknowledge",
            door(site, first_sign_in.acknowledge, needs="session"),
            methods=["POST"],
        ),
        Route("/recovery-tokens/again", door(site, first_sign_in.again, needs="session"), methods=["POST"]),
    ]


def _live(site: Site, watcher: Watcher) -> list[BaseRoute]:
    """Requests that pages make by themselves; they do not count as activity of the person."""
    asked = {
        "/requests/list": requests.show_list,
        "/requests/changes": requests.show_changes,
        "/requests/count": requests.show_count,
        "/trouble/alarms": trouble.show_alarms,
        "/trouble/undelivered": trouble.show_undelivered,
        "/live": live.stream_of(watcher),
    }
    return [
        Route(path, door(site, handler, needs="session", by_itself=True), methods=["GET"])
        for path, handler in asked.items()
    ]


def _decisions(site: Site, clean: Clean) -> list[BaseRoute]:
    acts: tuple[Decision, ...] = ("approve", "decline", "ask")
    return [
        Route(
            f"/requests/{{request_id}}/{act}",
            door(site, deciding(act, clean), needs="session", roles=DECIDERS),
            methods=["POST"],
        )
        for act in acts
    ]
