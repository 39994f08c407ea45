"""Step-up inside a form: the field ``token`` beside the others shows the second factor again (ASVS 7.5.3)."""

from dataclasses import dataclass, replace

from starlette.responses import Response

from console.web.visit import Visit
from core.ground.actors import Actor
from core.second_factor.attempts import Typed
from core.second_factor.refusals import Refusal
from core.signing_in import step_up
from core.signing_in.step_up import SessionOver


@dataclass(frozen=True)
class FreshProof:
    """The person as far as they are proven now; ``session_token`` is the session's new cookie after a step-up."""

    actor: Actor
    session_token: str | None = None

    def keep(self, visit: Visit, response: Response) -> Response:
        """Hand the renewed session to the browser, whether or not the action succeeded."""
        if self.session_token is not None:
            visit.site.cookies.put(response, "session", self.session_token)
        return response


async def prove_fresh(visit: Visit) -> FreshProof | Refusal | SessionOver:
    """Check the code of the form if there is one. A code that is fresh already is not asked again."""
    if "token" not in visit.form.values or visit.actor.has_fresh_code(now=visit.now):
        return FreshProof(visit.actor)
    return await prove_anew(visit)


async def prove_anew(visit: Visit) -> FreshProof | Refusal | SessionOver:
    """Check the code of the form, however fresh an earlier one is: acts that lower security need a new code."""
    typed = Typed("totp", visit.form.text("token", limit=64))
    outcome = await visit.database.run(
        lambda: step_up.step_up(
            visit.site.installation,
            visit.me,
            typed,
            browser_token=visit.site.cookies.read(visit.request, "browser"),
            by=visit.actor,
            now=visit.now,
        )
    )
    if isinstance(outcome, Refusal | SessionOver):
        return outcome
    return FreshProof(replace(visit.actor, factor="totp", factor_at=visit.now), outcome.token)
