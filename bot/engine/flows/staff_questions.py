"""The staff asked something about a request: show it, take the next message as the answer, send it after a yes."""

from bot.engine.flows import home
from bot.engine.types.effects import SendAnswer
from bot.engine.types.facts import Facts, PracticeFacts, RequestFacts
from bot.engine.types.messages import Message
from bot.engine.types.result import Step
from bot.engine.types.states import AnswerStaff, ConfirmAnswer, Idle
from bot.engine.words.speech import asking, button, ways_out


def begin(facts: Facts, request_id: str) -> Step:
    """Shows the open question; one that is no longer open says so."""
    found = _open_question(facts, request_id)
    if found is None:
        return home.what_else(facts, "answer.closed")
    return Step(AnswerStaff(request_id), (question(facts, *found),))


def question(facts: Facts, practice: PracticeFacts, request: RequestFacts) -> Message:
    """The staff's own words, marked as theirs."""
    values = {"practice": practice.name, "question": request.question}
    return asking(facts, "answer.question", ways_out(facts, "request_question"), **values)


def again(facts: Facts, request_id: str) -> tuple[Message, ...]:
    """The open question once more, or the word that it is closed."""
    found = _open_question(facts, request_id)
    return (question(facts, *found),) if found else (asking(facts, "answer.closed", ways_out(facts)),)


def check(facts: Facts, request_id: str, typed: str) -> Step:
    """Any text may be the answer, so it is shown once more before it goes."""
    if _open_question(facts, request_id) is None:
        return home.what_else(facts, "answer.closed")
    return Step(ConfirmAnswer(request_id, typed), (confirmation(facts, request_id, typed),))


def confirmation(facts: Facts, request_id: str, typed: str) -> Message:
    """Send, write again, or leave it."""
    choices = (
        button(facts, "send_answer", f"answer.send:{request_id}"),
        button(facts, "write_again", f"answer.begin:{request_id}"),
        button(facts, "not_now", f"answer.not_now:{request_id}"),
    )
    return asking(facts, "answer.confirm", choices, answer=typed)


def send(request_id: str, typed: str) -> Step:
    """Only ever reached by a yes to the confirmation."""
    return Step(Idle(), asks=(SendAnswer(request_id, typed),))


def later(facts: Facts, request_id: str) -> Step:
    """Nothing was sent; the question stays open and reachable."""
    choices = (button(facts, "answer", f"answer.begin:{request_id}"),)
    return Step(home.rest(facts), (asking(facts, "answer.later", choices),))


def is_open(facts: Facts, request_id: str) -> bool:
    """Whether the staff still wait for an answer to this request."""
    return _open_question(facts, request_id) is not None


def _open_question(facts: Facts, request_id: str) -> tuple[PracticeFacts, RequestFacts] | None:
    practice = facts.request(request_id)
    request = practice.request if practice else None
    if practice is None or request is None or request.state != "more_information" or not practice.is_admin:
        return None
    return practice, request
