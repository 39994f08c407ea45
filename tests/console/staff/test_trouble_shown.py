"""Whatever needs a person stands above every page of the console until it is over."""

from datetime import timedelta

from sqlalchemy import select

from core import alarms, outbox, slack_events
from core.outbox import OutboxRow
from core.slack_events import SlackEvent
from tests.console.staff.desk import Console

DAY = timedelta(days=1)


def test_a_refused_slack_token_is_shown_until_it_is_over(console: Console) -> None:
    alex = console.at_work("Alex")
    assert 'data-from="/trouble/alarms"' in alex.get("/requests")
    assert alex.get("/trouble/alarms").strip() == ""
    console.cast.do(lambda session: alarms.sound(session, "slack_token", "token_revoked", now=console.now))
    told = alex.get("/trouble/alarms")
    assert "nobody is answered in Slack" in told
    assert "token_revoked" in told
    console.cast.do(lambda session: alarms.end(session, "slack_token"))
    assert alex.get("/trouble/alarms").strip() == ""


def test_notices_that_were_given_up_are_counted_with_the_reason(console: Console) -> None:
    alex = console.at_work("Alex")
    assert alex.get("/trouble/undelivered").strip() == ""
    console.cast.do(
        lambda session: outbox.tell(session, "request_asked", via="staff_channel", now=console.now)
    )
    row = console.cast.one(select(OutboxRow).where(OutboxRow.via == "staff_channel"))
    console.cast.do(
        lambda session: outbox.failed(session, row.id, "not_in_channel", console.now, for_good=True)
    )
    told = alex.get("/trouble/undelivered")
    assert "1 notice could not be delivered" in told
    assert "To the team&#39;s channel: not_in_channel" in told


def test_what_came_from_slack_and_was_given_up_is_counted_too(console: Console) -> None:
    alex = console.at_work("Alex")
    text, now = {"text": "hello"}, console.now
    console.cast.do(
        lambda session: slack_events.take_in(
            session, "e-1", "message", team_id="T1", slack_user_id="U1", data=text, now=now
        )
    )
    (row,) = console.cast.rows(select(SlackEvent))
    for _ in range(slack_events.TRIES):
        console.cast.do(lambda session: slack_events.claim(session, now=console.now + DAY))
        console.cast.do(
            lambda session: slack_events.put_back(
                session, row.id, "fatal_error", now=console.now, wait=timedelta(0)
            )
        )
    told = alex.get("/trouble/undelivered")
    assert "1 message from Slack could not be answered" in told
    assert "fatal_error" in told
    assert "hello" not in told


def test_only_who_is_signed_in_sees_trouble(console: Console) -> None:
    alex = console.browser()
    answer = alex.client.get("/trouble/alarms")
    assert answer.status_code in {303, 401, 403}
