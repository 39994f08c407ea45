"""Text to intent: what a message asks for, how sure that is, and what to offer when it is not."""

from bot.understanding.intents import INTENTS
from bot.understanding.lines import understand_line
from bot.understanding.understood import Understood, understand

__all__ = ["INTENTS", "Understood", "understand", "understand_line"]
