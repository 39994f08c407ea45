"""Answers that change nothing: what it is, how to sign in, which app, where to click, whose job it is."""

from bot.engine.flows import home
from bot.engine.types.facts import Facts
from bot.engine.types.messages import Choice, Message
from bot.engine.words import say
from bot.engine.words.speech import (
    answer,
    answer_with,
    article_link,
    asking,
    button,
    listed,
    person,
    settings_link,
    text,
)


def what_is_2fa(facts: Facts) -> tuple[Message, ...]:
    """What and why, without overclaiming."""
    if facts.who != "member" or not facts.may_set_up or facts.enrollment.state == "live":
        return (answer(facts, "what.is"),)
    return (answer_with(facts, "what.is", (button(facts, "guide.begin", "guide.begin"),)),)


def which_app(facts: Facts) -> tuple[Message, ...]:
    """Google Authenticator as in the article; any RFC 6238 app; what is not on offer."""
    return (text(facts, "app.which"), article_link(facts, "step-1"))


def sign_in_help(facts: Facts) -> tuple[Message, ...]:
    """E-mail, password, then the 6-digit token; the recovery token in its place."""
    key = (
        "sign_in.how_not_set_up"
        if facts.who == "member" and facts.enrollment.state != "live"
        else "sign_in.how"
    )
    read = article_link(facts, "signing-in", ask_feedback=False)
    return (text(facts, key), read, answer_with(facts, "sign_in.then", _sign_in_trouble(facts)))


def where_is_settings(facts: Facts) -> tuple[Message, ...]:
    """The path in clicks, and a button that goes there."""
    if facts.who != "member":
        return (answer(facts, "settings.sign_in_first"),)
    if facts.may_set_up or facts.enrollment.state == "live":
        return (settings_link(facts, "settings.where", ask_feedback=True),)
    return (settings_link(facts, "settings.where_not_yet", ask_feedback=True),)


def setup_for_other(facts: Facts) -> tuple[Message, ...]:
    """Refused kindly, with the reason: the factor proves the person who holds the phone."""
    return (text(facts, "other.refused"), article_link(facts, "settings"))


def group_practices(facts: Facts) -> tuple[Message, ...]:
    """The Group Customers rule, told with the person's own practices when there are several."""
    read = article_link(facts, "several-practices")
    names = [practice.name for practice in facts.practices]
    if facts.who != "member" or len(names) < 2:  # noqa: PLR2004  one practice is no group
        return (text(facts, "group.rule"), read)
    key = "group.you_are_asked" if facts.enrollment.state == "live" else "group.you_would_be_asked"
    yours = say(facts.language, key, practices=listed(facts, names))
    return (text(facts, "group.rule_with_yours", yours=yours), read)


def disable_2fa(facts: Facts) -> tuple[Message, ...]:
    """For oneself in Settings, with proof; for a practice by ThoroughCare, two of them; never from here."""
    practice_wide = (text(facts, "off.practice"),) if facts.administered else ()
    if facts.who != "member":
        return (answer(facts, "off.sign_in_first"),)
    if facts.enrollment.state != "live":
        return (answer(facts, "off.nothing"), *practice_wide)
    return (settings_link(facts, "off.where", ask_feedback=True), *practice_wide)


def greeting(facts: Facts) -> tuple[Message, ...]:
    """Hello back, with the likeliest asks."""
    return (asking(facts, "home.hello_back", home.suggestions(facts)),)


def who_answers(facts: Facts) -> tuple[Message, ...]:
    """A bot, said plainly, with the way to a person."""
    return (asking(facts, "home.a_bot", (*home.likely(facts, 2), person(facts))),)


def standing(facts: Facts) -> tuple[Message, ...]:
    """What is next for this person: the true state in one sentence, and the one thing to do."""
    if facts.who != "member":
        return home.menu(facts, "standing.unknown")
    if facts.enrollment.state == "live":
        key = "standing.live" if facts.enrollment.tokens_acknowledged else "standing.tokens"
        return (settings_link(facts, key),)
    if facts.may_set_up:
        return (
            asking(facts, "standing.ready", (button(facts, "guide.begin", "guide.begin"), person(facts))),
        )
    if any(practice.open_request for practice in facts.administered):
        return (
            asking(
                facts, "standing.waiting", (button(facts, "ask.request_status", "intent:request_status"),)
            ),
        )
    if facts.administered:
        choices = (button(facts, "ask.request_activation", "intent:request_activation"), person(facts))
        return (asking(facts, "standing.off_admin", choices),)
    names = dict.fromkeys(name for practice in facts.practices for name in practice.admins)
    if not names:
        return (asking(facts, "standing.off_no_admin", (person(facts, "request_activation"),)),)
    asked = button(facts, "ask.request_status", "intent:request_status")
    return (asking(facts, "standing.off", (asked,), names=listed(facts, tuple(names))),)


def what_is_wrong(facts: Facts) -> tuple[Message, ...]:
    """Stuck, and the text does not say at what: the usual places, and a person."""
    choices = (*home.likely(facts, 3), person(facts, "stuck"))
    return (asking(facts, "home.what_is_wrong", choices),)


def second_ask(facts: Facts, intent: str) -> Message:
    """The other thing that was asked, with its button."""
    return asking(facts, "home.second", (button(facts, f"ask.{intent}", f"intent:{intent}"),))


def thanks(facts: Facts) -> tuple[Message, ...]:
    """Short."""
    return (text(facts, "home.welcome"),)


def out_of_scope(facts: Facts) -> tuple[Message, ...]:
    """Says what the bot is for, that nothing was done, and offers a person."""
    choices = (*home.likely(facts, 2), person(facts, "out_of_scope"))
    return (asking(facts, "home.out_of_scope", choices),)


def _sign_in_trouble(facts: Facts) -> tuple[Choice, ...]:
    return (
        button(facts, "ask.code_rejected", "intent:code_rejected"),
        button(facts, "ask.lost_phone", "intent:lost_phone"),
        person(facts, "sign_in_help"),
    )
