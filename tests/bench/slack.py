"""How soon Slack is answered while 20 people act at once: it waits three seconds, and asks again after that.

First people it does not know, then linked members: for these an answer to ``/2fa status`` is read before the
acknowledgement, their turns are worked while others wait for theirs, and a modal must open within three seconds.
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

import httpx2
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import demo_data, migrate, practices, slack_links, users
from core.actors import SYSTEM, Actor
from core.db import Database
from core.practices import Practice
from core.users import User
from tests.bot.slack.process import Product, a_product
from tests.parts.slack_driver import PATH, Delivery, labels
from tests.parts.slack_fake import TEAM

PEOPLE = 20
EACH = 15
PAUSE = 0.3  # seconds from an answer to the same person's next act: faster than anybody types
LIMIT = 500.0  # milliseconds that 99 of 100 acknowledgements stay below
MESSAGE, COMMAND, PRESS = "messages", "/2fa", "button presses"
ASKS = "Ask for 2FA"  # a button of an admin's Home; it opens a modal


@dataclass(frozen=True)
class Taken:
    """Milliseconds until each act was acknowledged, shortest first, by who acted and how; and of the modals."""

    acts: dict[tuple[str, str], list[float]]
    modals: int
    modals_too_late: int


def acknowledged(folder: Path) -> Taken:
    """Let 20 strangers and then 20 linked members act in parallel, and measure each acknowledgement."""
    url = f"sqlite:///{folder / 'bench.db'}"
    database = Database(url)
    migrate.upgrade(database)
    database.close()
    with a_product(folder, url) as product:
        members = _linked_members(product)
        strangers = [f"UBENCH{number}" for number in range(PEOPLE)]
        for user in (*strangers, *members, "UFIRST"):
            product.slack.add_user(user, user)
        with product.running():
            product.driver.post(product.driver.said("UFIRST", "hello"))  # the first one pays for loading
            product.slack.wait(lambda: product.slack.dm("UFIRST"), "the first answer", seconds=60)
            product.slack.wait(lambda: set(members) <= product.slack.homes.keys(), "every Home", seconds=60)
            known = _together(product, members, (_message, _command, _press))
            unknown = _together(product, strangers, (_message,))
    late = [call for call in product.slack.calls if call.answer.get("error") == "expired_trigger_id"]
    acts = {("linked members", kind): taken for kind, taken in known.items()}
    acts |= {("people not linked", kind): taken for kind, taken in unknown.items()}
    return Taken(acts, len(product.slack.modals), len(late))


Act = tuple[str, Delivery]
Doing = Callable[[Product, str, int], Act]


def _message(product: Product, user: str, number: int) -> Act:
    return MESSAGE, product.driver.said(user, f"is it on yet? {number}")


def _command(product: Product, user: str, number: int) -> Act:
    return COMMAND, product.driver.command(user, ("status", "setup", "", "help")[number % 4])


def _press(product: Product, user: str, _number: int) -> Act:
    assert ASKS in labels(product.slack.homes[user]["blocks"]), labels(product.slack.homes[user]["blocks"])
    return PRESS, product.driver.pressed_at_home(user, ASKS)


def _together(product: Product, who: list[str], doings: tuple[Doing, ...]) -> dict[str, list[float]]:
    signing = threading.Lock()  # the workspace gives each trigger a name of its own

    def acts(user: str) -> Iterator[Act]:
        for number, doing in enumerate(islice(cycle(doings), EACH)):
            with signing:
                act = doing(product, user, number)
            yield act

    with ThreadPoolExecutor(len(who)) as crowd:
        measured = list(crowd.map(lambda user: _one_person(product.site, acts(user)), who))
    kinds: dict[str, list[float]] = {}
    for kind, taken in (each for theirs in measured for each in theirs):
        kinds.setdefault(kind, []).append(taken)
    return {kind: sorted(taken) for kind, taken in kinds.items()}


def _one_person(site: str, acts: Iterator[Act]) -> list[tuple[str, float]]:
    with httpx2.Client(trust_env=False, timeout=20) as client:
        return [(kind, _once(client, site, delivery)) for kind, delivery in acts]


def _once(client: httpx2.Client, site: str, delivery: Delivery) -> float:
    start = time.perf_counter()
    answer = client.post(site + PATH, content=delivery.body, headers=dict(delivery.headers))
    taken = (time.perf_counter() - start) * 1000
    assert answer.status_code == 200, answer.status_code
    time.sleep(PAUSE)
    return taken


def _linked_members(product: Product) -> list[str]:
    """Admins of Lakeside, each with a Slack user; their ids there."""
    now = datetime.now(UTC)

    def add(session: Session) -> list[str]:
        lakeside = session.scalars(select(Practice).where(Practice.name == demo_data.LAKESIDE)).one()
        return [_linked(session, number, lakeside.id, now=now) for number in range(PEOPLE)]

    with product.opened() as installation:
        demo_data.load(installation, now=now)
        return installation.database.transact(add)


def _linked(session: Session, number: int, practice_id: str, *, now: datetime) -> str:
    added = users.add_member(
        session, email=f"m{number}@bench.example", name=f"Pat {number}", by=SYSTEM, now=now
    )
    assert isinstance(added, User), "the database is not fresh"
    session.flush()
    practices.add_membership(session, added.id, practice_id, "admin", by=SYSTEM, now=now)
    user = f"UMEMBER{number}"
    token = slack_links.start(session, team_id=TEAM, slack_user_id=user, slack_name=user, now=now)
    linked = slack_links.confirm(session, token, by=Actor(added.id, "account"), now=now)
    assert isinstance(linked, slack_links.Linked), linked
    return user
