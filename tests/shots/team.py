"""The screens of the team: the queue, a request in each of its turns, the inbox, and a colleague's first sign-in."""

from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import update
from sqlalchemy.orm import Session

from core.ground import alarms
from core.ground.outbox import OutboxRow
from core.imports.demo_data import PASSWORD
from core.people import users
from core.people.users import User
from core.sessions.session_rows import SessionRow
from tests.journeys.people import ask_for_activation, fresh_code, member, staff
from tests.parts.clock import shown_time
from tests.parts.phone import Phone
from tests.parts.sites import Sites
from tests.shots.camera import Lens


def the_team_decides(sites: Sites, page: Page, camera: Lens) -> None:
    """The console from sign-in to the decision."""
    page.goto(f"{sites.console}/sign-in")
    camera.shoot(page, "console-sign-in")
    alex = staff(sites, page, "Alex")
    alex.sign_in()
    camera.shoot(page, "console-requests")
    alex.open_request("Lakeside Family Medicine")
    camera.shoot(page, "console-request")
    page.get_by_role("button", name="Approve", exact=True).click()
    camera.shoot(page, "console-request-asking")
    page.get_by_role("button", name="Approve for ").click()
    expect(page.get_by_role("status")).to_contain_text("Approved")
    camera.shoot(page, "console-request-approved")
    page.goto(f"{sites.console}/requests")
    camera.shoot(page, "console-requests-after")
    page.get_by_role("link", name="Adoption").click()
    camera.shoot(page, "console-adoption")
    page.get_by_role("link", name="Lakeside Family Medicine").click()
    camera.shoot(page, "console-adoption-practice")
    page.goto(f"{sites.console}/practices")
    camera.shoot(page, "console-practices")
    page.get_by_role("link", name="Lakeside Family Medicine").click()
    expect(page.get_by_role("heading", name="Switch 2FA off")).to_be_visible()
    camera.shoot(page, "console-practice")
    page.goto(f"{sites.console}/nowhere")
    camera.shoot(page, "console-not-found")


def the_team_asks_and_declines(sites: Sites, page: Page, desk: Page, camera: Lens) -> None:
    """A question on both sides, and a decision whose code has grown old."""
    grace = member(sites, page, "grace@riverbend.example")
    grace.sign_in()
    ask_for_activation(grace)
    kim = staff(sites, desk, "Kim")
    kim.sign_in()
    kim.open_request("Riverbend Cardiology")
    desk.get_by_label("Question").fill("Does everybody there have a phone?")
    desk.get_by_role("button", name="Ask for more information").click()
    expect(desk.get_by_text("Your question is on its way")).to_be_visible()
    camera.shoot(desk, "console-request-asked")
    expect(page.get_by_role("log")).to_contain_text("Does everybody there have a phone?")
    camera.shoot(page, "chat-question", whole=False)
    make_codes_old(sites)
    desk.get_by_label("Reason").fill("Please call us first.")
    desk.get_by_role("button", name="Decline").click()
    desk.get_by_label("6-digit Token").fill("000000")
    desk.get_by_role("button", name="Verify Token").click()
    expect(desk.get_by_role("alert")).to_be_visible()
    camera.shoot(desk, "console-step-up-refused")
    desk.get_by_label("6-digit Token").fill(fresh_code(kim.phone))
    desk.get_by_role("button", name="Verify Token").click()
    expect(desk.get_by_text("The admins were told your reason")).to_be_visible()
    camera.shoot(desk, "console-request-declined")
    desk.goto(f"{sites.console}/requests?state=declined&q=nobody")
    camera.shoot(desk, "console-requests-nothing-found")


