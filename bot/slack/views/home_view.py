"""App Home: where I stand, what is next, my practices and the rule that asks me for a code; an admin's numbers.

Only what the signed-in person may know: an admin sees the practice's numbers, a member the names of the admins.
"""

from bot.engine.flows import home
from bot.engine.types.facts import Facts, Language, PracticeFacts
from bot.engine.words.speech import SETTINGS
from bot.slack.views.elements import (
    Part,
    Rendered,
    actions,
    button,
    context,
    divider,
    header,
    link,
    rendered,
    section,
)
from bot.slack.views.guide_card import progress_of
from bot.slack.views.mrkdwn import escaped, one_line
from bot.slack.views.names import listed
from bot.slack.views.pages import NEW_TOKENS, SET_UP, WHY, page
from bot.slack.views.presses import ASK, CHOICE, choice_value
from bot.slack.views.request_card import state_words
from bot.slack.views.words import say

# A view takes 100 blocks and 250 kB, in which an emoji counts twelve bytes; the rest is found on the site.
MOST_PRACTICES = 30
LONGEST_PRACTICE = 500
LONGEST_STATUS = 8000  # escaped characters of a message's list; Slack takes 12 000 in all
FEW_TOKENS = 2
DRAWN_ABOVE = {"intent:request_activation", "intent:start_setup"}


def home_view(facts: Facts, *, site_url: str) -> Part:
    """The whole tab, drawn again after each change (``views.publish``)."""
    blocks = [
        header("title", say(facts.language, "home.title")),
        section("hello", _hello(facts)),
        *_me(facts, site_url),
        divider("line_1"),
        *_rule(facts, site_url),
        divider("line_2"),
        *_practices(facts, site_url),
        divider("line_3"),
        *_choices(facts),
        context("ask_me", say(facts.language, "home.ask_me")),
    ]
    return {"type": "home", "blocks": blocks}


def unlinked_home(told: Rendered, *, language: Language) -> Part:
    """Home of a user we do not know or do not serve: what they were told, and no data of any person."""
    return {"type": "home", "blocks": [header("title", say(language, "home.title")), *told.blocks]}


def status(facts: Facts, *, site_url: str) -> Rendered:
    """``/2fa status``: my own state, and each of my practices in one line."""
    words, lines = facts.language, _that_fit(facts)
    mine = " ".join(_my_state(facts))
    blocks = [
        header("title", say(words, "status.title")),
        section("me", mine),
        *(section(f"practice:{n}", line, most=LONGEST_PRACTICE) for n, line in enumerate(lines)),
        *_more(facts, len(lines), site_url),
        *actions("ways", _next_steps(facts, site_url)),
    ]
    return rendered("\n".join([mine, *lines]), blocks)


def overview(facts: Facts, *, site_url: str) -> Rendered:
    """``/2fa``: my own state, the next step, and what else can be typed."""
    mine, commands = " ".join(_my_state(facts)), say(facts.language, "overview.commands")
    blocks = [
        header("title", say(facts.language, "overview.title")),
        section("me", mine),
        *actions("ways", _next_steps(facts, site_url)),
        section("commands", commands),
    ]
    return rendered(f"{mine}\n{commands}", blocks)


def _hello(facts: Facts) -> str:
    key = "home.hello_name" if facts.first_name else "home.hello"
    return say(facts.language, key, name=one_line(facts.first_name))


def _me(facts: Facts, site_url: str) -> list[Part]:
    title = header("me", say(facts.language, "home.me"))
    words = section("state", "\n".join(_my_state(facts)))
    return [title, words, *actions("next", _next_steps(facts, site_url))]


def _my_state(facts: Facts) -> list[str]:
    """Set up, begun, possible or not yet; what is wrong comes with it."""
    enrollment, words = facts.enrollment, facts.language
    if enrollment.state != "live":
        return [say(words, f"home.{_before(facts)}")]
    told = [say(words, "home.live", since=enrollment.since, left=enrollment.tokens_left)]
    wrong = {
        "home.locked": enrollment.locked,
        "home.not_saved": not enrollment.tokens_acknowledged,
        "home.few_tokens": enrollment.tokens_acknowledged and enrollment.tokens_left < FEW_TOKENS,
    }
    return [*told, *(say(words, key) for key, is_so in wrong.items() if is_so)]


def _before(facts: Facts) -> str:
    if not facts.may_set_up:
        return "not_activated"
    return "pending" if facts.enrollment.qr_issued else "not_set_up"


def _next_steps(facts: Facts, site_url: str) -> list[Part]:
    """The one thing to do next, in green, and the page where everything can be done."""
    words = facts.language
    settings = link("settings", say(words, "button.settings"), page(site_url, SETTINGS))
    match progress_of(facts).stage:
        case "start" | "opened":
            return [_begin(facts, "button.set_up"), settings]
        case "qr_issued" | "refused":
            return [_begin(facts, "button.resume"), settings]
        case "enabled":
            tokens = say(words, "guide.save_tokens")
            return [link("tokens", tokens, page(site_url, SET_UP), style="primary"), settings]
        case "done" if facts.enrollment.tokens_left < FEW_TOKENS:
            tokens = say(words, "card.open_new_tokens")
            return [link("tokens", tokens, page(site_url, NEW_TOKENS), style="primary"), settings]
        case _:
            return [*_ask(facts), settings]


