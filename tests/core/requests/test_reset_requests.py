"""A reset is filed by who may, is told on every channel, and anybody it concerns can stop it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.ground import alarms
from core.ground.actors import Actor
from core.ground.outbox import OutboxRow
from core.passwords import password_changes
from core.passwords.password_changes import LinkUnusable
from core.people import one_time_links, users
from core.people.staff_rights import NotAllowed
from core.practices import practices
from core.requests import reset_requests
from core.requests.reset_requests import (
    NoSuchReset,
    NothingToReset,
    ResetAlreadyFiled,
    ResetFiled,
    ResetFrozen,
    ResetOver,
    ResetWithdrawn,
    TooManyResets,
)
from core.requests.reset_states import ResetRequest
from tests.cast import MONDAY, Cast, after
from tests.core.requests.reset_people import Desk, open_desk


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return open_desk(cast)


def link_of(desk: Desk, kind: str = "reset_filed") -> str:
    """What the mail to Priya opens."""
    (mail,) = [row for row in mails(desk, kind) if row.user_id == desk.priya.user_id]
    return one_time_links.token_of(desk.cast.installation.keys, mail.data["link_id"])


def mails(desk: Desk, kind: str) -> list[OutboxRow]:
    return [row for row in desk.cast.told(kind) if row.via == "mail"]


def press(desk: Desk, token: str) -> object:
    keys, nobody = desk.cast.installation.keys, Actor(None, "account", ip="192.0.2.8")
    return desk.cast.do(
        lambda session: reset_requests.freeze_by_link(session, keys, token, by=nobody, now=MONDAY)
    )


def test_a_member_with_a_right_password_files_it_and_the_proof_of_then_is_kept(desk: Desk) -> None:
    outcome = desk.file()
    assert isinstance(outcome, ResetFiled)
    reset = desk.reset(outcome.reset_id)
    assert (reset.state, reset.filed_as, reset.channel, reset.factor) == ("filed", "member", "bubble", "none")
    assert (reset.session_id, reset.ip) == ("a" * 24, "192.0.2.7")
    (entry,) = desk.cast.audited("reset.filed")
    assert (entry.subject_id, entry.details) == (desk.priya.user_id, {"reset": reset.id})


def test_filing_is_told_by_mail_in_the_chat_to_the_admins_and_to_the_team(desk: Desk) -> None:
    desk.filed()
    told = desk.cast.told("reset_filed")
    assert {row.via for row in told} == {"mail", "conversation", "staff_channel"}
    dana = desk.cast.person("Dana").id
    assert {row.user_id for row in told if row.via == "mail"} == {desk.priya.user_id, dana}
    assert {row.via for row in told if row.user_id == dana} == {"mail", "conversation"}
    assert not any("link_id" in row.data for row in told if row.user_id == dana)
    (channel,) = [row for row in told if row.via == "staff_channel"]
    assert channel.data.keys() == {"reset_id"}, "the channel is read by more people than the console lets in"


def test_without_a_password_nobody_files_for_themselves(desk: Desk) -> None:
    nobody = Actor(None, "bubble")
    for by in (nobody, replace(desk.half_way(), session_id=None)):
        assert isinstance(desk.file(by), NotAllowed)
    assert desk.cast.rows(select(ResetRequest)) == []


def test_an_admin_files_for_a_member_of_their_own_practice_only(desk: Desk) -> None:
    cast = desk.cast
    assert isinstance(desk.file(cast.actor("Grace")), NotAllowed)  # an admin, of Riverbend
    assert isinstance(desk.file(cast.actor("Miguel")), NotAllowed)  # a colleague, no admin
    outcome = desk.file(cast.actor("Dana"))
    assert isinstance(outcome, ResetFiled)
    reset = desk.reset(outcome.reset_id)
    assert (reset.filed_as, reset.practice_id) == ("admin", cast.practice("Lakeside").id)


def test_an_admin_who_has_left_files_nothing(desk: Desk) -> None:
    dana, lakeside, sam = desk.cast.person("Dana"), desk.cast.practice("Lakeside"), desk.cast.actor("Sam")
    desk.cast.do(lambda session: practices.end_membership(session, dana.id, lakeside.id, by=sam, now=MONDAY))
    assert isinstance(desk.file(desk.cast.actor("Dana")), NotAllowed)


def test_agents_and_supervisors_file_in_the_console_and_auditors_nowhere(desk: Desk) -> None:
    assert isinstance(desk.file(desk.cast.actor("Jo")), NotAllowed)
    assert isinstance(desk.file(desk.cast.actor("Alex", channel="slack")), NotAllowed)
    outcome = desk.file(desk.cast.actor("Alex"))
    assert isinstance(outcome, ResetFiled)
    assert desk.reset(outcome.reset_id).filed_as == "staff"


def test_a_person_has_one_open_reset(desk: Desk) -> None:
    first = desk.filed()
    assert desk.file(desk.cast.actor("Alex")) == ResetAlreadyFiled(first, "filed", None)


def test_who_has_no_factor_has_nothing_to_reset(desk: Desk) -> None:
    assert desk.file(name="Miguel") == NothingToReset()
    assert desk.cast.told("reset_filed") == []


def test_three_a_day_are_enough(desk: Desk) -> None:
    for _ in range(3):
        desk.withdraw(desk.filed(), desk.half_way())
    assert desk.file() == TooManyResets(MONDAY + timedelta(days=1))
    assert isinstance(desk.file(now=after(days=1)), ResetFiled)


def test_a_colleague_of_the_team_is_not_reset_here(desk: Desk) -> None:
    assert isinstance(desk.file(desk.cast.actor("Alex"), name="Kim"), NotAllowed)
    assert isinstance(desk.file(desk.cast.actor("Kim"), name="Kim"), NotAllowed)


def test_a_closed_account_has_no_reset(desk: Desk) -> None:
    desk.cast.do(lambda session: setattr(users.locked(session, desk.priya.user_id), "disabled_at", MONDAY))
    assert isinstance(desk.file(desk.cast.actor("Alex")), NotAllowed)


def test_the_person_and_who_filed_it_take_it_back_and_nobody_else(desk: Desk) -> None:
    reset_id = desk.filed()
    for name in ("Dana", "Grace", "Alex"):
        assert desk.withdraw(reset_id, desk.cast.actor(name)) == NoSuchReset()
    assert desk.withdraw(reset_id, desk.half_way()) == ResetWithdrawn(reset_id)
    again = desk.withdraw(reset_id, desk.half_way())
    assert again == ResetOver("withdrawn", desk.cast.person("Priya").name, MONDAY)
    assert len(desk.cast.audited("reset.withdrawn")) == 1


@pytest.mark.parametrize("name", ["Priya", "Dana", "Alex", "Kim"])
def test_whoever_it_concerns_can_freeze_it_without_a_code(desk: Desk, name: str) -> None:
    reset_id = desk.filed()
    assert desk.freeze(reset_id, desk.cast.actor(name)) == ResetFrozen(reset_id)
    assert desk.state(reset_id) == "frozen"
    assert [each.name for each in desk.cast.look(alarms.standing)] == [f"reset_frozen:{reset_id}"]
    assert {row.via for row in desk.cast.told("reset_frozen")} == {"mail", "conversation", "staff_channel"}


@pytest.mark.parametrize("name", ["Miguel", "Grace", "Jo"])
def test_strangers_colleagues_and_auditors_freeze_nothing(desk: Desk, name: str) -> None:
    reset_id = desk.filed()
    assert desk.freeze(reset_id, desk.cast.actor(name)) == NoSuchReset()
    assert desk.state(reset_id) == "filed"


def test_that_was_not_me_in_the_mail_freezes_it_once_and_without_signing_in(desk: Desk) -> None:
    reset_id = desk.filed()
    token = link_of(desk)
    assert press(desk, token) == ResetFrozen(reset_id)
    assert press(desk, token) == NoSuchReset()
    (entry,) = desk.cast.audited("reset.frozen")
    assert (entry.actor_id, entry.ip) == (desk.priya.user_id, "192.0.2.8")


def test_that_link_sets_no_password_and_a_password_link_freezes_nothing(desk: Desk) -> None:
    reset_id = desk.filed()
    by, installation = Actor(None, "account"), desk.cast.installation
    outcome = password_changes.set_by_link(
        installation, link_of(desk), "seven lanterns over the canal", by=by, now=MONDAY
    )
    assert outcome == LinkUnusable()
    email = desk.cast.person("Priya").email
    desk.cast.do(lambda session: password_changes.ask_reset(session, email, by=by, now=MONDAY))
    (mail,) = desk.cast.told("reset_password")
    token = one_time_links.token_of(installation.keys, mail.data["link_id"])
    assert press(desk, token) == NoSuchReset()
    assert desk.state(reset_id) == "filed"


def test_a_thief_who_changes_the_password_does_not_take_that_link_away(desk: Desk) -> None:
    reset_id = desk.filed()
    desk.cast.do(lambda session: one_time_links.revoke_all(session, desk.priya.user_id, now=MONDAY))
    assert press(desk, link_of(desk)) == ResetFrozen(reset_id)


def test_a_frozen_reset_stays_so_and_another_can_be_filed(desk: Desk) -> None:
    frozen = desk.filed()
    desk.freeze(frozen, desk.cast.actor("Alex"))
    assert isinstance(desk.propose(frozen, desk.cast.fresh("Alex")), ResetOver)
    assert isinstance(desk.file(), ResetFiled)
    assert desk.state(frozen) == "frozen"
