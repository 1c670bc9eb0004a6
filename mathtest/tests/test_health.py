"""Alive, and ready: each thing that can be away is named, and nothing else is told."""

import json
from datetime import timedelta
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from exams.services.jobs import mark_ended_attempt
from exams.tests.factories import AttemptFactory
from mathtest.health import LONGEST_LAG_S
from mathtest.wsgi import application

DATABASE = {
    "sqlite": {"status": "ok", "vendor": "sqlite"},
    "postgresql": {"status": "ok", "vendor": "postgresql"},
}
NOTHING_WAITS = {"status": "ok", "oldest_unmarked_attempt_s": 0, "oldest_ready_task_s": 0}


def report(client: Client) -> tuple[int, dict[str, Any]]:
    """The status and the report, without the numbers of the pool, which move."""
    response = client.get("/health/ready")
    body = response.json()
    body["checks"]["database"].pop("pool", None)
    return response.status_code, body


@pytest.mark.django_db
def test_the_server_entry_serves_the_site() -> None:
    environ: dict[str, Any] = {"PATH_INFO": "/health"}
    setup_testing_defaults(environ)
    begun: list[str] = []

    body = b"".join(application(environ, lambda status, headers: begun.append(status)))

    assert (begun, json.loads(body)) == (["200 OK"], {"status": "ok"})


def test_alive_asks_nothing_of_the_database(client: Client) -> None:
    response = client.get("/health")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/health", "/health/ready"])
def test_health_is_only_read(client: Client, path: str) -> None:
    response = client.post(path)

    assert response.status_code == 405


@pytest.mark.django_db
def test_ready_when_all_is_there(client: Client) -> None:
    found = report(client)

    checks = {"database": DATABASE[connection.vendor], "cache": {"status": "ok"}, "jobs": NOTHING_WAITS}
    assert found == (200, {"status": "ok", "checks": checks})


@pytest.mark.django_db
def test_ready_costs_three_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        client.get("/health/ready")


@pytest.mark.postgres
@pytest.mark.django_db
def test_ready_tells_how_full_the_pool_is(client: Client) -> None:
    pool = client.get("/health/ready").json()["checks"]["database"]["pool"]

    assert sorted(pool) == ["free", "most", "size", "waiting"]


def test_a_database_that_is_away_is_not_ready_and_nothing_more_is_told(client: Client) -> None:
    """Without the ``db`` fixture no connection may be opened: as if the database refused it."""
    found = report(client)

    failed = {"status": "failed"}
    assert found == (
        503,
        {"status": "failed", "checks": {"database": failed, "cache": {"status": "ok"}, "jobs": failed}},
    )


@pytest.mark.django_db
def test_a_cache_that_forgets_is_not_ready(client: Client, settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    status, body = report(client)

    assert (status, body["checks"]["cache"]) == (503, {"status": "failed"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("waited_s", "status", "word"), [(LONGEST_LAG_S, 200, "ok"), (LONGEST_LAG_S + 1, 503, "failed")]
)
def test_an_attempt_that_waits_too_long_for_its_marks_is_not_ready(
    client: Client, waited_s: int, status: int, word: str
) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        AttemptFactory(state="submitted", submitted_at=timezone.now() - timedelta(seconds=waited_s))

        found, body = report(client)

    assert (found, body["checks"]["jobs"]) == (
        status,
        {"status": word, "oldest_unmarked_attempt_s": waited_s, "oldest_ready_task_s": 0},
    )


@pytest.mark.django_db
def test_a_task_that_nobody_takes_is_not_ready(client: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        mark_ended_attempt.enqueue("00000000-0000-7000-8000-000000000000")
        clock.shift(timedelta(hours=1))

        status, body = report(client)

    assert (status, body["checks"]["jobs"]["oldest_ready_task_s"]) == (503, 3600)
