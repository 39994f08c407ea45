"""Cross-site request forgery: every unsafe request shows where it comes from and carries a token (NIST 5.1)."""

import hashlib
import hmac
from collections.abc import Mapping

from core.ground.sealing import KeyRing

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def token_for(keys: KeyRing, binding: str) -> str:
    """The token of one session, half sign-in or anonymous visit; ``binding`` names it."""
    return _mac(keys, binding, kid=None)


def fits(keys: KeyRing, binding: str, shown: str | None) -> bool:
    """Whether ``shown`` is the token of ``binding``, also under a key that was active before."""
    if not shown:
        return False
    return any(
        hmac.compare_digest(_mac(keys, binding, kid=kid).encode(), shown.encode())
        for kid in (key.kid for key in keys.keys)
    )


def comes_from_here(headers: Mapping[str, str], origin: str) -> bool:
    """Whether the browser says this request began on our own pages.

    ``same-site`` is not enough: two ports of one host are same-site. Without either header the answer is no.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return headers.get("origin") == origin


def _mac(keys: KeyRing, binding: str, *, kid: str | None) -> str:
    return hmac.new(keys.sub_key("csrf", kid), binding.encode(), hashlib.sha256).hexdigest()
