"""Approve, Decline, Ask for more information: once, with a fresh code, for a current admin, by who may."""

import re

import pytest
from sqlalchemy.orm import Session

from core.practices import practices
from core.requests.request_states import ActivationRequest
from core.second_factor import enrollments
from tests.console.staff.desk import Browser, Console

WAYS: tuple[tuple[str, dict[str, str]], ...] = (
    ("approve", {}),
    ("decline", {"reason": "Please call us first."}),
    ("ask", {"question": "Who leads this?"}),
)


@pytest.mark.parametrize(
    ("how", "typed", "state"),
    [
        ("approve", {}, "approved"),
        ("decline", {"reason": "Please call us first."}, "declined"),
        ("ask", {"question": "Who leads this?"}, "more_information"),
    ],
)
def test_a_decision_right_after_signing_in(
    console: Console, how: str, typed: dict[str, str], state: str
) -> None:
    request_id = console.request_of()
    alex = console.at_work("Alex")
    answer = alex.decide(request_id, how, **typed)
    assert answer.headers["location"] == f"/requests/{request_id}?done={how}"
    assert state_of(console, request_id) == state
    page = alex.get(answer.headers["location"])
    assert all(text in page for text in typed.values())
    told = {row.via for row in console.cast.told(f"request_{state}")}
    assert {"mail", "conversation"} <= told


def test_approve_says_whom_it_touches_and_asks_once(console: Console) -> None:
    request_id = console.request_of()
    alex = console.at_work("Alex")
    alex.get(f"/requests/{request_id}")
    asked = alex.press_approve(request_id)
    assert asked.status_code == 200
    assert "Approve for 4 people at Lakeside Family Medicine?" in " ".join(asked.text.split())
    assert state_of(console, request_id) == "pending"
    assert alex.post(f"/requests/{request_id}/approve").status_code == 303
    assert state_of(console, request_id) == "approved"


def test_a_question_about_other_people_is_asked_anew(console: Console) -> None:
    request_id = console.request_of()
    alex = console.at_work("Alex")
    alex.get(f"/requests/{request_id}")
    alex.press_approve(request_id)
    priya, place, by = (
        console.cast.person("Priya"),
        console.cast.practice("Lakeside"),
        console.cast.actor("Sam"),
    )
    console.cast.do(
        lambda session: practices.end_membership(session, priya.id, place.id, by=by, now=console.now)
    )
    anew = alex.post(f"/requests/{request_id}/approve")
    assert anew.status_code == 409
    assert "Whom an approval touches has changed" in anew.text
    assert "Approve for 3 people at Lakeside Family Medicine?" in " ".join(anew.text.split())
    assert state_of(console, request_id) == "pending"
    assert alex.post(f"/requests/{request_id}/approve").status_code == 303


def test_the_question_of_a_slower_colleague_says_who_was_faster(console: Console) -> None:
    request_id = console.request_of()
    alex, sam = console.at_work("Alex"), console.at_work("Sam")
    sam.get(f"/requests/{request_id}")
    alex.decide(request_id, "approve")
    answer = sam.press_approve(request_id)
    assert answer.status_code == 409
    assert "Alex Morgan was faster" in answer.text


@pytest.mark.parametrize(("how", "typed"), WAYS)
def test_an_older_code_is_asked_for_again_and_nothing_typed_is_lost(
    console: Console, how: str, typed: dict[str, str]
) -> None:
    request_id = console.request_of()
    alex = console.at_work("Alex")
    console.later(minutes=6)
    asked = alex.decide(request_id, how, **typed)
    assert asked.status_code == 200
    assert all(label in asked.text for label in ("6-digit Token", "Verify Token", *typed.values()))
    assert state_of(console, request_id) == "pending"
    before = alex.client.cookies["tc2fa_console_session"]
    answer = alex.post(f"/requests/{request_id}/{how}", token=alex.code(), **typed)
    assert answer.status_code == 303
    assert state_of(console, request_id) != "pending"
    assert alex.client.cookies["tc2fa_console_session"] != before
    alex.get("/")


