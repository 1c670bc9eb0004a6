"""I4: a score is the sum of marks by one key, and marking again gives the same."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from exams.models import Attempt, PaperItem
from exams.services.marking import load_markables
from exams.services.verifying.findings import Findings
from exams.services.verifying.sittings import MarkRow, Sitting
from grading.models import MarkSource, RegradeBatch
from grading.scoring import total_score
from grading.services import work_out

__all__ = ["ScoreCheck"]

MARKED_AGAIN = 150  # attempts, the newest; marking is what costs most here


class ScoreCheck:
    """Goes from attempt to attempt and remembers by which key each question was marked."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._versions: dict[int, UUID] = {}
        self._keys: dict[tuple[UUID, UUID], int] = {}
        self._again = 0
        states = (RegradeBatch.State.WAITING, RegradeBatch.State.RUNNING)
        self._regrading = RegradeBatch.objects.filter(state__in=states, dry_run=False).exists()

    def check(self, sitting: Sitting) -> None:
        """One attempt that is marked."""
        if sitting.attempt.score is None:
            return
        self._findings.looked("I4")
        where = {"attempt": sitting.name}
        score = total_score([row.points for row in sitting.marks])
        if score != sitting.attempt.score:
            self._findings.broken("I4", f"score {sitting.attempt.score}, marks give {score}", **where)
        items = {item.position: item.item for item in sitting.layout.items}
        for row in sitting.marks:
            if row.position in items and row.version != self._version(items[row.position]):
                self._findings.broken(
                    "I4", "marked by the key of another question", **where, mark=row.position
                )
            self._check_key(sitting, row)
        if self._again < MARKED_AGAIN and not self._regrading:
            self._again += 1
            self._mark_again(sitting)

    def _version(self, item: int) -> UUID:
        if item not in self._versions:
            rows = PaperItem.objects.filter(paper__items=item).values_list("pk", "question_version")
            self._versions.update(rows)
        return self._versions[item]

    def _check_key(self, sitting: Sitting, row: MarkRow) -> None:
        """What a person decided keeps the key by which it was marked before."""
        if row.source == MarkSource.HUMAN or self._regrading:
            return
        by = self._keys.setdefault((sitting.attempt.assignment_id, row.version), row.key_revision)
        if by != row.key_revision:
            self._findings.broken(
                "I4", "one question marked by two keys", attempt=sitting.name, mark=row.position
            )

    def _mark_again(self, sitting: Sitting) -> None:
        decided = {row.position for row in sitting.marks if row.source == MarkSource.HUMAN}
        again = {
            (mark.position, mark.part): (mark.points, mark.verdict)
            for mark in work_out(load_markables(Attempt.objects.get(pk=sitting.attempt.pk)))
            if mark.position not in decided
        }
        stored: dict[tuple[int, str], tuple[Decimal, str]] = {
            (row.position, row.part): (row.points, row.verdict)
            for row in sitting.marks
            if row.position not in decided
        }
        if again != stored:
            differ = sorted(key for key in {*again, *stored} if again.get(key) != stored.get(key))
            self._findings.broken(
                "I4",
                "marking again gives other marks",
                attempt=sitting.name,
                marks=[list(key) for key in differ],
            )
