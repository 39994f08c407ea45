"""What columns of several tables share: the shape of an id, and the rule of a column of words."""

from typing import get_args

from sqlalchemy import CheckConstraint

ID = "[0-9a-f]{24}"  # what db.new_id makes, as a regular expression


def one_of(column: str, values: object) -> CheckConstraint:
    """The rule that ``column`` holds one of the words of a Literal type."""
    words = ", ".join(f"'{word}'" for word in get_args(values))
    return CheckConstraint(f"{column} IN ({words})", name=column)
