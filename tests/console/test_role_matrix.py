"""Who may use which way into both sites: the table below is the rule, and every route is tried by every role.

``x`` the door opens (what is behind it may still find nothing of this id, or nothing to do), ``-`` sent to the sign-in
or refused for the role. A route that is not in the table fails the test, and so does a line without a route.
"""

from collections.abc import Callable

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from console.asgi import Product
from console.web.site_middleware import SiteMiddleware
from core.imports.demo_data import PASSWORD
from tests.cast import Cast
from tests.console.ways import ORIGINS, Caller, Way, composed, ways_of

pytestmark = pytest.mark.databases("sqlite")  # doors ask the same of both; each page proves itself on both

ACCOUNT = """
                                                  nobody half member admin
GET /                                             -      -    x      x
GET /cards/new-tokens                             -      -    x      x
GET /cards/set-up                                 -      -    x      x
GET /chat/conversation                            x      x    x      x
GET /chat/events                                  x      x    x      x
POST /chat/feedback                               x      x    x      x
POST /chat/messages                               x      x    x      x
POST /chat/read                                   x      x    x      x
POST /chat/typing                                 x      x    x      x
GET /help/two-factor                              x      x    x      x
GET /password/forgotten                           x      x    x      x
POST /password/forgotten                          x      x    x      x
GET /password/reset/{token}                       x      x    x      x
POST /password/reset/{token}                      x      x    x      x
GET /password/set/{token}                         x      x    x      x
POST /password/set/{token}                        x      x    x      x
POST /practice                                    -      -    x      x
GET /practice/required                            -      -    -      x
POST /practice/required                           -      -    -      x
GET /reset/not-me/{token}                         x      x    x      x
POST /reset/not-me/{token}                        x      x    x      x
GET /settings                                     -      -    x      x
GET /settings/new-phone                           -      -    x      x
POST /settings/new-phone                          -      -    x      x
POST /settings/password                           -      -    x      x
GET /settings/recovery-tokens                     -      -    x      x
POST /settings/recovery-tokens                    -      -    x      x
POST /settings/recovery-tokens/acknowledge        -      -    x      x
POST /settings/recovery-tokens/again              -      -    x      x
POST /settings/sessions/end                       -      -    x      x
POST /settings/sessions/end-all                   -      -    x      x
POST /settings/sessions/end-others                -      -    x      x
POST /settings/slack/unlink                       -      -    x      x
GET /settings/turn-off                            -      -    x      x
POST /settings/turn-off                           -      -    x      x
POST /settings/two-factor/begin                   -      -    x      x
POST /settings/two-factor/confirm                 -      -    x      x
GET /sign-in                                      x      x    x      x
POST /sign-in                                     x      x    x      x
GET /sign-in/recovery-token                       -      x    -      -
POST /sign-in/recovery-token                      -      x    -      -
GET /sign-in/set-up                               -      -    -      -
POST /sign-in/set-up/begin                        -      -    -      -
POST /sign-in/set-up/confirm                      -      -    -      -
POST /sign-in/set-up/send-link                    -      -    -      -
GET /sign-in/set-up/{token}                       x      x    x      x
POST /sign-in/set-up/{token}                      x      x    x      x
GET /sign-in/token                                -      x    -      -
POST /sign-in/token                               -      x    -      -
POST /sign-out                                    x      x    x      x
POST /slack/events                                -      -    -      -
GET /slack/link                                   -      -    x      x
POST /slack/link                                  -      -    x      x
GET /slack/link/{token}                           x      x    x      x
GET /team                                         -      -    x      x
GET /team/{practice_id}                           -      -    x      x
POST /team/{practice_id}/remind                   -      -    x      x
"""

