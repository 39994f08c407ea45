"""What the situation alone decides: who says the bare topic, and which question a short answer belongs to."""

import re

from bot.understanding.text.wording import words

_BARE = frozenset("twofa please pls por favor the la el los de about ? ! hi hello hola hey".split())
_OUR_STATES = frozenset(
    "idle offered choose_practice confirm_request confirm_withdraw answer_staff confirm_answer guide_start guide_tokens "
    "lost_phone tell_reset handed_over".split()
)
_SIGNS = (  # of the question that a state by another name leaves open, the plainest first
    (re.compile(r"step\D?1|install"), "setup_step_1"),
    (re.compile(r"step\D?2|scan|qr"), "setup_step_2"),
    (re.compile(r"step\D?3|code|token|verif"), "setup_step_3"),
    (re.compile(r"withdraw|cancel"), "confirm_withdraw"),
    (re.compile(r"cho|select|which"), "choose_practice"),
    (re.compile(r"confirm|send|request"), "confirm_request"),
)
_COMPLAINTS_OF = {"setup_step_2": "scan_problem", "setup_step_3": "code_rejected"}
_LEANING = 3.0  # times as likely as the words alone say, when the open question makes it so
_FAILS = frozenset(
    "wrong error invalid work works working take takes happens happened failed fails incorrect accepted accept "
    "expired rejected refused funciona mal agarra acepta incorrecto invalido expirado sirve jala anda reconoce "
    "error vale valido pasa".split()
)
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


def canonical_state(state: str | None) -> str | None:
    """One name for one open question, whoever names it; a name that tells nothing is no state at all."""
    if state is None or state in _OUR_STATES:
        return state
    named = state.casefold()
    return next((ours for sign, ours in _SIGNS if sign.search(named)), None)


def settled(plain: str, *, role: str, state: str | None) -> str | None:
    """The intent when the situation leaves no doubt, else None."""
    said = words(plain)
    if "twofa" in said and _BARE.issuperset(said):
        return "request_activation" if role == "admin" else "start_setup"
    if state in _COMPLAINTS_OF and _complains_only(said):
        return _COMPLAINTS_OF[state]
    if _TAKING_BACK.intersection(said) and _TAKING_BACK.union(_AROUND_TAKING_BACK).issuperset(said):
        return _taken_back(state)
    return None


def leaning(intent: str, state: str | None) -> float:
    """How much likelier a complaint is where its cause is on the screen: the QR code in step 2, the code in step 3."""
    return _LEANING if state and _COMPLAINTS_OF.get(state) == intent else 1.0


def _complains_only(said: list[str]) -> bool:
    short = len(said) <= _LONGEST_COMPLAINT
    return short and bool(_FAILS.intersection(said)) and (_FAILS | _AROUND).issuperset(said)


def _taken_back(state: str | None) -> str | None:
    """Before sending, `cancel` says no; where the question is whether to take back, it says yes."""
    if state in {"confirm_request", "choose_practice", "confirm_answer"}:
        return "deny"
    return "affirm" if state == "confirm_withdraw" else None
