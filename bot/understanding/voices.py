"""The honest figure of our own phrases: each voice is judged by a reader that learned only from the others.

`python -m bot.understanding.voices` (several minutes). Splitting at random would let a person's habits leak across.
"""

import sys

import numpy as np

from bot.understanding import model
from bot.understanding.intents import INTENTS
from bot.understanding.phrase_book import Phrase, read_phrases
from bot.understanding.situation import settled
from bot.understanding.train import fit
from bot.understanding.understood import MOST_BUTTONS, SURE

FOLDS = 6


def main() -> None:
    """Prints, per voice: top intent right, and right or offered."""
    phrases = read_phrases()
    voices = sorted({(phrase.language, phrase.voice) for phrase in phrases})
    judged: list[tuple[bool, bool]] = []
    for fold in range(FOLDS):
        held = set(voices[fold::FOLDS])
        learned = fit([phrase for phrase in phrases if (phrase.language, phrase.voice) not in held])
        for language, voice in sorted(held):
            of_voice = [phrase for phrase in phrases if (phrase.language, phrase.voice) == (language, voice)]
            found = [_judged(learned, phrase) for phrase in of_voice]
            sys.stdout.write(f"{_shares(found)}  {language}/{voice}, {len(found)} messages\n")
            judged += found
    sys.stdout.write(f"{_shares(judged)}  all voices, {len(judged)} messages\n")


def _judged(learned: model.Model, phrase: Phrase) -> tuple[bool, bool]:
    """Whether the first guess is right, and whether it is right or among the buttons."""
    role = phrase.role or "member"
    certain = settled(model.plain_text(learned.ours, phrase.text), role=role, state=phrase.state)
    if certain:
        return certain == phrase.intent, certain == phrase.intent
    chances = model.scores(learned, phrase.text, role=role, state=phrase.state).chances
    order = np.argsort(-chances)
    is_right = INTENTS[order[0]] == phrase.intent
    is_button = chances[order[0]] < SURE and INTENTS.index(phrase.intent) in order[:MOST_BUTTONS]
    return is_right, is_right or bool(is_button)


def _shares(found: list[tuple[bool, bool]]) -> str:
    right, offered = (sum(column) / len(found) for column in zip(*found, strict=True))
    return f"{right:6.1%} right, {offered:6.1%} right or offered"


if __name__ == "__main__":
    main()
