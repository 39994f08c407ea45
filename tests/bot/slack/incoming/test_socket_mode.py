"""Socket Mode: the same listeners and the same rows, without an address that Slack can reach."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from core.slack.slack_events import SlackEvent
from tests.bot.slack.workspace import InSlack, open_slack
from tests.parts.mail import Mailbox
from tests.parts.slack.slack_driver import Delivery
from tests.parts.slack.slack_fake import APP_TOKEN, OTHER_TEAM
from tests.parts.slack.slack_socket import open_socket

pytestmark = pytest.mark.databases("sqlite")  # the rows are the same however they came in


def payload_of(delivery: Delivery) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(delivery.body)
    return found


def test_an_envelope_is_acknowledged_once_its_row_stands_and_worked_once(
    database_url: str, mailbox: Mailbox
) -> None:
    with (
        open_socket() as socket,
        open_slack(database_url, mailbox, sockets=(socket.url,), TC2FA_SLACK_APP_TOKEN=APP_TOKEN) as in_slack,
    ):
        in_slack.link("Dana")
        said = payload_of(in_slack.driver.said("UDANA", "what is two factor authentication?"))
        for envelope in ("one", "two"):  # the second is the same event again
            socket.hand_over(envelope, "events_api", said)
            assert socket.acknowledged.get(timeout=15) == {"envelope_id": envelope}
        in_slack.slack.wait(lambda: in_slack.is_quiet() and len(in_slack.texts("Dana")) >= 2, "the answer")
        assert sum("second lock" in text for text in in_slack.texts("Dana")) == 1
        refuse_another_team(in_slack, socket.hand_over)


def refuse_another_team(in_slack: InSlack, hand_over: Any) -> None:
    in_slack.driver.team = OTHER_TEAM
    hand_over("three", "events_api", payload_of(in_slack.driver.said("UDANA", "turn on 2fa")))
    in_slack.driver.team = "T0LAKESIDE"
    hand_over("four", "events_api", payload_of(in_slack.driver.said("UDANA", "thank you")))
    in_slack.slack.wait(
        lambda: len(in_slack.cast.rows(select(SlackEvent).where(SlackEvent.kind == "said"))) == 2,
        "the next one",
    )
