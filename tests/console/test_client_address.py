"""Attempts are counted per address and written down with it, so no one may choose the address that we see."""

import pytest
from starlette.requests import HTTPConnection

from console.web.client_address import client_ip
from core.ground.sealing import new_key
from core.ground.settings import read_settings

SETTINGS = read_settings({"TC2FA_KEYS": new_key("k1"), "TC2FA_TRUSTED_PROXIES": "10.0.0.0/8"})


def seen(peer: str, *lines: str) -> str | None:
    headers = [(b"x-forwarded-for", line.encode()) for line in lines]
    return client_ip(SETTINGS, HTTPConnection({"type": "http", "headers": headers, "client": (peer, 1)}))


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        ((), "10.0.0.1"),
        (("203.0.113.5",), "203.0.113.5"),
        (("198.51.100.9, 203.0.113.5",), "203.0.113.5"),  # the left one is the visitor's own invention
        (("198.51.100.9", "203.0.113.5"), "203.0.113.5"),  # a proxy that adds a line of its own
        (("198.51.100.9, 203.0.113.5, 10.2.2.2",), "203.0.113.5"),
        (("203.0.113.5:4711",), "203.0.113.5"),
        (("[2001:db8::7]:4711",), "2001:db8::7"),
        (("fe80::7%" + "e" * 99,), "fe80::7"),  # longer than any column for it
        (("198.51.100.9, unknown",), "10.0.0.1"),  # not the invention behind it
        (("",), "10.0.0.1"),
        (("10.3.3.3",), "10.0.0.1"),
    ],
)
def test_behind_our_proxy_the_nearest_stranger_counts(lines: tuple[str, ...], address: str) -> None:
    assert seen("10.0.0.1", *lines) == address


def test_nobody_else_is_believed() -> None:
    assert seen("203.0.113.66", "198.51.100.9") == "203.0.113.66"
    assert seen("fe80::1%eth0", "198.51.100.9") == "fe80::1"
