"""What people say around a lost phone that no intent holds: none left, the old one works, stop, that was not me."""

import re

NOT_ME = re.compile(
    r"\b(not|wasn'?t|isn'?t|never was) me\b|\bi (did not|didn'?t|never|have not|haven'?t) (ask|request|order|start|do)"
    r"|\b(?:someone|somebody)(?: else)? (?:has |have )?(?:reset|hacked|changed|took over|got into|is in) (?:my|into my) (?:account|2fa|two.factor|login)"
    r"|\balguien (?:restableci[oó]|hacke[oó]|entr[oó] en|cambi[oó]) mi (?:cuenta|2fa|autenticaci[oó]n)"
    r"|\bno (fui|era|he sido|soy) yo\b|\b(no|nunca) (lo |la |eso )?(ped[ií]|solicit[eé]|hice|he pedido|he solicitado)\b",
    re.IGNORECASE,
)
STOP = {
    "stop",
    "cancel",
    "never mind",
    "forget it",
    "para",
    "basta",
    "cancela",
    "cancelar",
    "olvídelo",
    "déjelo",
}
OLD_ONE_WORKS = re.compile(
    r"\bold (?:one|phone|cell\w*|iphone|android|device) (?:is |also )?(?:still |also )?(?:works?|working|fine|with me|here)\b"
    r"|\b(?:still have|kept) (?:the|my) old\b|\bhave both phones\b"
    r"|\b(?:viejo|anterior|antiguo) (?:todav[ií]a |a[uú]n )?(?:funciona|sirve|lo tengo)\b"
    r"|\b(?:todav[ií]a|a[uú]n) tengo el (?:\w+ )?(?:viejo|anterior|antiguo)\b",
    re.IGNORECASE,
)
THEM = (
    r"(?:them|those|these|all|both|any|either|one|(?:my |the |any )?(?:recovery |backup )?(?:tokens?|codes?))"
)
NONE = re.compile(
    rf"\b(?:lost|lose|threw|tossed|deleted|misplaced|shredded) (?:\w+ )?{THEM}\b"
    rf"|(?:\b(?:never|not|cannot|cant|dont|didnt)|n't) (?:\w+ )?(?:save|saved|find|found|keep|kept|have|had|got|get|write|wrote"
    rf"|print|printed|download|downloaded) (?:\w+ )?{THEM}\b(?! (?:other )?phone)"
    r"|\b(?:have|got) (?:none|neither)\b|\bnone (?:left|of)\b|\bused (?:them )?(?:all|up)\b"
    r"|\bno (?:los |las )(?:tengo|guard\w+|encuentr\w+|imprim\w+|conserv\w+|anot\w+)\b"
    r"|\bno (?:me )?(?:tengo|queda|guard[eé]|encuentro) (?:ning[uú]n\w*|nada|tokens?|c[oó]digos?)\b"
    r"|\b(?:los|las) (?:perd|tir|borr|bot)[ií]?[eé]?\b|\bnunca (?:los|las) (?:guard|tuve|imprim)\w*"
    r"|\b(?:los )?us[eé] todos\b",
    re.IGNORECASE,
)


def stops(typed: str) -> bool:
    """Whether this means that the person wants to leave the questions."""
    return typed.casefold().strip(" .!¡") in STOP


def says_none(typed: str) -> bool:
    """Whether somebody who is asked for a recovery token says that there is none: "I lost them too"."""
    return not typed.rstrip().endswith("?") and NONE.search(typed.replace("’", "'")) is not None


def says_old_one_works(typed: str) -> bool:
    """Whether the new phone comes while the old one still shows codes, so that nothing is lost."""
    return OLD_ONE_WORKS.search(typed) is not None


def says_not_me(typed: str) -> bool:
    """Whether somebody disowns a reset: "that was not me", "I did not ask for it"."""
    return NOT_ME.search(typed.replace("’", "'")) is not None
