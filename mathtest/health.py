"""Is this process alive, and is all that it needs there?

``/health`` asks nothing of anyone: a process that answers it should go on getting requests.
``/health/ready`` is for alarms and for the moment after a deployment: it is 503 as well when the cache
or the job worker is away, and students can go on answering then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import structlog
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mathtest.jobs_health import measure_jobs_lag

__all__ = ["LONGEST_LAG_S", "health", "ready"]

log = structlog.get_logger(__name__)

# Marking is tried at once and swept every few seconds: five minutes late, nobody is sweeping.
LONGEST_LAG_S = 300


class NotReady(Exception):
    """A check that failed, with what may be shown of it."""

    def __init__(self, **shown: Any) -> None:
        super().__init__(shown)
        self.shown = shown


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """``{"status": "ok"}`` whatever else is down."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """``{"status", "checks": {"database", "cache", "jobs"}}``; 503 when one of them fails."""
    checks = {name: _outcome(name, check) for name, check in CHECKS.items()}
    failed = any(check["status"] != "ok" for check in checks.values())
    return JsonResponse(
        {"status": "failed" if failed else "ok", "checks": checks}, status=503 if failed else 200
    )


def check_database() -> dict[str, Any]:
    """One statement; on PostgreSQL also how full the pool of connections is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    shown: dict[str, Any] = {"vendor": connection.vendor}
    pool = getattr(connection, "pool", None)
    if pool is not None:
        stats = pool.get_stats()
        shown["pool"] = {
            "size": stats["pool_size"],
            "most": stats["pool_max"],
            "free": stats["pool_available"],
            "waiting": stats["requests_waiting"],
        }
    return shown


def check_cache() -> dict[str, Any]:
    """What is written comes back. Each probe has its own key, so that two do not read each other's."""
    key, value = f"health:{uuid4()}", uuid4().hex
    cache.set(key, value, timeout=10)
    found = cache.get(key)
    cache.delete(key)
    if found != value:
        raise NotReady
    return {}


def check_jobs() -> dict[str, Any]:
    """How long the oldest work has been waiting."""
    lag = measure_jobs_lag()
    shown = {"oldest_unmarked_attempt_s": lag.unmarked_attempt_s, "oldest_ready_task_s": lag.ready_task_s}
    if lag.worst_s > LONGEST_LAG_S:
        raise NotReady(**shown)
    return shown


CHECKS: dict[str, Callable[[], dict[str, Any]]] = {
    "database": check_database,
    "cache": check_cache,
    "jobs": check_jobs,
}


def _outcome(name: str, check: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return {"status": "ok", **check()}
    except NotReady as failure:
        log.warning("not_ready", check=name, **failure.shown)
        return {"status": "failed", **failure.shown}
    except Exception:  # whatever a driver raises; the log has it, the answer does not
        log.exception("not_ready", check=name)
        return {"status": "failed"}
