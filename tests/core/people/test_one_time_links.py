"""A mailed link works once, for one person, for a while."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from core.ground.db import Database
from core.ground.sealing import KeyRing, new_key
from core.people import one_time_links
from core.people.one_time_links import LIFETIME, OneTimeLink, OneTimeLinkView
from tests.core.signing_in.sign_in_people import NOON, Clinic, after, open_clinic


@pytest.fixture
def clinic(database: Database) -> Clinic:
    return open_clinic(database)


@pytest.fixture
def dana(clinic: Clinic) -> str:
    return clinic.member("dana@lakeside.example", clinic.practice("Lakeside"))


def issued(clinic: Clinic, user_id: str, ttl: timedelta | None = None) -> str:
    link_id = clinic.database.transact(
        lambda session: one_time_links.issue(session, "reset_password", user_id, now=NOON, ttl=ttl)
    )
    return one_time_links.token_of(clinic.installation.keys, link_id)


def look(clinic: Clinic, token: str, now: datetime = NOON) -> OneTimeLinkView | None:
    keys = clinic.installation.keys
    return clinic.database.read(lambda session: one_time_links.look(session, keys, token, now=now))


def consume(clinic: Clinic, token: str, now: datetime = NOON) -> str | None:
    keys = clinic.installation.keys
    return clinic.database.transact(lambda session: one_time_links.consume(session, keys, token, now=now))


def test_looking_uses_nothing_up_and_consuming_works_once(clinic: Clinic, dana: str) -> None:
    token = issued(clinic, dana)
    for _ in range(3):
        view = look(clinic, token)
        assert view is not None
        assert (view.user_id, view.purpose, view.email) == (dana, "reset_password", "dana@lakeside.example")
    assert consume(clinic, token) == dana
    assert consume(clinic, token) is None
    assert look(clinic, token) is None


def test_of_many_who_post_the_link_at_once_one_has_it(clinic: Clinic, dana: str) -> None:
    token = issued(clinic, dana)
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: consume(clinic, token), range(24)))
    assert got.count(dana) == 1
    assert got.count(None) == 23


def test_a_link_ends_with_its_time(clinic: Clinic, dana: str) -> None:
    token = issued(clinic, dana)
    ends = NOON + LIFETIME["reset_password"]
    assert look(clinic, token, ends - timedelta(seconds=1)) is not None
    assert look(clinic, token, ends) is None
    assert consume(clinic, token, ends) is None
    short = issued(clinic, dana, timedelta(minutes=1))
    assert consume(clinic, short, after(minutes=1)) is None


def test_the_database_holds_nothing_that_opens_a_link(clinic: Clinic, dana: str) -> None:
    token = issued(clinic, dana)
    (row,) = clinic.rows(select(OneTimeLink))
    assert token not in str(vars(row))
    assert look(clinic, row.id) is None


FORGERIES: dict[str, Callable[[str], str]] = {
    "another mac": lambda token: token[:-2] + ("AA" if token[-2:] != "AA" else "BB"),
    "an unknown key": lambda token: token.replace(".k1.", ".k9."),
    "no key": lambda token: token.replace(".k1.", "."),
    "another row": lambda token: "0" * 24 + token[24:],
    "nothing": lambda _: "",
    "only dots": lambda _: "..",
    "no ASCII": lambda _: "é.k1.é",
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_link_opens_nothing(clinic: Clinic, dana: str, forge: Callable[[str], str]) -> None:
    token = issued(clinic, dana)
    assert look(clinic, forge(token)) is None
    assert consume(clinic, forge(token)) is None
    assert look(clinic, token) is not None


def test_a_link_survives_a_new_key_and_dies_with_its_own(clinic: Clinic, dana: str) -> None:
    token = issued(clinic, dana)
    old = clinic.installation.keys
    new = KeyRing.parse(new_key("k2"))
    clinic.installation = replace(clinic.installation, keys=KeyRing(new.keys + old.keys))
    assert look(clinic, token) is not None
    clinic.installation = replace(clinic.installation, keys=new)
    assert look(clinic, token) is None


def test_a_disabled_persons_link_opens_nothing(clinic: Clinic, dana: str) -> None:
    token = issued(clinic, dana)
    clinic.disable(dana)
    assert look(clinic, token) is None
    assert consume(clinic, token) is None


def test_a_persons_open_links_can_be_killed(clinic: Clinic, dana: str) -> None:
    first, second = issued(clinic, dana), issued(clinic, dana)
    assert look(clinic, first) is not None  # a second mail does not break the first
    killed = clinic.database.transact(lambda session: one_time_links.revoke_all(session, dana, now=NOON))
    assert killed == 2
    assert look(clinic, first) is None
    assert consume(clinic, second) is None
