"""The Slack app's manifest for one host, from the one file that describes the app."""

import re
from pathlib import Path
from urllib.parse import urlsplit

PLACEHOLDER = "https://2fa.example.org"
HOST = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+(:\d{1,5})?", re.IGNORECASE)
# At the top of the project; an installed package carries it beside this file (pyproject.toml, force-include).
PLACES = (Path(__file__).parents[2] / "manifest.yml", Path(__file__).parents[1] / "manifest.yml")


class BadAddress(Exception):
    """Slack cannot call this address; the message says what to write instead."""


class NoManifest(Exception):
    """The file is not where it belongs."""


def manifest_for(url: str) -> str:
    """The manifest with your host in it. Raises BadAddress, or NoManifest for a broken installation.

    Slack calls https addresses only, and its schema lets http pass: otherwise events would just never arrive.
    """
    return _manifest().replace(PLACEHOLDER, _origin(url))


def _origin(url: str) -> str:
    address = urlsplit(url.strip())
    if address.scheme != "https":
        raise BadAddress(f"{url} does not start with https://. Slack calls https addresses only.")
    if address.path.strip("/") or address.query or address.fragment:
        raise BadAddress(f"{url} has more than a host. Write it like {PLACEHOLDER}; the path is added here.")
    if not HOST.fullmatch(address.netloc):
        raise BadAddress(f"{url} names no host that Slack can reach. Write it like {PLACEHOLDER}.")
    return f"https://{address.netloc}"


def _manifest() -> str:
    for place in PLACES:
        if place.is_file():
            return place.read_text("utf-8")
    raise NoManifest("manifest.yml is missing from this installation. Install the package again, whole.")
