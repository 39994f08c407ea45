"""Signing in, the same on both sites: e-mail and password, then what the policy says is owed."""

from typing import Literal, assert_never

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.web.doors import door, with_retry_after
from console.web.screens.refused_codes import status_of, wait_of
from console.web.site import Site
from console.web.visit import Visit
from core.ground import time_words
from core.ground.hashing import Busy
from core.passwords.password_tries import TooManyTries, WrongPassword
from core.second_factor.attempts import Typed
from core.second_factor.refusal_words import sentence
from core.second_factor.refusals import Refusal, SecondFactor
from core.sessions import half_sign_ins, sessions
from core.sessions.half_sign_ins import HalfExpired
from core.signing_in import sign_in
from core.signing_in.sign_in import AccountClosed, PasswordOutcome, SecondFactorOwed, SetUpOwed, SignedInNow

TOKEN_PATH, RECOVERY_PATH, SET_UP_PATH = "/sign-in/token", "/sign-in/recovery-token", "/sign-in/set-up"
WRONG = "This e-mail and password do not match. Check both and try again."
BUSY = "Many people are signing in right now. Nothing was lost. Try again in a few seconds."
CLOSED = {
    "disabled": "This account has been closed. Ask your site admin, or write to us in the chat.",
    "no_practice": "You are not a member of any practice now. Ask your site admin to add you.",
}


def sign_in_routes(site: Site) -> list[BaseRoute]:
    """The routes of signing in, and of signing out."""
    return [
        Route("/sign-in", door(site, show, needs="nobody"), methods=["GET"]),
        Route("/sign-in", door(site, enter, needs="nobody"), methods=["POST"]),
        Route(TOKEN_PATH, door(site, show_token, needs="half"), methods=["GET"]),
        Route(TOKEN_PATH, door(site, enter_token, needs="half"), methods=["POST"]),
        Route(RECOVERY_PATH, door(site, show_recovery, needs="half"), methods=["GET"]),
        Route(RECOVERY_PATH, door(site, enter_recovery, needs="half"), methods=["POST"]),
        Route("/sign-out", door(site, leave, needs="nobody"), methods=["POST"]),
    ]


async def show(visit: Visit) -> Response:
    """The form; a person who is already signed in is redirected."""
    next_path = half_sign_ins.local_path(visit.request.query_params.get("next", "/"))
    return visit.go(next_path) if visit.signed_in else _form(visit, next_path)


async def enter(visit: Visit) -> Response:
    """Take e-mail and password."""
    email, password = visit.form.text("email", limit=254), visit.form.secret("password")
    next_path = half_sign_ins.local_path(visit.form.text("next") or "/")
    if not email:
        return _form(visit, next_path, wrong="email", problem="Enter your e-mail.", status=400)
    if not password:
        return _form(visit, next_path, email, wrong="password", problem="Enter your password.", status=400)
    outcome = await visit.database.run(
        lambda: sign_in.with_password(
            visit.site.installation,
            audience=visit.site.audience,
            email=email,
            password=password,
            next_path=next_path,
            by=visit.actor,
            user_agent=visit.user_agent,
            now=visit.now,
        )
    )
    return _after_password(visit, outcome, email, next_path)


def _after_password(visit: Visit, outcome: PasswordOutcome, email: str, next_path: str) -> Response:
    match outcome:
        case SignedInNow():
            return signed_in_now(visit, outcome)
        case SecondFactorOwed():
            return _half_way(visit, outcome, TOKEN_PATH)
        case SetUpOwed():
            return _half_way(visit, outcome, SET_UP_PATH)
        case WrongPassword():
            return _form(visit, next_path, email, wrong="password", problem=WRONG, status=403)
        case AccountClosed(why):
            return _form(visit, next_path, email, problem=CLOSED[why], status=403)
        case TooManyTries(until):
            problem = f"Too many tries. Try again in {time_words.until(until, now=visit.now)}."
            refused = _form(visit, next_path, email, problem=problem, status=429)
            return with_retry_after(refused, (until - visit.now).total_seconds())
        case Busy(retry_after):
            return with_retry_after(_form(visit, next_path, email, problem=BUSY, status=503), retry_after)
        case _:
            assert_never(outcome)


async def show_token(visit: Visit) -> Response:
    """The ``6-digit Token`` prompt."""
    if visit.half is not None and visit.half.set_up:
        return visit.go(SET_UP_PATH)
    return _prompt(visit, "totp")


