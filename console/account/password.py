"""The password of the person, as Account Settings shows it. It does not touch the second factor."""

from starlette.responses import Response

from console.account import settings
from console.web.doors import with_retry_after
from console.web.screens import own_password
from console.web.screens.answers import Wrong
from console.web.visit import Visit


async def change_password(visit: Visit) -> Response:
    """A new password; the other sessions and half sign-ins end with the old one."""
    outcome = await own_password.change_password(visit)
    if isinstance(outcome, Wrong):
        page = await settings.draw(visit, is_open=False, password_wrong=outcome, status=outcome.status)
        return with_retry_after(page, outcome.retry_after)
    response = visit.go("/settings", done="password-changed")
    if outcome.token is not None:
        visit.site.cookies.put(response, "session", outcome.token)
    return response
