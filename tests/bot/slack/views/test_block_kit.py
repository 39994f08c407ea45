"""The checker itself: it must refuse what Slack refuses, or every other test of blocks proves nothing."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from slack_sdk.models.views import View

from tests.parts.slack.block_kit import message_faults, texts, view_faults

Part = dict[str, Any]


def plain(text: str) -> Part:
    return {"type": "plain_text", "text": text, "emoji": False}


def section(text: str, name: str = "words") -> Part:
    return {"type": "section", "block_id": name, "text": plain(text)}


def button(label: str = "Go", name: str = "go", **more: Any) -> Part:
    return {"type": "button", "action_id": name, "text": plain(label), **more}


def actions(*elements: Part, name: str = "buttons") -> Part:
    return {"type": "actions", "block_id": name, "elements": list(elements)}


def option(label: str, value: str) -> Part:
    return {"text": plain(label), "value": value}


def select(options: list[Part], **more: Any) -> Part:
    return {"type": "static_select", "action_id": "choose", "options": options, **more}


def note(name: str = "note") -> Part:
    return {
        "type": "input",
        "block_id": name,
        "label": plain("Note"),
        "element": {"type": "plain_text_input", "action_id": "note", "multiline": True, "max_length": 1000},
    }


def message(*blocks: Part, text: str = "Words") -> Part:
    return {"text": text, "blocks": list(blocks)}


def modal(*blocks: Part, **more: Any) -> Part:
    return {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": list(blocks), **more}


def test_a_message_within_the_limits_has_no_fault() -> None:
    full = message(
        {"type": "header", "block_id": "head", "text": plain("h" * 150)},
        section("s" * 3000),
        {"type": "divider", "block_id": "line"},
        {"type": "context", "block_id": "small", "elements": [{"type": "mrkdwn", "text": "*x*"}]},
        actions(*(button("b" * 75, f"go-{n}", value="v" * 2000) for n in range(25))),
    )
    assert message_faults(full) == []


def test_views_within_the_limits_have_no_fault() -> None:
    choice = option("o" * 75, "v" * 150)
    chosen = select([choice, option("x", "y")], initial_option=choice)
    view = modal(note(), {"type": "input", "block_id": "which", "label": plain("Which"), "element": chosen})
    assert view_faults(view) == []
    assert view_faults({"type": "home", "blocks": [section("x", f"s{n}") for n in range(100)]}) == []


BAD_MESSAGES: Mapping[str, Part] = {
    "no blocks": {"text": "x", "blocks": []},
    "no text for the screen reader": message(section("x"), text=" "),
    "a text that chat.update refuses": message(section("x"), text="x" * 4001),
    "51 blocks": message(*(section("x", f"s{n}") for n in range(51))),
    "all too long together": message(*(section("x" * 3000, f"s{n}") for n in range(5))),
    "a long section": message(section("x" * 3001)),
    "an empty section": message(section("")),
    "a section without words": message({"type": "section", "block_id": "s"}),
    "a long field": message({"type": "section", "block_id": "s", "fields": [plain("x" * 2001)]}),
    "eleven fields": message({"type": "section", "block_id": "s", "fields": [plain("x")] * 11}),
    "a long header": message({"type": "header", "block_id": "h", "text": plain("x" * 151)}),
    "a formatted header": message(
        {"type": "header", "block_id": "h", "text": {"type": "mrkdwn", "text": "x"}}
    ),
    "no block_id": message({"type": "divider"}),
    "a block_id twice": message(section("x"), section("y")),
    "an action_id twice": message(actions(button()), actions(button(), name="more")),
    "an unknown block": message({"type": "banner", "block_id": "b"}),
    "an unknown key": message(section("x") | {"color": "red"}),
    "emoji in mrkdwn": message(
        {"type": "section", "block_id": "s", "text": {"type": "mrkdwn", "text": "x", "emoji": False}}
    ),
    "an unknown element": message(actions({"type": "slider", "action_id": "x"})),
    "26 buttons": message(actions(*(button("x", f"b{n}") for n in range(26)))),
    "no buttons": message(actions()),
    "a long label": message(actions(button("x" * 76))),
    "a long value": message(actions(button(value="x" * 2001))),
    "a long id": message(actions(button(name="x" * 256))),
    "a button to nowhere": message(actions(button(url="javascript:alert(1)"))),
    "an unknown style": message(actions(button(style="default"))),
    "a long option": message(actions(select([option("x" * 76, "y")]))),
    "a long option value": message(actions(select([option("x", "y" * 151)]))),
    "101 options": message(actions(select([option("x", str(n)) for n in range(101)]))),
    "no options": message(actions(select([]))),
    "the same option twice": message(actions(select([option("x", "1"), option("y", "1")]))),
    "a chosen stranger": message(actions(select([option("x", "1")], initial_option=option("z", "3")))),
    "an input in a message": message(note()),
    "a text that is a number": message(
        {"type": "section", "block_id": "s", "text": plain("x") | {"text": 3}}
    ),
}
BAD_VIEWS: Mapping[str, Part] = {
    "an input without submit": {"type": "modal", "title": plain("x"), "blocks": [note()]},
    "a long title": modal(section("x"), title=plain("x" * 25)),
    "a long submit": modal(section("x"), submit=plain("x" * 25)),
    "a long close": modal(section("x"), close=plain("x" * 25)),
    "long metadata": modal(section("x"), private_metadata="x" * 3001),
    "101 blocks": modal(*(section("x", f"s{n}") for n in range(101))),
    "no title": {"type": "modal", "blocks": [section("x")]},
    "a Home view with a title": {"type": "home", "title": plain("x"), "blocks": [section("x")]},
    "an unknown view": {"type": "popup", "blocks": [section("x")]},
    "a view as large as a book": modal(*(section("é" * 3000, f"s{n}") for n in range(99))),
    "a prefilled text that is too long": modal(
        note() | {"element": {**note()["element"], "initial_value": "x" * 1001}}
    ),
}


@pytest.mark.parametrize("name", BAD_MESSAGES)
def test_a_bad_message_is_refused(name: str) -> None:
    assert message_faults(BAD_MESSAGES[name])


@pytest.mark.parametrize("name", BAD_VIEWS)
def test_a_bad_view_is_refused(name: str) -> None:
    assert view_faults(BAD_VIEWS[name])


@pytest.mark.parametrize(
    "view", [modal(note()), modal(section("x"), close=plain("Not now"), callback_id="x")], ids=str
)
def test_slacks_own_models_agree_on_what_is_good(view: Part) -> None:
    assert view_faults(view) == []
    View(**view).validate_json()


def test_every_text_is_found() -> None:
    blocks = [section("one"), actions(button("two"), select([option("three", "3")], placeholder=plain("0")))]
    assert sorted(texts(blocks)) == ["0", "one", "three", "two"]


Checker = Callable[[Mapping[str, Any]], list[str]]


@pytest.mark.parametrize("checker", [message_faults, view_faults])
@pytest.mark.parametrize("nonsense", [None, "x", 3, [3], [None], {"type": []}], ids=str)
def test_nonsense_is_a_fault_and_no_accident(checker: Checker, nonsense: object) -> None:
    assert checker({"type": "home", "text": "x", "blocks": nonsense})
