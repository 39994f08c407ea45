"""Journey (a): an admin asks, staff approve, the decision arrives live, the member sets up, signs out and signs in."""

from playwright.sync_api import expect

from tests.journeys.people import ask_for_activation, member, staff
from tests.parts.browser import NewPage
from tests.parts.sites import Sites


def test_from_the_ask_in_chat_to_the_first_sign_in_with_a_code(sites: Sites, new_page: NewPage) -> None:
    alex = staff(sites, new_page(), "Alex")
    alex.sign_in()
    expect(alex.page.get_by_text("Nothing waits for you")).to_be_visible()

    dana = member(sites, new_page(), "dana@lakeside.example")
    dana.sign_in()
    ask_for_activation(dana)

    alex.open_request("Lakeside Family Medicine")
    expect(alex.page.get_by_text("dana@lakeside.example")).to_be_visible()
    alex.approve()
    expect(alex.page.get_by_role("status")).to_contain_text("Approved")

    expect(dana.page.get_by_role("log")).to_contain_text("Good news")
    sites.mailbox.wait_for("dana@lakeside.example")

    dana.set_up()
    expect(dana.page.get_by_text("Your Recovery Tokens are marked as saved")).to_be_visible()
    dana.sign_out()
    dana.give_password()
    expect(dana.page.get_by_role("heading", name="One more step")).to_be_visible()
    dana.sign_in()
    expect(dana.page.get_by_role("heading", name="Lakeside Family Medicine").first).to_be_visible()
