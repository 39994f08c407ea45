"""New recovery tokens and a new phone: each asks for the password and a code or an unused recovery token."""

from typing import Literal

from starlette.responses import Response

from console.staff.settings import page
from console.staff.settings.page import PAGE
from console.web.doors import Handler, with_retry_after
from console.web.screens.answers import Wrong, wrong_of
from console.web.screens.both_proofs import confirm_set_up, prove_and
from console.web.visit import Visit
from core.enrolling import factor_changes, set_up
from core.enrolling.factor_changes import NewTokens
from core.enrolling.set_up import Begun, Enabled, NothingPending

Change = Literal["tokens", "phone"]
PATHS: dict[Change, str] = {"tokens": "/settings/recovery-tokens", "phone": "/settings/new-phone"}
VOID = Wrong("token", "That QR code is void. Begin again with “Move to a new phone”.", 409)


def show(change: Change) -> Handler:
    """The form of one change."""

    async def form(visit: Visit) -> Response:
        return _form(visit, change)

    return form


async def new_tokens(visit: Visit) -> Response:
    """A new set of recovery tokens; the old one dies at once."""
    outcome = await prove_and(visit, factor_changes.new_tokens)
    if isinstance(outcome, NewTokens):
        return _tokens(visit, outcome.tokens)
    return _form(visit, "tokens", wrong_of(visit, outcome))


async def new_phone(visit: Visit) -> Response:
    """Begin on a new phone; the old one works until the new one is confirmed."""
    outcome = await prove_and(visit, set_up.begin_replacement)
    if isinstance(outcome, Begun):
        return visit.go(f"{PAGE}#step-2")
    return _form(visit, "phone", wrong_of(visit, outcome))


async def confirm_phone(visit: Visit) -> Response:
    """The first code of the new phone, with the password: the old phone and its tokens end."""
    outcome = await confirm_set_up(visit, no_code="Enter the 6 digits the new phone shows now.")
    match outcome:
        case Enabled():
            return _tokens(visit, outcome.tokens, session_token=outcome.session_token)
        case NothingPending("already_live"):
            return visit.go(PAGE, done="already-on")
        case NothingPending():
            return await _again(visit, VOID)
        case Wrong():
            return await _again(visit, outcome)


def _tokens(visit: Visit, tokens: tuple[str, ...], *, session_token: str | None = None) -> Response:
    """The tokens exist in this answer and nowhere else."""
    response = visit.page("staff_tokens.html", tokens=tokens)
    if session_token is not None:
        visit.site.cookies.put(response, "session", session_token)
    return response


def _form(visit: Visit, change: Change, wrong: Wrong | None = None) -> Response:
    drawn = visit.page(
        "staff_factor_change.html",
        status=wrong.status if wrong else 200,
        change=change,
        action=PATHS[change],
        wrong=wrong,
    )
    return with_retry_after(drawn, wrong.retry_after if wrong else None)


async def _again(visit: Visit, wrong: Wrong) -> Response:
    drawn = await page.draw(visit, wrong=wrong, status=wrong.status)
    return with_retry_after(drawn, wrong.retry_after)
