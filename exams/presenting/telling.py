"""What the exam page shows of what happens while it runs, when it is loaded."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef

from exams.models import Acknowledgement, Attempt, Notice
from exams.models.supervision import NoticeKind
from exams.presenting.notices import notices_for
from exams.services.delivery import is_paused, newest_notice

__all__ = ["told"]

# What a student confirms to have seen; a pause and its end show by themselves.
CONFIRMED = frozenset({NoticeKind.ANNOUNCEMENT, NoticeKind.TIME, NoticeKind.WITHDRAWAL})


def told(attempt: Attempt) -> dict[str, Any]:
    """``notices``, those ``unseen`` among them, the id of the ``newest_notice`` (0: none), and whether the
    attempt, loaded ``with_newest_notice``, ``is_paused``. One query where there are notices, and one more
    where a question was withdrawn."""
    rows = _load_notices(attempt) if newest_notice(attempt) else []
    seen_ids = {row.pk for row in rows if row.is_seen}
    notices = notices_for(attempt, rows)
    return {
        "notices": notices,
        "unseen": [
            notice for notice in notices if notice["kind"] in CONFIRMED and notice["id"] not in seen_ids
        ],
        "newest_notice": rows[-1].pk if rows else 0,
        "is_paused": is_paused(attempt),
    }


def _load_notices(attempt: Attempt) -> list[Any]:
    seen = Exists(Acknowledgement.objects.filter(notice=OuterRef("pk"), attempt=attempt))
    return list(Notice.objects.told_to(attempt).annotate(is_seen=seen).order_by("pk"))
