"""Whether a text asks one thing that has a short answer of its own, beside its intent and its move."""

from collections.abc import Collection

from bot.understanding.deciding.asking import ChosenIntent
from bot.understanding.deciding.weighing import Weighed
from bot.understanding.encoder.encoder import encode
from bot.understanding.questions import match
from bot.understanding.text.wording import spoken
from bot.understanding.wish import Move, Tense

FEWEST_WORDS = 2
FEWEST_BESIDE_A_MOVE = 3
SURE_OF_ANOTHER = 0.6  # an intent this likely is not overruled by a question that cannot stand in it
ASKING_MOVES: Collection[Move] = frozenset(
    {"again", "next", "which", "why", "how_long", "back", "done", "other"}
)
# As an order the same words ask for the act itself: "turn on two factor".
ONLY_ASKED = frozenset({"q.is_it_on", "q.change_mind", "q.ask_again", "q.turn_off_later", "q.do_later"})


def question_in(plain: str, found: Weighed, chosen: ChosenIntent, move: Move | None, tense: Tense) -> str:
    """The key of the question; empty for a short line that answers or steers."""
    size = len(plain.split())
    if size < FEWEST_WORDS or (move and (move not in ASKING_MOVES or size < FEWEST_BESIDE_A_MOVE)):
        return ""
    question = match.question_of(encode(spoken(plain)), found.chances)
    if not question or (question in ONLY_ASKED and tense != "question"):
        return ""
    is_sure = chosen.confidence >= SURE_OF_ANOTHER and not move
    return "" if is_sure and not match.fits(question, chosen.intent) else question
