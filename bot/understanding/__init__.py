"""Text to intent: what a message asks for, how sure that is, and what to offer when it is not.

``understood``  the entry: text to intent
``intents``     the 21 intents
``lines``       JSON lines for ``tc2fa understand``
``reader``      the trained model
``encoder``     the sentence encoder
``text``        canonical form, spelling, situation
``training``    offline
``measuring``   ``make understanding``
"""

from bot.understanding.intents import INTENTS
from bot.understanding.lines import understand_line, understand_lines
from bot.understanding.understood import Understood, read_ahead, understand

__all__ = ["INTENTS", "Understood", "read_ahead", "understand", "understand_line", "understand_lines"]
