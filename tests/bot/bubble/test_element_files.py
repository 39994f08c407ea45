"""The files of the bubble's element, as browsers get and keep them."""

import pytest
from starlette.testclient import TestClient

from bot.bubble.app import script_path
from tests.bot.bubble.site import BubbleSite
from tests.cast import Cast

pytestmark = pytest.mark.databases("sqlite")  # files come from no database


@pytest.fixture
def priya(cast: Cast) -> TestClient:
    return BubbleSite(cast).signed_in("Priya")


def test_the_element_and_all_it_imports_are_kept_until_any_of_its_files_changes(priya: TestClient) -> None:
    script = priya.get(script_path())
    imported = priya.get(f"{script_path().rsplit('/', 1)[0]}/wire.js")
    assert script.text == priya.get("/chat/ui/bubble.js").text
    assert "immutable" in script.headers["cache-control"]
    assert "immutable" in imported.headers["cache-control"]
    assert priya.get("/chat/ui/v-old/bubble.js").headers["cache-control"] == "no-cache"


def test_the_elements_files_are_served(priya: TestClient) -> None:
    plain, versioned = priya.get("/chat/ui/bubble.js"), priya.get("/chat/ui/bubble.js?v=1")
    assert plain.status_code == 200
    assert "javascript" in plain.headers["content-type"]
    assert plain.headers["cache-control"] == "no-cache"
    assert "immutable" in versioned.headers["cache-control"]
    assert priya.get("/chat/ui/../app.py").status_code == 404
    assert priya.get("/chat/ui/v-old/../../app.py").status_code == 404
    assert priya.get("/chat/ui/nothing.js").status_code == 404
