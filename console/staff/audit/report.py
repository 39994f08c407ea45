"""The weekly report as a page. The mail to supervisors has the numbers and leads here."""

from datetime import date, timedelta

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.staff.audit.words import CHANNELS, words_of
from console.web.visit import Visit
from core.history import weekly_report
from core.history.weekly_report import WeeklyReport

PAGE = "/audit/report"
HEADINGS = {
    "resets": ("Resets and emergency access", "Nobody's second factor was reset."),
    "locks": ("Locked codes", "Nobody's codes were locked."),
    "activations": ("Practices", "No practice was activated or deactivated, and no rule changed."),
    "team": ("The team", "No role, no account and no export."),
    "odd_hours": ("Sign-ins of the team outside office hours", "All sign-ins were within office hours."),
}


async def show(visit: Visit) -> Response:
    """The week that the address names by a day of it; the last whole one without."""
    asked = visit.request.query_params.get("week", "")
    report, latest = await visit.database.read(lambda session: _look(session, visit, asked))
    return visit.page(
        "audit_report.html",
        report=report,
        headings=HEADINGS,
        sunday=report.monday + timedelta(days=6),
        before=report.monday - timedelta(days=7),
        after=report.monday + timedelta(days=7) if report.monday <= latest else None,
        words_of=words_of,
        channels=CHANNELS,
    )


def _look(session: Session, visit: Visit, asked: str) -> tuple[WeeklyReport, date]:
    latest = weekly_report.last_monday(session, now=visit.now)
    return weekly_report.of_week(session, _monday(asked) or latest), latest


def _monday(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day - timedelta(days=day.weekday()) if date(2000, 1, 3) <= day <= date(2999, 1, 1) else None
