"""Who may change the team, and what a shut account loses."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ground.actors import Actor
from core.ground.outbox import OutboxRow
from core.people import one_time_links
from core.people.one_time_links import OneTimeLink
from core.people.staff_rights import NotAllowed, StepUpNeeded
from core.people.users import EmailTaken, StaffRole
from core.sessions import half_sign_ins
from core.team import role_changes, staff
from core.team.staff import BadEmail, Invited, StaffChanged
from tests.cast import MONDAY, Cast, after


@pytest.fixture
def sam(empty_cast: Cast) -> str:
    return empty_cast.new_colleague("sam@thoroughcare.example", role="supervisor")


@pytest.fixture
def alex(empty_cast: Cast) -> str:
    return empty_cast.new_colleague("alex@thoroughcare.example")


def fresh(user_id: str) -> Actor:
    return Actor(user_id, "console", factor="totp", factor_at=MONDAY)


def invite(
    empty_cast: Cast, by: Actor, email: str = "jo@thoroughcare.example", role: StaffRole = "auditor"
) -> object:
    return empty_cast.do(
        lambda session: staff.invite(session, email=email, name="Jo", role=role, by=by, now=MONDAY)
    )


def test_a_supervisor_invites_and_the_link_sets_the_password(empty_cast: Cast, sam: str) -> None:
    invited = invite(empty_cast, fresh(sam))
    assert isinstance(invited, Invited)
    (notice,) = empty_cast.rows(select(OutboxRow))
    assert (notice.kind, notice.via, notice.user_id) == ("staff_invitation", "mail", invited.user_id)
    assert notice.data == {"link_id": invited.link_id}
    keys = empty_cast.installation.keys
    view = empty_cast.look(
        lambda session: one_time_links.look(
            session, keys, one_time_links.token_of(keys, invited.link_id), now=MONDAY
        )
    )
    assert view is not None
    assert (view.purpose, view.audience) == ("staff_invitation", "console")


def test_nobody_but_a_supervisor_with_a_fresh_code_invites(empty_cast: Cast, sam: str, alex: str) -> None:
    dana = empty_cast.new_member("dana@lakeside.example", empty_cast.new_practice("Lakeside"))
    assert isinstance(invite(empty_cast, fresh(alex)), NotAllowed)
    assert isinstance(invite(empty_cast, fresh(dana)), NotAllowed)
    assert isinstance(invite(empty_cast, Actor(sam, "slack", factor="totp", factor_at=MONDAY)), NotAllowed)
    assert isinstance(invite(empty_cast, Actor(sam, "console")), StepUpNeeded)
    assert isinstance(
        invite(empty_cast, Actor(sam, "console", factor_at=after(minutes=-5, seconds=-1))), StepUpNeeded
    )
    assert empty_cast.rows(select(OutboxRow)) == []


def test_the_command_line_may_invite_the_first_colleague(empty_cast: Cast) -> None:
    assert isinstance(invite(empty_cast, Actor(None, "command_line"), role="supervisor"), Invited)


def test_an_address_in_use_or_no_address_is_refused(empty_cast: Cast, sam: str) -> None:
    empty_cast.new_member("dana@lakeside.example", empty_cast.new_practice("Lakeside"))
    assert isinstance(invite(empty_cast, fresh(sam), "Dana@lakeside.example"), EmailTaken)
    assert isinstance(invite(empty_cast, fresh(sam), "dana"), BadEmail)


def test_a_shut_account_loses_what_it_had_open_and_keeps_its_password(
    empty_cast: Cast, sam: str, alex: str
) -> None:
    token, _ = empty_cast.signed_in(alex, factor="totp")
    half = empty_cast.do(lambda session: half_sign_ins.start(session, alex, next_path="/", now=MONDAY))
    empty_cast.do(lambda session: one_time_links.issue(session, "staff_invitation", alex, now=MONDAY))

    def still_half() -> bool:
        return empty_cast.look(
            lambda session: half_sign_ins.find(session, half, audience="console", now=MONDAY) is not None
        )

    assert still_half()
    done = empty_cast.do(lambda session: staff.disable(session, alex, by=fresh(sam), now=MONDAY))
    assert isinstance(done, StaffChanged)
    assert empty_cast.who(token, audience="console") is None
    assert not still_half()
    assert [link.revoked_at for link in empty_cast.rows(select(OneTimeLink))] == [MONDAY]
    assert len(empty_cast.audited("user.disabled")) == 1
    enabled = empty_cast.do(lambda session: staff.enable(session, alex, by=fresh(sam), now=MONDAY))
    assert isinstance(enabled, StaffChanged)
    assert empty_cast.who(token, audience="console") is None
    assert not still_half()
    assert empty_cast.signed_in(alex, factor="totp")[0]


def test_nobody_changes_their_own_rights(empty_cast: Cast, sam: str) -> None:
    empty_cast.new_colleague("kim@thoroughcare.example", role="supervisor")

    def acts(session: Session) -> list[object]:
        by = fresh(sam)
        return [
            staff.disable(session, sam, by=by, now=MONDAY),
            role_changes.propose(session, sam, "agent", by=by, now=MONDAY),
            staff.invite_again(session, sam, by=by, now=MONDAY),
        ]

    assert all(isinstance(outcome, NotAllowed) for outcome in empty_cast.do(acts))


def test_a_member_is_no_colleague(empty_cast: Cast, sam: str) -> None:
    dana = empty_cast.new_member("dana@lakeside.example", empty_cast.new_practice("Lakeside"))
    refused = empty_cast.do(lambda session: staff.disable(session, dana, by=fresh(sam), now=MONDAY))
    assert isinstance(refused, NotAllowed)


def test_the_last_supervisor_stays(empty_cast: Cast, sam: str) -> None:
    by = Actor(None, "command_line")

    def disable(session: Session) -> object:
        return staff.disable(session, sam, by=by, now=MONDAY)

    assert isinstance(empty_cast.do(disable), NotAllowed)
    empty_cast.new_colleague("kim@thoroughcare.example", role="supervisor")
    assert isinstance(empty_cast.do(disable), StaffChanged)


def test_one_supervisor_alone_invites_no_other(empty_cast: Cast, sam: str) -> None:
    assert isinstance(invite(empty_cast, fresh(sam), role="supervisor"), NotAllowed)
    assert empty_cast.rows(select(OutboxRow)) == []


def test_two_supervisors_who_disable_each_other_at_once_leave_one(empty_cast: Cast, sam: str) -> None:
    kim = empty_cast.new_colleague("kim@thoroughcare.example", role="supervisor")

    def disable(pair: tuple[str, str]) -> object:
        by, whom = pair
        return empty_cast.do(lambda session: staff.disable(session, whom, by=fresh(by), now=MONDAY))

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(disable, [(sam, kim), (kim, sam)]))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotAllowed", "StaffChanged"]


def test_the_page_lists_everybody(empty_cast: Cast, sam: str, alex: str) -> None:
    empty_cast.signed_in(alex, factor="totp", now=after(hours=1))
    invite(empty_cast, fresh(sam))
    empty_cast.do(lambda session: staff.disable(session, alex, by=fresh(sam), now=MONDAY))
    listed = empty_cast.look(staff.everybody)
    assert [(one.email.split("@")[0], one.role, one.has_password) for one in listed] == [
        ("sam", "supervisor", True),
        ("jo", "auditor", False),
        ("alex", "agent", True),
    ]
    assert listed[2].last_seen_at == after(hours=1)
    assert listed[2].disabled_at == MONDAY
