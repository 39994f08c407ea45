"""One member with everything that happened, and what one of the team may do alone: each with a code of its own."""

from collections.abc import Callable, Mapping
from typing import Any, assert_never

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.staff.enrollments.timeline_words import PURPOSES, REFUSALS, STEPS, did
from console.web.doors import refusal, with_retry_after
from console.web.screens.fresh_proof import prove_anew
from console.web.screens.refused_codes import status_of, wait_of
from console.web.visit import Visit
from core.enrolling import staff_help
from core.enrolling.staff_help import (
    InvitedToSetUp,
    NoSuchMember,
    NothingToInvite,
    SessionsEnded,
    WaitLifted,
)
from core.ground.actors import Actor
from core.history.person_page import member_page
from core.people.staff_rights import NotAllowed, StepUpNeeded
from core.requests import reset_requests
from core.requests.reset_requests import NothingToReset, ResetAlreadyFiled, ResetFiled, TooManyResets
from core.second_factor.refusal_words import sentence
from core.second_factor.refusals import Refusal
from core.signing_in.step_up import SessionOver

NO_SUCH = "There is no such member."
Helped = (
    SessionsEnded
    | WaitLifted
    | InvitedToSetUp
    | NothingToInvite
    | NoSuchMember
    | ResetFiled
    | ResetAlreadyFiled
    | NothingToReset
    | TooManyResets
    | NotAllowed
    | StepUpNeeded
)
DONE: Mapping[type, str] = {
    SessionsEnded: "sessions-ended",
    WaitLifted: "wait-lifted",
    InvitedToSetUp: "invited",
}
PROBLEMS: Mapping[type, tuple[str, int]] = {
    NothingToReset: ("There is no second factor to reset.", 409),
    TooManyResets: ("Three resets were filed for this person in a day. Look into why.", 429),
    StepUpNeeded: ("Enter the 6-digit token your app shows now.", 403),
}
Act = Callable[[Session, str, Actor], Helped]


async def show(visit: Visit) -> Response:
    """The page, or 404."""
    return await _draw(visit)


async def end_sessions(visit: Visit) -> Response:
    """Sign the member out everywhere."""
    return await _act(
        visit, lambda session, who, by: staff_help.end_all_sessions(session, who, by=by, now=visit.now)
    )


async def lift_wait(visit: Visit) -> Response:
    """Forgive counted tries."""
    return await _act(
        visit, lambda session, who, by: staff_help.lift_wait(session, who, by=by, now=visit.now)
    )


async def invite(visit: Visit) -> Response:
    """Mail the set-up invitation."""
    return await _act(
        visit, lambda session, who, by: staff_help.invite_to_set_up(session, who, by=by, now=visit.now)
    )


async def start_reset(visit: Visit) -> Response:
    """File a reset in the team's name; it lowers nothing yet."""
    return await _act(visit, lambda session, who, by: reset_requests.file(session, who, by=by, now=visit.now))


async def _act(visit: Visit, act: Act) -> Response:
    proof = await prove_anew(visit)
    if isinstance(proof, Refusal):
        page = await _draw(visit, sentence(proof, now=visit.now), status_of(proof))
        return with_retry_after(page, wait_of(proof, now=visit.now))
    if isinstance(proof, SessionOver):
        return visit.go("/sign-in")
    outcome = await visit.database.transact(
        lambda session: act(session, visit.row_id("user_id"), proof.actor)
    )
    return proof.keep(visit, await _answer(visit, outcome))


async def _answer(visit: Visit, outcome: Helped) -> Response:
    page = f"/enrollments/{visit.row_id('user_id')}"
    match outcome:
        case SessionsEnded() | WaitLifted() | InvitedToSetUp():
            return visit.go(page, done=DONE[type(outcome)])
        case ResetFiled(reset_id) | ResetAlreadyFiled(reset_id=reset_id):
            return visit.go(f"/resets/{reset_id}")
        case NothingToInvite(why):
            return await _draw(visit, why, 409)
        case NothingToReset() | TooManyResets() | StepUpNeeded():
            return await _draw(visit, *PROBLEMS[type(outcome)])
        case NoSuchMember():
            return refusal(visit, 404, NO_SUCH)
        case NotAllowed(why):
            return refusal(visit, 403, why)
        case _:
            assert_never(outcome)


async def _draw(visit: Visit, problem: str = "", status: int = 200) -> Response:
    after = visit.request.query_params.get("after")
    shown = await visit.database.read(
        lambda session: member_page(session, visit.row_id("user_id"), after=after, now=visit.now)
    )
    if shown is None:
        return refusal(visit, 404, NO_SUCH)
    words: dict[str, Any] = {"steps": STEPS, "refusals": REFUSALS, "purposes": PURPOSES, "did": did}
    return visit.page("member.html", status=status, it=shown, problem=problem, is_later=bool(after), **words)
