"""A workspace, the product behind its door, and people who do things in it."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx2
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.ground.actors import Actor
from core.ground.db import announce
from core.ground.outbox import OutboxRow
from core.slack import slack_events, slack_link_starts, slack_links
from core.slack.slack_events import SlackEvent
from tests.cast import Cast
from tests.parts.clock import shown_time
from tests.parts.mail import Mailbox
from tests.parts.sites import Sites, open_sites
from tests.parts.slack.slack_driver import SIGNING_SECRET, Driver, buttons, labels
from tests.parts.slack.slack_fake import BOT_TOKEN, STAFF_CHANNEL, TEAM, FakeSlack, fake_slack

SETTINGS = {
    "TC2FA_SLACK_BOT_TOKEN": BOT_TOKEN,
    "TC2FA_SLACK_SIGNING_SECRET": SIGNING_SECRET,
    "TC2FA_SLACK_TEAM_ID": TEAM,
    "TC2FA_SLACK_STAFF_CHANNEL": STAFF_CHANNEL,
}
MOST_ROUNDS = 6
ROUND_FORWARD = timedelta(seconds=6)
ROUND_SECONDS = 3.0  # of real time, for the workers to do what has become due
PEOPLE = ("Dana", "Miguel", "Priya", "Owen", "Grace", "Tom")


@dataclass
class InSlack:
    """The demo's people in Slack, by their first names; their Slack users are ``U`` and the name."""

    slack: FakeSlack
    sites: Sites
    driver: Driver

    @property
    def cast(self) -> Cast:
        return self.sites.cast

    def user(self, name: str) -> str:
        """The Slack user of a person."""
        return f"U{name.upper()}"

    def link(self, name: str) -> None:
        """The person's Slack user is theirs, without walking through the page."""
        person, user = self.cast.person(name), self.user(name)
        by = Actor(person.id, "account", factor="totp", factor_at=shown_time())

        def work(session: Session) -> object:
            token = slack_link_starts.start(
                session, team_id=TEAM, slack_user_id=user, slack_name=name, now=shown_time()
            )
            return slack_links.confirm(session, token, by=by, now=shown_time())

        assert isinstance(self.cast.do(work), slack_links.Linked)
        self.slack.wait(lambda: self.slack.dm(user) and user in self.slack.homes, f"{name}'s greeting")

    def says(self, name: str, text: str) -> dict[str, Any]:
        """Type in the Messages tab; the bot's newest message once it has answered."""
        user = self.user(name)
        before = len(self.slack.dm(user))
        assert self.driver.post(self.driver.said(user, text)).status_code == 200
        return self.newest(name, before)

    def presses(self, name: str, label: str) -> httpx2.Response:
        """Press the newest button that says so."""
        return self.driver.post(self.driver.pressed(self.user(name), self.with_button(name, label), label))

    def newest(self, name: str, before: int) -> dict[str, Any]:
        """The bot's newest message, once there are more than ``before`` and no more lines are on their way."""
        user = self.user(name)
        self.slack.wait(lambda: len(self.slack.dm(user)) > before and self.is_quiet(), f"an answer to {name}")
        return self.slack.dm(user)[-1]

    def with_button(self, name: str, label: str) -> dict[str, Any]:
        """The newest message with a button that says so."""
        found = [each for each in self.slack.dm(self.user(name)) if label in labels(each["blocks"])]
        assert found, f"nobody offers {label!r}; there are {self.offered(name)}"
        return found[-1]

    def offered(self, name: str) -> list[str]:
        """Every button that {name} can press in the Messages tab, oldest first."""
        return [label for each in self.slack.dm(self.user(name)) for label in labels(each["blocks"])]

    def addresses(self, name: str) -> list[str]:
        """Where the buttons in the Messages tab lead."""
        found = (button for each in self.slack.dm(self.user(name)) for button in buttons(each["blocks"]))
        return [button["url"] for button in found if "url" in button]

    def texts(self, name: str) -> list[str]:
        """What the bot has said to a person, oldest first."""
        return [each["text"] for each in self.slack.dm(self.user(name))]

    def until(self, is_so: Callable[[], Any], what: str) -> None:
        """Wait while time is put forward, so that what is tried again later is tried again now.

        Two tries wait 5 and 10 seconds, so a few rounds are enough; a wake-up that is lost needs more and fails.
        """
        for _ in range(MOST_ROUNDS):
            if self.slack.becomes(is_so, seconds=ROUND_SECONDS):
                return
            shown_time.forward(ROUND_FORWARD)
            self.cast.do(_wake)
        self.slack.wait(
            is_so, f"{what}, after {MOST_ROUNDS} rounds of {ROUND_FORWARD}", seconds=ROUND_SECONDS
        )

    def is_quiet(self) -> bool:
        """Whether everything that came in was worked and everything to be said was said."""
        return self.cast.look(_is_quiet)


def _wake(session: Session) -> None:
    """The workers look again at once, not with their next patrol."""
    for topic in (
        "outbox:slack",
        "outbox:staff_channel",
        slack_events.TOPIC,
        slack_events.NOW,
        slack_links.LINKS,
    ):
        announce(session, topic)


def _is_quiet(session: Session) -> bool:
    waits = select(
        exists().where(SlackEvent.done_at.is_(None), SlackEvent.dead_at.is_(None))
        | exists().where(
            OutboxRow.done_at.is_(None),
            OutboxRow.dead_at.is_(None),
            OutboxRow.via.in_(("slack", "staff_channel", "conversation")),
        )
    )
    return not session.scalar(waits)


@contextlib.contextmanager
def open_slack(
    database_url: str, mailbox: Mailbox, *, sockets: tuple[str, ...] = (), **settings: str
) -> Iterator[InSlack]:
    """Both sites and a workspace, until the block ends."""
    with contextlib.ExitStack() as ending:
        slack = ending.enter_context(fake_slack(shown_time))
        slack.sockets.extend(sockets)
        for name in PEOPLE:
            slack.add_user(f"U{name.upper()}", name)
        usual = SETTINGS | {"TC2FA_SLACK_API_URL": slack.url}
        sites = ending.enter_context(open_sites(database_url, mailbox, settings=usual | settings))
        driver = Driver(slack, sites.account)
        ending.callback(driver.close)
        yield InSlack(slack, sites, driver)
