"""Recovery Tokens: shown once, in the answer that made them, and acknowledged by "Ok, Got it!"."""

from typing import assert_never

from starlette.responses import Response

from console.account import settings
from console.web.visit import Visit
from core.enrolling import factor_changes
from core.enrolling.factor_changes import NeedsProof, NewTokens
from core.practices import practices
from core.second_factor import enrollments


async def show_once(visit: Visit, tokens: tuple[str, ...], *, session_token: str | None = None) -> Response:
    """The pop-up with a new set. The tokens exist in this answer and nowhere else."""
    mine = await visit.database.read(lambda session: practices.practices_of(session, visit.me.user_id))
    template = "cards/recovery_tokens.html" if visit.is_card else "recovery_tokens.html"
    response = visit.page(template, tokens=tokens, practices=mine, zone=practices.first_time_zone(mine))
    if session_token is not None:
        visit.site.cookies.put(response, "session", session_token)
    return response


async def acknowledge(visit: Visit) -> Response:
    """The person pressed "Ok, Got it!"."""
    await visit.database.transact(
        lambda session: enrollments.acknowledge(session, visit.me.user_id, by=visit.actor, now=visit.now)
    )
    return await settings.after(visit, "/settings#two-factor", done="tokens-saved")


async def again(visit: Visit) -> Response:
    """One new set without new proof, for the session that enabled and has not acknowledged yet (15 minutes)."""
    outcome = await visit.database.run(
        lambda: factor_changes.tokens_again(
            visit.site.installation, visit.me.user_id, by=visit.actor, now=visit.now
        )
    )
    match outcome:
        case NewTokens(tokens):
            return await show_once(visit, tokens)
        case NeedsProof():
            return visit.go("/settings/recovery-tokens")
        case _:
            assert_never(outcome)
