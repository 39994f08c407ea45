"""Files travel compressed, and nothing else does."""

import gzip
import re

import pytest

from bot.bubble.app import script_path
from console.web.static_files import static_path
from console.web.stylesheet import sheet, sheet_path
from tests.console.account.desk import Site

pytestmark = pytest.mark.databases("sqlite")  # files know no database


def raw(site: Site, path: str, accepted: str = "br, gzip") -> tuple[dict[str, str], bytes]:
    """The headers of an answer, and its bytes as they traveled."""
    with site.client.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
        assert answer.status_code == 200
        return dict(answer.headers), b"".join(answer.iter_raw())


def files() -> list[str]:
    return [sheet_path(), static_path("page.js"), static_path("parts.js"), script_path()]


@pytest.mark.parametrize("path", files())
def test_a_file_is_compressed_for_whoever_takes_it(site: Site, path: str) -> None:
    _, plain = raw(site, path, "identity")
    for _ in range(2):
        headers, packed = raw(site, path)
        assert (headers["content-encoding"], headers["vary"]) == ("gzip", "Accept-Encoding")
        assert int(headers["content-length"]) == len(packed) < len(plain) * 0.6
        assert gzip.decompress(packed) == plain
        assert "immutable" in headers["cache-control"]
        assert "etag" not in headers


@pytest.mark.parametrize("accepted", ["identity", "", "gzip;q=0", "br"])
def test_nobody_gets_what_they_do_not_take(site: Site, accepted: str) -> None:
    headers, plain = raw(site, sheet_path(), accepted)
    assert "content-encoding" not in headers
    assert plain == sheet()


@pytest.mark.parametrize("path", ["/sign-in", "/settings", "/chat/conversation"])
def test_no_answer_that_knows_the_visitor_is_compressed(site: Site, path: str) -> None:
    """Its length would tell what it repeats of the visitor's own words (BREACH)."""
    site.give_password("dana@lakeside.example")
    with site.client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        assert "content-encoding" not in answer.headers


def test_fonts_are_compressed_already(site: Site) -> None:
    font = re.search(r"/static/v-\w+/fonts/[\w-]+\.woff2", sheet().decode())
    assert font is not None
    assert "content-encoding" not in raw(site, font[0])[0]


def test_a_cache_of_others_is_told_that_the_answer_differs(site: Site) -> None:
    for accepted in ("identity", "gzip"):
        assert raw(site, sheet_path(), accepted)[0]["vary"] == "Accept-Encoding"
