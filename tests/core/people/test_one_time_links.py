"""A mailed link works once, for one person, for a while."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from core.ground.sealing import KeyRing, new_key
from core.people import one_time_links
from core.people.one_time_links import LIFETIME, OneTimeLink, OneTimeLinkView
from tests.cast import MONDAY, Cast, after


@pytest.fixture
def dana(empty_cast: Cast) -> str:
    return empty_cast.new_member("dana@lakeside.example", empty_cast.new_practice("Lakeside"))


def issued(empty_cast: Cast, user_id: str, ttl: timedelta | None = None) -> str:
    link_id = empty_cast.do(
        lambda session: one_time_links.issue(session, "reset_password", user_id, now=MONDAY, ttl=ttl)
    )
    return one_time_links.token_of(empty_cast.installation.keys, link_id)


def look(empty_cast: Cast, token: str, now: datetime = MONDAY) -> OneTimeLinkView | None:
    keys = empty_cast.installation.keys
    return empty_cast.look(lambda session: one_time_links.look(session, keys, token, now=now))


def consume(empty_cast: Cast, token: str, now: datetime = MONDAY) -> str | None:
    keys = empty_cast.installation.keys
    return empty_cast.do(lambda session: one_time_links.consume(session, keys, token, now=now))


def test_looking_uses_nothing_up_and_consuming_works_once(empty_cast: Cast, dana: str) -> None:
    token = issued(empty_cast, dana)
    for _ in range(3):
        view = look(empty_cast, token)
        assert view is not None
        assert (view.user_id, view.purpose, view.email) == (dana, "reset_password", "dana@lakeside.example")
    assert consume(empty_cast, token) == dana
    assert consume(empty_cast, token) is None
    assert look(empty_cast, token) is None


def test_of_many_who_post_the_link_at_once_one_has_it(empty_cast: Cast, dana: str) -> None:
    token = issued(empty_cast, dana)
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: consume(empty_cast, token), range(24)))
    assert got.count(dana) == 1
    assert got.count(None) == 23


def test_a_link_ends_with_its_time(empty_cast: Cast, dana: str) -> None:
    token = issued(empty_cast, dana)
    ends = MONDAY + LIFETIME["reset_password"]
    assert look(empty_cast, token, ends - timedelta(seconds=1)) is not None
    assert look(empty_cast, token, ends) is None
    assert consume(empty_cast, token, ends) is None
    short = issued(empty_cast, dana, timedelta(minutes=1))
    assert consume(empty_cast, short, after(minutes=1)) is None


def test_the_database_holds_nothing_that_opens_a_link(empty_cast: Cast, dana: str) -> None:
    token = issued(empty_cast, dana)
    (row,) = empty_cast.rows(select(OneTimeLink))
    assert token not in str(vars(row))
    assert look(empty_cast, row.id) is None


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
def test_a_forged_link_opens_nothing(empty_cast: Cast, dana: str, forge: Callable[[str], str]) -> None:
    token = issued(empty_cast, dana)
    assert look(empty_cast, forge(token)) is None
    assert consume(empty_cast, forge(token)) is None
    assert look(empty_cast, token) is not None


def test_a_link_survives_a_new_key_and_dies_with_its_own(empty_cast: Cast, dana: str) -> None:
    token = issued(empty_cast, dana)
    old = empty_cast.installation.keys
    new = KeyRing.parse(new_key("k2"))
    empty_cast.installation = replace(empty_cast.installation, keys=KeyRing(new.keys + old.keys))
    assert look(empty_cast, token) is not None
    empty_cast.installation = replace(empty_cast.installation, keys=new)
    assert look(empty_cast, token) is None


def test_a_disabled_persons_link_opens_nothing(empty_cast: Cast, dana: str) -> None:
    token = issued(empty_cast, dana)
    empty_cast.disable(dana)
    assert look(empty_cast, token) is None
    assert consume(empty_cast, token) is None


def test_a_persons_open_links_can_be_killed(empty_cast: Cast, dana: str) -> None:
    first, second = issued(empty_cast, dana), issued(empty_cast, dana)
    assert look(empty_cast, first) is not None  # a second mail does not break the first
    killed = empty_cast.do(lambda session: one_time_links.revoke_all(session, dana, now=MONDAY))
    assert killed == 2
    assert look(empty_cast, first) is None
    assert consume(empty_cast, second) is None
