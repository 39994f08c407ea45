"""A reset as its person meets it: the mails, "That was not me", and set-up on the way in with password and mailed link."""

import re

import pytest

from bot.delivery import mailing
from bot.delivery.mailing import Recipient
from core.ground.outbox import OutboxRow
from core.people.users import User
from tests.cast import after
from tests.console.account.desk import ORIGIN, Site
from tests.core.requests.reset_people import Desk, open_desk
from tests.parts.phone import Phone

DUE = after(hours=24)
KINDS = ("reset_filed", "reset_approved", "reset_done", "reset_frozen", "reset_withdrawn", "reset_declined")


@pytest.fixture
def desk(site: Site) -> Desk:
    return open_desk(site.cast)


def text_of(desk: Desk, row: OutboxRow) -> str:
    """The mail of one notice, its subject in the first line."""
    person = desk.cast.look(lambda session: session.get_one(User, row.user_id))
    to = Recipient(person.email, person.name, "America/New_York", is_staff=False)
    mail = mailing.compose(desk.cast.installation, row, to, now=row.created_at)
    return f"{mail['Subject']}\n{mail.get_content()}"


def mail_to(desk: Desk, kind: str, name: str = "Priya") -> str:
    who = desk.cast.person(name).id
    row, *_ = [row for row in desk.cast.told(kind) if row.via == "mail" and row.user_id == who]
    return text_of(desk, row)


def path_in(mail: str) -> str:
    """The link of a mail, as a path of the site."""
    (found,) = re.findall(rf"{re.escape(ORIGIN)}(/(?:reset|sign-in)/\S+/\S+)", mail)
    return str(found)


def reset_and_signed_half_in(site: Site, desk: Desk) -> None:
    desk.approved()
    desk.round(DUE)
    site.now = DUE
    answer = site.give_password("priya@lakeside.example")
    assert answer.headers["location"] == "/sign-in/set-up"


def set_up(site: Site) -> str:
    """Step 1 and Step 2 with the code of a phone that typed the secret code; the last page."""
    site.get("/sign-in/set-up")
    site.post("/sign-in/set-up/begin")
    page = site.get("/sign-in/set-up").text
    key = re.search(r'id="secret-code"[^>]*>([A-Z2-7 ]+)<', page)
    assert key, page
    phone = Phone.typing_key(key[1].replace(" ", ""), account="priya@lakeside.example")
    return site.post("/sign-in/set-up/confirm", token=phone.code(site.now)).text


def test_each_mail_says_to_the_person_and_to_their_admin_what_happened(desk: Desk) -> None:
    desk.withdraw(desk.filed(), desk.half_way())
    desk.decline(desk.filed(), desk.cast.fresh("Alex"))
    desk.freeze(desk.approved(), desk.cast.actor("Dana"))
    for kind in set(KINDS) - {"reset_done"}:
        to_priya, to_dana = mail_to(desk, kind), mail_to(desk, kind, "Dana")
        assert to_priya.split("\n")[1] == "Hello Priya Raman,"
        assert to_dana.split("\n")[1] == "Hello Dana Whitfield,"
        assert "Priya Raman" in to_dana
        assert "not-me" not in to_dana, "only the person's own mailbox stops it by a link"


def test_the_mails_of_a_reset_that_happened(site: Site, desk: Desk) -> None:
    desk.approved()
    assert "2026-03-03T09:00" in mail_to(desk, "reset_approved")
    desk.round(DUE)
    assert "removed your second factor" in mail_to(desk, "reset_done")
    assert "removed the second factor of Priya Raman" in mail_to(desk, "reset_done", "Dana")
    assert path_in(mail_to(desk, "set_up_again")).startswith("/sign-in/set-up/")


@pytest.mark.parametrize("kind", ["reset_filed", "reset_approved"])
def test_the_link_shows_a_button_and_the_button_stops_it(site: Site, desk: Desk, kind: str) -> None:
    reset_id = desk.approved()
    path = path_in(mail_to(desk, kind))
    for _ in range(2):  # a mail scanner opens links, more than once
        assert "That was not me: stop the reset" in site.get(path).text
    assert desk.state(reset_id) == "approved"
    assert "The reset is stopped" in site.post(path).text
    assert desk.state(reset_id) == "frozen"
    assert site.get(path).status_code == 404
    assert site.post(path).status_code == 404
    assert not desk.round(DUE)


def test_an_invented_link_stops_nothing(site: Site, desk: Desk) -> None:
    reset_id = desk.filed()
    site.get("/sign-in")
    for token in ("0" * 24, f"{'0' * 24}.k1.AAAA", "%00"):
        assert site.post(f"/reset/not-me/{token}").status_code == 404
    assert desk.state(reset_id) == "filed"


def test_password_then_link_then_a_new_phone(site: Site, desk: Desk) -> None:
    reset_and_signed_half_in(site, desk)
    assert "Open the link in our mail" in site.get("/sign-in/set-up").text
    path = path_in(mail_to(desk, "set_up_again"))
    site.get(path)
    assert site.post(path).headers["location"] == "/sign-in/set-up"
    page = set_up(site)
    assert "Ok, Got it!" in page
    assert site.get("/settings").status_code == 200
    assert desk.priya.standing.state == "live"


def test_without_the_link_no_secret_is_shown_and_nothing_is_set_up(site: Site, desk: Desk) -> None:
    reset_and_signed_half_in(site, desk)
    site.get("/sign-in/set-up")
    site.post("/sign-in/set-up/begin")
    assert "secret-code" not in site.get("/sign-in/set-up").text
    site.post("/sign-in/set-up/confirm", token="123456")
    assert desk.priya.standing.state == "none"
    assert site.get("/settings").status_code == 303


def test_the_link_before_the_password_says_what_to_do_and_stays_good(site: Site, desk: Desk) -> None:
    desk.approved()
    desk.round(DUE)
    site.now = DUE
    path = path_in(mail_to(desk, "set_up_again"))
    assert "Your password first" in site.get(path).text
    site.give_password("priya@lakeside.example")
    site.get(path)
    assert site.post(path).status_code == 303


def test_the_link_does_not_work_for_another_person_who_owes_one(site: Site, desk: Desk) -> None:
    reset_and_signed_half_in(site, desk)
    owes = desk.cast.person("Miguel").id
    desk.cast.do(lambda s: setattr(s.get_one(User, owes), "set_up_owed_since", DUE))
    path = path_in(mail_to(desk, "set_up_again"))
    site.client.cookies.clear()
    site.give_password("miguel@lakeside.example")
    site.get(path)
    assert site.post(path).status_code == 404


def test_the_mail_can_be_sent_again_but_not_for_ever(site: Site, desk: Desk) -> None:
    reset_and_signed_half_in(site, desk)
    site.get("/sign-in/set-up")
    answers = [site.post("/sign-in/set-up/send-link") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