async def enter_token(visit: Visit) -> Response:
    """Take the 6 digits."""
    return await _enter_factor(visit, Typed("totp", visit.form.text("token", limit=64)))


async def show_recovery(visit: Visit) -> Response:
    """The prompt for a recovery token."""
    return _prompt(visit, "recovery_token")


async def enter_recovery(visit: Visit) -> Response:
    """Take a recovery token."""
    return await _enter_factor(visit, Typed("recovery_token", visit.form.text("recovery_token", limit=64)))


async def _enter_factor(visit: Visit, typed: Typed) -> Response:
    half_token = visit.site.cookies.read(visit.request, "half") or ""
    outcome = await visit.database.run(
        lambda: sign_in.with_second_factor(
            visit.site.installation,
            half_token,
            typed,
            audience=visit.site.audience,
            browser_token=visit.site.cookies.read(visit.request, "browser"),
            by=visit.actor,
            user_agent=visit.user_agent,
            now=visit.now,
        )
    )
    match outcome:
        case SignedInNow():
            return signed_in_now(visit, outcome)
        case Refusal():
            return _prompt(visit, typed.kind, outcome)
        case HalfExpired():
            return half_expired(visit)
        case _:
            assert_never(outcome)


async def leave(visit: Visit) -> Response:
    """Sign out: the session or the half sign-in ends on the server, and its cookie goes."""
    response = visit.go("/sign-in", done="signed-out")
    half_token = visit.site.cookies.read(visit.request, "half")
    if visit.signed_in is not None:
        me = visit.signed_in
        await visit.database.transact(
            lambda session: sessions.end(
                session, me.session_id, why="signed_out", by=visit.actor, now=visit.now
            )
        )
        visit.site.cookies.drop(response, "session")
    elif half_token:
        await visit.database.transact(
            lambda session: sign_in.cancel(
                session, half_token, audience=visit.site.audience, by=visit.actor, now=visit.now
            )
        )
        visit.site.cookies.drop(response, "half")
    return response


def signed_in_now(visit: Visit, outcome: SignedInNow) -> Response:
    """Go on to the page that was asked for, signed in."""
    used_recovery = outcome.signed_in.factor == "recovery_token"
    query = {"done": "recovery-token-used"} if used_recovery else {}
    response = visit.go(
        "/settings" if used_recovery and visit.site.audience == "account" else outcome.next_path, **query
    )
    return keep_session(visit, response, outcome)


def keep_session(visit: Visit, response: Response, outcome: SignedInNow) -> Response:
    """Hand the new session to the browser; the half sign-in and the anonymous visit end."""
    visit.site.cookies.put(response, "session", outcome.token)
    visit.site.cookies.drop(response, "half")
    visit.site.cookies.drop(response, "visit")
    if outcome.browser_token is not None:
        visit.site.cookies.put(response, "browser", outcome.browser_token)
    if outcome.known_browser is not None:
        visit.site.cookies.put(response, "known", outcome.known_browser)
    return response


def half_expired(visit: Visit) -> Response:
    """Five minutes or five tries are over: start again with the password."""
    response = visit.go("/sign-in", done="half-expired")
    visit.site.cookies.drop(response, "half")
    return response


def _half_way(visit: Visit, owed: SecondFactorOwed | SetUpOwed, path: str) -> Response:
    response = visit.go(path)
    visit.site.cookies.put(response, "half", owed.half_token)
    visit.site.cookies.put(response, "known", owed.known_browser)
    return response


def _form(
    visit: Visit,
    next_path: str,
    email: str = "",
    *,
    wrong: Literal["email", "password", ""] = "",
    problem: str = "",
    status: int = 200,
) -> Response:
    return visit.page(
        "sign_in.html", status=status, next_path=next_path, email=email, wrong=wrong, problem=problem
    )


def _prompt(visit: Visit, kind: SecondFactor, refused: Refusal | None = None) -> Response:
    problem = sentence(refused, now=visit.now) if refused else ""
    status = status_of(refused) if refused else 200
    template = "token.html" if kind == "totp" else "recovery_token.html"
    page = visit.page(template, status=status, problem=problem, refused=refused)
    return with_retry_after(page, wait_of(refused, now=visit.now) if refused else None)
