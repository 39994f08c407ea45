"""The door for Slack: raw bytes are judged before anything reads them; nothing of a body is ever in the log."""

import json
import logging
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import func, select

from bot.slack.incoming.receiving import Ticking, checked_route, is_from_slack, is_signed
from core.slack.slack_events import SlackEvent
from tests.bot.slack.workspace import InSlack
from tests.cast import MONDAY
from tests.parts.slack.slack_driver import FORM, JSON, SIGNING_SECRET, Delivery

pytestmark = pytest.mark.databases("sqlite")  # nothing reaches the database here but one row

MARKER = "PURPLE-ELEPHANT"  # looked for in every log
NONSENSE = (
    b"",
    b"{",
    b"[]",
    b"null",
    b"[1]",
    b'"text"',
    b'{"type": "event_callback"}',
    b"{}" * 2,
    b'{"type":"event_callback","team_id":"T0LAKESIDE","event_id":7,"event":{"type":"message"}}',
    b'{"type":"event_callback","team_id":"T0LAKESIDE","event_id":"E","event":[]}',
    b'{"type":"event_callback","team_id":"T0LAKESIDE","event_id":"E","event":{"type":"message"},"authorizations":[1]}',
    b'{"type":"url_verification"}',
    b"[" * 100_000,
    b'{"type":' + b"9" * 5000 + b"}",
)
NONSENSE_FORMS = (
    b"payload=",
    b"payload=[]",
    b"payload=%7B",
    b"payload=%7B%7D",
    b"command=%2F2fa",
    b"a=b&" * 200,
    b'payload={"type":"block_actions","actions":[],"user":{"id":"U"},"trigger_id":"t"}',
    b'payload={"type":"block_actions","actions":[{"action_id":"x"}],"user":"U","trigger_id":"t"}',
    b'payload={"type":"view_submission","view":[],"user":{"id":"U"},"trigger_id":"t"}',
    b'payload={"type":"shortcut","callback_id":"two_factor_help","trigger_id":"t"}',
)


def rows(in_slack: InSlack) -> int:
    return in_slack.cast.look(lambda session: session.scalar(select(func.count(SlackEvent.id)))) or 0


def test_unsigned_stale_and_malformed_bodies_are_refused_and_leave_no_trace(
    in_slack: InSlack, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    driver = in_slack.driver
    good = driver.said("UDANA", f"{MARKER} turn on 2fa")
    now = good.headers["X-Slack-Request-Timestamp"]
    for name, value in (
        ("X-Slack-Signature", "v0=" + "0" * 64),
        ("X-Slack-Signature", ""),
        ("X-Slack-Signature", "v0=\xe9"),
        ("X-Slack-Request-Timestamp", str(int(now) - 301)),
        ("X-Slack-Request-Timestamp", str(int(now) + 301)),
        ("X-Slack-Request-Timestamp", now + ".0"),
        ("X-Slack-Request-Timestamp", "9" * 30),
        ("X-Slack-Request-Timestamp", ""),
        ("X-Slack-Request-Timestamp", "-1"),
    ):
        sent = {**good.headers, name: value}
        headers = {key.encode(): held.encode("latin-1") for key, held in sent.items()}
        answer = driver.client.post(driver.site + "/slack/events", content=good.body, headers=headers)
        assert answer.status_code == 401, (name, value)
    for body in NONSENSE:
        assert driver.post(driver.signed(body, JSON)).status_code == 400, body[:80]
    for body in NONSENSE_FORMS:
        assert driver.post(driver.signed(body, FORM)).status_code == 400, body[:80]
    assert driver.post(driver.signed(b"\xff\xfe" + MARKER.encode(), JSON)).status_code == 400
    assert driver.post(driver.signed(b"x" * (1024 * 1024 + 1), JSON)).status_code == 413
    unsigned = Delivery(json.dumps({"type": MARKER}).encode(), {"Content-Type": JSON})
    assert driver.post(unsigned).status_code == 401
    assert driver.client.get(driver.site + "/slack/events").status_code == 405
    assert rows(in_slack) == 0
    assert in_slack.slack.calls == []
    assert MARKER not in caplog.text + capsys.readouterr().err


def test_a_body_that_announces_no_length_is_cut_off_too(in_slack: InSlack) -> None:
    driver = in_slack.driver
    good = driver.signed(b"{}", JSON)
    pieces = (b" " * 65536 for _ in range(40))
    answer = driver.client.post(driver.site + "/slack/events", content=pieces, headers=dict(good.headers))
    assert answer.status_code == 413


def test_a_good_message_is_in_no_log_either(
    in_slack: InSlack, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    in_slack.link("Dana")
    caplog.set_level(logging.DEBUG)
    in_slack.says("Dana", f"{MARKER} what is the door code")
    in_slack.driver.post(in_slack.driver.command("UDANA", f"{MARKER} help"))
    in_slack.driver.post(in_slack.driver.event({"type": "reaction_added", "user": "UDANA", "x": MARKER}))
    in_slack.slack.wait(in_slack.is_quiet, "quiet")
    assert MARKER not in caplog.text + capsys.readouterr().err


def test_slack_may_prove_the_address_and_send_what_we_never_asked_for(in_slack: InSlack) -> None:
    driver = in_slack.driver
    hello = driver.signed(json.dumps({"type": "url_verification", "challenge": "abc"}).encode(), JSON)
    answer = driver.post(hello)
    assert (answer.status_code, answer.json()) == (200, {"challenge": "abc"})
    assert driver.post(driver.event({"type": "reaction_added", "user": "UDANA"})).status_code == 200
    assert driver.post(driver.shortcut("UDANA", "of_another_app")).status_code == 200
    edited = driver.said("UDANA", "hi", subtype="message_changed")
    ours = driver.said("UDANA", "hi", bot_id="B0BOT")
    in_a_channel = driver.said("UDANA", "hi", channel_type="channel")
    assert [driver.post(each).status_code for each in (edited, ours, in_a_channel)] == [200, 200, 200]
    assert rows(in_slack) == 0


def test_the_start_stops_at_an_empty_signing_secret() -> None:
    with pytest.raises(ValueError, match="empty"):
        checked_route(cast("AsyncSlackRequestHandler", None), signing_secret="", clock=lambda: MONDAY)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=200), st.sampled_from((JSON, FORM, "", "text/plain")))
def test_no_body_breaks_the_check(body: bytes, content_type: str) -> None:
    assert is_from_slack(body, content_type) in {True, False}


@given(st.text(max_size=30), st.text(max_size=80))
def test_no_header_breaks_the_signature_check(moment: str, signature: str) -> None:
    verifier = SignatureVerifier(SIGNING_SECRET, Ticking(lambda: MONDAY))
    headers = {"x-slack-request-timestamp": moment, "x-slack-signature": signature}
    assert is_signed(verifier, b"{}", headers) is False
