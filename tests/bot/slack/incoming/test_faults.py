"""Slack late, twice, out of order, broken or gone: nothing is lost and nothing is said or done twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import select

from bot.slack.workspace import workspace
from core.ground import alarms
from core.ground.outbox import OutboxRow
from core.requests.request_states import ActivationRequest
from core.slack.slack_events import SlackEvent
from core.slack.slack_posts import SlackPost
from tests.bot.slack.workspace import InSlack, open_slack
from tests.parts.clock import shown_time
from tests.parts.mail import Mailbox
from tests.parts.slack.slack_fake import Failure

on_one = pytest.mark.databases(
    "sqlite"
)  # about what Slack does; what doubles and restarts do is proven on both


def times_said(in_slack: InSlack, name: str) -> Counter[str]:
    return Counter(in_slack.texts(name))


def lines_of(in_slack: InSlack) -> list[str]:
    return in_slack.cast.rows(select(SlackPost.state).where(SlackPost.number.is_not(None)))


def counted_refusals() -> float:
    return REGISTRY.get_sample_value("tc2fa_slack_token_refused_total", {"error": "invalid_auth"}) or 0


@on_one
def test_a_rate_limit_is_waited_out_and_the_order_is_kept(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    in_slack.slack.fail("chat.postMessage", Failure(retry_after=1), Failure(retry_after=1))
    in_slack.driver.post(in_slack.driver.said("UDANA", "please turn on two factor for our office"))
    in_slack.until(lambda: "Shall I send it?" in in_slack.texts("Dana")[-1], "the answer")
    assert max(times_said(in_slack, "Dana").values()) == 1
    rows = select(OutboxRow.attempts).where(OutboxRow.kind == "slack_line")
    assert max(in_slack.cast.rows(rows)) == 1  # a rate limit is no failure


@pytest.mark.parametrize(
    "failure",
    [
        Failure(status=502, has_effect=True),
        Failure(error="internal_error", has_effect=True),
        Failure(delay=2.5, has_effect=True),
    ],
    ids=["the answer is lost", "Slack says that it failed", "the answer comes too late"],
)
@on_one
def test_a_message_that_arrived_after_all_is_not_sent_again(
    database_url: str, mailbox: Mailbox, failure: Failure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace, "CALL_SECONDS", 2)
    with open_slack(database_url, mailbox) as in_slack:
        says_it_once(in_slack, failure)


def says_it_once(in_slack: InSlack, failure: Failure) -> None:
    in_slack.link("Dana")
    in_slack.slack.fail("chat.postMessage", failure)
    in_slack.driver.post(in_slack.driver.said("UDANA", "what is two factor authentication?"))
    in_slack.until(lambda: "sending" not in lines_of(in_slack) and in_slack.is_quiet(), "the answer")
    assert in_slack.slack.made("conversations.history")
    assert max(times_said(in_slack, "Dana").values()) == 1
    assert set(lines_of(in_slack)) == {"sent"}


def test_a_message_that_never_arrived_is_sent_again(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    in_slack.slack.fail("chat.postMessage", Failure(status=502), Failure(error="service_unavailable"))
    in_slack.driver.post(in_slack.driver.said("UDANA", "what is two factor authentication?"))
    in_slack.until(lambda: "second lock" in in_slack.texts("Dana")[-1], "the answer")
    assert max(times_said(in_slack, "Dana").values()) == 1


@on_one
def test_a_message_that_slack_will_never_take_holds_nothing_up(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    in_slack.slack.fail("chat.postMessage", Failure(error="msg_too_long"))
    in_slack.driver.post(in_slack.driver.said("UDANA", "what is two factor authentication?"))
    in_slack.slack.wait(lambda: "given_up" in lines_of(in_slack), "the line to be given up")
    in_slack.says("Dana", "where do I find the settings?")


def test_duplicates_in_parallel_have_one_effect(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    delivery = in_slack.driver.said("UDANA", "please turn on two factor for our office")
    with ThreadPoolExecutor(10) as many:
        answers = list(many.map(lambda _: in_slack.driver.post(delivery).status_code, range(20)))
    assert set(answers) == {200}
    in_slack.slack.wait(
        lambda: in_slack.is_quiet() and "Send request" in in_slack.offered("Dana"), "the answer"
    )
    press = in_slack.driver.pressed("UDANA", in_slack.with_button("Dana", "Send request"), "Send request")
    with ThreadPoolExecutor(10) as many:
        list(many.map(lambda _: in_slack.driver.post(press), range(20)))
    in_slack.slack.wait(lambda: in_slack.is_quiet() and len(in_slack.texts("Dana")) >= 4, "the card")
    assert len(in_slack.cast.rows(select(ActivationRequest))) == 1
    assert max(times_said(in_slack, "Dana").values()) == 1


def test_a_retry_after_days_and_in_another_order_has_no_second_effect(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    first = in_slack.driver.said("UDANA", "what is two factor authentication?", event_id="Ev1")
    second = in_slack.driver.said("UDANA", "where do I find the settings?", event_id="Ev2")
    for delivery in (second, first, second, first):
        assert in_slack.driver.post(delivery).status_code == 200
    in_slack.slack.wait(lambda: in_slack.is_quiet() and len(in_slack.texts("Dana")) >= 3, "both answers")
    said = len(in_slack.slack.dm("UDANA"))
    shown_time.forward(timedelta(days=2))
    again = in_slack.driver.said("UDANA", "what is two factor authentication?", event_id="Ev1")
    assert in_slack.driver.post(again).status_code == 200
    assert in_slack.driver.post(first).status_code == 401  # a replay of the old body itself
    assert in_slack.is_quiet()
    assert len(in_slack.slack.dm("UDANA")) == said


@on_one
def test_a_revoked_token_is_an_alarm_until_slack_answers_again(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    counted = counted_refusals()
    good, in_slack.slack.token = in_slack.slack.token, "xoxb-another"
    in_slack.driver.post(in_slack.driver.said("UDANA", "what is two factor authentication?"))
    in_slack.slack.wait(lambda: in_slack.cast.look(alarms.standing), "the alarm")
    (alarm,) = in_slack.cast.look(alarms.standing)
    assert (alarm.name, alarm.problem) == ("slack_token", "invalid_auth")
    assert counted_refusals() > counted
    in_slack.slack.token = good
    in_slack.until(lambda: "second lock" in in_slack.texts("Dana")[-1], "the answer in the end")
    in_slack.slack.wait(lambda: not in_slack.cast.look(alarms.standing), "the end of the alarm")


@on_one
def test_whoever_was_deleted_in_slack_is_unlinked_when_they_cannot_be_reached(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    in_slack.slack.add_user("UDANA", "Dana", deleted=True)
    in_slack.cast.activate("Lakeside", now=shown_time())
    in_slack.slack.fail("chat.postMessage", *[Failure(error="user_disabled")] * 3)
    in_slack.driver.post(in_slack.driver.said("UDANA", "hello"))
    in_slack.slack.wait(lambda: in_slack.cast.audited("slack.unlinked"), "the end of the link")


@on_one
def test_slow_slack_for_one_person_delays_nobody_else(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    in_slack.link("Grace")
    in_slack.slack.wait(in_slack.is_quiet, "quiet")
    in_slack.slack.fail("users.info", Failure(delay=6.0, has_effect=True))
    in_slack.driver.post(in_slack.driver.said("UDANA", "hello"))
    in_slack.slack.wait(lambda: not in_slack.slack.failures["users.info"], "the slow look")
    in_slack.driver.post(in_slack.driver.said("UGRACE", "what is two factor authentication?"))
    in_slack.slack.wait(lambda: "second lock" in in_slack.texts("Grace")[-1], "her answer")
    rows = select(SlackEvent).where(SlackEvent.slack_user_id == "UDANA", SlackEvent.done_at.is_(None))
    assert in_slack.cast.rows(rows)  # hers still waits
