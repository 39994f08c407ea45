"""Telling random letters from words: what a key looks like and what people write."""

import re

VOWELS = frozenset("aeiouy")
LONGEST_CONSONANTS = re.compile(r"[^aeiouy]{5,}")
FOUR_CONSONANTS = re.compile(r"(?!ngth|ghts|rths|ckst|ndst|tchs|nstr|mpts|rtsh)[^aeiouy]{4}")
LONG_GROUP = 6
FEWEST_LETTERS = 3  # without a vowel; "mr" and "vs" are words
KNOWN_WITHOUT_VOWELS = frozenset(
    "html http mgmt hmmm hmm pfft psst shh shhh grrr brr mmm zzz nvm pls plz thx msg".split()
)
NUMBER_WITH_UNIT = re.compile(r"[0-9]+(?:st|nd|rd|th|am|pm|hr?s?|mins?|secs?|mg|ml|kg|lbs?|x|k|fa|s)")
NUMBERED_WORD = re.compile(r"[a-z]+[0-9]{1,2}")
LONGEST_WORD = 31
FEWEST_KINDS = 6  # "nooooooooooooooo" has fewer different letters
WORDS_HAVE_VOWELS = (0.28, 0.75)


def has_both(group: str) -> bool:
    """Letters and digits together, and not as in ``24hr``. Two such groups in a row are not words."""
    is_both = any(map(str.isalpha, group)) and any(map(str.isdecimal, group))
    return is_both and not NUMBER_WITH_UNIT.fullmatch(group)


def is_mixed(group: str) -> bool:
    """The same, and not as in ``step2`` either."""
    return has_both(group) and not NUMBERED_WORD.fullmatch(group)


def is_random(group: str) -> bool:
    """A group that no word looks like: mixed, or letters without a vowel."""
    if not group.isalpha():
        return is_mixed(group)
    if len(group) >= LONG_GROUP and FOUR_CONSONANTS.search(group):
        return True
    return len(group) >= FEWEST_LETTERS and not VOWELS & set(group) and group not in KNOWN_WITHOUT_VOWELS


def is_speakable(letters: str) -> bool:
    """Whether one long piece may be a word, or words run together, with digits at its ends at most."""
    core = letters.strip("0123456789")
    if not core.isalpha():
        return not core
    if len(set(core)) < FEWEST_KINDS:
        return True
    share = sum(letter in VOWELS for letter in core) / len(core)
    low, high = WORDS_HAVE_VOWELS
    return len(core) <= LONGEST_WORD and low <= share <= high and not LONGEST_CONSONANTS.search(core)
