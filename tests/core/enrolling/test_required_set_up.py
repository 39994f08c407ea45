"""A practice requires a second factor: who has none is taken through set-up at sign-in, and who has one sees no change."""

from core.enrolling import set_up_again
from core.enrolling.first_set_up import SetUpFinished
from core.enrolling.set_up_again import LinkSent, MailProven
from core.second_factor.enrollments import live_of
from core.signing_in.sign_in import SecondFactorOwed, SetUpOwed, SignedInNow
from tests.cast import Cast
from tests.core.enrolling.test_set_up_again import (
    BROWSER,
    NOW,
    begin,
    finish,
    link,
    password,
    use,
)
from tests.core.requests.reset_people import Desk, open_desk


def required(cast: Cast) -> Desk:
    """Lakeside's date has come."""
    cast.activate("Lakeside")
    cast.require("Lakeside", NOW)
    return open_desk(cast)


def test_the_password_and_the_mail_lead_to_set_up_and_only_then_to_a_session(cast: Cast) -> None:
    desk = required(cast)
    owed = password(desk, "Miguel")
    assert isinstance(owed, SetUpOwed)
    miguel = cast.person("Miguel").id
    sent = cast.do(lambda session: set_up_again.send_link(session, miguel, by=BROWSER, now=NOW))
    assert sent == LinkSent()
    assert use(desk, owed.half_token, link(desk)) == MailProven()
    phone = begin(desk, owed.half_token)
    done = finish(desk, owed.half_token, phone.code(NOW))
    assert isinstance(done, SetUpFinished)
    assert cast.look(lambda session: live_of(session, miguel)) is not None
    assert cast.who(done.signed_in_now.token, now=NOW) is not None


def test_who_works_elsewhere_or_has_a_factor_signs_in_as_before(cast: Cast) -> None:
    desk = required(cast)
    assert isinstance(password(desk, "Grace"), SignedInNow)
    cast.enrolled("Dana")
    assert isinstance(password(desk, "Dana"), SecondFactorOwed)