CONSOLE = """
                                                  nobody half agent supervisor auditor
GET /                                             -      -    x     x          x
GET /adoption                                     -      -    x     x          x
GET /adoption/export.csv                          -      -    -     x          x
GET /adoption/{practice_id}                       -      -    x     x          x
GET /audit                                        -      -    x     x          x
GET /audit/chain                                  -      -    x     x          x
GET /audit/export.csv                             -      -    -     x          x
GET /audit/export.jsonl                           -      -    -     x          x
GET /audit/report                                 -      -    x     x          x
GET /audit/requests/{request_id}                  -      -    x     x          x
GET /enrollments                                  -      -    x     x          x
GET /enrollments/list                             -      -    x     x          x
GET /enrollments/{user_id}                        -      -    x     x          x
POST /enrollments/{user_id}/end-sessions          -      -    x     x          -
POST /enrollments/{user_id}/invite                -      -    x     x          -
POST /enrollments/{user_id}/lift-wait             -      -    x     x          -
POST /enrollments/{user_id}/reset                 -      -    x     x          -
GET /inbox                                        -      -    x     x          x
GET /inbox/count                                  -      -    x     x          x
GET /inbox/feedback                               -      -    x     x          x
GET /inbox/hours                                  -      -    x     x          x
POST /inbox/hours                                 -      -    -     x          -
GET /inbox/list                                   -      -    x     x          x
GET /inbox/replies                                -      -    x     x          x
POST /inbox/replies/delete                        -      -    x     x          -
POST /inbox/replies/save                          -      -    x     x          -
GET /inbox/{conversation_id}                      -      -    x     x          x
POST /inbox/{conversation_id}/close               -      -    x     x          -
POST /inbox/{conversation_id}/give-back           -      -    x     x          -
POST /inbox/{conversation_id}/insert              -      -    x     x          -
POST /inbox/{conversation_id}/note                -      -    x     x          -
POST /inbox/{conversation_id}/reply               -      -    x     x          -
POST /inbox/{conversation_id}/seen                -      -    x     x          -
POST /inbox/{conversation_id}/take                -      -    x     x          -
GET /inbox/{conversation_id}/thread               -      -    x     x          x
POST /inbox/{conversation_id}/typing              -      -    x     x          -
GET /invitation/{token}                           x      x    x     x          x
POST /invitation/{token}                          x      x    x     x          x
GET /live                                         -      -    x     x          x
GET /password/forgotten                           x      x    x     x          x
POST /password/forgotten                          x      x    x     x          x
GET /password/reset/{token}                       x      x    x     x          x
POST /password/reset/{token}                      x      x    x     x          x
GET /practices                                    -      -    x     x          x
GET /practices/list                               -      -    x     x          x
GET /practices/{practice_id}                      -      -    x     x          x
POST /practices/{practice_id}/changes/{change_id}/approve - - x     x          -
POST /practices/{practice_id}/changes/{change_id}/reject  - - x     x          -
POST /practices/{practice_id}/deactivate          -      -    x     x          -
POST /practices/{practice_id}/optional            -      -    x     x          -
POST /recovery-tokens/acknowledge                 -      -    x     x          x
POST /recovery-tokens/again                       -      -    x     x          x
GET /requests                                     -      -    x     x          x
GET /requests/changes                             -      -    x     x          x
GET /requests/count                               -      -    x     x          x
GET /requests/list                                -      -    x     x          x
GET /requests/{request_id}                        -      -    x     x          x
POST /requests/{request_id}/approve               -      -    x     x          -
POST /requests/{request_id}/ask                   -      -    x     x          -
POST /requests/{request_id}/decline               -      -    x     x          -
GET /resets                                       -      -    x     x          x
GET /resets/list                                  -      -    x     x          x
GET /resets/{reset_id}                            -      -    x     x          x
POST /resets/{reset_id}/approve                   -      -    x     x          -
POST /resets/{reset_id}/close-alarm               -      -    x     x          -
POST /resets/{reset_id}/decline                   -      -    x     x          -
POST /resets/{reset_id}/freeze                    -      -    x     x          -
POST /resets/{reset_id}/propose                   -      -    x     x          -
GET /settings                                     -      -    x     x          x
GET /settings/new-phone                           -      -    x     x          x
POST /settings/new-phone                          -      -    x     x          x
POST /settings/new-phone/confirm                  -      -    x     x          x
POST /settings/password                           -      -    x     x          x
GET /settings/recovery-tokens                     -      -    x     x          x
POST /settings/recovery-tokens                    -      -    x     x          x
POST /settings/sessions/end                       -      -    x     x          x
POST /settings/sessions/end-all                   -      -    x     x          x
POST /settings/sessions/end-others                -      -    x     x          x
GET /sign-in                                      x      x    x     x          x
POST /sign-in                                     x      x    x     x          x
GET /sign-in/recovery-token                       -      x    -     -          -
POST /sign-in/recovery-token                      -      x    -     -          -
GET /sign-in/set-up                               -      -    -     -          -
POST /sign-in/set-up/begin                        -      -    -     -          -
POST /sign-in/set-up/confirm                      -      -    -     -          -
GET /sign-in/token                                -      x    -     -          -
POST /sign-in/token                               -      x    -     -          -
POST /sign-out                                    x      x    x     x          x
GET /staff                                        -      -    x     x          x
POST /staff/invite                                -      -    -     x          -
POST /staff/recovery-seen                         -      -    -     x          -
POST /staff/role-changes/{change_id}/approve      -      -    -     x          -
POST /staff/role-changes/{change_id}/reject       -      -    -     x          -
POST /staff/{user_id}/disable                     -      -    -     x          -
POST /staff/{user_id}/enable                      -      -    -     x          -
POST /staff/{user_id}/invite-again                -      -    -     x          -
POST /staff/{user_id}/role                        -      -    -     x          -
GET /trouble                                      -      -    x     x          x
GET /trouble/alarms                               -      -    x     x          x
POST /trouble/try-again                           -      -    x     x          -
GET /trouble/undelivered                          -      -    x     x          x
"""

