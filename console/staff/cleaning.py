"""What staff type goes through the guard before it is stored: secrets are cut out, and staff are told which kind."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

KINDS = {
    "code": "a 6-digit code",
    "recovery_token": "a recovery token",
    "key": "a setup key",
    "link": "a setup link",
    "password": "a password",
    "social_security_number": "a social security number",
    "record_number": "a medical record number",
}
OTHER = "something secret"
LONGEST_TYPED = (
    4000  # characters that are masked and come back to the author; core's own limits are half of it
)


@dataclass(frozen=True)
class CleanedText:
    """The text as it may be kept, and the kinds of secret that were cut out of it."""

    text: str
    removed: tuple[str, ...] = ()

    @property
    def as_query(self) -> dict[str, str]:
        """The kinds for the address of the next page; nothing when there were none."""
        return {"removed": ",".join(dict.fromkeys(self.removed))} if self.removed else {}


Clean = Callable[[str], CleanedText]


def removed_sentence(kinds: Collection[str]) -> str:
    """What was cut out and why; empty when nothing was."""
    names = list(dict.fromkeys(KINDS.get(kind, OTHER) for kind in kinds if kind))
    if not names:
        return ""
    *first, last = names
    what = f"{', '.join(first)} and {last}" if first else last
    return f"We took {what} out of your text before it was saved. Secrets belong in no message, not even from us."
