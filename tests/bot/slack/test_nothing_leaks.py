"""All that ever went to Slack is searched: no secret, no address of another person, no member's words for the team."""

from typing import Any

import pytest

from core.imports import demo_data
from core.imports.demo_data import PASSWORD
from tests.bot.slack.pages import signed_in
from tests.bot.slack.test_requests import card, decide, send
from tests.bot.slack.workspace import InSlack
from tests.parts.clock import shown_time
from tests.parts.slack.slack_fake import STAFF_CHANNEL

pytestmark = pytest.mark.databases("sqlite")  # what leaves is the same on both

MARKER = "PURPLE-ELEPHANT"
TYPED = (
    "my password is Hunter-2-hunter!",
    "the app shows 492 817 and it is refused",
    "03-ABCD-EFGH-JKMN-PQRS is my recovery token",
    "otpauth://totp/ThoroughCare:dana?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=ThoroughCare",
    "<otpauth://totp/x?secret=KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU|my key>",
    "call <tel:492817|492817>",
    f"{MARKER} I want to talk to a person",
)
SECRETS = ("Hunter-2-hunter", "492 817", "492817", "ABCD-EFGH", "JBSWY3DP", "KRSXG5CT", PASSWORD)


def sent(in_slack: InSlack, *, to: str | None = None) -> str:
    """Everything that was sent, or what went to one channel."""
    calls: list[dict[str, Any]] = [
        call.given for call in in_slack.slack.calls if to is None or call.given.get("channel") == to
    ]
    return str(calls)


def live_through_everything(in_slack: InSlack) -> None:
    """Links, asks, types secrets by every way, is decided about, sets up in the browser and calls a person."""
    for name in ("Dana", "Owen", "Priya"):
        in_slack.link(name)
    for words in TYPED:
        in_slack.driver.post(in_slack.driver.said("UDANA", words))
        in_slack.driver.post(in_slack.driver.command("UPRIYA", words))
    send(in_slack, "Dana", "Lakeside", f"{MARKER} please")
    card(in_slack, "Dana", "not decided yet")
    decide(in_slack, "ask_for_more", question="How many phones?")
    card(in_slack, "Dana", "How many phones?")
    decide(in_slack, "approve")
    card(in_slack, "Dana", "Approved by Alex")
    with signed_in(in_slack, "Priya") as pages:
        pages.get("/settings?two-factor=open")
    in_slack.cast.enrolled("Dana", now=shown_time())
    for name in ("Dana", "Owen", "Priya"):
        opened = {"type": "app_home_opened", "user": in_slack.user(name), "tab": "home"}
        in_slack.driver.post(in_slack.driver.event(opened))
    in_slack.slack.wait(in_slack.is_quiet, "quiet")


def test_no_secret_and_no_words_of_a_member_where_they_do_not_belong(in_slack: InSlack) -> None:
    live_through_everything(in_slack)
    everything, team = sent(in_slack), sent(in_slack, to=STAFF_CHANNEL)
    assert in_slack.slack.messages[STAFF_CHANNEL]
    assert [secret for secret in SECRETS if secret in everything] == []
    assert MARKER not in team
    assert "How many phones" not in team
    addresses = [each.email for each in (*demo_data.MEMBERS, *demo_data.STAFF)]
    assert [address for address in addresses if address in everything] == []
    assert MARKER not in sent(in_slack, to=in_slack.slack.im_of("UOWEN"))
