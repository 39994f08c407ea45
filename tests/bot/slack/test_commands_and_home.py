"""``/2fa``, mentions and App Home: each answers only the person who asked, with what that person may know."""

import pytest

from tests.bot.slack.workspace import InSlack
from tests.parts.clock import shown_time
from tests.parts.slack.slack_driver import labels

pytestmark = pytest.mark.databases("sqlite")  # what is shown is read; reading is the same on both


def test_each_word_has_its_answer_and_each_answer_says_for_whom_it_is(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    for typed, words in (
        ("", "/2fa request"),
        ("status", "Lakeside Family Medicine"),
        ("  STATUS ", "Lakeside"),
    ):
        told = in_slack.driver.post(in_slack.driver.command("UDANA", typed)).json()
        assert told["response_type"] == "ephemeral"
        assert words in str(told["blocks"])
    for typed, words in (
        ("help", "Hi Dana"),
        ("setup", "You can set it up once it is turned on"),
        ("what is 2fa?", "a second lock"),
    ):
        said = len(in_slack.slack.dm("UDANA"))
        told = in_slack.driver.post(in_slack.driver.command("UDANA", typed, channel="C0ANY")).json()
        assert told["response_type"] == "ephemeral"
        assert "Messages tab" in told["text"]
        in_slack.newest("Dana", said)
        assert any(words in text for text in in_slack.texts("Dana")[said:]), (
            typed,
            in_slack.texts("Dana")[said:],
        )


def test_whoever_is_not_linked_is_shown_the_way_in_private(in_slack: InSlack) -> None:
    for typed in ("", "status", "request", "setup", "help", "is it on?"):
        said = len(in_slack.slack.dm("UGRACE"))
        told = in_slack.driver.post(in_slack.driver.command("UGRACE", typed)).json()
        assert told["response_type"] == "ephemeral"
        in_slack.newest("Grace", said)
    assert in_slack.offered("Grace") == ["Link my account"]
    assert in_slack.slack.modals == []


def test_a_mention_is_answered_for_those_eyes_only_and_points_to_the_private_place(in_slack: InSlack) -> None:
    in_slack.slack.members["C0TEAM"] = {"U0BOT", "UDANA"}
    event = {
        "type": "app_mention",
        "user": "UDANA",
        "channel": "C0TEAM",
        "text": "<@U0BOT> my code is 123456",
    }
    in_slack.driver.post(in_slack.driver.event(event))
    in_slack.slack.wait(lambda: in_slack.slack.ephemerals, "the pointer")
    (pointer,) = in_slack.slack.ephemerals
    assert (pointer["channel"], pointer["user"]) == ("C0TEAM", "UDANA")
    assert "123456" not in str(in_slack.slack.calls)
    assert in_slack.slack.messages["C0TEAM"] == []


def test_the_messages_tab_greets_once(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    for _ in range(3):
        opened = {"type": "app_home_opened", "user": "UDANA", "tab": "messages"}
        in_slack.driver.post(in_slack.driver.event(opened))
    in_slack.slack.wait(in_slack.is_quiet, "quiet")
    assert sum(text.startswith("Hi Dana") for text in in_slack.texts("Dana")) <= 2  # linked, and came


def test_home_shows_where_i_stand_and_follows_what_changes(in_slack: InSlack) -> None:
    in_slack.link("Miguel")
    assert "Not turned on." in str(in_slack.slack.homes["UMIGUEL"])
    in_slack.cast.activate("Hilltop", now=shown_time())
    in_slack.slack.wait(
        lambda: "Set up 2FA for me" in labels(in_slack.slack.homes["UMIGUEL"]["blocks"]), "it is on"
    )
    in_slack.cast.enrolled("Miguel", now=shown_time())
    said = len(in_slack.slack.dm("UMIGUEL"))
    in_slack.driver.post(in_slack.driver.event({"type": "app_home_opened", "user": "UMIGUEL", "tab": "home"}))
    in_slack.slack.wait(lambda: "You have set it up" in str(in_slack.slack.homes["UMIGUEL"]), "he is set up")
    in_slack.driver.post(in_slack.driver.pressed_at_home("UMIGUEL", "New or lost phone"))
    in_slack.newest("Miguel", said)


def test_an_admins_home_has_the_numbers_and_opens_the_modal(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    in_slack.driver.post(in_slack.driver.pressed_at_home("UDANA", "Ask for 2FA"))
    in_slack.slack.wait(lambda: in_slack.slack.modals, "the modal")
    in_slack.cast.activate("Lakeside", now=shown_time())
    in_slack.slack.wait(
        lambda: "0 of 4 people have set it up." in str(in_slack.slack.homes["UDANA"]), "the numbers"
    )


def test_nothing_is_published_when_nothing_reads_differently(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    published = len(in_slack.slack.made("views.publish"))
    for _ in range(3):
        opened = {"type": "app_home_opened", "user": "UDANA", "tab": "home"}
        in_slack.driver.post(in_slack.driver.event(opened))
    in_slack.slack.wait(in_slack.is_quiet, "quiet")
    assert len(in_slack.slack.made("views.publish")) == published
