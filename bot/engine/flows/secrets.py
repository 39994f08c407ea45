"""What to say about a secret that was taken out of a message, and what to do about it now."""

import re

from bot.engine.types.events import Said
from bot.engine.types.facts import Facts
from bot.engine.types.messages import Card, Link, Message
from bot.engine.words import has, say
from bot.engine.words.speech import listed, settings_link, text

SAYS_NOTHING = {"greeting", "thanks", "out_of_scope"}
SECURITY = "/settings#password"


def warnings(event: Said, facts: Facts) -> tuple[Message, ...]:
    """What to say about secrets that were taken out; nothing when there were none."""
    if not event.removed:
        return ()
    return (_warning(event.removed, facts), *_burned(event, facts), *_what_now(event.removed, facts))


def says_more(event: Said) -> bool:
    """Whether anything was written beside the secret."""
    return re.search(r"[^\W\d_]", re.sub(r"\[[^\]]*\]", "", event.text)) is not None


def answers_it(event: Said) -> bool:
    """Whether the warning answers all that was asked beside the secret."""
    wish = event.wish
    return wish.question == "q.change_it_now" or (not wish.question and wish.intent in SAYS_NOTHING)


def _warning(removed: tuple[str, ...], facts: Facts) -> Message:
    """Why something of the message is missing; the secret itself was never stored."""
    kinds = dict.fromkeys(kind if has(f"removed.{kind}") else "other" for kind in removed)
    names = listed(facts, [say(facts.language, f"removed.{kind}") for kind in kinds])
    return text(facts, "removed.warning", what=names)


def _burned(event: Said, facts: Facts) -> tuple[Message, ...]:
    """A pasted token is spent. Only its signed-in owner is told whether it was valid, and gets the card for a new set."""
    if facts.who == "proven" and "recovery_token" in event.removed:
        return (text(facts, "removed.burned_unknown"),)
    if facts.who != "member" or not event.has_burned:
        return ()
    said = text(facts, "removed.burned", left=facts.enrollment.tokens_left)
    return (said, Card("new_tokens", say(facts.language, "removed.new_tokens")))


def _what_now(removed: tuple[str, ...], facts: Facts) -> tuple[Message, ...]:
    """A password that stood in a chat is changed, a key that stood there is replaced."""
    if "password" in removed:
        if facts.who != "member":
            return (text(facts, "removed.then_password"),)
        words, label = say(facts.language, "removed.then_password"), say(facts.language, "button.settings")
        return (Link(words, label, SECURITY),)
    if removed and {"key", "link"} & set(removed) and facts.who == "member":
        is_live = facts.enrollment.state == "live"
        return (settings_link(facts, "removed.then_key_live" if is_live else "removed.then_key"),)
    return ()
