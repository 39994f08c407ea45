"""The Staff page: who sees it, who acts, and that every act asks for a code and keeps what was typed."""

import re

import pytest

from core.ground.actors import Actor
from core.team import recovery, staff
from tests.cast import Cast
from tests.console.staff.desk import Browser, Console


def id_of(cast: Cast, name: str) -> str:
    return cast.person(name).id


@pytest.mark.parametrize("who", ["Alex", "Jo"])
def test_the_team_sees_itself_and_only_supervisors_find_buttons(console: Console, who: str) -> None:
    page = console.at_work(who).get("/staff")
    assert "kim@thoroughcare.example" in page
    assert "Password and second factor" in page
    assert "/staff/invite" not in page
    assert "Disable" not in page


@pytest.mark.parametrize("who", ["Alex", "Jo"])
def test_agents_and_auditors_are_refused_at_the_door(console: Console, cast: Cast, who: str) -> None:
    browser, kim = console.at_work(who), id_of(cast, "Kim")
    browser.get("/staff")
    for path in ("invite", f"{kim}/disable", f"{kim}/role", "recovery-seen"):
        answer = browser.post(f"/staff/{path}", role="agent", email="x@y.example", name="X")
        assert answer.status_code == 403
    assert cast.person("Kim").disabled_at is None


def test_a_supervisor_invites_by_a_mailed_link(console: Console, cast: Cast) -> None:
    sam = console.at_work("Sam")
    sam.get("/staff")
    answer = sam.post("/staff/invite", email="robin@thoroughcare.example", name="Robin Day", role="auditor")
    assert answer.headers["location"] == "/staff?done=invited"
    page = sam.get("/staff?done=invited")
    assert "Invited, no password yet" in page
    (notice,) = cast.told("staff_invitation")
    assert notice.user_id == id_of(cast, "Robin")


def test_a_stale_code_is_asked_for_again_and_the_form_is_kept(console: Console, cast: Cast) -> None:
    sam = console.at_work("Sam")
    console.later(minutes=6)
    sam.get("/staff")
    asked = sam.post("/staff/invite", email="robin@thoroughcare.example", name="Robin Day", role="agent")
    assert asked.status_code == 200
    assert "6-digit Token" in asked.text
    assert cast.told("staff_invitation") == []
    kept = dict(re.findall(r'type="hidden" name="(email|name|role)" value="([^"]*)"', asked.text))
    assert kept == {"email": "robin@thoroughcare.example", "name": "Robin Day", "role": "agent"}
    assert sam.post("/staff/invite", token="000000", **kept).status_code == 403
    done = sam.post("/staff/invite", token=sam.code(), **kept)
    assert done.headers["location"] == "/staff?done=invited"


@pytest.mark.parametrize(
    ("email", "sentence"),
    [("dana@lakeside.example", "has an account with this e-mail"), ("robin", "Enter an e-mail")],
)
def test_an_address_that_will_not_do_is_said_at_its_field(
    console: Console, email: str, sentence: str
) -> None:
    sam = console.at_work("Sam")
    sam.get("/staff")
    answer = sam.post("/staff/invite", email=email, name="Robin Day", role="agent")
    assert answer.status_code == 400
    assert sentence in answer.text
    assert f'value="{email}"' in answer.text


def test_a_disabled_colleague_is_out_at_the_next_click(console: Console, cast: Cast) -> None:
    sam, alex = console.at_work("Sam"), console.at_work("Alex")
    alex.get("/requests")
    sam.get("/staff")
    assert sam.post(f"/staff/{id_of(cast, 'Alex')}/disable").status_code == 303
    assert alex.client.get("/requests").headers["location"].startswith("/sign-in")
    assert "Disabled" in sam.get("/staff?done=disabled")
    assert sam.post(f"/staff/{id_of(cast, 'Alex')}/enable").status_code == 303
    assert alex.client.get("/requests").headers["location"].startswith("/sign-in")


def test_a_role_changes_when_the_second_supervisor_agrees(console: Console, cast: Cast) -> None:
    sam, kim, alex = console.at_work("Sam"), console.at_work("Kim"), id_of(cast, "Alex")
    sam.get("/staff")
    assert sam.post(f"/staff/{alex}/role", role="supervisor").headers["location"] == "/staff?done=proposed"
    page = sam.get("/staff")
    assert "Another supervisor has to agree." in page
    approve = f"/staff/role-changes/{change_id(kim)}/approve"
    own = sam.post(approve)
    assert own.status_code == 403
    assert "Another supervisor has to agree to it." in own.text
    assert kim.post(approve).headers["location"] == "/staff?done=role-changed"
    assert cast.person("Alex").staff_role == "supervisor"
    late = kim.post(approve)
    assert late.status_code == 409
    assert "Somebody has decided this before" in late.text


def test_an_emergency_stays_on_the_page_until_a_supervisor_confirms(console: Console, cast: Cast) -> None:
    by, kim = Actor(None, "command_line"), id_of(cast, "Kim")
    sam = console.at_work("Sam")
    cast.do(lambda session: staff.disable(session, kim, by=by, now=console.now))
    cast.do(lambda session: recovery.recover(session, "sam@thoroughcare.example", by=by, now=console.now))
    assert sam.client.get("/staff").headers["location"].startswith("/sign-in")
    alex = console.at_work("Alex")
    assert "Emergency access" in alex.get("/staff")
    assert "We know of this" not in alex.get("/staff")
    assert "An operator opened a supervisor" in alex.get("/trouble/alarms")
    assert cast.person("Sam").password_hash is None


@pytest.mark.parametrize("path", ["%00/disable", "%00/role", "role-changes/%00/approve", "x/enable"])
def test_an_address_without_a_real_id_is_refused_in_words(console: Console, path: str) -> None:
    sam = console.at_work("Sam")
    sam.get("/staff")
    assert sam.post(f"/staff/{path}", role="auditor").status_code in {403, 409}


def change_id(browser: Browser) -> str:
    found = re.search(r"/staff/role-changes/([0-9a-f]{24})/approve", browser.get("/staff"))
    assert found
    return found[1]
