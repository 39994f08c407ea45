"""Whatever needs a person stands above every page of the console until it is over."""

from datetime import timedelta

from sqlalchemy import select

from core.ground import alarms, outbox
from core.ground.outbox import NoticeKind, OutboxRow, Via
from core.operations import undelivered
from core.people.staff_rights import NotAllowed
from core.slack import slack_events
from core.slack.slack_events import SlackEvent
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
        lambda session: outbox.QUEUE.fail(session, row.id, "not_in_channel", now=console.now, for_good=True)
    )
    told = alex.get("/trouble/undelivered")
    assert "1 notice could not be delivered" in told
    assert "To the team&#39;s channel: not_in_channel" in told


def test_what_came_from_slack_and_was_given_up_is_counted_too(console: Console) -> None:
    alex = console.at_work("Alex")
    text, now = {"text": "hello"}, console.now
    console.cast.do(
        lambda session: slack_events.take_in(
            session, "e-1", "said", team_id="T1", slack_user_id="U1", data=text, now=now
        )
    )
    (row,) = console.cast.rows(select(SlackEvent))
    console.cast.do(
        lambda session: slack_events.QUEUE.fail(
            session, row.id, "fatal_error", now=console.now, for_good=True
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


def give_up(console: Console, kind: NoticeKind, why: str, *, via: Via = "mail", to: str | None = None) -> str:
    """A notice that could not be delivered; its id."""
    user_id = console.cast.person(to).id if to else None
    console.cast.do(lambda session: outbox.tell(session, kind, via=via, user_id=user_id, now=console.now))
    (row,) = console.cast.rows(select(OutboxRow).where(OutboxRow.kind == kind))
    console.cast.do(lambda session: outbox.QUEUE.fail(session, row.id, why, now=console.now, for_good=True))
    return row.id


def dead(console: Console) -> list[str]:
    return console.cast.rows(
        select(OutboxRow.kind).where(OutboxRow.dead_at.is_not(None)).order_by(OutboxRow.kind)
    )


def test_once_the_cause_is_mended_the_team_has_it_tried_again(console: Console) -> None:
    first = give_up(console, "request_approved", "550 no such <mailbox>", to="Dana")
    give_up(console, "request_asked", "not_in_channel", via="staff_channel")
    give_up(console, "slack_line", "fatal_error", via="slack", to="Miguel")
    alex = console.at_work("Alex")
    assert 'href="/trouble"' in alex.get("/trouble/undelivered")
    assert '<a href="/trouble">' in alex.get("/requests")  # where no script puts the banner there
    page = alex.get("/trouble")
    for words in ("Dana Whitfield", "550 no such &lt;mailbox&gt;", "Try all 3 again", "not_in_channel"):
        assert words in page
    assert "@" not in page.split("<h1>")[1]
    assert alex.post("/trouble/try-again", notice=first).headers["location"] == "/trouble?done=again"
    assert dead(console) == ["request_asked", "slack_line"]
    assert alex.post("/trouble/try-again", notice=first).headers["location"] == "/trouble?done=none"
    assert alex.post("/trouble/try-again", all="yes").headers["location"] == "/trouble?done=again"
    assert dead(console) == []
    rows = console.cast.rows(
        select(OutboxRow).where(OutboxRow.attempts == 0, OutboxRow.due_at <= console.now)
    )
    assert {"request_approved", "request_asked", "slack_line"} <= {row.kind for row in rows}
    tried = console.cast.audited("notice.tried_again")
    assert {entry.details["kind"] for entry in tried} == {"request_approved", "request_asked", "slack_line"}
    assert (len(tried), {entry.actor_id for entry in tried}) == (3, {console.cast.person("Alex").id})
    assert "Everything has been delivered." in alex.get("/trouble")


def test_an_auditor_sees_what_was_given_up_and_tries_nothing_again(console: Console) -> None:
    notice = give_up(console, "request_approved", "550 no such mailbox", to="Dana")
    jo = console.at_work("Jo")
    page = jo.get("/trouble")
    assert "550 no such mailbox" in page
    assert "try-again" not in page
    assert jo.post("/trouble/try-again", notice=notice).status_code == 403
    assert dead(console) == ["request_approved"]
    by = console.cast.fresh("Jo", now=console.now)
    assert isinstance(
        console.cast.do(lambda s: undelivered.bring_all_back(s, by=by, now=console.now)), NotAllowed
    )
