"""The guard on its corpus: no secret passes, and harmless numbers stay readable."""

from collections import Counter

import pytest

from bot.secrets_guard.masking import mask
from bot.secrets_guard.reading import Finding
from tests.bot.secrets_guard.corpus import Leaky, harmless_messages, leaky_messages, letters
from tests.bot.secrets_guard.disguises import full_width


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    kinds = Counter(message.kind for message in leaky_messages())
    assert sum(kinds.values()) >= 300
    assert min(kinds.values()) >= 10
    assert len(kinds) == 7
    assert len(harmless_messages()) >= 300


@pytest.mark.parametrize("message", leaky_messages(), ids=lambda message: repr(message.text))
def test_the_secret_goes_whole_and_the_words_around_it_stay(message: Leaky) -> None:
    masked = mask(message.text, expecting=message.expecting)
    assert letters(masked.text) == letters(message.rest)
    assert Finding(message.kind) in masked.found  # type: ignore[arg-type]  # a list in a file knows no Literal


def test_at_most_one_harmless_line_in_a_hundred_is_touched() -> None:
    lines = harmless_messages()
    touched = [line for line in lines if mask(line).text != line]
    assert len(touched) <= len(lines) / 100, touched


def test_guarding_twice_changes_nothing_more() -> None:
    for text in (*(message.text for message in leaky_messages()), *harmless_messages()):
        once = mask(text)
        assert mask(once.text).text == once.text


def test_a_whole_recovery_token_is_handed_on_in_its_normal_form() -> None:
    typed = "o3 - abcd efgh-jkmn.pqrl"
    assert mask(f"here is my token {typed} ok").recovery_token == "03-ABCD-EFGH-JKMN-PQR1"


def test_a_token_of_six_groups_is_handed_on_whole() -> None:
    typed = "o3 - abcd efgh-jkmn.pqrl then 7evE"
    assert mask(f"here is my token {typed} ok").recovery_token == "03-ABCD-EFGH-JKMN-PQR1-THEN-7EVE"


def test_a_short_token_before_words_as_long_as_its_groups_is_handed_on_too() -> None:
    masked = mask("03-7k2m-9qxr-4tvb-h8nd does fail")
    assert masked.recovery_tokens == ("03-7K2M-9QXR-4TVB-H8ND-D0ES-FA11", "03-7K2M-9QXR-4TVB-H8ND")


def test_several_tokens_are_all_handed_on() -> None:
    masked = mask("01-2B4D-6F8H-0KMN-PQ5T 02-9X7V-5T3R-1PNM-KJHG")
    assert masked.recovery_tokens == ("01-2B4D-6F8H-0KMN-PQ5T", "02-9X7V-5T3R-1PNM-KJHG")


@pytest.mark.parametrize("part", ["7K2M-9QXR-4TVB-H8ND", "03-7K2M-9QXR-4TVB", "99-7K2M-9QXR-4TVB-H8ND"])
def test_a_token_that_cannot_be_true_is_cut_out_and_not_tried(part: str) -> None:
    masked = mask(part)
    assert letters(masked.text) == ""
    assert masked.recovery_token is None


def test_a_token_shows_in_no_printout() -> None:
    masked = mask("my password is Sunshine22 and 03-7K2M-9QXR-4TVB-H8ND")
    assert "7K2M" not in repr(masked)
    assert "Sunshine22" not in repr(masked)


@pytest.mark.parametrize("text", ["48291", "4829134", "invoice 482913", "4829 1"])
def test_beside_a_code_prompt_a_mistyped_code_goes_too(text: str) -> None:
    assert mask(text).text == text or text == "482913"
    assert "[code removed]" in mask(text, expecting="code").text


def test_beside_a_password_prompt_a_bare_password_goes() -> None:
    assert mask("demo-Password-1!").found == ()
    assert mask("demo-Password-1!", expecting="password").text == "[password removed]"
    assert mask("it will not take it", expecting="password").found == ()


@pytest.mark.parametrize(
    "text", ["no, I lost them", "it is on my iPhone15", "dana22@lakeside.example", "since 2026"]
)
def test_beside_a_question_about_tokens_words_stay(text: str) -> None:
    assert mask(text, expecting="recovery_token").text == text


def test_what_is_left_keeps_its_own_letters() -> None:
    wide = full_width("CODE")
    masked = mask(f"Héllo, {wide} {full_width('482913')} ¿está bien? \U0001f600")
    assert masked.text == f"Héllo, {wide} [code removed] ¿está bien? \U0001f600"