@pytest.mark.parametrize(("how", "typed"), WAYS)
def test_who_signed_in_with_a_recovery_token_shows_a_code_before_deciding(
    console: Console, how: str, typed: dict[str, str]
) -> None:
    request_id = console.request_of()
    alex, phone = console.browser(), console.cast.phones["Alex"]
    alex.give_password(console.cast.person("Alex").email)
    entered = alex.post("/sign-in/recovery-token", recovery_token=recovery_token_of(console, "Alex"))
    assert entered.status_code == 303
    asked = alex.decide(request_id, how, **typed)
    assert "6-digit Token" in asked.text
    assert state_of(console, request_id) == "pending"
    done = alex.post(f"/requests/{request_id}/{how}", token=phone.code(console.now), **typed)
    assert done.status_code == 303
    assert state_of(console, request_id) != "pending"


def test_a_wrong_code_decides_nothing_and_keeps_the_reason(console: Console) -> None:
    request_id = console.request_of()
    alex = console.at_work("Alex")
    console.later(minutes=6)
    alex.get(f"/requests/{request_id}")
    answer = alex.post(f"/requests/{request_id}/decline", reason="Please call us.", token="000000")
    assert answer.status_code == 403
    assert "Problem: " in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "Please call us." in answer.text
    assert "000000" not in answer.text
    assert state_of(console, request_id) == "pending"


