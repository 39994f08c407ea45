"""Setting 2FA up: Step 1 without a secret, Step 2 with the QR code, then password and code. Page and card alike."""

from typing import assert_never

from starlette.responses import Response

from console.account import recovery_tokens, settings
from console.web.doors import refusal, with_retry_after
from console.web.screens.answers import Wrong
from console.web.screens.both_proofs import confirm_set_up
from console.web.visit import Visit
from core.enrolling import set_up
from core.enrolling.set_up import AlreadyLive, Begun, Enabled, NotActivated, NothingPending

OPEN = "/settings?two-factor=open"
NOT_ACTIVATED = (
    "Two-factor authentication is not activated in any of your practices yet. Your site admin can ask for it."
)


async def begin(visit: Visit) -> Response:
    """Issue the secret and show Step 2. Asking again replaces a waiting QR code."""
    keys, me = visit.site.installation.keys, visit.me
    outcome = await visit.database.transact(
        lambda session: set_up.begin(session, keys, me.user_id, by=visit.actor, now=visit.now)
    )
    match outcome:
        case Begun():
            return await settings.after(visit, f"{OPEN}#step-2")
        case NotActivated():
            return refusal(visit, 409, NOT_ACTIVATED)
        case AlreadyLive():
            return await settings.after(visit, "/settings#two-factor", done="already-on")
        case _:
            assert_never(outcome)


async def confirm(visit: Visit) -> Response:
    """Enable: current password and 6-digit token. A second press of the same form finds it done, not broken."""
    outcome = await confirm_set_up(visit, no_code="Enter the 6 digits your app shows now.")
    match outcome:
        case Enabled():
            return await recovery_tokens.show_once(visit, outcome.tokens, session_token=outcome.session_token)
        case NothingPending("already_live"):
            return await settings.after(visit, "/settings#two-factor", done="already-on")
        case NothingPending():
            return await _again(visit, None, status=409)
        case Wrong():
            return await _again(visit, outcome)


async def _again(visit: Visit, wrong: Wrong | None, *, status: int = 200) -> Response:
    page = await settings.draw(visit, is_open=True, wrong=wrong, status=wrong.status if wrong else status)
    return with_retry_after(page, wrong.retry_after if wrong else None)
