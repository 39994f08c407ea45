"""From the outbox into conversations and mail: each notice once, even when a worker dies in between."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.delivery import deliveries
from bot.delivery.deliveries import run_deliveries
from bot.engine.types.states import GuideStep2, GuideTokens, Idle
from bot.turns import turn
from core.chat import conversations
from core.chat.conversations import Conversation
from core.ground import outbox
from core.ground.live import Watcher
from core.ground.outbox import NoticeKind, OutboxRow
from core.imports.demo_data import PASSWORD
from core.people import users
from core.requests import activation_requests, request_decisions
from core.requests.activation_requests import Asked
from core.second_factor import enrollments
from tests.bot.chats import Chat
from tests.bot.delivering import deliver_due
from tests.cast import MONDAY, Cast, after
from tests.core.second_factor.enrolled_people import begin, confirm, scan, set_up_factor
from tests.parts.mail import Mailbox

DAY = after(hours=5)  # nine in the morning in New York, where the demo's people work


def deliver_all(cast: Cast, *, now: datetime = DAY) -> int:
    """Everything that is due now goes into the conversations."""
    return deliver_due(cast.installation, via="conversation", now=now)


def asked_in_chat(cast: Cast) -> tuple[Chat, str]:
    """Dana's request, made in her conversation."""
    dana = Chat(cast, "Dana")
    by, practice = cast.actor("Dana", channel="bubble"), cast.practice("Lakeside").id
    asked = cast.do(
        lambda s: activation_requests.ask(s, practice, by=by, conversation_id=dana.id, now=MONDAY)
    )
    assert isinstance(asked, Asked)
    return dana, asked.request_id


def undelivered(cast: Cast) -> list[OutboxRow]:
    query = select(OutboxRow).where(OutboxRow.done_at.is_(None), OutboxRow.via == "conversation")
    return cast.rows(query)


def test_the_decision_comes_into_the_conversation_it_was_asked_in_once(cast: Cast) -> None:
    dana, request_id = asked_in_chat(cast)
    cast.approve(request_id)
    assert deliver_all(cast) > 0
    assert deliver_all(cast) == 0
    assert undelivered(cast) == []
    assert sum("turned on two-factor authentication for Lakeside" in text for text in dana.texts()) == 1
    assert sum("guide you" in text for text in dana.texts()) == 1  # of the decision or of the offer, not both


def test_a_decline_brings_its_reason(cast: Cast) -> None:
    dana, request_id = asked_in_chat(cast)
    by = cast.fresh("Alex")
    cast.do(
        lambda s: request_decisions.decline(s, request_id, "Please update your contract.", by=by, now=MONDAY)
    )
    deliver_all(cast)
    assert "Please update your contract." in dana.texts()[-1]


def test_what_was_delivered_by_a_worker_that_died_before_it_could_say_so_is_not_delivered_twice(
    cast: Cast,
) -> None:
    dana, request_id = asked_in_chat(cast)
    cast.approve(request_id)
    cast.do(lambda session: outbox.claim(session, via=["conversation"], now=DAY))
    for row in undelivered(cast):
        deliveries.to_conversation(cast.installation, row, DAY)
    deliver_all(cast, now=DAY + outbox.QUEUE.lease)
    assert sum("turned on two-factor authentication for Lakeside" in text for text in dana.texts()) == 1
    assert undelivered(cast) == []


def test_many_workers_deliver_each_notice_once(cast: Cast) -> None:
    dana, request_id = asked_in_chat(cast)
    cast.approve(request_id)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: deliver_all(cast), range(4)))
    assert undelivered(cast) == []
    assert sum("turned on two-factor authentication for Lakeside" in text for text in dana.texts()) == 1


def test_each_member_is_offered_the_guide_with_an_unread_mark(cast: Cast) -> None:
    cast.activate("Lakeside")
    deliver_all(cast)
    begun = cast.rows(select(Conversation))
    assert len(begun) == 4
    ids = [conversation.id for conversation in begun]
    unread = cast.look(lambda s: [conversations.unread(s, s.get_one(Conversation, each)) for each in ids])
    assert unread == [1, 1, 1, 1]


def test_nobody_is_offered_the_guide_who_said_never_or_has_it(cast: Cast) -> None:
    priya, dana = cast.person("Priya").id, cast.person("Dana").id
    cast.enrolled("Miguel")
    cast.activate("Lakeside")
    by = cast.actor("Priya")
    cast.do(lambda s: users.opt_out_of_guide(s, priya, by=by, now=MONDAY))
    deliver_all(cast)
    offered = {conversation.user_id for conversation in cast.rows(select(Conversation))}
    assert offered == {dana, cast.person("Owen").id}
    assert undelivered(cast) == []


def test_the_guide_follows_the_set_up_of_the_private_card(cast: Cast) -> None:
    cast.activate("Lakeside")
    priya = Chat(cast, "Priya")
    deliver_all(cast)
    priya.press("Set up 2FA now")
    priya.press("I have my phone")
    by = cast.actor("Priya")
    begun = begin(cast, by, now=DAY)
    deliver_all(cast)
    assert priya.state() == GuideStep2()
    phone = scan(cast, by, begun)
    confirm(cast, by, phone.code_of_step(DAY, -4), now=DAY)  # too old
    deliver_all(cast)
    assert "too old" in priya.texts()[-1]
    confirm(cast, by, phone.code(DAY), now=DAY)
    deliver_all(cast)
    assert priya.state() == GuideTokens()
    cast.do(lambda s: enrollments.acknowledge(s, priya.user_id, by=by, now=DAY))
    deliver_all(cast)
    assert priya.state() == Idle()
    assert "All done" in priya.texts()[-1]


