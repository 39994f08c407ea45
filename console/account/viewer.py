"""Who looks at the chat: a signed-in member, somebody at the token prompt, or an unknown visitor."""

from dataclasses import dataclass
from typing import Literal

from starlette.requests import Request

from console.web.doors import arrive
from console.web.site import Site
from core.ground.actors import Actor


@dataclass(frozen=True)
class Looking:
    """What the chat may know of the person; it decides nothing by what they type."""

    kind: Literal["member", "visitor", "proven"]
    user_id: str | None
    session_id: str | None
    name: str | None
    actor: Actor
    help_cookie: str | None
    csrf_token: str


async def viewer_of(site: Site, request: Request) -> Looking:
    """Read it from the cookies. ``proven`` is a right password without the second factor: no account data."""
    visit = await arrive(site, request)
    kind: Literal["member", "visitor", "proven"] = "visitor"
    if visit.signed_in is not None:
        kind = "member"
    elif visit.half is not None:
        kind = "proven"
    return Looking(
        kind=kind,
        user_id=visit.actor.user_id,
        session_id=visit.signed_in.session_id if visit.signed_in else None,
        name=visit.signed_in.name if visit.signed_in else None,
        actor=visit.actor,
        help_cookie=site.cookies.read(request, "help"),
        csrf_token=visit.csrf_token,
    )
