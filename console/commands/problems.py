"""The problems that an operator can put right, as sentences."""

from console.serving import PortTaken
from core.ground.db import DatabaseUnavailable
from core.ground.installation import KeyProblem, NotPrepared
from core.ground.settings import SettingsError


class Stopped(Exception):
    """A command cannot go on; the message is the sentence for the operator."""


def sentences_of(error: Exception) -> tuple[str, ...]:
    """What to tell the operator about ``error``; nothing when it is a defect of ours."""
    match error:
        case SettingsError():
            return error.problems
        case KeyProblem() | NotPrepared() | PortTaken() | Stopped():
            return (str(error),)
        case DatabaseUnavailable():
            return (f"The database does not answer: {error}",)
        case _:
            return ()
