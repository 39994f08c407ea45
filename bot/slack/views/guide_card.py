"""The set-up as a card: steps that tick as the server's state moves, and a button to the page for what needs a secret.

Where it stands is what the server says, never what was pressed; so it holds the place for days.
"""

from dataclasses import dataclass
from typing import Literal

from bot.engine.types.facts import Facts, Language
from bot.slack.views.elements import Part, Rendered, actions, context, header, link, rendered, section
from bot.slack.views.pages import SET_UP, page
from bot.slack.views.words import say

Stage = Literal["not_activated", "start", "opened", "qr_issued", "refused", "enabled", "done"]
STEPS = ("app", "scan", "confirm", "tokens")
# How many steps are done. A refused code proves that the app has the entry: a scan itself the server cannot see.
DONE: dict[Stage, int] = {"start": 0, "opened": 0, "qr_issued": 1, "refused": 2, "enabled": 3, "done": 4}
# What each stage needs next, on the page.
NEXT: dict[Stage, str] = {
    "start": "guide.continue",
    "opened": "guide.open_page",
    "qr_issued": "guide.show_code",
    "refused": "guide.enter",
    "enabled": "guide.save_tokens",
}


@dataclass(frozen=True)
class GuideProgress:
    """How far a person is, by the server's record. ``refusal`` says what was wrong with the last code."""

    stage: Stage
    refusal: str = ""


def progress_of(facts: Facts) -> GuideProgress:
    """The progress in the facts of a turn."""
    enrollment = facts.enrollment
    if enrollment.state == "live":
        return GuideProgress("done" if enrollment.tokens_acknowledged else "enabled")
    if not facts.may_set_up:
        return GuideProgress("not_activated")
    if not enrollment.qr_issued:
        return GuideProgress("opened" if enrollment.opened else "start")
    if facts.refusal is None:
        return GuideProgress("qr_issued")
    return GuideProgress("refused", facts.refusal.sentence)


def guide_card(progress: GuideProgress, *, language: Language, site_url: str) -> Rendered:
    """The card as the set-up stands now; it replaces the one that was posted (``chat.update``)."""
    title, now = say(language, "guide.title"), _now(progress, language)
    if progress.stage == "not_activated":
        return rendered(f"{title}\n{now}", [header("title", title), section("now", now)])
    steps = "\n".join(_steps(progress.stage, language))
    blocks = [header("title", title), section("steps", steps), section("now", now)]
    blocks += actions("ways", _buttons(progress.stage, language, site_url))
    blocks += [context("follows", say(language, "guide.follows"))] if progress.stage != "done" else []
    return rendered(f"{title}\n{now}\n{steps}", blocks)


def _now(progress: GuideProgress, language: Language) -> str:
    return say(language, f"guide.{progress.stage}", sentence=progress.refusal)


def _steps(stage: Stage, language: Language) -> list[str]:
    """Each step with its mark in words too: a tick alone says nothing to a screen reader."""
    done = DONE[stage]
    marks = ["done" if n < done else "now" if n == done else "next" for n in range(len(STEPS))]
    return [
        say(language, f"guide.mark_{mark}", step=say(language, f"guide.step_{step}"))
        for step, mark in zip(STEPS, marks, strict=True)
    ]


def _buttons(stage: Stage, language: Language, site_url: str) -> list[Part]:
    if stage not in NEXT:
        return []
    words = say(language, NEXT[stage])
    return [link(f"guide_{stage}", words, page(site_url, SET_UP), style="primary")]
