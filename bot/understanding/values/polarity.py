"""Whether 2FA is wanted on or off, read clause by clause: what is the case now ("it's off") is no wish."""

import re
from collections.abc import Sequence

from bot.understanding.text.clauses import Clause
from bot.understanding.wish import Tense, Wants

_ON = (
    r"(?:turnon|switch(?:ed)? on|turned ?on|turn (?:it|that|this|them|twofa|\w+) on|switch (?:it|that|this|twofa) on|enabled?|activated?|on"
    r"|activ[ae][ns]?(?:l[oa])?|activ[ae]r(?:l[oa])?|actival[oa]|habilit\w+|pren[d]\w+|encien?d\w+|prendid[oa]|encendid[oa]|activad[oa]"
    r"|pon(?:er|ga|gan)(?:l[oa]|me|le)?|ponerl[oa])"
)
_OFF = (
    r"(?:turnoff|turned ?off|switch(?:ed)? off|turn (?:it|that|this|twofa|\w+) off|switch (?:it|that|this|twofa) off|off|disabled?|deactivated?"
    r"|removed?|get rid|without (?:it|twofa)|quit(?:ar|e|en)(?:l[oa]|me)?|desactiv\w+|deshabilit\w+|apag(?:ar|ue|uen|al|ad)\w*|elimin\w+)"
)
_THING = r"(?:it|that|this|twofa|thing|codes?|lo|la|eso|esto|everyone|us|practice|namedpractice|clinic|ours?|mine|account)"
_NOT = r"(?:not|never|no|nor|sin|tampoco|nobody|nadie)"
_MARK = re.compile(rf"\b(?:(?P<off>{_OFF})|(?P<on>{_ON}))\b")
_WISH = re.compile(
    r"\b(?:want|wants|wanted|need|needs|would like|like|please|can you|could you|must|have to|let us|lets|make|just|asking|prefer|wish"
    r"|quiero|queremos|quisiera|necesito|necesitamos|por favor|prefiero|deseo|puede|pueden|podria)\b"
)
_IMPERATIVE = re.compile(
    rf"^(?:(?:and|so|then|ok|now|no|y|entonces|pues|just|please|do|ya|ahora) )*(?:not )?(?:turn|switch|enable|activate|disable|deactivate"
    rf"|remove|get|take|keep|no l[oa] |{_ON}|{_OFF})\b"
)
_IS = re.compile(
    r"\b(?:is|are|was|were|isnt|stays?|still|already|esta|estan|estaba|sigue)\b(?: \w+){0,3} (?:on|off|active|activad[oa]|enabled|disabled|activated|prendid[oa]"
    r"|apagad[oa]|encendid[oa]|desactivad[oa])\b|^(?:its?|twofa)(?: \w+)? (?:on|off)\b"
)
_AHEAD = (  # what people say before they ask: "hold on, will they be locked out"
    r"(?:(?:and|so|but|y|then|ok|hi|wait|pero|entonces|hold on|hang on|one sec|before that|hm+|um+|oh|espere|espera|oiga|oye|a ver"
    r"|un momento|antes de eso) )*"
)
_ASKED = re.compile(
    rf"^{_AHEAD}(?:is|are|am i|was|did|does|do(?! not)|has|have|(?:why|when|how|what|who|where)s?|which|since|whose|must i"
    r"|should i|por que|cuando|como|que|quien|cuanto|cual|donde|ya|sera|se puede)\b|\bwhy\b"
)
_ASKED_BEHIND = re.compile(  # "each works how many times", "it is not on yet, right"
    r"\b(?:how (?:many|much|often|long)|cuant[oa]s? veces|cada cuanto)\b|\b(?:right|correct|verdad|cierto|or not|o no)$"
)
_MAY = re.compile(
    rf"^{_AHEAD}(?:can|could|may|am i|will|would|is it possible|puedo|podria|se puede|es posible)\b|\b(?:possible|allowed) to\b"
)
_LEAVE = re.compile(
    r"\b(?:can|could|may) (?:i|we)\b|\b(?:ok|okay|fine) (?:if|to)\b|(?<!no )\b(?:puedo|podemos)\b|\bse puede\b"
)
_PARTS = re.compile(
    r"(?<!\bnot)(?<!\bno)\s(?=(?:and |but |so )?(?:i|we) (?:want|need|would)\b|(?:just|only|solo) (?!asking)|(?:lo|la) (?:quiero|queremos)\b|take it\b|want it\b)"
)
_NO_NO = re.compile(r"^(?:(?:no|nope|nah|please|sorry) )+(?=(?:i|we|it|on|off|that|twofa|turn\w+|keep)\b)")
_CAN_YOU_NOT = re.compile(
    r"\b(?:can|could|would|will) not (?:you|somebody|someone)\b|\bno (?:me |nos )?(?:l[oa] )?(?:puede|pueden|podria)\b"
)
_LATER = re.compile(
    r"\b(?:later|tomorrow|tmrw|next (?:week|month|year|time)|in (?:january|february|march|a (?:week|month|few)|two)|on (?:monday|tuesday|wednesday"
    r"|thursday|friday)|after (?:the|my|our|lunch|work|shift)|someday|eventually|despues|luego|manana|mas (?:tarde|adelante)|al rato"
    r"|proxim[oa] (?:semana|mes)|otro dia|en enero|el (?:lunes|martes|miercoles|jueves|viernes))\b"
)


def wants(said: Sequence[Clause]) -> Wants:
    """The last wish about on or off; "" when there is none. "I don't want it off" wants it on."""
    found: Wants = ""
    for clause in said:
        for part in _PARTS.split(_NO_NO.sub("", clause.plain.strip("?! "))):
            found = _wanted(part.strip(), is_reported=clause.is_reported) or found
    return found


def is_ordered_on(said: Sequence[Clause]) -> bool:
    """Whether on is wished for in so many words, not only off refused ("I don't want it off")."""
    parts = [part for clause in said for part in _PARTS.split(_NO_NO.sub("", clause.plain.strip("?! ")))]
    return any(
        mark["on"] and _wanted(part.strip(), is_reported=False) == "on"
        for part in parts
        for mark in _MARK.finditer(part)
    )


def tense(said: Sequence[Clause]) -> Tense:
    """Whether the last clause asks how things are or may be, means later, or wants something now."""
    if not said:
        return "now"
    last = said[-1]
    plain = last.plain.strip("?! ")
    if _LATER.search(plain) and not _LEAVE.search(plain):
        return "later"
    is_asked = (
        last.is_question
        or _ASKED.match(plain)
        or _MAY.search(plain)
        or _LEAVE.search(plain)
        or _ASKED_BEHIND.search(plain)
    )
    return "question" if is_asked else "now"


def _wanted(plain: str, *, is_reported: bool) -> Wants:
    """Only of words that wish or order, and that are about 2FA or "it"."""
    if is_reported or _ASKED.search(plain) or not re.search(rf"\b{_THING}\b|^\W*{_ON}|^\W*{_OFF}", plain):
        return ""
    wishes = _WISH.search(plain) or _IMPERATIVE.match(plain)
    if not wishes or (_IS.search(plain) and not _WISH.search(plain)):
        return ""
    marks = [mark for mark in _MARK.finditer(plain) if not _IS.search(plain[: mark.end()])]
    if not marks:
        return ""
    mark = marks[-1]
    is_off = mark["off"] is not None
    before = _CAN_YOU_NOT.sub("", " ".join(plain[: mark.start()].split()[-7:]))
    negated = re.search(rf"\b{_NOT}\b", before) is not None
    return "off" if is_off != negated else "on"
