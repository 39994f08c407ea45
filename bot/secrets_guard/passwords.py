"""Passwords behind a cue: ``my password is …``, ``pw: …``, ``mi contraseña es …``, ``… is my password``.

What follows a cue is a password unless it is how people talk about one (``my password is wrong``). In doubt it is one.
"""

import re
from collections.abc import Iterator

from bot.secrets_guard.password_words import (
    BREAKS,
    CONTINUES,
    DESCRIBES,
    LEADS_ON,
    PARTICIPLE,
    STILL,
    SUBJECTS,
    THE,
    THE_ORDINARY,
)
from bot.secrets_guard.reading import Reading, Span

NOUN = (
    r"(?:p[a@4][s$5]{1,2}[\s-]?w[o0]rds?|p a s s w o r d|pas+w[aeo]r?d|passowrd|passwrod|passwort|passwr?d|pword|pwrd|pswd|psw|pwd?|p/w|pass\s?phrase"
    r"|contrasen[ai]a?|contracena|clave\sde\sacceso|clave\spersonal|credentials)"
)
NOUN_WITH_SIGN = rf"(?:{NOUN}|pw|pass|clave|contra|pin|passcode|nip)"
MINE = r"(?:my|mi|his|her|their|our|su|current|old|new|nueva|vieja|actual|same)"
ASIDE = (
    r"(?:\s(?:for|to|of|that|which|i|we|on|in|at|de|del|para|que|en|con|right|now|still|actual|anterior|nueva|vieja|temporal|provisional|inicial)"
    r"(?:\s(?!(?:but|and|or|so|pero|y|o|is|was|es|era)(?![a-z]))[\w@.'/-]{1,30}){0,4}?)?"
)
TAIL = r"(?![a-z0-9])"
IS = rf"(?:\s?(?:[:=]|[-=]+>|\u2192)\s*|\s-\s|[,.?]?\s(?:is|was|it's|its|it is|are|should be|would be|used to be|es|era|sera|seria){TAIL}[\s:]*)"
SAID = re.compile(
    rf"(?<![a-z0-9])(?:{NOUN}|(?:{MINE}\s)(?:pw|pass|clave|pin|nip|passcode)){TAIL}{ASIDE}{IS}(?=\S)"
)
SIGNED = re.compile(rf"(?<![a-z0-9]){NOUN_WITH_SIGN}{TAIL}\s?(?:[:=]|[-=]+>|\u2192)\s*(?=\S)")
CHANGED = re.compile(
    rf"(?<![a-z])(?:chang\w{{1,3}}|set|reset\w{{0,4}}|updat\w{{1,3}}|made|make|cambi\w{{1,4}}|puse|actualic\w{{1,3}})\s(?:\w{{1,10}}\s){{0,2}}"
    rf"{NOUN}{TAIL}(?:\s(?:back|over|again))?\s(?:to|as|from|a|por|como|en|de)\s(?=\S)"
    rf"|(?<![a-z]){NOUN}{TAIL}(?:\s\w{{1,10}}){{0,2}}\s(?:changed|set|reset|updated|cambiad[ao])\s(?:to|as|a|por)\s(?=\S)"
)
BESIDE = re.compile(
    rf"(?<![a-z0-9])(?:{NOUN}|pass|contra|clave){TAIL}(?:'s|,|\s(?:is|es|was|era),?)?\s(?=\S)"
)
OTHER_ONE = re.compile(
    rf"(?<![a-z0-9]){NOUN}{TAIL}[^\n]{{0,60}}?(?<![a-z])(?:new|old|other|nueva|vieja|otra)(?:\sone)?{IS}(?=\S)"
)
TURNED = re.compile(
    rf"(?<!\S)(?P<value>\S{{4,64}})\s(?:(?:is|was|es|era)\s(?:(?P<mine>my|mi)|the|la|our)|(?:as|como)(?:\s(?:my|mi|the|la))?"
    r"|is what i \w{2,8} (?:as|for) (?:my|the)|es lo que \w{2,9} (?:como|de|para)(?: (?:mi|la))?)"
    rf"\s(?:\w{{1,10}}\s)?(?:{NOUN}|pw){TAIL}"
)
PAIR = re.compile(
    r"(?<!\S)[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}\s?(?:[:/|,]\s?|\s(?P<and>(?:and|y)\s)?)(?P<value>\S{8,64})(?!\S)"
)
QUOTED = re.compile(r"\"[^\"\n]{3,80}\"|'[^'\n]{3,80}'(?![a-z])|`[^`\n]{3,80}`")
WORD = re.compile(r"\S+")
ENDS_CLAUSE = re.compile(r"[.,;:?]$|[!)]$")
EDGES = ".,;:!?()\"'[]\u00a1\u00bf"
ADDRESS = re.compile(r"https?:|www\.|.+@.+\..+|/")
MADE_OF_WORDS = re.compile(r"[0-9]*-?[a-z']+(?:[-/'][a-z']+)*|[\d.,:/%$+#-]+|[a-z]+[0-9]{1,2}")
WORD_AND_DIGITS = re.compile(r"[a-z]{4,30}[0-9]{1,4}(?![\w-])")
MOST_WORDS = 8
SHORTEST_TELLING = 6
LONGEST_LOOK = 400  # letters after a cue in which the password must begin and end


