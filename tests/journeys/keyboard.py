"""A person without a mouse: everything is reached by Tab, and named as a screen reader names it."""

from playwright.sync_api import Locator, Page, expect

from core.imports.demo_data import PASSWORD
from tests.journeys.people import Member, fresh_code, note_cookies
from tests.parts.known_secrets import known_secrets
from tests.parts.sites import Sites

MOST_STOPS = 60
FOCUSED = """() => {
  let e = document.activeElement;
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  if (!e || e === document.body) return "";
  return e.getAttribute("aria-label") || e.labels?.[0]?.innerText?.trim() || e.innerText?.trim() || "";
}"""

ON_THE_WAY = ["", "Open chat", "Close chat", "Help chat"]  # where the focus is until the chat has loaded


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press the key until what has this name has the focus, inside the chat too."""
    for _ in range(MOST_STOPS):
        if page.evaluate(FOCUSED) == name:
            return
        page.keyboard.press(key)
    raise AssertionError(f"{name!r} cannot be reached by keyboard")


class KeyboardMember(Member):
    """The same person as a member of the other journeys, by keyboard alone."""

    def press(self, name: str, *, back: bool = False) -> None:
        """A button or link of this name; ``back``: the nearest one before."""
        tab_to(self.page, name, "Shift+Tab" if back else "Tab")
        self.page.keyboard.press("Enter")

    def type_into(self, label: str, text: str) -> None:
        """A field by its label; what stood in it goes."""
        tab_to(self.page, label)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def give_password(self) -> None:
        """E-mail and password."""
        known_secrets.password(self.password)
        self.page.goto(f"{self.site}/sign-in")
        self.type_into("E-mail", self.email)
        self.type_into("Password", self.password)
        self.page.keyboard.press("Enter")

    def sign_in(self) -> None:
        """All the way to the dashboard, without a second factor."""
        self.give_password()
        expect(self.page.locator("[data-menu] > button")).to_be_visible()
        note_cookies(self.page)

    def sign_out(self) -> None:
        """By the menu under the name."""
        menu = self.page.locator("[data-menu] > button")
        self.press(menu.inner_text().strip())
        expect(menu).to_have_attribute("aria-expanded", "true")
        self.press("Sign out")
        expect(self.page).to_have_url(f"{self.site}/sign-in?done=signed-out")

    def open_chat(self) -> Locator:
        """The bubble, opened; the focus goes into it, to the greeting or to the words to write."""
        self.press("Open chat")
        chat = self.page.get_by_role("region", name="Help chat")
        expect(chat.get_by_role("textbox", name="Message")).to_be_visible()
        self.page.wait_for_function(f"!{ON_THE_WAY}.includes(({FOCUSED})())")
        return chat

    def close_chat(self) -> None:
        """Escape leads back to where the chat was opened."""
        self.page.keyboard.press("Escape")
        expect(self.page.get_by_role("button", name="Open chat")).to_be_focused()

    def say(self, text: str) -> None:
        """Type into the chat and send."""
        self.type_into("Message", text)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("textbox", name="Message")).to_have_value("")

    def open_set_up(self) -> None:
        """Settings, the green button, Step 1, Step 2."""
        self.page.goto(f"{self.site}/settings")
        self.press("Enable Two Factor Authentication")
        expect(self.page.get_by_role("button", name="Continue to Step 2")).to_be_visible()
        self.press("Continue to Step 2")

    def enable(self, code: str | None = None) -> None:
        """Password, code, green button."""
        assert self.phone is not None
        self.type_into("Current password", self.password)
        self.type_into("6-digit token", code or fresh_code(self.phone))
        self.press("Enable Two Factor Authentication")


def keyboard_member(sites: Sites, page: Page, email: str) -> KeyboardMember:
    """A member by e-mail."""
    return KeyboardMember(page, sites.account, email, PASSWORD)
