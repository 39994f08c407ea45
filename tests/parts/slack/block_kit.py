"""Slack's Block Kit, held to the letter: what its reference limits, and what its servers refuse besides.

Only what the product uses is known here. Another block, element or key is a fault, so that nothing is sent that no one
has looked up. Where the reference is silent this is stricter than Slack, never milder.

``message_faults`` and ``view_faults`` name every fault with its place; an empty list is a valid message or view.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

Check = Callable[[Any, str], Iterator[str]]

LONGEST_TEXT = 4000  # of a message beside its blocks: chat.update refuses more (msg_too_long)
MOST_TEXT_OF_BLOCKS = (
    12_000  # of one message: more is msg_blocks_too_long, which the reference does not mention
)
MOST_BYTES_OF_A_VIEW = 250_000  # view_too_large
MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100


def message_faults(message: Mapping[str, Any]) -> list[str]:
    """What Slack would refuse about ``text`` and ``blocks`` of a message; the text is what a screen reader reads."""
    blocks = message.get("blocks", [])
    inputs = [each for each in blocks if _is_input(each)] if isinstance(blocks, list) else []
    faults = [*_string(LONGEST_TEXT)(message.get("text"), "text"), *_blocks(blocks, "blocks", MESSAGE_BLOCKS)]
    faults += ["blocks: an input stands in a message" for _ in inputs]
    if (length := sum(len(text) for text in texts(blocks))) > MOST_TEXT_OF_BLOCKS:
        faults.append(f"blocks: {length} characters in all, at most {MOST_TEXT_OF_BLOCKS}")
    return faults


def view_faults(view: Mapping[str, Any]) -> list[str]:
    """What Slack would refuse about a modal or a Home view."""
    kind = view.get("type")
    shape = VIEWS.get(kind) if isinstance(kind, str) else None
    if shape is None:
        return [f"view: unknown type {kind!r}"]
    faults = list(shape.faults(view, "view"))
    if kind == "modal" and "submit" not in view and not faults and any(map(_is_input, view["blocks"])):
        faults.append("view.submit: missing, and there is an input")
    if len(json.dumps(view).encode()) > MOST_BYTES_OF_A_VIEW:
        faults.append("view: larger than 250 kB")
    return faults


def texts(part: Any) -> Iterator[str]:
    """Everything that a person reads in blocks or a view, as it is sent."""
    if isinstance(part, Mapping):
        if part.get("type") in ("plain_text", "mrkdwn") and isinstance(part.get("text"), str):
            yield part["text"]
        for value in part.values():
            yield from texts(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from texts(value)


@dataclass(frozen=True)
class Shape:
    """An object: its keys, which of them must be there, and what holds between them."""

    required: Mapping[str, Check]
    optional: Mapping[str, Check] = field(default_factory=dict)
    rules: tuple[Check, ...] = ()

    def faults(self, given: Any, where: str) -> Iterator[str]:
        if not isinstance(given, Mapping):
            yield f"{where}: not an object"
            return
        known = {**self.required, **self.optional}
        yield from (f"{where}.{key}: missing" for key in self.required if key not in given)
        yield from (f"{where}.{key}: unknown key" for key in given if key != "type" and key not in known)
        for key, check in known.items():
            if key in given:
                yield from check(given[key], f"{where}.{key}")
        for rule in self.rules:
            yield from rule(given, where)


def _typed(shapes: Mapping[str, Shape]) -> Check:
    def check(given: Any, where: str) -> Iterator[str]:
        kind = given.get("type") if isinstance(given, Mapping) else None
        shape = shapes.get(kind) if isinstance(kind, str) else None
        if shape is None:
            yield f"{where}: unknown type {kind!r}, known here are {', '.join(shapes)}"
        else:
            yield from shape.faults(given, where)

    return check


def _string(most: int) -> Check:
    def check(given: Any, where: str) -> Iterator[str]:
        if not isinstance(given, str) or not given.strip():
            yield f"{where}: empty, or no text"
        elif len(given) > most:
            yield f"{where}: {len(given)} characters, at most {most}"

    return check


def _boolean(given: Any, where: str) -> Iterator[str]:
    if not isinstance(given, bool):
        yield f"{where}: neither true nor false"


def _whole(least: int, most: int) -> Check:
    def check(given: Any, where: str) -> Iterator[str]:
        if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
            yield f"{where}: no number from {least} to {most}"

    return check


def _one_of(*allowed: str) -> Check:
    def check(given: Any, where: str) -> Iterator[str]:
        if given not in allowed:
            yield f"{where}: {given!r}, allowed are {', '.join(allowed)}"

    return check


def _url(given: Any, where: str) -> Iterator[str]:
    yield from _string(3000)(given, where)
    parts = urlsplit(given) if isinstance(given, str) else None
    if parts is None or parts.scheme not in {"https", "http"} or not parts.hostname or " " in given:
        yield f"{where}: not an address that Slack opens"


def _listed(check: Check, least: int, most: int) -> Check:
    def checked(given: Any, where: str) -> Iterator[str]:
        if not isinstance(given, list) or not least <= len(given) <= most:
            yield f"{where}: not a list of {least} to {most}"
            return
        for index, each in enumerate(given):
            yield from check(each, f"{where}[{index}]")

    return checked


def _text(most: int, *kinds: str) -> Check:
    words = {"text": _string(most)}
    shapes = {
        "plain_text": Shape(words, {"emoji": _boolean}),
        "mrkdwn": Shape(words, {"verbatim": _boolean}),
    }
    return _typed({kind: shapes[kind] for kind in kinds or ("plain_text", "mrkdwn")})


def _plain(most: int) -> Check:
    return _text(most, "plain_text")


def _section_says_something(given: Any, where: str) -> Iterator[str]:
    if "text" not in given and "fields" not in given:
        yield f"{where}: neither text nor fields"


def _options_fit(given: Any, where: str) -> Iterator[str]:
    """Either options or groups, no value twice, and what is chosen at first is one of them to the letter."""
    if ("options" in given) == ("option_groups" in given):
        yield f"{where}: needs either options or option_groups"
        return
    groups = given.get("option_groups", [])
    options = [*given.get("options", []), *(each for group in groups for each in group.get("options", []))]
    yield from _twice([option.get("value") for option in options], f"{where}: value")
    if "initial_option" in given and given["initial_option"] not in options:
        yield f"{where}.initial_option: not one of the options"


def _lengths_fit(given: Any, where: str) -> Iterator[str]:
    if given.get("min_length", 0) > given.get("max_length", 3000):
        yield f"{where}: min_length is over max_length"
    if len(given.get("initial_value", "")) > given.get("max_length", 3000):
        yield f"{where}.initial_value: longer than max_length"


def _twice(ids: Sequence[Any], what: str) -> Iterator[str]:
    yield from (f"{what} {each!r} is there twice" for each, count in Counter(ids).items() if count > 1)


def _is_input(block: Any) -> bool:
    return isinstance(block, Mapping) and block.get("type") == "input"


ID = _string(255)
CONFIRM = Shape(
    {"title": _plain(100), "text": _text(300), "confirm": _plain(30), "deny": _plain(30)},
    {"style": _one_of("primary", "danger")},
)
OPTION = Shape({"text": _plain(75), "value": _string(150)}, {"description": _plain(75)})
OPTIONS = _listed(OPTION.faults, 1, 100)
GROUP = Shape({"label": _plain(75), "options": OPTIONS})
ELEMENTS = {
    "button": Shape(
        {"text": _plain(75), "action_id": ID},
        {
            "url": _url,
            "value": _string(2000),
            "style": _one_of("primary", "danger"),
            "confirm": CONFIRM.faults,
            "accessibility_label": _string(75),
        },
    ),
    "static_select": Shape(
        {"action_id": ID},
        {
            "placeholder": _plain(150),
            "options": OPTIONS,
            "option_groups": _listed(GROUP.faults, 1, 100),
            "initial_option": OPTION.faults,
            "confirm": CONFIRM.faults,
        },
        (_options_fit,),
    ),
}
INPUTS = {
    "static_select": ELEMENTS["static_select"],
    "plain_text_input": Shape(
        {"action_id": ID},
        {
            "placeholder": _plain(150),
            "initial_value": _string(3000),
            "multiline": _boolean,
            "min_length": _whole(0, 3000),
            "max_length": _whole(1, 3000),
        },
        (_lengths_fit,),
    ),
}
BLOCKS = {
    "header": Shape({"block_id": ID, "text": _plain(150)}),
    "section": Shape(
        {"block_id": ID},
        {
            "text": _text(3000),
            "fields": _listed(_text(2000), 1, 10),
            "accessory": _typed(ELEMENTS),
            "expand": _boolean,
        },
        (_section_says_something,),
    ),
    "divider": Shape({"block_id": ID}),
    "context": Shape({"block_id": ID, "elements": _listed(_text(2000), 1, 10)}),
    "actions": Shape({"block_id": ID, "elements": _listed(_typed(ELEMENTS), 1, 25)}),
    "input": Shape(
        {"block_id": ID, "label": _plain(2000), "element": _typed(INPUTS)},
        {"hint": _plain(2000), "optional": _boolean, "dispatch_action": _boolean},
    ),
}


def _blocks(given: Any, where: str, most: int) -> Iterator[str]:
    """The blocks themselves, and that no id is there twice: Slack mixes up what is pressed or typed there."""
    yield from _listed(_typed(BLOCKS), 1, most)(given, where)
    yield from _twice(list(_values(given, "block_id")), f"{where}: block_id")
    yield from _twice(list(_values(given, "action_id")), f"{where}: action_id")


def _values(part: Any, key: str) -> Iterator[Any]:
    if isinstance(part, Mapping):
        yield from (value for name, value in part.items() if name == key)
    for each in part.values() if isinstance(part, Mapping) else part if isinstance(part, list) else ():
        yield from _values(each, key)


def _view_blocks(given: Any, where: str) -> Iterator[str]:
    yield from _blocks(given, where, VIEW_BLOCKS)


OF_ANY_VIEW = {"private_metadata": _string(3000), "callback_id": ID, "external_id": ID}
VIEWS = {
    "modal": Shape(
        {"title": _plain(24), "blocks": _view_blocks},
        {
            **OF_ANY_VIEW,
            "submit": _plain(24),
            "close": _plain(24),
            "clear_on_close": _boolean,
            "notify_on_close": _boolean,
        },
    ),
    "home": Shape({"blocks": _view_blocks}, OF_ANY_VIEW),
}
