"""A member who left before the team answered is told by mail, once, and without a word of the answer."""

from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import update

from core.chat import conversations, inbox
from core.chat.conversations import Conversation
from core.people.users import User
from tests.bot.delivering import deliver_due
from tests.cast import MONDAY, Cast, after
from tests.core.chat.inbox_people import acts, ask_for_a_person, says, takes, visitor_asks

SECRET_WORDS = "Your chart of last week is ready"


@dataclass(frozen=True)
class Post:
    """The mail of one installation, as files."""

    cast: Cast
    folder: Path

    def sent(self, *, now: datetime) -> list[EmailMessage]:
        """What has been mailed about answers until now."""
        settings = self.cast.installation.settings.model_copy(update={"mail_directory": self.folder})
        deliver_due(replace(self.cast.installation, settings=settings), via="mail", now=now)
        files = sorted(self.folder.glob("*-answer_waits-*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


@pytest.fixture
def post(cast: Cast, tmp_path: Path) -> Post:
    return Post(cast, tmp_path)


def answered(cast: Cast, chat: str, *, now: datetime = MONDAY) -> None:
    takes(cast, "Alex", chat, now=now)
    acts(cast, "Alex", inbox.reply, chat, SECRET_WORDS, now=now)


def reads(cast: Cast, chat: str, number: int) -> None:
    cast.do(lambda s: conversations.mark_read(s, conversations.lock(s, chat), number))


def test_an_unread_answer_is_mailed_once_after_five_minutes_without_its_words(cast: Cast, post: Post) -> None:
    chat = ask_for_a_person(cast)
    answered(cast, chat)
    assert post.sent(now=after(minutes=4)) == []
    acts(cast, "Alex", inbox.reply, chat, "Are you there?", now=after(minutes=4))
    (mail,) = post.sent(now=after(minutes=20))
    assert mail["To"] == "priya@lakeside.example"
    text = mail.get_content()
    assert SECRET_WORDS not in text
    assert "Morgan" not in text
    assert cast.installation.settings.public_url in text


def test_who_reads_in_time_gets_no_mail_and_who_leaves_again_gets_another(cast: Cast, post: Post) -> None:
    chat = ask_for_a_person(cast)
    answered(cast, chat)
    reads(cast, chat, 2)
    assert post.sent(now=after(minutes=6)) == []
    says(cast, chat, "Thank you, one more question", now=after(minutes=7))
    acts(cast, "Alex", inbox.reply, chat, "Yes?", now=after(minutes=8))
    assert len(post.sent(now=after(minutes=14))) == 1


def test_only_the_account_that_asked_is_written_to(cast: Cast, post: Post) -> None:
    in_slack = ask_for_a_person(cast, "Tom")
    slack = update(Conversation).where(Conversation.id == in_slack).values(kind="slack")
    cast.do(lambda s: s.execute(slack))  # which tells of its lines by itself
    for chat in (visitor_asks(cast), visitor_asks(cast, proven="Priya"), in_slack):
        answered(cast, chat)
    assert cast.told("answer_waits") == []
    answered(cast, ask_for_a_person(cast, "Priya"))
    gone = update(User).where(User.id == cast.person("Priya").id).values(disabled_at=MONDAY)
    cast.do(lambda s: s.execute(gone))
    assert post.sent(now=after(minutes=6)) == []
