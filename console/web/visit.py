"""One request as a handler sees it: who is looking, what they sent, and how to answer."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from console.web import csrf
from console.web.forms import Form
from console.web.site import Site
from core.ground.actors import Actor
from core.ground.async_database import AsyncDatabase
from core.ground.columns import ID
from core.sessions.half_sign_ins import Half
from core.sessions.sessions import SignedIn


@dataclass
class Visit:
    """A request that passed its access check. ``actor`` comes from cookies and the connection, never from the form."""

    request: Request
    site: Site
    now: datetime
    actor: Actor
    signed_in: SignedIn | None = None
    half: Half | None = None
    visit_token: str = ""  # of a page without sign-in
    form: Form = field(default_factory=Form)

    @property
    def me(self) -> SignedIn:
        """The signed-in person; only on a route that requires one."""
        if self.signed_in is None:
            raise RuntimeError("this door lets people in who are not signed in")
        return self.signed_in

    @property
    def csrf_token(self) -> str:
        """What the next form of this page must carry."""
        return csrf.token_for(self.site.installation.keys, self.csrf_binding)

    @property
    def csrf_binding(self) -> str:
        """What the token is bound to: the session, else the half sign-in, else this anonymous visit."""
        if self.signed_in is not None:
            return f"session:{self.signed_in.session_id}"
        if self.half is not None:
            return f"half:{self.half.id}"
        return f"visit:{self.visit_token}"

    @property
    def user_agent(self) -> str:
        """The browser's own description of itself, at most 300 characters."""
        return self.request.headers.get("user-agent", "")[:300]

    def row_id(self, name: str) -> str:
        """The id in the address; an invalid one is "" and never reaches the database."""
        asked = str(self.request.path_params[name])
        return asked if re.fullmatch(ID, asked) else ""

    @property
    def is_card(self) -> bool:
        """Whether the bubble asks for a fragment instead of a page."""
        return self.request.headers.get("x-card") == "1"

    @property
    def database(self) -> AsyncDatabase:
        """The database, off the event loop."""
        return self.site.database

    def page(self, template: str, *, status: int = 200, **facts: Any) -> Response:
        """Draw ``template`` with ``facts``; facts that every page needs are added here."""
        html = self.site.pages.get_template(template).render(
            me=self.signed_in,
            now=self.now,
            nonce=self.request.state.nonce,
            csrf_token=self.csrf_token,
            path=self.request.url.path,
            notice=self.request.query_params.get("done", ""),
            **facts,
        )
        return HTMLResponse(html, status_code=status)

    def go(self, path: str, **query: str) -> Response:
        """Redirect the browser to a path of ours with a GET."""
        return RedirectResponse(f"{path}?{urlencode(query)}" if query else path, status_code=303)
