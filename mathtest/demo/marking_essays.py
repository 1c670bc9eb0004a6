"""The teacher of the demo reads the essays of a class, by the rubrics of the questions."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from exams.content import load_keys
from exams.models import Assignment, KeyRevision, Response
from exams.services.marking import decide_mark, marks_waiting_for_person
from grading.keys import Criterion, EssayKey
from mathtest.demo.essays import ESSAYS, Essay
from mathtest.demo.school import DemoSchool

__all__ = ["mark_essays"]


def mark_essays(assignment: Assignment, demo: DemoSchool, *, leave: int) -> None:
    """The teacher has read the essays, but for the last ``leave`` of them."""
    known = {essay.text: (code, essay) for code, essays in ESSAYS.items() for essay in essays}
    rubrics = _rubrics(assignment)
    waiting = marks_waiting_for_person(assignment).order_by("attempt__submitted_at", "pk")
    for mark in waiting[: max(waiting.count() - leave, 0)]:
        value = Response.objects.get(attempt=mark.attempt_id, position=mark.position).value
        code, essay = known.get(value["parts"][mark.part]["text"], ("", None))
        if essay is None:
            continue
        rows = _given(essay, rubrics[code])
        credit = Fraction(sum(essay.points), sum(row["of"] for row in rows))
        decide_mark(mark, credit=credit, by=demo.teacher, comment=essay.comment, rubric=rows)


def _rubrics(assignment: Assignment) -> Mapping[str, tuple[Criterion, ...]]:
    """The criteria of the essays on the paper, by the external id of the question."""
    revisions = KeyRevision.objects.filter(question_version__paperitem__paper=assignment.paper_id)
    asked = revisions.filter(question_version__question__external_id__in=ESSAYS).order_by("number")
    return {
        code or "": key.rubric
        for code, keys in asked.values_list("question_version__question__external_id", "keys")
        for key in load_keys(keys).values()
        if isinstance(key, EssayKey)
    }


def _given(essay: Essay, criteria: tuple[Criterion, ...]) -> list[dict[str, Any]]:
    return [
        {"id": criterion.id, "text": dict(criterion.text), "given": str(points), "of": criterion.points}
        for criterion, points in zip(criteria, essay.points, strict=True)
    ]
