"""What the people of the journeys do, in the words of the screens they see."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from core.imports.demo_data import PASSWORD
from tests.parts.clock import shown_time
from tests.parts.known_secrets import known_secrets
from tests.parts.phone import Phone
from tests.parts.sites import Sites


def fresh_code(phone: Phone) -> str:
    """A code that was never typed since noon: when the one showing was, the next half-minute comes.

    Not since ever: someone who signed in ten times in earlier tests would wait longer than a half sign-in lives.
    """
    spent = _SPENT.setdefault((shown_time.starts, phone.secret), set())
    while (code := phone.code(shown_time())) in spent:
        shown_time.to_next_code()
    spent.add(code)
    known_secrets.code(phone, code)
    return code


_SPENT: dict[tuple[int, bytes], set[str]] = {}


def note_cookies(page: Page) -> None:
    """What this browser could be robbed of."""
    for cookie in page.context.cookies():
        known_secrets.cookie(str(cookie.get("value")))


@dataclass
class Member:
    """A person at the account site, with a page and maybe a phone."""

    page: Page
    site: str
    email: str
    password: str = PASSWORD
    phone: Phone | None = None

    def give_password(self) -> None:
        """E-mail and password."""
        known_secrets.password(self.password)
        self.page.goto(f"{self.site}/sign-in")
        self.page.get_by_label("E-mail").fill(self.email)
        self.page.get_by_label("Password").fill(self.password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()

    def sign_in(self) -> None:
        """All the way to the dashboard."""
        self.give_password()
        if self.phone is not None:
            self.page.get_by_label("6-digit Token").fill(fresh_code(self.phone))
            self.page.get_by_role("button", name="Verify Token").click()
        expect(self.page.locator("[data-menu] > button")).to_be_visible()
        note_cookies(self.page)

    def sign_out(self) -> None:
        """By the menu under the name."""
        self.page.locator("[data-menu] > button").click()
        self.page.get_by_role("button", name="Sign out", exact=True).click()
        expect(self.page).to_have_url(f"{self.site}/sign-in?done=signed-out")

    def press(self, name: str) -> None:
        """A button of exactly this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def open_chat(self) -> Locator:
        """The bubble, opened."""
        opener = self.page.get_by_role("button", name="Open chat")
        chat = self.page.get_by_role("region", name="Help chat")
        expect(opener.or_(chat).first).to_be_visible()
        if not chat.is_visible():
            opener.click()
        expect(chat.get_by_role("textbox", name="Message")).to_be_visible()
        return chat

    def say(self, text: str) -> None:
        """Type into the chat and send."""
        box = self.page.get_by_role("textbox", name="Message")
        box.fill(text)
        self.page.get_by_role("button", name="Send", exact=True).click()

    def open_set_up(self) -> None:
        """Settings, the green button, Step 1, Step 2."""
        self.page.goto(f"{self.site}/settings")
        self.page.get_by_role("button", name="Enable Two Factor Authentication").click()
        self.page.get_by_role("button", name="Continue to Step 2").click()

    def scan(self, within: Page | Locator | None = None) -> Phone:
        """Hold the phone up to the screen."""
        picture = (within or self.page).get_by_role("img", name="QR code")
        expect(picture).to_be_visible()
        self.phone = Phone.scanning(picture.screenshot())
        return self.phone

    def enable(self, code: str | None = None) -> None:
        """Password, code, green button."""
        assert self.phone is not None
        self.page.get_by_label("Current password").fill(self.password)
        self.page.get_by_label("6-digit token", exact=True).fill(code or fresh_code(self.phone))
        self.page.get_by_role("button", name="Enable Two Factor Authentication").click()

    def save_tokens(self) -> list[str]:
        """Read the ten tokens and press "Ok, Got it!"."""
        dialog = self.page.get_by_role("dialog", name="Recovery Tokens")
        expect(dialog).to_be_visible()
        tokens = dialog.locator("#tokens code").all_inner_texts()
        assert len(tokens) == 10
        known_secrets.recovery_tokens(tokens)
        self.press("Ok, Got it!")
        expect(dialog).to_be_hidden()
        return tokens

    def set_up(self) -> list[str]:
        """The whole set-up on the Settings page."""
        self.open_set_up()
        self.scan()
        self.enable()
        tokens = self.save_tokens()
        expect(self.page.get_by_text("Your Recovery Tokens are marked as saved")).to_be_visible()
        return tokens


@dataclass
class Staff:
    """A colleague at the console."""

    page: Page
    site: str
    email: str
    phone: Phone

    def sign_in(self) -> None:
        """Password and code; the code is fresh for five minutes after it."""
        self.page.goto(f"{self.site}/sign-in")
        self.page.get_by_label("E-mail").fill(self.email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.get_by_label("6-digit Token").fill(fresh_code(self.phone))
        self.page.get_by_role("button", name="Verify Token").click()
        expect(self.page.get_by_role("heading", name="Requests")).to_be_visible()
        note_cookies(self.page)

    def open_request(self, practice: str) -> None:
        """From the live queue."""
        self.page.get_by_role("link", name=practice).click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(practice)

    def approve(self) -> None:
        """Approve, and answer the question whom it may touch."""
        self.page.get_by_role("button", name="Approve", exact=True).click()
        self.page.get_by_role("button", name="Approve for ").click()


def member(sites: Sites, page: Page, email: str) -> Member:
    """A member by e-mail."""
    return Member(page, sites.account, email)


def staff(sites: Sites, page: Page, name: str) -> Staff:
    """A colleague by first name, with the published phone of the demo."""
    return Staff(page, sites.console, f"{name.lower()}@thoroughcare.example", sites.cast.phones[name])


def ask_for_activation(admin: Member) -> None:
    """Ask in the chat, in words, and confirm."""
    admin.open_chat()
    admin.say("Please activate two-factor authentication for our practice")
    admin.page.get_by_role("button", name="Send request").click()
    expect(admin.page.get_by_role("log")).to_contain_text("is with the ThoroughCare team")
