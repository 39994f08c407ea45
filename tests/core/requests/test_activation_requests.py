"""A practice's admins ask for 2FA, together in one request, and may take it back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.chat import conversations
from core.ground.db import Versions
from core.people.users import User
from core.practices import practices
from core.requests import activation_requests, request_decisions
from core.requests.activation_requests import (
    AlreadyActivated,
    AlreadyAsked,
    Answered,
    Asked,
    Joined,
    NotAdmin,
    NotOpen,
    NotYours,
    Withdrawn,
)
from core.requests.request_states import ActivationRequest, Asker, BadText, Exchange
from tests.cast import MONDAY, Cast, after


def ask(
    cast: Cast, name: str, practice: str = "Lakeside", *, note: str = "", conversation: str | None = None
) -> object:
    by, place = cast.actor(name, channel="bubble"), cast.practice(practice)
    return cast.do(
        lambda session: activation_requests.ask(
            session, place.id, by=by, note=note, conversation_id=conversation, now=MONDAY
        )
    )


def asked(cast: Cast, name: str = "Dana", practice: str = "Lakeside") -> str:
    outcome = ask(cast, name, practice)
    assert isinstance(outcome, Asked)
    return outcome.request_id


def withdraw(cast: Cast, name: str, request_id: str) -> object:
    by = cast.actor(name)
    return cast.do(
        lambda session: activation_requests.withdraw(session, request_id, by=by, now=after(hours=1))
    )


def answer(cast: Cast, name: str, request_id: str, text: str) -> object:
    by = cast.actor(name)
    return cast.do(
        lambda session: activation_requests.answer(session, request_id, text, by=by, now=after(hours=1))
    )


def question(cast: Cast, request_id: str, text: str = "How many people work there?") -> object:
    by = cast.fresh("Alex")
    return cast.do(
        lambda session: request_decisions.ask_for_more(session, request_id, text, by=by, now=MONDAY)
    )


def make_admin(cast: Cast, name: str, practice: str = "Lakeside") -> None:
    person, place, by = cast.person(name), cast.practice(practice), cast.actor("Sam")
    cast.do(
        lambda session: practices.add_membership(session, person.id, place.id, "admin", by=by, now=MONDAY)
    )


def test_an_admins_request_is_on_file_with_the_proof_of_who_asked(cast: Cast) -> None:
    request_id = asked(cast)
    request, asker = cast.one(select(ActivationRequest)), cast.one(select(Asker))
    dana = cast.person("Dana")
    assert (request.id, request.state, request.asked_by) == (request_id, "pending", dana.id)
    assert (asker.user_id, asker.role, asker.channel, asker.factor) == (dana.id, "admin", "bubble", "none")
    assert asker.ip == "192.0.2.7"
    (entry,) = cast.audited("request.asked")
    assert (entry.actor_id, entry.subject_id, entry.practice_id) == (dana.id, request_id, request.practice_id)


def test_the_team_is_told_and_the_queue_wakes_up(cast: Cast) -> None:
    heard: list[Versions] = []
    cast.database.on_commit(heard.append)
    request_id = asked(cast)
    (notice,) = cast.told("request_asked")
    assert notice.via == "staff_channel"
    assert notice.data["practice"] == "Lakeside Family Medicine"
    assert {"requests", f"request:{request_id}", f"practice:{notice.data['practice_id']}"} <= set(heard[-1])


def test_a_member_is_sent_to_the_admins_by_name(cast: Cast) -> None:
    outcome = ask(cast, "Priya")
    assert isinstance(outcome, NotAdmin)
    assert [admin.name for admin in outcome.admins] == ["Dana Whitfield"]
    assert cast.rows(select(ActivationRequest)) == []


def test_an_admin_elsewhere_is_a_member_here(cast: Cast) -> None:
    assert isinstance(ask(cast, "Owen", "Lakeside"), NotAdmin)
    assert isinstance(ask(cast, "Owen", "Hilltop"), Asked)


@pytest.mark.parametrize("stranger", ["Grace", "Alex"])
def test_a_stranger_learns_nothing_about_the_practice(cast: Cast, stranger: str) -> None:
    assert ask(cast, stranger) == NotAdmin(())


def test_a_practice_that_is_not_there_has_no_admins(cast: Cast) -> None:
    by = cast.actor("Dana")
    outcome = cast.do(lambda session: activation_requests.ask(session, "0" * 24, by=by, now=MONDAY))
    assert outcome == NotAdmin(())


def test_a_removed_admin_can_no_longer_ask(cast: Cast) -> None:
    dana, lakeside, by = cast.person("Dana"), cast.practice("Lakeside"), cast.actor("Sam")
    cast.do(lambda session: practices.end_membership(session, dana.id, lakeside.id, by=by, now=MONDAY))
    assert ask(cast, "Dana") == NotAdmin(())


def test_nothing_is_asked_for_that_is_there_already(cast: Cast) -> None:
    cast.activate("Lakeside")
    assert ask(cast, "Dana") == AlreadyActivated(MONDAY)


def test_the_second_admin_joins_the_first_ones_request(cast: Cast) -> None:
    request_id = asked(cast)
    make_admin(cast, "Owen")
    assert ask(cast, "Owen") == Joined(request_id, "Dana Whitfield", MONDAY)
    assert len(cast.rows(select(ActivationRequest))) == 1
    assert len(cast.audited("request.joined")) == 1


def test_asking_again_changes_nothing(cast: Cast) -> None:
    request_id = asked(cast)
    assert ask(cast, "Dana") == AlreadyAsked(request_id)
    assert len(cast.audited("request.asked")) == len(cast.told("request_asked")) == 1


def test_of_many_admins_who_ask_at_once_one_asks_and_the_others_join(cast: Cast) -> None:
    names = ["Dana", "Owen", "Miguel", "Priya"]
    for name in names[1:]:
        make_admin(cast, name)
    with ThreadPoolExecutor(8) as everybody:
        outcomes = list(everybody.map(lambda name: ask(cast, name), names * 3))
    kinds = sorted(type(outcome).__name__ for outcome in outcomes)
    assert kinds == ["AlreadyAsked"] * 8 + ["Asked"] + ["Joined"] * 3
    assert len(cast.rows(select(ActivationRequest))) == 1
    assert len(cast.rows(select(Asker))) == 4


def test_the_database_itself_holds_one_open_request_per_practice(cast: Cast) -> None:
    """Also when someone writes the row past the function."""
    asked(cast)
    lakeside, dana = cast.practice("Lakeside"), cast.person("Dana")
    second = ActivationRequest(
        practice_id=lakeside.id, state="more_information", asked_by=dana.id, asked_at=MONDAY
    )
    with pytest.raises(IntegrityError):
        cast.do(lambda session: session.add(second))


def test_a_long_note_is_cut_and_not_refused(cast: Cast) -> None:
    assert isinstance(ask(cast, "Dana", note="x" * 5000), Asked)
    assert len(cast.one(select(ActivationRequest)).note) == 1000


def test_a_request_can_be_taken_back_and_asked_again(cast: Cast) -> None:
    request_id = asked(cast)
    assert withdraw(cast, "Dana", request_id) == Withdrawn(request_id)
    assert withdraw(cast, "Dana", request_id) == NotOpen("withdrawn")
    assert isinstance(ask(cast, "Dana"), Asked)


def test_who_did_not_ask_cannot_take_it_back_nor_learn_that_it_exists(cast: Cast) -> None:
    request_id = asked(cast)
    assert withdraw(cast, "Grace", request_id) == withdraw(cast, "Grace", "0" * 24) == NotYours()


def lose_role(cast: Cast, name: str) -> None:
    person, place, by = cast.person(name), cast.practice("Lakeside"), cast.actor("Sam")
    cast.do(
        lambda session: practices.add_membership(session, person.id, place.id, "member", by=by, now=MONDAY)
    )


def leave(cast: Cast, name: str) -> None:
    person, place, by = cast.person(name), cast.practice("Lakeside"), cast.actor("Sam")
    cast.do(lambda session: practices.end_membership(session, person.id, place.id, by=by, now=MONDAY))


def be_disabled(cast: Cast, name: str) -> None:
    person = cast.person(name)
    cast.do(lambda session: setattr(session.get_one(User, person.id), "disabled_at", MONDAY))


@pytest.mark.parametrize("gone", [lose_role, leave, be_disabled], ids=lambda gone: gone.__name__)
def test_a_former_admin_changes_nothing_of_a_request_they_stood_behind(
    cast: Cast, gone: Callable[[Cast, str], None]
) -> None:
    request_id = asked(cast)
    question(cast, request_id)
    make_admin(cast, "Owen")
    gone(cast, "Dana")
    assert withdraw(cast, "Dana", request_id) == NotYours()
    assert answer(cast, "Dana", request_id, "Ten.") == NotYours()
    assert isinstance(ask(cast, "Dana"), NotAdmin)
    assert cast.one(select(ActivationRequest)).state == "more_information"


def test_the_others_behind_a_request_hear_who_took_it_back(cast: Cast) -> None:
    request_id = asked(cast)
    make_admin(cast, "Owen")
    ask(cast, "Owen")
    withdraw(cast, "Owen", request_id)
    mails = [notice for notice in cast.told("request_withdrawn") if notice.via == "mail"]
    assert [(notice.user_id, notice.data["by"]) for notice in mails] == [
        (cast.person("Dana").id, "Owen Brandt")
    ]


def test_a_question_is_told_where_the_request_was_made_and_its_answer_reopens_it(cast: Cast) -> None:
    dana = cast.person("Dana")
    chat = cast.do(lambda session: conversations.of_member(session, dana.id, now=MONDAY).id)
    outcome = ask(cast, "Dana", conversation=chat)
    assert isinstance(outcome, Asked)
    question(cast, outcome.request_id)
    notices = cast.told("request_more_information")
    assert {(notice.via, notice.conversation_id) for notice in notices} == {
        ("mail", None),
        ("conversation", chat),
    }
    assert all(notice.data["question"] == "How many people work there?" for notice in notices)
    assert answer(cast, "Dana", outcome.request_id, " About ten. ") == Answered(outcome.request_id)
    exchange = cast.one(select(Exchange))
    assert (exchange.answer, exchange.answered_by) == ("About ten.", dana.id)
    assert cast.one(select(ActivationRequest)).state == "pending"
    assert [notice.via for notice in cast.told("request_answered")] == ["staff_channel"]


def test_an_admin_who_joined_later_may_answer_too_and_a_member_may_not(cast: Cast) -> None:
    request_id = asked(cast)
    question(cast, request_id)
    assert answer(cast, "Owen", request_id, "Ten.") == NotYours()
    make_admin(cast, "Owen")
    assert answer(cast, "Owen", request_id, "Ten.") == Answered(request_id)


def test_an_answer_needs_a_question_and_some_words(cast: Cast) -> None:
    request_id = asked(cast)
    assert answer(cast, "Dana", request_id, "Ten.") == NotOpen("pending")
    question(cast, request_id)
    assert isinstance(answer(cast, "Dana", request_id, "   "), BadText)
    assert isinstance(answer(cast, "Dana", request_id, "x" * 1001), BadText)
