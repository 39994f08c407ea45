"""Changing one's own password in Settings. It does not touch the second factor."""

from typing import assert_never

from console.web.screens.answers import Wrong, busy, too_many
from console.web.visit import Visit
from core.ground.hashing import Busy
from core.passwords import password_changes
from core.passwords.password_changes import BadPassword, PasswordChanged
from core.passwords.password_tries import TooManyTries, WrongPassword


async def change_password(visit: Visit) -> PasswordChanged | Wrong:
    """A new password; the other sessions and half sign-ins end with the old one."""
    current, new = visit.form.secret("current_password"), visit.form.secret("new_password")
    problem = _incomplete(current, new, visit.form.secret("new_password_again"))
    if problem is not None:
        return problem
    outcome = await visit.database.run(
        lambda: password_changes.change(
            visit.site.installation, visit.me.user_id, current=current, new=new, by=visit.actor, now=visit.now
        )
    )
    match outcome:
        case PasswordChanged():
            return outcome
        case WrongPassword():
            return Wrong("current_password", "That is not your current password. Type it again.", 403)
        case BadPassword(why):
            return Wrong("new_password", why, 400)
        case TooManyTries(until):
            seconds = (until - visit.now).total_seconds()
            return Wrong("current_password", too_many(until, visit.now), 429, seconds)
        case Busy(retry_after):
            return Wrong("current_password", busy(retry_after), 503, retry_after)
        case _:
            assert_never(outcome)


def _incomplete(current: str, new: str, again: str) -> Wrong | None:
    if not current:
        return Wrong("current_password", "Enter your current password.", 400)
    if not new:
        return Wrong("new_password", "Choose a new password.", 400)
    if new != again:
        problem = "The two new passwords are not the same. Type the second one again."
        return Wrong("new_password_again", problem, 400)
    return None
