"""What a text outside 2FA is about, and that thing in the person's own words, to be said back."""

import re

from bot.understanding.wish import Foreign

LONGEST_HEARD = 40  # characters
SHORTEST_HEARD = 3
LONGEST_WISH = 12  # words
_KINDS: tuple[tuple[Foreign, str], ...] = (
    ("language_en", r"\b(?:in english|english please|speak english|prefer english|english from now|switch to english|en ingles)\b|^english\W*$"),
    ("language_es", r"\b(?:en espanol|in spanish|hablar? espanol|speak spanish|spanish please|prefiero espanol)\b|^(?:espanol|spanish)\W*$"),
    ("password", r"\b(?:password|passwords|contrasena|contrasenas|passwd|pwd)\b"),
    ("role", r"\b(?:make (?:me|her|him|namedperson|\w+) (?:an? |the )?(?:site )?admin\w*|(?:change|give|get|add|remove|need) (?:\w+ ){0,3}(?:admin (?:role|rights|access)|role|roles|permissions?)|admin (?:role|rights)|i am (?:the |an? )?(?:site )?admin|soy (?:el |la )?admin\w*|hacerme admin\w*|permisos? de admin\w*|modo administrador)\b"),
    ("patient", r"\b(?:patients?|pacientes?|care ?plans?|plan(?:es)? de cuidado|chart|charts|appointments?|citas?|prescriptions?|recetas?|refill|lab results?|expediente|diagnos\w+|dob|date of birth|medicare|insurance card|referrals?|visit|visits)\b"),
    ("practice_admin", r"\b(?:new (?:user|users|hire|employee|provider|nurse|doctor|staff)|add (?:a |an |new |another )*(?:user|provider|employee|staff|nurse|doctor|member|location|practice|namedperson)|(?:remove|delete|deactivate|inactivate) (?:a |an |the |my |her |his )*(?:user|account|employee|provider|nurse|namedperson|login)|left the (?:company|practice|clinic)|no longer works?|address|npi|tax id|change (?:our|the) (?:name|address|phone)|usuarios? nuev\w+|(?:agregar|anadir|dar de alta|dar de baja|eliminar) (?:a |un |una |al |el |la )*\w+|ya no trabaja)\b"),
)  # fmt: skip  # one kind a line reads best
_READ = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_LEAD = re.compile(
    r"^\W*(?:(?:hi|hello|hey|ok|so|and|but|please|pls|also|hola|oiga|buenas|disculpe|por favor|sorry|um|well|just)\b[\s,]*)*"
    r"(?:(?:can|could|would|will) (?:you|u|i|we|someone|somebody)(?: please)?(?: help me(?: with)?)?|how (?:do|can|would|could|to)(?: i| we| you)?|i(?:'d| would) like(?: you)? to"
    r"|i(?: really| just)? (?:need|want|have)(?: you)?(?: help)?(?: with| to)?|i(?:'m| am) (?:trying|looking|having trouble)(?: to| for| with)?|help(?: me)?(?: with| to)?|where (?:do|can) i(?: find| see)?"
    r"|what(?:'s| is| are)?(?: the| my| our)?|my question is about|this is about|is there|tell me(?: about)?|give me|show me|do you (?:know|have)(?: how to)?"
    r"|(?:me )?(?:puede|pueden|podr[ií]a)n?(?: usted)?(?: ayudarme)?(?: con| a)?|c[oó]mo(?: puedo| le hago para| hago para)?|necesito(?: ayuda)?(?: con| para)?|quiero|quisiera|ay[uú]d[ea](?:me)? con|d[oó]nde(?: est[aá]| veo| encuentro)?|qu[eé] es|a qu[eé] hora)?"
    r"\W+(?:(?:to|a|an|the|my|our|some|un|una|el|la|los|las|mi)\s+)?",
    re.IGNORECASE,
)
_END = re.compile(
    r"\s+(?:if|because|when|since|but|so|that|which|while|before|after|porque|cuando|pero|si|que)\b|[.,;:!?\n(]",
    re.IGNORECASE,
)


def foreign_kind(plain: str, *, is_signs: bool) -> Foreign:
    """The kind of a text that is out of scope."""
    if is_signs:
        return "emoji"
    return next((kind for kind, pattern in _READ if pattern.search(plain)), "other")


def language_wish(plain: str) -> Foreign:
    """Whether the person asks for the other language."""
    for kind, pattern in _READ[:2]:
        if pattern.search(plain) and len(plain.split()) <= LONGEST_WISH:
            return kind
    return ""


def heard(typed: str) -> str:
    """The thing a foreign text is about, in the person's own words; empty when there is none to say back."""
    text = re.sub(r"\[[^\]]*\]", " ", " ".join(typed.split()))  # what the guard left in place of a secret
    rest = _LEAD.sub("", text, count=1) if _LEAD.match(text) else text
    end = _END.search(rest)
    said = (rest[: end.start()] if end and end.start() >= SHORTEST_HEARD else rest).strip(" \"'.,;:!?-")
    if len(said) > LONGEST_HEARD:
        said = said[:LONGEST_HEARD].rsplit(" ", 1)[0]
    return said if re.search(r"[^\W\d_]{3}", said) else ""
