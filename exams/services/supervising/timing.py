"""More time while the exam runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.services.audit import record
from exams.errors import Refused
from exams.models import Assignment, Attempt, TimeChange
from exams.models.attempt import AttemptState, TimeChangeKind
from exams.models.supervision import NoticeKind
from exams.services.clock import now_at
from exams.services.supervising.sitting_now import Class, Told, lock_class, tell, was_done

__all__ = ["LEAST_S", "MOST_S", "give_time", "give_time_to_every_class", "load_running_beside"]

LEAST_S = 60
MOST_S = 7200


@transaction.atomic
def give_time(
    assignment: Assignment,
    *,
    seconds: int,
    by: User,
    attempts: Iterable[UUID] | None = None,
    reason: str = "",
    address: str | None = None,
    token: str = "",
) -> Told:
    """Moves the deadlines of ``attempts`` (None: of all in progress) by ``seconds``. For all, where an exam
    has no time limit, the end of its window moves too while it is open, so that whoever starts later has the
    time as well.

    An attempt that has ended stays ended. ``token`` names the form that asks: sent twice, it gives once.
    Raises Refused: ``bad_extra_time``, ``nobody_sitting``.
    """
    if not LEAST_S <= seconds <= MOST_S:
        raise Refused("bad_extra_time", least=LEAST_S // 60, most=MOST_S // 60)
    wanted = None if attempts is None else sorted(set(attempts))
    sat = lock_class(assignment, wanted)
    said = {"seconds": seconds}
    if was_done(sat.assignment, NoticeKind.TIME, said, attempts=wanted, token=token):
        return Told(sat.sitting, sat.ended, again=True)
    moves_window = wanted is None and sat.assignment.limit_s is None and _is_open(sat)
    if not sat.sitting and not moves_window:
        raise Refused("nobody_sitting")
    _move(sat, seconds=seconds, by=by, reason=reason, moves_window=moves_window)
    tell(
        sat,
        NoticeKind.TIME,
        by=by,
        values=said,
        attempts=None if wanted is None else sat.sitting,
        token=token,
    )
    record(
        "time.given",
        by=by,
        subject=sat.assignment,
        school=sat.assignment.classroom.school,
        address=address,
        data={
            "seconds": seconds,
            "reason": reason,
            "attempts": [str(attempt.pk) for attempt in sat.sitting],
            **({"closes_at": sat.assignment.closes_at.isoformat()} if moves_window else {}),
        },
    )
    return Told(sat.sitting, sat.ended)


def _is_open(sat: Class) -> bool:
    """Somebody may still start. A window that has closed is not opened again: results may be out."""
    return sat.assignment.opens_at <= sat.now < sat.assignment.closes_at


def _move(sat: Class, *, seconds: int, by: User, reason: str, moves_window: bool) -> None:
    more = timedelta(seconds=seconds)
    for attempt in sat.sitting:
        attempt.deadline_at += more
    Attempt.objects.bulk_update(sat.sitting, ["deadline_at"])
    TimeChange.objects.bulk_create(
        TimeChange(
            attempt=attempt,
            seconds=seconds,
            kind=TimeChangeKind.EXTRA,
            reason=reason,
            by=by,
            at=sat.now,
        )
        for attempt in sat.sitting
    )
    if moves_window:
        sat.assignment.closes_at += more
        sat.assignment.save(update_fields=["closes_at"])


@transaction.atomic
def give_time_to_every_class(
    assignment: Assignment,
    *,
    seconds: int,
    by: User,
    reason: str = "",
    address: str | None = None,
    token: str = "",
) -> list[tuple[Assignment, Told]]:
    """The same for every class that ``by`` teaches and that sits this exam now, whichever edition of it; to
    all of them or to none. Raises as ``give_time``."""
    running = load_running_beside(assignment, by=by)
    if not running:
        raise Refused("nobody_sitting")
    return [
        (row, give_time(row, seconds=seconds, by=by, reason=reason, address=address, token=token))
        for row in running
    ]


def load_running_beside(assignment: Assignment, *, by: User) -> list[Assignment]:
    """The assignments of the same exam, this one too, in which somebody is in progress; by id, so that two
    who do this at once never wait for each other."""
    sitting = Attempt.objects.filter(state=AttemptState.IN_PROGRESS).values("assignment")
    now = now_at(assignment)
    open_now = Q(opens_at__lte=now, closes_at__gt=now, limit_s=None)
    same_exam = Assignment.objects.taught_by(by).filter(paper__exam=assignment.paper.exam_id)
    return list(same_exam.filter(Q(pk__in=sitting) | open_now).select_related("classroom").order_by("pk"))
