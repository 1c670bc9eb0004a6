"""Taking a question out of a paper that students sit or have sat: one act, and what it does to the scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from accounts.services.audit import record
from exams.errors import Refused
from exams.models import Assignment, Attempt, ExamItem, Notice, Paper, PaperItem, QuestionVersion, Withdrawal
from exams.models.supervision import NoticeKind
from exams.models.withdrawal import WithdrawalPolicy
from exams.services.clock import now_at, with_clock
from exams.services.delivery import is_overdue
from exams.services.publishing import publish_exam
from exams.services.withdrawals import load_replacements, replace_in_layout
from exams.shapes import Layout
from grading.models import RegradeBatch

__all__ = ["publish_replacement", "withdraw_from_classes", "withdraw_item"]


@transaction.atomic
def publish_replacement(paper_item: PaperItem, *, by: User) -> PaperItem:
    """The mended version of the question, as an item of a new edition of its exam that stands for no other
    question of the paper. Where there is none nothing is published. Raises Refused: ``replacement_gone``,
    ``nothing_mended``, ``replacement_other_points``; and PublishError where the exam as it stands cannot be
    published."""
    question = paper_item.question_version.question_id
    drafts = ExamItem.objects.filter(exam=paper_item.paper.exam_id, question=question)
    points = list(drafts.values_list("points", flat=True))
    newest = QuestionVersion.objects.newest().filter(question=question).first()
    if not points or newest is None:
        raise Refused("replacement_gone")
    if newest.pk == paper_item.question_version_id:
        raise Refused("nothing_mended")
    if paper_item.points not in points:
        raise Refused("replacement_other_points", points=paper_item.points)
    paper = publish_exam(paper_item.paper.exam, by=by)
    mended = paper.items.filter(question_version__question=question, points=paper_item.points)
    free = mended.exclude(pk__in=_standing_in_beside(paper_item).values("replacement"))
    found = free.select_related("paper", "question_version").order_by("position").first()
    if found is None:
        raise Refused("replacement_gone")
    return found


def _standing_in_beside(paper_item: PaperItem) -> QuerySet[Withdrawal]:
    """Withdrawals of the paper's other questions that are replaced. One replacement for two questions would
    be asked once, and worth what one of them was."""
    beside = Withdrawal.objects.filter(paper_item__paper=paper_item.paper_id).exclude(paper_item=paper_item)
    return beside.exclude(replacement=None)


@transaction.atomic
def withdraw_from_classes(
    paper_item: PaperItem,
    *,
    assignments: Sequence[Assignment],
    policy: str,
    reason: str,
    by: User,
    replacement: PaperItem | None = None,
    address: str | None = None,
) -> list[Withdrawal]:
    """Withdraws the item in each of ``assignments`` that has it still. Raises as ``withdraw_item``, and
    ``already_withdrawn`` where none has."""
    held = Withdrawal.objects.holding_for(OuterRef("pk")).filter(paper_item=paper_item)
    still = Assignment.objects.filter(~Exists(held), pk__in=[row.pk for row in assignments])
    rows = list(still.select_related("paper__exam", "classroom").order_by("pk"))
    if not rows:
        raise Refused("already_withdrawn")
    return [
        withdraw_item(
            paper_item,
            assignment=row,
            policy=policy,
            reason=reason,
            by=by,
            replacement=replacement,
            address=address,
        )
        for row in rows
    ]


@transaction.atomic
def withdraw_item(
    paper_item: PaperItem,
    *,
    assignment: Assignment | None,
    policy: str,
    reason: str,
    by: User,
    replacement: PaperItem | None = None,
    address: str | None = None,
) -> Withdrawal:
    """Takes the item out of one assignment, or out of all that have its paper (None), by ``policy``.

    Students who sit it are told, attempts in progress get the ``replacement`` at their end, and what is
    marked already waits to be marked again. The paper is locked, so that replacements come one after
    another; then the assignments, so that nobody starts meanwhile, and the attempts in progress, by id.
    Raises Refused: ``already_withdrawn``, ``not_on_paper``,
    ``nothing_to_withdraw`` (a description), ``no_replacement``, ``replacement_unfit``.
    """
    papers = Paper.objects.select_related("exam__school").select_for_update(of=("self",), no_key=True)
    paper = with_clock(papers).get(pk=paper_item.paper_id)
    scope = {"pk": assignment.pk} if assignment else {"paper": paper}
    locked = Assignment.objects.select_for_update(of=("self",), no_key=True).select_related("paper")
    concerned = list(locked.filter(**scope).order_by("pk"))
    now = now_at(paper)
    _check_item(paper_item, assignment)
    _check_replacement(paper_item, policy, replacement, paper=paper)
    withdrawal = Withdrawal.objects.create(
        paper_item=paper_item,
        assignment=assignment,
        replacement=replacement,
        policy=policy,
        reason=reason.strip().replace("\0", "\ufffd"),
        by=by,
    )
    for row in concerned if replacement is not None else ():
        _append_to_attempts(row)
    _tell(withdrawal, _running(concerned, now), at=now)
    batch = RegradeBatch.objects.create(
        school=paper.exam.school,
        cause=withdrawal.reason,
        limits={"withdrawal": withdrawal.pk},
    )
    record(
        "question.withdrawn",
        by=by,
        subject=paper_item,
        school=paper.exam.school,
        address=address,
        data={
            "position": paper_item.position,
            "policy": policy,
            "assignment": str(assignment.pk) if assignment else None,
            "replacement": replacement.pk if replacement else None,
            "regrade": str(batch.pk),
        },
    )
    return withdrawal


def _check_item(paper_item: PaperItem, assignment: Assignment | None) -> None:
    if assignment is not None and assignment.paper_id != paper_item.paper_id:
        raise Refused("not_on_paper")
    if not paper_item.question_version.content["parts"]:
        raise Refused("nothing_to_withdraw")
    held = Withdrawal.objects.filter(paper_item=paper_item)
    if assignment is not None:
        held = held.holding_for(assignment.pk)
    if held.exists():
        raise Refused("already_withdrawn")


def _check_replacement(
    paper_item: PaperItem, policy: str, replacement: PaperItem | None, *, paper: Paper
) -> None:
    if policy != WithdrawalPolicy.REPLACE:
        if replacement is not None:
            raise Refused("replacement_unfit")
        return
    if replacement is None:
        raise Refused("no_replacement")
    is_later = replacement.paper.exam_id == paper.exam_id and replacement.paper.edition > paper.edition
    is_same_worth = replacement.points == paper_item.points
    is_free = not _standing_in_beside(paper_item).filter(replacement=replacement).exists()
    if not (is_later and is_same_worth and is_free and replacement.question_version.content["parts"]):
        raise Refused("replacement_unfit")


def _append_to_attempts(assignment: Assignment) -> None:
    """Attempts whose time has run out are as good as ended: they get full points instead."""
    replacements = load_replacements(assignment)
    rows = Attempt.objects.in_progress().filter(assignment=assignment).order_by("pk")
    for attempt in with_clock(rows.select_for_update(of=("self",), no_key=True)):
        attempt.assignment = assignment
        if is_overdue(attempt, now_at(attempt)):
            continue
        layout = Layout.model_validate(attempt.layout)
        longer = replace_in_layout(layout, replacements, seed=attempt.seed)
        Attempt.objects.filter(pk=attempt.pk).update(layout=longer.model_dump(mode="json"))


def _running(assignments: Sequence[Assignment], now: datetime) -> list[Assignment]:
    """Those that can be started, or that somebody sits."""
    sat = set(
        Attempt.objects.in_progress().filter(assignment__in=assignments).values_list("assignment", flat=True)
    )
    return [row for row in assignments if row.opens_at <= now < row.closes_at or row.pk in sat]


def _tell(withdrawal: Withdrawal, assignments: Iterable[Assignment], *, at: datetime) -> None:
    for assignment in assignments:
        Notice.objects.create(
            assignment=assignment,
            kind=NoticeKind.WITHDRAWAL,
            values={"withdrawal": withdrawal.pk},
            by=withdrawal.by,
            at=at,
        )