def _begin(facts: Facts, key: str) -> Part:
    """The guide, begun or gone on with: the engine knows which, from the server's state."""
    value = choice_value("intent:start_setup", None)
    return button(f"{CHOICE}:guide", say(facts.language, key), value, style="primary")


def _ask(facts: Facts) -> list[Part]:
    """Opens the request modal; for admins who have something to ask for."""
    off = [each for each in facts.administered if not each.activated_on and each.open_request is None]
    return [button(ASK, say(facts.language, "button.ask"), style="primary")] if off else []


def _rule(facts: Facts, site_url: str) -> list[Part]:
    """The Group Customers rule as it applies to this person."""
    words = facts.language
    on = [practice.name for practice in facts.practices if practice.activated_on]
    key = "live" if facts.enrollment.state == "live" else "on" if on else "off"
    told = say(words, f"home.rule_{key}", practices=listed(on, words))
    why = link("why", say(words, "button.settings"), page(site_url, WHY))
    return [header("rule", say(words, "home.rule_title")), section("why", told, accessory=why)]


def _practices(facts: Facts, site_url: str) -> list[Part]:
    title = header("practices", say(facts.language, "home.practices"))
    shown = _in_order(facts)[:MOST_PRACTICES]
    if not shown:
        return [title, section("none", say(facts.language, "home.no_practices"))]
    drawn = [_practice(n, practice, facts.language) for n, practice in enumerate(shown)]
    return [title, *drawn, *_more(facts, len(drawn), site_url)]


def _in_order(facts: Facts) -> list[PracticeFacts]:
    """What waits for a person first, then what this person leads, then by name."""
    return sorted(
        facts.practices, key=lambda each: (each.open_request is None, not each.is_admin, each.name.casefold())
    )


def _that_fit(facts: Facts) -> list[str]:
    """The practices as lines, as many as one message holds."""
    lines: list[str] = []
    for each in _in_order(facts)[:MOST_PRACTICES]:
        lines.append(_line(each, facts.language))
        if sum(len(escaped(line)) for line in lines) > LONGEST_STATUS:
            return lines[:-1] or lines
    return lines


def _more(facts: Facts, shown: int, site_url: str) -> list[Part]:
    unshown = len(facts.practices) - shown
    if unshown <= 0:
        return []
    words = say(facts.language, "home.more_practices", more=unshown)
    settings = link("more", say(facts.language, "button.settings"), page(site_url, SETTINGS))
    return [section("more", words, accessory=settings)]


def _practice(n: int, practice: PracticeFacts, language: Language) -> Part:
    """Name, whether it is on, and for its admin the numbers, the request and the way to ask."""
    may_ask = practice.is_admin and not practice.activated_on and practice.open_request is None
    ask = button(f"{ASK}:{n}", say(language, "button.ask_here"), practice.id) if may_ask else None
    return section(f"practice:{n}", _line(practice, language), accessory=ask, most=LONGEST_PRACTICE)


def _line(practice: PracticeFacts, language: Language) -> str:
    return f"{one_line(practice.name)}\n{_standing(practice, language)}"


def _standing(practice: PracticeFacts, language: Language) -> str:
    """On or not, the request, and then who is who: a line that is too long loses names first."""
    is_on = bool(practice.activated_on)
    told = [say(language, "home.on" if is_on else "home.off", since=practice.activated_on)]
    if practice.is_admin and is_on:
        told.append(say(language, "home.numbers", set_up=practice.set_up, members=practice.members))
    return " ".join([*told, *_request(practice, language), *_who_leads(practice, language)])


def _who_leads(practice: PracticeFacts, language: Language) -> list[str]:
    if practice.is_admin:
        return [say(language, "home.admin")]
    key = "home.admins_one" if len(practice.admins) == 1 else "home.admins"
    return [say(language, key, names=listed(practice.admins, language))] if practice.admins else []


def _request(practice: PracticeFacts, language: Language) -> list[str]:
    request = practice.request
    if request is None or request.state == "approved":
        return []  # what was approved shows as being on
    state = state_words(request.state, language, is_admin=practice.is_admin)
    name = one_line(request.asked_by)
    return [say(language, "home.request", name=name, asked_on=request.asked_on, state=state)]


def _choices(facts: Facts) -> list[Part]:
    """The suggested asks, as on the bubble's home; they are answered in the conversation.

    Not those that have a button of their own above: two of one name would do two different things.
    """
    drawn = [
        button(f"{CHOICE}:home:{n}", choice.label, choice_value(choice.value, None))
        for n, choice in enumerate(home.suggestions(facts))
        if choice.value not in DRAWN_ABOVE
    ]
    return [section("choices", say(facts.language, "home.choices")), *actions("choices", drawn)]
