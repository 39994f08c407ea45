"""Random cookie values, and the only form in which the database knows them."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits for a cookie; the database only ever holds :func:`token_hash` of them (ASVS 7.2.3)."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """SHA-256 in hex: a copy of the database does not contain usable session tokens."""
    return hashlib.sha256(token.encode()).hexdigest()
