"""Rows of what was received and shown: once each, in order, given back when a worker dies. On both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from core.slack import slack_events, slack_posts
from core.slack.slack_events import SlackEvent, SlackEventKind
from core.slack.slack_posts import AlreadySettled, Claimed, ClaimedElsewhere, PostTarget
from tests.cast import MONDAY, Cast, after

WHERE = PostTarget("line:c:1", "line", "D0DANA", number=1)


def take_in(
    cast: Cast,
    key: str,
    user: str = "UDANA",
    *,
    kind: SlackEventKind = "said",
    now: datetime = MONDAY,
    **data: Any,
) -> bool:
    return cast.do(
        lambda session: slack_events.take_in(
            session, key, kind, team_id="T0", slack_user_id=user, data=data, now=now
        )
    )


def claim(cast: Cast, *, now: datetime = MONDAY) -> list[str]:
    return [each.key for each in cast.do(lambda session: slack_events.claim(session, now=now))]


def row(cast: Cast, key: str) -> SlackEvent:
    return cast.one(select(SlackEvent).where(SlackEvent.key == key))


def put_back(cast: Cast, event_id: int, *, now: datetime) -> None:
    cast.do(lambda session: slack_events.QUEUE.fail(session, event_id, "broken", now=now))


def begin(cast: Cast, *, now: datetime = MONDAY) -> Claimed | ClaimedElsewhere | AlreadySettled:
    return cast.do(lambda session: slack_posts.begin(session, WHERE, is_live=True, now=now))


def test_an_event_is_written_once_however_many_deliver_it_at_once(cast: Cast) -> None:
    with ThreadPoolExecutor(8) as many:
        taken = list(many.map(lambda _: take_in(cast, "event:Ev1"), range(16)))
    assert sum(taken) == 1
    assert cast.look(lambda session: slack_events.is_known(session, "event:Ev1"))


def test_rows_come_in_the_order_of_receipt_and_two_workers_share_them(cast: Cast) -> None:
    for number in range(20):
        take_in(cast, f"event:{number}", f"U{number % 4}")
    with ThreadPoolExecutor(4) as workers:
        claimed = list(workers.map(lambda _: claim(cast), range(4)))
    assert sorted(key for keys in claimed for key in keys) == sorted(f"event:{n}" for n in range(20))
    for keys in claimed:
        numbers = [int(key.partition(":")[2]) for key in keys]
        assert numbers == sorted(numbers)


def test_nobodys_later_row_overtakes_an_earlier_one(cast: Cast) -> None:
    take_in(cast, "event:1")
    assert claim(cast) == ["event:1"]
    take_in(cast, "event:2")
    take_in(cast, "event:3", "UGRACE")
    assert claim(cast) == ["event:3"]
    first = row(cast, "event:1").id
    cast.do(lambda s: slack_events.QUEUE.fail(s, first, "slow", now=MONDAY, retry_after=timedelta(seconds=9)))
    assert claim(cast, now=after(seconds=8)) == []
    assert claim(cast, now=after(seconds=10)) == ["event:1", "event:2"]


def test_what_opens_a_modal_waits_for_nothing(cast: Cast) -> None:
    take_in(cast, "event:1")
    take_in(cast, "trigger:2", kind="ask")
    take_in(cast, "event:3")
    opens = cast.do(lambda session: slack_events.claim(session, now=MONDAY, opens=True))
    assert [each.key for each in opens] == ["trigger:2"]
    assert claim(cast) == ["event:1", "event:3"]  # nor does anything wait for it


def test_a_worker_that_died_gives_its_rows_back(cast: Cast) -> None:
    take_in(cast, "event:1")
    assert claim(cast) == ["event:1"]
    assert claim(cast, now=after(seconds=29)) == []
    assert claim(cast, now=after(seconds=31)) == ["event:1"]


def test_a_row_that_is_done_keeps_its_key_and_forgets_the_words(cast: Cast) -> None:
    take_in(cast, "event:1", text="hello")
    first = row(cast, "event:1").id
    assert cast.do(lambda s: slack_events.QUEUE.complete(s, first, now=MONDAY)) is True
    assert cast.do(lambda s: slack_events.QUEUE.complete(s, first, now=MONDAY)) is False
    assert row(cast, "event:1").data == {}
    assert take_in(cast, "event:1", text="hello") is False
    assert claim(cast, now=after(days=1)) == []


def test_a_row_that_never_works_is_given_up_and_its_words_forgotten(cast: Cast) -> None:
    take_in(cast, "event:1", text="hello")
    now = MONDAY
    for _ in range(slack_events.QUEUE.tries):
        assert claim(cast, now=now) == ["event:1"]
        held = row(cast, "event:1").id
        put_back(cast, held, now=now)
        now += slack_events.QUEUE.longest_wait
    assert row(cast, "event:1").dead_at is not None
    assert row(cast, "event:1").data == {}
    assert claim(cast, now=now) == []


def test_of_many_senders_one_sends(cast: Cast) -> None:
    with ThreadPoolExecutor(8) as many:
        begun = list(many.map(lambda _: begin(cast), range(8)))
    assert [type(each) for each in begun if isinstance(each, Claimed)] == [Claimed]
    assert sum(isinstance(each, ClaimedElsewhere) for each in begun) == 7


def test_a_try_that_died_is_looked_for_before_it_is_sent_again(cast: Cast) -> None:
    first = begin(cast)
    assert isinstance(first, Claimed)
    assert not first.unsure
    later = begin(cast, now=after(seconds=31))
    assert isinstance(later, Claimed)
    assert later.unsure
    cast.do(lambda s: slack_posts.sent(s, WHERE.key, ts="1.2", shown="abc"))
    known = begin(cast, now=after(days=1))
    assert isinstance(known, AlreadySettled)
    assert (known.post.ts, known.post.state) == ("1.2", "sent")


def test_a_try_that_surely_failed_leaves_nothing_to_look_for(cast: Cast) -> None:
    begin(cast)
    cast.do(lambda s: slack_posts.let_go(s, WHERE.key, was_sent=False))
    again = begin(cast)
    assert isinstance(again, Claimed)
    assert not again.unsure
    cast.do(lambda s: slack_posts.let_go(s, WHERE.key, was_sent=None))
    unsure = begin(cast)
    assert isinstance(unsure, Claimed)
    assert unsure.unsure
