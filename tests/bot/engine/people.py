"""The demo's people as the engine sees them, and what can change around them, in words that a transcript can use."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast

from bot.engine.types.facts import (
    ColleagueFacts,
    EnrollmentFacts,
    Facts,
    PracticeFacts,
    RefusalFacts,
    RequestFacts,
    ResetFacts,
    TeamFacts,
)
from core.second_factor import refusal_words
from core.second_factor.refusals import Kind, Refusal

LAKESIDE = PracticeFacts(
    id="lakeside",
    name="Lakeside Family Medicine",
    group="Lakeside Health Group",
    admins=("Dana Whitfield",),
)
HILLTOP = PracticeFacts(
    id="hilltop", name="Hilltop Internal Medicine", group="Lakeside Health Group", admins=("Owen Brandt",)
)
RIVERBEND = PracticeFacts(id="riverbend", name="Riverbend Cardiology", admins=("Grace Liu",))
STAFF_OF = {
    "lakeside": ("Dana Whitfield", "Miguel Ortega", "Owen Brandt", "Priya Raman"),
    "hilltop": ("Miguel Ortega", "Owen Brandt"),
    "riverbend": ("Grace Liu", "Tom Becker"),
}
SHARED = {"lakeside": 2, "hilltop": 2, "riverbend": 0}


def led(practice: PracticeFacts) -> PracticeFacts:
    """The practice as its admin sees it."""
    names = STAFF_OF[practice.id]
    return replace(
        practice,
        is_admin=True,
        members=len(names),
        member_names=names,
        people=tuple(ColleagueFacts(name.split()[0].lower(), name) for name in names),
        shared=SHARED[practice.id],
    )


def filed(person_id: str = "", person: str = "", *, state: str = "filed", due: str = "") -> ResetFacts:
    """A reset of one's own, or of the colleague with this name."""
    reset_id = f"r-{person.split(maxsplit=1)[0]}" if person else "r-own"
    return ResetFacts(reset_id, state, due, person_id, person)


def _reset(facts: Facts, state: str) -> Facts:
    """The newest reset, or a new one of one's own, is in this state now; approved, it waits until tomorrow."""
    due = LATER[facts.language]
    *others, latest = facts.resets or (filed(),)
    changed = replace(latest, state=state, due=due if state == "approved" else "")
    return replace(facts, resets=(*others, changed))


PEOPLE: dict[str, Facts] = {
    "Dana": Facts("member", first_name="Dana", practices=(led(LAKESIDE),)),
    "Owen": Facts("member", first_name="Owen", practices=(led(HILLTOP), LAKESIDE)),
    "Priya": Facts("member", first_name="Priya", practices=(LAKESIDE,)),
    "Miguel": Facts("member", first_name="Miguel", practices=(HILLTOP, LAKESIDE)),
    "Grace": Facts("member", first_name="Grace", practices=(led(RIVERBEND),)),
    "Tom": Facts("member", first_name="Tom", practices=(RIVERBEND,)),
    # Someone who leads two practices; the demo has no such person.
    "Rosa": Facts("member", first_name="Rosa", practices=(led(HILLTOP), led(LAKESIDE))),
    "Visitor": Facts("visitor"),
    "Proven": Facts("proven"),
}
MARCH = {"en": "March 2, 2026", "es": "2 de marzo de 2026"}
LATER = {"en": "tomorrow at 9:00 AM EST", "es": "mañana a las 9:00 a.\xa0m. EST"}
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Change = Callable[..., Facts]


def change(facts: Facts, words: str) -> Facts:
    """The facts after something happened, told in plain words; fails on words that nothing is known of."""
    for pattern, changed in CHANGES:
        if found := re.fullmatch(pattern, words):
            return changed(facts, *found.groups())
    raise AssertionError(f"nobody knows what this means: {words}")


def _practice(facts: Facts, name: str, **values: object) -> Facts:
    found = [practice for practice in facts.practices if practice.name.startswith(name)]
    assert found, f"nobody here works at {name}"
    changed = replace(found[0], **values)  # type: ignore[arg-type]  # names are checked by replace itself
    return replace(facts, practices=tuple(changed if p is found[0] else p for p in facts.practices))


