"""The secrets guard: takes out of a message what must never be stored or forwarded, and says what it took."""

from bot.secrets_guard.masking import Masked, mask
from bot.secrets_guard.reading import Expecting, Finding, Kind

__all__ = ["Expecting", "Finding", "Kind", "Masked", "mask"]
