"""Messages of the engine in Slack: everything it can say, drawn within the limits; and that no text of anybody breaks it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.steps.step import step
from bot.engine.types.facts import Language
from bot.engine.types.messages import Card, Choice, Choices, Link, Message, Text
from bot.engine.words import TEXTS
from bot.slack.views.blocks import message, staff_line
from bot.slack.views.elements import Rendered
from bot.slack.views.mrkdwn import escaped, fitted, pieces
from bot.slack.views.names import listed
from bot.slack.views.pages import page
from bot.slack.views.presses import (
    AnswerPressed,
    AskPressed,
    ChoicePressed,
    FeedbackPressed,
    LinkPressed,
    Press,
    WithdrawPressed,
    read_press,
)
from bot.slack.views.staff_card import (
    StaffRequestCard,
    StaffWaitingCard,
    Waiting,
    staff_request_card,
    staff_waiting_card,
)
from tests.bot.engine.situations import STATES, all_events, all_facts
from tests.bot.slack.views.drawing import NASTY, REQUEST_STATES, SITE, buttons, check_message, said
from tests.parts.slack.block_kit import texts

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOW_LONG = settings(max_examples=60, deadline=None)


def draw(body: Message, *, language: Language = "en", **more: Any) -> Rendered:
    return check_message(message(body, number=7, language=language, site_url=SITE, **more))


def test_everything_the_engine_can_say_can_be_drawn() -> None:
    """Each different message of every state once: fresh, retired, and rated."""
    count = 0
    for language, body in set(_all_that_is_said()):
        draw(body, language=language)
        draw(body, language=language, retired=True, chosen="Send request", rated=True)
        count += 1
    assert count > 300


def _all_that_is_said() -> Iterator[tuple[Language, Message]]:
    """Each state under all facts meets every fifth event, never the same ones twice in a row: it says it all, fast."""
    events = tuple(all_events())
    for turn, (facts, state) in enumerate(product(all_facts(), STATES)):
        for event in events[turn % 5 :: 5]:
            for body in step(state, event, facts).says:
                yield facts.language, body


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_text_of_the_bot_can_be_drawn(language: Language) -> None:
    for text in TEXTS[language].values():
        draw(Text(text, ask_feedback=True), language=language)


def test_a_question_gets_its_buttons_and_the_sending_one_is_green() -> None:
    body = Choices(
        "Shall I send it?", (Choice("Send request", "request.send:a"), Choice("Not now", "request.not_now:a"))
    )
    ways = buttons(draw(body).blocks)
    assert read_press(ways["Send request"]) == ChoicePressed("request.send:a", 7)
    assert read_press(ways["Not now"]) == ChoicePressed("request.not_now:a", 7)
    assert [way.get("style") for way in ways.values()] == ["primary", None]


def test_a_retired_question_names_the_choice_and_cannot_be_pressed() -> None:
    body = Choices("Shall I?", (Choice("Yes", "yes"),))
    shown = draw(body, retired=True, chosen="Yes")
    assert buttons(shown.blocks) == {}
    assert "You chose: Yes" in said(shown.blocks)
    assert "You chose" not in said(draw(body, retired=True).blocks)


def test_many_choices_are_a_list_and_the_ways_out_stay_buttons() -> None:
    many = [Choice(f"Practice {n}", f"practice:{n}") for n in range(200)]
    body = Choices(
        "Which one?", (*many, Choice("Start over", "start_over"), Choice("Talk to a person", "person:"))
    )
    shown = draw(body)
    assert set(buttons(shown.blocks)) == {"Start over", "Talk to a person"}
    (row,) = [block for block in shown.blocks if block["type"] == "actions"]
    options = [option for group in row["elements"][0]["option_groups"] for option in group["options"]]
    assert len(options) == 200
    pressed = {**row["elements"][0], "selected_option": options[150]}
    assert read_press(pressed) == ChoicePressed("practice:150", 7)


def test_a_link_opens_the_account_site_and_nothing_else() -> None:
    ways = buttons(draw(Link("There.", "Open Account Settings", "/settings#two-factor")).blocks)
    assert ways["Open Account Settings"]["url"] == f"{SITE}/settings#two-factor"
    assert read_press(ways["Open Account Settings"]) == LinkPressed()
    for path in ("//evil.example", "https://evil.example", "/\\evil.example", ""):
        with pytest.raises(ValueError, match="account site"):
            page(SITE, path)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_private_card_is_a_way_to_the_page(language: Language) -> None:
    for kind in ("set_up", "new_tokens"):
        (way,) = buttons(draw(Card(kind, "Here is your private card."), language=language).blocks).values()
        assert way["url"].startswith(f"{SITE}/settings")


def test_whether_it_helped_is_asked_and_shown() -> None:
    body = Text("Use any app.", ask_feedback=True)
    ways = buttons(draw(body).blocks)
    assert read_press(ways["Yes"]) == FeedbackPressed(7, helpful=True)
    assert read_press(ways["No"]) == FeedbackPressed(7, helpful=False)
    rated = draw(body, rated=False)
    assert buttons(rated.blocks) == {}
    assert "did not answer your question" in said(rated.blocks)
    assert "¿Respondió esto a su pregunta?" in said(draw(body, language="es").blocks)


def test_a_very_long_text_is_cut_and_says_where_the_rest_is() -> None:
    shown = draw(Text("\n".join(f"Practice {n}: on since March." for n in range(2000))))
    assert "You find all of it in Account Settings." in said(shown.blocks)
    assert "Practice 0:" in said(shown.blocks)


def test_a_text_is_escaped_once() -> None:
    shown = draw(Choices("Smith & Sons < 3", (Choice("R&D", "practice:1"),)))
    assert set(texts(shown.blocks)) == {"Smith &amp; Sons &lt; 3", "R&amp;D"}
    assert shown.text == "Smith &amp; Sons &lt; 3"


def test_a_person_of_the_team_is_named_above_what_they_wrote() -> None:
    shown = check_message(staff_line("Alex", "I look into it.", language="en", site_url=SITE))
    assert said(shown.blocks) == "Alex from ThoroughCare\nI look into it."
    assert shown.text.startswith("Alex from ThoroughCare: ")


@pytest.mark.parametrize("text", [*NASTY, "x" * 8000, "&" * 4000, "word " * 3000], ids=range(len(NASTY) + 3))
def test_no_text_breaks_a_message(text: str) -> None:
    choices = tuple(Choice(text, f"practice:{n}") for n in range(30))
    for body in (
        Text(text, True),
        Choices(text, choices),
        Choices(text, choices[:3]),
        Link(text, text, "/settings"),
    ):
        draw(body)
        draw(body, retired=True, chosen=text, language="es")
    check_message(staff_line(text, text, language="en", site_url=SITE))


WORDS = st.text(st.characters(exclude_categories=()), max_size=400)


@HOW_LONG
@given(WORDS, st.integers(min_value=10, max_value=120))
def test_whatever_is_cut_is_inert_and_short_enough(text: str, most: int) -> None:
    cut = fitted(text, most)
    assert 0 < len(cut) <= most
    assert "<" not in cut
    parts = pieces(text, most)
    assert all(len(escaped(part)) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@HOW_LONG
@given(WORDS, st.lists(WORDS, max_size=14), st.booleans())
def test_whatever_is_said_by_whomever_can_be_drawn(text: str, labels: list[str], asks: bool) -> None:
    draw(Text(text, asks))
    draw(Choices(text, tuple(Choice(label, f"practice:{n}") for n, label in enumerate(labels)), asks))
    check_message(staff_line(text, text, language="es", site_url=SITE))


@HOW_LONG
@given(
    st.dictionaries(
        st.sampled_from(["action_id", "value", "selected_option"]), WORDS | st.none() | st.integers()
    )
)
def test_a_press_from_outside_is_read_or_refused(action: dict[str, Any]) -> None:
    assert isinstance(read_press(action), Press | None)


@pytest.mark.parametrize(
    ("action_id", "value", "expected"),
    [
        ("choice:7:0", "7:intent:what_is_2fa", ChoicePressed("intent:what_is_2fa", 7)),
        ("choice:home:0", ":intent:what_is_2fa", ChoicePressed("intent:what_is_2fa", None)),
        ("choice:7:0", "0:x", None),
        ("choice:7:0", "99999999999:x", None),
        ("choice:7:0", "٣:x", None),
        ("choice:7:0", "x", None),
        ("feedback:7:yes", "7:perhaps", None),
        ("ask", "", AskPressed(None)),
        ("ask:3", "lakeside", AskPressed("lakeside")),
        ("answer", "", None),
        ("answer", "r", AnswerPressed("r")),
        ("withdraw", "", None),
        ("withdraw", "r", WithdrawPressed("r")),
        ("approve", "r", None),
    ],
)
def test_a_press_is_read_to_the_letter(action_id: str, value: str, expected: object) -> None:
    assert read_press({"action_id": action_id, "value": value}) == expected


def test_many_names_are_counted() -> None:
    assert listed(("Dana", "Owen", "Irene"), "es") == "Dana, Owen e Irene"
    assert listed([f"N{n}" for n in range(40)], "en").endswith("N10 and 29 more")


@pytest.mark.parametrize("state", REQUEST_STATES)
@pytest.mark.parametrize(
    "name", [*NASTY, "dana@lakeside.example", "Dana (dana@lakeside.example)"], ids=range(len(NASTY) + 2)
)
def test_the_team_reads_a_state_a_name_and_a_link(state: Any, name: str) -> None:
    card = StaffRequestCard(name, name, state, f"{SITE}/requests/1", NOON, "Sam", NOON, askers=3)
    shown = check_message(staff_request_card(card))
    for text in (said(shown.blocks), shown.text):
        assert "lakeside.example" not in text
    assert [way["url"] for way in buttons(shown.blocks).values()] == [f"{SITE}/requests/1"]


def test_a_decided_request_is_no_open_work_any_more() -> None:
    card = StaffRequestCard("Lakeside", "Dana Whitfield", "pending", SITE, NOON)
    assert "Waits for a decision.\nAsked by Dana Whitfield." in said(staff_request_card(card).blocks)
    decided = StaffRequestCard("Lakeside", "Dana Whitfield", "approved", SITE, NOON, "Sam", NOON, 2)
    words = said(staff_request_card(decided).blocks)
    assert "Approved by Sam.\nAsked by Dana Whitfield and one other admin." in words
    assert "Open the request" not in words


WAITING: tuple[tuple[Waiting, str], ...] = (
    ("waiting", "Nobody has answered yet."),
    ("person", "Alex is answering."),
    ("given_back", "Given back to the bot."),
    ("closed", "Closed."),
)


@pytest.mark.parametrize(("state", "expected"), WAITING)
def test_a_conversation_that_waits_follows_who_takes_it(state: Waiting, expected: str) -> None:
    card = StaffWaitingCard("Priya Raman", "Lakeside", state, f"{SITE}/inbox/1", NOON, "Alex")
    words = said(check_message(staff_waiting_card(card)).blocks)
    assert f"Priya Raman, Lakeside\n{expected}" in words
    for name in NASTY:
        check_message(staff_waiting_card(StaffWaitingCard(name, name, state, SITE, NOON, name)))
    assert "Somebody who is not signed in" in said(
        staff_waiting_card(StaffWaitingCard("", "", state, SITE, NOON)).blocks
    )
