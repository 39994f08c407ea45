"""After a reset: the password opens a half sign-in, the mailed link is shown beside it, and only then a phone is set up."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from core.enrolling import set_up, set_up_again
from core.enrolling.first_set_up import MailOwed, SetUpFinished, finish_set_up
from core.enrolling.set_up import Begun
from core.enrolling.set_up_again import LinkNotYours, MailProven
from core.ground.actors import Actor
from core.imports.demo_data import PASSWORD
from core.people import one_time_links
from core.second_factor.totp import provisioning_uri
from core.sessions import half_sign_ins, sessions
from core.sessions.half_sign_ins import Half, HalfExpired
from core.signing_in import sign_in
from core.signing_in.sign_in import SecondFactorOwed, SetUpOwed, SignedInNow
from tests.cast import Cast, after
from tests.core.requests.reset_people import Desk, open_desk
from tests.parts.phone import Phone

NOW = after(hours=24)
BROWSER = Actor(None, "account", ip="192.0.2.9")


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """Priya's factor has just been reset."""
    opened = open_desk(cast)
    opened.approved()
    opened.round(NOW)
    return opened


def password(desk: Desk, name: str = "Priya") -> object:
    return sign_in.with_password(
        desk.cast.installation,
        audience="account",
        email=desk.cast.person(name).email,
        password=PASSWORD,
        by=BROWSER,
        user_agent="Firefox",
        now=NOW,
    )


def half_way(desk: Desk) -> str:
    owed = password(desk)
    assert isinstance(owed, SetUpOwed)
    return owed.half_token


def half(desk: Desk, token: str) -> Half:
    found = desk.cast.look(lambda s: half_sign_ins.find(s, token, audience="account", now=NOW))
    assert found is not None
    return found


def link(desk: Desk) -> str:
    (mail, *_) = desk.cast.told("set_up_again")
    return one_time_links.token_of(desk.cast.installation.keys, mail.data["link_id"])


def use(desk: Desk, half_token: str, token: str) -> object:
    keys = desk.cast.installation.keys
    return desk.cast.do(lambda s: set_up_again.use_link(s, keys, half_token, token, by=BROWSER, now=NOW))


def begin(desk: Desk, half_token: str) -> Phone:
    found, keys = half(desk, half_token), desk.cast.installation.keys
    by = replace(BROWSER, user_id=found.user_id, session_id=found.id)

    def work(session: Session) -> object:
        return set_up.begin(session, keys, found.user_id, by=by, now=NOW)

    begun = desk.cast.do(work)
    assert isinstance(begun, Begun)
    return Phone.opening(provisioning_uri(begun.secret, found.email))


def finish(desk: Desk, half_token: str, code: str) -> object:
    return finish_set_up(desk.cast.installation, half_token, code, by=BROWSER, user_agent="Firefox", now=NOW)


def test_password_and_link_and_a_first_code_sign_in_with_a_new_factor(desk: Desk) -> None:
    token = half_way(desk)
    assert use(desk, token, link(desk)) == MailProven()
    phone = begin(desk, token)
    done = finish(desk, token, phone.code(NOW))
    assert isinstance(done, SetUpFinished)
    assert done.signed_in_now.signed_in.factor == "totp"
    found = desk.cast.look(lambda s: sessions.find(s, done.signed_in_now.token, audience="account", now=NOW))
    assert found is not None
    assert isinstance(password(desk), SecondFactorOwed), "nothing else is owed from now on"


def test_a_thief_with_the_password_alone_sets_nothing_up(desk: Desk) -> None:
    token = half_way(desk)
    phone = begin(desk, token)
    assert finish(desk, token, phone.code(NOW)) == MailOwed()
    assert desk.priya.standing.state != "live"


def test_a_thief_with_the_mail_alone_sets_nothing_up(desk: Desk) -> None:
    assert use(desk, "no half sign-in", link(desk)) == HalfExpired()
    assert use(desk, half_way(desk), link(desk)) == MailProven(), "and it has not used the link up"


def test_the_link_works_once(desk: Desk) -> None:
    token = half_way(desk)
    use(desk, token, link(desk))
    assert use(desk, half_way(desk), link(desk)) == LinkNotYours()


def test_the_link_of_another_person_and_of_another_purpose_fit_nothing(desk: Desk) -> None:
    miguel, keys = desk.cast.person("Miguel").id, desk.cast.installation.keys
    for purpose, user_id in (("set_up_again", miguel), ("reset_password", desk.priya.user_id)):
        issued = desk.cast.do(
            lambda s, purpose=purpose, user_id=user_id: one_time_links.issue(s, purpose, user_id, now=NOW)  # type: ignore[misc]  # bound now
        )
        assert use(desk, half_way(desk), one_time_links.token_of(keys, issued)) == LinkNotYours()


def test_it_changes_nothing_for_others(desk: Desk) -> None:
    assert isinstance(password(desk, "Miguel"), SignedInNow)