def _request(facts: Facts, who: str, name: str, state: str = "pending", **values: str) -> Facts:
    mine = who.split(maxsplit=1)[0] == facts.first_name
    day = MARCH[facts.language]
    request = RequestFacts(f"of-{name}", state, mine=mine, asked_by=who, asked_on=day, **values)
    return _practice(facts, name, request=request)


def _asks(facts: Facts, name: str, question: str) -> Facts:
    return _request(facts, "Dana Whitfield", name, "more_information", question=question)


def _declines(facts: Facts, name: str, reason: str) -> Facts:
    return _request(facts, "Dana Whitfield", name, "declined", reason=reason)


def _peopled(facts: Facts, name: str, count: int, shared: int) -> Facts:
    names = next(p.member_names for p in facts.practices if p.name.startswith(name))[:count]
    return _practice(facts, name, members=count, member_names=names, shared=shared)


def _missing(facts: Facts, name: str, names: tuple[str, ...]) -> Facts:
    members = next(p.members for p in facts.practices if p.name.startswith(name))
    return _practice(facts, name, missing=names, set_up=members - len(names))


def _activated(facts: Facts, name: str) -> Facts:
    return _practice(facts, name, activated_on=MARCH[facts.language])


def _refused(facts: Facts, kind: str = "clock_behind") -> Facts:
    """In the product's own words, as a transcript shows them now."""
    refusal = Refusal(cast("Kind", kind), steps=2, until=NINE + timedelta(minutes=11))
    words = refusal_words.sentence(refusal, now=NINE, language=facts.language)
    return replace(facts, refusal=RefusalFacts(kind, words))


def _set_up(facts: Facts, left: str = "10", saved: str | None = "saved") -> Facts:
    live = EnrollmentFacts(
        "live", since=MARCH[facts.language], tokens_left=int(left), tokens_acknowledged=saved == "saved"
    )
    return replace(facts, enrollment=live, refusal=None)


CHANGES: tuple[tuple[str, Change], ...] = (
    (r"(\w+ \w+) has asked for (\w+)", _request),
    (r"the team asks about (\w+): (.+)", _asks),
    (r"the team declines (\w+): (.+)", _declines),
    (r"(\w+) is activated", _activated),
    (r"the request for (\w+) is (\w+)", lambda f, name, state: _request(f, "Dana Whitfield", name, state)),
    (
        r"(\w+) has (\d+) people, (\d+) of them work elsewhere too",
        lambda f, name, count, shared: _peopled(f, name, int(count), int(shared)),
    ),
    (
        r"(.+) are missing at (\w+)",
        lambda f, names, name: _missing(f, name, tuple(names.split(", "))),
    ),
    (r"(\w+) has no site admin", lambda f, name: _practice(f, name, admins=())),
    (
        r"(\w+) has the site admins (.+)",
        lambda f, name, who: _practice(f, name, admins=tuple(who.split(", "))),
    ),
    (
        r"the work at (\w+) ends",
        lambda f, name: replace(f, practices=tuple(p for p in f.practices if not p.name.startswith(name))),
    ),
    (r"a code was refused", _refused),
    (r"a code was refused as (\w+)", _refused),
    (r"a code was accepted", lambda facts: replace(facts, refusal=None)),
    (
        r"the QR code is issued",
        lambda facts: replace(facts, enrollment=EnrollmentFacts("pending", qr_issued=True)),
    ),
    (r"the factor is live, (\d+) tokens (saved|not saved)", _set_up),
    (
        r"the team usually answers in (.+)",
        lambda facts, usually: replace(facts, team=TeamFacts(usually=usually)),
    ),
    (r"the team is back (.+)", lambda facts, back: replace(facts, team=TeamFacts(back=back))),
    (r"the reset is (\w+)", _reset),
    (
        r"(\w+ \w+) works at (\w+) too",
        lambda f, name, where: _practice(f, where, people=(*f.led, ColleagueFacts("another", name))),
    ),
    (r"the team has the conversation", lambda facts: replace(facts, floor="person")),
    (r"the bot has the conversation", lambda facts: replace(facts, floor="bot")),
)
