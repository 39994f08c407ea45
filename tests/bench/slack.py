"""How soon Slack is answered while 20 people act at once: it waits three seconds, and asks again after that.

First people it does not know, then linked members: for these an answer to ``/2fa status`` is read before the
acknowledgement, their turns are worked while others wait for theirs, and a modal must open within three seconds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.ground import migrate
from core.ground.actors import SYSTEM, Actor
from core.ground.db import Database
from core.imports import demo_data
from core.people import users
from core.people.users import User
from core.practices import practices
from core.practices.practices import Practice
from core.slack import slack_link_starts, slack_links
from core.slack.slack_events import SlackEvent
from tests.bench.crowd import Act, Answered, together
from tests.bot.slack.process import Product, a_product
from tests.parts.slack.slack_driver import Delivery
from tests.parts.slack.slack_fake import TEAM

PEOPLE = 20
EACH = 15  # acts of one person
LIMIT = 500.0  # milliseconds that 99 of 100 acknowledgements stay below
TRIGGER_LIVES = 3.0  # seconds
MESSAGE, COMMAND, PRESS = "messages", "/2fa", "presses that open a modal"
ASKS = "Ask for 2FA"  # a button of an admin's Home


@dataclass(frozen=True)
class Measured:
    """Milliseconds until each act was acknowledged, by who acted and how; seconds until each modal was opened."""

    acts: dict[tuple[str, str], list[float]]
    modals: list[float]


def acknowledged(folder: Path) -> Measured:
    """Let 20 strangers and then 20 linked members act in parallel."""
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
            product.slack.wait(lambda: set(members) <= product.slack.homes.keys(), "every Home", seconds=60)
            unknown = _act(product, strangers, (_message,))
            known = _act(product, members, (_message, _command, _press))
    acts = _by_kind("people not linked", unknown) | _by_kind("linked members", known)
    return Measured(acts, _until_open(product, known))


Doing = Callable[[Product, str, int], Act]


def _act(product: Product, who: list[str], doings: tuple[Doing, ...]) -> list[Answered]:
    """Everybody's acts, and then what came of them, so that the next ones meet an idle product."""
    plans = [
        [doing(product, user, number) for number, doing in enumerate(islice(cycle(doings), EACH))]
        for user in who
    ]
    answered = together(product.site, plans)
    open_rows = select(exists().where(SlackEvent.done_at.is_(None), SlackEvent.dead_at.is_(None)))
    with product.opened() as installation:
        read = installation.database.read
        product.slack.wait(lambda: not read(lambda session: session.scalar(open_rows)), "idle", seconds=120)
    return answered


def _message(product: Product, user: str, number: int) -> Act:
    return _planned(MESSAGE, product.driver.said(user, f"is it on yet? {number}"))


def _command(product: Product, user: str, number: int) -> Act:
    return _planned(COMMAND, product.driver.command(user, ("status", "setup", "", "help")[number % 4]))


def _press(product: Product, user: str, _number: int) -> Act:
    delivery = product.driver.pressed_at_home(user, ASKS)
    trigger = list(product.slack.triggers)[-1]
    product.slack.triggers[trigger].at += timedelta(days=1)  # measured here; the workspace refuses none
    return _planned(PRESS, delivery, trigger)


def _planned(kind: str, delivery: Delivery, trigger: str = "") -> Act:
    return Act(kind, delivery.body, delivery.headers["Content-Type"], trigger)


def _by_kind(who: str, answered: list[Answered]) -> dict[tuple[str, str], list[float]]:
    kinds = {each.kind for each in answered}
    return {
        (who, kind): sorted(each.milliseconds for each in answered if each.kind == kind)
        for kind in sorted(kinds)
    }


def _until_open(product: Product, answered: list[Answered]) -> list[float]:
    """Seconds from each press to the call that opens its modal, shortest first."""
    opened = {call.given["trigger_id"]: call.at for call in product.slack.made("views.open")}
    pressed = {each.trigger: each.asked_at for each in answered if each.trigger}
    assert opened.keys() == pressed.keys(), "a press opened nothing"
    return sorted(opened[trigger] - asked_at for trigger, asked_at in pressed.items())


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
    token = slack_link_starts.start(session, team_id=TEAM, slack_user_id=user, slack_name=user, now=now)
    linked = slack_links.confirm(session, token, by=Actor(added.id, "account"), now=now)
    assert isinstance(linked, slack_links.Linked), linked
    return user
