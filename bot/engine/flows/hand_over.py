"""Passing the conversation to a person at ThoroughCare, with the step and the kind of problem."""

from dataclasses import replace

from bot.engine.types.effects import HandOver
from bot.engine.types.facts import Facts, Language, TeamFacts
from bot.engine.types.messages import Message
from bot.engine.types.result import Step
from bot.engine.types.states import HandedOver, Idle, Offered, State, TellReset, to_json
from bot.engine.words import has, say
from bot.engine.words.speech import text

TROUBLES = {
    "code_rejected": "code rejected",
    "scan_problem": "scan problem",
    "press_guide_step_1": "says Step 1 is done, no QR code was issued",
    "press_guide_step_3": "says Step 3 is done, the server has not seen it",
    "press_guide_tokens": "says the tokens are saved, the server has not seen it",
    "same_answer": "got the same answer again",
}
PROBLEMS = {
    "lost_phone": "lost_phone",
    "tell_reset": "lost_phone_no_tokens",
    "reset_for_good": "lost_phone_no_tokens",
    "confirm_reset": "lost_phone_no_tokens",
}  # what a question was about


def ask(state: State, facts: Facts, problem: str = "") -> Step:
    """Marks the conversation as waiting; asked twice, it is said again and nothing doubles."""
    if facts.floor != "bot":
        return asked_after(state, facts)
    step = "idle" if isinstance(state, Offered) else state.name
    about = problem or PROBLEMS.get(state.name) or _problem(facts) or facts.memory.topic
    return Step(state, asks=(HandOver(step, about, summary(facts)),))


def at_once(state: State, facts: Facts, problem: str = "") -> Step:
    """A person without being asked for one: a word of regret, then the hand-over; who waits already is only noted."""
    if isinstance(state, HandedOver):
        return noted(state, facts)
    step = ask(state, facts, problem)
    return step if facts.floor != "bot" else replace(step, says=(text(facts, "person.sorry"), *step.says))


def summary(facts: Facts) -> str:
    """What a colleague must know to go on, in the team's language: what was refused, what was tried, how the person feels."""
    memory, lines = facts.memory, []
    if facts.refusal:
        lines.append(f"The server refused the last code: {facts.refusal.kind.replace('_', ' ')}.")
    told = ", ".join(f"{TROUBLES[name]} ({times}x)" for name, times in memory.complaints if name in TROUBLES)
    if told:
        lines.append(f"Told us: {told}.")
    if memory.left:
        lines.append(f"Left the set-up at: {memory.left.removeprefix('guide_').replace('_', ' ')}.")
    if memory.advised:
        advice = [say("en", key).split("\n")[0] for key in memory.advised if has(key)]
        lines += [f"Advised: {each}" for each in advice]
    if memory.moods:
        lines.append(f"Seems {' and '.join(memory.moods)}.")
    return "\n".join(lines)


def done(state: State, facts: Facts) -> Step:
    """Honest about what happens next: a person, here, and when that usually is."""
    key = "person.coming" if facts.who == "member" else "person.coming_unknown"
    return Step(waiting(state), (text(facts, key, when=when(facts.language, facts.team)),))


def asked_after(state: State, facts: Facts) -> Step:
    """A person who waits and asks again is told again that a person comes, when, and that this is the bot."""
    said = text(facts, "person.still_waiting", when=when(facts.language, facts.team))
    return Step(waiting(state, noted=True), (said,))


def when(language: Language, team: TeamFacts) -> str:
    """The sentence about when someone answers; it promises nothing that the past does not show."""
    if team.back:
        return say(language, "person.back", back=team.back)
    return say(language, "person.usually", usually=team.usually) if team.usually else ""


def noted(state: HandedOver, facts: Facts) -> Step:
    """What is written while waiting is for the person who comes; the bot says so once and then keeps quiet."""
    says: tuple[Message, ...] = () if state.noted else (text(facts, "person.noted"),)
    return Step(waiting(state, noted=True), says)


def waiting(state: State, *, noted: bool = False) -> HandedOver:
    """Waiting for a person, with the question that was open kept for afterwards.

    What was asked for a reset is not: its answers are with the team.
    """
    match state:
        case HandedOver():
            return replace(state, noted=noted or state.noted)
        case Idle() | Offered() | TellReset():
            return HandedOver(noted=noted)
        case _:
            return HandedOver(noted=noted, before=to_json(state))


def _problem(facts: Facts) -> str:
    return f"code_{facts.refusal.kind}" if facts.refusal else ""
