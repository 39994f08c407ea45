"""Who acts, from where, and with which proof of identity: the first columns of every audit entry."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

Channel = Literal["account", "console", "bubble", "slack", "command_line", "system"]
Factor = Literal["none", "totp", "recovery_token"]

FRESH = timedelta(minutes=5)
APART = timedelta(minutes=1)  # how far the clocks of two servers may differ


@dataclass(frozen=True)
class Actor:
    """One acting person (or the system), as the caller reports them; never read from what they typed."""

    user_id: str | None
    channel: Channel
    ip: str | None = None
    session_id: str | None = None
    factor: Factor = "none"
    factor_at: datetime | None = None
    request_id: str | None = None  # the id of the HTTP request or command, for the audit trail
    known_browser: str | None = field(default=None, repr=False)  # the token of core.passwords.known_browsers

    @property
    def person_id(self) -> str:
        """The acting person's id. Raises LookupError for the system: a caller's mistake."""
        if self.user_id is None:
            raise LookupError("this is done by people only")
        return self.user_id

    def is_fresh(self, *, now: datetime) -> bool:
        """Whether the second factor was shown at most 5 minutes ago (step-up; ASVS 7.5.3).

        A time after ``now`` does not count: otherwise a clock set back would keep the factor fresh longer.
        """
        return self.factor_at is not None and -APART <= now - self.factor_at <= FRESH

    def has_fresh_code(self, *, now: datetime) -> bool:
        """Whether a TOTP code was shown at most 5 minutes ago: the proof that decisions of staff need.

        A recovery token signs staff in and decides nothing (SECURITY.md, sign-in code as step-up).
        """
        return self.factor == "totp" and self.is_fresh(now=now)

    def for_user(self, user_id: str) -> "Actor":
        """The same request, now that we know who is behind it."""
        return replace(self, user_id=user_id)


SYSTEM = Actor(user_id=None, channel="system")
