"""Tasks that wake a worker. What is to be done stands in the rows, so a lost task loses nothing."""

from __future__ import annotations

import structlog
from django_tasks import task

from exams.models import Attempt
from exams.services.marking import mark_attempt

__all__ = ["mark_ended_attempt"]

log = structlog.get_logger(__name__)


@task()
def mark_ended_attempt(attempt_id: str) -> None:
    """Marks an ended attempt, if nothing has marked it yet."""
    attempt = Attempt.objects.unmarked().filter(pk=attempt_id).first()
    if attempt is None:
        log.info("nothing_to_mark", attempt=attempt_id)
        return
    mark_attempt(attempt)
