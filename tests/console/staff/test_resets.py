"""Resets in the console: evidence, two people with a code each, and a way to stop it that asks for none."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.secrets_guard.masking import Masked, mask
from console.staff.cleaning import LONGEST_TYPED
from core.ground import alarms
from core.requests import reset_requests
from core.requests.reset_requests import ResetFiled
from core.requests.reset_states import ResetRequest
from tests.console.staff import desk
from tests.console.staff.desk import Browser, Console
from tests.core.requests.reset_people import GOOD, Desk
from tests.core.second_factor.enrolled_people import set_up_factor

EVIDENCE = {"identity": GOOD.identity, "called_back": GOOD.called_back}
ACTS = ("propose", "approve", "decline", "freeze", "close-alarm")


def filed(console: Console) -> str:
    set_up_factor(console.cast, "Priya")
    person, now = console.cast.person("Priya").id, console.now
    by = console.cast.actor("Alex")
    outcome = console.cast.do(lambda s: reset_requests.file(s, person, by=by, note="Call me", now=now))
    assert isinstance(outcome, ResetFiled)
    return outcome.reset_id


def reset(console: Console, reset_id: str) -> ResetRequest:
    return console.cast.look(lambda s: s.get_one(ResetRequest, reset_id))


def press(browser: Browser, reset_id: str, act: str, status: int = 303, **form: str) -> str:
    """Open the page and press a button, with the code of now."""
    browser.get(f"/resets/{reset_id}")
    answer = browser.post(f"/resets/{reset_id}/{act}", token=browser.code(), **form)
    browser.console.later(seconds=30)
    assert answer.status_code == status, answer.text
    return answer.text


def proposed(console: Console, alex: Browser) -> str:
    reset_id = filed(console)
    press(alex, reset_id, "propose", 303, **EVIDENCE)
    return reset_id


def approve(console: Console, who: Browser, reset_id: str, *, status: int = 303) -> str:
    return press(who, reset_id, "approve", status=status, digest=reset(console, reset_id).digest or "")


def test_two_colleagues_and_a_day_later_it_happens(console: Console) -> None:
    alex, sam = console.at_work("Alex"), console.at_work("Sam")
    reset_id = proposed(console, alex)
    assert "A different colleague has to approve it" in alex.get(f"/resets/{reset_id}?done=propose")
    page = sam.get(f"/resets/{reset_id}")
    assert all(text in page for text in (*EVIDENCE.values(), "Call me", "Alex Morgan", "Dana Whitfield"))
    approve(console, sam, reset_id)
    now = reset(console, reset_id).approved_at
    assert now is not None
    assert reset(console, reset_id).due_at == now + timedelta(hours=24)
    desk = Desk(console.cast, priya=None)  # type: ignore[arg-type]  # only its round is used
    assert desk.round(now + timedelta(hours=24))
    assert reset(console, reset_id).state == "done"
    console.now = now + timedelta(minutes=1)
    assert "carried out a reset" in sam.get(f"/resets/{reset_id}")


def test_ones_own_proposal_cannot_be_approved_and_has_no_button(console: Console) -> None:
    alex = console.at_work("Alex")
    reset_id = proposed(console, alex)
    assert f"/resets/{reset_id}/approve" not in alex.get(f"/resets/{reset_id}")
    assert "A different colleague has to approve it" in approve(console, alex, reset_id, status=403)
    assert reset(console, reset_id).state == "proposed"


def test_a_colleagues_own_reset_has_no_buttons_for_them(console: Console) -> None:
    reset_id, of_kim = filed(console), console.cast.person("Kim").id
    console.cast.do(lambda s: s.execute(update(ResetRequest).values(user_id=of_kim)))
    kim = console.at_work("Kim")
    page = kim.get(f"/resets/{reset_id}")
    assert "about your own account" in page
    assert not any(f"/resets/{reset_id}/{act}" in page for act in ACTS)
    press(kim, reset_id, "propose", status=403, **EVIDENCE)
    assert reset(console, reset_id).state == "filed"


def test_what_was_changed_since_the_page_was_opened_is_not_approved(console: Console) -> None:
    alex, sam = console.at_work("Alex"), console.at_work("Sam")
    reset_id = proposed(console, alex)
    seen = reset(console, reset_id).digest or ""
    press(alex, reset_id, "propose", identity="Something else", called_back="Somewhere else")
    page = press(sam, reset_id, "approve", status=409, digest=seen)
    assert "changed since you opened the page" in page
    assert reset(console, reset_id).state == "proposed"


@pytest.mark.parametrize(
    ("act", "form"), [("propose", EVIDENCE), ("approve", {}), ("decline", {"reason": "No."})]
)
def test_a_code_of_its_own_is_asked_for_right_after_signing_in_too(
    console: Console, act: str, form: dict[str, str]
) -> None:
    alex, sam = console.at_work("Alex"), console.at_work("Sam")
    reset_id = proposed(console, alex)
    digest = {"digest": reset(console, reset_id).digest or ""}
    sam.get(f"/resets/{reset_id}")
    for token in ({}, {"token": "000000"}):
        answer = sam.post(f"/resets/{reset_id}/{act}", **form, **digest, **token)
        assert answer.status_code in {400, 403}
        assert "Problem: " in answer.text
        assert all(text in answer.text for text in form.values()), "nothing typed is lost"
    assert reset(console, reset_id).state == "proposed"


def test_freezing_asks_for_no_code_and_alarms_everybody(console: Console) -> None:
    alex, sam = console.at_work("Alex"), console.at_work("Sam")
    reset_id = proposed(console, alex)
    sam.get(f"/resets/{reset_id}")
    assert sam.post(f"/resets/{reset_id}/freeze").status_code == 303
    assert reset(console, reset_id).state == "frozen"
    assert "A reset of a second factor was frozen" in alex.get("/trouble/alarms")
    assert "Close the alarm" in alex.get(f"/resets/{reset_id}")
    press(alex, reset_id, "close-alarm")
    assert console.cast.look(alarms.standing) == ()
    press(alex, reset_id, "close-alarm", status=404)


def test_a_decline_needs_a_reason_that_the_team_keeps(console: Console) -> None:
    alex = console.at_work("Alex")
    reset_id = filed(console)
    assert "Please write something" in press(alex, reset_id, "decline", status=400, reason=" ")
    press(alex, reset_id, "decline", reason="Did not answer the call.")
    assert "Did not answer the call." in alex.get(f"/resets/{reset_id}")


def test_what_staff_type_passes_the_guard(console: Console) -> None:
    alex = console.at_work("Alex")
    reset_id = filed(console)
    press(alex, reset_id, "propose", identity="Read me the code 482913.", called_back="Yes, at 9.")
    assert "482913" not in reset(console, reset_id).identity


@pytest.mark.databases("sqlite")  # what the guard is given knows no database
def test_what_staff_type_is_cut_before_the_guard_reads_it(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of Unicode's ligatures stands for eighteen characters, so a form could cost the guard seconds."""
    read: list[int] = []

    def count_and_mask(text: str) -> Masked:
        read.append(len(text))
        return mask(text)

    monkeypatch.setattr(desk, "mask", count_and_mask)
    alex, long = console.at_work("Alex"), "\ufdfa" * 6000
    reset_id = filed(console)
    for field in EVIDENCE:
        press(alex, reset_id, "propose", status=400, **EVIDENCE | {field: long})
    press(alex, reset_id, "decline", status=400, reason=long)
    assert len(read) >= 5
    assert max(read) <= LONGEST_TYPED