def test_wrong_codes_run_out(console: Console) -> None:
    request_id = console.request_of()
    alex = console.at_work("Alex")
    console.later(minutes=6)
    alex.get(f"/requests/{request_id}")
    alex.press_approve(request_id)
    answers = [alex.post(f"/requests/{request_id}/approve", token="000000") for _ in range(12)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0
    assert alex.post(f"/requests/{request_id}/approve", token=alex.code()).status_code == 429
    assert state_of(console, request_id) == "pending"


@pytest.mark.parametrize("fresh", [True, False])
def test_the_second_of_two_is_told_who_was_faster(console: Console, fresh: bool) -> None:
    request_id = console.request_of()
    alex, sam = console.at_work("Alex"), console.at_work("Sam")
    sam.get(f"/requests/{request_id}")
    alex.decide(request_id, "approve")
    console.later(minutes=1 if fresh else 7)
    answer = sam.post(f"/requests/{request_id}/decline", reason="No.")
    assert answer.status_code == 409
    assert "Alex Morgan was faster: this request was approved" in answer.text
    assert state_of(console, request_id) == "approved"


def test_a_second_press_by_the_same_person_does_not_say_that_somebody_was_faster(console: Console) -> None:
    request_id = console.request_of()
    alex = console.at_work("Alex")
    alex.decide(request_id, "approve")
    answer = alex.post(f"/requests/{request_id}/approve")
    assert answer.status_code == 409
    assert "you approved this request" in answer.text
    assert "was faster" not in answer.text


def test_a_second_question_waits_for_the_first_answer(console: Console) -> None:
    request_id = console.request_of()
    alex, sam = console.at_work("Alex"), console.at_work("Sam")
    sam.get(f"/requests/{request_id}")
    alex.decide(request_id, "ask", question="Who leads this?")
    answer = sam.post(f"/requests/{request_id}/ask", question="And when?")
    assert answer.status_code == 409
    assert "Alex Morgan asked a question" in answer.text


def test_an_admin_no_more_is_said_plainly_and_nothing_is_activated(console: Console) -> None:
    request_id = console.request_of()
    dana, place, by = (
        console.cast.person("Dana"),
        console.cast.practice("Lakeside"),
        console.cast.actor("Sam"),
    )
    console.cast.do(
        lambda session: practices.end_membership(session, dana.id, place.id, by=by, now=console.now)
    )
    alex = console.at_work("Alex")
    assert "works there no more" in alex.get(f"/requests/{request_id}")
    answer = alex.decide(request_id, "approve")
    assert answer.status_code == 409
    assert "Dana Whitfield no longer has the admin role" in answer.text
    assert state_of(console, request_id) == "refused"
    assert console.cast.practice("Lakeside").activated_at is None


@pytest.mark.parametrize(("how", "field"), [("decline", "reason"), ("ask", "question")])
@pytest.mark.parametrize(
    ("typed", "problem"), [("  ", "Please write something"), ("x" * 1001, "at most 1000")]
)
def test_a_bad_text_is_named_at_its_field_before_any_code(
    console: Console, how: str, field: str, typed: str, problem: str
) -> None:
    request_id = console.request_of()
    alex = console.at_work("Alex")
    console.later(minutes=6)
    answer = alex.decide(request_id, how, **{field: typed})
    assert answer.status_code == 400
    assert problem in answer.text
    assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', answer.text)
    assert typed.strip() in answer.text
    assert state_of(console, request_id) == "pending"


def test_what_staff_type_passes_the_guard(console: Console) -> None:
    request_id = console.request_of()
    alex = console.at_work("Alex")
    alex.decide(request_id, "decline", reason="Use my code 482913 to sign in.")
    assert "482913" not in alex.get(f"/requests/{request_id}")


def test_the_auditor_looks_but_has_no_buttons(console: Console) -> None:
    request_id = console.request_of()
    jo = console.at_work("Jo")
    page = jo.get(f"/requests/{request_id}")
    assert "Dana Whitfield" in page
    assert not re.search(r"/(approve|decline|ask)\"", page)
    for how, typed in WAYS:
        assert jo.post(f"/requests/{request_id}/{how}", **typed).status_code == 403
    assert state_of(console, request_id) == "pending"


@pytest.mark.parametrize("request_id", ["0" * 24, "nonsense", "%00", "A" * 5000])
def test_an_unknown_request_is_404_for_looking_and_for_deciding(console: Console, request_id: str) -> None:
    alex = console.at_work("Alex")
    alex.get("/")
    alex.get(f"/requests/{request_id}", status=404)
    for how, typed in WAYS:
        assert alex.post(f"/requests/{request_id}/{how}", **typed).status_code == 404
        console.later(minutes=6)
        assert alex.post(f"/requests/{request_id}/{how}", **typed).status_code == 404


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_forged_form_decides_nothing(console: Console, token: str) -> None:
    request_id = console.request_of()
    alex = console.at_work("Alex")
    assert alex.decide(request_id, "approve", csrf_token=token).status_code == 403
    elsewhere = {"Sec-Fetch-Site": "same-site"}
    form = {"csrf_token": alex.csrf_token}
    forged = alex.client.post(f"/requests/{request_id}/approve", data=form, headers=elsewhere)
    assert forged.status_code == 403
    assert state_of(console, request_id) == "pending"


def state_of(console: Console, request_id: str) -> str:
    return console.cast.look(lambda session: session.get_one(ActivationRequest, request_id).state)


def test_two_presses_of_one_code_decide_once(console: Console) -> None:
    request_id = console.request_of()
    alex: Browser = console.at_work("Alex")
    console.later(minutes=6)
    alex.get(f"/requests/{request_id}")
    alex.press_approve(request_id)
    code = alex.code()
    first = alex.post(f"/requests/{request_id}/approve", token=code)
    second = alex.post(f"/requests/{request_id}/approve", token=code)
    assert (first.status_code, second.status_code) == (303, 409)
    assert len(console.cast.audited("request.approved")) == 1


def recovery_token_of(console: Console, name: str) -> str:
    """One of a set that this colleague was just given."""
    cast, person = console.cast, console.cast.person(name)

    def give(session: Session) -> tuple[str, ...]:
        live = enrollments.live_of(session, person.id)
        assert live is not None
        return enrollments.give_tokens(session, cast.installation.keys, person.id, live.id, now=console.now)

    return cast.do(give)[0]
