"""Propose, approve, decline, freeze. Whatever lowers security asks for a code of its own, typed for this act."""

from collections.abc import Callable
from datetime import timedelta
from typing import assert_never

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.staff.cleaning import LONGEST_TYPED, Clean
from console.staff.resets import resets
from console.web.doors import Handler, refusal, with_retry_after
from console.web.screens.fresh_proof import prove_anew
from console.web.screens.refused_codes import status_of, wait_of
from console.web.visit import Visit
from core.ground.actors import Actor
from core.people.staff_rights import NotAllowed, StepUpNeeded
from core.requests import reset_decisions, reset_requests
from core.requests.request_states import BadText
from core.requests.reset_decisions import (
    AlarmClosed,
    ProposalChanged,
    ResetApproved,
    ResetDeclined,
    ResetEvidence,
    ResetProposed,
)
from core.requests.reset_requests import NoSuchReset, ResetFrozen, ResetOver
from core.second_factor.refusal_words import sentence
from core.second_factor.refusals import Refusal
from core.signing_in.step_up import SessionOver

Outcome = (
    ResetProposed
    | ResetApproved
    | ResetDeclined
    | ResetFrozen
    | AlarmClosed
    | ProposalChanged
    | ResetOver
    | NoSuchReset
    | BadText
    | NotAllowed
    | StepUpNeeded
)
Decide = Callable[[Session, Actor], Outcome]
CHANGED = "This was changed since you opened the page. Read it again before you approve it."
STOPPED_BY_TEAM = "The team stopped it."


def proposing(clean: Clean) -> Handler:
    """Write the evidence down."""

    async def propose(visit: Visit) -> Response:
        form = visit.form
        typed = {
            "identity": clean(form.text("identity", limit=LONGEST_TYPED)).text,
            "called_back": clean(form.text("called_back", limit=LONGEST_TYPED)).text,
            "vouched_by": form.text("vouched_by", limit=24),
        }
        evidence = ResetEvidence(typed["identity"], typed["called_back"], typed["vouched_by"] or None)
        return await _decide(
            visit,
            "propose",
            lambda session, by: reset_decisions.propose(
                session, visit.row_id("reset_id"), evidence, by=by, now=visit.now
            ),
            **typed,
        )

    return propose


async def approve(visit: Visit) -> Response:
    """Agree to exactly what the page showed."""
    digest = visit.form.text("digest", limit=64)
    waiting = timedelta(hours=visit.site.installation.settings.waiting_hours)
    return await _decide(
        visit,
        "approve",
        lambda session, by: reset_decisions.approve_reset(
            session, visit.row_id("reset_id"), digest=digest, waiting=waiting, by=by, now=visit.now
        ),
    )


def declining(clean: Clean) -> Handler:
    """End it without a reset."""

    async def decline(visit: Visit) -> Response:
        reason = clean(visit.form.text("reason", limit=LONGEST_TYPED)).text
        return await _decide(
            visit,
            "decline",
            lambda session, by: reset_decisions.decline_reset(
                session, visit.row_id("reset_id"), reason, by=by, now=visit.now
            ),
            reason=reason,
        )

    return decline


async def freeze(visit: Visit) -> Response:
    """Stop it for good, without a code: it only protects."""
    outcome = await visit.database.transact(
        lambda session: reset_requests.freeze(
            session, visit.row_id("reset_id"), by=visit.actor, reason=STOPPED_BY_TEAM, now=visit.now
        )
    )
    return await _answer(visit, "freeze", outcome, {})


async def close_alarm(visit: Visit) -> Response:
    """Someone has looked into it."""
    return await _decide(
        visit,
        "close-alarm",
        lambda session, by: reset_decisions.close_alarm(
            session, visit.row_id("reset_id"), by=by, now=visit.now
        ),
    )


async def _decide(visit: Visit, act: str, decide: Decide, **typed: str) -> Response:
    """Check the code of this form, then decide; nothing that was typed is lost."""
    proof = await prove_anew(visit)
    if isinstance(proof, Refusal):
        problem = sentence(proof, now=visit.now)
        page = await resets.draw(
            visit, status=status_of(proof), wrong=f"{act}-token", problem=problem, **typed
        )
        return with_retry_after(page, wait_of(proof, now=visit.now))
    if isinstance(proof, SessionOver):
        return visit.go("/sign-in")
    outcome = await visit.database.transact(lambda session: decide(session, proof.actor))
    return proof.keep(visit, await _answer(visit, act, outcome, typed))


async def _answer(visit: Visit, act: str, outcome: Outcome, typed: dict[str, str]) -> Response:
    match outcome:
        case ResetProposed() | ResetApproved() | ResetDeclined() | ResetFrozen() | AlarmClosed():
            return visit.go(f"/resets/{visit.row_id('reset_id')}", done=act)
        case BadText(why):
            return await resets.draw(visit, status=400, wrong=act, problem=why, **typed)
        case StepUpNeeded():
            problem = "Enter the 6-digit token your app shows now."
            return await resets.draw(visit, status=403, wrong=f"{act}-token", problem=problem, **typed)
        case ProposalChanged():
            return await resets.draw(visit, status=409, problem=CHANGED)
        case ResetOver(state=state, by_name=name):
            problem = f"{name} was faster: this reset was {state}. Nothing was changed now."
            return await resets.draw(visit, status=409, problem=problem)
        case NoSuchReset():
            return refusal(visit, 404, resets.NO_SUCH)
        case NotAllowed(why):
            return await resets.draw(visit, status=403, problem=why)
        case _:
            assert_never(outcome)
