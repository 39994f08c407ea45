"""What the situation alone decides: bare verbs on the topic by role, short complaints by step, a button's own words."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from bot.understanding.text.wording import words
from bot.understanding.wish import Situation

_FILL = frozenset(
    "please pls por favor the la el los de about ? ! hi hello hola hey buenas ok so now ya just i we want need wants would like to get "
    "have can could you quiero queremos necesito quisiera set me us up going started on it this that lo esto eso"
    " help with my mi yo nos our for with use".split()
)
_TOPIC = frozenset("twofa it this that lo la esto eso".split())
_ON = frozenset(
    "setup turnon enable enabled activate activated activation start get need want install configure active activen activar activelo activela actvelo "
    "habilite habilitar habilitelo habilitarlo prenda prendalo ponga pongalo poner configurar configuracion implement add use quiero necesito".split()
)
_OFF = frozenset(
    "turnoff disable deactivate remove desactivar desactive desactivelo quitar quite quitelo apagar apague apaguelo".split()
)
_OWN = frozenset("me my mi yo mine myself".split())
_OURS = frozenset("us our we nos queremos activen everyone".split())
_COMPLAINTS_OF = {"guide_step_2": "scan_problem", "guide_step_3": "code_rejected"}
_LEANING = 2.0  # times as likely as the words alone say, when the open question makes it so
_FAILS = frozenset(
    "wrong error invalid work works working take takes happens happened failed fails incorrect accepted accept "
    "expired rejected refused funciona mal agarra acepta incorrecto invalido expirado sirve jala anda reconoce "
    "error vale valido pasa".split()
)
_REFUSED = frozenset("rejected refused accepted accept expired expirado acepta".split())
_AROUND = frozenset(
    "it its this that the says say said is s does do not will to me my still again just keeps keep saying a an "
    "what nothing no nope nop nada me lo la deja dice que esta sigue todavia sale siempre ? ! ugh help ay pero but ya se "
    "same otra vez why por".split()
)
_LONGEST_COMPLAINT = 8
_TAKING_BACK = frozenset(
    "cancel cancela cancelar cancelalo withdraw retira retirar retirala anula anular abort undo".split()
)
_AROUND_TAKING_BACK = frozenset(
    "it this that the please no stop request send sending la lo el eso esa por favor solicitud wait yes si "
    "ok go ahead do my mi ! ".split()
)
_APART = re.compile(
    r"\b(set|turn|switch) (it|this|that|twofa|mine) (up|on|off)\b"
)  # "set it up" is "setup it"
_TAKES_OVER = re.compile(  # orders to the machine behind the words; they must never act (OWASP LLM01, prompt injection)
    r"\b(?:ignore|forget|disregard|override|olvid[ae]|ignor[ae]|ignoren) (?:\w+ ){0,4}(?:instructions?|rules?|guidelines|previous|prior|before"
    r"|told|reglas|instrucciones|anterior\w*)\b|\byou are now (?:a|an|in|dan|the|my)\b|\b(?:system|your|developer) prompt\b"
    r"|\b(?:developer|admin|god|debug|sudo) mode\b|\bmodo (?:administrador|desarrollador|dios)\b|\bjailbreak\b"
    r"|\b(?:approve|activate|turnon|apruebe|aprueba|active|activa)\b.*\b(?:without (?:asking|permission|approval|checks?)|sin (?:permiso|preguntar))\b"
    r"|\b(?:skip|bypass) (?:\w+ )?(?:checks?|approval|verification|security)\b|\bpretend (?:to be|you are|that you)\b"
)
LIKE_A_LABEL = 0.86
PLACE_AND_ONE = 2  # words: "second one"
SHORT_ORDER = 4  # words
_ORDINALS = {
    "first": 0, "1": 0, "one": 0, "primera": 0, "primero": 0, "1st": 0,
    "second": 1, "2": 1, "two": 1, "segunda": 1, "segundo": 1, "2nd": 1,
    "third": 2, "3": 2, "three": 2, "tercera": 2, "tercero": 2, "3rd": 2,
    "last": -1, "ultima": -1, "ultimo": -1,
}  # fmt: skip  # one place a line reads best
_AROUND_AN_ORDINAL = frozenset(
    "the la el number option opcion button please por favor yes si ok de una".split()
)


def settled(plain: str, situation: Situation) -> str | None:
    """The intent when the situation leaves no doubt, else None."""
    if _TAKES_OVER.search(plain):
        return "out_of_scope"
    said = words(_APART.sub(r"\1\3 \2", plain))
    if on := _bare(said, situation):
        return on
    if situation.state in _COMPLAINTS_OF and _complains_only(said):
        is_of_a_code = situation.topic == "code_rejected" and _REFUSED.intersection(said)
        return "code_rejected" if is_of_a_code else _COMPLAINTS_OF[situation.state]
    if _TAKING_BACK.intersection(said) and _TAKING_BACK.union(_AROUND_TAKING_BACK).issuperset(said):
        return _taken_back(situation)
    return None


def leaning(intent: str, state: str) -> float:
    """How much likelier a complaint is where its cause is on the screen: the QR code in step 2, the code in step 3."""
    return _LEANING if _COMPLAINTS_OF.get(state) == intent else 1.0


def wanted_on(situation: Situation, whom: str) -> str:
    """What "turn it on" asks of us: for the practice by its admin while it is off, else for oneself."""
    if whom == "everyone":
        return "request_activation"
    if whom == "me":
        return "start_setup"
    if situation.role == "admin" and not situation.may_set_up:
        return "request_activation"
    return "start_setup"


def pressed(text: str, plain: str, situation: Situation) -> str:
    """The value of the button whose words these nearly are, or that is named by its place; "" when none is meant."""
    if not situation.buttons or not plain.strip("?! "):
        return ""
    said = words(plain.rstrip("?! "))
    if place := _place(said, situation):
        return place
    typed = _bare_words(text)
    ratios = [
        (SequenceMatcher(None, typed, _bare_words(label)).ratio(), value)
        for value, label in situation.buttons
    ]
    best, value = max(ratios, key=lambda pair: pair[0])
    return value if best >= LIKE_A_LABEL and len(typed) > 1 else ""


def _bare_words(text: str) -> str:
    return re.sub(r"[^\w ]+", "", text.casefold()).strip()


def _place(said: Sequence[str], situation: Situation) -> str:
    """Finds "the second one" among the buttons on offer."""
    kept = [word for word in said if word not in _AROUND_AN_ORDINAL]
    places = [word for word in kept if word in _ORDINALS]
    if (
        not places
        or len(kept) > PLACE_AND_ONE
        or any(word not in _ORDINALS and word != "one" for word in kept)
    ):
        return ""
    place = _ORDINALS[next((word for word in places if word != "one"), places[0])]
    if kept == ["one"]:
        return ""
    return situation.buttons[place][0] if place < len(situation.buttons) else ""


def _bare(said: Sequence[str], situation: Situation) -> str | None:
    """Nothing but the topic, maybe with a verb that turns it on or off."""
    known = _FILL | _TOPIC | _ON | _OFF
    if not said or not known.issuperset(said):
        return None
    off, on = _OFF.intersection(said), _ON.intersection(said)
    names_it = "twofa" in said or (
        bool(_TOPIC.intersection(said))
        and bool({*off, *on} - {"get", "need", "want", "start", "use", "quiero", "necesito", "poner", "add"})
    )
    if not names_it and not _is_order(said):
        return None
    if off:
        return "disable_2fa" if not on else None
    if "not" in said:
        return None
    whom = (
        "me"
        if _OWN.intersection(said)
        else "everyone"
        if _OURS.intersection(said) and situation.role == "admin"
        else ""
    )
    if not on and not whom:
        return wanted_on(situation, "") if "twofa" in said else None
    return wanted_on(situation, whom)


def _is_order(said: Sequence[str]) -> bool:
    """Verb and thing in one word: "activelo"."""
    return (
        any(word.endswith(("elo", "ela", "alo", "ala", "arlo")) for word in said) and len(said) <= SHORT_ORDER
    )


def _complains_only(said: list[str]) -> bool:
    short = len(said) <= _LONGEST_COMPLAINT
    return short and bool(_FAILS.intersection(said)) and (_FAILS | _AROUND).issuperset(said)


def _taken_back(situation: Situation) -> str | None:
    """Before sending, `cancel` says no; where the question is whether to take back, it says yes."""
    if situation.state in {"confirm_request", "choose_practice", "confirm_answer"}:
        return "deny"
    return "affirm" if situation.state == "confirm_withdraw" else None
