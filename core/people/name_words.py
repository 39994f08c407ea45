"""The words by which a person is found while someone types: of the name, and of the part of the address before the @.

A search reads one stretch of an index, however many people there are; ``LIKE '%word%'`` would read them all.
"""

import re
import unicodedata
from collections.abc import Iterator

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_
from sqlalchemy.dialects.postgresql import VARCHAR
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.attributes import InstrumentedAttribute

from core.ground.db import Base, insert_or_ignore

LONGEST = 60
MOST_TYPED = 4  # words of one search that count
_LAST = "\U0010ffff"  # stands behind every other letter
_BYTES = String(LONGEST).with_variant(
    VARCHAR(LONGEST, collation="C"), "postgresql"
)  # so that a stretch is a prefix


class NameWord(Base):
    """One word of one person, without capitals and accents."""

    __tablename__ = "name_words"
    __table_args__ = (Index("ix_name_words_user", "user_id", "word"),)

    word: Mapped[str] = mapped_column(_BYTES, primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)


def keep(session: Session, user_id: str, name: str, email: str) -> None:
    """Note the words of a new person."""
    for word in sorted(words_of(f"{name} {email.partition('@')[0]}")):
        insert_or_ignore(session, NameWord, {"word": word, "user_id": user_id})


def words_of(text: str) -> set[str]:
    """The words of a text as they are kept and looked for."""
    plain = "".join(_folded(text))
    return {word[:LONGEST] for word in re.split(r"[\W_]+", plain) if word}


def begins(column: InstrumentedAttribute[str], start: str) -> ColumnElement[bool]:
    """Whether the column begins with ``start``, as one stretch of its index."""
    return and_(column >= start, column < start + _LAST)


def _folded(text: str) -> Iterator[str]:
    for letter in unicodedata.normalize("NFKD", text).casefold():
        if not unicodedata.combining(letter):
            yield letter
