"""Makes the index of single questions, offline: about two minutes."""

import numpy as np

from bot.understanding.encoder.encoder import encode
from bot.understanding.intents import INTENTS
from bot.understanding.questions.book import intents_of_questions, questions_digest, read_questions
from bot.understanding.questions.match import INDEX, WIDTH, Index, unit
from bot.understanding.reader import model
from bot.understanding.text.wording import spoken


def main() -> None:
    """Write questions.npz."""
    index = made()
    np.savez_compressed(
        INDEX,
        keys=np.frombuffer("\n".join(index.keys).encode(), dtype=np.uint8),
        vectors=index.vectors.astype(np.float16),
        owners=index.owners.astype(np.int16),
        stands_in=index.stands_in,
        mean=index.mean.astype(np.float16),
        spread=index.spread.astype(np.float16),
        digest=np.array(index.digest),
        allow_pickle=False,
    )


def made() -> Index:
    """The index of the phrases as they are now."""
    learned, intents = model.shipped(), intents_of_questions()
    phrases = sorted(read_questions(), key=lambda phrase: phrase.key)
    keys = tuple(sorted(intents))
    meanings = [encode(spoken(model.plain_text(learned.spelling, phrase.text))) for phrase in phrases]
    empty = Index(
        keys=keys,
        vectors=np.zeros((0, WIDTH), np.float32),
        owners=np.array([keys.index(phrase.key) for phrase in phrases]),
        stands_in=np.array([[intent in intents[key] for intent in INTENTS] for key in keys]),
        mean=learned.mean[:WIDTH],
        spread=learned.spread[:WIDTH],
        digest=questions_digest(),
    )
    vectors = np.stack([unit(meaning, empty) for meaning in meanings])
    return Index(keys, vectors, empty.owners, empty.stands_in, empty.mean, empty.spread, empty.digest)


if __name__ == "__main__":
    main()
