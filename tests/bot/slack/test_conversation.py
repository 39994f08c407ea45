"""The Messages tab, end to end over signed HTTP: the same conversation as in the bubble."""

import pytest
from sqlalchemy import select

from core.chat import inbox
from core.chat.conversations import Conversation, Message
from core.chat.feedback import Feedback
from core.ground.actors import Actor
from tests.bot.slack.workspace import InSlack
from tests.parts.clock import shown_time
from tests.parts.slack.slack_driver import labels


def test_an_admin_asks_in_words_and_sends_the_request_with_a_button(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    asked = in_slack.says("Dana", "please turn on two factor for our office")
    assert {"Send request", "Not now"} <= set(labels(asked["blocks"]))
    in_slack.presses("Dana", "Send request")
    in_slack.slack.wait(lambda: any("not decided yet" in text for text in in_slack.texts("Dana")), "the card")
    in_slack.slack.wait(lambda: "Send request" not in in_slack.offered("Dana"), "the button to go")
    assert "You chose: Send request" in str(in_slack.slack.dm("UDANA"))


@pytest.mark.databases("sqlite")  # the channel is the same on both
def test_spanish_is_answered_in_spanish(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    told = in_slack.says("Dana", "¿qué es la autenticación de dos factores?")
    assert "¿Respondió esto a su pregunta?" in str(told["blocks"])


@pytest.mark.databases("sqlite")  # the channel is the same on both
def test_an_answer_is_rated_once(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    told = in_slack.says("Dana", "what is two factor authentication?")
    assert {"Yes", "No"} <= set(labels(told["blocks"]))
    in_slack.driver.post(in_slack.driver.pressed("UDANA", told, "Yes"))
    in_slack.slack.wait(
        lambda: "You said that this answered your question." in str(in_slack.slack.dm("UDANA")), "the rating"
    )
    assert [each.helpful for each in in_slack.cast.rows(select(Feedback))] == [True]
    assert "Yes" not in in_slack.offered("Dana")


@pytest.mark.databases("sqlite")  # the channel is the same on both
def test_an_old_button_changes_nothing(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    asked = in_slack.says("Dana", "please turn on two factor for our office")
    old = in_slack.driver.pressed("UDANA", asked, "Send request")
    in_slack.presses("Dana", "Not now")
    in_slack.slack.wait(lambda: "Send request" not in in_slack.offered("Dana"), "the buttons to go")
    said = len(in_slack.slack.dm("UDANA"))
    assert in_slack.driver.post(old).status_code == 200
    in_slack.newest("Dana", said)
    assert in_slack.cast.audited("request.asked") == []


@pytest.mark.databases("sqlite")  # the guard and the rows are proven on both by their own tests
def test_typed_secrets_are_taken_out_before_anything_is_kept(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    told = in_slack.says("Dana", "my password is Hunter-2-hunter! and my code is 492 817, why no entry?")
    assert "removed" in str(in_slack.cast.rows(select(Message.body)))
    assert told
    everything = str([(call.given, call.answer) for call in in_slack.slack.calls])
    for secret in ("Hunter-2-hunter", "492 817", "492817"):
        assert secret not in everything
        assert secret not in str(in_slack.cast.rows(select(Message.body)))
    assert any("password" in text for text in in_slack.texts("Dana")[1:])


@pytest.mark.databases("sqlite")  # the channel is the same on both
def test_a_person_of_the_team_answers_into_slack_under_their_name(in_slack: InSlack) -> None:
    in_slack.link("Miguel")
    in_slack.says("Miguel", "I want to talk to a person")
    in_slack.slack.wait(lambda: in_slack.slack.messages["C0STAFF"], "the team's channel")
    waiting = in_slack.slack.messages["C0STAFF"][-1]
    assert "Miguel Ortega" in waiting["text"]
    place, alex = (
        in_slack.cast.one(select(Conversation).where(Conversation.kind == "slack")).id,
        in_slack.cast.person("Alex"),
    )
    by = Actor(alex.id, "console", factor="totp", factor_at=shown_time())
    in_slack.cast.do(lambda session: inbox.take(session, place, by=by, now=shown_time()))
    in_slack.slack.wait(
        lambda: "Alex is answering" in in_slack.slack.messages["C0STAFF"][-1]["text"], "the card"
    )
    in_slack.cast.do(
        lambda session: inbox.reply(session, place, "Hello, I am here.", by=by, now=shown_time())
    )
    in_slack.slack.wait(
        lambda: in_slack.texts("Miguel")[-1] == "Alex from ThoroughCare: Hello, I am here.", "the reply"
    )
    said = len(in_slack.slack.dm("UMIGUEL"))
    in_slack.driver.post(in_slack.driver.said("UMIGUEL", "thank you"))
    in_slack.slack.wait(in_slack.is_quiet, "quiet")
    assert len(in_slack.slack.dm("UMIGUEL")) == said  # the bot is silent while a person talks
    in_slack.cast.do(lambda session: inbox.give_back(session, place, by=by, now=shown_time()))
    in_slack.slack.wait(
        lambda: "Given back" in in_slack.slack.messages["C0STAFF"][-1]["text"], "the card's end"
    )
