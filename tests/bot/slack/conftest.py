"""What the tests of the Slack channel share."""

from collections.abc import Iterator

import pytest

from tests.bot.slack.workspace import InSlack, open_slack
from tests.parts.mail import Mailbox


@pytest.fixture
def in_slack(database_url: str, mailbox: Mailbox) -> Iterator[InSlack]:
    """The demo's people in a workspace of their own."""
    with open_slack(database_url, mailbox) as opened:
        yield opened
