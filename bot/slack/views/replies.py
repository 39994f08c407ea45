"""Short answers to a user we do not know yet, do not serve, or who asked in the wrong place."""

from typing import Literal

from bot.engine.types.facts import Language
from bot.slack.views.elements import Rendered, actions, context, link, rendered, section
from bot.slack.views.pages import page
from bot.slack.views.words import say

NotWelcome = Literal["stranger", "bot", "team", "deleted", "unknown"]


def link_prompt(address: str, *, language: Language = "en") -> Rendered:
    """A way to the linking page. The address opens nothing by itself: sign-in and a press on the page must follow."""
    ask, warning = say(language, "link.ask"), say(language, "link.warning")
    way = link("account", say(language, "button.link"), address, style="primary")
    return rendered(
        f"{ask} {warning}", [section("ask", ask), *actions("ways", [way]), context("warning", warning)]
    )


def unlinked(*, language: Language = "en") -> Rendered:
    """What is left of a link that ended: nothing of the person."""
    words = say(language, "link.ended")
    return rendered(words, [section("ended", words)])


def not_welcome(reason: NotWelcome, *, language: Language = "en", site_url: str) -> Rendered:
    """Why there is no help here, and where there is; it tells nothing about any account."""
    why, elsewhere = say(language, f"refused.{reason}"), say(language, "refused.help")
    site = link("site", say(language, "button.site"), page(site_url, "/"))
    return rendered(
        f"{why} {elsewhere}", [section("why", why), section("elsewhere", elsewhere, accessory=site)]
    )


def pointer_to_dm(*, language: Language = "en") -> Rendered:
    """The answer to a mention in a channel, shown to that person only: help is private."""
    words = say(language, "pointer")
    return rendered(words, [section("pointer", words)])


def answered_there(*, language: Language = "en") -> Rendered:
    """What a slash command gets whose answer is a turn of the conversation."""
    words = say(language, "answered_there")
    return rendered(words, [section("there", words)])


def too_many(minutes: int, *, language: Language = "en") -> Rendered:
    """What is said once to a user who wrote more than can be answered in ``minutes``; nothing of it was read."""
    words = say(language, f"slow.{'soon' if minutes == 1 else 'later'}", minutes=minutes)
    return rendered(words, [section("slow", words)])
