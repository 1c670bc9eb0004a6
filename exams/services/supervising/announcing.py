"""Words to a class in the middle of an exam."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.services.audit import record
from exams.errors import Refused
from exams.models import Acknowledgement, Assignment, Attempt, Notice
from exams.models.attempt import AttemptState
from exams.models.supervision import NoticeKind
from exams.services.supervising.sitting_now import lock_class, tell, was_done

__all__ = ["LONGEST_ANNOUNCEMENT", "announce", "count_acknowledged"]

LONGEST_ANNOUNCEMENT = 500


@transaction.atomic
def announce(
    assignment: Assignment,
    *,
    text: str,
    by: User,
    attempt: Attempt | None = None,
    address: str | None = None,
    token: str = "",
) -> Notice | None:
    """Tells the class, or the student of one ``attempt``, ``text`` as it stands. Who starts later reads it
    too. None where this very form (``token``) was sent before. Raises Refused: ``bad_announcement``,
    ``nobody_sitting`` when nobody sits the exam and nobody may start any more, ``attempt_ended``."""
    said = text.replace("\0", "").replace("\r\n", "\n").strip()
    if not 1 <= len(said) <= LONGEST_ANNOUNCEMENT:
        raise Refused("bad_announcement", most=LONGEST_ANNOUNCEMENT)
    wanted = None if attempt is None else [attempt.pk]
    sat = lock_class(assignment, wanted)
    if was_done(sat.assignment, NoticeKind.ANNOUNCEMENT, {"text": said}, attempts=wanted, token=token):
        return None
    if attempt is not None and not sat.sitting:
        raise Refused("attempt_ended")
    if not sat.sitting and sat.now >= sat.assignment.closes_at:
        raise Refused("nobody_sitting")
    (notice,) = tell(
        sat,
        NoticeKind.ANNOUNCEMENT,
        by=by,
        values={"text": said},
        attempts=None if attempt is None else sat.sitting,
        token=token,
    )
    record(
        "announcement.made",
        by=by,
        subject=sat.assignment,
        school=sat.assignment.classroom.school,
        address=address,
        data={"notice": notice.pk, "attempt": str(attempt.pk) if attempt else None},
    )
    return notice


def count_acknowledged(assignment: Assignment) -> QuerySet[Notice]:
    """The announcements, the newest first: ``acknowledged`` is how many students have said that they saw it,
    ``told`` how many could: those who sat when it was made, or have started since. One query."""
    could = Attempt.objects.filter(
        Q(submitted_at=None) | Q(submitted_at__gt=OuterRef("at")), assignment=OuterRef("assignment")
    ).exclude(state=AttemptState.VOID)
    seen = Acknowledgement.objects.filter(notice=OuterRef("pk"))
    made = Notice.objects.filter(assignment=assignment, kind=NoticeKind.ANNOUNCEMENT)
    told = Case(When(attempt=None, then=_count(could, by="assignment")), default=1)
    return made.annotate(acknowledged=_count(seen, by="notice"), told=told).order_by("-pk")


def _count(rows: QuerySet[Any], *, by: str) -> Coalesce:
    """How many ``rows`` there are, as a subquery that always gives a number."""
    counted = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
