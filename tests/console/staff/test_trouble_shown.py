"""Whatever needs a person stands above every page of the console until it is over."""

from sqlalchemy import select

from core import alarms, outbox
from core.outbox import OutboxRow
from tests.console.staff.desk import Console


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


def test_only_who_is_signed_in_sees_trouble(console: Console) -> None:
    alex = console.browser()
    answer = alex.client.get("/trouble/alarms")
    assert answer.status_code in {303, 401, 403}
