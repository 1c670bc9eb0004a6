"""Publishing freezes: what a paper holds, when it is the same one, and what stands in its way."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db.models import ProtectedError

from accounts.models import AuditEntry, Classroom, School, User
from exams.content import Content
from exams.errors import PublishError
from exams.models import Exam, KeyRevision, Paper, PaperItem, Question, QuestionVersion, Variant
from exams.services.authoring import import_bank, store_question
from exams.services.publishing import publish_exam
from exams.shapes import Outline, Rendered
from exams.tests.banks import bank_file, question
from exams.tests.factories import ExamFactory, ExamItemFactory, QuestionFactory
from exams.tests.test_demo_bank import DEMO
from exams.wording import word_error, word_problem
from grading.keys import load_key

pytestmark = pytest.mark.usefixtures("in_english")

WITH_PARAMETERS = question(
    id="family",
    text={"ko": "$x(x-{k})$을 전개하시오.", "en": "Expand $x(x-{k})$."},
    parameters="k = random integer 2..9",
    variants=5,
    key="x^2-{k}x",
)
CHOICE = question(
    id="choice",
    kind="choice",
    symbols=None,
    options=[{"id": f"o{n}", "text": {"ko": f"${n}$", "en": f"${n}$"}} for n in (1, 2, 3)],
    shuffle=False,
    key="o2",
)


def exam_of(school: School, by: User, *entries: dict[str, Any]) -> Exam:
    """An exam of these questions, 2 points each, at positions 10, 20, …"""
    report = import_bank(bank_file(*entries), school=school, owner=by)
    assert report.refused == []
    exam = ExamFactory(school=school, title={"ko": "중간고사", "en": "Midterm"})
    for number, entry in enumerate(entries, start=1):
        row = Question.objects.get(school=school, external_id=entry["id"])
        ExamItemFactory(exam=exam, question=row, position=10 * number, points=Decimal(2))
    return exam


def rows_of(paper: Paper) -> list[dict[str, Any]]:
    """Everything a paper is made of, as it stands in the database."""
    return [
        *Paper.objects.filter(pk=paper.pk).values(),
        *PaperItem.objects.filter(paper=paper).order_by("pk").values(),
        *Variant.objects.filter(paper_item__paper=paper).order_by("pk").values(),
    ]


@pytest.fixture
def exam(school: School, teacher: User) -> Exam:
    return exam_of(school, teacher, WITH_PARAMETERS, CHOICE)


def test_paper_has_the_items_in_their_order_and_the_total(exam: Exam, teacher: User) -> None:
    paper = publish_exam(exam, by=teacher)

    items = paper.items.values_list("position", "question_version__question__external_id", "points")
    assert list(items) == [(1, "family", Decimal(2)), (2, "choice", Decimal(2))]
    assert (paper.edition, paper.total, paper.by) == (1, Decimal(4), teacher)


def test_every_variant_is_there_distinct_and_rendered_in_both_languages(exam: Exam, teacher: User) -> None:
    paper = publish_exam(exam, by=teacher)

    variants = list(Variant.objects.filter(paper_item__paper=paper, paper_item__position=1))
    assert [variant.number for variant in variants] == [1, 2, 3, 4, 5]
    assert len({variant.values["k"] for variant in variants}) == 5
    for variant in variants:
        shown = {language: Rendered.model_validate(html) for language, html in variant.rendered.items()}
        assert set(shown) == {"ko", "en"}
        assert "전개하시오" in shown["ko"].text
        assert shown["en"].text.startswith("<p>Expand ")
        assert f"<mn>{variant.values['k']}</mn>" in shown["en"].text


def test_outline_names_the_rows_that_starting_needs(exam: Exam, teacher: User) -> None:
    paper = publish_exam(exam, by=teacher)

    outline = Outline.model_validate(paper.outline)
    for entry, item in zip(outline.items, paper.items.order_by("position"), strict=True):
        assert (entry.item, entry.position, entry.points) == (item.pk, item.position, item.points)
        assert list(entry.variants) == list(item.variants.order_by("number").values_list("pk", flat=True))
    assert [(part.id, part.kind, part.options, part.shuffle) for part in outline.items[1].parts] == [
        ("a", "choice", ("o1", "o2", "o3"), False)
    ]


def test_publishing_an_unchanged_exam_gives_the_paper_that_is_there(exam: Exam, teacher: User) -> None:
    first = publish_exam(exam, by=teacher)
    before = rows_of(first)

    again = publish_exam(exam, by=teacher)

    assert again == first
    assert (Paper.objects.count(), rows_of(first)) == (1, before)


def edit_points(exam: Exam, by: User) -> None:
    exam.items.filter(position=10).update(points=Decimal(3))


def edit_title(exam: Exam, by: User) -> None:
    exam.title = {"ko": "기말고사", "en": "Final"}
    exam.save()


def edit_question(exam: Exam, by: User) -> None:
    changed = {**WITH_PARAMETERS, "solution": {"ko": "전개한다.", "en": "Expand."}}
    import_bank(bank_file(changed), school=exam.school, owner=by)


def edit_key(exam: Exam, by: User) -> None:
    import_bank(bank_file({**CHOICE, "key": "o3"}), school=exam.school, owner=by)


def leave_out(exam: Exam, by: User) -> None:
    exam.items.filter(position=20).delete()


def turn_round(exam: Exam, by: User) -> None:
    exam.items.filter(position=10).update(position=30)


@pytest.mark.parametrize("edit", [edit_points, edit_title, edit_question, edit_key, leave_out, turn_round])
def test_edit_makes_edition_two_and_leaves_the_first_as_it_was(exam: Exam, teacher: User, edit: Any) -> None:
    first = publish_exam(exam, by=teacher)
    before = rows_of(first)

    edit(exam, teacher)
    second = publish_exam(exam, by=teacher)

    assert (second.edition, second.hash == first.hash) == (2, False)
    assert rows_of(first) == before


def test_same_version_gives_the_same_variants_on_every_paper(exam: Exam, teacher: User) -> None:
    first = publish_exam(exam, by=teacher)
    edit_points(exam, teacher)

    second = publish_exam(exam, by=teacher)

    values = [
        list(Variant.objects.filter(paper_item__paper=paper).order_by("pk").values_list("values", "seed"))
        for paper in (first, second)
    ]
    assert values[0] == values[1]


def test_exam_that_went_back_is_a_new_edition(exam: Exam, teacher: User) -> None:
    """Only the newest paper is compared: what students get is always the newest edition."""
    publish_exam(exam, by=teacher)
    edit_points(exam, teacher)
    publish_exam(exam, by=teacher)
    exam.items.filter(position=10).update(points=Decimal(2))

    assert publish_exam(exam, by=teacher).edition == 3


def test_publishing_is_in_the_audit_log(exam: Exam, teacher: User) -> None:
    paper = publish_exam(exam, by=teacher)

    entry = AuditEntry.objects.get(verb="paper.published")
    assert (entry.actor, entry.school, entry.data) == (teacher, exam.school, {"edition": paper.edition})


def test_exam_without_items_is_not_published(school: School, teacher: User) -> None:
    with pytest.raises(PublishError) as refusal:
        publish_exam(ExamFactory(school=school), by=teacher)

    assert [word_problem(problem) for problem in refusal.value.problems] == [
        "The exam has no questions yet. Add at least one."
    ]
    assert word_error(refusal.value) == "The exam cannot be published yet: 1 problem was found."


def break_key(exam: Exam, external_id: str, by: User) -> None:
    """A newest key revision that cannot be read, as another program might leave it."""
    version = QuestionVersion.objects.get(question__external_id=external_id)
    KeyRevision.objects.create(
        question_version=version,
        number=2,
        keys={"a": {"v": 1, "kind": "expression", "expression": "(x"}},
        by=by,
    )


def test_all_problems_of_all_items_are_listed_and_nothing_is_published(school: School, teacher: User) -> None:
    wrong = {"response": "x^2-3x", "verdict": "incorrect"}
    exam = exam_of(
        school,
        teacher,
        question(id="good"),
        question(id="tested", tests=[{"response": "x(x-3)", "verdict": "correct"}, wrong]),
        {**WITH_PARAMETERS, "variants": 8, "tests": [{"response": "x^2-5x", "verdict": "incorrect"}]},
        question(id="broken"),
    )
    break_key(exam, "broken", teacher)
    ExamItemFactory(exam=exam, position=99, question=QuestionFactory(school=school, external_id="empty"))

    with pytest.raises(PublishError) as refusal:
        publish_exam(exam, by=teacher)

    assert [word_problem(problem) for problem in refusal.value.problems] == [
        "Question 2 (tested): tests[2]: the response should be incorrect but is correct.",
        "Question 3 (family): tests[1]: the response should be incorrect but is correct when k = 5.",
        "Question 4 (broken): key of part a: “(x” cannot be read: A bracket has no partner. (Character 1)",
        "Question 5 (empty): The question has no version that could be published.",
    ]
    assert word_error(refusal.value) == "The exam cannot be published yet: 4 problems were found."
    assert (Paper.objects.count(), PaperItem.objects.count(), Variant.objects.count()) == (0, 0, 0)


def test_form_that_one_variant_of_a_key_has_not_stops_the_paper(school: School, teacher: User) -> None:
    fraction = question(
        id="fraction",
        text={"en": "What is ${a}/6$ in lowest terms?"},
        kind="number",
        symbols=None,
        parameters="a = one of 1, 5, 7, 11, 4",
        key={"value": "{a}/6", "forms": ["lowest_terms"]},
    )
    exam = exam_of(school, teacher, {**fraction, "parameters": "a = one of 1, 5, 7, 11"})
    version = QuestionVersion.objects.get(question__external_id="fraction")
    QuestionVersion.objects.filter(pk=version.pk).update(
        content={**version.content, "parameters": fraction["parameters"]}
    )

    with pytest.raises(PublishError) as refusal:
        publish_exam(exam, by=teacher)

    assert [word_problem(problem) for problem in refusal.value.problems] == [
        "Question 1 (fraction): key of part a:"
        " the key itself has not the form “lowest terms” (4/6 can still be reduced.)"
    ]


def test_demo_bank_is_published_whole(school: School, teacher: User) -> None:
    import_bank(DEMO, school=school, owner=teacher)
    exam = ExamFactory(school=school)
    for position, row in enumerate(Question.objects.order_by("pk"), start=1):
        ExamItemFactory(exam=exam, question=row, position=position)

    paper = publish_exam(exam, by=teacher)

    counts = [item.variants.count() for item in paper.items.order_by("position")]
    assert len(counts) == 12
    assert sum(count > 1 for count in counts) >= 4


def test_script_in_a_question_is_shown_and_never_run(school: School, teacher: User) -> None:
    text = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) $x(x-3)$"
    exam = exam_of(
        school, teacher, question(text={"ko": text, "en": text}, solution={"ko": text, "en": text})
    )

    paper = publish_exam(exam, by=teacher)

    rendered = Variant.objects.get(paper_item__paper=paper).rendered["en"]
    html = rendered["text"] + rendered["solution"]
    assert [tag for tag in ("<script", "<img", "<a ", "href") if tag in html] == []
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("model", [QuestionVersion, KeyRevision, Paper, PaperItem])
def test_frozen_row_refuses_to_be_saved_again(exam: Exam, teacher: User, model: Any) -> None:
    publish_exam(exam, by=teacher)
    row = model.objects.first()

    with pytest.raises(TypeError, match="never updated"):
        row.save()


def test_version_on_a_paper_cannot_be_deleted(exam: Exam, teacher: User, classroom: Classroom) -> None:
    publish_exam(exam, by=teacher)
    question_row = Question.objects.get(external_id="choice")

    with pytest.raises(ProtectedError):
        question_row.delete()


def test_store_question_adds_only_what_is_new(school: School, teacher: User) -> None:
    row = QuestionFactory(school=school, owner=teacher)
    shape = {"text": {"ko": "$x$"}, "parts": [{"id": "a", "kind": "expression"}]}
    content, key = Content.model_validate(shape), load_key({"kind": "expression", "expression": "x"})

    first = store_question(row, content, {"a": key}, by=teacher)
    same = store_question(row, content, {"a": key}, by=teacher, newest=first)
    other_key = key.model_copy(update={"expression": "2x"})
    corrected = store_question(row, content, {"a": other_key}, by=teacher, newest=first, reason="a slip")

    assert same is first
    assert corrected == first
    revisions = KeyRevision.objects.order_by("number").values_list("number", "reason")
    assert list(revisions) == [(1, ""), (2, "a slip")]
