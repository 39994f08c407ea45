"""A Slack user is unknown until a signed-in member links them; some are never linked."""

from typing import Any

import pytest
from sqlalchemy import select

from core.slack.slack_links import SlackLink
from tests.bot.slack.pages import signed_in
from tests.bot.slack.workspace import InSlack
from tests.parts.slack.slack_driver import buttons, labels
from tests.parts.slack.slack_fake import OTHER_TEAM, Failure

pytestmark = pytest.mark.databases("sqlite")  # what the rows hold is proven on both in test_rows.py


def answer_to(in_slack: InSlack, user: str) -> dict[str, Any]:
    """What a Slack user is told who asks for something."""
    before = len(in_slack.slack.dm(user))
    in_slack.driver.post(in_slack.driver.said(user, "turn on 2fa"))
    in_slack.slack.wait(lambda: len(in_slack.slack.dm(user)) > before, "an answer")
    return in_slack.slack.dm(user)[-1]


def test_a_newcomer_links_on_the_account_site_and_is_greeted(in_slack: InSlack) -> None:
    told = in_slack.says("Dana", "turn on 2fa please")
    (button,) = buttons(told["blocks"])
    assert labels(told["blocks"]) == ["Link my account"]
    assert button["url"].startswith(f"{in_slack.sites.account}/slack/link/")
    with signed_in(in_slack, "Dana") as pages:
        assert pages.link(button["url"]).status_code == 200
    in_slack.slack.wait(
        lambda: any(text.startswith("Hi Dana") for text in in_slack.texts("Dana")), "a greeting"
    )
    in_slack.slack.wait(lambda: "UDANA" in in_slack.slack.homes, "her Home")
    assert "Link my account" not in in_slack.offered("Dana")  # the spent link says that it is done
    assert "Your account is linked." in in_slack.texts("Dana")


def test_only_the_newest_link_is_offered_wherever_it_was_asked_for(in_slack: InSlack) -> None:
    in_slack.says("Dana", "hello")
    first = in_slack.addresses("Dana")
    in_slack.says("Dana", "hello again")
    second = in_slack.addresses("Dana")
    assert len(first) == len(second) == 1
    assert first != second
    in_slack.driver.post(in_slack.driver.event({"type": "app_home_opened", "user": "UDANA", "tab": "home"}))
    in_slack.slack.wait(lambda: in_slack.slack.homes.get("UDANA"), "Home")
    in_slack.slack.wait(lambda: not in_slack.addresses("Dana"), "the old link to go")
    assert labels(in_slack.slack.homes["UDANA"]["blocks"]) == ["Link my account"]


def test_a_guest_of_the_workspace_is_welcome(in_slack: InSlack) -> None:
    in_slack.slack.add_user("UGUEST", "A guest", is_restricted=True)
    in_slack.slack.add_user("USINGLE", "A guest", is_ultra_restricted=True)
    assert labels(answer_to(in_slack, "UGUEST")["blocks"]) == ["Link my account"]
    (button,) = buttons(answer_to(in_slack, "USINGLE")["blocks"])
    with signed_in(in_slack, "Grace") as pages:
        assert pages.link(button["url"]).status_code == 200
    in_slack.slack.wait(
        lambda: any(each["text"].startswith("Hi Grace") for each in in_slack.slack.dm("USINGLE")),
        "a greeting",
    )


def test_strangers_and_other_teams_are_refused_and_lose_a_link_they_had(in_slack: InSlack) -> None:
    in_slack.link("Grace")
    in_slack.slack.add_user("UGRACE", "Somebody", is_stranger=True)
    in_slack.slack.add_user("UFAR", "Somebody", team_id=OTHER_TEAM)
    for user in ("UGRACE", "UFAR"):
        told = answer_to(in_slack, user)
        assert "cannot help you here" in told["text"]
        assert "Link my account" not in labels(told["blocks"])
    assert in_slack.cast.rows(select(SlackLink).where(SlackLink.revoked_at.is_(None))) == []


def test_deleted_users_and_other_apps_get_no_answer_and_no_link(in_slack: InSlack) -> None:
    in_slack.link("Tom")
    in_slack.slack.add_user("UTOM", "Tom", deleted=True)
    in_slack.slack.add_user("UAPP", "An app", is_bot=True)
    said = len(in_slack.slack.dm("UTOM"))
    for user in ("UTOM", "UAPP"):
        in_slack.driver.post(in_slack.driver.said(user, "turn on 2fa"))
    in_slack.slack.wait(
        lambda: in_slack.is_quiet() and len(in_slack.slack.made("users.info")) >= 2, "the look"
    )
    assert len(in_slack.slack.dm("UTOM")) == said
    assert in_slack.slack.dm("UAPP") == []
    assert in_slack.cast.rows(select(SlackLink).where(SlackLink.revoked_at.is_(None))) == []


def test_another_teams_request_is_refused_before_anything_is_written(in_slack: InSlack) -> None:
    in_slack.driver.team = OTHER_TEAM
    answers = [
        in_slack.driver.post(delivery).status_code
        for delivery in (
            in_slack.driver.said("UDANA", "turn on 2fa"),
            in_slack.driver.command("UDANA", "request"),
            in_slack.driver.shortcut("UDANA", "two_factor_help"),
        )
    ]
    assert answers == [403, 403, 403]
    assert in_slack.slack.calls == []


def test_who_unlinks_is_told_nothing_more(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    with signed_in(in_slack, "Dana") as pages:
        page = pages.get("/settings")
        assert "Unlink" in page.text
        link = in_slack.cast.one(select(SlackLink))
        assert pages.post("/settings/slack/unlink", link=link.id).status_code == 200
    in_slack.slack.wait(
        lambda: "not linked" in str(in_slack.slack.homes["UDANA"]["blocks"]), "her Home to be emptied"
    )
    told = in_slack.says("Dana", "is it on yet?")
    assert labels(told["blocks"]) == ["Link my account"]


def test_when_slack_does_not_say_who_it_is_nobody_is_trusted_and_the_message_is_kept(
    in_slack: InSlack,
) -> None:
    in_slack.link("Dana")
    said = len(in_slack.slack.dm("UDANA"))
    in_slack.slack.fail("users.info", Failure(error="internal_error"), Failure(retry_after=1))
    in_slack.driver.post(in_slack.driver.said("UDANA", "is it on yet?"))
    in_slack.until(lambda: len(in_slack.slack.dm("UDANA")) > said, "the answer in the end")
