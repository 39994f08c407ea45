"""What supervisors do with the team. Each act asks for a code at most 5 minutes old, and keeps what was typed meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never, cast

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.staff.team import people
from console.staff.team.people import PAGE, ROLES
from console.web.doors import Handler, refusal, with_retry_after
from console.web.screens.fresh_proof import prove_fresh
from console.web.screens.refused_codes import status_of, wait_of
from console.web.visit import Visit
from core.ground.actors import Actor
from core.people.staff_rights import NotAllowed, StepUpNeeded
from core.people.users import EmailTaken, StaffRole
from core.second_factor.refusal_words import sentence
from core.second_factor.refusals import Refusal
from core.signing_in.step_up import SessionOver
from core.team import recovery, role_changes, staff
from core.team.role_changes import NotOpenAnyMore, Proposed, RoleChanged, RoleRejected
from core.team.staff import BadEmail, Invited, StaffChanged

TAKEN = "Somebody has an account with this e-mail already."
BAD_EMAIL = "Enter an e-mail, like name@thoroughcare.example."
TOO_LATE = "Somebody has decided this before, or it was too old. Nothing was changed now."
NO_ALARM = "Somebody has confirmed this before."

Outcome = (
    Invited
    | EmailTaken
    | BadEmail
    | StaffChanged
    | Proposed
    | RoleChanged
    | RoleRejected
    | NotOpenAnyMore
    | NotAllowed
    | StepUpNeeded
    | bool
)
Work = Callable[[Session, Visit, Actor], Outcome]


@dataclass(frozen=True)
class TeamAct:
    """One button of the page: what core does, what the step-up page calls it, and the form that it keeps."""

    title: str
    done: str
    work: Work
    fields: tuple[str, ...] = ()


def acting(act: TeamAct) -> Handler:
    """The handler of one button."""

    async def handle(visit: Visit) -> Response:
        proof = await prove_fresh(visit)
        if isinstance(proof, Refusal):
            return _step_up_page(visit, act, proof)
        if isinstance(proof, SessionOver):
            return visit.go("/sign-in")
        outcome = await visit.database.transact(lambda session: act.work(session, visit, proof.actor))
        return proof.keep(visit, await _answer(visit, act, outcome))

    return handle


def _invite(session: Session, visit: Visit, by: Actor) -> Outcome:
    typed = _typed(visit, INVITE.fields)
    if typed["role"] not in ROLES:
        return NotAllowed("Choose one of the roles.")
    role = cast("StaffRole", typed["role"])
    return staff.invite(session, email=typed["email"], name=typed["name"], role=role, by=by, now=visit.now)


def _propose(session: Session, visit: Visit, by: Actor) -> Outcome:
    role = visit.form.text("role", limit=10)
    if role not in ROLES:
        return NotAllowed("Choose one of the roles.")
    return role_changes.propose(
        session, visit.row_id("user_id"), cast("StaffRole", role), by=by, now=visit.now
    )


INVITE = TeamAct("Invite a colleague", "invited", _invite, ("email", "name", "role"))
AGAIN = TeamAct(
    "Send the invitation again",
    "invited",
    lambda session, visit, by: staff.invite_again(session, visit.row_id("user_id"), by=by, now=visit.now),
)
DISABLE = TeamAct(
    "Disable an account",
    "disabled",
    lambda session, visit, by: staff.disable(session, visit.row_id("user_id"), by=by, now=visit.now),
)
ENABLE = TeamAct(
    "Enable an account",
    "enabled",
    lambda session, visit, by: staff.enable(session, visit.row_id("user_id"), by=by, now=visit.now),
)
PROPOSE = TeamAct("Propose a role", "proposed", _propose, ("role",))
APPROVE = TeamAct(
    "Approve a role",
    "role-changed",
    lambda session, visit, by: role_changes.approve(session, visit.row_id("change_id"), by=by, now=visit.now),
)
REJECT = TeamAct(
    "Reject a role",
    "role-rejected",
    lambda session, visit, by: role_changes.reject(session, visit.row_id("change_id"), by=by, now=visit.now),
)
SEEN = TeamAct(
    "Confirm the emergency access",
    "recovery-seen",
    lambda session, visit, by: recovery.seen(session, by=by, now=visit.now),
)


async def _answer(visit: Visit, act: TeamAct, outcome: Outcome) -> Response:
    match outcome:
        case Invited() | StaffChanged() | Proposed() | RoleChanged() | RoleRejected() | True:
            return visit.go(PAGE, done=act.done)
        case StepUpNeeded():
            return _step_up_page(visit, act)
        case EmailTaken() | BadEmail():
            words = TAKEN if isinstance(outcome, EmailTaken) else BAD_EMAIL
            typed = _typed(visit, act.fields)
            return await people.draw(visit, status=400, wrong="email", problem=words, **typed)
        case NotAllowed(why):
            is_allowed = visit.me.staff_role == "supervisor"
            return (
                await people.draw(visit, status=403, problem=why) if is_allowed else refusal(visit, 403, why)
            )
        case NotOpenAnyMore():
            return await people.draw(visit, status=409, problem=TOO_LATE)
        case False:
            return await people.draw(visit, status=409, problem=NO_ALARM)
        case _:
            assert_never(outcome)


def _step_up_page(visit: Visit, act: TeamAct, refused: Refusal | None = None) -> Response:
    page = visit.page(
        "staff_step_up.html",
        status=status_of(refused) if refused else 200,
        title=act.title,
        action=visit.request.url.path,
        back=PAGE,
        kept=_typed(visit, act.fields),
        problem=sentence(refused, now=visit.now) if refused else "",
    )
    return with_retry_after(page, wait_of(refused, now=visit.now) if refused else None)


def _typed(visit: Visit, fields: tuple[str, ...]) -> dict[str, str]:
    return {name: visit.form.text(name, limit=254) for name in fields}
