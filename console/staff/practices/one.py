"""One practice, and the changes of its rule by two people: each act with a code typed for it."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, assert_never

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.staff.cleaning import LONGEST_TYPED, Clean
from console.staff.enrollments.timeline_words import did
from console.web.doors import Handler, refusal, with_retry_after
from console.web.screens.fresh_proof import prove_anew
from console.web.screens.refused_codes import status_of, wait_of
from console.web.visit import Visit
from core.ground.actors import Actor
from core.history.practice_page import practice_page
from core.people.staff_rights import NotAllowed, StepUpNeeded
from core.practices import change_decisions
from core.practices.change_decisions import ChangeApproved, ChangeOver, ChangeRejected
from core.practices.practice_changes import ChangeProposed
from core.second_factor.refusal_words import sentence
from core.second_factor.refusals import Refusal
from core.signing_in.step_up import SessionOver

NO_SUCH = "There is no such practice."
TOO_LATE = "Somebody has decided this before, or it was too old. Nothing was changed now."
Outcome = ChangeProposed | ChangeApproved | ChangeRejected | ChangeOver | NotAllowed | StepUpNeeded
Act = Callable[[Session, Actor], Outcome]


class Propose(Protocol):
    """What proposes one kind of change."""

    def __call__(
        self, session: Session, practice_id: str, reason: str, *, by: Actor, now: datetime
    ) -> ChangeProposed | NotAllowed | StepUpNeeded:
        """Write the proposal down, or say why not."""


async def show(visit: Visit) -> Response:
    """The page, or 404."""
    return await _draw(visit)


def proposing(change: Propose, clean: Clean) -> Handler:
    """Propose a change that lowers security there, with a reason."""

    async def propose(visit: Visit) -> Response:
        reason = clean(visit.form.text("reason", limit=LONGEST_TYPED)).text
        return await _act(
            visit,
            "proposed",
            lambda session, by: change(session, visit.row_id("practice_id"), reason, by=by, now=visit.now),
            reason=reason,
        )

    return propose


async def approve(visit: Visit) -> Response:
    """Agree to the proposal of a colleague or an admin."""
    return await _act(
        visit,
        "approved",
        lambda session, by: change_decisions.approve_change(
            session, visit.row_id("change_id"), by=by, now=visit.now
        ),
    )


async def reject(visit: Visit) -> Response:
    """End a proposal without effect."""
    return await _act(
        visit,
        "rejected",
        lambda session, by: change_decisions.reject_change(
            session, visit.row_id("change_id"), by=by, now=visit.now
        ),
    )


async def _act(visit: Visit, done: str, act: Act, *, reason: str = "") -> Response:
    proof = await prove_anew(visit)
    if isinstance(proof, Refusal):
        page = await _draw(visit, sentence(proof, now=visit.now), status_of(proof), reason=reason)
        return with_retry_after(page, wait_of(proof, now=visit.now))
    if isinstance(proof, SessionOver):
        return visit.go("/sign-in")
    outcome = await visit.database.transact(lambda session: act(session, proof.actor))
    return proof.keep(visit, await _answer(visit, done, outcome, reason))


async def _answer(visit: Visit, done: str, outcome: Outcome, reason: str) -> Response:
    match outcome:
        case ChangeProposed() | ChangeApproved() | ChangeRejected():
            return visit.go(f"/practices/{visit.row_id('practice_id')}", done=done)
        case ChangeOver():
            return await _draw(visit, TOO_LATE, 409)
        case StepUpNeeded():
            return await _draw(visit, "Enter the 6-digit token your app shows now.", 403, reason=reason)
        case NotAllowed(why):
            return await _draw(visit, why, 403, reason=reason)
        case _:
            assert_never(outcome)


async def _draw(visit: Visit, problem: str = "", status: int = 200, *, reason: str = "") -> Response:
    after = visit.request.query_params.get("after")
    shown = await visit.database.read(
        lambda session: practice_page(session, visit.row_id("practice_id"), after=after)
    )
    if shown is None:
        return refusal(visit, 404, NO_SUCH)
    facts = {"it": shown, "problem": problem, "reason": reason, "is_later": bool(after), "did": did}
    return visit.page("practice.html", status=status, **facts)