def a_person_helps(sites: Sites, page: Page, desk: Page, camera: Lens) -> None:
    """The inbox with someone waiting, the conversation taken and answered, and both sides of it."""
    grace = member(sites, page, "grace@riverbend.example")
    grace.sign_in()
    chat = grace.open_chat()
    grace.say("I want to talk to a person")
    expect(chat.get_by_role("log")).to_contain_text("A person will answer right here.")
    camera.shoot(page, "chat-waits-for-a-person", whole=False)
    staff(sites, desk, "Sam").sign_in()
    for path, name in (
        ("/inbox", "inbox"),
        ("/inbox/replies", "saved-replies"),
        ("/inbox/hours", "office-hours"),
        ("/inbox/feedback", "answers-that-helped"),
    ):
        desk.goto(f"{sites.console}{path}")
        camera.shoot(desk, f"console-{name}")
    desk.goto(f"{sites.console}/inbox")
    desk.get_by_role("link", name="Grace Liu").click()
    camera.shoot(desk, "console-conversation-waiting")
    desk.get_by_role("button", name="Take").click()
    desk.get_by_label("Reply").fill("Good morning, Grace. How can I help?")
    desk.get_by_role("button", name="Send reply").click()
    expect(desk.get_by_text("Read by them.")).to_be_visible()
    camera.shoot(desk, "console-conversation")
    camera.shoot(page, "chat-with-a-person", whole=False)
    desk.goto(f"{sites.console}/inbox?show=waiting")
    camera.shoot(desk, "console-inbox-empty")
    what_could_not_be_delivered(sites, desk, camera)


def what_could_not_be_delivered(sites: Sites, desk: Page, camera: Lens) -> None:
    """Nothing; then an alarm and two notices that were given up; and one of them tried again."""
    desk.goto(f"{sites.console}/trouble")
    camera.shoot(desk, "console-trouble-none")
    give_up(sites)
    desk.goto(f"{sites.console}/requests")
    expect(desk.get_by_text("2 notices could not be delivered")).to_be_visible()
    expect(desk.get_by_text("nobody is answered in Slack")).to_be_visible()
    camera.shoot(desk, "console-trouble-above-a-page", whole=False)
    desk.get_by_role("link", name="See them and try again").click()
    expect(desk.get_by_role("button", name="Try all 2 again")).to_be_visible()
    camera.shoot(desk, "console-trouble")
    desk.get_by_role("button", name="Try again: Message in Slack").click()
    expect(desk.get_by_text("We are trying again now.")).to_be_visible()
    camera.shoot(desk, "console-trouble-tried-again")
    sites.cast.do(lambda session: alarms.end(session, "slack_token"))


def a_colleague_sets_up(sites: Sites, page: Page, camera: Lens) -> None:
    """The first sign-in of a new colleague, up to the Recovery Tokens."""
    add_colleague(sites)
    page.goto(f"{sites.console}/sign-in")
    page.get_by_label("E-mail").fill("robin@thoroughcare.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    camera.shoot(page, "console-first-sign-in")
    page.get_by_role("button", name="Continue to Step 2").click()
    camera.shoot(page, "console-first-sign-in-step-2")
    phone = Phone.scanning(page.get_by_role("img", name="QR code").screenshot())
    page.get_by_label("6-digit Token").fill(fresh_code(phone))
    page.get_by_role("button", name="Enable Two Factor Authentication").click()
    expect(page.get_by_role("dialog", name="Recovery Tokens")).to_be_visible()
    camera.shoot(page, "console-recovery-tokens", whole=False)


def give_up(sites: Sites) -> None:
    """Slack refuses our token, and a mail and a message were given up."""
    now, dana = shown_time(), sites.cast.person("Dana").id

    def work(session: Session) -> None:
        alarms.sound(session, "slack_token", "token_revoked", now=now)
        for kind, via, why in (
            ("request_approved", "mail", "550 no such mailbox"),
            ("slack_line", "slack", "token_revoked"),
        ):
            row = OutboxRow(kind=kind, via=via, user_id=dana, created_at=now, due_at=now, attempts=40)
            row.dead_at, row.last_error = now, why
            session.add(row)

    sites.cast.do(work)


def make_codes_old(sites: Sites) -> None:
    """Every code was shown an hour ago."""
    old = shown_time() - timedelta(hours=1)
    sites.cast.do(lambda session: session.execute(update(SessionRow).values(factor_at=old)))


def add_colleague(sites: Sites) -> None:
    """Robin, with a password and no factor yet."""
    hashed, by, now = (
        sites.cast.installation.hashing.hash(PASSWORD),
        sites.cast.actor("Sam"),
        shown_time(),
    )

    def add(session: Session) -> None:
        robin = users.add_staff(
            session, email="robin@thoroughcare.example", name="Robin Hale", role="agent", by=by, now=now
        )
        assert isinstance(robin, User)
        assert isinstance(hashed, str)
        robin.password_hash, robin.password_changed_at = hashed, now

    sites.cast.do(add)
