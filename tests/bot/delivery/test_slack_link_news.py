"""A person who was talked into linking a stranger's Slack user is told immediately, by mail and in the chat."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.slack import slack_link_starts, slack_links
from core.slack.slack_links import Linked
from tests.bot.chats import Chat
from tests.bot.delivering import deliver_due
from tests.cast import MONDAY, Cast

TEAM, USER = "T0CLINIC", "U0STRANGER"


def link_and_end(cast: Cast, name: str) -> None:
    """Priya links a Slack user and ends it again."""
    by = cast.actor("Priya")
    token = cast.do(
        lambda s: slack_link_starts.start(s, team_id=TEAM, slack_user_id=USER, slack_name=name, now=MONDAY)
    )
    made = cast.do(lambda s: slack_links.confirm(s, token, by=by, now=MONDAY))
    assert isinstance(made, Linked)
    assert cast.do(lambda s: slack_links.revoke(s, made.link.id, by=by, now=MONDAY))


@pytest.mark.databases("sqlite")  # the outbox and the turns are proven on both
def test_chat_and_mail_tell_of_both(cast: Cast, tmp_path: Path) -> None:
    priya = Chat(cast, "Priya")
    settings = cast.installation.settings.model_copy(update={"mail_directory": tmp_path})
    installation = replace(cast.installation, settings=settings)
    link_and_end(cast, "stranger {x} <b>")
    deliver_due(installation, via="conversation", now=MONDAY)
    linked, unlinked = sorted(
        (text for text in priya.texts() if "stranger {x} <b>" in text), key=lambda text: "no longer" in text
    )
    assert "is now linked to your account" in linked
    assert "no longer linked" in unlinked
    deliver_due(installation, via="mail", now=MONDAY)
    mails = " ".join(file.read_text("utf-8") for file in tmp_path.glob("*slack_*.eml"))
    for said in ("A Slack user was linked", "no longer linked", "stranger {x} <b>", "/settings#slack"):
        assert said in mails
