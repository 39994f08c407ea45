"""Account Settings: the two-factor section in each of its states, why a code is asked for, sessions and password."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.web.screens.answers import Wrong
from console.web.screens.secret_drawing import SecretDrawing, draw_secret
from console.web.visit import Visit
from core.practices import practices
from core.practices.practices import PersonView, PracticeView
from core.requests import request_views
from core.second_factor import enrollments, set_up_progress
from core.second_factor.enrollments import EnrollmentView, Pending, PendingExpired
from core.sessions import sessions, sign_in_policy
from core.sessions.person_facts import facts_of
from core.sessions.sessions import SessionView
from core.sessions.sign_in_policy import Reason
from core.slack import slack_links
from core.slack.slack_links import SlackLinkView


@dataclass(frozen=True)
class AdminsOf:
    """Whom a member can ask, per practice."""

    practice: PracticeView
    admins: tuple[PersonView, ...]
    is_asked: bool


@dataclass(frozen=True)
class SettingsPage:
    """Everything Account Settings may show to one person. ``slack`` is None where nothing talks to Slack."""

    practices: tuple[PracticeView, ...]
    standing: EnrollmentView
    may_set_up: bool
    secret: SecretDrawing | None
    waited_too_long: bool
    whom_to_ask: tuple[AdminsOf, ...]
    reasons: tuple[Reason, ...]
    sessions: tuple[SessionView, ...]
    time_zone: str
    may_ask_again: bool
    slack: tuple[SlackLinkView, ...] | None


async def show(visit: Visit) -> Response:
    """Account Settings."""
    is_open = visit.request.query_params.get("two-factor") == "open"
    if is_open:
        await visit.database.transact(lambda session: _note_opened(session, visit))
    return await draw(visit, is_open=is_open)


async def after(visit: Visit, path: str, *, done: str = "") -> Response:
    """Where a form of this page leads: back to the page, or for the bubble to the card as it stands now."""
    if visit.is_card:
        return await draw(visit, is_open=True)
    head, mark, fragment = path.partition("#")
    joined = f"{head}{'&' if '?' in head else '?'}done={done}" if done else head
    return visit.go(f"{joined}{mark}{fragment}")


async def draw(
    visit: Visit,
    *,
    is_open: bool,
    wrong: Wrong | None = None,
    password_wrong: Wrong | None = None,
    status: int = 200,
) -> Response:
    """The page (or for the bubble the card) with any refusal."""
    page = await visit.database.read(lambda session: look(session, visit))
    template = "cards/set_up.html" if visit.is_card else "settings.html"
    return visit.page(
        template, status=status, page=page, is_open=is_open, wrong=wrong, password_wrong=password_wrong
    )


def look(session: Session, visit: Visit) -> SettingsPage:
    """The facts of the page in one reading."""
    me, now = visit.me, visit.now
    keys = visit.site.installation.keys
    facts = facts_of(session, me.user_id, now=now)
    mine = practices.practices_of(session, me.user_id)
    waiting = enrollments.pending(session, keys, me.user_id, session_id=me.session_id, now=now)
    may_set_up = sign_in_policy.may_set_up(facts)
    standing = enrollments.standing(session, me.user_id, now=now)
    return SettingsPage(
        practices=mine,
        standing=standing,
        may_set_up=may_set_up,
        secret=draw_secret(waiting.secret, me.email) if isinstance(waiting, Pending) else None,
        waited_too_long=isinstance(waiting, PendingExpired) or _elsewhere(standing, waiting),
        whom_to_ask=() if may_set_up else tuple(_whom_to_ask(session, practice) for practice in mine),
        reasons=sign_in_policy.reasons(facts),
        sessions=tuple(sessions.listing(session, me.user_id, current=me.session_id, now=now)),
        time_zone=practices.first_time_zone(mine),
        may_ask_again=standing.state == "live" and not standing.tokens_acknowledged,
        slack=slack_links.links_of(session, me.user_id)
        if visit.site.installation.settings.slack_is_on
        else None,
    )


def _note_opened(session: Session, visit: Visit) -> None:
    """Record that set-up was opened, so that guidance here or in Slack follows."""
    me, now = visit.me.user_id, visit.now
    is_begun = enrollments.standing(session, me, now=now).state != "none"
    if not is_begun and sign_in_policy.may_set_up(facts_of(session, me, now=now)):
        set_up_progress.opened(session, me, now=now)


def _elsewhere(standing: EnrollmentView, waiting: Pending | PendingExpired | None) -> bool:
    """A QR code was issued to an earlier session: this one starts a new one, and the old entry must go."""
    return waiting is None and standing.qr_issued


def _whom_to_ask(session: Session, practice: PracticeView) -> AdminsOf:
    is_asked = request_views.open_request(session, practice.id) is not None
    return AdminsOf(practice, practices.admins_of(session, practice.id), is_asked)
