"""What the situation alone decides: who says the bare topic, and which question a short answer belongs to."""

from bot.understanding.wording import words

_BARE = frozenset("twofa please pls por favor the la el los de about ? ! hi hello hola hey".split())
_GUIDE_STATES = {f"guide_step_{step}": f"setup_step_{step}" for step in (1, 2, 3)}
_COMPLAINTS_OF = {"setup_step_2": "scan_problem", "setup_step_3": "code_rejected"}
_FAILS = frozenset(
    "wrong error invalid work works working take takes happens happened failed fails incorrect accepted accept "
    "expired rejected refused funciona mal agarra acepta incorrecto invalido expirado sirve jala anda reconoce "
    "error vale valido pasa".split()
)
_AROUND = frozenset(
    "it its this that the says say said is s does do not will to me my still again just keeps keep saying a an "
    "what nothing no nada me lo la deja dice que esta sigue todavia sale siempre ? ! ugh help ay pero but ya se "
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
    """The guide's steps have one name here, whatever the engine calls them."""
    return _GUIDE_STATES.get(state, state) if state else None


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


def _complains_only(said: list[str]) -> bool:
    short = len(said) <= _LONGEST_COMPLAINT
    return short and bool(_FAILS.intersection(said)) and (_FAILS | _AROUND).issuperset(said)


def _taken_back(state: str | None) -> str | None:
    """Before sending, `cancel` says no; where the question is whether to take back, it says yes."""
    if state in {"confirm_request", "choose_practice", "confirm_answer"}:
        return "deny"
    return "affirm" if state == "confirm_withdraw" else None
