"""Whose conversation is whose, by cookie and session, and how often anybody may write."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from core.chat.conversations import Conversation
from tests.bot.bubble.site import BubbleSite, look, say
from tests.cast import MONDAY, Cast

# Which conversation a cookie opens is proven on both databases by core's own tests.
pytestmark = pytest.mark.databases("sqlite")


@pytest.fixture
def site(cast: Cast) -> BubbleSite:
    return BubbleSite(cast)


@pytest.fixture
def priya(site: BubbleSite) -> TestClient:
    return site.signed_in("Priya")


def test_a_visitor_gets_a_cookie_with_the_first_word_and_finds_the_chat_again(site: BubbleSite) -> None:
    visitor = site.client()
    assert "help" not in visitor.get("/chat/conversation").cookies
    answer = say(visitor, "how do I sign in?")
    assert answer.cookies["help"]
    first, *answers = look(visitor)["messages"]
    assert (first["author"], first["body"]["text"]) == ("person", "how do I sign in?")
    assert answers
    assert {m["author"] for m in answers} == {"bot"}
    assert "set-cookie" not in say(visitor, "thanks").headers
    assert look(site.client())["messages"] == []
    assert look(site.client(help="guessed"))["messages"] == []


def test_a_visitor_and_a_half_sign_in_learn_nothing_of_an_account(site: BubbleSite) -> None:
    for client in (site.client(), site.half("Dana")):
        for text in ("turn on 2fa for Lakeside Family Medicine", "is it approved?", "who am I?", "set it up"):
            say(client, text)
        seen = look(client)
        assert seen["name"] is None
        words = str([m["body"] for m in seen["messages"] if m["author"] == "bot"]) + seen["greeting"]
        for secret in ("Dana", "Whitfield", "Priya", "Lakeside"):
            assert secret not in words


def test_conversations_of_visitor_half_sign_in_and_member_never_mix(site: BubbleSite) -> None:
    visitor = site.client()
    say(visitor, "I am a visitor")
    cookie = visitor.cookies["help"]
    half = site.half("Dana", help=cookie)
    assert look(half)["messages"] == []
    mine = say(half, "I am at the prompt").cookies["help"]
    assert mine != cookie
    assert look(site.half("Priya", help=mine))["messages"] == []
    token, _ = site.cast.sign_in_as("Dana")
    member = site.client(session=token, help=mine)
    assert look(member)["messages"] == []
    assert len(site.cast.rows(select(Conversation))) == 2


def test_help_that_began_with_a_right_password_outlives_the_half_sign_in_by_a_day(site: BubbleSite) -> None:
    half = site.half("Dana")
    say(half, "I lost my phone")
    later = site.client(help=half.cookies["help"])
    assert (look(later)["who"], len(look(later)["messages"])) == ("proven", 2)
    site.now = MONDAY + timedelta(hours=25)
    assert (look(later)["who"], look(later)["messages"]) == ("visitor", [])


def test_writing_too_much_at_once_waits(site: BubbleSite, priya: TestClient) -> None:
    for _ in range(20):
        assert say(priya, "hello").status_code == 202
    refused = say(priya, "hello")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) == refused.json()["retry_after"] > 0
    site.now = MONDAY + timedelta(minutes=2)
    assert say(priya, "hello").status_code == 202


def test_one_address_cannot_begin_chats_without_end(site: BubbleSite) -> None:
    for _ in range(20):
        assert say(site.client(), "hello").status_code == 202
    assert say(site.client(), "hello").status_code == 429
    assert say(site.signed_in("Priya"), "hello").status_code == 202
