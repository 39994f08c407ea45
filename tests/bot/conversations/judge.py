"""Whether an answer keeps a promise. Tags are what a reader of the answer would check; see ``PROMISES``."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.engine.types.states import ConfirmAnswer, ConfirmRequest, ConfirmWithdraw, Idle, Offered
from bot.engine.words import TEXTS
from tests.bot.conversations.play import Answered, Script, Turn

SHORT = 260  # characters: an acknowledgement, not an explanation
GUIDE = ("guide_start", "guide_step_1", "guide_step_2", "guide_step_3", "guide_tokens")
PRACTICES = ("Lakeside", "Hilltop", "Riverbend")
ON = r"\b(is|are|it's) (already )?(turned )?on\b|already (on|set up)|turned on\b|ya est[aá]|est[aá] activ|activad[oa]\b"
OFF = (
    r"\bnot (turned |set up |activated |on )|\bno(t| one| request)?\b.{0,60}\b(yet|on|asked|active|activated)|isn't|nothing is on"
    r"|waiting|pending|todav[ií]a no|a[uú]n no|no est[aá]|pendiente|esperando|hasn't"
)
CLAIMS_ON = r"(?<!not )(?<!isn't )\b(2fa|two-factor authentication|it) is (now )?(turned )?on\b(?! for| in)|ya qued[oó] activad"
YES_NO = r"^\W*(yes|no|not|sí|si|all|any|each|every|todo|todas|ningun|about|\d+|one|two|ten|diez|only|nothing|nobody|usually|in |on |at |para|it |your |you |el |la |su |un |una |normalmente|aún|todavía|ya )"
ASKS_SECRET = r"(send|type|write|tell|give|paste|escrib\w*|env[ií]\w*|mand\w*|dig\w*) (me |us |it |here |nos )?(your |the |su |la |el )?(password|code|token|contrase|c[oó]digo)[^.]{0,30}(here|in this chat|aqu[ií]|en este chat)"
SPANISH = r"\b(el|la|los|las|de|que|su|sus|para|con|no|una?|es|está|usted|puede|código|teléfono|aquí|gracias|listo|bien)\b"
ENGLISH = r"\b(the|you|your|is|are|to|of|with|for|that|this|can|it|not|and)\b"


@dataclass(frozen=True)
class Seen:
    """One answer with what it followed."""

    script: Script
    turn: Turn
    before: Answered | None
    now: Answered
    intent: str  # what the reader took the line for

    @property
    def filed(self) -> bool:
        return self.now.requests > (
            self.before.requests if self.before else int(self.script.start == "requested")
        )

    @property
    def withdrew(self) -> bool:
        return self.now.withdrawn > (self.before.withdrawn if self.before else 0)

    @property
    def asks_back(self) -> bool:
        unsure = {
            TEXTS[language][key]
            for language in ("en", "es")
            for key in TEXTS["en"]
            if key.startswith("home.unsure")
        }
        return any(body["text"] in unsure for body in self.now.bodies)

    @property
    def turns_away(self) -> bool:
        away = re.compile(r"only help with (two-factor|2fa)|solo puedo ayudar", re.IGNORECASE)
        return bool(away.search(self.now.words))

    @property
    def place(self) -> str:
        return self.now.state.name

    @property
    def place_before(self) -> str:
        if self.before:
            return self.before.state.name
        return {"setting_up_step_1": "guide_step_1", "setting_up_step_2": "guide_step_2"}.get(
            self.script.start, "guide_step_3" if self.script.start == "setting_up_step_3" else "idle"
        )

    def finds(self, pattern: str) -> bool:
        return re.search(pattern, self.now.text, re.IGNORECASE) is not None


def _names_exactly(seen: Seen, which: str) -> bool:
    named = {name for name in PRACTICES if name in seen.now.text}
    return named >= {"Lakeside", "Hilltop"} if which == "both" else which in named


def _is_same(seen: Seen) -> bool:
    return seen.before is not None and bool(seen.now.words) and seen.before.words == seen.now.words


def _hands_over(seen: Seen) -> bool:
    on_the_way = {"tell_reset", "reset_for_good", "confirm_reset"}  # the next answers bring it to the team
    return seen.now.floor != "bot" or seen.place in on_the_way


def _offers_person(seen: Seen) -> bool:
    return _hands_over(seen) or any(
        value.startswith(("person", "intent:talk_to_human")) for value in seen.now.values
    )


def _is_spanish(seen: Seen) -> bool:
    words = seen.now.words
    if not words:
        return True
    spanish, english = (len(re.findall(each, words, re.IGNORECASE)) for each in (SPANISH, ENGLISH))
    return spanish >= english


PROMISES: Mapping[str, Callable[[Seen], bool]] = {
    "confirms": lambda seen: (
        isinstance(seen.now.state, ConfirmRequest | ConfirmWithdraw | ConfirmAnswer)
        or seen.place == "choose_practice"
    ),
    "files": lambda seen: seen.filed,
    "withdraws": lambda seen: seen.withdrew,
    "stops": lambda seen: isinstance(seen.now.state, Idle | Offered) and not seen.asks_back,
    "hands_over": _hands_over,
    "offers_person": _offers_person,
    "yes_no": lambda seen: re.search(YES_NO, seen.now.words, re.IGNORECASE) is not None,
    "next_step": lambda seen: seen.place in GUIDE or any(v.startswith("guide.") for v in seen.now.values),
    "same_step": lambda seen: seen.place == seen.place_before or seen.place in GUIDE,
    "masks": lambda seen: "[" in seen.now.kept and bool(seen.now.words),
    "tells_admin_name": lambda seen: any(name in seen.now.text for name in ("Dana", "Owen", "Grace")),
    "link": lambda seen: any(body["kind"] == "link" for body in seen.now.bodies),
    "asks_back": lambda seen: seen.asks_back or seen.place == "choose_practice" or "?" in seen.now.words,
    "kind_refusal": lambda seen: bool(seen.now.words) and not seen.filed and not seen.asks_back,
    "new_idea": lambda seen: bool(seen.now.words) and not _is_same(seen),
    "ack": lambda seen: len(seen.now.words) <= SHORT and not seen.asks_back,
    "says_on": lambda seen: seen.finds(ON),
    "says_off": lambda seen: seen.finds(OFF),
    "no_menu": lambda seen: not seen.asks_back,
    "in_spanish": _is_spanish,
    "offtopic": lambda seen: seen.turns_away,
    "repeats": _is_same,
    "menu": lambda seen: seen.asks_back,
    "steps": lambda seen: seen.place in GUIDE and seen.place != seen.place_before,
    "offers_turn_off": lambda seen: seen.finds(r"turn (it |2fa |two-factor authentication )?off|desactivar"),
    "asks_secret": lambda seen: seen.finds(ASKS_SECRET),
    "keeps_secret": lambda seen: "[" not in seen.now.kept,
    "reveals": lambda seen: any(
        name in seen.now.text for name in ("Dana", "Miguel", "Priya", "Owen", "Grace", "Tom")
    ),
    "claims_done": lambda seen: seen.finds(CLAIMS_ON),
    "in_english": lambda seen: not _is_spanish(seen),
}


def keeps(seen: Seen, tag: str) -> bool:
    """Whether the answer has what the tag names."""
    name, _, detail = tag.partition(":")
    if name == "explains":
        return re.search(detail, seen.now.text, re.IGNORECASE) is not None
    if name == "practice":
        return _names_exactly(seen, detail)
    if name == "intent":
        return seen.intent == detail
    return PROMISES[name](seen)


def broken(seen: Seen) -> tuple[list[str], list[str]]:
    """The promises of a turn that the answer does not keep: those that must hold, and those that never may."""
    done = _hands_over(seen) and seen.place_before == "handed_over"  # a person answers from here on
    missed = (
        []
        if done
        else [tag for tag in seen.turn.must if not tag.startswith("intent:") and not keeps(seen, tag)]
    )
    return missed, [tag for tag in seen.turn.never if _happens(seen, tag)]


def _happens(seen: Seen, tag: str) -> bool:
    """Whether what must never happen did; an open question is no asking back here, and a mail address is no secret."""
    if tag == "asks_back":
        return seen.asks_back
    if tag == "keeps_secret":
        return "masks" in seen.turn.must and keeps(seen, tag)
    return keeps(seen, tag)
