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
FEWEST_BESIDE_A_NAME = 4  # "do Hilltop then" names a practice and asks nothing
MARKS = frozenset({"namedpractice", "namedperson"})  # as the canonical text spells them
SURE = frozenset(  # intents whose whole answer is worth more than a question that is only near
    {
        "request_activation",
        "cancel_request",
        "start_setup",
        "lost_phone",
        "talk_to_human",
        "code_rejected",
        "scan_problem",
        "what_is_2fa",
        "recovery_codes",
    }
)
SURE_OF_AN_ACT = 0.9
SURE_OF_ANOTHER = 0.5  # an intent this likely is not overruled by a question that cannot stand in it
ASKING_MOVES: Collection[Move] = frozenset(
    {"again", "next", "which", "why", "how_long", "back", "done", "other"}
)
# As an order the same words ask for the act itself: "turn on two factor".
ONLY_ASKED = frozenset(
    {"q.is_it_on", "q.change_mind", "q.ask_again", "q.turn_off_later", "q.do_later", "q.new_set_needs"}
)


def question_in(plain: str, found: Weighed, chosen: ChosenIntent, move: Move | None, tense: Tense) -> str:
    """The key of the question; empty for a short line that answers or steers."""
    bare = " ".join(word for word in plain.split() if word not in MARKS)
    size = len(bare.split())
    if size < (FEWEST_WORDS if bare == plain else FEWEST_BESIDE_A_NAME) or (
        move and (move not in ASKING_MOVES or size < FEWEST_BESIDE_A_MOVE)
    ):
        return ""
    acts = chosen.intent in SURE and chosen.confidence >= SURE_OF_AN_ACT and not move
    is_named = bare != plain
    encoded = encode(spoken(bare)) if is_named else found.encoded
    remarks = tense != "question" or bool(move)
    question = match.question_of(
        encoded, found.chances, acts=acts, remarks=remarks, is_foreign=_is_foreign(chosen)
    )
    if not question or (tense != "question" and (is_named or question in ONLY_ASKED)):
        return ""
    is_sure = chosen.confidence >= SURE_OF_ANOTHER and not move and chosen.intent != "out_of_scope"
    return "" if is_sure and not match.fits(question, chosen.intent) else question


def _is_foreign(chosen: ChosenIntent) -> bool:
    return chosen.intent == "out_of_scope" and chosen.confidence >= SURE_OF_ANOTHER
