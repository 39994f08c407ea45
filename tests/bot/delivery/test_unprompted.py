"""What the bot says unasked: the guide once, a reminder once, the last word to the admin once; never at night."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.delivery import deliveries
from bot.turns import turn
from core.chat import conversations
from core.chat.conversations import Conversation, Message
from core.enrolling import nudges, set_up
from core.ground.installation import Installation
from core.ground.outbox import OutboxRow
from core.people import users
from core.practices import practices
from core.practices.practices import Practice
from core.requests.request_states import ActivationRequest
from core.second_factor import enrollments
from tests.bot.chats import Chat
from tests.bot.delivering import deliver_due
from tests.cast import Cast, after
from tests.core.second_factor.enrolled_people import begin, set_up_factor

DAY = after(hours=5)  # nine in the morning in New York, where the demo's people work
NEXT_DAY = DAY + timedelta(days=1)
NIGHT = after(hours=2)


def deliver(cast: Cast, *, now: datetime) -> None:
    """Everything that is due goes into the conversations."""
    deliver_due(cast.installation, via="conversation", now=now)


def nudge(cast: Cast, *, now: datetime) -> int:
    """One round of the worker."""
    return cast.do(lambda session: nudges.nudge_some(session, now=now))


def finished(cast: Cast, *, now: datetime) -> int:
    """The other half of a round."""
    return cast.do(lambda session: nudges.tell_of_finished(session, now=now))


def said_to(cast: Cast, name: str, words: str) -> int:
    """How often the bot has said this to someone."""
    return sum(words in text for text in Chat(cast, name).texts())


def started(cast: Cast, name: str, *, now: datetime = DAY) -> Chat:
    """Someone whom the guide leads."""
    cast.activate("Lakeside", now=now)
    chat = Chat(cast, name)
    chat.say("set up 2fa for me", now=now)
    chat.press("I have my phone", now=now)
    return chat


def test_an_offer_at_night_waits_for_the_morning(cast: Cast) -> None:
    cast.activate("Lakeside", now=NIGHT)
    deliver(cast, now=NIGHT)
    assert cast.rows(select(Conversation)) == []
    waiting = cast.told("guide_offered")
    assert {row.due_at for row in waiting} == {after(hours=3, minutes=59, seconds=55)}  # 8:00 in New York
    assert {row.attempts for row in waiting} == {0}
    assert {row.last_error for row in waiting} == {None}
    deliver(cast, now=DAY)
    assert said_to(cast, "Priya", "guide you") == 1


def test_an_offer_waits_for_the_morning_of_each_practice_of_the_person(cast: Cast) -> None:
    hilltop = cast.practice("Hilltop").id
    elsewhere = update(Practice).where(Practice.id == hilltop).values(time_zone="Pacific/Auckland")
    cast.do(lambda session: session.execute(elsewhere))
    cast.activate("Lakeside", now=DAY)
    deliver(cast, now=DAY)  # three in the morning in Auckland
    offered = {row.user_id for row in cast.rows(select(Conversation))}
    assert offered == {cast.person("Dana").id, cast.person("Priya").id}  # Miguel and Owen work at Hilltop too


def test_a_decision_that_somebody_waits_for_comes_at_night_too(cast: Cast) -> None:
    dana = Chat(cast, "Dana")
    dana.say("turn on 2fa for our practice", now=NIGHT)
    dana.press("Send request", now=NIGHT)
    cast.approve(cast.one(select(ActivationRequest)).id, now=NIGHT)
    deliver(cast, now=NIGHT)
    assert said_to(cast, "Dana", "turned on two-factor authentication for Lakeside") == 1
    deliver(cast, now=DAY)
    assert said_to(cast, "Dana", "guide you") == 1  # with the decision, and not again in the morning


def test_who_joins_an_activated_practice_is_offered_the_guide_and_who_has_it_is_not(cast: Cast) -> None:
    cast.activate("Lakeside", now=DAY)
    cast.enrolled("Grace", now=DAY)
    join(cast, "Tom", "Lakeside")
    join(cast, "Grace", "Lakeside")
    deliver(cast, now=DAY)
    assert said_to(cast, "Tom", "guide you") == 1
    assert said_to(cast, "Grace", "guide you") == 0


def test_an_offer_is_said_once_in_each_conversation_though_the_worker_dies_between_them(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    priya = cast.person("Priya").id
    places = [
        cast.do(lambda s: conversations.of_member(s, priya, kind="member", now=DAY).id),
        cast.do(lambda s: conversations.of_member(s, priya, kind="slack", now=DAY).id),
    ]
    cast.activate("Lakeside", now=DAY)

    def dies_at_the_second(installation: Installation, place: str, *told: Any, **more: Any) -> object:
        if place == max(places):
            raise KeyboardInterrupt
        return turn.take_turn(installation, place, *told, **more)

    with monkeypatch.context() as patch:
        patch.setattr(deliveries, "take_turn", dies_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            deliver(cast, now=DAY)
    deliver(cast, now=DAY + timedelta(minutes=3))
    deliver(cast, now=NEXT_DAY)
    said = [Message.conversation_id == place for place in places]
    bodies = [cast.rows(select(Message.body).where(each)) for each in said]
    assert [sum("guide you" in str(body) for body in theirs) for theirs in bodies] == [1, 1]


def test_a_second_activation_offers_again_to_who_has_not_set_it_up(cast: Cast) -> None:
    cast.activate("Lakeside", now=DAY)
    deliver(cast, now=DAY)
    miguel = Chat(cast, "Miguel")
    miguel.press("Later", now=DAY)
    cast.activate("Hilltop", now=NEXT_DAY)
    deliver(cast, now=NEXT_DAY)
    assert said_to(cast, "Miguel", "guide you") == 2
    assert said_to(cast, "Priya", "guide you") == 1


def test_who_stopped_is_reminded_once_after_a_day(cast: Cast) -> None:
    priya = started(cast, "Priya")
    assert nudge(cast, now=NEXT_DAY - timedelta(minutes=1)) == 0
    assert nudge(cast, now=NEXT_DAY) == 1
    assert nudge(cast, now=NEXT_DAY) == 0
    assert nudge(cast, now=NEXT_DAY + timedelta(days=3)) == 0
    before = conversation_unread(cast, priya.id)
    deliver(cast, now=NEXT_DAY)
    assert "not finished yet" in priya.texts()[-1]
    assert conversation_unread(cast, priya.id) > before


def test_a_step_on_the_way_puts_the_reminder_off(cast: Cast) -> None:
    started(cast, "Priya")
    begin(cast, cast.actor("Priya"), now=DAY + timedelta(hours=7))
    assert nudge(cast, now=NEXT_DAY) == 0
    assert nudge(cast, now=NEXT_DAY + timedelta(hours=7)) == 1


def test_a_set_up_that_stopped_in_settings_begins_a_conversation_with_the_reminder(cast: Cast) -> None:
    cast.activate("Lakeside", now=DAY)
    begin(cast, cast.actor("Priya"), now=DAY)
    nudge(cast, now=NEXT_DAY)
    deliver(cast, now=NEXT_DAY)
    assert said_to(cast, "Priya", "not finished yet") == 1


def test_nobody_is_reminded_at_night(cast: Cast) -> None:
    started(cast, "Priya", now=DAY + timedelta(hours=10))  # seven in the evening
    assert nudge(cast, now=NEXT_DAY + timedelta(hours=11)) == 0
    assert nudge(cast, now=NEXT_DAY + timedelta(hours=23)) == 1


def test_a_reminder_that_comes_late_is_not_given_to_who_went_on(cast: Cast, tmp_path: Path) -> None:
    started(cast, "Priya")
    nudge(cast, now=NEXT_DAY)
    set_up_factor(cast, "Priya", now=NEXT_DAY)
    by, person = cast.actor("Priya"), cast.person("Priya").id
    cast.do(lambda s: enrollments.acknowledge(s, person, by=by, now=NEXT_DAY))
    deliver(cast, now=NEXT_DAY)
    settings = cast.installation.settings.model_copy(update={"mail_directory": tmp_path})
    deliver_due(replace(cast.installation, settings=settings), via="mail", now=NEXT_DAY)
    assert said_to(cast, "Priya", "not finished yet") == 0
    assert not [file for file in tmp_path.iterdir() if "guide_nudged" in file.name]
    assert cast.rows(select(OutboxRow).where(OutboxRow.done_at.is_(None))) == []


@pytest.mark.parametrize("way_out", ["opted_out", "left", "deactivated"])
def test_who_may_not_or_does_not_want_to_is_not_reminded(cast: Cast, way_out: str) -> None:
    priya = started(cast, "Priya")
    if way_out == "opted_out":
        by = cast.actor("Priya")
        cast.do(lambda s: users.opt_out_of_guide(s, priya.user_id, by=by, now=DAY))
    elif way_out == "left":
        leave(cast, "Priya", "Lakeside")
    else:
        cast.deactivate("Lakeside", now=DAY)
    assert nudge(cast, now=NEXT_DAY) == 0


def test_tokens_that_are_not_saved_have_a_reminder_of_their_own(cast: Cast) -> None:
    priya = started(cast, "Priya")
    nudge(cast, now=NEXT_DAY)
    deliver(cast, now=NEXT_DAY)
    set_up_factor(cast, "Priya", now=NEXT_DAY)
    deliver(cast, now=NEXT_DAY)
    later = NEXT_DAY + timedelta(days=1)
    assert nudge(cast, now=later) == 1
    deliver(cast, now=later)
    assert "Recovery Tokens are saved" in priya.texts()[-1]
    assert nudge(cast, now=later + timedelta(days=3)) == 0


def test_a_new_phone_that_was_begun_and_left_is_no_unfinished_set_up(cast: Cast) -> None:
    cast.activate("Lakeside", now=DAY)
    cast.enrolled("Priya", now=DAY)
    by, person, keys = cast.actor("Priya"), cast.person("Priya").id, cast.installation.keys
    cast.do(lambda s: set_up._begin(s, keys, person, replaces=True, by=by, now=DAY))
    assert nudge(cast, now=NEXT_DAY) == 0


def test_workers_that_look_at_the_same_time_remind_once(cast: Cast) -> None:
    started(cast, "Priya")
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: nudge(cast, now=NEXT_DAY), range(4)))
    assert sum(counts) == 1
    assert len(cast.told("guide_nudged")) == 2  # one in the chat, one by mail


def test_the_admin_hears_once_that_everybody_is_done(cast: Cast) -> None:
    cast.activate("Riverbend", now=DAY)
    cast.enrolled("Grace", now=DAY)
    assert finished(cast, now=DAY) == 0
    cast.enrolled("Tom", now=DAY)
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: finished(cast, now=DAY), range(4))) == 1
    deliver(cast, now=NIGHT)
    deliver(cast, now=DAY)
    assert said_to(cast, "Grace", "everybody who works at Riverbend Cardiology") == 1
    assert said_to(cast, "Tom", "everybody who works at") == 0
    assert finished(cast, now=NEXT_DAY) == 0


def test_the_last_one_without_it_who_leaves_makes_everybody_done(cast: Cast) -> None:
    cast.activate("Riverbend", now=DAY)
    cast.enrolled("Grace", now=DAY)
    leave(cast, "Tom", "Riverbend")
    assert finished(cast, now=DAY) == 1


def test_a_practice_without_people_is_never_done(cast: Cast) -> None:
    cast.activate("Riverbend", now=DAY)
    leave(cast, "Grace", "Riverbend")
    leave(cast, "Tom", "Riverbend")
    assert finished(cast, now=DAY) == 0


def join(cast: Cast, name: str, place: str) -> None:
    person, practice, by = cast.person(name).id, cast.practice(place).id, cast.actor("Alex")
    cast.do(lambda s: practices.add_membership(s, person, practice, "member", by=by, now=DAY))


def leave(cast: Cast, name: str, place: str) -> None:
    person, practice, by = cast.person(name).id, cast.practice(place).id, cast.actor("Alex")
    cast.do(lambda s: practices.end_membership(s, person, practice, by=by, now=DAY))


def conversation_unread(cast: Cast, conversation_id: str) -> int:
    """The badge on the bubble."""

    def look(session: Session) -> int:
        return conversations.unread(session, session.get_one(Conversation, conversation_id))

    return cast.look(look)
