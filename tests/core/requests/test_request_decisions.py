"""The team decides once, with a fresh code in the console, for a current admin."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.chat import conversations
from core.ground.actors import Actor
from core.ground.db import Versions
from core.people.staff_rights import NotAllowed, StepUpNeeded
from core.people.users import User
from core.practices import practices
from core.requests import activation_requests, request_decisions
from core.requests.activation_requests import Asked
from core.requests.request_decisions import (
    AlreadyDecided,
    Approved,
    AskedForMore,
    AskerNoLongerAdmin,
    Declined,
    NotFound,
)
from core.requests.request_states import ActivationRequest, BadText
from core.team import staff
from tests.cast import MONDAY, Cast, after

Decide = Callable[[Cast, str, Actor], object]


@pytest.fixture
def request_id(cast: Cast) -> str:
    """Dana's request for Lakeside, made in her conversation."""
    return file(cast, "Dana", "Lakeside")


def file(cast: Cast, name: str, practice: str) -> str:
    person, place, by = cast.person(name), cast.practice(practice), cast.actor(name, channel="bubble")
    chat = cast.do(lambda session: conversations.of_member(session, person.id, now=MONDAY).id)
    outcome = cast.do(
        lambda session: activation_requests.ask(session, place.id, by=by, conversation_id=chat, now=MONDAY)
    )
    assert isinstance(outcome, Asked)
    return outcome.request_id


def approve(cast: Cast, request_id: str, by: Actor) -> object:
    return cast.do(lambda session: request_decisions.approve(session, request_id, by=by, now=MONDAY))


def decline(cast: Cast, request_id: str, by: Actor, reason: str = "Please call us first.") -> object:
    return cast.do(lambda session: request_decisions.decline(session, request_id, reason, by=by, now=MONDAY))


def ask_for_more(cast: Cast, request_id: str, by: Actor, question: str = "Who is your lead?") -> object:
    return cast.do(
        lambda session: request_decisions.ask_for_more(session, request_id, question, by=by, now=MONDAY)
    )


def leave(cast: Cast, name: str, practice: str = "Lakeside") -> None:
    person, place, by = cast.person(name), cast.practice(practice), cast.actor("Sam")
    cast.do(lambda session: practices.end_membership(session, person.id, place.id, by=by, now=MONDAY))


def test_approve_switches_the_practice_on_and_writes_down_who_did(cast: Cast, request_id: str) -> None:
    lakeside, alex = cast.practice("Lakeside"), cast.person("Alex")
    assert approve(cast, request_id, cast.fresh("Alex")) == Approved(request_id, lakeside.id)
    on = cast.practice("Lakeside")
    assert (on.activated_at, on.activated_by) == (MONDAY, alex.id)
    request = cast.one(select(ActivationRequest))
    assert (request.state, request.decided_by, request.decided_at) == ("approved", alex.id, MONDAY)
    assert [len(cast.audited(action)) for action in ("request.approved", "practice.activated")] == [1, 1]


def test_the_decision_is_told_in_the_conversation_and_by_mail(cast: Cast, request_id: str) -> None:
    approve(cast, request_id, cast.fresh("Alex"))
    dana = cast.person("Dana")
    notices = {notice.via: notice for notice in cast.told("request_approved")}
    assert notices.keys() == {"mail", "conversation", "staff_channel"}
    assert notices["mail"].user_id == notices["conversation"].user_id == dana.id
    assert notices["conversation"].conversation_id is not None
    assert notices["mail"].data["practice"] == "Lakeside Family Medicine"
    assert notices["mail"].data["by"] == cast.person("Alex").name


def test_the_guide_is_offered_to_everybody_who_works_there_and_wants_it(cast: Cast, request_id: str) -> None:
    priya = cast.person("Priya")

    def opt_out(session: Session) -> None:
        session.get_one(User, priya.id).guide_opted_out_at = MONDAY

    cast.do(opt_out)
    approve(cast, request_id, cast.fresh("Alex"))
    offered = {notice.user_id for notice in cast.told("guide_offered")}
    assert offered == {cast.person(name).id for name in ("Dana", "Miguel", "Owen")}


def test_whoever_looks_at_it_is_woken(cast: Cast, request_id: str) -> None:
    heard: list[Versions] = []
    cast.database.on_commit(heard.append)
    approve(cast, request_id, cast.fresh("Alex"))
    topics = {"requests", f"request:{request_id}", f"practice:{cast.practice('Lakeside').id}"}
    assert topics | {f"person:{cast.person('Dana').id}"} <= set(heard[-1])


def test_decline_needs_a_reason_and_tells_it_word_for_word(cast: Cast, request_id: str) -> None:
    alex = cast.fresh("Alex")
    assert isinstance(decline(cast, request_id, alex, "  "), BadText)
    assert isinstance(decline(cast, request_id, alex, "\u200b \u2060\u202e"), BadText)  # nothing anybody sees
    assert isinstance(decline(cast, request_id, alex, "x" * 1001), BadText)
    assert decline(cast, request_id, alex) == Declined(request_id)
    assert {notice.data.get("reason") for notice in cast.told("request_declined")} == {
        "Please call us first.",
        None,
    }
    assert cast.practice("Lakeside").activated_at is None


