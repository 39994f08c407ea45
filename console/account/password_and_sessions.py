"""The password and the signed-in browsers of the person; neither touches the second factor."""

from typing import assert_never

from starlette.responses import Response

from console.account import settings
from console.account.answers import Wrong, busy, too_many
from console.web.doors import with_retry_after
from console.web.visit import Visit
from core.ground.hashing import Busy
from core.passwords import password_changes
from core.passwords.password_changes import BadPassword, PasswordChanged
from core.passwords.password_tries import TooManyTries, WrongPassword
from core.sessions import sessions


async def change_password(visit: Visit) -> Response:
    """A new password; the other sessions and half sign-ins end with the old one."""
    current, new = visit.form.secret("current_password"), visit.form.secret("new_password")
    problem = _incomplete(current, new, visit.form.secret("new_password_again"))
    if problem is not None:
        return await settings.draw(visit, is_open=False, password_wrong=problem, status=400)
    outcome = await visit.database.run(
        lambda: password_changes.change(
            visit.site.installation, visit.me.user_id, current=current, new=new, by=visit.actor, now=visit.now
        )
    )
    match outcome:
        case PasswordChanged(token):
            response = visit.go("/settings", done="password-changed")
            if token is not None:
                visit.site.cookies.put(response, "session", token)
            return response
        case WrongPassword():
            wrong = Wrong("current_password", "That is not your current password. Type it again.", 403)
        case BadPassword(why):
            wrong = Wrong("new_password", why, 400)
        case TooManyTries(until):
            seconds = (until - visit.now).total_seconds()
            wrong = Wrong("current_password", too_many(until, visit.now), 429, seconds)
        case Busy(retry_after):
            wrong = Wrong("current_password", busy(retry_after), 503, retry_after)
        case _:
            assert_never(outcome)
    page = await settings.draw(visit, is_open=False, password_wrong=wrong, status=wrong.status)
    return with_retry_after(page, wrong.retry_after)


async def end_others(visit: Visit) -> Response:
    """Sign out every other browser of this person."""
    me = visit.me
    await visit.database.transact(
        lambda session: sessions.end_others(
            session, me.user_id, keep=me.session_id, why="signed_out_elsewhere", by=visit.actor, now=visit.now
        )
    )
    return visit.go("/settings", done="others-signed-out")


def _incomplete(current: str, new: str, again: str) -> Wrong | None:
    if not current:
        return Wrong("current_password", "Enter your current password.", 400)
    if not new:
        return Wrong("new_password", "Choose a new password.", 400)
    if new != again:
        return Wrong(
            "new_password_again", "The two new passwords are not the same. Type the second one again.", 400
        )
    return None
