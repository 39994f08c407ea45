"""Counts as charts, and waits as words."""

from datetime import UTC, datetime, timedelta

from markupsafe import Markup

from console.web.charts import Bar, columns_chart, rows_chart
from core.adoption.funnel import Funnel, Stage
from core.adoption.weeks import Week
from core.ground.time_words import ago

MOMENT = datetime(2000, 1, 1, tzinfo=UTC)  # any: only the span behind it counts
STAGE_WORDS: dict[Stage, str] = {
    "invited": "Invited",
    "opened": "Opened",
    "qr_issued": "QR code shown",
    "code_tried": "First code tried",
    "done": "Set up",
    "tokens_saved": "Tokens saved",
}
STUCK_WORDS = {
    "started": "Opened it, no QR code yet",
    "qr_issued": "QR code shown, no code tried",
    "code_refused": "A first code was refused",
    "enabled": "Set up, tokens not saved",
}


def funnel_chart(funnel: Funnel) -> Markup:
    """From invited to tokens saved."""
    bars = [Bar(STAGE_WORDS[stage], people) for stage, people in funnel.counts]
    return rows_chart("How far people are", bars)


def weeks_chart(weeks: tuple[Week, ...]) -> Markup:
    """First set-ups, week by week."""
    bars = [Bar(f"{week.monday:%b} {week.monday.day}", week.set_up) for week in weeks]
    return columns_chart("People who set it up, by the week that began on", bars)


def lasting(span: timedelta | None) -> str:
    """A wait in one rough word: "3 hours"; "under a minute"."""
    if span is None:
        return "None yet"
    since = ago(MOMENT, MOMENT + span)
    return "Under a minute" if since == "just now" else since.removesuffix(" ago")
