"""Questions that are answered by an order, five options, blanks and an essay with a rubric."""

from __future__ import annotations

from typing import Any

from accounts.models import Classroom, User
from exams.models import Assignment, Question
from exams.services.authoring import import_bank
from exams.services.publishing import publish_exam
from exams.tests.banks import bank_file, question
from exams.tests.factories import AssignmentFactory, ExamFactory, ExamItemFactory

__all__ = ["CLOZE", "ESSAY", "FIVE", "ORDER", "give", "options"]


def options(*texts: str) -> list[dict[str, Any]]:
    """Options o1, o2 … with these texts in both languages."""
    return [{"id": f"o{n}", "text": {"ko": text, "en": text}} for n, text in enumerate(texts, start=1)]


ORDER = question(
    id="order",
    kind="ordering",
    symbols=None,
    text={"ko": "작은 것부터 차례대로 나열하시오.", "en": "Put these in order, the smallest first."},
    options=options("-1", "$\\frac{1}{2}$", "$\\sqrt{2}$", "3"),
    key={"order": ["o1", "o2", "o3", "o4"], "policy": "per_place"},
    tests=[
        {"response": ["o1", "o2", "o3", "o4"], "verdict": "correct"},
        {"response": ["o1", "o2", "o4", "o3"], "verdict": "partial", "credit": "1/2"},
        {"response": ["o9", "o2", "o4", "o3"], "verdict": "unreadable"},
    ],
)
FIVE = question(
    id="five",
    kind="five_option",
    symbols=None,
    text={"ko": "$2^5$의 값은? [2점]", "en": "What is $2^5$?"},
    options=options("$10$", "$16$", "$25$", "$32$", "$64$"),
    key="o4",
    tests=[{"response": "o4", "verdict": "correct"}, {"response": "o1", "verdict": "incorrect"}],
)
CLOZE = question(
    id="cloze",
    kind="cloze",
    text={
        "ko": "다음은 이차함수의 최솟값을 구하는 과정이다.\n\n"
        "$$x^2-6x+2=([[p]])^2-[[q]]$$\n\n따라서 $x=3$에서 [[r]]을 갖는다.",
        "en": "Find the least value.\n\n$$x^2-6x+2=([[p]])^2-[[q]]$$\n\nSo at $x=3$ there is a [[r]].",
    },
    blanks=[
        {"id": "p", "kind": "expression"},
        {"id": "q", "kind": "integer"},
        {"id": "r", "kind": "short_text"},
    ],
    key={"p": "x-3", "q": 7, "r": ["최솟값", "minimum"]},
    solution={"ko": "[[p]]에는 $x-3$이 들어간다.", "en": "[[p]] is $x-3$."},
    tests=[
        {"response": {"p": "-3+x", "q": "7", "r": "최솟값"}, "verdict": "correct"},
        {"response": {"p": "x-3", "q": "8"}, "verdict": "partial", "credit": "1/3"},
        {"response": {"p": "x-(3"}, "verdict": "unreadable"},
    ],
)
ESSAY = question(
    id="proof",
    kind="essay",
    symbols=None,
    text={"ko": "$\\sqrt{2}$가 무리수임을 증명하시오.", "en": "Prove that $\\sqrt{2}$ is irrational."},
    key={
        "guidance": {"ko": "귀류법이면 무엇이든 좋다.", "en": "Any proof by contradiction will do."},
        "rubric": [
            {"id": "start", "text": {"ko": "유리수라고 가정한다.", "en": "Assumes the contrary."}},
            {
                "id": "even",
                "text": {"ko": "$p$가 짝수임을 보인다.", "en": "Shows that $p$ is even."},
                "points": 2,
            },
            {
                "id": "end",
                "text": {"ko": "모순을 이끌어 낸다.", "en": "Reaches a contradiction."},
                "points": 3,
            },
        ],
    },
    tests=[{"response": "증명", "verdict": "undecided"}],
)


def give(classroom: Classroom, *entries: dict[str, Any], by: User, points: int = 4) -> Assignment:
    """An exam of these questions, ``points`` each, given to the class."""
    report = import_bank(bank_file(*entries), school=classroom.school, owner=by)
    assert [(one.name, one.error.values) for one in report.refused] == []
    exam = ExamFactory(school=classroom.school, title={"ko": "중간고사", "en": "Midterm"})
    for position, entry in enumerate(entries, start=1):
        row = Question.objects.get(school=classroom.school, external_id=entry["id"])
        ExamItemFactory(exam=exam, question=row, position=position, points=points)
    return AssignmentFactory(paper=publish_exam(exam, by=by), classroom=classroom)
