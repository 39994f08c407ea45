"""Which practices a wish is for: affirmed, excluded, all, on top of another, or someone else's."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.understanding.names.practices import KINDS, SHORTEST, Spot, spots, words_of
from bot.understanding.text.wording import PRACTICE, fold
from bot.understanding.wish import NamedPractice

_LINK = r"(?:\s+(?:for|at|in|the|to|our|with|para|en|a|de|del|el|la|lo|las|los|one|same|thing|site|office|clinic))*"
_LEFT_OUT_BEFORE = re.compile(
    r"(?:\b(?:except(?: for)?|excluding|without|but not|skip|instead of|rather than|other than|apart from|aside from"
    r"|leave|leaving|exclude|excepto|salvo|menos|sin|quitando|en vez de|en lugar de|excluyendo|than"
    r"|(?:everything|everywhere|everyone|all(?: \w+){0,3}|every \w+) but|not (?:want|need|include|activate)(?: it| 2fa| that)?"
    r"|(?:not|nor|never)(?! (?:just|only)\b)|no(?= (?:para|en|a|de|lo de|la de)\b)|ni)"
    rf"{_LINK})\s*[\"'(]?$"
)
_LEFT_OUT_BEHIND = re.compile(
    r"^\W*\s*(?:(?:can|could|should|must) wait|out\b|not yet|(?:should|does|do|is|are) not (?:need|want|get|have|include)"
    r"|not\b(?! just| only)|no(?=\W*(?:$|[,.;]))|todavia no|aun no|tampoco|puede esperar|queda fuera|se queda)"
)
_NOT = re.compile(r"n['\u2019]t\b|(?<=\bdo)nt\b|(?<=\bis)nt\b|(?<=\bdid)nt\b|(?<=\bdoes)nt\b")
_JOINS = re.compile(
    r"^\s*(?:,|and|or|y|e|o|ni|nor|plus|&|,\s*and)\s+(?:for |at |in |para |en |a )?(?:the |la |el )?$"
)
_ALL = re.compile(
    r"\bboth\b(?! (?:my )?(?:phone|app|code|token|time|of us|enter))|\b(?:ambas|ambos)\b|\b(?:los|las) (?:dos|tres|cuatro)\b(?! (?:codigo|telefono|app))"
    r"|\ball (?:of (?:them|our|my|the)|our|my|the|two|three|four|five|six|\d)\s?(?:\d |two |three |four |five |six )?"
    r"(?:practices|sites|clinics|offices|locations|places)\b|\b(?:for|at|in|on|para|activate|enable|yes|ok) all (?:of them|two|three|four|five|six|\d+)\b"
    r"|^\W*all (?:of them|two|three|four|five|six|\d+)\W*(?:please|of our sites)?\W*$"
    r"|\b(?:every|each) (?:single )?(?:practice|site|clinic|office|location)\b|\beverywhere\b|\ball (?:sites|practices|locations|offices|clinics)\b"
    r"|\ben (?:todas|todos)(?: lados| partes)?\b(?! l[oa]s (?:dias|usuari|persona))"
    r"|\btod[oa]s (?:(?:l[oa]s|mis|nuestr[oa]s) )?(?:clinicas|sedes|consultorios|practicas|oficinas|sucursales|sitios)\b"
    r"|\b(?:everything|everywhere)(?= (?:but|except)\b)|\btodas menos\b|\btodos menos\b(?= (?:el|la|en)? ?<)"
)
_PAIR = re.compile(
    r"\b(?:both|ambas|ambos|(?:los|las) dos)\b"
)  # of the two just named, or of all if there are two
_TWO = 2
_BARE_ALL = re.compile(
    r"^\W*(?:(?:yes|ok|for|si|para|las|los|please|i mean|en)\W+)*(?:all|all of it|everything|every one|todas|todos|each|each one|the lot)\b\W*(?:of them|please|por favor|porfa)?\W*$"
)
_ALSO = re.compile(
    r"\b(?:too|also|as well|in addition|plus|on top|tambien|ademas)\b|^\W*(?:yes|ok|si|sure)?\W*(?:and|y|add|plus|agregue|sume)\b"
)
_FIELD = (
    r"(?:family|internal|medicine|medical|pediatrics|cardiology|orthopedics|dermatology|neurology|oncology|urology|health"
    r"|clinic|center|physicians|practice|office|dental|wellness)"
)
_ELSEWHERE = re.compile(
    rf"(?:\b(?:[Ff]or|[Aa]t|[Pp]ara|[Ee]n|[Cc]l[ií]nica|and|y|on in)\s+(?:(?:the|la|el)\s+)?"
    rf"|(?i:\b(?:activate|enable|activ[ae]n?|habiliten?)\s+))"
    rf"(?P<name>[A-Z][a-z\u00e0-\u00ff]{{3,}}(?:\s+[A-Z][a-z\u00e0-\u00ff]+)*)"
    rf"|\b(?P<with>[a-z\u00e0-\u00ff]{{4,}})\s+(?i:{_FIELD})\b"
)
CHOOSING = frozenset({"choose_practice", "confirm_request"})
FEW = 4  # words


@dataclass(frozen=True, slots=True)
class Scope:
    """The practices of a wish, by their ids; ``text`` has each name replaced by its mark."""

    text: str
    named: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    all_practices: bool = False
    also: bool = False
    elsewhere: bool = False


def scope_of(
    text: str, practices: Sequence[NamedPractice], state: str, is_everyday: Callable[[str], bool]
) -> Scope:
    """Reads the names and what stands around them."""
    found = spots(text, practices, is_everyday)
    marked = _marked(text, found)
    affirmed, excluded = _sorted(text, found)
    everything = (
        len(practices) > 1 and _is_all(fold(marked), state) and not (affirmed and _PAIR.search(fold(marked)))
    )
    if everything and (len(practices) == _TWO or not _PAIR.search(fold(marked))):
        affirmed = [one.id for one in practices if one.id not in excluded]
    order = [one.id for one in practices]
    return Scope(
        text=marked,
        named=tuple(id_ for id_ in order if any(id_ in spot.ids for spot in found)),
        practices=tuple(id_ for id_ in order if id_ in affirmed),
        excluded=tuple(id_ for id_ in order if id_ in excluded and id_ not in affirmed),
        all_practices=everything,
        also=bool(found) and _ALSO.search(fold(marked)) is not None,
        elsewhere=_is_elsewhere(marked, state, is_everyday),
    )


def _marked(text: str, found: Sequence[Spot]) -> str:
    for spot in reversed(found):
        text = f"{text[: spot.start]}{PRACTICE}{text[spot.end :]}"
    return text


def _sorted(text: str, found: Sequence[Spot]) -> tuple[list[str], list[str]]:
    """Ids affirmed and ids left out; "except X and Y" leaves out both."""
    affirmed, excluded = list[str](), list[str]()
    was_out, end = False, 0
    for spot in found:
        between = fold(text[end : spot.start])
        joined = end > 0 and _JOINS.match(between) is not None
        is_out = _is_left_out(between, fold(text[spot.end :])) or (joined and was_out)
        (excluded if is_out else affirmed).extend(spot.ids)
        was_out, end = is_out, spot.end
    return affirmed, excluded


def _is_left_out(before: str, behind: str) -> bool:
    """By the words right before the name ("not at X", "except X") or right behind it ("X can wait")."""
    last = re.split(r"[.;!?]", _NOT.sub(" not", before))[-1]
    return (
        _LEFT_OUT_BEFORE.search(last) is not None
        or _LEFT_OUT_BEHIND.match(_NOT.sub(" not", behind)) is not None
    )


def _is_all(plain: str, state: str) -> bool:
    return _ALL.search(plain) is not None or (state in CHOOSING and _BARE_ALL.match(plain) is not None)


def _is_elsewhere(marked: str, state: str, is_everyday: Callable[[str], bool]) -> bool:
    """A name that is not the speaker's: behind "for" or "at" with a capital, before a kind of practice, or as a bare answer."""
    words = words_of(marked.replace(PRACTICE, ""))
    capitals = sum(word.typed[0].isupper() for word in words)
    if len(words) > FEW and capitals > 0.6 * len(words):  # From Here On Capitals Say Nothing
        return False
    if state == "choose_practice" and 0 < len(words) <= FEW and PRACTICE not in marked:
        return all(not is_everyday(word.key) or word.key in KINDS for word in words) and any(
            word.key not in KINDS and len(word.key) >= SHORTEST for word in words
        )
    names = (one["name"] or one["with"] for one in _ELSEWHERE.finditer(marked))
    return any(
        not is_everyday(word.key) and word.key not in KINDS for name in names for word in words_of(name)[:1]
    )
