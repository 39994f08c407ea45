"""The first sign-in of a colleague: a second factor is set up before anything else can be reached."""

from typing import assert_never

from starlette.responses import Response

from console.web.doors import refusal, with_retry_after
from console.web.screens.refused_codes import status_of, wait_of
from console.web.screens.secret_drawing import draw_secret
from console.web.screens.signing_in import half_expired, keep_session
from console.web.visit import Visit
from core.enrolling import factor_changes, first_set_up, set_up
from core.enrolling.factor_changes import NeedsProof, NewTokens
from core.enrolling.first_set_up import MailOwed, SetUpFinished
from core.enrolling.set_up import NothingPending
from core.ground.hashing import Busy
from core.second_factor import enrollments
from core.second_factor.enrollments import Pending
from core.second_factor.refusal_words import sentence
from core.second_factor.refusals import Refusal
from core.sessions.half_sign_ins import HalfExpired


async def show(visit: Visit) -> Response:
    """Step 1 without a secret; Step 2 once it was asked for."""
    return await _draw(visit)


async def begin(visit: Visit) -> Response:
    """Issue the QR code, bound to this half sign-in."""
    keys, half = visit.site.installation.keys, visit.half
    if half is None or not half.set_up:
        return visit.go("/sign-in")
    await visit.database.transact(
        lambda session: set_up.begin(session, keys, half.user_id, by=visit.actor, now=visit.now)
    )
    return visit.go("/sign-in/set-up")


async def confirm(visit: Visit) -> Response:
    """The first code: the factor is live, and the person is signed in with it."""
    half_token = visit.site.cookies.read(visit.request, "half") or ""
    outcome = await visit.database.run(
        lambda: first_set_up.finish_set_up(
            visit.site.installation,
            half_token,
            visit.form.text("token", limit=64),
            by=visit.actor,
            user_agent=visit.user_agent,
            now=visit.now,
        )
    )
    match outcome:
        case SetUpFinished(signed_in_now=now_in, tokens=tokens):
            visit.signed_in, visit.half = now_in.signed_in, None
            return keep_session(visit, _tokens(visit, tokens), now_in)
        case Refusal():
            page = await _draw(visit, sentence(outcome, now=visit.now), status_of(outcome))
            return with_retry_after(page, wait_of(outcome, now=visit.now))
        case NothingPending():
            return await _draw(visit, "That QR code is void. Take a new one and delete the old entry.", 409)
        case HalfExpired() | MailOwed():  # no mail is owed by staff
            return half_expired(visit)
        case Busy(retry_after):
            return with_retry_after(await _draw(visit, "We are very busy. Try again.", 503), retry_after)
        case _:
            assert_never(outcome)


async def acknowledge(visit: Visit) -> Response:
    """The tokens are saved."""
    me = visit.me
    await visit.database.transact(
        lambda session: enrollments.acknowledge(session, me.user_id, by=visit.actor, now=visit.now)
    )
    return visit.go("/", done="tokens-saved")


async def again(visit: Visit) -> Response:
    """One new set without new proof, for the session that set up and has not acknowledged (15 minutes)."""
    me = visit.me
    outcome = await visit.database.run(
        lambda: factor_changes.tokens_again(
            visit.site.installation, me.user_id, by=visit.actor, now=visit.now
        )
    )
    match outcome:
        case NewTokens(tokens):
            return _tokens(visit, tokens)
        case NeedsProof():
            return refusal(visit, 403, "That is only possible in the first 15 minutes, and once.")
        case _:
            assert_never(outcome)


def _tokens(visit: Visit, tokens: tuple[str, ...]) -> Response:
    """The tokens exist only in this answer."""
    return visit.page("staff_tokens.html", tokens=tokens)


async def _draw(visit: Visit, problem: str = "", status: int = 200) -> Response:
    half, keys = visit.half, visit.site.installation.keys
    if half is None or not half.set_up:
        return visit.go("/sign-in/token" if half else "/sign-in")
    waiting = await visit.database.read(
        lambda session: enrollments.pending(session, keys, half.user_id, session_id=half.id, now=visit.now)
    )
    secret = draw_secret(waiting.secret, half.email) if isinstance(waiting, Pending) else None
    return visit.page("staff_set_up.html", status=status, secret=secret, problem=problem)
