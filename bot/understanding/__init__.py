"""Text to intent: what a message asks for, how sure that is, and what to offer when it is not."""

from bot.understanding.intents import INTENTS
from bot.understanding.lines import understand_line, understand_lines
from bot.understanding.understood import Understood, read_ahead, understand

__all__ = ["INTENTS", "Understood", "read_ahead", "understand", "understand_line", "understand_lines"]
