"""The language of a text, where a few letters are too few for the classifier."""

import re

FEW_WORDS = 3
OF_BOTH = frozenset(
    "k ok okay no me show a fa app qr pin code sms wifi google hello thx ty lol hm hmm yes mfa".split()
)


def is_telling(typed: str) -> bool:
    """Whether the words say which language it is: "2fa" and "k" are written in both."""
    words = re.findall(r"[^\W\d_]+", typed.casefold())
    return len(words) > FEW_WORDS or any(word not in OF_BOTH for word in words)
