"""Words, pairs, essays, figures and descriptions: from a bank file to a marked paper."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEntry, Classroom, User
from accounts.tests.browsers import client_of
from exams.errors import Refused
from exams.models import Assignment, Attempt, Question, Response
from exams.services.authoring import import_bank
from exams.services.clock import with_clock
from exams.services.delivery import start_attempt, submit_attempt
from exams.services.marking import decide_mark, mark_attempt, marks_waiting_for_person
from exams.services.publishing import publish_exam
from exams.shapes import Layout, Outline
from exams.tests.banks import bank_file, question
from exams.tests.factories import AssignmentFactory, ExamFactory, ExamItemFactory
from exams.tests.reading_pages import page, text
from exams.tests.sittings import put_answer
from grading.models import Mark, MarkSource

SVG = '<svg viewBox="0 0 320 240"><path d="M0 0 L10 10" stroke="#1D2329"/></svg>'


def each(**texts: str) -> list[dict[str, Any]]:
    return [{"id": name, "text": {"ko": words, "en": words}} for name, words in texts.items()]


DESCRIPTION = {"id": "about", "text": {"ko": "다음을 읽으시오.", "en": "Read this first."}, "parts": []}
WORDS = question(
    id="words",
    kind="short_text",
    symbols=None,
    text={"ko": "이름을 쓰시오. ![](shape)", "en": "Name it. ![](shape)"},
    figures=[{"name": "shape", "alt": {"ko": "삼각형", "en": "A triangle"}, "svg": SVG}],
    key=["이등변삼각형", {"text": "삼각형", "credit": 0.5}],
    tests=[{"response": "이등변 삼각형", "verdict": "correct"}, {"response": "원", "verdict": "incorrect"}],
)
PAIRS = question(
    id="pairs",
    kind="matching",
    symbols=None,
    text={"ko": "짝을 지으시오.", "en": "Match."},
    stems=each(s1="$x^2$", s2="one third"),
    options=each(o1="$2x$", o2="0.333…", o3="nothing"),
    key={"pairs": {"s1": "o1", "s2": "o2"}},
    tests=[
        {"response": {"s1": "o1", "s2": "o2"}, "verdict": "correct"},
        {"response": {"a": {"s1": "o1"}}, "verdict": "partial"},
        {"response": {"s1": "o9"}, "verdict": "unreadable"},
    ],
)
ESSAY = {
    "id": "essay",
    "text": {"ko": "증명하시오.", "en": "Prove it."},
    "parts": [
        {
            "id": "a",
            "kind": "essay",
            "text": {"ko": "까닭은?", "en": "Why?"},
            "key": {"guidance": {"ko": "$x>0$을 말하면 된다."}},
            "weight": 2,
        },
        {"id": "b", "kind": "integer", "text": {"ko": "몇?", "en": "How many?"}, "key": 3},
    ],
    "tests": [{"response": {"a": "x", "b": "3"}, "verdict": {"a": "undecided", "b": "correct"}}],
}
QUESTIONS = (DESCRIPTION, WORDS, PAIRS, ESSAY)


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    """A description, words (2 points), pairs (2) and an essay with a number (3), given to the class."""
    report = import_bank(bank_file(*QUESTIONS), school=classroom.school, owner=teacher)
    assert report.refused == []
    exam = ExamFactory(school=classroom.school)
    for position, entry in enumerate(QUESTIONS, start=1):
        row = Question.objects.get(school=classroom.school, external_id=entry["id"])
        ExamItemFactory(exam=exam, question=row, position=position, points=3 if entry is ESSAY else 2)
    return AssignmentFactory(paper=publish_exam(exam, by=teacher), classroom=classroom)


@pytest.fixture
def attempt(assignment: Assignment, student: User) -> Attempt:
    return start_attempt(with_clock(Assignment.objects.all()).get(), student=student)


@pytest.fixture
def sitting(student: User) -> Client:
    return client_of(student)


def put(sitting: Client, attempt: Attempt, position: int, seq: int, **parts: Any) -> int:
    body = {"device": "phone", "seq": seq, "base_revision": 0, "response": {"v": 1, "parts": parts}}
    address = page("save_response", attempt.pk, position)
    return sitting.put(address, body, content_type="application/json").status_code


@pytest.fixture
def handed_in(sitting: Client, attempt: Attempt) -> Attempt:
    """Everything answered: words partly right, pairs half right, an essay, and the number right."""
    essay = {"a": {"text": "첫째 줄\n둘째 <줄>"}, "b": {"text": "3"}}
    given = [{"a": {"text": "삼각형"}}, {"a": {"match": {"s1": "o1", "s2": "o3"}}}, essay]
    for position, parts in enumerate(given, start=2):
        assert put(sitting, attempt, position, position, **parts) == 200
    mark_attempt(submit_attempt(attempt.pk, student=attempt.student))
    return Attempt.objects.get(pk=attempt.pk)


def essay_mark(attempt: Attempt) -> Mark:
    return Mark.objects.current().get(attempt=attempt, position=4, part="a")


def test_description_is_worth_nothing_whatever_the_exam_says(assignment: Assignment) -> None:
    outline = Outline.model_validate(assignment.paper.outline)

    assert [item.points for item in outline.items] == [0, 2, 2, 3]
    assert assignment.paper.total == 7


def test_description_is_no_question_to_be_answered(sitting: Client, attempt: Attempt) -> None:
    shown = sitting.get(page("attempt", attempt.pk))
    before = text(sitting.get(page("submit_attempt", attempt.pk)))
    receipt = submit_attempt(attempt.pk, student=attempt.student).receipt

    assert [question.number for question in shown.context["questions"]] == [None, 1, 2, 3]
    assert "Information" in text(shown)
    assert "3 questions have no answer" in before
    assert "Question 4" not in before
    assert (receipt["answered"], receipt["questions"]) == (0, 3)


def test_lines_keep_their_order_and_options_are_drawn(attempt: Attempt) -> None:
    part = Layout.model_validate(attempt.layout).items[2].parts[0]

    assert part.stems == ("s1", "s2")
    assert set(part.options) == {"o1", "o2", "o3"}


def test_page_has_a_field_for_every_kind(sitting: Client, attempt: Attempt) -> None:
    html = sitting.get(page("attempt", attempt.pk)).content.decode()

    for field in (
        'id="q2-part-a"',
        'id="q3-part-a-s1"',
        'id="q3-part-a-s2"',
        '<textarea class="answer-input',
    ):
        assert field in html
    assert 'alt="A triangle" width="320" height="240"' in html
    assert "Part (1)" in html
    assert "0.333…</option>" in html  # an option that is only text is named in the list
    assert "2x</option>" not in html  # a formula cannot stand there: its sign names it


FORMS = [
    (2, {"q2-part-a": "이등변삼각형"}, {"text": "이등변삼각형", "notation": "plain", "locale": "en"}),
    (3, {"q3-part-a-s1": "o1", "q3-part-a-s2": ""}, {"match": {"s1": "o1"}}),
    (
        4,
        {"q4-part-a": "a\r\nb" + "x" * 11_000},
        {"text": "a\nb" + "x" * 9_997, "notation": "plain", "locale": "en"},
    ),
    (1, {}, None),
]


@pytest.mark.parametrize(("position", "fields", "stored"), FORMS)
def test_every_kind_is_saved_without_javascript(
    sitting: Client, attempt: Attempt, position: int, fields: dict[str, str], stored: Any
) -> None:
    reply = sitting.post(page("attempt", attempt.pk), {"position": position, "next": 1, **fields})

    assert reply.status_code == 302
    value = Response.objects.get(attempt=attempt, position=position).value
    assert value["parts"].get("a") == stored


def test_option_that_is_not_there_is_refused_without_javascript(sitting: Client, attempt: Attempt) -> None:
    reply = sitting.post(page("attempt", attempt.pk), {"position": 3, "next": 1, "q3-part-a-s1": "o9"})

    assert reply.status_code == 409
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("position", "value", "status"),
    [
        (3, {"match": {"s1": "o1"}}, 200),
        (3, {"match": {"s9": "o1"}}, 422),
        (3, {"match": {"s1": "o9"}}, 422),
        (2, {"match": {"s1": "o1"}}, 422),
        (4, {"text": "x" * 10_000}, 200),
        (4, {"text": "x" * 10_001}, 400),
        (2, {"text": "x" * 2_001}, 400),
    ],
)
def test_answer_that_does_not_fit_its_part_is_refused(
    sitting: Client, attempt: Attempt, position: int, value: dict[str, Any], status: int
) -> None:
    assert put_answer(sitting, attempt, value, position=position).status_code == status


def test_saved_answers_stand_in_their_fields_again(sitting: Client, attempt: Attempt) -> None:
    put(sitting, attempt, 3, 1, a={"match": {"s2": "o3"}})
    put(sitting, attempt, 4, 2, a={"text": "\n</textarea><script>"})

    html = sitting.get(page("attempt", attempt.pk)).content.decode()

    assert '<option value="o3" selected>' in html
    assert ">\n\n&lt;/textarea&gt;&lt;script&gt;</textarea>" in html


def test_result_shows_words_pairs_and_what_a_teacher_reads(sitting: Client, handed_in: Attempt) -> None:
    shown = sitting.get(page("result", handed_in.pk))
    html, read = shown.content.decode(), text(shown)

    assert [item.verdict for item in shown.context["items"]] == ["", "partial", "partial", "undecided"]
    assert handed_in.score == Decimal("3.00")  # 1 + 1 + 1 of 3 for the number
    assert "첫째 줄\n둘째 &lt;줄&gt;" in html
    assert "1 of 2 lines have their right option." in read
    assert "A teacher reads this." in read
    assert "1 answer still waits for a teacher and counts 0 until then: the score may rise." in read


def test_teacher_decides_and_the_score_is_summed_again(
    sitting: Client, assignment: Assignment, handed_in: Attempt, teacher: User
) -> None:
    waiting = marks_waiting_for_person(assignment).get()

    decided = decide_mark(waiting, credit=Fraction(1, 2), comment="근거가\n짧다 <b>", by=teacher)

    waiting.refresh_from_db()
    handed_in.refresh_from_db()
    assert (waiting.current, waiting.verdict) == (False, "undecided")
    assert (decided.current, decided.verdict, decided.points) == (True, "partial", Decimal("1.00"))
    assert (decided.source, decided.by, decided.event) == (MarkSource.HUMAN, teacher, waiting.event)
    assert handed_in.score == Decimal("4.00")
    assert not marks_waiting_for_person(assignment).exists()
    entry = AuditEntry.objects.get(verb="mark.decided")
    assert (entry.actor, entry.data["credit"], entry.data["score"]) == (teacher, "1/2", "4.00")
    shown = sitting.get(page("result", handed_in.pk)).content.decode()
    assert "Your teacher writes: 근거가<br>짧다 &lt;b&gt;" in shown
    assert "may rise" not in shown


@pytest.mark.parametrize(
    ("credit", "verdict"), [(1, "correct"), (0, "incorrect"), (Fraction(1, 3), "partial")]
)
def test_verdict_follows_from_the_credit(
    handed_in: Attempt, teacher: User, credit: Fraction, verdict: str
) -> None:
    assert decide_mark(essay_mark(handed_in), credit=Fraction(credit), by=teacher).verdict == verdict


def test_parts_always_add_up_to_the_rounded_score_of_the_item(handed_in: Attempt, teacher: User) -> None:
    decide_mark(essay_mark(handed_in), credit=Fraction(1, 7), by=teacher)

    shares = [mark.points for mark in Mark.objects.current().filter(attempt=handed_in, position=4)]
    assert sum(shares) == Decimal("1.29")  # 2/7 + 1, rounded once
    assert all(share >= 0 for share in shares)


def test_decision_can_be_decided_again(handed_in: Attempt, teacher: User) -> None:
    first = decide_mark(essay_mark(handed_in), credit=Fraction(1), by=teacher)

    second = decide_mark(first, credit=Fraction(0), by=teacher)

    handed_in.refresh_from_db()
    assert (second.verdict, handed_in.score) == ("incorrect", Decimal("3.00"))
    assert Mark.objects.filter(attempt=handed_in, position=4, part="a").count() == 3


def test_mark_that_counts_no_more_is_not_decided_over(handed_in: Attempt, teacher: User) -> None:
    mark = essay_mark(handed_in)
    decide_mark(mark, credit=Fraction(1), by=teacher)

    with pytest.raises(Refused) as refusal:
        decide_mark(mark, credit=Fraction(0), by=teacher)

    handed_in.refresh_from_db()
    assert (refusal.value.code, handed_in.score) == ("mark_changed", Decimal("5.00"))


@pytest.mark.parametrize(
    ("changes", "credit", "code"),
    [
        ({"state": "void", "submitted_at": None, "receipt": None}, Fraction(1), "attempt_void"),
        ({"score": None}, Fraction(1), "being_marked"),
        ({}, Fraction(3, 2), "bad_credit"),
        ({}, Fraction(-1), "bad_credit"),
    ],
)
def test_decision_that_may_not_be_is_refused(
    handed_in: Attempt, teacher: User, changes: dict[str, Any], credit: Fraction, code: str
) -> None:
    Attempt.objects.filter(pk=handed_in.pk).update(**changes)

    with pytest.raises(Refused) as refusal:
        decide_mark(essay_mark(handed_in), credit=credit, by=teacher)

    assert refusal.value.code == code
