"""Both sites with everything switched on, Slack too, for the walk past every screen."""

import contextlib
from collections.abc import Iterator

from tests.parts.clock import shown_time
from tests.parts.mail import Mailbox
from tests.parts.sites import Sites, open_sites
from tests.parts.slack.slack_driver import SIGNING_SECRET
from tests.parts.slack.slack_fake import BOT_TOKEN, TEAM, fake_slack

SLACK = {
    "TC2FA_SLACK_BOT_TOKEN": BOT_TOKEN,
    "TC2FA_SLACK_SIGNING_SECRET": SIGNING_SECRET,
    "TC2FA_SLACK_TEAM_ID": TEAM,
}


@contextlib.contextmanager
def open_studio(database_url: str, mailbox: Mailbox) -> Iterator[Sites]:
    """The sites, until the block ends."""
    with contextlib.ExitStack() as ending:
        slack = ending.enter_context(fake_slack(shown_time))
        settings = SLACK | {"TC2FA_SLACK_API_URL": slack.url}
        yield ending.enter_context(open_sites(database_url, mailbox, settings=settings))
