"""The list of the audit trail. Every filter stands in the address, so that a view can be kept, sent and exported."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.staff.audit.words import CHANNELS, FACTORS, WORDS, words_of
from console.web.forms import search_text
from console.web.visit import Visit
from core.audit import checks
from core.audit.checks import ChainStanding
from core.ground.paging import Page
from core.history import audit_names, audit_views
from core.history.audit_exports import EXPORTERS
from core.history.audit_names import NamedThing
from core.history.audit_views import EntryView, Filters
from core.practices.practices import DEFAULT_TIME_ZONE

PAGE = "/audit"
FIELDS = ("person", "practice", "actor", "action", "since", "until")
LONGEST = 254  # characters; an e-mail has no more
NOBODY = "Nobody has this e-mail. Type it in full, or come here from a name in the list."
NO_PRACTICE = "No practice has this name. Type it in full."
NO_DAY = "Write the day as 2026-03-31."


@dataclass(frozen=True)
class WantedEntries:
    """The filters as typed and as meant. ``problems`` says at which field nothing could be meant."""

    typed: dict[str, str]
    filters: Filters
    names: dict[str, NamedThing] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """The filters for an address; "" without any."""
        return urlencode({name: value for name, value in self.typed.items() if value})


@dataclass(frozen=True)
class AuditListing:
    """One page of the list."""

    wanted: WantedEntries
    page: Page[EntryView]
    actions: tuple[str, ...]
    chain: ChainStanding
    is_later: bool


async def show(visit: Visit) -> Response:
    """The entries that fit the filters, newest first."""
    query = visit.request.query_params
    listing = await visit.database.read(lambda session: _look(session, query))
    return visit.page(
        "audit.html",
        status=400 if listing.wanted.problems else 200,
        listing=listing,
        may_export=visit.me.staff_role in EXPORTERS,
        words_of=words_of,
        known_words=WORDS,
        channels=CHANNELS,
        factors=FACTORS,
    )


def wanted(session: Session, query: Mapping[str, str]) -> WantedEntries:
    """What the address asks for."""
    typed = {name: search_text(query.get(name, ""), limit=LONGEST) for name in FIELDS}
    names: dict[str, NamedThing] = {}
    problems: dict[str, str] = {}
    for name in ("person", "actor", "practice"):
        find = audit_names.practice_meant if name == "practice" else audit_names.person_meant
        if not typed[name]:
            continue
        if (found := find(session, typed[name])) is not None:
            names[name] = found
        else:
            problems[name] = NO_PRACTICE if name == "practice" else NOBODY
    days = {name: _day(typed[name]) for name in ("since", "until")}
    problems |= {name: NO_DAY for name, day in days.items() if typed[name] and day is None}
    return WantedEntries(typed, _filters(typed, names, days), names, problems)


def _look(session: Session, query: Mapping[str, str]) -> AuditListing:
    asked = wanted(session, query)
    after = query.get("after")
    page = Page[EntryView]((), None) if asked.problems else audit_views.entries(session, asked.filters, after)
    return AuditListing(
        asked, page, audit_views.actions(session), checks.standing(session), is_later=bool(after)
    )


def _filters(
    typed: Mapping[str, str], names: Mapping[str, NamedThing], days: Mapping[str, date | None]
) -> Filters:
    last = days["until"]
    return Filters(
        action=typed["action"] or None,
        person_id=names["person"].id if "person" in names else None,
        actor_id=names["actor"].id if "actor" in names else None,
        practice_id=names["practice"].id if "practice" in names else None,
        since=_begins(days["since"]),
        until=_begins(last + timedelta(days=1)) if last else None,
    )


def _begins(day: date | None) -> datetime | None:
    """The first moment of a day where the team is; the pages show times in the same zone."""
    return datetime.combine(day, time(), ZoneInfo(DEFAULT_TIME_ZONE)).astimezone(UTC) if day else None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day <= date(2999, 1, 1) else None
