"""A text cut into clauses: what is asked, what is only told, what is said not to be, and what others said."""

import re
from collections.abc import Callable
from dataclasses import dataclass

MOST = 24  # clauses; a wall of text is read at both ends
_CUT = re.compile(
    r"(?P<mark>[.!?;\n]+|\s[-\u2013\u2014]+\s|\.\.+)"
    r"|,?\s*\b(?:but|pero|sino|although|aunque)\b"
    r"|,\s*(?=(?:and|so|then|also|because|since|y|as[ií] que|entonces|porque|i|we|can|could|how|what|which|where|please"
    r"|it|c[oó]mo|qu[eé]|cu[aá]l|d[oó]nde|puede|quiero|necesito)\b)"
    r"|\s+(?:and also|plus|y tambi[eé]n|y adem[aá]s)\b"
    r"|\s+(?:and|y)\s+(?=(?:how|what|which|where|when|who|can|could|is|do|does|please|tell|also|c[oó]mo|qu[eé]|cu[aá]l"
    r"|d[oó]nde|cu[aá]ndo|cu[aá]nto|qui[eé]n|puedo|pueden)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"[?]|^(?:(?:turn|switch|set) (?:it|this|that|twofa|them) (?:on|off|up)|need|how|what|which|where|when|who|why|can|could|is|are|do|does|did|will|would|may|should|has|have"
    r"|como|que|cual|donde|cuando|cuanto|quien|por que|puede|pueden|puedo|hay|se puede"
    r"|please|turnon|turnoff|setup|activate|enable|disable|add|remove|cancel|withdraw|send|show|give|tell|help|get|let"
    r"|active|activen|quite|quiten|habilite|habiliten|mande|ayude|necesito|quiero|quisiera|por favor)\b"
    r"|\b(?:i|we|she|he|they) (?:want|need|would like|wish|ask)\b|\b(?:can|could|would|will) you\b|\bplease\b|\bhelp\b"
    r"|\b(?:can not|will not|does not|no puedo|no encuentro|no funciona) "
    r"|\b(?:por favor|necesito|necesitamos|quiero|queremos|quisiera|podria|pueden?)\b"
)
_SALUTES = re.compile(
    r"^(?:(?:hi|hello|hey|dear|good|morning|afternoon|evening|day|there|team|all|everyone|sir|madam|folks|again|hola|buenas"
    r"|buenos|dias|dia|tardes|noches|estimados?|estimada|equipo|saludos|sorry|disculpe|disculpen|oiga|so|well|ok|okay"
    r"|thoroughcare|support|namedperson|yes|greetings|please|por favor|thanks|thank you|thanks in advance"
    r"|gracias|de antemano|muchas|best|regards|cheers|i hope you are well|hope all is well) ?)+[!]?$"
)
_REPORTED = re.compile(
    r"^(?:and )?(?:he|she|they|my \w+|the \w+|our \w+|dr \w+|somebody|someone|everybody|namedperson|mi \w+|el \w+|la \w+|ellos)"
    r" (?:\w+ )?(?:said|says|told|asked|keeps telling|wrote|thinks|heard|dijo|dice|me dijo|pregunto|comento)\b"
)
_JOINED = re.compile(r"^(?:(?:and|also|y|tambien|then|plus|entonces) )+(?=\w+ \w)")
_NEGATED = re.compile(
    r"^(?:please )?(?:no |not |i am not |i do not |we do not |do not |i did not |this is not |it is not |that is not |never "
    r"|no es |no quiero |no se trata |no pido |no necesito )"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause in canonical spelling."""

    plain: str
    is_question: bool
    is_ask: bool
    is_negated: bool
    is_reported: bool

    @property
    def size(self) -> int:
        """How many words it has."""
        return len(self.plain.split())


def clauses(text: str, plain: Callable[[str], str]) -> tuple[Clause, ...]:
    """The clauses of a text in their order, without salutations unless there is nothing else."""
    cut = [_clause(plain(part), is_question=is_question) for part, is_question in _parts(text)]
    said = [one for one in cut if one.plain.strip("?! ")]
    told = [one for one in said if not _SALUTES.match(one.plain)]
    kept = told or said
    return tuple(kept if len(kept) <= MOST else [*kept[: MOST // 2], *kept[-MOST // 2 :]])


def asks(said: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """The clauses that ask for something themselves."""
    return tuple(one for one in said if one.is_ask and not one.is_negated and not one.is_reported)


def _parts(text: str) -> list[tuple[str, bool]]:
    found, start = list[tuple[str, bool]](), 0
    for cut in _CUT.finditer(text):
        found.append((text[start : cut.start()], "?" in (cut["mark"] or "")))
        start = cut.end()
    return [*found, (text[start:], False)]


def _clause(plain: str, *, is_question: bool) -> Clause:
    plain = _JOINED.sub("", plain)
    return Clause(
        plain=plain,
        is_question=is_question,
        is_ask=is_question or _ASKS.search(plain) is not None,
        is_negated=_NEGATED.match(plain) is not None,
        is_reported=_REPORTED.match(plain) is not None,
    )
