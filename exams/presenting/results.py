"""A marked paper as people read it: verdict, score and why, question by question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from exams.models import Attempt
from exams.presenting.lines import MarkedLines, marked_lines
from exams.presenting.pieces import EarnedBlank, GivenCriterion, earned_by_blanks, given_criteria
from exams.presenting.questions import BlankView, PartView, QuestionView, load_questions
from grading.keys import SymbolList
from grading.models import Mark
from grading.readings import show_reason
from grading.services import WITHDRAWN
from grading.wording import reveals_key, word_reason, word_witness

__all__ = ["ResultItem", "ResultPart", "count_waiting", "explain", "lacks_form", "result_items"]

# Of these the point at which answer and key differ says everything, and more exactly.
SAID_BY_WITNESS = frozenset({"differs_at_point", "differs_exactly", "extra_solution", "missing_solution"})


@dataclass(frozen=True, slots=True)
class ResultPart:
    """One part: its verdict (``unanswered`` stands apart from incorrect, ``withdrawn`` from all), and why:
    ``code`` for programs, ``reason`` and ``witness`` as sentences; ``explanation`` is the reason for a page,
    with its formulas; ``lacks_form`` that the value was right."""

    part: PartView
    verdict: str
    code: str
    reason: str
    witness: str
    explanation: SafeString = field(default_factory=SafeString)
    lacks_form: bool = False
    blanks: tuple[tuple[BlankView, EarnedBlank | None], ...] = ()
    rubric: tuple[GivenCriterion, ...] = ()
    lines: MarkedLines = field(default_factory=MarkedLines)


@dataclass(frozen=True, slots=True)
class ResultItem:
    """One question: what was earned of what it is worth. ``verdict`` is empty for a description."""

    question: QuestionView
    verdict: str
    score: Decimal
    parts: tuple[ResultPart, ...]
    solution: SafeString


def result_items(attempt: Attempt, *, solutions: bool) -> list[ResultItem]:
    """Every question of a marked attempt, in three queries; worked solutions, and witnesses that give one
    away, only if asked for."""
    marks: dict[int, dict[str, Mark]] = defaultdict(dict)
    for mark in Mark.objects.current().filter(attempt=attempt):
        marks[mark.position][mark.part] = mark
    return [
        _item(question, marks[question.position], solutions=solutions) for question in load_questions(attempt)
    ]


def count_waiting(items: list[ResultItem]) -> int:
    """On how many answers a teacher has still to decide: until then they count 0."""
    return sum(part.verdict == "undecided" for item in items for part in item.parts)


def _item(question: QuestionView, marks: dict[str, Mark], *, solutions: bool) -> ResultItem:
    parts = tuple(
        _part(part, marks[part.id], solutions=solutions) for part in question.parts if part.id in marks
    )
    return ResultItem(
        question=question,
        verdict=_overall([part.verdict for part in parts]),
        score=sum((mark.points for mark in marks.values()), Decimal(0)),
        parts=parts,
        solution=question.solution if solutions else SafeString(),
    )


def _part(part: PartView, mark: Mark, *, solutions: bool) -> ResultPart:
    code = mark.reason.get("code")
    stands_apart = "unanswered" if code == "unanswered" else "withdrawn" if code in WITHDRAWN.values() else ""
    # Classmates may still be sitting: what is right is not told before the solutions are.
    told = mark.reason if solutions or not reveals_key(mark.reason) else {**mark.reason, "witness": None}
    witness, explanation = word_witness(told), explain(mark.verdict, told, part.symbols)
    return ResultPart(
        part=part,
        verdict=stands_apart or mark.verdict,
        code=str(code or ""),
        reason=word_reason(mark.verdict, mark.reason),
        witness=witness,
        explanation=explanation,
        lacks_form=lacks_form(mark.reason),
        blanks=earned_by_blanks(part, mark.reason),
        rubric=given_criteria(mark.reason),
        lines=marked_lines(part, mark.reason, explanation=explanation, witness=witness),
    )


def explain(verdict: str, reason: Mapping[str, Any], symbols: SymbolList) -> SafeString:
    """The reason for a page; empty where the witness says all of it, or a notice at the question does."""
    if reason.get("witness") and reason.get("code") in SAID_BY_WITNESS:
        return SafeString()
    if reason.get("code") in WITHDRAWN.values():
        return SafeString()
    return show_reason(verdict, reason, symbols=symbols.to_symbols())


def lacks_form(reason: Mapping[str, Any]) -> bool:
    """Whether the value was right and a form that the key asks for was not."""
    return "form" in (reason.get("values") or {})


def _overall(verdicts: list[str]) -> str:
    """The verdict of a question from those of its parts; none for a description."""
    if not verdicts:
        return ""
    if len(set(verdicts)) == 1:
        return verdicts[0]
    if "undecided" in verdicts:
        return "undecided"
    return "partial" if "correct" in verdicts or "partial" in verdicts else "incorrect"
