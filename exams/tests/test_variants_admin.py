"""The page with a question's variants: what publishing would make, and which values are struck out."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry, School, User
from exams.content import Content
from exams.errors import QuestionError, Refused
from exams.formats.native import read_question
from exams.models import Question
from exams.presenting.variants import VariantTable
from exams.services.authoring import import_bank
from exams.services.publishing import seed_of
from exams.services.striking import strike_variants
from exams.services.trying import draw_values, make_values
from exams.services.writing import load_standing
from exams.tests.banks import bank_file, question
from exams.tests.question_pages import change_page, fields_of, press

pytestmark = pytest.mark.usefixtures("in_english")

SUMS: dict[str, Any] = {
    "id": "sum",
    "kind": "number",
    "text": {"ko": "${a}+{b}$의 값은?", "en": "What is ${a}+{b}$?"},
    "key": "{s}",
    "parameters": "a = random integer 1..3\nb = random integer 1..3\ns = a + b",
    "variants": 4,
    "tests": [{"response": "{a}+{b}", "verdict": "correct"}],
}


@pytest.fixture
def sums(school: School, teacher: User) -> Question:
    import_bank(bank_file(SUMS), school=school, owner=teacher)
    return Question.objects.get()


def page_of(row: Question) -> str:
    return reverse("admin:exams_question_variants", args=[row.pk])


def table_of(answer: HttpResponse) -> VariantTable:
    table: VariantTable = answer.context["table"]
    return table


def content_of(row: Question) -> Content:
    version = load_standing(row).version
    assert version is not None
    return Content.model_validate(version.content)


def drawn(content: Content) -> list[dict[str, str]]:
    return [values.to_json() for values in make_values(content, seed=seed_of(content.drawn_from))]


def strike(client: Client, row: Question, *places: int, **more: Any) -> HttpResponse:
    version, key = load_standing(row).token
    sent = {"base-version": version, "base-key": key, "struck": places, **more}
    return client.post(page_of(row), sent)


# --- what is drawn ---


def test_struck_values_are_passed_over_and_the_others_stay(sums: Question) -> None:
    content = content_of(sums)
    before = drawn(content)

    after = drawn(content.model_copy(update={"struck": (before[1],)}))

    assert (after[:3], len(after)) == ([before[0], before[2], before[3]], 4)
    assert after[3] not in before


def test_row_that_names_some_values_strikes_all_that_have_them(sums: Question) -> None:
    content = content_of(sums).model_copy(update={"struck": ({"a": "1"},), "variants": 9})

    assert {row["a"] for row in drawn(content)} == {"2", "3"}
    assert len(drawn(content)) == 6


def test_question_with_everything_struck_is_refused(sums: Question) -> None:
    every = tuple({"a": str(number)} for number in (1, 2, 3))

    with pytest.raises(QuestionError, match="all_struck"):
        drawn(content_of(sums).model_copy(update={"struck": every}))


def test_seed_of_content_with_neither_tests_nor_struck_values_is_that_of_its_hash(sums: Question) -> None:
    plain = content_of(sums).model_copy(update={"tests": ()})
    version = sums.versions.create(number=9, content=plain.to_json(), hash=plain.drawn_from, by=sums.owner)

    assert "struck" not in version.content
    assert seed_of(content_of(sums).drawn_from) == seed_of(version.hash)


def test_bank_file_strikes_numbers_as_people_write_them() -> None:
    read = read_question(SUMS | {"struck": [{"a": 2, "b": 3}, {"s": 0.5}]})

    assert read.content.struck == ({"a": "2", "b": "3"}, {"s": "1/2"})


@pytest.mark.parametrize(
    ("credit", "stored"), [("1/2", {"a": "1/2"}), ({"a": 0.5}, {"a": "0.5"}), (1, {"a": "1"})]
)
def test_bank_file_says_what_a_stored_response_must_earn(credit: Any, stored: dict[str, str]) -> None:
    test = {"response": "1", "verdict": "partial", "credit": credit}

    read = read_question(SUMS | {"tests": [test]})

    assert read.content.tests[0].credit == stored


# --- the page ---


def test_page_asks_as_much_for_many_variants_as_for_few(
    teacher_client: Client, school: School, teacher: User
) -> None:
    counts = []
    for number in (2, 9):
        import_bank(bank_file(SUMS | {"variants": number}), school=school, owner=teacher)
        page = page_of(Question.objects.get())
        teacher_client.get(page)
        with CaptureQueriesContext(connection) as asked:
            teacher_client.get(page)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_page_shows_every_variant_with_values_text_and_key(teacher_client: Client, sums: Question) -> None:
    table = table_of(teacher_client.get(page_of(sums)))

    values = drawn(content_of(sums))
    assert [(line.place, line.row.number, line.row.values) for line in table.lines] == [
        (number, number, row) for number, row in enumerate(values, start=1)
    ]
    assert [line.row.keys[0][0].text for line in table.lines] == [row["s"] for row in values]
    assert (table.count, table.bad, table.tests) == (4, 0, 1)


def test_ticked_variant_is_struck_out_in_a_new_version(
    teacher_client: Client, teacher: User, sums: Question
) -> None:
    before = drawn(content_of(sums))

    answer = strike(teacher_client, sums, 2)

    table = table_of(teacher_client.get(page_of(sums)))
    assert (answer.status_code, sums.versions.count()) == (302, 2)
    assert content_of(sums).struck == (before[1],)
    assert [(line.row.number, line.is_struck) for line in table.lines] == [
        (1, False),
        (0, True),
        (2, False),
        (3, False),
        (4, False),
    ]
    assert AuditEntry.objects.filter(verb="question.written", actor=teacher).count() == 1


def test_struck_variant_is_taken_back(teacher_client: Client, sums: Question) -> None:
    before = drawn(content_of(sums))
    strike(teacher_client, sums, 2, 3)

    strike(teacher_client, sums, 3)

    assert content_of(sums).struck == (before[2],)


def test_row_for_several_variants_is_written_out_when_one_is_taken_back(
    teacher_client: Client, school: School, teacher: User
) -> None:
    import_bank(bank_file(SUMS | {"struck": [{"a": 1}], "variants": 9}), school=school, owner=teacher)
    row = Question.objects.get()
    table = table_of(teacher_client.get(page_of(row)))
    ticked = [line.place for line in table.lines if line.is_struck]

    strike(teacher_client, row, *ticked[1:])

    struck = content_of(row).struck
    assert ([one["a"] for one in struck], len(drawn(content_of(row)))) == (["1", "1"], 7)


def test_struck_values_that_are_not_drawn_stay_until_they_are_taken_back(
    teacher_client: Client, school: School, teacher: User
) -> None:
    import_bank(bank_file(SUMS | {"struck": [{"a": 7}]}), school=school, owner=teacher)
    row = Question.objects.get()

    shown = table_of(teacher_client.get(page_of(row)))
    strike(teacher_client, row, unused=[0])
    kept = content_of(row).struck
    strike(teacher_client, row)

    assert shown.unused == ((0, {"a": "7"}),)
    assert (kept, content_of(row).struck) == (({"a": "7"},), ())


def test_striking_everything_out_is_refused(teacher_client: Client, sums: Question) -> None:
    content = content_of(sums).model_copy(update={"variants": 9})
    places = range(1, len(draw_values(content, seed=seed_of(content.drawn_from))) + 1)
    page = change_page(sums)
    press(teacher_client, page, fields_of(teacher_client.get(page)) | {"body-variants": "9"}, "_save")

    answer = strike(teacher_client, sums, *places)

    assert "Every variant is struck out." in answer.context["problem"]
    assert content_of(sums).struck == ()


def test_striking_in_an_older_version_is_refused(teacher_client: Client, sums: Question) -> None:
    version, key = load_standing(sums).token
    strike(teacher_client, sums, 1)

    answer = teacher_client.post(page_of(sums), {"base-version": version, "base-key": key, "struck": [2]})

    assert "Somebody else has saved this question meanwhile." in answer.context["problem"]
    assert sums.versions.count() == 2


def test_service_refuses_an_older_version(sums: Question, teacher: User) -> None:
    with pytest.raises(Refused, match="question_changed"):
        strike_variants(sums, places=[1], rows=(), by=teacher, based_on=("", 0))


def test_saving_the_form_keeps_what_is_struck(teacher_client: Client, sums: Question) -> None:
    strike(teacher_client, sums, 1)
    page = change_page(sums)
    sent = fields_of(teacher_client.get(page)) | {"body-text_en": "Add ${a}$ and ${b}$."}

    press(teacher_client, page, sent, "_save")

    assert (sums.versions.count(), len(content_of(sums).struck)) == (3, 1)


def test_variant_with_something_wrong_says_it_in_its_row(
    teacher_client: Client, school: School, teacher: User
) -> None:
    wrong = SUMS | {"tests": [{"response": "2*{a}", "verdict": "incorrect"}], "variants": 9}
    import_bank(bank_file(wrong), school=school, owner=teacher)
    row = Question.objects.get()

    table = table_of(teacher_client.get(page_of(row)))

    bad = [line.row for line in table.lines if line.row.problem]
    assert {(one.values["a"], one.values["b"]) for one in bad} == {("1", "1"), ("2", "2"), ("3", "3")}
    assert "tests[1]: the response should be incorrect but is correct when a = " in bad[0].problem


def test_variants_that_read_the_same_are_told(teacher_client: Client, school: School, teacher: User) -> None:
    alike = SUMS | {"text": {"en": "What is $1+{a}$?"}, "tests": [], "variants": 9}
    import_bank(bank_file(alike), school=school, owner=teacher)
    row = Question.objects.get()

    table = table_of(teacher_client.get(page_of(row)))

    by_number = {line.row.number: line.row.values["a"] for line in table.lines}
    assert [line.twins for line in table.lines] == [
        tuple(other for other, a in by_number.items() if a == by_number[number] and other != number)
        for number in by_number
    ]


def test_question_without_parameters_has_one_variant_that_stays(
    teacher_client: Client, school: School, teacher: User
) -> None:
    import_bank(bank_file(question()), school=school, owner=teacher)
    row = Question.objects.get()

    strike(teacher_client, row, 1)

    assert table_of(teacher_client.get(page_of(row))).count == 1
    assert (content_of(row).struck, row.versions.count()) == ((), 1)


def test_page_is_the_schools_own(
    student_client: Client, other_teacher_client: Client, colleague_client: Client, sums: Question
) -> None:
    answers = [
        client.get(page_of(sums)) for client in (student_client, other_teacher_client, colleague_client)
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 200]
    assert [getattr(answer, "context", None) is None for answer in answers] == [True, True, False]


def test_nobody_of_another_school_strikes_variants_out(other_teacher_client: Client, sums: Question) -> None:
    strike(other_teacher_client, sums, 1)

    assert content_of(sums).struck == ()
