"""New recovery tokens, a new phone, turning off: each asks for the password and a code or an unused recovery token."""

from typing import Literal

from starlette.responses import Response

from console.account import recovery_tokens, settings
from console.account.two_factor import OPEN
from console.web.doors import Handler, refusal, with_retry_after
from console.web.screens.answers import Wrong, wrong_of
from console.web.screens.both_proofs import prove_and
from console.web.visit import Visit
from core.enrolling import factor_changes, set_up
from core.enrolling.factor_changes import Mandatory, NewTokens, TurnedOff
from core.enrolling.set_up import Begun
from core.second_factor import enrollments

Change = Literal["tokens", "phone", "off"]
PATHS: dict[Change, str] = {
    "tokens": "/settings/recovery-tokens",
    "phone": "/settings/new-phone",
    "off": "/settings/turn-off",
}


def show(change: Change) -> Handler:
    """The form of one change."""

    async def form(visit: Visit) -> Response:
        return await _form(visit, change)

    return form


async def new_tokens(visit: Visit) -> Response:
    """A new set of recovery tokens; the old one dies at once."""
    outcome = await prove_and(visit, factor_changes.new_tokens)
    if isinstance(outcome, NewTokens):
        return await recovery_tokens.show_once(visit, outcome.tokens)
    return await _form(visit, "tokens", wrong_of(visit, outcome))


async def new_phone(visit: Visit) -> Response:
    """Begin on a new phone; the old one works until the new one is confirmed."""
    outcome = await prove_and(visit, set_up.begin_replacement)
    if isinstance(outcome, Begun):
        return await settings.after(visit, f"{OPEN}#step-2")
    return await _form(visit, "phone", wrong_of(visit, outcome))


async def turn_off(visit: Visit) -> Response:
    """End one's own factor."""
    outcome = await prove_and(visit, factor_changes.turn_off)
    if isinstance(outcome, TurnedOff):
        return await settings.after(visit, "/settings#two-factor", done="turned-off")
    if isinstance(outcome, Mandatory):
        return refusal(visit, 403, "This account must keep two-factor authentication.")
    return await _form(visit, "off", wrong_of(visit, outcome))


async def _form(visit: Visit, change: Change, wrong: Wrong | None = None) -> Response:
    standing = await visit.database.read(
        lambda session: enrollments.standing(session, visit.me.user_id, now=visit.now)
    )
    if standing.state != "live":
        return await settings.after(visit, "/settings#two-factor", done="not-on")
    template = "cards/factor_change.html" if visit.is_card else "factor_change.html"
    page = visit.page(
        template,
        status=wrong.status if wrong else 200,
        change=change,
        action=PATHS[change],
        standing=standing,
        wrong=wrong,
    )
    return with_retry_after(page, wrong.retry_after if wrong else None)
