"""Where a conversation stands. Each state is the question that waits for an answer; Idle waits for anything.

States are stored as JSON with a version, so that a conversation survives a new release: what a release cannot read
becomes Idle, and the person is asked again.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar, Literal, get_args

VERSION = 1


@dataclass(frozen=True)
class Idle:
    """Nothing is pending."""

    name: ClassVar[str] = "idle"


@dataclass(frozen=True)
class Offered:
    """The bot offered something that a plain yes accepts."""

    name: ClassVar[str] = "offered"
    offer: str  # the intent that a yes stands for


@dataclass(frozen=True)
class ChoosePractice:
    """Open question: which practice is meant."""

    name: ClassVar[str] = "choose_practice"
    purpose: Literal["request", "withdraw"]


@dataclass(frozen=True)
class ConfirmRequest:
    """Open question: whether to send the request, for this practice and those that were named with it."""

    name: ClassVar[str] = "confirm_request"
    practice_id: str
    also: tuple[str, ...] = ()

    @property
    def practice_ids(self) -> tuple[str, ...]:
        return (self.practice_id, *self.also)


@dataclass(frozen=True)
class ConfirmWithdraw:
    """Open question: whether to take this request back."""

    name: ClassVar[str] = "confirm_withdraw"
    request_id: str


@dataclass(frozen=True)
class AnswerStaff:
    """The staff asked something; the next message is the answer."""

    name: ClassVar[str] = "answer_staff"
    request_id: str


@dataclass(frozen=True)
class ConfirmAnswer:
    """Open question: whether to send this text as the answer."""

    name: ClassVar[str] = "confirm_answer"
    request_id: str
    text: str


@dataclass(frozen=True)
class GuideStart:
    """Open question: is the phone at hand."""

    name: ClassVar[str] = "guide_start"


@dataclass(frozen=True)
class GuideStep1:
    """The app is being installed; no secret exists yet."""

    name: ClassVar[str] = "guide_step_1"


@dataclass(frozen=True)
class GuideStep2:
    """The QR code is on the screen."""

    name: ClassVar[str] = "guide_step_2"


@dataclass(frozen=True)
class GuideStep3:
    """The app shows codes; password and code are next."""

    name: ClassVar[str] = "guide_step_3"


@dataclass(frozen=True)
class GuideTokens:
    """Set up; the recovery tokens wait to be saved."""

    name: ClassVar[str] = "guide_tokens"


@dataclass(frozen=True)
class LostPhone:
    """Open question: is there an unused recovery token."""

    name: ClassVar[str] = "lost_phone"


@dataclass(frozen=True)
class TellReset:
    """What the team must know for a reset, asked one by one; the first of these that is empty is the open question."""

    name: ClassVar[str] = "tell_reset"
    practice: str = ""
    voucher: str = ""


@dataclass(frozen=True)
class ResetForGood:
    """Open question: is the phone gone for good, or only out of reach."""

    name: ClassVar[str] = "reset_for_good"
    read_as: ClassVar[str] = "lost_phone"


@dataclass(frozen=True)
class ResetForWhom:
    """Open question: which colleague has lost the phone."""

    name: ClassVar[str] = "reset_for_whom"
    read_as: ClassVar[str] = "choose_practice"


@dataclass(frozen=True)
class ConfirmReset:
    """Open question: whether to file a reset, for a colleague (``person_id``) or for oneself (empty)."""

    name: ClassVar[str] = "confirm_reset"
    read_as: ClassVar[str] = "confirm_request"
    person_id: str = ""


@dataclass(frozen=True)
class ConfirmResetWithdrawal:
    """Open question: whether to take this reset back."""

    name: ClassVar[str] = "confirm_reset_withdrawal"
    read_as: ClassVar[str] = "confirm_withdraw"
    reset_id: str


@dataclass(frozen=True)
class HandedOver:
    """Waiting for a person. ``noted``: the bot has said that further words are kept for them.

    ``before`` is the stored state of the question that was open, to go on with when the bot gets the chat back.
    """

    name: ClassVar[str] = "handed_over"
    noted: bool = False
    before: dict[str, Any] = field(default_factory=dict, hash=False)


RequestState = ChoosePractice | ConfirmRequest | ConfirmWithdraw | AnswerStaff | ConfirmAnswer
GuideState = GuideStart | GuideStep1 | GuideStep2 | GuideStep3 | GuideTokens
ResetState = ResetForGood | ResetForWhom | ConfirmReset | ConfirmResetWithdrawal
LooseState = Idle | Offered | LostPhone | TellReset | HandedOver
State = RequestState | GuideState | ResetState | LooseState
ALL_STATES: tuple[type[State], ...] = get_args(State)
_BY_NAME = {kind.name: kind for kind in ALL_STATES}


def reading_name(state: State) -> str:
    """The state as understanding learned it: a newer question is read like the older one it resembles."""
    return state.read_as if isinstance(state, ResetState) else state.name


def to_json(state: State) -> dict[str, Any]:
    """The state as it is stored."""
    return {
        "v": VERSION,
        "name": state.name,
        **{name: _plain(value) for name, value in asdict(state).items()},
    }


def from_json(stored: Mapping[str, Any]) -> State:
    """The stored state, or Idle when this release cannot read it."""
    kind = _BY_NAME.get(str(stored.get("name")))
    if kind is None or stored.get("v") != VERSION:
        return Idle()
    known = {each.name: _frozen(stored[each.name]) for each in fields(kind) if each.name in stored}
    try:
        return kind(**known)
    except TypeError:
        return Idle()


def _plain(value: object) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _frozen(value: object) -> Any:
    """JSON has no tuples."""
    return tuple(value) if isinstance(value, list) else value
