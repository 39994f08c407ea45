"""Guided set-up in Slack: the card follows the server while the member works in the browser, and shows no secret."""

from typing import Any

import pytest

from bot.slack.words import say
from core import enrollments, set_up
from core.actors import Actor
from core.set_up import Begun, Enabled
from tests.bot.slack.pages import signed_in
from tests.bot.slack.workspace import InSlack
from tests.cast import PASSWORD
from tests.core.enrolled_people import scan
from tests.parts.clock import shown_time
from tests.parts.slack_driver import labels

pytestmark = pytest.mark.databases("sqlite")  # what the rows hold is proven on both in test_rows.py


def card(in_slack: InSlack, words: str) -> dict[str, Any]:
    """Priya's guide card once it says so."""

    def found() -> dict[str, Any] | None:
        cards = [each for each in in_slack.slack.dm("UPRIYA") if each["text"].startswith("Set up two-factor")]
        return next((each for each in cards if words in each["text"]), None)

    in_slack.slack.wait(found, f"a card that says {words!r}")
    shown = found()
    assert shown
    return shown


def begin(in_slack: InSlack, by: Actor) -> Begun:
    """Priya presses the button of Step 2 in her browser."""
    begun = in_slack.cast.do(
        lambda session: set_up.begin(
            session, in_slack.cast.installation.keys, by.user_id or "", by=by, now=shown_time()
        )
    )
    assert isinstance(begun, Begun)
    return begun


def confirm(in_slack: InSlack, by: Actor, code: str) -> object:
    """She enters her password and a code there."""
    whose = (in_slack.cast.installation, by.user_id or "")
    return set_up.confirm(*whose, password=PASSWORD, code=code, by=by, now=shown_time())


def guided(in_slack: InSlack) -> dict[str, Any]:
    """Priya asked to be guided; the card as it begins."""
    in_slack.cast.activate("Lakeside", now=shown_time())
    in_slack.link("Priya")
    in_slack.says("Priya", "set it up for me")
    in_slack.presses("Priya", "I have my phone")
    return card(in_slack, "Step 1: get the app on your phone (you are here)")


def test_the_card_says_when_the_page_is_open(in_slack: InSlack) -> None:
    start = guided(in_slack)
    with signed_in(in_slack, "Priya") as pages:
        assert pages.get("/settings?two-factor=open").status_code == 200
    opened = card(in_slack, say("en", "guide.opened"))
    assert opened["ts"] == start["ts"]
    assert labels(opened["blocks"]) == [say("en", "guide.open_page")]


def test_the_card_ticks_as_the_server_moves(in_slack: InSlack) -> None:
    start = guided(in_slack)
    assert labels(start["blocks"]) == ["Continue to Step 2"]
    assert in_slack.addresses("Priya")[-1].startswith(in_slack.sites.account)
    person = in_slack.cast.person("Priya")
    _token, session = in_slack.cast.sign_in_as("Priya", now=shown_time())
    by = Actor(person.id, "account", session_id=session.session_id)
    begun = begin(in_slack, by)
    scanned = card(in_slack, "Step 2: scan the QR code, or type the secret code (you are here)")
    assert scanned["ts"] == start["ts"]
    phone = scan(in_slack.cast, by, begun)
    wrong = f"{(int(phone.code(shown_time())) + 1) % 1_000_000:06d}"
    confirm(in_slack, by, wrong)
    card(in_slack, "The last code was refused")
    shown_time.to_next_code()
    enabled = confirm(in_slack, by, phone.code(shown_time()))
    assert isinstance(enabled, Enabled)
    card(in_slack, "Save your Recovery Tokens")
    in_slack.cast.do(lambda s: enrollments.acknowledge(s, person.id, by=by, now=shown_time()))
    done = card(in_slack, "All done.")
    assert labels(done["blocks"]) == []
    shown = str(in_slack.slack.calls)
    assert not [each for each in (*enabled.tokens, wrong, PASSWORD) if each in shown]


def test_who_comes_back_after_days_goes_on_where_they_were(in_slack: InSlack) -> None:
    in_slack.cast.activate("Lakeside", now=shown_time())
    in_slack.link("Priya")
    _token, session = in_slack.cast.sign_in_as("Priya", now=shown_time())
    begin(in_slack, Actor(in_slack.cast.person("Priya").id, "account", session_id=session.session_id))
    in_slack.slack.wait(
        lambda: "Resume where I was" in labels(in_slack.slack.homes["UPRIYA"]["blocks"]), "her Home"
    )
    in_slack.driver.post(in_slack.driver.pressed_at_home("UPRIYA", "Resume where I was"))
    card(in_slack, "Step 2: scan the QR code, or type the secret code (you are here)")
