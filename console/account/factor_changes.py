"""New recovery tokens, a new phone, turning off: each asks for the password and a code or an unused recovery token."""

from datetime import datetime
from typing import Literal, Protocol, TypeVar

from starlette.responses import Response

from console.account import recovery_tokens, settings
from console.account.answers import Wrong, wrong_of
from console.account.two_factor import OPEN
from console.web.doors import Handler, refusal, with_retry_after
from console.web.visit import Visit
from core.enrolling import factor_changes, set_up
from core.enrolling.factor_changes import BothProofs, Mandatory, NewTokens, TurnedOff
from core.enrolling.set_up import Begun
from core.ground.actors import Actor
from core.ground.installation import Installation
from core.second_factor import enrollments
from core.second_factor.attempts import Typed

T_co = TypeVar("T_co", covariant=True)
Change = Literal["tokens", "phone", "off"]
PATHS: dict[Change, str] = {
    "tokens": "/settings/recovery-tokens",
    "phone": "/settings/new-phone",
    "off": "/settings/turn-off",
}


class Flow(Protocol[T_co]):
    """A flow of core that asks for the password and a second factor."""

    def __call__(
        self,
        installation: Installation,
        user_id: str,
        given: BothProofs,
        *,
        by: Actor,
        now: datetime,
    ) -> T_co:
        """Run it."""


def show(change: Change) -> Handler:
    """The form of one change."""

    async def form(visit: Visit) -> Response:
        return await _form(visit, change)

    return form


async def new_tokens(visit: Visit) -> Response:
    """A new set of recovery tokens; the old one stops working."""
    outcome = await _prove_and(visit, factor_changes.new_tokens)
    if isinstance(outcome, NewTokens):
        return await recovery_tokens.show_once(visit, outcome.tokens)
    return await _form(visit, "tokens", outcome if isinstance(outcome, Wrong) else wrong_of(visit, outcome))


async def new_phone(visit: Visit) -> Response:
    """Begin on a new phone; the old one works until the new one is confirmed."""
    outcome = await _prove_and(visit, set_up.begin_replacement)
    if isinstance(outcome, Begun):
        return await settings.after(visit, f"{OPEN}#step-2")
    return await _form(visit, "phone", outcome if isinstance(outcome, Wrong) else wrong_of(visit, outcome))


async def turn_off(visit: Visit) -> Response:
    """End one's own factor."""
    outcome = await _prove_and(visit, factor_changes.turn_off)
    if isinstance(outcome, TurnedOff):
        return await settings.after(visit, "/settings#two-factor", done="turned-off")
    if isinstance(outcome, Mandatory):
        return refusal(visit, 403, "This account must keep two-factor authentication.")
    return await _form(visit, "off", outcome if isinstance(outcome, Wrong) else wrong_of(visit, outcome))


async def _prove_and(visit: Visit, flow: Flow[T_co]) -> T_co | Wrong:
    """Pass what was typed to the core flow of this form."""
    given = _given(visit)
    if isinstance(given, Wrong):
        return given
    return await visit.database.run(
        lambda: flow(
            visit.site.installation,
            visit.me.user_id,
            given,
            by=visit.actor,
            now=visit.now,
        )
    )


def _given(visit: Visit) -> BothProofs | Wrong:
    password = visit.form.secret("current_password")
    code, token = visit.form.text("token", limit=64), visit.form.text("recovery_token", limit=64)
    if not password:
        return Wrong("current_password", "Enter your current password.", 400)
    if not code and not token:
        return Wrong("token", "Enter the 6 digits your app shows now, or a recovery token below.", 400)
    typed = Typed("totp", code) if code else Typed("recovery_token", token)
    return BothProofs(password, typed, visit.site.cookies.read(visit.request, "browser"))


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
