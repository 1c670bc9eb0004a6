"""Identifiers: UUID version 7 for what leaves the system, and the one spelling of a login."""

import secrets
import time
import unicodedata
import uuid

__all__ = ["normal_login", "uuid7"]


def normal_login(text: str) -> str:
    """``text`` as logins are stored: composed, lower case, without blanks around it.

    Some keyboards send Hangul as separate letters; composed, the same word is the same login.

    >>> normal_login(" Kim.Minji ")
    'kim.minji'
    """
    return unicodedata.normalize("NFC", text).strip().lower()


def uuid7() -> uuid.UUID:
    """A new UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    high = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    version = 0x7 << 76
    random_a = secrets.randbits(12) << 64
    variant = 0b10 << 62
    return uuid.UUID(int=high | version | random_a | variant | secrets.randbits(62))