@pytest.mark.parametrize("act", [approve, decline, ask_for_more])
def test_an_auditor_a_member_and_nobody_may_not_decide(cast: Cast, request_id: str, act: Decide) -> None:
    for by in (cast.fresh("Jo"), cast.fresh("Dana"), replace(cast.fresh("Alex"), user_id=None)):
        assert isinstance(act(cast, request_id, by), NotAllowed)
    assert cast.one(select(ActivationRequest)).state == "pending"


def test_a_disabled_colleague_may_not_decide(cast: Cast, request_id: str) -> None:
    alex = cast.fresh("Alex")
    sam = cast.fresh("Sam")
    cast.do(lambda session: staff.disable(session, alex.user_id or "", by=sam, now=MONDAY))
    assert isinstance(approve(cast, request_id, alex), NotAllowed)


def test_slack_can_start_a_decision_but_never_make_one(cast: Cast, request_id: str) -> None:
    in_slack = replace(cast.fresh("Alex"), channel="slack")
    assert isinstance(approve(cast, request_id, in_slack), NotAllowed)


def test_a_code_older_than_five_minutes_is_asked_for_again(cast: Cast, request_id: str) -> None:
    just_too_old = cast.actor("Alex", factor="totp", factor_at=after(minutes=-5, seconds=-1))
    for by in (just_too_old, cast.actor("Alex")):
        assert approve(cast, request_id, by) == StepUpNeeded()
    just_fresh = cast.actor("Alex", factor="totp", factor_at=after(minutes=-5))
    assert isinstance(approve(cast, request_id, just_fresh), Approved)


def test_a_request_that_is_not_there_is_not_found(cast: Cast) -> None:
    assert approve(cast, "0" * 24, cast.fresh("Alex")) == NotFound()


def test_the_second_to_decide_is_told_who_was_first(cast: Cast, request_id: str) -> None:
    approve(cast, request_id, cast.fresh("Alex"))
    name = cast.person("Alex").name
    assert decline(cast, request_id, cast.fresh("Kim")) == AlreadyDecided("approved", name, MONDAY)
    assert ask_for_more(cast, request_id, cast.fresh("Kim")) == AlreadyDecided("approved", name, MONDAY)


def test_of_many_who_decide_at_once_one_does_and_all_others_are_told_who(cast: Cast, request_id: str) -> None:
    acts = [
        lambda: approve(cast, request_id, cast.fresh("Alex")),
        lambda: decline(cast, request_id, cast.fresh("Sam")),
        lambda: approve(cast, request_id, cast.fresh("Kim")),
    ]
    with ThreadPoolExecutor(9) as pool:
        outcomes = list(pool.map(lambda act: act(), acts * 3))
    first = [each for each in outcomes if not isinstance(each, AlreadyDecided)]
    others = [each for each in outcomes if isinstance(each, AlreadyDecided)]
    assert len(first) == 1
    request = cast.one(select(ActivationRequest))
    decider = cast.one(select(User).where(User.id == request.decided_by))
    assert {(each.state, each.by_name) for each in others} == {(request.state, decider.name)}
    assert len(cast.audited("request.approved") + cast.audited("request.declined")) == 1
    assert len(cast.audited("practice.activated")) == (1 if request.state == "approved" else 0)


def test_approve_reads_the_role_again_and_refuses_a_removed_admins_request(
    cast: Cast, request_id: str
) -> None:
    leave(cast, "Dana")
    assert approve(cast, request_id, cast.fresh("Alex")) == AskerNoLongerAdmin(("Dana Whitfield",))
    assert cast.practice("Lakeside").activated_at is None
    assert cast.one(select(ActivationRequest)).state == "refused"
    (mail,) = [notice for notice in cast.told("request_refused") if notice.via == "mail"]
    assert mail.data["reason"] == "Nobody who asked is an admin of this practice any more."


def test_an_admin_who_became_a_member_has_no_request_any_more(cast: Cast, request_id: str) -> None:
    dana, lakeside, by = cast.person("Dana"), cast.practice("Lakeside"), cast.actor("Sam")
    cast.do(
        lambda session: practices.add_membership(session, dana.id, lakeside.id, "member", by=by, now=MONDAY)
    )
    assert isinstance(approve(cast, request_id, cast.fresh("Alex")), AskerNoLongerAdmin)


def test_one_admin_who_stayed_is_enough(cast: Cast, request_id: str) -> None:
    owen, lakeside, by = cast.person("Owen"), cast.practice("Lakeside"), cast.actor("Sam")
    cast.do(
        lambda session: practices.add_membership(session, owen.id, lakeside.id, "admin", by=by, now=MONDAY)
    )
    joining = cast.actor("Owen")
    cast.do(lambda session: activation_requests.ask(session, lakeside.id, by=joining, now=MONDAY))
    leave(cast, "Dana")
    assert isinstance(approve(cast, request_id, cast.fresh("Alex")), Approved)


def test_one_question_waits_for_its_answer_before_the_next(cast: Cast, request_id: str) -> None:
    assert isinstance(ask_for_more(cast, request_id, cast.fresh("Alex")), AskedForMore)
    again = ask_for_more(cast, request_id, cast.fresh("Kim"))
    assert again == AlreadyDecided("more_information", cast.person("Alex").name, MONDAY)
    assert isinstance(approve(cast, request_id, cast.fresh("Kim")), Approved)


def test_a_question_needs_words(cast: Cast, request_id: str) -> None:
    assert isinstance(ask_for_more(cast, request_id, cast.fresh("Alex"), " "), BadText)
    assert cast.one(select(ActivationRequest)).state == "pending"
