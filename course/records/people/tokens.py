"""Tokens of links and sessions: the person holds the token, the database its SHA-256."""

import hashlib
import secrets

_LINK_BYTES = 16
_SESSION_BYTES = 32


def new_link_token() -> str:
    """Return 128 bits for a link that works once or for some days."""
    return secrets.token_urlsafe(_LINK_BYTES)


def new_session_token() -> str:
    """Return 256 bits for the cookie of a signed-in browser."""
    return secrets.token_urlsafe(_SESSION_BYTES)


def hashed(token: str) -> str:
    """Return what is stored for a token. A token is random, so that no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
