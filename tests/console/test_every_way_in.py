"""The route tables of both sites, walked by a person without rights: nothing answers but the way in itself.

A new page is walked as soon as it has a route. Whatever it lets in must be named here, by its method and path.
"""

from collections.abc import Mapping

import pytest
from httpx2 import Response
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from console.asgi import Product
from console.web.site_middleware import SiteMiddleware
from core.chat import conversations
from core.imports.demo_data import PASSWORD
from core.requests import activation_requests
from core.requests.activation_requests import Asked
from tests.cast import MONDAY, Cast
from tests.console.ways import ORIGINS, Caller, Way, composed, rows_about, ways_of

WAY_IN = {"GET /sign-in", "POST /sign-in", "POST /sign-out"}
SECOND_STEP = {
    f"{method} /sign-in/{how}" for method in ("GET", "POST") for how in ("token", "recovery-token")
}
CHAT = {"GET conversation", "GET events", "POST messages", "POST read", "POST feedback", "POST typing"}
HELP_CHAT = {each.replace(" ", " /chat/") for each in CHAT}
FORGOTTEN = {"GET /password/forgotten", "POST /password/forgotten"}
OPEN_TO_ALL = {
    "account": WAY_IN
    | HELP_CHAT
    | FORGOTTEN
    | {"GET /help/two-factor"}
    | {"GET /slack/link/{token}"},  # carries a link past the sign-in and shows nothing
    "console": WAY_IN | FORGOTTEN,
}
SITES = ("account", "console")
SOMEBODY = {"account": "Miguel", "console": "Alex"}


pytestmark = pytest.mark.databases("sqlite")  # doors ask the same of both; each page proves itself on both


@pytest.fixture
def product(cast: Cast) -> Product:
    """Both sites, with everything switched on."""
    return composed(cast)


@pytest.mark.parametrize("site", SITES)
def test_nobody_gets_in_by_any_way_but_the_way_in(product: Product, site: str) -> None:
    visitor = caller(product, site)
    assert let_in(visitor, app(product, site)) <= OPEN_TO_ALL[site]


@pytest.mark.parametrize("site", SITES)
def test_a_half_sign_in_opens_the_second_step_and_nothing_else(
    cast: Cast, product: Product, site: str
) -> None:
    half, name = caller(product, site), SOMEBODY[site]
    person = cast.person(name)
    cast.enrolled(name)
    half.post("/sign-in", {"email": person.email, "password": PASSWORD})
    half.page = "/sign-in/token"
    before = rows_about(cast, [person.id])
    answers: dict[str, Response] = {}
    assert let_in(half, app(product, site), answers) <= OPEN_TO_ALL[site] | SECOND_STEP
    assert half.get("/sign-in/token").headers["location"] == "/sign-in", "it ended with its own sign-out"
    assert answers["GET /sign-in/token"].status_code == 200, "it lived until then"
    assert changed(before, rows_about(cast, [person.id])) <= HALF_WRITES
    for way, answer in answers.items():
        for private in (person.name, "Lakeside", "Hilltop", "Requests"):
            assert private not in answer.text, f"{way} tells {private}"


HALF_WRITES = {"audit_entries", "attempts", "half_sign_ins", "conversations", "messages"}


@pytest.mark.parametrize("site", SITES)
def test_the_session_of_the_other_site_opens_nothing(cast: Cast, product: Product, site: str) -> None:
    other = {"account": "Alex", "console": "Miguel"}[site]
    token, _ = cast.sign_in_as(other, factor="totp")
    stranger = caller(product, site)
    cookie = {"account": "tc2fa_session", "console": "tc2fa_console_session"}[site]
    stranger.client.cookies.set(cookie, token, domain="127.0.0.1")
    assert let_in(stranger, app(product, site)) <= OPEN_TO_ALL[site]


def app(product: Product, site: str) -> SiteMiddleware:
    return {"account": product.account, "console": product.console}[site]


def caller(product: Product, site: str) -> Caller:
    """A new browser on one of the sites."""
    return Caller(TestClient(app(product, site), base_url=ORIGINS[site], follow_redirects=False))


def let_in(who: Caller, site: SiteMiddleware, answers: dict[str, Response] | None = None) -> set[str]:
    """The ways by which the site let this browser in."""
    found = ways_of(site)
    assert len(found) > 20, "the walk does not see the routes"
    walked = {str(way): walk(who, way) for way in found}
    (answers if answers is not None else {}).update(walked)
    return {way for way, answer in walked.items() if not is_closed(answer)}


