"""What is wrong with a key of any kind is said beside the field that it is about."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import School
from exams.forms.questions import QuestionForms, act, blank_tree
from exams.models import Question
from exams.tests.question_pages import fields_of, press
from exams.tests.test_question_form_kinds import about, fields_of_forms

ADD = "/admin/exams/question/add/"


def rows(name: str, *rows: dict[str, str]) -> dict[str, str]:
    """Rows of the second part as a browser sends them."""
    sent = {f"parts-1-{name}-TOTAL_FORMS": str(len(rows)), f"parts-1-{name}-INITIAL_FORMS": "0"}
    for place, row in enumerate(rows):
        sent |= {f"parts-1-{name}-{place}-{field}": value for field, value in row.items()}
    return sent


@pytest.fixture
def written(school: School) -> dict[str, str]:
    """A question of two parts: a whole number, and a formula with two foreseen answers."""
    tree = blank_tree()
    act(tree, "add", "parts", None)
    sent = fields_of_forms(QuestionForms(about, tree=tree))
    foreseen = [{"answer": "x+3", "credit": "1/2"}, {"answer": "x-5", "credit": "0"}]
    return (
        sent
        | {
            "body-text_ko": "다음을 구하시오.",
            "parts-0-kind": "integer",
            "parts-0-value": "3",
            "parts-1-kind": "expression",
            "parts-1-value": "x-3",
            "parts-1-variables": "x",
        }
        | rows("alternatives", *foreseen)
    )


def errors_of(answer: Any) -> dict[str, list[str]]:
    found = {}
    for form in answer.context["forms"].everything():
        for name, errors in form.errors.items():
            found[form.add_prefix(name)] = list(errors)
    return found


ORDER = rows("options", *({"id": f"o{n}", "text_ko": str(n)} for n in (1, 2, 3)))
ONE_OPTION = rows("options", {"id": "o1", "text_ko": "1"})
OF_OPTIONS: dict[str, str] = {"parts-1-kind": "ordering", **ORDER, **rows("alternatives")}
PARAMETER = {"body-parameters": "a = random integer 2..9", "parts-1-value": "x-{a}"}
SIGN = {"rule": "sign", "credit": "1/2"}
BLANK = {"id": "b1", "kind": "expression", "value": "x+1"}
CLOZE = {"parts-1-kind": "cloze", "body-text_ko": "[[b1]]은 무엇인가?"}
WORKING = {"parts-1-kind": "working", "parts-1-lines": "2x = 4\r\nx = 2"}
ESSAY = {"parts-1-kind": "essay"}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (rows("alternatives", {"answer": "", "credit": "0"}), "alternatives-0-answer", "required"),
        (rows("alternatives", {"answer": "x", "credit": "1"}), "alternatives-0-credit", "a number below 1"),
        (rows("alternatives", {"answer": "x+", "credit": "0"}), "alternatives-0-answer", "cannot be read"),
        (rows("alternatives", {"answer": "x+{q}", "credit": "0"}), "alternatives-0-answer", "no parameter"),
        (rows("alternatives", {"answer": "{@a}", "credit": "0"}), "alternatives-0-answer", "own answer"),
        (rows("alternatives", {"answer": "x+3"}, {"answer": "-3+x"}), "alternatives-1-answer", "is right"),
        (rows("alternatives", {"answer": "x+3"}, {"answer": "3+x"}),
          "alternatives-1-answer", "never decides"),
        ({**PARAMETER, **rows("alternatives", {"answer": "x+{a}"}, {"answer": "x-{a})"})},
          "alternatives-1-answer", "cannot be read"),
        ({**PARAMETER, **rows("forms", {"test": "factored", "options": "2"})}, "forms-0-options", "letter"),
        (rows("mistakes", SIGN, SIGN), "__all__", "named twice"),
        (rows("mistakes", {"rule": "constant_of_integration"}), "mistakes-0-rule", "valid choice"),
        ({"parts-1-follow_answer": "2x"}, "follow_answer", "names no earlier part"),
        ({"parts-1-follow_answer": "2*{@q}"}, "follow_answer", "there is no part"),
        ({"parts-1-follow_answer": "2*{@a}", "parts-1-follow_credit": "2"}, "follow_credit", "above 0"),
        ({"parts-1-penalty": "2"}, "penalty", "from 0 to 1"),
        ({"parts-1-penalty": "some"}, "penalty", "from 0 to 1"),
        ({"parts-1-kind": "quantity", "parts-1-value": "5 m", "parts-1-tolerance_kind": "figures",
          "parts-1-tolerance": "0", **rows("alternatives")}, "tolerance", "from 1 to 15"),
        ({"parts-1-kind": "quantity", "parts-1-value": "5 m", "parts-1-number_credit": "1",
          **rows("alternatives")}, "number_credit", "a number below 1"),
        ({"parts-1-kind": "derivative", "parts-1-variable": "2x"}, "variable", "Write a letter"),
        ({"parts-1-kind": "property", "parts-1-properties": ""}, "properties", "at least one property"),
        ({**WORKING, "parts-1-lines": "x = 2"}, "lines", "2 to 12 lines"),
        ({**WORKING, "parts-1-lines": "2x = 4\r\nx = ("}, "lines", "cannot be read"),
        ({**WORKING, "parts-1-lines": "2x = 4\r\nx = 3"}, "lines", "line 2"),
        ({**CLOZE, **rows("blanks")}, "__all__", "At least one blank"),
        ({**CLOZE, **rows("blanks", BLANK, BLANK)}, "__all__", "same id"),
        ({**CLOZE, **rows("blanks", BLANK | {"value": ""})}, "blanks-0-value", "Write what is right."),
        ({**CLOZE, **rows("blanks", BLANK | {"value": "x+"})}, "blanks-0-value", "cannot be read"),
        ({**CLOZE, **rows("blanks", BLANK | {"kind": "short_text"})}, "blanks-0-__all__", "credit 1"),
        ({**OF_OPTIONS, **rows("alternatives", {"answer": "o1, o9, o2"})},
          "alternatives-0-answer", "no option “o9”"),
        ({**OF_OPTIONS, **rows("alternatives", {"answer": "o1"})}, "alternatives-0-answer", "compared"),
        ({"parts-1-kind": "ordering", **rows("alternatives"), **ONE_OPTION}, "__all__", "At least two"),
        ({**OF_OPTIONS, "parts-1-shuffle": ""}, "shuffle", "in the right order"),
        ({**OF_OPTIONS, "parts-1-kind": "five_option"}, "__all__", "Exactly five options"),
        ({**ESSAY, **rows("rubric", {"id": "c1", "text_ko": "", "points": "1"})},
          "rubric-0-text_ko", "at least one language"),
        ({**ESSAY, **rows("rubric", {"id": "c1", "text_ko": "식", "points": "0"})},
          "rubric-0-points", "greater than or equal to 1"),
        ({**ESSAY, **rows("rubric", *[{"id": "c1", "text_ko": "식", "points": "1"}] * 2)},
          "__all__", "Two criteria have the same id."),
        ({"parts-1-value": "x" * 501}, "value", "at most 500"),
        ({**WORKING, "parts-1-lines": "x" * 501 + "\r\nx = 2"}, "__all__", "500"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_key_is_said_at_its_field(
    teacher_client: Client, written: dict[str, str], changes: dict[str, str], field: str, sentence: str
) -> None:
    sent = written | changes

    answer = press(teacher_client, ADD, sent, "_save")

    errors = errors_of(answer)
    assert list(errors) == [f"parts-1-{field}"]
    assert sentence in errors[f"parts-1-{field}"][0]
    kept = fields_of(answer)
    assert {name: value for name, value in changes.items() if kept.get(name, "") != value} == {}
    assert Question.objects.count() == 0


def test_key_with_all_of_it_is_saved(teacher_client: Client, written: dict[str, str]) -> None:
    more = rows("mistakes", SIGN) | {"parts-1-follow_answer": "x-{@a}", "parts-1-penalty": "1/4"}

    answer = press(teacher_client, ADD, written | more, "_save")

    revision = Question.objects.get().versions.get().key_revisions.get()
    assert answer.status_code == 302
    assert [one["answer"] for one in revision.keys["b"]["alternatives"]] == ["x+3", "x-5"]
    assert revision.keys["b"]["follow"]["answer"] == "x-{@a}"
    assert revision.keys["b"]["penalty"] == "1/4"


@pytest.mark.parametrize("name", ["alternatives", "mistakes", "blanks", "rubric"])
def test_rows_of_a_key_are_added_and_removed_by_buttons(
    teacher_client: Client, written: dict[str, str], name: str
) -> None:
    before = int(written[f"parts-1-{name}-TOTAL_FORMS"])

    added = fields_of(press(teacher_client, ADD, written, "act", f"add:parts-1-{name}"))
    removed = fields_of(press(teacher_client, ADD, added, "act", f"remove:parts-1-{name}:{before}"))

    assert added[f"parts-1-{name}-TOTAL_FORMS"] == str(before + 1)
    assert removed[f"parts-1-{name}-TOTAL_FORMS"] == str(before)


def test_new_blank_has_an_id_that_no_part_has(teacher_client: Client, written: dict[str, str]) -> None:
    first = fields_of(press(teacher_client, ADD, written | CLOZE, "act", "refresh"))
    third = fields_of(press(teacher_client, ADD, first, "act", "add:parts"))

    more = fields_of(press(teacher_client, ADD, third | {"parts-2-kind": "cloze"}, "act", "refresh"))

    assert (more["parts-1-blanks-0-id"], more["parts-2-blanks-0-id"]) == ("b1", "b2")


def test_blank_of_words_begins_with_an_accepted_text(teacher_client: Client, written: dict[str, str]) -> None:
    blank = fields_of(press(teacher_client, ADD, written | CLOZE, "act", "refresh"))
    words = blank | {"parts-1-blanks-0-kind": "short_text"}

    shown = fields_of(press(teacher_client, ADD, words, "act", "refresh"))
    more = fields_of(press(teacher_client, ADD, shown, "act", "add:parts-1-blanks-0-accepted"))

    counts = [sent["parts-1-blanks-0-accepted-TOTAL_FORMS"] for sent in (shown, more)]
    assert counts == ["1", "2"]


def test_five_options_begin_as_five(teacher_client: Client, written: dict[str, str]) -> None:
    shown = press(teacher_client, ADD, written | {"parts-0-kind": "five_option"}, "act", "refresh")

    assert fields_of(shown)["parts-0-options-TOTAL_FORMS"] == "5"
    assert 'value="add:parts-0-options"' not in shown.content.decode()


def test_order_is_that_of_the_rows_and_what_students_find_stays(
    teacher_client: Client, written: dict[str, str]
) -> None:
    press(teacher_client, ADD, written | OF_OPTIONS, "_save")
    page = f"/admin/exams/question/{Question.objects.get().pk}/change/"
    shown = fields_of(teacher_client.get(page))

    moved = fields_of(press(teacher_client, page, shown, "act", "down:parts-1-options:0"))
    press(teacher_client, page, moved | {"base-reason": "고침"}, "_save")

    version = Question.objects.get().versions.get()
    keys = [revision.keys["b"]["order"] for revision in version.key_revisions.order_by("number")]
    assert keys == [["o1", "o2", "o3"], ["o2", "o1", "o3"]]
    assert [option["id"] for option in version.content["parts"][1]["options"]] == ["o1", "o2", "o3"]