def test_the_second_is_told_who_was_faster(console: Console) -> None:
    alex, sam = console.at_work("Alex"), console.at_work("Sam")
    reset_id = proposed(console, alex)
    press(alex, reset_id, "decline", reason="No.")
    page = press(sam, reset_id, "approve", status=409, digest="0" * 64)
    assert "Alex Morgan was faster: this reset was declined" in page


def test_the_queue_filters_and_searches(console: Console) -> None:
    reset_id = filed(console)
    alex = console.at_work("Alex")
    for path in ("/resets", "/resets?state=filed", "/resets/list?q=priya", "/resets?state=all&q=raman"):
        assert f"/resets/{reset_id}" in alex.get(path), path
    for path in ("/resets?state=done", "/resets?q=dana"):
        assert f"/resets/{reset_id}" not in alex.get(path), path
    assert "No reset is open" not in alex.get("/resets")


def test_the_auditor_looks_but_has_no_buttons(console: Console) -> None:
    reset_id = filed(console)
    jo = console.at_work("Jo")
    page = jo.get(f"/resets/{reset_id}")
    assert "Priya Raman" in page
    for act in ACTS:
        assert f"/resets/{reset_id}/{act}" not in page
        answer = jo.post(f"/resets/{reset_id}/{act}", token=jo.code(), reason="No.", **EVIDENCE)
        assert answer.status_code == 403
    assert reset(console, reset_id).state == "filed"


@pytest.mark.parametrize("reset_id", ["0" * 24, "nonsense"])
def test_an_unknown_reset_is_404(console: Console, reset_id: str) -> None:
    alex = console.at_work("Alex")
    alex.get(f"/resets/{reset_id}", status=404)
    alex.get("/resets")
    for act in ACTS:
        console.later(seconds=30)
        answer = alex.post(f"/resets/{reset_id}/{act}", token=alex.code(), reason="No.", **EVIDENCE)
        assert answer.status_code == 404
