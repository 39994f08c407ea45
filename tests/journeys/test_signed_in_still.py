"""A page that follows live is told that its cookie ended: renewed by a code in another tab, or the session is over."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ground.actors import Actor
from core.ground.db import announce
from core.people.users import User
from core.sessions import sessions
from core.sessions.session_rows import SessionRow
from tests.cast import MONDAY
from tests.journeys.people import Staff, ask_for_activation, member, staff
from tests.parts.browser import NewPage
from tests.parts.sites import Sites

pytestmark = pytest.mark.databases("sqlite")  # what the browser does here is the same on both


@pytest.fixture
def alex(sites: Sites, new_page: NewPage) -> Staff:
    colleague = staff(sites, new_page(), "Alex")
    colleague.sign_in()
    return colleague


def test_a_code_in_another_tab_costs_this_page_nothing(sites: Sites, new_page: NewPage, alex: Staff) -> None:
    search = alex.page.get_by_role("searchbox")
    search.fill("Lakesi")
    token = sites.cast.do(_renewed)
    alex.page.wait_for_timeout(500)  # the answer that brings the other tab its cookie is on its way
    (cookie,) = [each for each in alex.page.context.cookies() if each["name"].endswith("session")]
    alex.page.context.add_cookies([{"name": cookie["name"], "value": token, "url": sites.console}])
    dana = member(sites, new_page(), "dana@lakeside.example")
    dana.sign_in()
    ask_for_activation(dana)
    expect(alex.page.get_by_role("link", name="Lakeside Family Medicine")).to_be_visible()
    expect(search).to_have_value("Lakesi")


def test_a_session_that_is_over_leads_to_the_sign_in(sites: Sites, alex: Staff) -> None:
    sites.cast.do(
        lambda session: sessions.end_all(
            session, _alex(session), why="signed_out", by=Actor(None, "console"), now=MONDAY
        )
    )
    expect(alex.page).to_have_url(re.compile(f"{re.escape(sites.console)}/sign-in"))


def _renewed(session: Session) -> str:
    """What a code in a form does to the cookie; whoever watches the session is told."""
    row = session.scalars(select(SessionRow).where(SessionRow.user_id == _alex(session))).one()
    announce(session, f"session:{row.id}")
    token = sessions.renew_token(session, row.id)
    assert token is not None
    return token


def _alex(session: Session) -> str:
    return session.scalars(select(User.id).where(User.email == "alex@thoroughcare.example")).one()
