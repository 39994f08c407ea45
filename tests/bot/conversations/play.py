"""Plays a written conversation against the real turn and the real reader, on a database of its own."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import func, select

from bot.engine.types import states
from bot.engine.words import TEXTS
from bot.turns.turn import Commanded
from core.chat import conversations
from core.enrolling import set_up
from core.ground.actors import Actor
from core.requests import activation_requests
from core.requests.request_states import ActivationRequest
from tests.bot.chats import Chat
from tests.cast import MONDAY, Cast

SETS = Path(__file__).parent / "sets"
HOME = {"dana": "Lakeside", "miguel": "Lakeside", "priya": "Lakeside", "owen": "Hilltop"}
ADMIN = {"Lakeside": "Dana", "Hilltop": "Owen", "Riverbend": "Grace"}
FIRST_STEPS = ("setting_up_step_1", "setting_up_step_2", "setting_up_step_3")


@dataclass(frozen=True)
class Turn:
    """One line of a person with its promises."""

    says: str | None
    presses: str | None
    must: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True)
class Script:
    """One written conversation."""

    id: str
    who: str
    start: str
    story: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Answered:
    """What came of one turn: the bot's messages, and what the server holds afterwards."""

    bodies: tuple[dict[str, Any], ...]
    state: states.State
    floor: str
    requests: int  # filed so far
    withdrawn: int
    kept: str  # the person's line as stored
    language: str

    @property
    def text(self) -> str:
        """Everything a person reads in this turn, button labels included."""
        return "\n".join(_read(body) for body in self.bodies)

    @property
    def words(self) -> str:
        """The sentences alone."""
        return "\n".join(body["text"] for body in self.bodies)

    @property
    def values(self) -> tuple[str, ...]:
        """The values of the buttons on offer."""
        return tuple(choice["value"] for body in self.bodies for choice in body.get("choices", ()))


@dataclass
class Visitor(Chat):
    """Someone at the sign-in screen."""

    name: str = field(default="Priya")

    def __post_init__(self) -> None:
        super().__post_init__()
        self.id = self.cast.do(
            lambda session: conversations.of_cookie(session, None, kind="visitor", now=MONDAY)[0].id
        )


def read_set(path: Path) -> list[Script]:
    """The conversations of a file."""
    return [
        Script(one["id"], one["who"], one["start"], one["story"], tuple(_turn(turn) for turn in one["turns"]))
        for one in yaml.safe_load(path.read_text("utf-8"))
    ]


def begin(cast: Cast, script: Script) -> Chat:
    """The conversation at the point where the script starts."""
    if script.who == "visitor":
        return Visitor(cast)
    name, home = script.who.title(), HOME.get(script.who, "Riverbend")
    if script.start == "requested":
        by, practice = cast.actor(ADMIN[home], channel="bubble"), cast.practice(home).id
        cast.do(lambda session: activation_requests.ask(session, practice, by=by, now=MONDAY))
    elif script.start != "off":
        cast.activate(home)
    if script.start == "enrolled":
        cast.enrolled(name)
    chat = Chat(cast, name)
    if script.start in FIRST_STEPS:
        _guide(chat, script.start)
    return chat


def take(chat: Chat, turn: Turn) -> Answered:
    """One line said, or one button pressed (by its label in either language; a missing button is typed)."""
    before = len(chat.messages())
    _say(chat, turn)
    new = chat.messages()[before:]
    row = chat.row()
    return Answered(
        bodies=tuple(message.body for message in new if message.author == "bot"),
        state=states.from_json(row.state),
        floor=row.floor,
        requests=_count(chat.cast, "filed"),
        withdrawn=_count(chat.cast, "withdrawn"),
        kept="\n".join(message.body["text"] for message in new if message.author == "person"),
        language=row.language,
    )


def _say(chat: Chat, turn: Turn) -> None:
    if turn.says is not None:
        chat.say(turn.says)
        return
    label = turn.presses or ""
    spanish = {TEXTS["en"][key]: text for key, text in TEXTS["es"].items()}
    for each in (label, spanish.get(label, label)):
        if any(
            choice["label"] == each
            for message in chat.messages()
            for choice in message.body.get("choices", ())
        ):
            chat.press(each)
            return
    chat.say(label)


def _guide(chat: Chat, start: str) -> None:
    """Into the guide as a person gets there: asked for, ready, QR code issued on the page, scanned."""
    chat.turn(Commanded("start_setup", "set up 2fa"))
    assert isinstance(chat.state(), states.GuideStart), f"the guide did not begin: {chat.texts()[-1]}"
    chat.press(TEXTS["en"]["button.guide.start"])
    if start == "setting_up_step_1":
        return
    keys, by = chat.cast.installation.keys, Actor(chat.user_id, "account", session_id="session-of-the-page")
    chat.cast.do(lambda session: set_up.begin(session, keys, chat.user_id, by=by, now=MONDAY))
    chat.say("done")
    if start == "setting_up_step_3":
        chat.press(TEXTS["en"]["button.guide.scanned"])


def _turn(turn: dict[str, Any]) -> Turn:
    said = turn.get("says")
    return Turn(
        None if said is None else str(said),
        turn.get("presses"),
        tuple(turn.get("must", ())),
        tuple(turn.get("never", ())),
    )


def _read(body: dict[str, Any]) -> str:
    labels = [choice["label"] for choice in body.get("choices", ())]
    return "\n".join([body["text"], *([body["label"]] if "label" in body else []), *labels])


def _count(cast: Cast, what: str) -> int:
    query = select(func.count()).select_from(ActivationRequest)
    return cast.one(query if what == "filed" else query.where(ActivationRequest.state == "withdrawn"))