def test_a_set_up_in_settings_begins_no_conversation(cast: Cast) -> None:
    set_up_factor(cast, "Priya")
    owner = cast.person("Priya").id
    deliver_all(cast)
    assert cast.rows(select(Conversation).where(Conversation.user_id == owner)) == []
    assert undelivered(cast) == []


def test_one_broken_notice_holds_up_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    dana, request_id = asked_in_chat(cast)
    cast.do(lambda s: tell(s, dana.id, "slack_linked"))
    cast.approve(request_id)
    real = turn.take_turn

    def sometimes(installation: Any, place: str, told: Any, **more: Any) -> Any:
        if told.kind == "slack_linked":
            raise ValueError("a defect")
        return real(installation, place, told, **more)

    monkeypatch.setattr(deliveries, "take_turn", sometimes)
    deliver_all(cast)
    (left,) = undelivered(cast)
    assert (left.kind, left.last_error, left.dead_at) == ("slack_linked", "ValueError", None)
    assert left.due_at > DAY
    assert any("turned on two-factor authentication" in text for text in dana.texts())


def tell(session: Session, conversation_id: str, kind: NoticeKind) -> None:
    outbox.tell(session, kind, via="conversation", conversation_id=conversation_id, now=MONDAY)


@pytest.mark.databases("sqlite")  # the database has no part in writing a file
def test_mail_is_written_where_the_settings_say(cast: Cast, tmp_path: Path) -> None:
    settings = replace_settings(cast, tmp_path)
    _, request_id = asked_in_chat(cast)
    cast.approve(request_id)
    assert deliver_due(settings, via="mail", now=MONDAY) > 0
    mails = [file.read_text("utf-8") for file in tmp_path.glob("*.eml")]
    assert any("dana@lakeside.example" in mail for mail in mails)
    assert deliver_due(settings, via="mail", now=MONDAY) == 0


@pytest.mark.databases("sqlite")  # giving up is the outbox's, which is proven on both
@pytest.mark.parametrize(
    ("answer", "is_unknown", "is_final"),
    [("451 Try later", False, False), ("554 Not here", False, True), ("", True, True)],
    ids=["for now", "for good", "no such address"],
)
def test_a_final_answer_of_the_mail_server_ends_the_notice(
    cast: Cast, mailbox: Mailbox, *, answer: str, is_unknown: bool, is_final: bool
) -> None:
    dana = cast.person("Dana")
    if is_unknown:
        mailbox.unknown.add(dana.email)
    mailbox.refuse(1, answer)
    settings = cast.installation.settings.model_copy(update={"smtp_url": mailbox.url})
    told: dict[str, Any] = {"via": "mail", "user_id": dana.id, "data": {"how": "settings"}}
    cast.do(lambda s: outbox.tell(s, "password_changed", now=MONDAY, **told))
    deliver_due(replace(cast.installation, settings=settings), via="mail", now=MONDAY)
    (row,) = cast.told("password_changed")
    assert (row.dead_at is not None, row.done_at) == (is_final, None)


def replace_settings(cast: Cast, folder: Path) -> Any:
    """The same installation, with mail as files."""
    settings = cast.installation.settings.model_copy(update={"mail_directory": folder})
    return replace(cast.installation, settings=settings)


@pytest.mark.databases("sqlite")  # the retry is the outbox's, which is proven on both
def test_mail_that_cannot_be_sent_waits_and_is_tried_again(cast: Cast) -> None:
    dana = cast.person("Dana").id
    told: dict[str, Any] = {"via": "mail", "user_id": dana, "data": {"how": "settings"}}
    cast.do(lambda s: outbox.tell(s, "password_changed", now=MONDAY, **told))
    assert deliver_due(cast.installation, via="mail", now=MONDAY) == 1  # no mail server is configured
    (row,) = cast.told("password_changed")
    assert row.done_at is None
    assert row.last_error is not None
    assert deliver_due(cast.installation, via="mail", now=MONDAY) == 0
    assert deliver_due(cast.installation, via="mail", now=after(minutes=5)) == 1


@pytest.mark.databases("sqlite")  # hearing of changes is proven on both by the watcher's own tests
def test_the_worker_delivers_at_once_and_stops_when_told(cast: Cast) -> None:
    dana, request_id = asked_in_chat(cast)

    async def story() -> None:
        stop = asyncio.Event()
        async with Watcher(cast.database) as watcher:
            running = asyncio.create_task(run_deliveries(cast.installation, watcher, stop, clock=lambda: DAY))
            await asyncio.sleep(0.2)
            await asyncio.to_thread(cast.approve, request_id)
            for _ in range(100):
                if await asyncio.to_thread(lambda: undelivered(cast) == []):
                    break
                await asyncio.sleep(0.05)
            stop.set()
            await asyncio.wait_for(running, 5)

    asyncio.run(story())
    assert any("turned on two-factor authentication" in text for text in dana.texts())


def test_what_is_delivered_holds_no_secret(cast: Cast) -> None:
    set_up_factor(cast, "Priya")
    assert PASSWORD not in str([row.data for row in cast.told()])
