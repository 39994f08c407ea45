"""What a turn may know: the person's own standing, and no more than their role lets them see."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.engine.types.facts import Facts, Language
from bot.turns.facts import day, facts_for, member_facts
from core.chat import conversations
from core.requests import request_decisions
from core.requests.activation_requests import Asked, ask
from tests.cast import MONDAY, Cast, after
from tests.core.second_factor.enrolled_people import begin, set_up_factor


def facts_of(cast: Cast, name: str, *, now: datetime = MONDAY) -> Facts:
    user_id = cast.person(name).id
    return cast.look(lambda session: member_facts(session, user_id, now=now))


def test_an_admin_sees_the_people_of_the_practice_and_a_member_does_not(cast: Cast) -> None:
    (lakeside,) = facts_of(cast, "Dana").practices
    assert (lakeside.members, lakeside.shared, lakeside.set_up) == (4, 2, 0)
    assert lakeside.member_names == ("Dana Whitfield", "Miguel Ortega", "Owen Brandt", "Priya Raman")
    (lakeside,) = facts_of(cast, "Priya").practices
    assert (lakeside.members, lakeside.member_names) == (0, ())
    assert lakeside.admins == ("Dana Whitfield",)


def test_why_a_request_was_declined_is_for_admins(cast: Cast) -> None:
    dana, practice = cast.actor("Dana"), cast.practice("Lakeside").id
    asked = cast.do(lambda s: ask(s, practice, by=dana, now=MONDAY))
    assert isinstance(asked, Asked)
    by = cast.fresh("Alex")
    cast.do(lambda s: request_decisions.decline(s, asked.request_id, "Please call us.", by=by, now=MONDAY))
    requests = {name: facts_of(cast, name).practices[0].request for name in ("Dana", "Priya")}
    assert {name: request.reason for name, request in requests.items() if request} == {
        "Dana": "Please call us.",
        "Priya": "",
    }
    assert {name: request.mine for name, request in requests.items() if request} == {
        "Dana": True,
        "Priya": False,
    }


def test_a_qr_code_that_waited_too_long_is_none(cast: Cast) -> None:
    cast.activate("Lakeside")
    begin(cast, cast.actor("Priya"), now=MONDAY)
    assert facts_of(cast, "Priya", now=after(minutes=29)).enrollment.qr_issued
    late = facts_of(cast, "Priya", now=after(minutes=31)).enrollment
    assert (late.state, late.qr_issued) == ("none", False)


def test_a_refusal_is_told_while_it_is_what_the_person_means(cast: Cast) -> None:
    priya = set_up_factor(cast, "Priya")
    priya.refusal(priya.wrong(MONDAY), now=MONDAY)
    assert facts_of(cast, "Priya", now=after(minutes=1)).refusal is not None
    assert facts_of(cast, "Priya", now=after(minutes=16)).refusal is None
    priya.check(priya.code(after(minutes=2)), now=after(minutes=2))
    assert facts_of(cast, "Priya", now=after(minutes=3)).refusal is None


def test_at_the_token_prompt_only_the_kind_of_failure_is_known(cast: Cast) -> None:
    priya = set_up_factor(cast, "Priya")
    priya.refusal(priya.wrong(MONDAY), now=MONDAY)

    def look(session: Session) -> Facts:
        conversation, _ = conversations.of_cookie(
            session, None, kind="proven", proven_user_id=priya.user_id, now=MONDAY
        )
        return facts_for(session, conversation, language="en", now=MONDAY)

    facts = cast.do(look)
    assert facts.refusal is not None
    assert facts.refusal.kind == "wrong"
    assert facts == Facts(who="proven", refusal=facts.refusal)


@pytest.mark.parametrize(("language", "words"), [("en", "March 1, 2026"), ("es", "1 de marzo de 2026")])
def test_a_date_is_the_practices_own(language: Language, words: str) -> None:
    moment = datetime(2026, 3, 2, 3, 30, tzinfo=UTC)  # still the evening before in New York
    assert day(moment, zone="America/New_York", language=language) == words
    assert day(None, zone="America/New_York", language="en") == ""
    assert day(moment + timedelta(hours=12), zone="UTC", language="en") == "March 2, 2026"
