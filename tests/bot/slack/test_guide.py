"""Guided set-up in Slack: the card follows the server while the member works in the browser, and shows no secret."""

import base64
import re
from datetime import timedelta
from typing import Any

import pytest

from bot.slack.views.words import say
from core.imports.demo_data import PASSWORD
from tests.bot.slack.pages import signed_in
from tests.bot.slack.workspace import InSlack
from tests.parts.clock import shown_time
from tests.parts.slack.slack_driver import buttons, labels

TOKENS = re.compile(r"\b\d\d(?:-[0-9A-Z]{4}){6}\b")
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


def guided(in_slack: InSlack) -> dict[str, Any]:
    """Priya asked to be guided; the card as it begins."""
    in_slack.cast.activate("Lakeside", now=shown_time())
    in_slack.link("Priya")
    in_slack.says("Priya", "set up 2fa for me")
    in_slack.presses("Priya", "I have my phone")
    return card(in_slack, "Step 1: get the app on your phone (you are here)")


def test_the_card_ticks_while_she_works_in_her_browser(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    start = guided(in_slack)
    assert labels(start["blocks"]) == ["Continue to Step 2"]
    (step_2,) = [each["url"] for each in buttons(start["blocks"])]
    with signed_in(in_slack, "Priya") as pages:
        assert pages.get(step_2).status_code == 200
        opened = card(in_slack, say("en", "guide.opened"))
        assert opened["ts"] == start["ts"]
        assert labels(opened["blocks"]) == [say("en", "guide.open_page")]
        phone = pages.begin_set_up()
        scanned = card(in_slack, "Step 2: scan the QR code, or type the secret code (you are here)")
        assert scanned["ts"] == start["ts"]
        wrong = f"{(int(phone.code(shown_time())) + 1) % 1_000_000:06d}"
        assert pages.confirm_set_up(wrong).status_code == 403
        card(in_slack, "The last code was refused")
        shown_time.to_next_code()
        tokens = TOKENS.findall(pages.confirm_set_up(phone.code(shown_time())).text)
        card(in_slack, "Save your Recovery Tokens")
        assert pages.post("/settings/recovery-tokens/acknowledge").status_code == 200
    done = card(in_slack, "All done.")
    assert (labels(done["blocks"]), done["ts"]) == ([], start["ts"])
    in_slack.slack.wait(
        lambda: "1 of 4 people have set it up." in str(in_slack.slack.homes["UDANA"]), "the admin's numbers"
    )
    shown = str(in_slack.slack.calls)
    assert len(set(tokens)) == 10
    key = base64.b32encode(phone.secret).decode()
    assert not [each for each in (*tokens, wrong, key, PASSWORD) if each in shown]


def test_who_comes_back_after_days_goes_on_where_they_were(in_slack: InSlack) -> None:
    in_slack.cast.activate("Lakeside", now=shown_time())
    in_slack.link("Priya")
    with signed_in(in_slack, "Priya") as pages:
        pages.get("/settings?two-factor=open")
        pages.begin_set_up()
    resumes(in_slack, "Step 2: scan the QR code, or type the secret code (you are here)")
    shown_time.forward(timedelta(days=3))  # the QR code is too old by now; the app that she has got is not
    resumes(in_slack, say("en", "guide.opened"))


def resumes(in_slack: InSlack, words: str) -> None:
    """She opens Home and goes on from there."""
    in_slack.driver.post(in_slack.driver.event({"type": "app_home_opened", "user": "UPRIYA", "tab": "home"}))
    in_slack.slack.wait(
        lambda: "Resume where I was" in labels(in_slack.slack.homes["UPRIYA"]["blocks"]), "her Home"
    )
    in_slack.driver.post(in_slack.driver.pressed_at_home("UPRIYA", "Resume where I was"))
    card(in_slack, words)
