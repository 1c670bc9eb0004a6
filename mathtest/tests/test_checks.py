"""What the system checks of the settings say, and that errors stop a start."""

from collections.abc import Callable
from typing import Any

import pytest
from django import conf
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from mathtest import checks

STRONG_KEY = "hT3pLw8ZqYc2Rk6NfVb9Xs4Gd7Jm1QaEuIoK5vWnCxBzHtPyMr"
POSTGRESQL = "django.db.backends.postgresql"
SQLITE = "django.db.backends.sqlite3"
GOOD_PRODUCTION = {
    "PRODUCTION": True,
    "DEBUG": False,
    "SECRET_KEY": STRONG_KEY,
    "SECRET_KEY_FALLBACKS": [],
    "RECEIPT_KEYS": [STRONG_KEY[::-1]],
    "ALLOWED_HOSTS": ["mathtest.example"],
    "CORS_ALLOWED_ORIGINS": ["https://app.example"],
    "REDIS_URL": "redis://cache:6379/0",
    "DATABASE_POOL_SIZE": 10,
    "SERVER_THREADS": 10,
}


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes the settings name this database engine; nothing connects to it."""
    return lambda engine: monkeypatch.setitem(conf.settings.DATABASES["default"], "ENGINE", engine)


@pytest.fixture(autouse=True)
def _on_postgresql(on: Callable[[str], None]) -> None:
    on(POSTGRESQL)


def ids_of(settings: Settings, **changes: Any) -> list[str]:
    """Ids that all checks, those of a deployment too, report for production with ``changes``."""
    for name, value in {**GOOD_PRODUCTION, **changes}.items():
        setattr(settings, name, value)
    found = [message for check in (*checks.SETTINGS_CHECKS, *checks.DEPLOYMENT_CHECKS) for message in check()]
    return [str(message.id) for message in found]


def test_good_production_settings_are_silent(settings: Settings) -> None:
    found = ids_of(settings)

    assert found == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"SECRET_KEY": "short"}, ["mathtest.E001"]),
        ({"SECRET_KEY": "correct horse battery staple " * 3}, ["mathtest.E001"]),
        ({"SECRET_KEY": "a" * 80}, ["mathtest.E001"]),
        ({"SECRET_KEY": "development-only-" + "not-a-secret-" * 4}, ["mathtest.E001"]),
        ({"SECRET_KEY_FALLBACKS": [STRONG_KEY, "old"]}, ["mathtest.E001"]),
        ({"RECEIPT_KEYS": ["0123456789" * 6]}, ["mathtest.E001"]),
        ({"ALLOWED_HOSTS": ["*"]}, ["mathtest.E002"]),
        ({"CORS_ALLOWED_ORIGINS": ["*"]}, ["mathtest.E003"]),
        ({"CORS_ALLOWED_ORIGINS": ["https://*.example"]}, ["mathtest.E003"]),
        ({"CORS_ALLOWED_ORIGINS": ["app.example"]}, ["mathtest.E003"]),
        ({"CORS_ALLOW_ALL_ORIGINS": True}, ["mathtest.E003"]),
        ({"DATABASE_POOL_SIZE": 0}, ["mathtest.E004"]),
        ({"DATABASE_POOL_SIZE": 4, "SERVER_THREADS": 8}, ["mathtest.W001"]),
        ({"DEBUG": True}, ["mathtest.E006"]),
        ({"REDIS_URL": ""}, ["mathtest.W002"]),
    ],
)
def test_an_unsafe_setting_is_named(settings: Settings, changes: dict[str, Any], expected: list[str]) -> None:
    found = ids_of(settings, **changes)

    assert found == expected


@pytest.mark.parametrize("pool_size", [0, 1, 10])
def test_production_on_sqlite_is_named_whatever_the_pool(
    settings: Settings, on: Callable[[str], None], pool_size: int
) -> None:
    on(SQLITE)

    found = ids_of(settings, DATABASE_POOL_SIZE=pool_size)

    assert found == ["mathtest.W005", "mathtest.E005"]


def test_a_development_machine_needs_nothing(settings: Settings, on: Callable[[str], None]) -> None:
    on(SQLITE)

    found = ids_of(
        settings,
        PRODUCTION=False,
        DEBUG=True,
        SECRET_KEY="short",
        RECEIPT_KEYS=["short"],
        REDIS_URL="",
        CORS_ALLOWED_ORIGINS=[],
    )

    assert found == []


def test_a_weak_key_is_not_repeated_in_the_message(settings: Settings) -> None:
    settings.PRODUCTION, settings.SECRET_KEY, settings.RECEIPT_KEYS = True, "tulip-bulb", [STRONG_KEY]

    messages = checks.check_secret_keys()

    assert ["tulip-bulb" in str(message) for message in messages] == [False]


def test_a_weak_key_stops_the_server(settings: Settings) -> None:
    ids_of(settings, SECRET_KEY="short")

    with pytest.raises(ImproperlyConfigured, match=r"mathtest\.E001"):
        checks.refuse_unsafe_start()


def test_a_warning_does_not_stop_the_server(settings: Settings) -> None:
    ids_of(settings, REDIS_URL="")

    checks.refuse_unsafe_start()
