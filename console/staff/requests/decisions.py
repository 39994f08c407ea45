"""Approve, Decline, Ask for more information: each with a code at most 5 minutes old, asked for where it is missing.

Approve asks once whom it touches: the first press only shows the question, the second carries the digest of what
was shown, and core compares it with what holds by then.
"""

from dataclasses import dataclass
from typing import Literal, assert_never

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.staff.cleaning import LONGEST_TYPED, Clean
from console.staff.requests import requests
from console.staff.requests.ready_words import with_ready
from console.web.doors import Handler, refusal, with_retry_after
from console.web.screens.fresh_proof import prove_fresh
from console.web.screens.refused_codes import status_of, wait_of
from console.web.visit import Visit
from core.ground.actors import Actor
from core.ground.time_words import ago
from core.people.staff_rights import NotAllowed, StepUpNeeded
from core.requests import next_request, request_decisions, request_views
from core.requests.request_decisions import (
    AlreadyDecided,
    Approved,
    AskedForMore,
    AskerNoLongerAdmin,
    Declined,
    NotFound,
    TouchesOthers,
)
from core.requests.request_states import BadText, text_problem
from core.requests.request_views import RequestDetail
from core.second_factor.refusal_words import sentence
from core.second_factor.refusals import Refusal
from core.signing_in.step_up import SessionOver

Decision = Literal["approve", "decline", "ask"]
Outcome = (
    Approved
    | Declined
    | AskedForMore
    | AskerNoLongerAdmin
    | AlreadyDecided
    | TouchesOthers
    | NotAllowed
    | StepUpNeeded
    | NotFound
    | BadText
)
CHANGED = "Whom an approval touches has changed since you looked. Nothing was approved. Read it again."
FIELDS: dict[Decision, str] = {"approve": "", "decline": "reason", "ask": "question"}
LONGEST_DIGEST = 64
DONE = {
    "approved": "you approved this request",
    "declined": "you declined this request",
    "more_information": "you asked a question",
}
STATES = {
    "approved": "approved",
    "declined": "declined",
    "withdrawn": "withdrawn by the practice",
    "refused": "closed",
}


@dataclass(frozen=True)
class DecisionForm:
    """What the form asks for; ``seen`` is the digest of the blast radius in the question that was confirmed."""

    decision: Decision
    text: str
    seen: str
    from_list: bool  # who came from the list goes on to the next request

    def carry_out(self, session: Session, request_id: str, by: Actor, visit: Visit) -> Outcome:
        """One call into core."""
        match self.decision:
            case "approve":
                return request_decisions.approve(session, request_id, by=by, now=visit.now, seen=self.seen)
            case "decline":
                return request_decisions.decline(session, request_id, self.text, by=by, now=visit.now)
            case "ask":
                return request_decisions.ask_for_more(session, request_id, self.text, by=by, now=visit.now)
            case _:
                assert_never(self.decision)


def deciding(decision: Decision, clean: Clean) -> Handler:
    """The handler of one button. ``clean`` cuts out typed secrets, because admins read the text in chat and mail."""

    async def decide(visit: Visit) -> Response:
        field = FIELDS[decision]
        wish = DecisionForm(
            decision,
            clean(visit.form.text(field, limit=LONGEST_TYPED)).text if field else "",
            seen=visit.form.text("seen", limit=LONGEST_DIGEST),
            from_list=requests.came_from_list(visit),
        )
        if decision == "approve" and not wish.seen:
            return await _ask_first(visit, wish)
        if chosen := visit.form.text("ready"):
            typed = {field: with_ready(field, wish.text, chosen)} if field else {}
            return await requests.draw(visit, status=200, filled=field, **typed)
        if field and (bad := text_problem(wish.text)):
            return await _answer(visit, wish, bad)
        return await _decide(visit, wish)

    return decide


async def _decide(visit: Visit, wish: DecisionForm) -> Response:
    """Decide; when the code is not fresh, ask for it and keep what was typed. ``token`` in the form is the answer."""
    proof = await prove_fresh(visit)
    if isinstance(proof, Refusal):
        return _step_up_page(visit, wish, proof)
    if isinstance(proof, SessionOver):
        return visit.go("/sign-in")
    outcome = await visit.database.transact(
        lambda session: wish.carry_out(session, requests.request_id(visit), proof.actor, visit)
    )
    return proof.keep(visit, await _answer(visit, wish, outcome))


