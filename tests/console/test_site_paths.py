"""What a site knows of its paths: which may carry a secret, which take more than a form, which answer in JSON."""

from unittest.mock import Mock

import pytest
from starlette.testclient import TestClient

from console.asgi import Product
from console.web import site_middleware
from core.ground.db import new_id
from core.ground.random_tokens import new_token
from tests.cast import Cast
from tests.console.ways import ORIGINS, composed

pytestmark = pytest.mark.databases("sqlite")  # no path is looked up in a database


@pytest.fixture
def product(cast: Cast) -> Product:
    """Both sites, with everything switched on."""
    return composed(cast)


def browser(product: Product, site: str) -> TestClient:
    """A new browser on one of the sites."""
    app = {"account": product.account, "console": product.console}[site]
    return TestClient(app, base_url=ORIGINS[site], follow_redirects=False)


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """Where each request leaves a line."""
    log = Mock()
    monkeypatch.setattr(site_middleware, "log", log)
    return log


@pytest.mark.parametrize("site", ["account", "console"])
@pytest.mark.parametrize(
    "address", ["/password/set/{}", "/invitation/{}/", "/slack/link/{}.", "/mistyped/{}"]
)
def test_the_token_of_a_link_reaches_no_log_wherever_it_is_opened(
    product: Product, log: Mock, site: str, address: str
) -> None:
    token = new_token()
    browser(product, site).get(address.format(token))
    (line,) = log.info.call_args_list
    assert line.kwargs["path"] == address.format("…")
    assert token not in str(log.mock_calls)


def test_an_id_stays_in_the_log(product: Product, log: Mock) -> None:
    path = f"/requests/{new_id()}"
    browser(product, "console").get(path)
    assert log.info.call_args.kwargs["path"] == path


def test_slack_may_send_more_than_a_form(product: Product) -> None:
    body = b"x" * 100 * 1024
    account = browser(product, "account")
    assert account.post("/slack/events", content=body).status_code == 401
    assert account.post("/sign-in", content=body).status_code == 413
    assert browser(product, "console").post("/slack/events", content=body).status_code == 413


def test_a_script_of_the_chat_is_refused_in_json_and_a_person_on_a_page(product: Product) -> None:
    account = browser(product, "account")
    for path, kind in (("/chat/nothing", "application/json"), ("/nothing", "text/html; charset=utf-8")):
        answer = account.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, kind)
