"""Set-up after a reset, on the way in: the password was right, the mailed link is shown too, then a new factor."""

from typing import assert_never

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.account.recovery_tokens import show_once
from console.web.doors import door, refusal, with_retry_after
from console.web.screens.refused_codes import status_of, wait_of
from console.web.screens.secret_drawing import draw_secret
from console.web.screens.signing_in import SET_UP_PATH, half_expired, keep_session
from console.web.site import Site
from console.web.visit import Visit
from core.enrolling import first_set_up, set_up, set_up_again
from core.enrolling.first_set_up import MailOwed, SetUpFinished
from core.enrolling.set_up import NothingPending
from core.enrolling.set_up_again import LinkNotYours, LinkRecentlySent, LinkSent, MailProven
from core.ground.hashing import Busy
from core.people import one_time_links
from core.second_factor import enrollments
from core.second_factor.enrollments import Pending
from core.second_factor.refusal_words import sentence
from core.second_factor.refusals import Refusal
from core.sessions.half_sign_ins import HalfExpired

VOID = "That QR code is void. Take a new one and delete the old entry in your app."


def set_up_again_routes(site: Site) -> list[BaseRoute]:
    """The doors behind a half sign-in whose person owes a set-up, and the mailed link."""
    acts = {"send-link": send_link, "begin": begin, "confirm": confirm}
    return [
        Route(SET_UP_PATH, door(site, show, needs="half"), methods=["GET"]),
        *(
            Route(f"{SET_UP_PATH}/{name}", door(site, handler, needs="half"), methods=["POST"])
            for name, handler in acts.items()
        ),
        Route(SET_UP_PATH + "/{token}", door(site, show_link, needs="nobody"), methods=["GET"]),
        Route(SET_UP_PATH + "/{token}", door(site, use_link, needs="nobody"), methods=["POST"]),
    ]


async def show(visit: Visit) -> Response:
    """The mail first; after it Step 1 and Step 2."""
    return await _draw(visit)


async def send_link(visit: Visit) -> Response:
    """Another mail with the link."""
    half = visit.half
    if half is None or not half.set_up:
        return visit.go("/sign-in")
    outcome = await visit.database.transact(
        lambda session: set_up_again.send_link(session, half.user_id, by=visit.actor, now=visit.now)
    )
    match outcome:
        case LinkSent():
            return visit.go(SET_UP_PATH, done="link-sent")
        case LinkRecentlySent(until):
            problem = (
                "We sent three mails in the last minutes. Look into your spam folder, or try again later."
            )
            return with_retry_after(await _draw(visit, problem, 429), (until - visit.now).total_seconds())
        case _:
            assert_never(outcome)


async def show_link(visit: Visit) -> Response:
    """What the mail opens. It uses nothing up, for mail scanners follow links."""
    return await _link_page(visit)


async def use_link(visit: Visit) -> Response:
    """Use the link up for this half sign-in."""
    if visit.half is None or not visit.half.set_up:
        return await _link_page(visit)
    half_token, keys = visit.site.cookies.read(visit.request, "half") or "", visit.site.installation.keys
    outcome = await visit.database.transact(
        lambda session: set_up_again.use_link(
            session, keys, half_token, _token(visit), by=visit.actor, now=visit.now
        )
    )
    match outcome:
        case MailProven():
            return visit.go(SET_UP_PATH)
        case LinkNotYours():
            return visit.page("set_up_link.html", status=404, is_good=False)
        case HalfExpired():
            return half_expired(visit)
        case _:
            assert_never(outcome)


async def begin(visit: Visit) -> Response:
    """Issue the QR code, bound to this half sign-in."""
    keys, half = visit.site.installation.keys, visit.half
    if half is None or not half.set_up:
        return visit.go("/sign-in")
    if half.mail_proven:
        await visit.database.transact(
            lambda session: set_up.begin(session, keys, half.user_id, by=visit.actor, now=visit.now)
        )
    return visit.go(SET_UP_PATH)


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
        case SetUpFinished():
            return await _finished(visit, outcome)
        case Refusal():
            page = await _draw(visit, sentence(outcome, now=visit.now), status_of(outcome))
            return with_retry_after(page, wait_of(outcome, now=visit.now))
        case NothingPending():
            return await _draw(visit, VOID, 409)
        case MailOwed():
            return visit.go(SET_UP_PATH)
        case HalfExpired():
            return half_expired(visit)
        case Busy(retry_after):
            return refusal(visit, 503, "We are very busy. Try again.", retry_after=retry_after)
        case _:
            assert_never(outcome)


async def _finished(visit: Visit, outcome: SetUpFinished) -> Response:
    """The tokens exist in this answer and nowhere else; the cookies are those of any sign-in."""
    visit.signed_in, visit.half = outcome.signed_in_now.signed_in, None
    return keep_session(visit, await show_once(visit, outcome.tokens), outcome.signed_in_now)


async def _draw(visit: Visit, problem: str = "", status: int = 200) -> Response:
    half, keys = visit.half, visit.site.installation.keys
    if half is None or not half.set_up:
        return visit.go("/sign-in/token" if half else "/sign-in")
    waiting = await visit.database.read(
        lambda session: enrollments.pending(session, keys, half.user_id, session_id=half.id, now=visit.now)
    )
    secret = draw_secret(waiting.secret, half.email) if isinstance(waiting, Pending) else None
    return visit.page(
        "set_up_again.html", status=status, secret=secret, problem=problem, mail_proven=half.mail_proven
    )


async def _link_page(visit: Visit) -> Response:
    """A good link without the password asks for that first; it stays good."""
    keys = visit.site.installation.keys
    link = await visit.database.read(
        lambda session: one_time_links.look(
            session, keys, _token(visit), purposes=one_time_links.SET_UP_AGAIN, now=visit.now
        )
    )
    if link is None:
        return visit.page("set_up_link.html", status=404, is_good=False)
    return visit.page(
        "set_up_link.html", is_good=True, is_half_way=visit.half is not None and visit.half.set_up
    )


def _token(visit: Visit) -> str:
    return str(visit.request.path_params["token"])
