"""Makes the index of single questions and trains the network beside it, offline: about two minutes."""

from collections.abc import Sequence

import numpy as np

from bot.understanding.encoder.encoder import encode
from bot.understanding.intents import INTENTS
from bot.understanding.questions.book import intents_of_questions, questions_digest, read_questions
from bot.understanding.questions.match import INDEX, WIDTH, Floats, Index
from bot.understanding.reader import model
from bot.understanding.text.wording import spoken
from bot.understanding.training import network

EPOCHS = 30
HALVES = ("vectors", "mean", "spread", "hidden", "hidden_bias", "out", "out_bias")


def main() -> None:
    """Write questions.npz."""
    index = made()
    halves = {name: getattr(index, name).astype(np.float16) for name in HALVES}
    np.savez_compressed(
        INDEX,
        keys=np.frombuffer("\n".join(index.keys).encode(), dtype=np.uint8),
        owners=index.owners.astype(np.int16),
        stands_in=index.stands_in,
        digest=np.array(index.digest),
        allow_pickle=False,
        **halves,
    )


def made() -> Index:
    """The index of the phrases as they are now."""
    shipped, intents = model.shipped(), intents_of_questions()
    phrases = sorted(read_questions(), key=lambda phrase: phrase.key)
    keys = tuple(sorted(intents))
    owners = np.array([keys.index(phrase.key) for phrase in phrases])
    meanings = _meanings([model.plain_text(shipped.spelling, phrase.text) for phrase in phrases])
    numbers = (meanings - shipped.mean) / shipped.spread
    firsts = numbers[:, :WIDTH]
    learned = network.trained(numbers * model.MEANING_SHARE, owners, kinds=len(keys), epochs=EPOCHS)
    return Index(
        keys=keys,
        vectors=firsts / np.maximum(np.linalg.norm(firsts, axis=1, keepdims=True), np.float32(1e-6)),
        owners=owners,
        stands_in=np.array([[intent in intents[key] for intent in INTENTS] for key in keys]),
        mean=shipped.mean,
        spread=shipped.spread,
        hidden=learned.hidden,
        hidden_bias=learned.hidden_bias,
        out=learned.out,
        out_bias=learned.out_bias,
        digest=questions_digest(),
    )


def _meanings(plain: Sequence[str]) -> Floats:
    with model.one_core():
        return np.stack([encode(spoken(text)) for text in plain])


if __name__ == "__main__":
    main()
