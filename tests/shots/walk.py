"""The walk past every screen: the main job, with the wrong turns that have screens of their own."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from core.slack import slack_link_starts
from tests.journeys.people import Member, ask_for_activation, fresh_code, member
from tests.parts.clock import shown_time
from tests.parts.sites import Sites
from tests.parts.slack.slack_fake import TEAM
from tests.shots.camera import Lens
from tests.shots.team import (
    a_colleague_sets_up,
    a_person_helps,
    the_team_asks_and_declines,
    the_team_decides,
)
from tests.shots.trail import the_trail

NewPage = Callable[[], Page]
WRONG = "000000"


def walk(sites: Sites, new_page: NewPage, camera: Lens) -> None:
    """Every screen once, in the order in which people meet them."""
    before_sign_in(sites, new_page(), camera)
    dana = the_admin_asks(sites, new_page(), camera)
    the_team_decides(sites, new_page(), camera)
    the_admin_begins_in_the_chat(dana, camera)
    the_member_sets_up(sites, new_page(), camera)
    the_admin_looks_at_the_team(sites, new_page(), camera)
    the_member_changes_the_factor(sites, new_page(), camera)
    the_member_links_slack(sites, new_page(), camera)
    the_team_asks_and_declines(sites, new_page(), new_page(), camera)
    a_person_helps(sites, new_page(), new_page(), camera)
    a_colleague_sets_up(sites, new_page(), camera)
    the_trail(sites, new_page(), camera)


def before_sign_in(sites: Sites, page: Page, camera: Lens) -> None:
    """What everybody can see."""
    visitor = member(sites, page, "dana@lakeside.example")
    page.goto(f"{sites.account}/sign-in")
    camera.shoot(page, "sign-in")
    visitor.open_chat()
    camera.shoot(page, "chat-of-a-visitor", whole=False)
    page.get_by_role("button", name="Close chat").first.click()
    visitor.password = "not the password"
    visitor.give_password()
    camera.shoot(page, "sign-in-refused")
    page.goto(f"{sites.account}/password/forgotten")
    camera.shoot(page, "forgotten-password")
    page.goto(f"{sites.account}/help/two-factor")
    camera.shoot(page, "set-up-article")
    page.goto(f"{sites.account}/nowhere")
    camera.shoot(page, "not-found")


def the_admin_asks(sites: Sites, page: Page, camera: Lens) -> Member:
    """Dashboard, Settings before activation, and the ask in the chat."""
    dana = member(sites, page, "dana@lakeside.example")
    dana.sign_in()
    camera.shoot(page, "dashboard-admin")
    page.locator("[data-menu] > button").click()
    camera.shoot(page, "dashboard-menu", whole=False)
    page.goto(f"{sites.account}/settings")
    camera.shoot(page, "settings-not-activated-admin")
    dana.open_chat()
    camera.shoot(page, "chat-home", whole=False)
    ask_for_activation(dana)
    camera.shoot(page, "chat-request-sent", whole=False)
    return dana


def the_admin_begins_in_the_chat(dana: Member, camera: Lens) -> None:
    """The decision, and the private card of the guide under it."""
    chat = dana.page.get_by_role("region", name="Help chat")
    expect(chat.get_by_role("log")).to_contain_text("Good news")
    camera.shoot(dana.page, "chat-decision", whole=False)
    chat.get_by_role("button", name="Set up 2FA now").last.click()
    chat.get_by_role("button", name="I have my phone").click()
    chat.get_by_role("button", name="Continue to Step 2").click()
    expect(chat.get_by_role("img", name="QR code")).to_be_visible()
    camera.shoot(dana.page, "chat-set-up-card", whole=False)


def the_admin_looks_at_the_team(sites: Sites, page: Page, camera: Lens) -> None:
    """Who has set it up, where the others are, and the reminder."""
    dana = member(sites, page, "dana@lakeside.example")
    dana.sign_in()
    page.get_by_role("link", name="See your team").click()
    camera.shoot(page, "team")
    page.get_by_role("button", name="Remind those who have not").click()
    expect(page.get_by_text("will get a mail")).to_be_visible()
    camera.shoot(page, "team-reminded")


def the_member_sets_up(sites: Sites, page: Page, camera: Lens) -> None:
    """Settings ready, both steps, a wrong code, the Recovery Tokens, and the section afterwards."""
    priya = member(sites, page, "priya@lakeside.example")
    priya.sign_in()
    camera.shoot(page, "dashboard-member")
    page.goto(f"{sites.account}/settings")
    camera.shoot(page, "settings-ready")
    page.get_by_role("button", name="Enable Two Factor Authentication").click()
    camera.shoot(page, "set-up-step-1")
    page.get_by_role("button", name="Continue to Step 2").click()
    phone = priya.scan()
    camera.shoot(page, "set-up-step-2")
    priya.enable(WRONG)
    camera.shoot(page, "set-up-code-refused")
    priya.enable(fresh_code(phone))
    expect(page.get_by_role("dialog", name="Recovery Tokens")).to_be_visible()
    camera.shoot(page, "recovery-tokens", whole=False)
    priya.save_tokens()
    camera.shoot(page, "settings-set-up")
    priya.sign_out()
    priya.give_password()
    camera.shoot(page, "token-prompt")
    page.get_by_label("6-digit Token").fill(WRONG)
    page.get_by_role("button", name="Verify Token").click()
    camera.shoot(page, "token-refused")
    page.get_by_role("link", name="Use a recovery token").click()
    camera.shoot(page, "recovery-token-prompt")


def the_member_changes_the_factor(sites: Sites, page: Page, camera: Lens) -> None:
    """The forms that change or end a factor, and the page of a person without an activated practice."""
    miguel = member(sites, page, "miguel@lakeside.example")
    miguel.sign_in()
    camera.shoot(page, "dashboard-two-practices")
    miguel.set_up()
    for path in ("recovery-tokens", "new-phone", "turn-off"):
        page.goto(f"{sites.account}/settings/{path}")
        camera.shoot(page, f"settings-{path}")
    page.context.clear_cookies()
    tom = member(sites, page, "tom@riverbend.example")
    tom.sign_in()
    page.goto(f"{sites.account}/settings")
    camera.shoot(page, "settings-not-activated-member")


def the_member_links_slack(sites: Sites, page: Page, camera: Lens) -> None:
    """The linking page, what it says of a used link, and the section in Settings."""
    grace = member(sites, page, "grace@riverbend.example")
    grace.sign_in()
    token = sites.cast.do(
        lambda session: slack_link_starts.start(
            session, team_id=TEAM, slack_user_id="U0GRACE", slack_name="grace.liu", now=shown_time()
        )
    )
    page.goto(f"{sites.account}/slack/link/{token}")
    camera.shoot(page, "slack-link")
    page.get_by_role("button", name="Link this Slack user").click()
    expect(page.get_by_role("button", name="Unlink")).to_be_visible()
    camera.shoot(page, "settings-slack-linked")
    page.goto(f"{sites.account}/slack/link/nonsense")
    camera.shoot(page, "slack-link-gone")