async def _answer(visit: Visit, wish: DecisionForm, outcome: Outcome) -> Response:
    page = f"/requests/{requests.request_id(visit)}"
    match outcome:
        case Approved() | Declined() | AskedForMore():
            return await _go_on(visit, wish, page)
        case StepUpNeeded():
            return await _ask_first(visit, wish)
        case BadText(why):
            typed = {FIELDS[wish.decision]: wish.text}
            return await requests.draw(visit, status=400, wrong=FIELDS[wish.decision], problem=why, **typed)
        case TouchesOthers():
            return await requests.draw(visit, status=409, problem=CHANGED, asking="approve")
        case AlreadyDecided() | AskerNoLongerAdmin():
            return await requests.draw(visit, status=409, problem=_too_late(visit, outcome))
        case NotAllowed(why):
            return refusal(visit, 403, why)
        case NotFound():
            return refusal(visit, 404, requests.NO_SUCH)
        case _:
            assert_never(outcome)


async def _go_on(visit: Visit, wish: DecisionForm, page: str) -> Response:
    """To the next request, for who came from the list and while one waits; ``after`` leads back to the decided one."""
    if not wish.from_list:
        return visit.go(page, done=wish.decision)
    decided = requests.request_id(visit)
    following = await visit.database.read(lambda session: _following(session, decided, visit))
    if following is None:
        return visit.go(page, done=wish.decision, list="1")
    return visit.go(f"/requests/{following}", done=wish.decision, list="1", after=decided)


def _following(session: Session, decided: str, visit: Visit) -> str | None:
    detail = request_views.detail(session, decided, now=visit.now)
    return next_request.next_pending(session, detail) if detail else None


async def _ask_first(visit: Visit, wish: DecisionForm) -> Response:
    """Ask whom it may touch, or for a code; unless it would be useless because a colleague was faster."""
    detail = await visit.database.read(
        lambda session: request_views.detail(session, requests.request_id(visit), now=visit.now)
    )
    if detail is None:
        return refusal(visit, 404, requests.NO_SUCH)
    decided = _decided(detail, wish)
    if decided:
        return await _answer(visit, wish, decided)
    if wish.decision == "approve" and not wish.seen:
        return await requests.draw(visit, asking="approve")
    return _step_up_page(visit, wish)


def _decided(detail: RequestDetail, wish: DecisionForm) -> AlreadyDecided | None:
    if detail.decided_at is not None:
        return AlreadyDecided(detail.state, detail.decided_by_name or "ThoroughCare", detail.decided_at)
    if wish.decision == "ask" and detail.state == "more_information":
        last = detail.exchanges[-1]
        return AlreadyDecided(detail.state, last.asked_by_name, last.asked_at)
    return None


def _too_late(visit: Visit, outcome: AlreadyDecided | AskerNoLongerAdmin) -> str:
    """Who was faster, or why no one can approve this any more."""
    if isinstance(outcome, AskerNoLongerAdmin):
        names = " and ".join(outcome.names)
        return f"{names} no longer has the admin role in this practice. The request was closed, and they were told why."
    when = ago(outcome.at, visit.now)
    if outcome.by_name == visit.me.name:
        return f"You were here before: {DONE.get(outcome.state, 'this request was closed')} {when}. Nothing was changed now."
    if outcome.state == "more_information":
        return f"{outcome.by_name} asked a question {when}, and the answer is not here yet. Nothing was changed now."
    return f"{outcome.by_name} was faster: this request was {STATES.get(outcome.state, outcome.state)} {when}. Nothing was changed now."


def _step_up_page(visit: Visit, wish: DecisionForm, refused: Refusal | None = None) -> Response:
    problem = sentence(refused, now=visit.now) if refused else ""
    page = visit.page(
        "step_up.html",
        status=status_of(refused) if refused else 200,
        wish=wish,
        field=FIELDS[wish.decision],
        request_id=requests.request_id(visit),
        problem=problem,
    )
    return with_retry_after(page, wait_of(refused, now=visit.now) if refused else None)
