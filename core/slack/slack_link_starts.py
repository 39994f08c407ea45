"""A Slack link that was begun in Slack and waits for its member: 10 minutes, one use, known to us by a hash only."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Index, String, delete, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.db import Base, changed
from core.ground.random_tokens import new_token, token_hash

START_FOR = timedelta(minutes=10)
LONGEST_NAME = 80  # characters; what Slack allows for a display name


class SlackLinkStart(Base):
    """A link that was begun in Slack and waits 10 minutes for its member. Only the hash of its token is kept."""

    __tablename__ = "slack_link_starts"
    __table_args__ = (Index("ix_slack_link_starts_slack_user", "team_id", "slack_user_id"),)

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    slack_user_id: Mapped[str] = mapped_column(String(32))
    slack_name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


@dataclass(frozen=True)
class LinkStart:
    """Which Slack user asks to be linked, as the page shows it."""

    team_id: str
    slack_user_id: str
    slack_name: str
    expires_at: datetime


def start(session: Session, *, team_id: str, slack_user_id: str, slack_name: str, now: datetime) -> str:
    """Begin a link for a Slack user whom Slack itself identified; returns the token for the linking page's address.

    Earlier starts of the same Slack user go, so that of many links in a chat only the last one opens.
    """
    theirs = (SlackLinkStart.team_id == team_id, SlackLinkStart.slack_user_id == slack_user_id)
    session.execute(delete(SlackLinkStart).where(*theirs))
    token = new_token()
    session.add(
        SlackLinkStart(
            token_sha256=token_hash(token),
            team_id=team_id,
            slack_user_id=slack_user_id,
            slack_name=_shown(slack_name) or slack_user_id,
            created_at=now,
            expires_at=now + START_FOR,
        )
    )
    session.flush()
    return token


def started(session: Session, token: str, *, now: datetime) -> LinkStart | None:
    """The start behind a token while it can be confirmed. Uses nothing up."""
    row = of(session, token)
    if row is None or row.used_at is not None or row.expires_at <= now:
        return None
    return LinkStart(row.team_id, row.slack_user_id, row.slack_name, row.expires_at)


def of(session: Session, token: str) -> SlackLinkStart | None:
    """The row of a token, also when it is used up or too old: a person who pressed twice is told that it worked."""
    return session.get(SlackLinkStart, token_hash(token))


def use_up(session: Session, token: str, *, now: datetime) -> bool:
    """Of concurrent confirmations one gets True."""
    unused = update(SlackLinkStart).where(
        SlackLinkStart.token_sha256 == token_hash(token),
        SlackLinkStart.used_at.is_(None),
        SlackLinkStart.expires_at > now,
    )
    return changed(session, unused.values(used_at=now)) == 1


def _shown(name: str) -> str:
    """A name as one plain line: marks that turn or hide text could make the page say something else."""
    plain = "".join(mark if mark.isprintable() else " " for mark in unicodedata.normalize("NFC", name))
    return " ".join(plain.split())[:LONGEST_NAME].strip()
