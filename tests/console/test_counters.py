"""The counters: shown on a port of their own to this machine, with what an operator must know, and no personal data."""

import socket
import threading

import httpx2
import pytest
from prometheus_client import REGISTRY

from bot.slack.workspace.calling import TOKEN_REFUSED
from console.serving import PortTaken, showing_counters
from tests.parts.server import free_port


def test_a_prometheus_on_this_machine_reads_how_often_slack_refused_our_token() -> None:
    TOKEN_REFUSED.labels("token_revoked").inc()
    counted = REGISTRY.get_sample_value("tc2fa_slack_token_refused_total", {"error": "token_revoked"})
    port = free_port()
    with showing_counters(port):
        told = httpx2.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text
    assert f'tc2fa_slack_token_refused_total{{error="token_revoked"}} {counted}' in told
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"http://127.0.0.1:{port}/metrics", trust_env=False)


def test_a_port_that_is_taken_stops_the_start_with_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match="TC2FA_METRICS_PORT"), showing_counters(port):
            pytest.fail("nobody may get here")


def test_without_the_setting_no_server_is_started() -> None:
    before = threading.enumerate()
    with showing_counters(None):
        assert threading.enumerate() == before


def test_with_the_setting_one_server_runs_until_the_end() -> None:
    before = threading.enumerate()
    with showing_counters(free_port()):
        assert len(threading.enumerate()) == len(before) + 1
    assert threading.enumerate() == before
