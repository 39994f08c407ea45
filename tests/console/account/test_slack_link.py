"""Linking a Slack user on the account site: what the page says, whom it asks for a code, and what it never shows."""

import re
from dataclasses import replace
from unittest.mock import Mock

import pytest
from httpx2 import Response
from sqlalchemy import select

from console.web import site_middleware
from core.ground.db import Database
from core.imports.demo_data import PASSWORD
from core.sessions.half_sign_ins import HalfSignIn
from core.slack import slack_link_starts, slack_links
from core.slack.slack_links import SlackLink
from tests.cast import Cast, open_cast
from tests.console.account.desk import SAME_ORIGIN, Site

PRIYA, MIGUEL = "priya@lakeside.example", "miguel@lakeside.example"
BUTTON = '<button class="button primary" type="submit">Link this Slack user</button>'
START = re.compile(r'name="link_token" value="([^"]+)"')
LINK = re.compile(r'name="link" value="([0-9a-f]{24})"')
SLACK = {"slack_bot_token": "xoxb-test", "slack_signing_secret": "test", "slack_team_id": "T0CLINIC"}


pytestmark = pytest.mark.databases("sqlite")  # tests/core/slack/test_slack_links.py holds the rows on both


@pytest.fixture
def cast(database: Database) -> Cast:
    """The demo's people on an installation that talks to Slack."""
    cast = open_cast(database)
    settings = cast.installation.settings.model_copy(update=SLACK)
    cast.installation = replace(cast.installation, settings=settings)
    return cast


def begin(site: Site, slack_user: str = "U0PRIYA", name: str = "priya.r") -> str:
    """What the app in Slack does when someone presses its button; the address it answers with."""
    token = site.cast.do(
        lambda s: slack_link_starts.start(
            s, team_id="T0CLINIC", slack_user_id=slack_user, slack_name=name, now=site.now
        )
    )
    return f"/slack/link/{token}"


def open_page(site: Site, address: str) -> str:
    """The page as a signed-in member sees it; its text."""
    assert site.get(address).headers["location"] == "/slack/link"
    return site.get("/slack/link").text


def press(site: Site, page: str, **more: str) -> Response:
    return site.post("/slack/link", link_token=START.findall(page)[0], **more)


def speaks_for(site: Site, slack_user: str = "U0PRIYA") -> str | None:
    return site.cast.look(lambda s: slack_links.person_of(s, team_id="T0CLINIC", slack_user_id=slack_user))


def test_from_slack_through_sign_in_to_the_link_and_out_again(site: Site) -> None:
    address = begin(site)
    assert site.get(address).headers["location"] == "/slack/link"
    door = site.get("/slack/link").headers["location"]
    assert door == "/sign-in?next=%2Fslack%2Flink"
    site.get(door)
    back = site.post("/sign-in", email=PRIYA, password=PASSWORD, next="/slack/link").headers["location"]
    assert back == "/slack/link"
    page = site.get(back).text
    for said in ("priya.r", "U0PRIYA", PRIYA, BUTTON, "If somebody sent you this address"):
        assert said in page
    assert "6-digit" not in page.split("</main>")[0]
    assert speaks_for(site) is None
    assert press(site, page).headers["location"] == "/settings?done=slack-linked#slack"
    assert speaks_for(site) == site.cast.person("Priya").id
    settings = site.get("/settings?done=slack-linked").text
    assert "Your Slack user is linked." in settings
    assert "priya.r" in settings
    gone = site.post("/settings/slack/unlink", link=LINK.findall(settings)[0])
    assert gone.headers["location"] == "/settings?done=slack-unlinked#slack"
    assert speaks_for(site) is None
    assert "No Slack user is linked" in site.get("/settings").text


