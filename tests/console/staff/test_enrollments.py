"""Enrollments: the team finds a member, sees everything but secrets, and helps with a code of its own for each act."""

import pytest
from sqlalchemy import select, update

from core.chat import conversations
from core.people.users import User
from core.second_factor.enrollments import Enrollment
from core.second_factor.recovery_tokens import RecoveryToken
from core.sessions import sessions
from tests.cast import MONDAY
from tests.console.staff.desk import Browser, Console
from tests.core.second_factor.enrolled_people import set_up_factor

ACTS = ("end-sessions", "lift-wait", "invite", "reset")


def page_of(console: Console, name: str) -> str:
    return f"/enrollments/{console.cast.person(name).id}"


def act(browser: Browser, path: str, name: str, **form: str) -> str:
    """Press one of the buttons with the code of now; where it leads."""
    browser.get(path)
    answer = browser.post(f"{path}/{name}", token=browser.code(), **form)
    browser.console.later(seconds=30)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_people_are_found_by_name_address_and_practice(console: Console) -> None:
    alex = console.at_work("Alex")
    for typed, there, missing in (
        ("whitf", "Dana Whitfield", "Grace Liu"),
        ("miguel", "Miguel Ortega", "Dana Whitfield"),
    ):
        for path in ("/enrollments", "/enrollments/list"):
            page = alex.get(f"{path}?q={typed}")
            assert there in page
            assert missing not in page
    riverbend = console.cast.practice("Riverbend").id
    assert f"practice={riverbend}" in alex.get("/enrollments?q=riverbend")
    page = alex.get(f"/enrollments?practice={riverbend}")
    assert "Grace Liu" in page
    assert "Dana Whitfield" not in page


@pytest.mark.parametrize("only", ["set_up", "stuck", "locked", "few_tokens", "unsaved"])
def test_an_empty_list_says_what_that_means(console: Console, only: str) -> None:
    page = console.at_work("Alex").get(f"/enrollments?only={only}")
    assert 'class="panel empty"' in page
    assert "Dana Whitfield" not in page


@pytest.mark.parametrize("practice", ["0" * 24, "nonsense", "%00"])
def test_an_unknown_practice_filters_nothing(console: Console, practice: str) -> None:
    page = console.at_work("Alex").get(f"/enrollments?practice={practice}")
    assert "Dana Whitfield" in page
    assert "Only people of" not in page


def test_the_link_enrollments_is_on_every_page(console: Console) -> None:
    assert '<a href="/enrollments">Enrollments</a>' in console.at_work("Alex").get("/requests")


def test_the_page_of_a_member_tells_the_whole_story(console: Console) -> None:
    cast = console.cast
    priya = set_up_factor(cast, "Priya")
    priya.check(priya.wrong(console.now), now=console.now)
    cast.sign_in_as("Priya", factor="totp")
    alex = console.at_work("Alex")
    page = alex.get(page_of(console, "Priya"))
    for shown in (
        "Priya Raman",
        "priya@lakeside.example",
        "Lakeside Family Medicine",
        "10 of 10 left, not acknowledged",
        "Wrong at sign-in",
        "A browser",
        "set up their second factor",
        "signed in",
    ):
        assert shown in page, shown


def test_no_page_about_a_member_holds_a_seed_hash_or_token(console: Console) -> None:
    cast = console.cast
    priya = set_up_factor(cast, "Priya")
    token, _ = cast.sign_in_as("Priya", factor="totp")
    hashes = cast.rows(select(RecoveryToken.hash))
    sealed = cast.rows(select(Enrollment.secret).where(Enrollment.user_id == priya.user_id))
    password = cast.one(select(User.password_hash).where(User.id == priya.user_id))
    secrets = [*priya.tokens, *hashes, *sealed, password, token, priya.phone.secret.hex()]
    alex = console.at_work("Alex")
    reset = act(alex, page_of(console, "Priya"), "reset")
    for path in (
        page_of(console, "Priya"),
        "/enrollments?q=priya",
        "/enrollments/list?q=priya",
        reset,
        "/resets",
        "/resets/list",
    ):
        page = alex.get(path)
        assert not [secret for secret in secrets if str(secret) in page], path


def test_a_chat_with_the_bot_alone_is_no_link(console: Console) -> None:
    """The team reads only what was handed over."""
    cast = console.cast
    dana = cast.person("Dana").id
    chat = cast.do(lambda session: conversations.of_member(session, dana, now=MONDAY).id)
    alex = console.at_work("Alex")
    page = alex.get(page_of(console, "Dana"))
    assert "Conversation with the bot" in page
    assert f"/inbox/{chat}" not in page


