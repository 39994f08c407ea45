"""The messages that both channels draw: each kind, each language, each way to be marked, and the nastiest words."""

from dataclasses import dataclass

from bot.engine.types.facts import Language
from bot.engine.types.messages import Card, Choice, Choices, Link, Message, Text
from bot.engine.words import say
from bot.engine.words.speech import SETTINGS


@dataclass(frozen=True)
class Sample:
    """One message; ``chosen`` when its question is over, ``rated`` when it was judged."""

    name: str
    body: Message
    language: Language = "en"
    chosen: str = ""
    rated: bool | None = None


def _asks(language: Language) -> Choices:
    send, not_now = say(language, "button.send_request"), say(language, "button.send_not_now")
    words = say(language, "request.confirm", practice="Lakeside Family Medicine")
    choices = (Choice(send, "request.send:lakeside"), Choice(not_now, "request.not_now:lakeside"))
    return Choices(f"{words}\n{say(language, 'request.shall_i')}", choices)


def _news_of_reset(language: Language) -> Choices:
    """The button that stops it stays when its message is old."""
    words = say(language, "reset.news_approved", due="tomorrow at 9:00 AM EST")
    found = Choice(say(language, "button.reset.found"), "reset.found:r-1")
    not_me = Choice(say(language, "button.reset.not_me"), "reset.not_me:r-1", stays=True)
    return Choices(words, (found, not_me))


NASTY = "<!channel> & *bold* _it_ ~gone~ `code` :tada: \u202eevil\u202c <https://evil.example|Sign in>"
MANY = (
    *(Choice(f"Practice {n}", f"practice:{n}") for n in range(1, 13)),
    Choice("Start over", "start_over"),
    Choice("Talk to a person", "person:request"),
)
SAMPLES = (
    Sample("text", Text(say("en", "request.not_sent"))),
    Sample("text_in_spanish", Text(say("es", "request.not_sent")), "es"),
    Sample("text_that_asks", Text(say("en", "app.which"), ask_feedback=True)),
    Sample("text_that_asks_in_spanish", Text(say("es", "app.which"), ask_feedback=True), "es"),
    Sample("text_that_helped", Text(say("en", "app.which"), ask_feedback=True), rated=True),
    Sample("text_that_did_not_help", Text(say("es", "app.which"), ask_feedback=True), "es", rated=False),
    Sample("choices", _asks("en")),
    Sample("choices_in_spanish", _asks("es"), "es"),
    Sample("choices_that_are_over", _asks("en"), chosen="Send request"),
    Sample("news_of_a_reset", _news_of_reset("en")),
    Sample("news_of_a_reset_that_is_old", _news_of_reset("en"), chosen="I found my phone"),
    Sample("news_of_a_reset_in_spanish_that_is_old", _news_of_reset("es"), "es", chosen="¿Cómo va?"),
    Sample("many_choices", Choices(say("en", "request.which"), MANY)),
    Sample("link", Link(say("en", "settings.where"), say("en", "button.settings"), SETTINGS)),
    Sample(
        "link_that_asks",
        Link(say("es", "off.where"), say("es", "button.settings"), SETTINGS, ask_feedback=True),
        "es",
    ),
    Sample("card_of_the_set_up", Card("set_up", say("en", "guide.card"))),
    Sample("card_of_the_set_up_in_spanish", Card("set_up", say("es", "guide.card")), "es"),
    Sample("card_of_new_tokens", Card("new_tokens", say("en", "removed.new_tokens"))),
    Sample(
        "nasty_words",
        Choices(NASTY, (Choice(NASTY, "practice:1"), Choice("Not now", "no")), ask_feedback=True),
    ),
)
