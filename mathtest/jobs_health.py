"""How far the jobs are behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from exams.models import Attempt

__all__ = ["JobsLag", "measure_jobs_lag"]


@dataclass(frozen=True, slots=True)
class JobsLag:
    """Seconds since the oldest piece of work has been waiting; 0 where none waits."""

    unmarked_attempt_s: int
    ready_task_s: int

    @property
    def worst_s(self) -> int:
        """The longer of the two, in seconds."""
        return max(self.unmarked_attempt_s, self.ready_task_s)


def measure_jobs_lag() -> JobsLag:
    """Two look-ups, each in an index."""
    return JobsLag(
        unmarked_attempt_s=_seconds_since(
            Attempt.objects.unmarked().aggregate(since=Min("submitted_at"))["since"]
        ),
        ready_task_s=_seconds_since(
            DBTaskResult.objects.ready().aggregate(since=Min("enqueued_at"))["since"]
        ),
    )


def _seconds_since(moment: datetime | None) -> int:
    return max(0, int((timezone.now() - moment).total_seconds())) if moment else 0
