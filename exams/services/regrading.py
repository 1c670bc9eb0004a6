"""Marking again: a withdrawn question in every ended attempt, and single answers that came in later.

A batch is a job that can be resumed: it goes through the attempts by id, and how far it has come is committed
with each of them. A lease keeps two workers apart; a worker that is killed leaves one that runs out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.services.audit import record
from exams.errors import Refused
from exams.models import Attempt, Withdrawal
from exams.models.attempt import ENDED_STATES, AttemptState
from exams.services.marking import load_markables, sum_score
from exams.shapes import Layout, ResponseValue
from grading.models import Mark, MarkSource, RegradeBatch
from grading.responses import PartResponse
from grading.services import Markable, regrade

__all__ = ["attempts_of", "remark_attempt", "run_regrades"]

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
OPEN = (RegradeBatch.State.WAITING, RegradeBatch.State.RUNNING)


def run_regrades(*, limit: int = 100) -> int:
    """Marks up to ``limit`` attempts again, of the batches that nobody has in hand, the oldest first; returns
    how many. Dry runs are left alone."""
    open_batches = RegradeBatch.objects.filter(
        _free(), state__in=OPEN, dry_run=False, limits__has_key="withdrawal"
    )
    done = 0
    for batch_id in list(open_batches.order_by("pk").values_list("pk", flat=True)):
        if done < limit and (batch := _take(batch_id)) is not None:
            done += _run(batch, limit=limit - done)
    return done


def _free() -> Q:
    return Q(lease_until=None) | Q(lease_until__lt=timezone.now())


def _take(batch_id: UUID) -> RegradeBatch | None:
    """The batch with a lease on it, unless somebody was quicker."""
    until = timezone.now() + LEASE
    free = RegradeBatch.objects.filter(_free(), pk=batch_id, state__in=OPEN)
    if not free.update(state=RegradeBatch.State.RUNNING, lease_until=until):
        return None
    return RegradeBatch.objects.get(pk=batch_id)


def attempts_of(withdrawal: Withdrawal) -> QuerySet[Attempt]:
    """Every attempt at the papers that the withdrawal is about, void ones left out."""
    rows = Attempt.objects.exclude(state=AttemptState.VOID)
    if withdrawal.assignment_id is not None:
        return rows.filter(assignment=withdrawal.assignment_id)
    return rows.filter(assignment__paper=withdrawal.paper_item.paper_id)


def _run(batch: RegradeBatch, *, limit: int) -> int:
    """Goes on where the batch stands, for at most ``limit`` attempts."""
    withdrawal = Withdrawal.objects.select_related("paper_item").get(pk=batch.limits["withdrawal"])
    rows = attempts_of(withdrawal).filter(state__in=ENDED_STATES)
    if after := batch.progress.get("after"):
        rows = rows.filter(pk__gt=UUID(after))
    attempts = list(rows.order_by("pk").values_list("pk", flat=True)[: limit + 1])
    try:
        for attempt_id in attempts[:limit]:
            _step(batch, attempt_id, item=withdrawal.paper_item_id)
        _let_go(batch, is_done=len(attempts) <= limit)
    except _LeaseLost:
        log.warning("regrade_lease_lost", batch=str(batch.pk))
    return len(attempts[:limit])


class _LeaseLost(Exception):
    """Another worker has taken the batch over, because ours took too long; what we began is rolled back."""


def _step(batch: RegradeBatch, attempt_id: UUID, *, item: int) -> None:
    """One attempt. One that cannot be marked again must not stop the others: it is named in the progress. A
    database that is away for a moment says nothing about an attempt: the error goes on to the caller, and
    the batch, once its lease has run out, goes on with this very attempt."""
    try:
        with transaction.atomic():
            _mark_item_again(batch, attempt_id, item=item)
            progress = _advance(batch, attempt_id)
    except (_LeaseLost, OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("regrading_failed", batch=str(batch.pk), attempt=str(attempt_id))
        with transaction.atomic():
            progress = _advance(batch, attempt_id, failed=True)
    batch.progress, batch.lease_until = progress


def _mark_item_again(batch: RegradeBatch, attempt_id: UUID, *, item: int) -> None:
    attempt = Attempt.objects.select_for_update(of=("self",), no_key=True).get(pk=attempt_id)
    if attempt.state not in ENDED_STATES or attempt.score is None:
        return  # its marking is still to come, and knows of the withdrawal
    places = [row.position for row in Layout.model_validate(attempt.layout).items if row.item == item]
    if regrade(load_markables(attempt, positions=places), batch=batch):
        sum_score(attempt)


def _advance(batch: RegradeBatch, attempt_id: UUID, *, failed: bool = False) -> tuple[dict[str, Any], Any]:
    """Writes how far the batch has come, while the lease is still ours; returns progress and new lease."""
    progress = {**batch.progress, "done": batch.progress.get("done", 0) + 1, "after": str(attempt_id)}
    if failed:
        progress["failed"] = [*batch.progress.get("failed", []), str(attempt_id)]
    until = timezone.now() + LEASE
    if not _held(batch).update(progress=progress, lease_until=until):
        raise _LeaseLost
    return progress, until


def _let_go(batch: RegradeBatch, *, is_done: bool) -> None:
    state = RegradeBatch.State.DONE if is_done else RegradeBatch.State.RUNNING
    _held(batch).update(state=state, lease_until=None)


def _held(batch: RegradeBatch) -> QuerySet[RegradeBatch]:
    return RegradeBatch.objects.filter(pk=batch.pk, lease_until=batch.lease_until)


@transaction.atomic
def remark_attempt(
    attempt: Attempt, *, positions: Collection[int], by: User, cause: str, address: str | None = None
) -> Decimal | None:
    """Marks the answers at ``positions`` of an ended attempt again, as they stand now; returns its score,
    None while it has not been marked at all: then that is still to come, and sees what stands now.

    What a person decided on a part stays as long as the answer to it is the one that they saw. The attempt is
    locked before its marks. Raises Refused: ``attempt_void``, ``attempt_in_progress``.
    """
    rows = Attempt.objects.select_related("school").select_for_update(of=("self",), no_key=True)
    locked = rows.get(pk=attempt.pk)
    if locked.state == AttemptState.VOID:
        raise Refused("attempt_void")
    if locked.state not in ENDED_STATES:
        raise Refused("attempt_in_progress")
    if locked.score is None:
        return None
    before = locked.score
    markables = _with_decisions(locked, load_markables(locked, positions=positions))
    if regrade(markables, by=by):
        sum_score(locked)
    record(
        "attempt.marked_again",
        by=by,
        subject=locked,
        school=locked.school,
        address=address,
        data={"positions": sorted(positions), "cause": cause, "was": str(before), "score": str(locked.score)},
    )
    return locked.score


def _with_decisions(attempt: Attempt, markables: list[Markable]) -> list[Markable]:
    rows = Mark.objects.current().filter(attempt=attempt, source=MarkSource.HUMAN).select_related("event")
    decided = {(row.position, row.part): row for row in rows}
    return [
        replace(one, keeps_decision=_given(decided.get((one.position, one.asked.id)), one) == _filled(one))
        for one in markables
    ]


def _given(decided: Mark | None, markable: Markable) -> PartResponse | None:
    """What whoever decided had seen."""
    if decided is None or decided.event is None:
        return None
    given = ResponseValue.model_validate(decided.event.value).parts.get(markable.asked.id)
    return None if given is None or given.is_empty else given


def _filled(markable: Markable) -> PartResponse | None:
    given = markable.asked.response
    return None if given is None or given.is_empty else given
