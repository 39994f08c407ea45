"""An installation that does not talk to Slack shows nothing of it."""

import pytest

from tests.console.account.desk import Site


@pytest.mark.databases("sqlite")  # what is served is decided before any database is asked
def test_there_is_neither_a_page_nor_a_section(site: Site) -> None:
    site.give_password("priya@lakeside.example")
    for path in ("/slack/link", "/slack/link/anything"):
        assert site.get(path).status_code == 404
    assert "Slack" not in site.get("/settings").text
    assert site.post("/settings/slack/unlink", link="0" * 24).status_code == 404
