"""What a turn knows when it starts: read from core in one step, passed to the engine as plain values."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy.orm import Session

from bot.engine.types.facts import (
    ColleagueFacts,
    EnrollmentFacts,
    Facts,
    Language,
    PracticeFacts,
    RefusalFacts,
    RequestFacts,
    TeamFacts,
    Who,
)
from bot.turns.reset_facts import reset_facts
from bot.turns.team_times import team_times
from core.chat.conversations import Conversation
from core.ground.time_words import long_date
from core.people.names import first_name
from core.people.users import User
from core.practices import members, practices
from core.practices.members import MemberSummary
from core.practices.practices import PracticeView
from core.requests import request_views
from core.requests.request_states import Asker
from core.second_factor import enrollments, refusal_words, refusals, set_up_progress

NAMED = 6  # members named in a confirmation; the others are counted
SAME_TROUBLE = timedelta(minutes=15)  # an older refusal is not what the person means


def facts_for(session: Session, conversation: Conversation, *, language: Language, now: datetime) -> Facts:
    """The facts of one conversation. A visitor's and a half sign-in's hold no account data (SECURITY, chat)."""
    match who_in(conversation):
        case "member":
            facts = member_facts(session, conversation.user_id or "", language=language, now=now)
        case "proven":
            facts = proven_facts(session, conversation.proven_user_id or "", language=language, now=now)
        case "visitor":
            facts = Facts(who="visitor", language=language)
        case never:
            assert_never(never)
    floor = conversation.floor
    waits = floor == "waiting"
    team = team_times(session, conversation, language=language, now=now) if waits else TeamFacts()
    return replace(facts, floor=floor, team=team)


def who_in(conversation: Conversation) -> Who:
    """Who is speaking: only a conversation that belongs to an account speaks for that account."""
    if conversation.kind in {"member", "slack"} and conversation.user_id is not None:
        return "member"
    return "proven" if conversation.kind == "proven" else "visitor"


def newcomer(language: Language = "en", *, proven: bool = False) -> Facts:
    """The facts for a visitor who has written nothing yet, and so has no conversation."""
    return Facts(who="proven" if proven else "visitor", language=language)


def proven_facts(session: Session, user_id: str, *, language: Language, now: datetime) -> Facts:
    """After a right password: why the code is refused, and how the person's own reset stands; no name, no practice."""
    zone = practices.first_time_zone(practices.practices_of(session, user_id))
    return Facts(
        who="proven",
        language=language,
        refusal=_refusal(session, user_id, language=language, now=now),
        resets=reset_facts(session, user_id, zone=zone, language=language, now=now),
    )


def member_facts(session: Session, user_id: str, *, language: Language = "en", now: datetime) -> Facts:
    """The facts of a signed-in person, whose conversation may not exist yet."""
    person = session.get_one(User, user_id)
    works_in = practices.practices_of(session, user_id)
    zone = practices.first_time_zone(works_in)
    facts = Facts(
        who="member",
        language=language,
        first_name=first_name(person.name),
        practices=_practices(session, works_in, user_id, language=language),
        enrollment=_enrollment(session, user_id, zone=zone, language=language, now=now),
        refusal=_refusal(session, user_id, language=language, now=now),
        offer_is_open=_offer_is_open(session, person, works_in),
    )
    resets = reset_facts(session, user_id, facts.led, zone=zone, language=language, now=now)
    return replace(facts, resets=resets)


def day(moment: datetime | None, *, zone: str, language: Language) -> str:
    """A date as people say it, where the practice is; empty for never."""
    return long_date(moment, zone=zone, language=language) if moment is not None else ""


def _practices(
    session: Session, works_in: Sequence[PracticeView], user_id: str, *, language: Language
) -> tuple[PracticeFacts, ...]:
    """Everything in a few queries, however many practices there are."""
    ids = [practice.id for practice in works_in]
    administered = [practice.id for practice in works_in if practice.role == "admin"]
    colleagues = members.colleagues_in(session, ids, whole=administered)
    asked = request_views.practices_with_requests(session, ids)
    return tuple(
        replace(
            _practice(practice, colleagues.get(practice.id, []), language=language),
            request=_request(session, practice, user_id, language=language) if practice.id in asked else None,
        )
        for practice in works_in
    )


def _practice(
    practice: PracticeView, colleagues: Sequence[MemberSummary], *, language: Language
) -> PracticeFacts:
    facts = PracticeFacts(
        id=practice.id,
        name=practice.name,
        is_admin=practice.role == "admin",
        activated_on=day(practice.activated_at, zone=practice.time_zone, language=language),
        group=practice.group_name or "",
        admins=tuple(each.name for each in colleagues if each.role == "admin"),
    )
    return _with_people(facts, colleagues) if facts.is_admin else facts


def _with_people(facts: PracticeFacts, colleagues: Sequence[MemberSummary]) -> PracticeFacts:
    """Names are for admins only, who see them in Settings too."""
    return replace(
        facts,
        members=len(colleagues),
        member_names=tuple(each.name for each in colleagues[:NAMED]),
        people=tuple(ColleagueFacts(each.user_id, each.name) for each in colleagues),
        shared=sum(each.is_shared for each in colleagues),
        set_up=sum(each.has_factor for each in colleagues),
        missing=tuple(each.name for each in colleagues if not each.has_factor) if facts.activated_on else (),
    )


def _request(
    session: Session, practice: PracticeView, user_id: str, *, language: Language
) -> RequestFacts | None:
    """The latest request. Why it was declined, and what the team asks, is the admins' business."""
    view = request_views.latest_request(session, practice.id)
    if view is None:
        return None
    is_admin = practice.role == "admin"
    return RequestFacts(
        id=view.id,
        state=view.state,
        mine=session.get(Asker, (view.id, user_id)) is not None,
        asked_by=view.asked_by_name,
        asked_on=day(view.asked_at, zone=practice.time_zone, language=language),
        question=(view.question or "") if is_admin else "",
        reason=view.reason if is_admin else "",
    )


def _enrollment(
    session: Session, user_id: str, *, zone: str, language: Language, now: datetime
) -> EnrollmentFacts:
    standing = enrollments.standing(session, user_id, now=now)
    expires_at = standing.pending_expires_at
    return EnrollmentFacts(
        state=standing.state,
        since=day(standing.since, zone=zone, language=language),
        tokens_left=standing.tokens_left,
        tokens_acknowledged=standing.tokens_acknowledged,
        locked=standing.locked,
        qr_issued=standing.qr_issued and expires_at is not None and expires_at > now,
        opened=set_up_progress.is_opened(session, user_id),
    )


def _offer_is_open(session: Session, person: User, works_in: Sequence[PracticeView]) -> bool:
    """Once for each activation, and never again for a person who opted out."""
    if person.guide_opted_out_at is not None:
        return False
    offered_at = set_up_progress.offered_at(session, person.id)
    activations = [practice.activated_at for practice in works_in if practice.activated_at is not None]
    return offered_at is None or any(offered_at < activated_at for activated_at in activations)


def _refusal(session: Session, user_id: str, *, language: Language, now: datetime) -> RefusalFacts | None:
    """The latest refusal of the last quarter of an hour, unless a code was accepted after it."""
    past = refusals.last_refusal(session, user_id, since=now - SAME_TROUBLE)
    if past is None or past.purpose == "chat":
        return None
    used_at = enrollments.standing(session, user_id, now=now).last_used_at
    if used_at is not None and used_at >= past.at:
        return None
    words = refusal_words.sentence(past.refusal, now=now, language=language)
    return RefusalFacts(past.refusal.kind, words)
