"""``manage.py run_jobs``: the job worker. Ends on SIGINT or SIGTERM after the task in hand."""

from __future__ import annotations

import threading
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from accounts.priority import step_back
from accounts.services.sealing import seal_audit
from exams.services.sweep import sweep_all

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Runs the tasks that are queued, and every few seconds looks for work that nobody has in hand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sweep-every", type=float, default=5.0, metavar="SECONDS")
        parser.add_argument("--once", action="store_true", help="do what waits now, then end")

    def handle(self, *args: Any, sweep_every: float, once: bool, **options: Any) -> None:
        worker = Worker(
            queue_names=["*"],
            interval=1.0,
            batch=once,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        if once:
            worker.run()
            look_after()
            return
        step_back()
        ended = threading.Event()
        sweeper = threading.Thread(target=keep_sweeping, args=(ended, sweep_every), daemon=True)
        sweeper.start()
        worker.configure_signals()
        try:
            worker.run()
        finally:
            ended.set()
            sweeper.join(timeout=10)


def look_after(*, rest: timedelta = timedelta(0)) -> None:
    """One round of what nobody asks for: overdue attempts, marks of those that ended ``rest`` ago, the audit
    log's chain."""
    sweep_all(rest=rest)
    while seal_audit():
        pass


def keep_sweeping(ended: threading.Event, seconds: float) -> None:
    while not ended.wait(seconds):
        close_old_connections()
        try:
            look_after(rest=timedelta(seconds=settings.MARK_AFTER_S))
        except Exception:  # a database that is away for a moment comes back
            log.exception("sweep_failed")
    connection.close()
