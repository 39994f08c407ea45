"""Where one is signed in: end one session, the others, or all of them (ASVS 7.5.2)."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.web.doors import door
from console.web.site import Site
from console.web.visit import Visit
from core.sessions import sessions

PAGE = "/settings"


def session_routes(site: Site) -> list[BaseRoute]:
    """The three buttons of the list; each touches the sessions of the person who presses it, and nobody else's."""
    acts = {"end": end_one, "end-others": end_others, "end-all": end_all}
    return [
        Route(f"{PAGE}/sessions/{path}", door(site, handler, needs="session"), methods=["POST"])
        for path, handler in acts.items()
    ]


async def end_one(visit: Visit) -> Response:
    """Sign one browser out. An id of someone else's session ends nothing and says nothing."""
    me, ended = visit.me, visit.form.text("session", limit=24)
    await visit.database.transact(
        lambda session: sessions.end_own(
            session, me.user_id, ended, why="signed_out_elsewhere", by=visit.actor, now=visit.now
        )
    )
    return visit.go(PAGE, done="session-ended")


async def end_others(visit: Visit) -> Response:
    """Sign out every other browser of this person."""
    me = visit.me
    await visit.database.transact(
        lambda session: sessions.end_others(
            session, me.user_id, keep=me.session_id, why="signed_out_elsewhere", by=visit.actor, now=visit.now
        )
    )
    return visit.go(PAGE, done="others-signed-out")


async def end_all(visit: Visit) -> Response:
    """Sign out everywhere, here too."""
    me = visit.me
    await visit.database.transact(
        lambda session: sessions.end_all(session, me.user_id, why="signed_out", by=visit.actor, now=visit.now)
    )
    response = visit.go("/sign-in", done="signed-out")
    visit.site.cookies.drop(response, "session")
    return response
