"""Pages that carry the bubble under the site's real content policy, and private cards with a state of their own."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

TOP = Path(__file__).parents[4]
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/app.css"></head>
<body><main><h1>{title}</h1>
<p>A page of the clinic's site.</p>
<p><a href="/">Start</a> <a href="/other">Other page</a></p>
<button type="button" class="button chat" data-chat-ask="request_activation">Ask us in the chat</button>
</main>
<help-chat base="/chat" cards="/cards" parts="/parts.js" styles="/static/app.css" csrf-token="token-1"></help-chat>
<script type="module" src="/chat/ui/bubble.js" nonce="{nonce}"></script>
</body></html>"""
PARTS = """export function enliven(root) {
  for (const dialog of root.querySelectorAll("dialog[data-modal]")) {
    dialog.showModal();
    dialog.addEventListener("cancel", (event) => event.preventDefault());
  }
}"""
FORM = """<form data-card-form method="post" action="{action}">
<input type="hidden" name="csrf_token" value="card-token">{fields}
<button class="button primary">{button}</button></form>"""
STEP_1 = """<h3>Step 1</h3><p>Install an authenticator app on your phone, then come back.</p>"""
STEP_2 = """<h3 data-focus>Step 2</h3><p>Scan this code with the app.</p>
<p class="code">JBSW Y3DP EHPK 3PXP</p>"""
FIELDS = """<div class="field"><label for="password">Current password</label>
<input type="password" id="password" name="current_password"></div>
<div class="field"><label for="token">6-digit token</label>
<input type="text" class="code" id="token" name="token"{wrong}>{problem}</div>"""
PROBLEM = '<p class="problem" id="problem">That token has expired. Enter the one showing now.</p>'
TOKENS = """<dialog data-modal closedby="none" aria-labelledby="tokens"><h3 id="tokens" data-focus>Recovery Tokens</h3>
<p class="code">01-ABCD-EFGH-JKMN-PQRS-TVWX-YZ23</p>{form}</dialog>"""


@dataclass
class Pages:
    """Static pages and the state behind the set-up card."""

    state: str = "step_1"
    good_token: str = "123456"
    card_fetches: int = 0
    card_posts: list[dict[str, str]] = field(default_factory=list)
    card_is_down: bool = False

    def routes(self) -> list[BaseRoute]:
        """Everything but the wire."""
        return [
            *(Route(path, self._page) for path in ("/", "/other", "/sign-in", "/help/two-factor")),
            Route("/parts.js", lambda _: Response(PARTS, media_type="text/javascript")),
            Route("/cards/set-up", self._card),
            Route("/cards/{path:path}", self._post, methods=["POST"]),
            Mount("/chat/ui", StaticFiles(directory=TOP / "bot/bubble/static")),
            Route("/static/app.css", lambda _: Response(_sheet(), media_type="text/css")),
            Mount("/static", StaticFiles(directory=TOP / "console/web/static")),
            Route("/favicon.ico", lambda _: Response(status_code=204)),
        ]

    async def _page(self, request: Request) -> Response:
        nonce = secrets.token_urlsafe(9)
        title = {"/": "Dashboard", "/sign-in": "Sign in"}.get(request.url.path, "Other page")
        headers = {"Content-Security-Policy": POLICY.format(nonce=nonce), "Cache-Control": "no-store"}
        return HTMLResponse(PAGE.format(title=title, nonce=nonce), headers=headers)

    async def _card(self, request: Request) -> Response:
        self.card_fetches += 1
        if self.card_is_down:
            return HTMLResponse("<p>Down</p>", status_code=503)
        return HTMLResponse(self._section())

    async def _post(self, request: Request) -> Response:
        async with request.form() as form:
            fields = {name: str(value) for name, value in form.items()}
        self.card_posts.append(
            fields | {"path": request.url.path, "x_card": request.headers.get("X-Card", "")}
        )
        if self.card_is_down:
            return HTMLResponse("<p>Down</p>", status_code=503)
        return self._answer(request.url.path, fields.get("token", ""))

    def _answer(self, path: str, token: str) -> Response:
        if path.endswith("confirm") and token != self.good_token:
            return HTMLResponse(self._section(refused=True), status_code=400)
        if path.endswith("confirm"):
            self.state = "enabled"
            return HTMLResponse(_section("tokens", _tokens()))
        self.state = "step_2" if path.endswith("begin") else "done"
        return HTMLResponse(self._section())

    def _section(self, *, refused: bool = False) -> str:
        match self.state:
            case "step_1":
                form = FORM.format(action="/cards/set-up/begin", fields="", button="Show the QR code")
                return _section(self.state, STEP_1 + form)
            case "step_2":
                wrong = ' aria-invalid="true" aria-describedby="problem"' if refused else ""
                fields = FIELDS.format(wrong=wrong, problem=PROBLEM if refused else "")
                form = FORM.format(
                    action="/cards/set-up/confirm", fields=fields, button="Enable Two Factor Authentication"
                )
                return _section(self.state, STEP_2 + form)
            case _:
                return _section(
                    self.state, "<h3 data-focus>You are set up</h3><p>Sign-in now asks for a token.</p>"
                )


def _sheet() -> str:
    """The site's own sheet, so that the chat is seen in the colours it will have."""
    return "".join(part.read_text("utf-8") for part in sorted((TOP / "console/web/styles").glob("*.css")))


def _tokens() -> str:
    done = FORM.format(action="/cards/recovery-tokens/acknowledge", fields="", button="Ok, Got it!")
    return TOKENS.format(form=done)


def _section(state: str, content: str) -> str:
    return f'<section class="card" data-card="set_up" data-state="{state}">{content}</section>'
