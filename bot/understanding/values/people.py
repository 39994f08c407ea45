"""For whom something is wanted, and in which mood."""

import re

from bot.understanding.text.wording import fold
from bot.understanding.wish import Mood, Whom

_EVERYONE = re.compile(
    r"\b(?:everyone|everybody|all (?:of )?(?:us|users|staff|employees|my|our|the|people|providers|nurses)|whole|entire|(?:our|my|the) (?:staff|team|office|practice|clinic"
    r"|people|employees|users|site|company|organization)|staff|team|for us|organization ?wide|todos|todas|toda la|todo el|personal|equipo|empleados|nosotros|clinica|consultorio)\b"
)
_PERSON = re.compile(
    r"\bnamedperson\b|\b(?:her|his|him|she|he|shes|hes|ella)\b|\b(?:por|para|a) el\b|\b(?:my|a|the|our|one of my|one of our|another|mi|la|el|una|un|otra|otro) (?:new )?"
    r"(?:co ?worker|colleague|nurse|doctor|provider|biller|boss|assistant|manager|employee|hire|receptionist|user|person|member|companer[oa]|enfermer[oa]|doctora?|jef[ea]|empleado|empleada)\b|\bdr \w+"
)
_ME = re.compile(
    r"\b(?:myself|for me|mine|my own|just me|only me|my (?:account|login|user|phone|setup|sign ?in)|set me up|me up|for my own|mi cuenta|mi usuario|para mi|el mio|la mia|yo mismo|solo yo)\b"
)
_NOT_ME = re.compile(
    r"\bnot (?:just |only )?(?:for )?(?:me|mine|myself)\b|\bno (?:solo )?(?:para|es para) mi\b"
)
_URGENT = re.compile(
    r"\b(?:asap|urgent|urgently|emergency|right now|right away|immediately|as soon as possible|hurry|now now|in (?:\d|five|ten) min\w*|patients? (?:is |are )?(?:here|waiting)|waiting room"
    r"|pts? waiting|stuck at the (?:desk|door)|need (?:in|it) (?:now|today)|urgente|ya mismo|cuanto antes|de inmediato|inmediatamente|lo antes posible|emergencia|necesito entrar (?:hoy|ya|ahora)"
    r"|apure\w*|pacientes (?:esperando|afuera)|mis pacientes)\b"
)
_ANGRY = re.compile(
    r"\b(?:garbage|useless|ridiculous|damn|dammit|stupid|wtf|fed up|sick of|tired of (?:this|you|it)|worst|joke|unacceptable|supervisor|complain\w*|complaint|crap|hell|idiot\w*|nonsense|angry|furious|pissed"
    r"|bullshit|shit|fuck\w*|hate (?:this|it)|waste of (?:my )?time|third time|not an answer|do not tell me that again|keep repeating|pinche|inutil|porqueria|hart[oa]|basura|no sirven? para nada|estupid\w*"
    r"|ridicul\w*|queja|enojad[oa]|mierda|carajo|molest[oa]|coraje|perdida de tiempo|supervisora?)\b"
)
_WORRIED = re.compile(
    r"\b(?:scared|worried|afraid|hacked|hacker|stolen|thief|panic\w*|freak\w*|nervous|anxious|break(?:ing)? in|get into (?:my|it)|trying to get in|did not ask for|was not me|someone (?:is|has|took)"
    r"|preocupad[oa]|preocupa|miedo|asustad[oa]|nervios[oa]|robaron|hacke\w+|ladron|no fui yo|yo no fui)\b"
)
_SHOUTED = 0.7
_LONG_ENOUGH = 12  # letters


def whom(plain: str, *, has_person: bool) -> Whom:
    """The named person before everybody, everybody before oneself; "not just me" is not oneself."""
    if has_person or "namedperson" in plain:
        return "person"
    if _EVERYONE.search(plain):
        return "everyone"
    if _PERSON.search(plain):
        return "person"
    return "me" if _ME.search(_NOT_ME.sub(" ", plain)) else ""


def mood(plain: str, typed: str) -> frozenset[Mood]:
    """What the person feels, by words, and by capitals for anger."""
    letters = [char for char in typed if char.isalpha()]
    shouts = len(letters) >= _LONG_ENOUGH and sum(c.isupper() for c in letters) > _SHOUTED * len(letters)
    found = set[Mood]()
    if _URGENT.search(plain):
        found.add("urgent")
    if _ANGRY.search(f"{plain} {fold(typed)}") or shouts or "!!!" in typed or plain.startswith("angry"):
        found.add("angry")
    if _WORRIED.search(plain):
        found.add("worried")
    return frozenset(found)
