"""Set-up keys (base32, in one piece or in groups), and the otpauth links that carry them."""

import re
from collections.abc import Iterator

from bot.secrets_guard.oddness import VOWELS, has_both, is_mixed, is_odd, is_speakable
from bot.secrets_guard.reading import Reading, Span

SHORTEST = 16
IN_ONE_PIECE = re.compile(rf"(?<![a-z0-9])[a-z2-7]{{{SHORTEST},}}(?![a-z0-9])=*")
BETWEEN = r"[\s\-_.:,/]{1,2}"
GROUPED = tuple(
    re.compile(
        rf"(?<![a-z0-9])[a-z2-7]{{{size}}}(?:{BETWEEN}[a-z2-7]{{{size}}}){{{-(-SHORTEST // size) - 1},}}"
        rf"(?:{BETWEEN}[a-z2-7]{{1,{size - 1}}})?(?![a-z0-9])"
    )
    for size in (2, 3, 4, 5, 6, 8)
)
SPACED_OUT = re.compile(rf"(?<![a-z0-9])[a-z0-9](?:[\W_]{{1,3}}[a-z0-9]){{{SHORTEST - 1},}}(?![a-z0-9])")
GROUP = re.compile(r"[a-z0-9]+")
USUAL_LENGTHS = frozenset({16, 32, 52, 64})
MANY_GROUPS = 6
SHORTEST_TELLING = 4  # "sms" and "2fa" are words, so that one odd group of three says nothing
FEWEST_ODD_SHORT = 4
ABOUT_KEYS = (
    r"(?:(?:set[\s-]?up|secret|manual|entry|otp|shared|authenticator|private)\s(?:entry\s)?(?:key|code|secret)|secret|key"
    r"|seed|base32|clave(?:\s(?:secreta|de configuracion|manual))?|codigo secreto|llave(?:\ssecreta)?|secreto)"
)
AFTER_CUE = re.compile(
    rf"(?<![a-z0-9]){ABOUT_KEYS}(?:[\W_]{{1,3}}(?:is|was|it|says|shows|the|es|dice|la|el)(?![a-z0-9])){{0,3}}"
    r"[\W_]{1,4}(?P<key>[a-z0-9]{10,}(?![a-z0-9])=*)"
)
PARAMETER = re.compile(r"(?<![a-z0-9])secret\s?(?:=|%3d)\s?(?P<key>[^\s&]{4,})")
NEAR_CUE = re.compile(rf"(?<![a-z0-9])(?:{ABOUT_KEYS}|qr)(?![a-z0-9])")
CUE_DISTANCE = 120
LINK = re.compile(r"otpauth(?:-migration)?\s{0,2}(?::|%3a)\s{0,2}(?:/|%2f)[^\s]*")
SPACE = re.compile(r"\s")
LONGEST_LINK_START = 500  # letters of an address in front of the otpauth part


def find_keys(reading: Reading) -> Iterator[Span]:
    """Every set-up key, however it is cut up."""
    for hit in IN_ONE_PIECE.finditer(reading.text):
        if _is_key(reading, hit):
            yield Span("key", *hit.span())
    for pattern in GROUPED:
        for hit in pattern.finditer(reading.text):
            yield from _key_in_groups(reading, *hit.span())
    for hit in SPACED_OUT.finditer(reading.text):
        letters = "".join(GROUP.findall(hit[0]))
        if not letters.isdecimal() and not is_speakable(letters):
            yield Span("key", *hit.span())
    yield from _after_a_cue(reading)


def find_links(reading: Reading) -> Iterator[Span]:
    """``otpauth:`` links with the address they hide in: they hold the key in clear."""
    for hit in LINK.finditer(reading.text):
        before = reading.text[max(0, hit.start() - LONGEST_LINK_START) : hit.start()]
        last_space = max((space.end() for space in SPACE.finditer(before)), default=0)
        yield Span("link", hit.start() - len(before) + last_space, hit.end())


def _after_a_cue(reading: Reading) -> Iterator[Span]:
    for hit in PARAMETER.finditer(reading.text):
        yield Span("key", *hit.span("key"))
    for hit in AFTER_CUE.finditer(reading.text):
        if is_mixed(hit["key"]) or not is_speakable(hit["key"]):
            yield Span("key", *hit.span("key"))


def _is_key(reading: Reading, hit: re.Match[str]) -> bool:
    letters = hit[0].rstrip("=")
    if letters.isdecimal():
        return False
    return not is_speakable(letters) or reading.stands_out(*hit.span())


def _key_in_groups(reading: Reading, start: int, end: int) -> Iterator[Span]:
    start, end = _without_prose(reading, start, end)
    groups = GROUP.findall(reading.text, start, end)
    if sum(map(len, groups)) >= SHORTEST and _are_key_groups(reading, groups, start, end):
        yield Span("key", start, end)


def _are_key_groups(reading: Reading, groups: list[str], start: int, end: int) -> bool:
    """Words of equal length are not a key, unless one group (two if short) does not look like a word."""
    odd = sum(is_odd(group) or has_both(group) for group in groups)
    has_few_vowels = sum(not VOWELS & set(group) for group in groups) > len(groups) / 2
    if odd == 0 and not has_few_vowels:
        return reading.stands_out(start, end) and _is_about_keys(reading, start, end)
    if len(groups[0]) < SHORTEST_TELLING:
        return odd >= FEWEST_ODD_SHORT or has_few_vowels
    return (
        odd > 1
        or any(map(is_mixed, groups))
        or len(groups) >= MANY_GROUPS
        or reading.stands_out(start, end)
        or _is_about_keys(reading, start, end)
        or reading.is_everything(start, end)
    )


def _without_prose(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """A key between words that happen to be as long as its groups: those at its edges stay."""
    places = [hit.span() for hit in GROUP.finditer(reading.text, start, end)]
    written = [reading.folded.as_written(*place) for place in places]
    if len(written[-1]) < len(written[0]) and written[-1].islower() and written[-1].isalpha():
        places, written = places[:-1], written[:-1]
    first, last = _capitals(written) if any(map(str.islower, written)) else (0, len(places))
    if sum(map(len, written[first:last])) not in USUAL_LENGTHS:
        first, last = _usual_length(written, first, last)
    return places[first][0], places[last - 1][1]


def _capitals(written: list[str]) -> tuple[int, int]:
    """From the first group in capitals to the last, where there are several among small words."""
    capital = [place for place, group in enumerate(written) if group.isupper() or group.isdecimal()]
    return (capital[0], capital[-1] + 1) if len(capital) > 1 else (0, len(written))


def _usual_length(written: list[str], first: int, last: int) -> tuple[int, int]:
    """With a word or two fewer at an edge it may have the length that keys have."""
    for front, back in ((1, 0), (0, 1), (1, 1), (2, 0), (0, 2)):
        rest = written[first + front : last - back]
        edges = [*written[first : first + front], *written[last - back : last]]
        if sum(map(len, rest)) in USUAL_LENGTHS and not any(is_odd(group.lower()) for group in edges):
            return first + front, last - back
    return first, last


def _is_about_keys(reading: Reading, start: int, end: int) -> bool:
    return bool(NEAR_CUE.search(reading.text, max(0, start - CUE_DISTANCE), end + CUE_DISTANCE))