def walk(who: Caller, way: Way, blank: str = "0" * 24, form: Mapping[str, str] | None = None) -> Response:
    path = way.filled(blank)
    answer = who.get(path) if way.method == "GET" else who.post(path, form or {})
    assert "too old to send" not in answer.text, f"{way} was refused as a forgery, which is another promise"
    return answer


def is_closed(answer: Response) -> bool:
    """Sent to the sign-in, or told that it is not allowed or not there."""
    if answer.status_code == 303:
        return answer.headers["location"].startswith("/sign-in")
    return answer.status_code in {401, 403, 404}


def changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> set[str]:
    return {table for table in after if before[table] != after[table]}


def test_the_member_of_another_practice_reaches_nothing_of_ours(cast: Cast, product: Product) -> None:
    ours = everything_of_lakeside(cast)
    token, _ = cast.sign_in_as("Grace", factor="totp")
    grace = caller(product, "account")
    grace.client.cookies.set("tc2fa_session", token, domain="127.0.0.1")
    grace.page = "/"
    assert "Grace" in grace.get("/").text
    before = rows_about(cast, ours)
    for way in ways_of(product.account):
        for id_ in ours if way.blanks else [""]:
            answer = walk(grace, way, id_, form=naming(ours))
            assert str(way) != "GET /settings" or answer.status_code == 200, "she is signed in"
            assert not way.blanks or way.path.startswith("/slack/link") or answer.status_code == 404, way
            for private in ("Lakeside", "Hilltop", "Dana", "Whitfield", "lakeside.example", "Our secret"):
                assert private not in answer.text, f"{way} tells {private}"
    assert before == rows_about(cast, ours)


def test_an_id_that_is_not_there_is_not_found_and_an_auditor_changes_nothing(
    cast: Cast, product: Product
) -> None:
    token, _ = cast.sign_in_as("Jo", factor="totp")
    jo = caller(product, "console")
    jo.client.cookies.set("tc2fa_console_session", token, domain="127.0.0.1")
    jo.page = "/requests"
    assert "Jo " in jo.get("/requests").text
    for way in ways_of(product.console):
        answer = walk(jo, way)
        if way.method == "GET" and way.blanks and not way.path.endswith("/events"):
            assert answer.status_code == 404, way
        elif way.method == "POST" and str(way) not in OWN_ACTS:
            assert answer.status_code in {303, 403, 404}, way
            assert answer.headers.get("location", "/sign-in").startswith("/sign-in"), way


OWN_ACTS = {
    "POST /password/forgotten",
    "POST /settings/new-phone",
    "POST /settings/new-phone/confirm",
    "POST /settings/password",
    "POST /settings/recovery-tokens",
    "POST /settings/sessions/end",
    "POST /settings/sessions/end-all",
    "POST /settings/sessions/end-others",
    "POST /recovery-tokens/acknowledge",
    "POST /recovery-tokens/again",
    "POST /sign-in",
    "POST /sign-out",
}


def everything_of_lakeside(cast: Cast) -> list[str]:
    """The ids of Lakeside, its people, Dana's request, conversation, session and factor."""
    cast.enrolled("Dana")
    _, session = cast.sign_in_as("Dana", factor="totp")
    dana, lakeside = cast.person("Dana"), cast.practice("Lakeside")
    chat, asked = request_in_chat(cast, dana.id, lakeside.id, "Our secret plan")
    return [lakeside.id, dana.id, cast.person("Priya").id, chat, asked, session.session_id]


def naming(ids: list[str]) -> dict[str, str]:
    """A form that names foreign things under every name that a form of ours may read."""
    place, person, _, chat, asked, session = ids
    return {
        "practice": place,
        "practice_id": place,
        "user": person,
        "user_id": person,
        "conversation": chat,
        "conversation_id": chat,
        "request": asked,
        "request_id": asked,
        "session": session,
        "session_id": session,
        "link": person,
        "id": asked,
        "choice": f"practice:{place}",
        "event_id": "0b4beb1c-0000-4000-8000-000000000001",
    }


def request_in_chat(cast: Cast, person: str, practice: str, said: str) -> tuple[str, str]:
    by = cast.actor("Dana", channel="bubble")

    def ask(session: Session) -> tuple[str, str]:
        chat = conversations.of_member(session, person, now=MONDAY)
        conversations.add(session, chat, "person", {"kind": "text", "text": said}, now=MONDAY)
        asked = activation_requests.ask(session, practice, by=by, conversation_id=chat.id, now=MONDAY)
        assert isinstance(asked, Asked)
        return chat.id, asked.request_id

    return cast.do(ask)
