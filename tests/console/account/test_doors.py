"""Every route of the account site, tried with only a half sign-in and with another practice's session."""

import asyncio
from collections.abc import Iterator

import pytest
from starlette.types import Message
from structlog.testing import capture_logs

from core.ground.db import Database, DatabaseUnavailable
from core.imports.demo_data import PASSWORD
from tests.cast import Cast
from tests.console.account.desk import SAME_ORIGIN, Site

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_a_half_sign_in_opens_nothing_but_the_second_step(site: Site) -> None:
    site.enroll("Miguel")
    assert site.give_password("miguel@lakeside.example").headers["location"] == "/sign-in/token"
    assert site.get("/sign-in/token").status_code == 200
    walked = 0
    for route in site.routes:
        if getattr(route.endpoint, "needs", "nobody") != "session":
            continue
        for method in sorted((route.methods or set()) - {"HEAD"}):
            answer = site.get(route.path) if method == "GET" else site.post(route.path)
            assert answer.status_code == 303, f"{method} {route.path}: {answer.status_code}"
            assert answer.headers["location"].startswith("/sign-in"), f"{method} {route.path}"
            walked += 1
    assert walked >= 15


def test_every_route_but_the_chat_and_static_files_has_a_door(site: Site) -> None:
    open_ones = {route.path for route in site.routes if not hasattr(route.endpoint, "needs")}
    assert not {path for path in open_ones if not path.startswith(("/chat/", "/static/"))}


def test_the_chat_knows_somebody_at_the_token_prompt_only_as_unproven(site: Site) -> None:
    site.enroll("Miguel")
    site.give_password("miguel@lakeside.example")
    answer = site.get("/chat/conversation")
    assert answer.json()["who"] == "proven"
    for private in ("Miguel", "Ortega", "Lakeside", "Hilltop", "miguel@"):
        assert private not in answer.text


def test_the_practice_of_others_is_not_found(site: Site, cast: Cast) -> None:
    site.give_password("priya@lakeside.example")
    site.get("/")
    for practice in (cast.practice("Riverbend").id, cast.practice("Hilltop").id, "nonsense", ""):
        assert site.post("/practice", practice=practice).status_code == 404


def test_a_form_without_its_token_or_from_elsewhere_changes_nothing(site: Site) -> None:
    site.enroll("Tom")
    site.get("/sign-in")
    token, site.csrf_token = site.csrf_token, ""
    assert site.post("/sign-in", email="tom@riverbend.example", password=PASSWORD).status_code == 403
    for headers in ({"Sec-Fetch-Site": "same-site"}, {"Origin": "http://127.0.0.1:8001"}, {}):
        answer = site.client.post("/sign-in", data={"csrf_token": token}, headers=headers)
        assert answer.status_code == 403, headers


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_next_leads_only_to_our_own_paths(site: Site, wanted: str) -> None:
    site.get("/sign-in")
    answer = site.post("/sign-in", email="tom@riverbend.example", password=PASSWORD, next=wanted)
    assert answer.headers["location"] == "/"


def test_bad_input_gets_a_sentence_and_the_right_status(site: Site) -> None:
    assert site.client.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400
    assert site.client.post("/sign-in", content=b"x" * 1_000_000, headers=SAME_ORIGIN).status_code == 413
    assert site.client.post("/sign-in", json={"email": 1}, headers=SAME_ORIGIN).status_code == 400
    assert site.get("/no-such-page").status_code == 404
    site.get("/sign-in")
    answer = site.post("/sign-in", email="nobody@lakeside.example", password="wrong " * 3)
    assert answer.status_code == 403
    assert 'value="nobody@lakeside.example"' in answer.text
    assert "wrong wrong" not in answer.text
    assert site.post("/sign-in", email="\x00bad", password="x").status_code == 400
    many = site.post("/sign-in", **{f"field-{number}": "" for number in range(50)})
    assert (many.status_code, "in a shape we do not read" in many.text) == (400, True)


@pytest.mark.databases("sqlite")  # nothing of it reaches the database
def test_whoever_leaves_in_the_middle_of_sending_is_no_surprise_in_the_log(site: Site) -> None:
    parts: Iterator[Message] = iter(
        [{"type": "http.request", "body": b"email=a", "more_body": True}, {"type": "http.disconnect"}]
    )
    told: list[Message] = []

    async def receive() -> Message:
        return next(parts)

    async def send(message: Message) -> None:
        told.append(message)

    headers = [(b"host", b"127.0.0.1:8000"), (b"content-type", b"application/x-www-form-urlencoded")]
    scope = {"type": "http", "method": "POST", "path": "/sign-in", "query_string": b"", "headers": headers}

    async def come() -> None:
        await site.client.app(scope, receive, send)

    with capture_logs() as log:
        asyncio.run(come())
    assert [line["event"] for line in log] == ["request"]
    assert told[0]["status"] == 400


