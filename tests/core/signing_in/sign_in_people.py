"""The two steps of signing in, in few words."""

from dataclasses import replace
from datetime import datetime

from core.ground.actors import Actor
from core.imports.demo_data import PASSWORD
from core.people.users import Audience
from core.second_factor.attempts import Typed
from core.second_factor.refusals import Refusal
from core.sessions import half_sign_ins
from core.sessions.half_sign_ins import Half, HalfExpired
from core.signing_in import sign_in
from core.signing_in.sign_in import SecondFactorOwed, SignedInNow
from tests.cast import BROWSER, MONDAY, Cast
from tests.parts.phone import Phone

DANA = "dana@lakeside.example"
ALEX = "alex@thoroughcare.example"
CONSOLE = replace(BROWSER, channel="console")


def first_step(
    cast: Cast,
    email: str = DANA,
    password: str = PASSWORD,
    *,
    audience: Audience = "account",
    next_path: str = "/",
    by: Actor | None = None,
    now: datetime = MONDAY,
) -> sign_in.PasswordOutcome:
    return sign_in.with_password(
        cast.installation,
        audience=audience,
        email=email,
        password=password,
        next_path=next_path,
        by=by or (BROWSER if audience == "account" else CONSOLE),
        user_agent="Firefox",
        now=now,
    )


def half_token(cast: Cast, now: datetime = MONDAY, next_path: str = "/") -> str:
    owed = first_step(cast, now=now, next_path=next_path)
    assert isinstance(owed, SecondFactorOwed)
    return owed.half_token


def second_step(
    cast: Cast, half: str, code: str, *, now: datetime = MONDAY, browser: str | None = None
) -> SignedInNow | Refusal | HalfExpired:
    return sign_in.with_second_factor(
        cast.installation,
        half,
        Typed("totp", code),
        audience="account",
        browser_token=browser,
        by=BROWSER,
        user_agent="Firefox",
        now=now,
    )


def find_half(cast: Cast, token: str, now: datetime = MONDAY, audience: Audience = "account") -> Half | None:
    return cast.look(lambda session: half_sign_ins.find(session, token, audience=audience, now=now))


def wrong(phone: Phone, now: datetime = MONDAY) -> str:
    """A code that this phone shows at no time near ``now``."""
    near = {phone.code_of_step(now, steps) for steps in range(-40, 41)}
    return next(code for code in (f"{number:06}" for number in range(100)) if code not in near)
