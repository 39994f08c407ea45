"""The honest figure of our own phrases: each voice is judged by a reader that learned only from the others.

`make understanding ARGS=--voices`. Splitting at random would let a person's habits leak across.
"""

from functools import lru_cache

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.understanding.reader import model
from bot.understanding.training.phrase_book import Phrase, read_phrases
from bot.understanding.training.train import fit, meaning_of
from bot.understanding.understood import situation_of, understood_by
from bot.understanding.wish import Wish

FOLDS = 5

out = Console(width=130)


def main() -> None:
    """Prints, per voice: top intent right, and right or offered."""
    phrases = read_phrases()
    voices = sorted({_voice(phrase) for phrase in phrases})
    once = lru_cache(maxsize=None)(meaning_of)  # the same phrases are read for every fold
    found = dict[str, list[tuple[Phrase, Wish]]]()
    for turn in track(range(FOLDS), "Learning without a fifth of the voices", console=out):
        held = set(voices[turn::FOLDS])
        learned = fit([phrase for phrase in phrases if _voice(phrase) not in held], meaning=once)
        for phrase in (phrase for phrase in phrases if _voice(phrase) in held):
            found.setdefault(_voice(phrase), []).append((phrase, _understood(learned, phrase)))
    _print(found)


def _voice(phrase: Phrase) -> str:
    return f"{phrase.language}/{phrase.voice}"


def _understood(learned: model.Model, phrase: Phrase) -> Wish:
    return understood_by(learned, phrase.text, situation_of(phrase.role or "member", phrase.state))


def _print(found: dict[str, list[tuple[Phrase, Wish]]]) -> None:
    table = Table(
        "Voice", "Phrases", "Right", "Right or offered", title="Each voice, learned only from the others"
    )
    for voice, judged in sorted(found.items()):
        table.add_row(voice, *_figures(judged))
    table.add_row("all", *_figures([one for judged in found.values() for one in judged]))
    out.print(table)


def _figures(judged: list[tuple[Phrase, Wish]]) -> tuple[str, str, str]:
    right = sum(answer.intent == phrase.intent for phrase, answer in judged)
    offered = sum(phrase.intent in (answer.intent, *answer.alternatives) for phrase, answer in judged)
    return str(len(judged)), f"{right / len(judged):.1%}", f"{offered / len(judged):.1%}"
