"""System checks of the settings: what would be unsafe, or would fail later with a harder message.

Errors stop every ``manage.py`` command; ``refuse_unsafe_start`` makes them stop the server too.

======  =====================================================================================
E001    production runs with the development key, or one that can be guessed (also for receipts)
E002    production accepts every host name
E003    cross-origin requests are allowed from everywhere, or from something that is no origin
E004    the connection pool holds no connection
E005    production on SQLite (with ``--deploy``; else W005)
E006    production with DEBUG on
W001    fewer database connections in the pool than threads that want one
W002    production without REDIS_URL: every process counts its limits alone
======  =====================================================================================
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, run_checks
from django.core.exceptions import ImproperlyConfigured

__all__ = ["DEPLOYMENT_CHECKS", "SETTINGS_CHECKS", "is_guessable", "refuse_unsafe_start"]

SHORTEST_KEY = 50
# 50 random digits deflate to 42 bytes or more; a phrase repeated until it is long, to 40 or fewer.
SHORTEST_DEFLATED_KEY = 41

Check = Callable[..., list[CheckMessage]]


def is_guessable(key: str) -> bool:
    """Too short, or so regular that it says less than 50 random digits.

    >>> is_guessable("not-a-secret-" * 5), is_guessable("Fq7u-0bW9xkTz3R_vLmJ2sYhN8dGcE5aPoQ1iKt6ZrXlUwBy4M")
    (True, False)
    """
    return len(key) < SHORTEST_KEY or len(zlib.compress(key.encode(), 9)) < SHORTEST_DEFLATED_KEY


def check_secret_keys(**options: Any) -> list[CheckMessage]:
    """E001. Never says the key itself."""
    if not settings.PRODUCTION:
        return []
    keys = {
        "SECRET_KEY": [settings.SECRET_KEY],
        "SECRET_KEY_FALLBACKS": settings.SECRET_KEY_FALLBACKS,
        "RECEIPT_KEYS": settings.RECEIPT_KEYS,
    }
    return [
        Error(
            f"{name} is missing, short or easy to guess.",
            hint="Set it to 50 or more random characters: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'",
            id="mathtest.E001",
        )
        for name, values in keys.items()
        if any(value == settings.DEVELOPMENT_SECRET_KEY or is_guessable(value) for value in values)
    ]


def check_hosts(**options: Any) -> list[CheckMessage]:
    """E002."""
    if settings.PRODUCTION and "*" in settings.ALLOWED_HOSTS:
        return [Error("ALLOWED_HOSTS accepts every host.", hint="Name the hosts.", id="mathtest.E002")]
    return []


def check_origins(**options: Any) -> list[CheckMessage]:
    """E003."""
    origins = settings.CORS_ALLOWED_ORIGINS
    wide = getattr(settings, "CORS_ALLOW_ALL_ORIGINS", False) or any("*" in origin for origin in origins)
    inexact = [origin for origin in origins if not origin.startswith(("https://", "http://"))]
    if not wide and not inexact:
        return []
    hint = "Name exact origins, such as https://app.school.example, separated by commas."
    return [
        Error("CORS_ORIGINS holds something that is not one exact origin.", hint=hint, id="mathtest.E003")
    ]


def check_pool(**options: Any) -> list[CheckMessage]:
    """E004 and W001, where there is a pool: on PostgreSQL."""
    if uses_sqlite():
        return []
    size, threads = settings.DATABASE_POOL_SIZE, settings.SERVER_THREADS
    if size < 1:
        return [Error("DATABASE_POOL_SIZE is less than 1.", id="mathtest.E004")]
    if size >= threads:
        return []
    return [
        Warning(
            f"DATABASE_POOL_SIZE is {size}, and {threads} threads of one process want a connection.",
            hint="Raise DATABASE_POOL_SIZE or lower GRANIAN_BLOCKING_THREADS; "
            "the server needs max_connections above processes × DATABASE_POOL_SIZE.",
            id="mathtest.W001",
        )
    ]


def check_redis(**options: Any) -> list[CheckMessage]:
    """W002."""
    if settings.PRODUCTION and not settings.REDIS_URL:
        hint = "Set REDIS_URL; without it, limits on sign-in hold per process and not for the school."
        return [Warning("Production runs without Redis.", hint=hint, id="mathtest.W002")]
    return []


def check_debug(**options: Any) -> list[CheckMessage]:
    """E006."""
    if settings.PRODUCTION and settings.DEBUG:
        return [Error("DEBUG is on in production.", hint="Unset DEBUG.", id="mathtest.E006")]
    return []


def warn_of_sqlite(**options: Any) -> list[CheckMessage]:
    """W005: it works, for one machine and one school."""
    if settings.PRODUCTION and uses_sqlite():
        return [
            Warning(
                "Production runs on SQLite.", hint="Set DATABASE_URL to a PostgreSQL.", id="mathtest.W005"
            )
        ]
    return []


def refuse_sqlite(**options: Any) -> list[CheckMessage]:
    """E005: the same, said by ``check --deploy``."""
    return [Error(warning.msg, hint=warning.hint, id="mathtest.E005") for warning in warn_of_sqlite()]


def uses_sqlite() -> bool:
    """The database is a file of this machine."""
    return bool(settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3")


SETTINGS_CHECKS: Sequence[Check] = (
    check_secret_keys,
    check_hosts,
    check_origins,
    check_pool,
    check_redis,
    check_debug,
    warn_of_sqlite,
)
DEPLOYMENT_CHECKS: Sequence[Check] = (refuse_sqlite,)


def refuse_unsafe_start() -> None:
    """Raises ImproperlyConfigured with every error of the settings; warnings do not stop a start."""
    errors = [message for message in run_checks(tags=["mathtest"]) if message.is_serious()]
    if errors:
        raise ImproperlyConfigured("\n".join(str(error) for error in errors))
