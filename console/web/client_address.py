"""The visitor's network address, also behind proxies. Anyone can write ``X-Forwarded-For``: only proxies are trusted."""

import ipaddress
import re

from starlette.requests import HTTPConnection

from core.ground.settings import Settings

WITH_PORT = re.compile(r"\[(?P<six>[0-9a-fA-F:.]+)\](:\d{1,5})?|(?P<four>[0-9.]+):\d{1,5}")


def client_ip(settings: Settings, request: HTTPConnection) -> str | None:
    """The nearest address that no configured proxy has; what the visitor wrote further left is ignored.

    Some proxies add a header line instead of a value to the last one, so all lines are one list
    (RFC 9110 5.3). Beyond a value that is not an address nothing is trusted, and the proxy's address is used.
    """
    peer = request.client.host.partition("%")[0] if request.client else None  # no name of a network card
    if peer is None or not settings.trusts_proxy(peer):
        return peer
    for hop in reversed(",".join(request.headers.getlist("x-forwarded-for")).split(",")):
        address = _address(hop.strip())
        if address is None:
            return peer
        if not settings.trusts_proxy(address):
            return address
    return peer


def _address(text: str) -> str | None:
    """One hop, with or without a port."""
    found = WITH_PORT.fullmatch(text)
    try:
        return str(ipaddress.ip_address((found["six"] or found["four"]) if found else text.partition("%")[0]))
    except ValueError:
        return None
