"""Who looks at the bubble, as the site that carries it says: from cookies and the session, never from a message."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from core.ground.actors import Actor


@dataclass(frozen=True)
class Viewer:
    """A signed-in member, a person after a right password (``proven``), or an unknown visitor."""

    kind: Literal["member", "visitor", "proven"]
    user_id: str | None
    session_id: str | None
    name: str | None
    actor: Actor
    help_cookie: str | None
    csrf_token: str

    @property
    def in_bubble(self) -> Actor:
        """The actor of what is said and pressed here."""
        return replace(self.actor, channel="bubble")

    @property
    def identity(self) -> tuple[str, str | None, str | None]:
        """What must stay the same for a stream to go on."""
        return self.kind, self.user_id, self.session_id


ViewerOf = Callable[[Request], Awaitable[Viewer]]
RefuseForged = Callable[[Request], Awaitable[Response | None]]
SetHelpCookie = Callable[[Response, str], None]