TABLES = {"account": ACCOUNT, "console": CONSOLE}
WHO = {"member": "Miguel", "admin": "Dana", "agent": "Alex", "supervisor": "Sam", "auditor": "Jo"}
HALF = {"account": "Miguel", "console": "Alex"}
COOKIES = {"account": "tc2fa_session", "console": "tc2fa_console_session"}
CASES = [(site, role) for site, table in TABLES.items() for role in table.strip().splitlines()[0].split()]
NOT_YOURS = (
    "Your role can look at this but not change it",
    "Supervisors and auditors can export",
    "Only an admin of the practice can ask for this.",
)


@pytest.mark.parametrize(("site", "role"), CASES)
def test_every_way_opens_to_whom_the_table_says(cast: Cast, site: str, role: str) -> None:
    product = composed(cast)
    who = BECOME.get(role, signed_in)(cast, product, site, role)
    found = {str(way): door(who, way) for way in ways_of(_app(product, site))}
    assert found == written(site, role)


def written(site: str, role: str) -> dict[str, str]:
    """One column of the table."""
    head, *lines = TABLES[site].strip().splitlines()
    column = head.split().index(role)
    cells = [line.split() for line in lines]
    return {f"{method} {path}": marks[column] for method, path, *marks in cells}


def door(who: Caller, way: Way) -> str:
    path = way.filled("0" * 24)
    answer = who.get(path) if way.method == "GET" else who.post(path, {})
    assert "too old to send" not in answer.text, f"{way} was refused as a forgery, which is another promise"
    return "-" if is_refused(answer) else "x"


def is_refused(answer: Response) -> bool:
    """Sent to the sign-in or to the step that is owed, or refused for the role. Signing out leads there too."""
    if answer.status_code == 303:
        goes_to = answer.headers["location"]
        return goes_to.startswith("/sign-in") and "done=signed-out" not in goes_to
    is_for_role = any(sentence in answer.text for sentence in NOT_YOURS)
    return answer.status_code == 401 or (answer.status_code == 403 and is_for_role)


def nobody(_cast: Cast, product: Product, site: str, _role: str) -> Caller:
    """A browser that nobody has used."""
    return Caller(TestClient(_app(product, site), base_url=ORIGINS[site], follow_redirects=False))


def half(cast: Cast, product: Product, site: str, role: str) -> Caller:
    """A right password, and the second factor still owed."""
    who, name = nobody(cast, product, site, role), HALF[site]
    cast.enrolled(name)
    who.post("/sign-in", {"email": cast.person(name).email, "password": PASSWORD})
    who.page = "/sign-in/token"
    return who


def signed_in(cast: Cast, product: Product, site: str, role: str) -> Caller:
    """A person with a fresh code."""
    who = nobody(cast, product, site, role)
    if site == "account":
        cast.enrolled(WHO[role])
    token, _ = cast.sign_in_as(WHO[role], factor="totp")
    who.client.cookies.set(COOKIES[site], token, domain="127.0.0.1")
    who.page = "/settings"
    return who


Become = Callable[[Cast, Product, str, str], Caller]
BECOME: dict[str, Become] = {"nobody": nobody, "half": half}


def _app(product: Product, site: str) -> SiteMiddleware:
    return {"account": product.account, "console": product.console}[site]
