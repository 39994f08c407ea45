"""Transcripts: a conversation as a text file that anybody can read, played again against the engine.

The lines of the person, of the world and of the news drive it; everything else is what the engine said and asked for.
``python -m tests.bot.engine.replay`` writes the files again after a change of words, to be read before they are kept.
"""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.engine.steps.step import step
from bot.engine.types import effects
from bot.engine.types.events import Chose, Event, Happened, Opened, Outcome, Rated, Said
from bot.engine.types.facts import Facts
from bot.engine.types.messages import Card, Choices, Link, Message
from bot.engine.types.states import Idle, State
from bot.turns.reading import situation_of
from bot.understanding.understood import understand
from bot.understanding.wish import Wish
from tests.bot.engine.people import LATER, PEOPLE, change, filed

FOLDER = Path(__file__).parent / "transcripts"
FULL_NAMES = {"Dana": "Dana Whitfield", "Owen": "Owen Brandt", "Rosa": "Rosa Vidal", "Grace": "Grace Liu"}
FULL_NAMES["Priya"] = "Priya Raman"


@dataclass
class Replay:
    """One conversation being played."""

    facts: Facts
    name: str
    state: State = field(default_factory=Idle)
    offered: list[tuple[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def play(self, event: Event) -> None:
        """One event with all that follows from it."""
        waiting = [event]
        while waiting:
            result = step(self.state, waiting.pop(0), self.facts)
            self.state = result.state
            self.facts = replace(self.facts, memory=result.memory or self.facts.memory)
            for message in result.says:
                self._said(message)
            waiting.extend(self._done(effect) for effect in result.asks)

    def read(self, words: str, has_removed: bool) -> Wish:
        """What the shipped reader makes of the words where the talk stands: nothing is passed in by hand."""
        text = re.sub(r"\[[^\]]*\]", " ", words) if has_removed else words
        return understand(text, situation_of(self.state, self.facts, self.offered))

    def speak(self, wish: Wish) -> None:
        """The language changes on request, as the turn does it."""
        if wish.foreign == "language_en":
            self.facts = replace(self.facts, language="en")
        elif wish.foreign == "language_es":
            self.facts = replace(self.facts, language="es")

    def press(self, label: str) -> None:
        """A button of the latest question that has it."""
        values = [value for shown, value in self.offered if shown == label]
        assert values, f"no button says {label!r}; there are {[shown for shown, _ in self.offered]}"
        self.play(Chose(values[-1]))

    def _said(self, message: Message) -> None:
        first, *rest = message.text.split("\n")
        self.lines += [f"Bot: {first}", *(f"     {line}".rstrip() for line in rest)]
        match message:
            case Choices(choices=choices):
                self.offered = [(choice.label, choice.value) for choice in choices]
                self.lines.append("     " + " ".join(f"[{choice.label}]" for choice in choices))
            case Link(label=label, path=path):
                self.lines.append(f"     ({label}: {path})")
            case Card(card=card):
                self.lines.append(f"     (private card: {card})")
            case _:
                pass
        if message.ask_feedback:
            self.lines.append("     (Did this answer your question?)")

    def _done(self, effect: effects.Effect) -> Outcome:
        """What core would do, so far as a transcript shows it."""
        match effect:
            case effects.FileRequest(practice_id=practice_id):
                return self._filed(practice_id)
            case effects.WithdrawRequest(request_id=request_id):
                practice = self.facts.request(request_id)
                assert practice is not None
                self.lines.append(f"Does: withdraws the request for {practice.name}")
                return Outcome("request.taken_back", {"practice": practice.name})
            case effects.SendAnswer(request_id=request_id, text=text):
                practice = self.facts.request(request_id)
                assert practice is not None
                self.lines.append(f"Does: sends the answer to the team: {text}")
                return Outcome("answer.sent", {"practice": practice.name})
            case effects.HandOver():
                return self._handed_over(effect)
            case effects.RemindMembers(practice_id=practice_id):
                practice = self.facts.practice(practice_id)
                assert practice is not None
                count = len(practice.missing)
                self.lines.append(f"Does: reminds {count} people at {practice.name}")
                return Outcome("people.reminded", {"practice": practice.name, "count": str(count)})
            case effects.FileReset() | effects.WithdrawReset() | effects.FreezeReset():
                return self._about_reset(effect)
            case _:
                return self._noted(effect)

    def _about_reset(
        self, effect: effects.FileReset | effects.WithdrawReset | effects.FreezeReset
    ) -> Outcome:
        match effect:
            case effects.FileReset(person_id=person_id, note=note):
                name = next((each.name for each in self.facts.led if each.id == person_id), "")
                self.lines.append(f"Does: files the reset of {name or 'this person'}")
                self.lines.append(f"     note for the team: {note}")
                reset = filed(person_id, name)
                self.facts = replace(self.facts, resets=(*self.facts.resets, reset))
                return Outcome("reset.filed", {"reset_id": reset.id, "name": name})
            case effects.WithdrawReset(reset_id=reset_id):
                return self._ended(reset_id, "withdrawn", "takes back")
            case effects.FreezeReset(reset_id=reset_id):
                return self._ended(reset_id, "frozen", "stops")

    def _ended(self, reset_id: str, state: str, does: str) -> Outcome:
        reset = self.facts.reset(reset_id)
        name = reset.person if reset else ""
        self.lines.append(f"Does: {does} the reset of {name or 'this person'}")
        self.facts = change(self.facts, f"the reset is {state}")
        return Outcome(f"reset.{state}", {"reset_id": reset_id, "name": name})

    def _noted(
        self, effect: effects.RecordFeedback | effects.OptOut | effects.NoteOffer | effects.NoteStart
    ) -> Outcome:
        """What is only kept."""
        match effect:
            case effects.RecordFeedback(helpful=helpful):
                self.lines.append(f"Does: keeps that the answer {'helped' if helpful else 'did not help'}")
                return Outcome("feedback.helpful" if helpful else "feedback.unhelpful")
            case effects.OptOut():
                self.lines.append("Does: never offers the guide again")
                self.facts = replace(self.facts, offer_is_open=False)
                return Outcome("guide.opted_out")
            case effects.NoteOffer() | effects.NoteStart():
                is_open = self.facts.offer_is_open and isinstance(effect, effects.NoteStart)
                self.facts = replace(self.facts, offer_is_open=is_open)
                return Outcome("guide.noted")

    def _handed_over(self, effect: effects.HandOver) -> Outcome:
        self.facts = replace(self.facts, floor="waiting")
        problem = effect.problem or "not named"
        self.lines.append(f"Does: hands over to a person (step {effect.step}, problem {problem})")
        note = [f"note for the team: {effect.note}"] if effect.note else []
        self.lines += [f"     {line}" for each in note for line in each.split("\n")]
        return Outcome("handed_over")

    def _filed(self, practice_id: str) -> Outcome:
        practice = self.facts.practice(practice_id)
        assert practice is not None
        word = "joins" if practice.open_request else "files"
        self.lines.append(f"Does: {word} the request for {practice.name}")
        self.facts = change(self.facts, f"{FULL_NAMES[self.name]} has asked for {practice.name.split()[0]}")
        kind = "request.joined" if word == "joins" else "request.asked"
        return Outcome(kind, {"practice": practice.name})


def replayed(text: str) -> str:
    """The transcript as it would be written now."""
    lines = text.splitlines()
    name, language = _heading(lines)
    replay = Replay(replace(PEOPLE[name], language=language), name)  # type: ignore[arg-type]  # "en" or "es"
    for line in lines:
        if line.startswith(("#", "Who:")):
            replay.lines.append(line)
        elif line and not line.startswith(("Bot:", "Does:", "     ")):
            replay.lines += [line] if replay.lines[-1].startswith("World:") else ["", line]
            _drive(replay, line, len(replay.lines) - 1)
    return "\n".join(replay.lines) + "\n"


def _heading(lines: list[str]) -> tuple[str, str]:
    found = re.fullmatch(r"Who: (\w+), in (English|Spanish)", lines[1])
    assert found, "the second line says who speaks: Who: Dana, in English"
    return found[1], {"English": "en", "Spanish": "es"}[found[2]]


def _drive(replay: Replay, line: str, place: int) -> None:
    if found := re.fullmatch(r"World: (.+)", line):
        replay.facts = change(replay.facts, found[1])
    elif found := re.fullmatch(r"News: (\w+)(?: about (\w+))?(?:: (.+))?", line):
        replay.play(_news(replay, found[1], found[2], found[3]))
    elif found := re.fullmatch(r"Core: ([\w.]+)(?: about (\w+))?", line):
        data = {"request_id": f"of-{found[2]}", "reset_id": "r-own", "most": "1000", "state": "done"}
        named = {"until": LATER[replay.facts.language], "name": FULL_NAMES.get(found[2] or "", "")}
        replay.play(Outcome(found[1], data | named))
    else:
        _drive_person(replay, line, place)


def _drive_person(replay: Replay, line: str, place: int) -> None:
    if re.fullmatch(r"\w+ presses a button of long ago", line):
        replay.play(Chose("of_long_ago"))
    elif found := re.fullmatch(r"\w+ opens the chat", line):
        replay.play(Opened())
    elif found := re.fullmatch(r"\w+ presses: (.+)", line):
        replay.press(found[1])
    elif found := re.fullmatch(r"\w+ says it (helped|did not help)", line):
        replay.play(Rated(1, helpful=found[1] == "helped"))
    elif found := re.fullmatch(r"(\w+): (.*) \(([^()]+?)((?:; removed \w+)?)((?:; burned)?)\)", line):
        who, words, _meant, removed, burned = found.groups()
        wish = replay.read(words, bool(removed))
        replay.lines[place] = f"{who}: {words} ({_told(wish)}{removed}{burned})"
        replay.speak(wish)
        if any(value == wish.button for _, value in replay.offered):
            replay.play(Chose(wish.button))
        else:
            kinds = (removed.removeprefix("; removed "),) if removed else ()
            replay.play(Said(words, wish, kinds, bool(burned)))
    else:
        raise AssertionError(f"this line of the transcript is not understood: {line}")


def _told(wish: Wish) -> str:
    """What came out, as the file keeps it: the intent or those asked back, the move, the single question."""
    meant = " or ".join(wish.alternatives) or wish.intent
    return ", ".join(each for each in (meant, wish.move, wish.question, wish.foreign) if each)


def _news(replay: Replay, kind: str, name: str | None, words: str | None) -> Happened:
    data = {}
    if kind.startswith("reset_"):
        reset_id = f"r-{name}" if name else "r-own"
        return Happened(
            kind,
            {
                "reset_id": reset_id,
                "person": FULL_NAMES.get(name or "", ""),
                "filed_by": words or "Priya Raman",
                "is_admin": str(bool(name)),
            },
        )
    for practice in replay.facts.practices:
        if name and practice.name.startswith(name):
            data = {"practice": practice.name, "practice_id": practice.id, "request_id": f"of-{name}"}
            data["members"] = str(practice.members)
    return Happened(
        kind,
        data | ({"reason": words, "question": words, "staff": words, "slack_name": words} if words else {}),
    )


def main() -> None:
    """Write every transcript as the engine plays it now; those that do not come to their end are named and left."""
    failed = [problem for file in sorted(FOLDER.glob("*.txt")) if (problem := _written(file))]
    if failed:
        raise SystemExit("\n".join(failed))


def _written(file: Path) -> str:
    try:
        file.write_text(replayed(file.read_text("utf-8")), "utf-8")
    except AssertionError as problem:
        return f"{file.name}: {problem}"
    return ""


if __name__ == "__main__":
    main()
