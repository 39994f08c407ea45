"""The forms that ask for the password, and for a code or an unused recovery token, before a change of the factor."""

from datetime import datetime
from typing import Protocol, TypeVar

from console.web.screens.answers import Wrong, wrong_of
from console.web.visit import Visit
from core.enrolling import set_up
from core.enrolling.factor_changes import BothProofs
from core.enrolling.set_up import Enabled, NothingPending
from core.ground.actors import Actor
from core.ground.installation import Installation
from core.second_factor.attempts import Typed

T_co = TypeVar("T_co", covariant=True)


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


async def prove_and(visit: Visit, flow: Flow[T_co]) -> T_co | Wrong:
    """Hand what was typed to the one flow of core that this form is for."""
    given = _given(visit)
    if isinstance(given, Wrong):
        return given
    return await visit.database.run(
        lambda: flow(visit.site.installation, visit.me.user_id, given, by=visit.actor, now=visit.now)
    )


async def confirm_set_up(visit: Visit, *, no_code: str) -> Enabled | NothingPending | Wrong:
    """Make the waiting secret live by the password and the first code; ``no_code`` asks for a code that is missing."""
    password, code = visit.form.secret("current_password"), visit.form.text("token", limit=64)
    if not password:
        return Wrong("current_password", "Enter your current password.", 400)
    if not code:
        return Wrong("token", no_code, 400)
    outcome = await visit.database.run(
        lambda: set_up.confirm(
            visit.site.installation,
            visit.me.user_id,
            password=password,
            code=code,
            by=visit.actor,
            now=visit.now,
        )
    )
    return outcome if isinstance(outcome, Enabled | NothingPending) else wrong_of(visit, outcome)


def _given(visit: Visit) -> BothProofs | Wrong:
    password = visit.form.secret("current_password")
    code, token = visit.form.text("token", limit=64), visit.form.text("recovery_token", limit=64)
    if not password:
        return Wrong("current_password", "Enter your current password.", 400)
    if not code and not token:
        return Wrong("token", "Enter the 6 digits your app shows now, or a recovery token below.", 400)
    typed = Typed("totp", code) if code else Typed("recovery_token", token)
    return BothProofs(password, typed, visit.site.cookies.read(visit.request, "browser"))