def test_ending_all_sessions_signs_out_and_tells_by_mail(console: Console) -> None:
    cast = console.cast
    token, _ = cast.sign_in_as("Miguel", now=console.now)
    alex = console.at_work("Alex")
    assert act(alex, page_of(console, "Miguel"), "end-sessions").endswith("done=sessions-ended")
    now = console.now
    assert cast.look(lambda s: sessions.find(s, token, audience="account", now=now)) is None
    assert [row.via for row in cast.told("sessions_ended_by_staff")] == ["mail"]
    (entry,) = cast.audited("sessions.ended_by_staff")
    assert (entry.actor_id, entry.subject_id) == (cast.person("Alex").id, cast.person("Miguel").id)


def test_lifting_a_wait_lets_them_try_again_and_leaves_the_lock_alone(console: Console) -> None:
    cast = console.cast
    priya = set_up_factor(cast, "Priya")
    alex = console.at_work("Alex")
    now = console.now
    for _ in range(5):
        priya.check(priya.wrong(now), now=now)
    assert priya.refusal(priya.wrong(now), now=now).kind == "too_many_tries"
    act(alex, page_of(console, "Priya"), "lift-wait")
    assert priya.refusal(priya.wrong(now), now=console.now).kind == "wrong"
    assert priya.live.failures_in_a_row == 6
    locked = update(Enrollment).where(Enrollment.user_id == priya.user_id).values(locked_at=console.now)
    cast.do(lambda s: s.execute(locked))
    act(alex, page_of(console, "Priya"), "lift-wait")
    assert priya.live.is_locked, "only a recovery token or a reset by two people opens that"


def test_the_invitation_goes_once_a_day_to_whoever_may_set_up(console: Console) -> None:
    cast = console.cast
    alex, path = console.at_work("Alex"), page_of(console, "Priya")
    alex.get(path)
    early = alex.post(f"{path}/invite", token=alex.code())
    assert early.status_code == 409
    assert "not activated in any practice" in early.text
    console.later(seconds=30)
    cast.activate("Lakeside")
    act(alex, path, "invite")
    again = alex.post(f"{path}/invite", token=alex.code())
    assert again.status_code == 409
    assert [(row.via, row.user_id) for row in cast.told("set_up_invited")] == [
        ("mail", cast.person("Priya").id)
    ]


def test_a_reset_is_started_and_lowers_nothing(console: Console) -> None:
    priya = set_up_factor(console.cast, "Priya")
    alex = console.at_work("Alex")
    where = act(alex, page_of(console, "Priya"), "reset")
    assert "Reset for Priya Raman" in alex.get(where)
    assert act(alex, page_of(console, "Priya"), "reset") == where
    assert priya.standing.state == "live"


@pytest.mark.parametrize("name", ACTS)
def test_each_act_asks_for_a_new_code_even_right_after_signing_in(console: Console, name: str) -> None:
    set_up_factor(console.cast, "Priya")
    alex, path = console.at_work("Alex"), page_of(console, "Priya")
    before = len(console.cast.audited())
    alex.get(path)
    for form in ({}, {"token": ""}, {"token": "000000"}):
        answer = alex.post(f"{path}/{name}", **form)
        assert answer.status_code in {400, 403}
        assert "Problem: " in answer.text
    acted = [entry.action for entry in console.cast.audited()[before:]]
    assert set(acted) <= {"second_factor.refused"}


@pytest.mark.parametrize("name", ACTS)
def test_an_auditor_looks_and_acts_nowhere(console: Console, name: str) -> None:
    jo, path = console.at_work("Jo"), page_of(console, "Priya")
    page = jo.get(path)
    assert "Priya Raman" in page
    assert f"{path}/" not in page
    assert jo.post(f"{path}/{name}", token=jo.code()).status_code == 403


@pytest.mark.parametrize("user_id", ["0" * 24, "nonsense", "%00"])
def test_an_unknown_member_is_404(console: Console, user_id: str) -> None:
    alex = console.at_work("Alex")
    alex.get(f"/enrollments/{user_id}", status=404)
    alex.get("/enrollments")
    for name in ("end-sessions", "reset"):
        console.later(seconds=30)
        answer = alex.post(f"/enrollments/{user_id}/{name}", token=alex.code())
        assert answer.status_code in {403, 404}


def test_one_of_the_team_has_no_page_here(console: Console) -> None:
    alex = console.at_work("Alex")
    alex.get(page_of(console, "Sam"), status=404)
