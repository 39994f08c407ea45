"""What has had its time goes, in batches; what still counts stays. On both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.chat import conversations
from core.chat.conversations import Conversation, Message, SeenEvent
from core.chat.feedback import Feedback, record_feedback
from core.ground import outbox, throttle
from core.ground.db import Base, Database, LiveTopic, announce, new_id
from core.ground.outbox import OutboxRow
from core.ground.throttle import AttemptBudget, AttemptCounted, AttemptRow, Exhausted, Limit
from core.operations import housekeeping
from core.people import one_time_links
from core.people.one_time_links import OneTimeLink
from core.second_factor.enrollments import Enrollment
from core.second_factor.refusals import CodeRefusal
from core.sessions import half_sign_ins, session_rows
from core.sessions.half_sign_ins import HalfSignIn
from core.sessions.session_rows import SessionRow
from core.sessions.trusted_browsers import TrustedBrowser, revoke_all, trust
from core.slack import slack_events, slack_link_starts
from core.slack.slack_events import SlackEvent
from tests.cast import MONDAY, Cast, after
from tests.core.second_factor.enrolled_people import begin

LIMITS = (Limit(2, timedelta(days=1)),)


def tidy(cast: Cast, *, now: datetime) -> dict[str, int]:
    """One sweep; only what it found."""
    return {kind: count for kind, count in housekeeping.tidy(cast.database, now=now).items() if count}


def left(cast: Cast, table: type[Base]) -> int:
    """How many rows there are."""
    return cast.look(lambda session: session.scalar(select(func.count()).select_from(table)) or 0)


def take(cast: Cast, key: str, *, now: datetime) -> AttemptCounted | Exhausted:
    return cast.do(lambda session: throttle.take(session, key, LIMITS, now=now))


def test_a_fresh_installation_has_nothing_to_let_go_of(cast: Cast) -> None:
    assert tidy(cast, now=MONDAY) == {}


def test_attempts_go_when_no_limit_looks_back_at_them_and_their_budget_with_them(cast: Cast) -> None:
    take(cast, "ip:192.0.2.7", now=MONDAY)
    take(cast, "ip:192.0.2.7", now=MONDAY)
    assert tidy(cast, now=after(hours=47)) == {}
    assert isinstance(take(cast, "ip:192.0.2.7", now=after(hours=23)), Exhausted)
    assert tidy(cast, now=after(hours=48)) == {"attempts": 2, "budgets": 1}
    assert (left(cast, AttemptRow), left(cast, AttemptBudget)) == (0, 0)


def test_what_slack_sent_is_kept_a_week_against_a_second_delivery(cast: Cast) -> None:
    def receive(key: str) -> None:
        cast.do(
            lambda session: slack_events.take_in(
                session, key, "said", team_id="T1", slack_user_id="U1", data={}, now=MONDAY, is_done=True
            )
        )

    receive("e-1")
    cast.do(
        lambda s: slack_link_starts.start(s, team_id="T1", slack_user_id="U1", slack_name="Dana", now=MONDAY)
    )
    assert tidy(cast, now=after(hours=23)) == {}
    assert tidy(cast, now=after(days=2)) == {"slack_starts": 1}
    assert tidy(cast, now=after(days=6.9)) == {}
    assert tidy(cast, now=after(days=7)) == {"slack_events": 1}
    assert left(cast, SlackEvent) == 0


def test_a_budget_counts_exactly_while_housekeeping_takes_it_away(cast: Cast) -> None:
    """The lock of a budget is its row: without it parallel tries would slip past the limit."""
    for day in range(3, 9):
        now = after(days=day)
        with ThreadPoolExecutor(4) as pool:
            sweeping = pool.submit(tidy, cast, now=now)
            outcomes = list(pool.map(lambda _, at=now: take(cast, "k", now=at), range(3)))
            sweeping.result()
        assert sum(isinstance(outcome, AttemptCounted) for outcome in outcomes) == 2


def test_secrets_that_explain_nothing_any_more_are_destroyed(cast: Cast) -> None:
    cast.activate("Lakeside")
    by = cast.actor("Priya")
    begin(cast, by, now=MONDAY)
    begin(cast, by, now=after(minutes=1))
    assert tidy(cast, now=after(hours=23)) == {}
    assert tidy(cast, now=after(hours=25))["secrets"] == 2
    mine = select(Enrollment.secret).where(Enrollment.user_id == str(by.user_id))
    assert cast.rows(mine) == [None, None]


def test_a_live_factor_is_never_touched(cast: Cast) -> None:
    cast.enrolled("Priya")
    priya = cast.person("Priya").id
    tidy(cast, now=after(days=4000))
    assert cast.one(select(Enrollment.state).where(Enrollment.user_id == priya)) == "live"
    assert cast.one(select(Enrollment.secret).where(Enrollment.user_id == priya)) is not None


def test_sessions_go_thirty_days_after_their_end_with_what_watched_them(cast: Cast) -> None:
    _, signed_in = cast.sign_in_as("Priya")
    cast.do(lambda session: announce(session, f"session:{signed_in.session_id}"))
    assert tidy(cast, now=after(days=30)) == {}
    assert tidy(cast, now=after(days=30, hours=12)) == {"sessions": 1}
    assert left(cast, SessionRow) == 0
    assert cast.rows(select(LiveTopic).where(LiveTopic.topic.startswith("session:"))) == []


def test_halves_links_and_browsers_go_after_their_end(cast: Cast) -> None:
    priya = cast.person("Priya").id

    def work(session: Session) -> None:
        half_sign_ins.start(session, priya, next_path="/", now=MONDAY)
        one_time_links.issue(session, "reset_password", priya, now=MONDAY)
        trust(session, priya, now=MONDAY)
        session.flush()
        revoke_all(session, priya, now=MONDAY)
        trust(session, priya, now=MONDAY)

    cast.do(work)
    assert tidy(cast, now=after(hours=24)) == {}
    assert tidy(cast, now=after(days=2)) == {"half_sign_ins": 1}
    assert tidy(cast, now=after(days=31)) == {"links": 1, "trusted_browsers": 1}
    assert (left(cast, HalfSignIn), left(cast, OneTimeLink), left(cast, TrustedBrowser)) == (0, 0, 1)


def test_refusals_go_after_a_month(cast: Cast) -> None:
    refused = {"user_id": cast.person("Priya").id, "purpose": "sign_in", "factor": "totp", "kind": "wrong"}
    cast.do(lambda session: session.add(CodeRefusal(at=MONDAY, **refused)))
    assert tidy(cast, now=after(days=29)) == {}
    assert tidy(cast, now=after(days=30)) == {"refusals": 1}


def test_notices_go_when_they_were_delivered_or_given_up_long_ago_and_never_before(cast: Cast) -> None:
    def work(session: Session) -> None:
        for name in ("arrived", "dead", "waits"):
            outbox.tell(session, "password_changed", via="mail", once=name, now=MONDAY)
        session.execute(update(OutboxRow).where(OutboxRow.once == "arrived").values(done_at=MONDAY))
        session.execute(update(OutboxRow).where(OutboxRow.once == "dead").values(dead_at=MONDAY))

    cast.do(work)
    assert tidy(cast, now=after(days=89)) == {}
    assert tidy(cast, now=after(days=90)) == {"notices": 2}
    assert [row.once for row in cast.told()] == ["waits"]


def chat(session: Session, conversation: Conversation, *, now: datetime) -> None:
    """A question, an answer, a rating."""
    for author in ("person", "bot"):
        body = {"kind": "text", "text": "Hello"}
        conversations.add(session, conversation, "person" if author == "person" else "bot", body, now=now)
    conversations.is_new_event(session, conversation.id, "event-1", now=now)
    record_feedback(session, conversation.id, 2, helpful=True, now=now)


def test_the_chat_of_a_visitor_is_gone_a_year_after_its_last_word(cast: Cast) -> None:
    def work(session: Session) -> None:
        visitor, _ = conversations.of_cookie(session, None, kind="visitor", now=MONDAY)
        chat(session, visitor, now=MONDAY)

    cast.do(work)
    assert tidy(cast, now=after(days=31)) == {"events": 1}
    assert tidy(cast, now=after(days=364)) == {}
    assert tidy(cast, now=after(days=365)) == {"feedback": 1, "messages": 2, "conversations": 1}
    assert {left(cast, table) for table in (Conversation, Message, SeenEvent, Feedback)} == {0}
    assert cast.rows(select(LiveTopic).where(LiveTopic.topic.startswith("conversation:"))) == []


def test_a_members_conversation_stays_and_goes_on_behind_its_last_number(cast: Cast) -> None:
    priya = cast.person("Priya").id

    def work(session: Session) -> None:
        chat(session, conversations.of_member(session, priya, now=MONDAY), now=MONDAY)

    def more(session: Session) -> int:
        mine = conversations.of_member(session, priya, now=after(days=366))
        body = {"kind": "text", "text": "Hello again"}
        return conversations.add(session, mine, "person", body, now=after(days=366)).number

    cast.do(work)
    tidy(cast, now=after(days=366))
    assert left(cast, Message) == 0
    assert cast.do(more) == 3


def test_much_goes_batch_by_batch_and_a_stop_is_heard_between_two(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "BATCH", 3)
    cast.do(lambda s: s.add_all(AttemptRow(id=new_id(), key="k", at=MONDAY) for _ in range(10)))
    stops = iter([False, False, False, True])  # the secrets, then three batches of attempts
    housekeeping.tidy(cast.database, now=after(days=3), is_stopping=lambda: next(stops, True))
    assert left(cast, AttemptRow) == 4
    assert tidy(cast, now=after(days=3))["attempts"] == 4


def test_two_sweepers_at_once_take_everything_once(database: Database, cast: Cast) -> None:
    cast.do(lambda s: s.add_all(AttemptRow(id=new_id(), key="k", at=MONDAY) for _ in range(50)))
    with ThreadPoolExecutor(2) as pool:
        swept = list(pool.map(lambda _: housekeeping.tidy(database, now=after(days=3)), range(2)))
    assert sum(each["attempts"] for each in swept) == 50
    assert left(cast, AttemptRow) == 0


def test_the_sessions_that_may_still_live_stay(cast: Cast) -> None:
    cast.sign_in_as("Priya", now=after(days=30))
    tidy(cast, now=after(days=60))
    assert left(cast, SessionRow) == 1
    assert max(session_rows.ABSOLUTE.values()) + housekeeping.ENDED_SESSIONS > timedelta(days=30)
