"""Priya with a phone that she has set up herself, and the short words that the tests of her factor use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.enrolling import set_up
from core.enrolling.set_up import Begun, Enabled
from core.ground.actors import Actor
from core.imports.demo_data import PASSWORD
from core.second_factor import attempts, enrollments
from core.second_factor.attempts import Proven, Typed
from core.second_factor.enrollments import Enrollment, EnrollmentView
from core.second_factor.refusals import CodeRefusal, Refusal
from core.second_factor.totp import provisioning_uri
from tests.cast import Cast, after
from tests.parts.phone import Phone

AN_HOUR_AGO = after(hours=-1)
Purpose = Literal["sign_in", "step_up", "proof"]


@dataclass
class Owner:
    """A person of the cast with their factor."""

    cast: Cast
    user_id: str
    by: Actor
    phone: Phone
    tokens: tuple[str, ...]

    def code(self, now: datetime, *, steps: int = 0) -> Typed:
        """What the phone shows ``steps`` half-minutes after ``now``."""
        return Typed("totp", self.phone.code_of_step(now, steps))

    def token(self, number: int) -> Typed:
        return Typed("recovery_token", self.tokens[number - 1])

    def check(
        self,
        typed: Typed,
        *,
        now: datetime,
        purpose: Purpose = "sign_in",
        browser: str | None = None,
        conclude: Callable[[Session, Proven], object] | None = None,
    ) -> object:
        """The outcome; Proven when nothing else is concluded."""
        return attempts.check(
            self.cast.installation,
            self.user_id,
            typed,
            purpose=purpose,
            by=self.by,
            trusted_browser_id=browser,
            now=now,
            conclude=conclude or (lambda _, proven: proven),
        )

    def refusal(self, typed: Typed, *, now: datetime, browser: str | None = None) -> Refusal:
        outcome = self.check(typed, now=now, browser=browser)
        assert isinstance(outcome, Refusal)
        return outcome

    def wrong(self, now: datetime, *, place: int = 0) -> Typed:
        """A code that no step near ``now`` has; ``place`` picks another one."""
        near = {self.phone.code_of_step(now, steps) for steps in range(-12, 13)}
        return Typed("totp", [code for code in map("{:06}".format, range(200)) if code not in near][place])

    def wrong_token(self, number: int) -> Typed:
        """A token of that number whose last letter is another."""
        text = self.tokens[number - 1]
        return Typed("recovery_token", text[:-1] + ("A" if text[-1] != "A" else "B"))

    @property
    def standing(self) -> EnrollmentView:
        return self.cast.look(lambda session: enrollments.standing(session, self.user_id, now=after(days=1)))

    @property
    def live(self) -> Enrollment:
        query = select(Enrollment).where(Enrollment.user_id == self.user_id, Enrollment.state == "live")
        return self.cast.one(query)

    @property
    def refusals(self) -> list[CodeRefusal]:
        return self.cast.rows(select(CodeRefusal).where(CodeRefusal.user_id == self.user_id))


def set_up_factor(cast: Cast, name: str = "Priya", *, now: datetime = AN_HOUR_AGO) -> Owner:
    """Lakeside is activated and the person has set their phone up, through the public door."""
    cast.activate("Lakeside", now=now)
    return enroll(cast, cast.actor(name), now=now)


def enroll(cast: Cast, by: Actor, *, now: datetime) -> Owner:
    """The acting person sets their phone up, through the public door."""
    begun = begin(cast, by, now=now)
    phone = scan(cast, by, begun)
    enabled = confirm(cast, by, phone.code(now), now=now)
    assert isinstance(enabled, Enabled)
    return Owner(cast, str(by.user_id), by, phone, enabled.tokens)


def begin(cast: Cast, by: Actor, *, now: datetime) -> Begun:
    keys, user_id = cast.installation.keys, str(by.user_id)
    begun = cast.do(lambda session: set_up.begin(session, keys, user_id, by=by, now=now))
    assert isinstance(begun, Begun)
    return begun


def scan(cast: Cast, by: Actor, begun: Begun) -> Phone:
    return Phone.opening(provisioning_uri(begun.secret, f"{by.user_id}@lakeside.example"))


def confirm(cast: Cast, by: Actor, code: str, *, password: str | None = PASSWORD, now: datetime) -> object:
    return set_up.confirm(cast.installation, str(by.user_id), password=password, code=code, by=by, now=now)