def find_passwords(reading: Reading) -> Iterator[Span]:
    """Every password that a cue gives away."""
    for cue in (SAID, SIGNED, CHANGED, OTHER_ONE):
        for hit in cue.finditer(reading.text):
            yield from _behind(reading, hit.end())
    for hit in BESIDE.finditer(reading.text):
        first = WORD.match(reading.text, hit.end())
        if first and (
            looks_like_password(reading, *first.span()) or WORD_AND_DIGITS.match(first[0].strip(EDGES))
        ):
            yield Span("password", *first.span())
    yield from _in_front(reading)
    yield from _beside_address(reading)
    if reading.expecting == "password":
        yield from _bare(reading)


def looks_like_password(reading: Reading, start: int, end: int) -> bool:
    """Letters mixed with digits or signs, as words, addresses, versions and amounts are not."""
    word = reading.text[start:end].strip(EDGES)
    if len(word) < SHORTEST_TELLING or ADDRESS.match(word) or MADE_OF_WORDS.fullmatch(word):
        return False
    written = reading.folded.as_written(start, end).strip(EDGES)
    has_letter = any(map(str.isalpha, word))
    has_inner_capital = any(map(str.isupper, written[1:])) and any(map(str.islower, written))
    return has_letter and (not word.isalpha() or has_inner_capital)


def _behind(reading: Reading, start: int) -> Iterator[Span]:
    quoted = QUOTED.match(reading.text, start)
    if quoted:
        yield Span("password", *quoted.span())
        return
    places = _clause(reading.text, start)
    words = [reading.text[place[0] : place[1]].strip(EDGES) for place in places]
    first = next((index for index, word in enumerate(words) if word not in STILL), len(words))
    telling = [place for place in places if looks_like_password(reading, *place)]
    if is_talk(words[first:]) or places[first] in telling:
        yield from (Span("password", *place) for place in telling)
    else:
        last = next((index for index in range(first + 1, len(words)) if words[index] in BREAKS), len(words))
        yield Span("password", places[first][0], places[last - 1][1])


def is_talk(words: list[str]) -> bool:
    """Whether these words say something about the password rather than what it is."""
    match words:
        case []:
            return True
        case [first, *_] if first in LEADS_ON or not first:
            return True
        case [first, second, *_] if first in THE:
            return second in THE_ORDINARY or second in DESCRIBES
        case [first, *rest] if first in DESCRIBES or first in THE or PARTICIPLE.fullmatch(first):
            return not rest or rest[0] in CONTINUES
        case _:
            return False


def _clause(text: str, start: int) -> list[tuple[int, int]]:
    """The words up to the end of the sentence or line, at most nine."""
    places: list[tuple[int, int]] = []
    for hit in WORD.finditer(text, start, start + LONGEST_LOOK):
        if places and "\n" in text[places[-1][1] : hit.start()]:
            break
        places.append(hit.span())
        if ENDS_CLAUSE.search(hit[0]) or len(places) > MOST_WORDS:
            break
    return places


def _in_front(reading: Reading) -> Iterator[Span]:
    for hit in TURNED.finditer(reading.text):
        word = hit["value"].strip(EDGES)
        is_named = bool(hit["mine"]) and word not in SUBJECTS and word not in LEADS_ON and word.isalnum()
        is_telling = WORD_AND_DIGITS.fullmatch(word) or looks_like_password(reading, *hit.span("value"))
        if is_named or is_telling:
            yield Span("password", *hit.span("value"))


def _beside_address(reading: Reading) -> Iterator[Span]:
    """``dana@lakeside.example / …``: people paste both together."""
    for hit in PAIR.finditer(reading.text):
        if any(map(str.isdecimal, hit["value"])) and _is_beside(reading, hit):
            yield Span("password", *hit.span("value"))


def _is_beside(reading: Reading, hit: re.Match[str]) -> bool:
    """After ``and`` a colleague's name may follow, which has no capital letter in the middle and no sign."""
    if looks_like_password(reading, *hit.span("value")):
        return True
    is_listed = bool(hit["and"]) and hit["value"].strip(",;:?").isalnum()
    return not is_listed and bool(WORD_AND_DIGITS.fullmatch(hit["value"].strip(EDGES)))


def _bare(reading: Reading) -> Iterator[Span]:
    """Where a password was just asked for elsewhere, any word that looks like one."""
    for hit in WORD.finditer(reading.text):
        if looks_like_password(reading, *hit.span()):
            yield Span("password", *hit.span())