def test_a_body_that_announces_no_length_is_cut_off_at_the_same_cap(site: Site) -> None:
    pieces = (b"x" * 1000 for _ in range(100))
    answer = site.client.post("/sign-in", content=pieces, headers=SAME_ORIGIN | FORM)
    assert answer.status_code == 413
    assert "Shorten it" in answer.text


def test_an_address_with_a_slash_too_many_is_not_sent_on_with_the_password_in_the_form(site: Site) -> None:
    assert site.post("/sign-in/", email="tom@riverbend.example", password=PASSWORD).status_code == 404
    assert site.client.post("/chat/messages/", json={}, headers=SAME_ORIGIN).status_code == 404


@pytest.mark.databases("sqlite")  # files only
def test_styles_and_what_they_and_the_scripts_name_are_kept_for_a_year(site: Site) -> None:
    """Fonts asked for again on every page cost a round trip each."""
    page = site.get("/sign-in").text
    sheet = site.get(page.partition('rel="stylesheet" href="')[2].partition('"')[0])
    font = sheet.text.partition('url("')[2].partition('"')[0]
    script = page.partition('type="module" src="')[2].partition('"')[0]
    for named in (font, script, script.replace("page.js", "parts.js")):
        assert "immutable" in site.get(named).headers["cache-control"], named
    assert site.get("/static/page.js").headers["cache-control"] == "no-cache"


def test_a_wrong_method_is_told_which_ones_there_are(site: Site) -> None:
    answer = site.client.put("/sign-out", headers=SAME_ORIGIN)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_whoever_comes_too_late_with_the_code_hears_why_it_starts_over(site: Site) -> None:
    site.enroll("Miguel")
    site.give_password("miguel@lakeside.example")
    site.get("/sign-in/token")
    site.later(minutes=6)
    answer = site.post("/sign-in/token", token="123456")
    assert answer.headers["location"] == "/sign-in?done=half-expired"
    assert "Five minutes or five tries were over" in site.get(answer.headers["location"]).text
    assert site.get("/sign-in/token").headers["location"] == "/sign-in"


def test_an_idle_session_ends_with_a_word_and_comes_back_to_the_same_page(site: Site) -> None:
    site.give_password("tom@riverbend.example")
    site.get("/settings")
    site.later(minutes=31)
    answer = site.get("/settings")
    assert answer.headers["location"] == "/sign-in?next=%2Fsettings&done=session-over"
    assert "not signed in any more" in site.get(answer.headers["location"]).text


def test_an_answer_to_an_old_cookie_leaves_the_renewed_one_alone(site: Site) -> None:
    site.give_password("tom@riverbend.example")
    site.later(minutes=31)
    assert "session=" not in site.get("/settings").headers.get("set-cookie", "")


def test_the_browser_of_every_day_lets_its_owner_in_while_a_stranger_guesses(site: Site) -> None:
    site.give_password("tom@riverbend.example")
    site.get("/settings")
    site.post("/sign-out")
    mine = dict(site.client.cookies)
    site.client.cookies.clear()
    for _ in range(11):
        site.get("/sign-in")
        site.post("/sign-in", email="tom@riverbend.example", password="a guess of a stranger")
    assert site.give_password("tom@riverbend.example").status_code == 429
    site.client.cookies.clear()
    site.client.cookies.update(mine)
    assert site.give_password("tom@riverbend.example").status_code == 303


@pytest.mark.parametrize("path", ["/settings", "/no-such-page"])
def test_an_outage_is_a_page_of_the_site_that_says_when_to_come_back(
    site: Site, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def no_answer(*_: object) -> None:
        raise DatabaseUnavailable("down")

    monkeypatch.setattr(Database, "read", no_answer)
    answer = site.get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "<h1>One moment, please</h1>" in answer.text
    assert f'href="{path}">Try again' in answer.text
    card = site.client.get(path, headers=SAME_ORIGIN | {"X-Card": "1"})
    assert (card.status_code, list(card.json())) == (503, ["error"])


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/settings"])
def test_try_again_in_an_outage_stays_on_this_site(
    site: Site, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def no_answer(*_: object) -> None:
        raise DatabaseUnavailable("down")

    monkeypatch.setattr(Database, "read", no_answer)
    answer = site.client.get(f"{site.client.base_url}{path}")
    assert answer.status_code == 503
    assert 'href="/">Try again' in answer.text


def test_pages_wear_their_headers(site: Site) -> None:
    answer = site.get("/sign-in")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "nonce-" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert (
        site.get("/sign-in").headers["content-security-policy"] != answer.headers["content-security-policy"]
    )
