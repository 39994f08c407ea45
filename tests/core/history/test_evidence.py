"""The evidence of a request: every word and entry in order, and a changed entry shows."""

from dataclasses import replace

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.audit import chain, entries
from core.audit.entries import AuditEntry
from core.chat import conversations
from core.chat.conversations import Author
from core.history import evidence
from core.history.evidence import EntryLine, Evidence, MessageLine
from core.requests import activation_requests
from core.requests.activation_requests import Asked
from tests.cast import MONDAY, Cast, after
from tests.core.audit.test_chain import as_intruder

SAID: tuple[tuple[Author, str, int], ...] = (("person", "Please activate", 0), ("bot", "Send it?", 1))


def approved_request(cast: Cast) -> str:
    """Dana asks in the chat, Alex approves, the bot tells her, Priya sets it up."""
    dana, lakeside = cast.person("Dana"), cast.practice("Lakeside")
    by = cast.actor("Dana", channel="bubble")

    def ask(session: Session) -> str:
        chat = conversations.of_member(session, dana.id, now=MONDAY)
        for author, text, minute in SAID:
            body = {"kind": "text", "text": text}
            conversations.add(session, chat, author, body, now=after(minutes=minute))
        asked = activation_requests.ask(
            session, lakeside.id, by=by, conversation_id=chat.id, now=after(minutes=2)
        )
        assert isinstance(asked, Asked)
        return asked.request_id

    request_id = cast.do(ask)
    cast.approve(request_id, now=after(hours=3))
    priya, by_priya = cast.person("Priya"), cast.actor("Priya")
    cast.do(
        lambda session: entries.record(
            session, "enrollment.confirmed", by=by_priya, now=after(hours=5), on=priya.id
        )
    )
    cast.do(lambda session: chain.seal_pending(session, cast.installation.keys, now=after(hours=6)))
    return request_id


def look(cast: Cast, request_id: str) -> Evidence | None:
    keys = cast.installation.keys
    return cast.look(lambda session: evidence.of_request(session, keys, request_id, now=after(hours=7)))


def test_the_story_runs_from_the_first_message_to_the_effect(cast: Cast) -> None:
    found = look(cast, approved_request(cast))
    assert found is not None
    assert [_told(each) for each in found.story] == [
        "Please activate",
        "Send it?",
        "request.asked",
        "request.approved",
        "practice.activated",
        "enrollment.confirmed",
    ]
    assert found.set_up_since == 1
    assert found.holds
    assert all(each.proof is not None for each in found.story if isinstance(each, EntryLine))


def test_a_changed_entry_no_longer_fits_its_seal(cast: Cast) -> None:
    request_id = approved_request(cast)
    jo = cast.person("Jo").id
    forged = update(AuditEntry).where(AuditEntry.action == "request.approved").values(actor_id=jo)
    as_intruder(cast, lambda session: session.execute(forged))
    found = look(cast, request_id)
    assert found is not None
    assert not found.holds
    bad = [each.entry.action for each in found.story if isinstance(each, EntryLine) and not _fits(each)]
    assert bad == ["request.approved"]


def test_what_is_not_sealed_yet_is_no_lie(cast: Cast) -> None:
    request_id = approved_request(cast)
    by = replace(cast.fresh("Alex"), channel="console")
    practice = cast.practice("Lakeside").id
    cast.do(
        lambda session: entries.record(
            session, "request.looked", by=by, now=after(hours=6), on=request_id, practice=practice
        )
    )
    found = look(cast, request_id)
    assert found is not None
    assert found.holds
    assert [each.entry.action for each in found.story if isinstance(each, EntryLine) and not each.proof] == [
        "request.looked"
    ]


def test_there_is_no_evidence_of_nothing(cast: Cast) -> None:
    assert look(cast, "0" * 24) is None


def _told(each: MessageLine | EntryLine) -> object:
    return each.line.body["text"] if isinstance(each, MessageLine) else each.entry.action


def _fits(each: EntryLine) -> bool:
    return each.proof is not None and each.proof.holds
