"""The Messages tab, end to end over signed HTTP: the same conversation as in the bubble."""

from tests.bot.slack.workspace import InSlack
from tests.parts.slack_driver import labels


def test_an_admin_asks_in_words_and_sends_the_request_with_a_button(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    asked = in_slack.says("Dana", "please turn on two factor for our office")
    assert {"Send request", "Not now"} <= set(labels(asked["blocks"]))
    in_slack.presses("Dana", "Send request")
    in_slack.slack.wait(lambda: any("not decided yet" in text for text in in_slack.texts("Dana")), "the card")
    in_slack.slack.wait(lambda: "Send request" not in in_slack.offered("Dana"), "the pressed button to go")
