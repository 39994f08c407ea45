"""What the engine may ask for. There is no effect that approves, lowers security or reads another person's data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileRequest:
    """Ask ThoroughCare to activate 2FA for a practice, or join the open request of another admin."""

    practice_id: str


@dataclass(frozen=True)
class WithdrawRequest:
    """Take an open request back."""

    request_id: str


@dataclass(frozen=True)
class SendAnswer:
    """Answer the staff's question about an open request."""

    request_id: str
    text: str


@dataclass(frozen=True)
class HandOver:
    """Let a person take over; they see the step and the kind of problem, never a secret."""

    step: str
    problem: str
    note: str = ""  # for the team alone: what was asked of the person before they came


@dataclass(frozen=True)
class RecordFeedback:
    """Keep whether an answer helped."""

    number: int
    helpful: bool


@dataclass(frozen=True)
class OptOut:
    """Do not offer the set-up guide to this person again."""


@dataclass(frozen=True)
class NoteOffer:
    """Keep that the set-up guide was offered, so that it is not offered twice."""


@dataclass(frozen=True)
class NoteStart:
    """Keep that the guide leads this person, so that a person who stops can be reminded."""


@dataclass(frozen=True)
class RemindMembers:
    """Remind the people of a practice who have not set it up yet; once a day at most, and never those who opted out."""

    practice_id: str


@dataclass(frozen=True)
class FileReset:
    """File a reset for a colleague, or for oneself (empty). It lowers nothing: two of the team decide."""

    person_id: str
    note: str  # for the team: what was told, as claims


@dataclass(frozen=True)
class WithdrawReset:
    """Take a reset back, because the phone was found."""

    reset_id: str


@dataclass(frozen=True)
class FreezeReset:
    """Stop a reset for good and alarm the team, because "That was not me"."""

    reset_id: str


Effect = (
    FileRequest
    | WithdrawRequest
    | SendAnswer
    | HandOver
    | RecordFeedback
    | OptOut
    | NoteOffer
    | NoteStart
    | RemindMembers
    | FileReset
    | WithdrawReset
    | FreezeReset
)
