"""The set-up article: open to everybody, every step of it drawn and reachable by its own link."""

import re
from collections.abc import Iterator

import pytest

from bot.engine.steps.step import step
from tests.bot.engine.situations import STATES, all_events, all_facts
from tests.console.account.desk import Site

PATH = "/help/two-factor"
STEPS = ("ask", "settings", "step-1", "step-2", "step-3", "recovery-tokens", "signing-in")
LABELS = (
    "Settings",
    "Account Settings",
    "Two Factor Authentication",
    "Enable Two Factor Authentication",
    "Step 1",
    "Step 2",
    "secret code",
    "Current password",
    "6-digit token",
    "Recovery Tokens",
    "Ok, Got it!",
    "6-digit Token",
    "Verify Token",
)
NOTES = (
    "does not replace it",
    "in all of them",
    "Only a site admin can ask",
    "only for yourself",
    "phone or tablet at hand",
    "cannot be installed on a computer",
    "Google Authenticator",
    "every 30 seconds",
    "Do not leave the pop-up before they are saved",
    "A code that has run out is refused",
)
pytestmark = pytest.mark.databases("sqlite")  # the article comes from no database


@pytest.fixture
def article(site: Site) -> str:
    """The page as someone reads it who is not signed in."""
    answer = site.get(PATH)
    assert answer.status_code == 200
    return str(answer.text)


@pytest.mark.parametrize("place", STEPS)
def test_every_step_has_a_link_of_its_own_and_a_drawing(article: str, place: str) -> None:
    assert f'href="#{place}"' in article
    assert "<svg" in _section(article, place)


@pytest.mark.parametrize("words", [*LABELS, *NOTES])
def test_nothing_of_what_people_must_know_is_missing(article: str, words: str) -> None:
    assert words in article


def test_both_stores_are_one_press_away(article: str) -> None:
    assert "https://apps.apple.com/" in _section(article, "step-1")
    assert "https://play.google.com/" in _section(article, "step-1")


def test_the_chat_gets_the_article_without_the_site_around_it(site: Site, article: str) -> None:
    inside = site.client.get(PATH, headers={"X-Card": "1"}).text
    assert inside.lstrip().startswith("<article")
    assert "<header" not in inside
    assert inside.strip() in article


def test_every_link_of_the_bot_into_the_article_finds_its_step(article: str) -> None:
    places = set(_places_the_bot_names())
    assert {"step-1", "step-2", "recovery-tokens", "signing-in"} <= places
    assert {place for place in places if f'id="{place}"' not in article} == set()


def _places_the_bot_names() -> Iterator[str]:
    facts = list(all_facts())
    for state in STATES[:1]:
        for event in all_events():
            for each in facts:
                for said in step(state, event, each).says:
                    path, _, place = getattr(said, "path", "").partition("#")
                    if path == PATH:
                        yield place


def _section(article: str, place: str) -> str:
    found = re.search(rf'<section id="{place}">.*?</section>', article, re.DOTALL)
    assert found is not None
    return found.group()