def test_the_token_stays_in_no_address_row_log_or_later_page(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Mock()
    monkeypatch.setattr(site_middleware, "log", log)
    address = begin(site)
    token = address.rpartition("/")[2]
    carried = site.get(address)
    assert token not in carried.headers["location"]
    assert carried.headers["cache-control"] == "no-store"
    cookie = carried.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "Max-Age=600" in cookie
    site.enroll("Priya")
    site.give_password(PRIYA)
    assert token not in str([vars(row) for row in site.cast.rows(select(HalfSignIn))])
    assert token not in site.get("/sign-in/token").text
    paths = [str(call.kwargs["path"]) for call in log.info.call_args_list]
    assert "/slack/link/…" in paths
    assert token not in str(log.mock_calls)


def test_the_page_may_not_be_kept_or_framed(site: Site) -> None:
    site.give_password(PRIYA)
    site.get(begin(site))
    headers = site.get("/slack/link").headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_whoever_has_a_factor_shows_a_code_or_has_just_done_so(site: Site) -> None:
    phone = site.enroll("Priya")
    site.sign_in(PRIYA, phone)
    site.later(minutes=6)
    page = open_page(site, begin(site))
    assert "6-digit Token" in page
    assert press(site, page).status_code == 400
    refused = press(site, page, token="000000")
    assert refused.status_code == 403
    assert "not right" in refused.text
    assert BUTTON in refused.text
    assert speaks_for(site) is None
    assert press(site, page, token=phone.code(site.now)).headers["location"].startswith("/settings")
    assert speaks_for(site) == site.cast.person("Priya").id
    assert site.get("/settings").status_code == 200  # under the new cookie


def test_a_code_of_the_last_five_minutes_is_not_asked_again(site: Site) -> None:
    phone = site.enroll("Priya")
    site.sign_in(PRIYA, phone)
    page = open_page(site, begin(site))
    assert "6-digit Token" not in page
    assert press(site, page).status_code == 303
    assert speaks_for(site) == site.cast.person("Priya").id


def test_another_address_opened_meanwhile_does_not_change_what_the_button_links(site: Site) -> None:
    site.give_password(PRIYA)
    page = open_page(site, begin(site))
    site.get(begin(site, "U0EVIL", "Priya Raman"))  # a pop-up puts the attacker's start into the cookie
    press(site, page)
    assert speaks_for(site) == site.cast.person("Priya").id
    assert speaks_for(site, "U0EVIL") is None


def test_pressing_twice_is_no_error(site: Site) -> None:
    site.give_password(PRIYA)
    page = open_page(site, begin(site))
    assert press(site, page).headers["location"] == press(site, page).headers["location"]
    assert len(site.cast.rows(select(SlackLink))) == 1


def test_a_link_that_is_old_used_or_invented_says_how_to_get_another(site: Site) -> None:
    site.give_password(PRIYA)
    old = begin(site, "U0OLD")
    page = open_page(site, old)
    site.later(minutes=10)
    assert press(site, page).status_code == 404
    for address in (
        old,
        "/slack/link/nonsense",
        "/slack/link/%0d%0aSet-Cookie:x",
        "/slack/link/" + "x" * 3000,
    ):
        gone = open_page(site, address)
        assert "does not work any more" in gone
        assert BUTTON not in gone
    assert speaks_for(site, "U0OLD") is None


def test_a_slack_user_of_somebody_else_and_a_second_one_are_refused(site: Site) -> None:
    site.give_password(PRIYA)
    press(site, open_page(site, begin(site)))
    second = open_page(site, begin(site, "U0SECOND"))
    assert "You have linked another Slack user" in second
    assert BUTTON not in second
    assert "is linked" in open_page(site, begin(site))  # her own once more
    site.post("/sign-out")
    site.give_password(MIGUEL)
    taken = open_page(site, begin(site))
    assert "linked to somebody else" in taken
    assert "priya" not in taken.lower()
    assert BUTTON not in taken
    assert speaks_for(site) == site.cast.person("Priya").id


def test_the_link_of_somebody_else_is_not_found(site: Site) -> None:
    site.give_password(PRIYA)
    press(site, open_page(site, begin(site)))
    (link,) = site.cast.rows(select(SlackLink))
    site.post("/sign-out")
    site.give_password(MIGUEL)
    site.get("/settings")
    assert site.post("/settings/slack/unlink", link=link.id).status_code == 404
    assert speaks_for(site) == site.cast.person("Priya").id


def test_a_forged_form_links_nothing(site: Site) -> None:
    site.give_password(PRIYA)
    token = START.findall(open_page(site, begin(site)))[0]
    form = {"link_token": token, "csrf_token": "0" * 64}
    assert site.client.post("/slack/link", data=form, headers=SAME_ORIGIN).status_code == 403
    form["csrf_token"] = site.csrf_token
    cross = {"Sec-Fetch-Site": "cross-site"}
    assert site.client.post("/slack/link", data=form, headers=cross).status_code == 403
    assert speaks_for(site) is None


def test_a_name_made_of_markup_is_only_a_name(site: Site) -> None:
    site.give_password(PRIYA)
    page = open_page(site, begin(site, name="<b>Dana</b> *_~ <!channel>"))
    assert "&lt;b&gt;Dana&lt;/b&gt;" in page
    assert "<b>Dana" not in page
