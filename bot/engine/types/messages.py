"""What the bot says. A message cannot carry a secret: a card only names a private card, which is fetched elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, assert_never, get_args

LARGEST_NUMBER = 2**31 - 1  # of a message in its conversation; what PostgreSQL's integer holds
CardKind = Literal["set_up", "new_tokens"]


@dataclass(frozen=True)
class Choice:
    """One button: what it says, and what pressing it sends back. One that ``stays`` is there however old the message is."""

    label: str
    value: str
    stays: bool = False

    @property
    def body(self) -> dict[str, Any]:
        """The button as it is stored and sent."""
        return {"label": self.label, "value": self.value, **({"stays": True} if self.stays else {})}


@dataclass(frozen=True)
class Text:
    """Plain text; line breaks are the only layout."""

    text: str
    ask_feedback: bool = False


@dataclass(frozen=True)
class Choices:
    """A question with its quick replies."""

    text: str
    choices: tuple[Choice, ...]
    ask_feedback: bool = False


@dataclass(frozen=True)
class Link:
    """A way to a page of the account site; ``path`` is local, so that no message can lead to another host."""

    text: str
    label: str
    path: str
    ask_feedback: bool = False

    def __post_init__(self) -> None:
        if not self.path.startswith("/") or self.path.startswith(("//", "/\\")):
            raise ValueError("a link leads to a page of this site")


@dataclass(frozen=True)
class Card:
    """The place of a private card; its body (QR code, form, tokens) never enters the transcript."""

    card: CardKind
    text: str
    ask_feedback: bool = False


Message = Text | Choices | Link | Card


def to_json(message: Message) -> dict[str, Any]:
    """The message as it is stored and sent."""
    body = _body(message)
    return {**body, "ask_feedback": True} if message.ask_feedback else body


def from_json(body: Mapping[str, Any]) -> Message:
    """The message a stored body stands for; raises ValueError when it is none."""
    asks = bool(body.get("ask_feedback", False))
    match body.get("kind"):
        case "text":
            return Text(body["text"], asks)
        case "choices":
            return Choices(body["text"], tuple(Choice(**choice) for choice in body["choices"]), asks)
        case "link":
            return Link(body["text"], body["label"], body["path"], asks)
        case "card" if body["card"] in get_args(CardKind):
            return Card(body["card"], body["text"], asks)
        case _:
            raise ValueError("this body is no message of the bot")


def _body(message: Message) -> dict[str, Any]:
    match message:
        case Text(text=text):
            return {"kind": "text", "text": text}
        case Choices(text=text, choices=choices):
            return {"kind": "choices", "text": text, "choices": [choice.body for choice in choices]}
        case Link(text=text, label=label, path=path):
            return {"kind": "link", "text": text, "label": label, "path": path}
        case Card(card=card, text=text):
            return {"kind": "card", "card": card, "text": text}
        case _:
            assert_never(message)
