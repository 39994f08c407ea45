"""Who may change the team, and what a shut account loses."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ground.actors import Actor
from core.ground.db import Database
from core.ground.outbox import OutboxRow
from core.people import one_time_links
from core.people.one_time_links import OneTimeLink
from core.people.staff_rights import NotAllowed, StepUpNeeded
from core.people.users import EmailTaken, StaffRole
from core.sessions import half_sign_ins
from core.team import staff
from core.team.staff import BadEmail, Invited, StaffChanged
from tests.core.signing_in.sign_in_people import NOON, Clinic, after, open_clinic


@pytest.fixture
def clinic(database: Database) -> Clinic:
    return open_clinic(database)


@pytest.fixture
def sam(clinic: Clinic) -> str:
    return clinic.staff("sam@thoroughcare.example", role="supervisor")


@pytest.fixture
def alex(clinic: Clinic) -> str:
    return clinic.staff("alex@thoroughcare.example")


def fresh(user_id: str) -> Actor:
    return Actor(user_id, "console", factor="totp", factor_at=NOON)


def invite(
    clinic: Clinic, by: Actor, email: str = "jo@thoroughcare.example", role: StaffRole = "auditor"
) -> object:
    return clinic.database.transact(
        lambda session: staff.invite(session, email=email, name="Jo", role=role, by=by, now=NOON)
    )


def test_a_supervisor_invites_and_the_link_sets_the_password(clinic: Clinic, sam: str) -> None:
    invited = invite(clinic, fresh(sam))
    assert isinstance(invited, Invited)
    (notice,) = clinic.rows(select(OutboxRow))
    assert (notice.kind, notice.via, notice.user_id) == ("staff_invitation", "mail", invited.user_id)
    assert notice.data == {"link_id": invited.link_id}
    keys = clinic.installation.keys
    view = clinic.database.read(
        lambda session: one_time_links.look(
            session, keys, one_time_links.token_of(keys, invited.link_id), now=NOON
        )
    )
    assert view is not None
    assert (view.purpose, view.audience) == ("staff_invitation", "console")


def test_nobody_but_a_supervisor_with_a_fresh_code_invites(clinic: Clinic, sam: str, alex: str) -> None:
    dana = clinic.member("dana@lakeside.example", clinic.practice("Lakeside"))
    assert isinstance(invite(clinic, fresh(alex)), NotAllowed)
    assert isinstance(invite(clinic, fresh(dana)), NotAllowed)
    assert isinstance(invite(clinic, Actor(sam, "slack", factor="totp", factor_at=NOON)), NotAllowed)
    assert isinstance(invite(clinic, Actor(sam, "console")), StepUpNeeded)
    assert isinstance(
        invite(clinic, Actor(sam, "console", factor_at=after(minutes=-5, seconds=-1))), StepUpNeeded
    )
    assert clinic.rows(select(OutboxRow)) == []


def test_the_command_line_may_invite_the_first_colleague(clinic: Clinic) -> None:
    assert isinstance(invite(clinic, Actor(None, "command_line"), role="supervisor"), Invited)


def test_an_address_in_use_or_no_address_is_refused(clinic: Clinic, sam: str) -> None:
    clinic.member("dana@lakeside.example", clinic.practice("Lakeside"))
    assert isinstance(invite(clinic, fresh(sam), "Dana@lakeside.example"), EmailTaken)
    assert isinstance(invite(clinic, fresh(sam), "dana"), BadEmail)


def test_a_shut_account_loses_what_it_had_open_and_keeps_its_password(
    clinic: Clinic, sam: str, alex: str
) -> None:
    token, _ = clinic.signed_in(alex, factor="totp")
    half = clinic.database.transact(
        lambda session: half_sign_ins.start(session, alex, next_path="/", now=NOON)
    )
    clinic.database.transact(
        lambda session: one_time_links.issue(session, "staff_invitation", alex, now=NOON)
    )

    def still_half() -> bool:
        return clinic.database.read(
            lambda session: half_sign_ins.find(session, half, audience="console", now=NOON) is not None
        )

    assert still_half()
    done = clinic.database.transact(lambda session: staff.disable(session, alex, by=fresh(sam), now=NOON))
    assert isinstance(done, StaffChanged)
    assert clinic.who(token, audience="console") is None
    assert not still_half()
    assert [link.revoked_at for link in clinic.rows(select(OneTimeLink))] == [NOON]
    assert len(clinic.audited("user.disabled")) == 1
    enabled = clinic.database.transact(lambda session: staff.enable(session, alex, by=fresh(sam), now=NOON))
    assert isinstance(enabled, StaffChanged)
    assert clinic.who(token, audience="console") is None
    assert not still_half()
    assert clinic.signed_in(alex, factor="totp")[0]


def test_nobody_changes_their_own_rights(clinic: Clinic, sam: str) -> None:
    clinic.staff("kim@thoroughcare.example", role="supervisor")

    def acts(session: Session) -> list[object]:
        by = fresh(sam)
        return [
            staff.disable(session, sam, by=by, now=NOON),
            staff.change_role(session, sam, "agent", by=by, now=NOON),
            staff.invite_again(session, sam, by=by, now=NOON),
        ]

    assert all(isinstance(outcome, NotAllowed) for outcome in clinic.database.transact(acts))


def test_a_member_is_no_colleague(clinic: Clinic, sam: str) -> None:
    dana = clinic.member("dana@lakeside.example", clinic.practice("Lakeside"))
    refused = clinic.database.transact(
        lambda session: staff.change_role(session, dana, "agent", by=fresh(sam), now=NOON)
    )
    assert isinstance(refused, NotAllowed)


def test_the_last_supervisor_stays(clinic: Clinic, sam: str) -> None:
    by = Actor(None, "command_line")

    def demote(session: Session) -> object:
        return staff.change_role(session, sam, "agent", by=by, now=NOON)

    assert isinstance(clinic.database.transact(demote), NotAllowed)
    clinic.staff("kim@thoroughcare.example", role="supervisor")
    assert isinstance(clinic.database.transact(demote), StaffChanged)
    (entry,) = clinic.audited("user.role_changed")
    assert entry.details == {"from": "supervisor", "to": "agent"}


def test_two_supervisors_who_disable_each_other_at_once_leave_one(clinic: Clinic, sam: str) -> None:
    kim = clinic.staff("kim@thoroughcare.example", role="supervisor")

    def disable(pair: tuple[str, str]) -> object:
        by, whom = pair
        return clinic.database.transact(lambda session: staff.disable(session, whom, by=fresh(by), now=NOON))

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(disable, [(sam, kim), (kim, sam)]))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotAllowed", "StaffChanged"]


def test_the_page_lists_everybody(clinic: Clinic, sam: str, alex: str) -> None:
    clinic.signed_in(alex, factor="totp", now=after(hours=1))
    invite(clinic, fresh(sam))
    clinic.database.transact(lambda session: staff.disable(session, alex, by=fresh(sam), now=NOON))
    listed = clinic.database.read(staff.everybody)
    assert [(one.email.split("@")[0], one.role, one.has_password) for one in listed] == [
        ("sam", "supervisor", True),
        ("jo", "auditor", False),
        ("alex", "agent", True),
    ]
    assert listed[2].last_sign_in_at == after(hours=1)
    assert listed[2].disabled_at == NOON
