"""The cache on Redis: counters that hold for every process, and a site that lives without it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings


@pytest.mark.redis
def test_counting_at_once_loses_no_count() -> None:
    cache.set("counter", 0)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _turn: cache.incr("counter"), range(200)))

    assert cache.get("counter") == 200


@pytest.mark.redis
@pytest.mark.django_db
def test_ready_asks_redis(client: Client) -> None:
    report = client.get("/health/ready").json()

    assert report["checks"]["cache"] == {"status": "ok"}


@pytest.mark.django_db
def test_pages_are_served_while_redis_is_away_and_ready_says_so(client: Client, settings: Settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"SOCKET_CONNECT_TIMEOUT": 1, "IGNORE_EXCEPTIONS": True},
        }
    }

    page, ready = client.get("/accounts/login/"), client.get("/health/ready")

    assert (page.status_code, ready.status_code) == (200, 503)
    assert ready.json()["checks"]["cache"] == {"status": "failed"}
