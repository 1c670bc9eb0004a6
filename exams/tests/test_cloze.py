"""Texts with blanks: what a bank file may say, how texts show them, and from the exam page to the result."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import Classroom, User
from accounts.tests.browsers import client_of
from accounts.tests.programs import api_of
from exams.errors import QuestionError
from exams.formats.native import read_question
from exams.models import Assignment, Attempt, Response
from exams.rendering import RenderError, render_markdown
from exams.services.delivery import start_attempt, submit_attempt
from exams.services.marking import mark_attempt
from exams.services.trying import check_question
from exams.tests.reading_pages import page, text
from exams.tests.sittings import put_answer, save_body
from exams.tests.structured import CLOZE, give
from exams.wording import word_error

LABELS = {"p": "(가)", "q": "(나)"}


def test_blank_is_a_box_in_prose_and_in_formulas() -> None:
    html = render_markdown(r"따라서 [[p]]이고 $\frac{[[q]]}{2}+x^2$, `[[p]]`", blanks=LABELS)

    assert '따라서 <span class="blank-box">(가)</span>이고' in html
    assert '<mfrac><mtext class="blank-box">(나)</mtext><mn>2</mn></mfrac>' in html
    assert "<code>[[p]]</code>" in html
    assert r"\frac{{\text{(나)}}}{2}+x^2</annotation>" in html


def test_brackets_are_brackets_where_there_are_no_blanks() -> None:
    assert "[[p]]" in render_markdown("a [[p]]")


def test_blank_that_is_not_there_cannot_be_shown() -> None:
    with pytest.raises(RenderError) as refusal:
        render_markdown("a [[x]]", blanks=LABELS)

    assert (refusal.value.code, refusal.value.formula) == ("unknown_blank", "x")


def test_blanks_of_several_parts_are_labelled_one_after_the_other(
    classroom: Classroom, teacher: User, student: User
) -> None:
    parts = [
        {
            "id": part,
            "kind": "cloze",
            "text": {"ko": f"[[{blank}]]을 구하시오.", "en": f"Find [[{blank}]]."},
            "blanks": [{"id": blank, "kind": "integer"}],
            "key": {blank: 3},
        }
        for part, blank in (("a", "one"), ("b", "two"))
    ]
    asked = {"id": "two-parts", "text": {"ko": "[[two]]", "en": "[[two]]"}, "parts": parts}
    attempt = start_attempt(give(classroom, asked, by=teacher), student=student)

    shown = client_of(student).get(page("attempt", attempt.pk))

    labels = [part.blanks[0].label for part in shown.context["questions"][0].parts]
    assert labels == ["(A)", "(B)"]
    assert "Find (B) ." in text(shown)


ONE = {"id": "p", "kind": "integer"}
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    (
        {"text": {"ko": "[[p]]", "en": "Nothing."}},
        "unused_blank",
        "text (en): the blank “p” is shown nowhere. Write [[p]] where it belongs.",
    ),
    (
        {"text": {"ko": "[[p]] [[z]]", "en": "[[p]]"}},
        "no_such_blank",
        "text (ko): there is no blank “z”.",
    ),
    (
        {"solution": {"ko": "$[[z]]$"}},
        "no_such_blank",
        "solution (en): there is no blank “z”.",
    ),
    (
        {"key": {"p": {"kind": "expression", "expression": "3"}}},
        "blank_kind",
        "key of part a: the blank “p” is of the kind integer, its key is of another.",
    ),
    (
        {"key": {"p": 3, "q": 4}},
        "key",
        "key of part a: there is no blank “q”",
    ),
    ({"key": {"p": "x"}}, "key", "key of part a: “x” is not a whole number from 0 to 999"),
]


@pytest.mark.parametrize(("changes", "code", "sentence"), REFUSED)
def test_blanks_that_cannot_be_asked_are_refused_in_words(
    changes: dict[str, Any], code: str, sentence: str
) -> None:
    entry = {
        "id": "x",
        "kind": "cloze",
        "text": {"ko": "[[p]]", "en": "[[p]]"},
        "blanks": [ONE],
        "key": {"p": 3},
        **changes,
    }
    question = read_question(entry)

    with pytest.raises(QuestionError) as refusal:
        check_question(question.content, question.keys)

    assert (refusal.value.code, word_error(refusal.value)) == (code, sentence)


def test_two_blanks_of_one_name_are_refused() -> None:
    part = {"kind": "cloze", "text": {"ko": "[[p]]"}, "blanks": [ONE], "key": {"p": 3}}
    entry = {"id": "x", "text": {"ko": "?"}, "parts": [{"id": "a", **part}, {"id": "b", **part}]}
    question = read_question(entry)

    with pytest.raises(QuestionError) as refusal:
        check_question(question.content, question.keys)

    assert refusal.value.code == "repeated_blank"


def test_keys_of_blanks_may_be_written_for_short_or_in_full() -> None:
    full = {
        "blanks": {
            "p": {"kind": "expression", "expression": "x-3"},
            "q": {"kind": "integer", "value": "7"},
            "r": {"kind": "short_text", "accepted": [{"text": "최솟값"}, {"text": "minimum"}]},
        }
    }

    assert read_question(CLOZE).keys == read_question({**CLOZE, "key": full}).keys


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return give(classroom, CLOZE, by=teacher, points=3)


@pytest.fixture
def attempt(assignment: Assignment, student: User) -> Attempt:
    return start_attempt(assignment, student=student)


@pytest.fixture
def sitting(student: User) -> Client:
    return client_of(student)


def blanks(**texts: str) -> dict[str, Any]:
    return {"blanks": texts, "notation": "plain", "locale": "en"}


def test_page_has_a_labelled_field_for_each_blank(sitting: Client, attempt: Attempt) -> None:
    shown = sitting.get(page("attempt", attempt.pk))

    html = shown.content.decode()
    assert [f'id="q1-part-a-{blank}"' in html for blank in "pqr"] == [True] * 3
    assert [f'id="reading-q1-part-a-{blank}"' in html for blank in "pqr"] == [True, True, False]
    assert "there is a (C) ." in text(shown)


def test_blanks_are_saved_without_javascript_and_stand_there_again(sitting: Client, attempt: Attempt) -> None:
    sent = {"q1-part-a-p": "x-(3", "q1-part-a-q": "7", "q1-part-a-r": ""}

    reply = sitting.post(page("attempt", attempt.pk), {"position": 1, "next": 1, **sent})

    shown = sitting.get(page("attempt", attempt.pk))
    assert reply.status_code == 302
    stored = Response.objects.get(attempt=attempt, position=1).value["parts"]["a"]
    assert stored == blanks(p="x-(3", q="7")
    assert 'value="x-(3"' in shown.content.decode()
    assert "A bracket has no partner." in text(shown)


def test_blank_that_cannot_be_read_is_told_before_handing_in(sitting: Client, attempt: Attempt) -> None:
    put_answer(sitting, attempt, blanks(p="x-(3"), position=1)

    shown = sitting.get(page("submit_attempt", attempt.pk))

    assert [question.position for question in shown.context["unreadable"]] == [1]


def test_empty_blanks_are_no_answer(sitting: Client, attempt: Attempt) -> None:
    put_answer(sitting, attempt, blanks(p=" ", q=""), position=1)

    shown = sitting.get(page("submit_attempt", attempt.pk))

    assert [question.position for question in shown.context["unanswered"]] == [1]


@pytest.mark.parametrize(
    ("given", "status"), [(blanks(z="1"), 422), (blanks(p="x" * 501), 400), (blanks(p="x" * 500), 200)]
)
def test_answer_that_does_not_fit_the_blanks_is_refused(
    sitting: Client, attempt: Attempt, given: dict[str, Any], status: int
) -> None:
    assert put_answer(sitting, attempt, given, position=1).status_code == status


@pytest.fixture
def marked(sitting: Client, attempt: Attempt) -> Attempt:
    """One blank right, one that cannot be read, one wrong."""
    put_answer(sitting, attempt, blanks(p="-3+x", q="7.", r="<b>극솟값"), position=1)
    mark_attempt(submit_attempt(attempt.pk, student=attempt.student))
    return Attempt.objects.get(pk=attempt.pk)


def test_result_says_what_became_of_each_blank(sitting: Client, marked: Attempt) -> None:
    shown = sitting.get(page("result", marked.pk))

    (item,) = shown.context["items"]
    said = [(blank.label, earned.verdict) for blank, earned in item.parts[0].blanks]
    assert (item.verdict, marked.score) == ("partial", Decimal(1))
    assert said == [("(A)", "correct"), ("(B)", "unreadable"), ("(C)", "incorrect")]
    assert "1 of 3 blanks are right." in text(shown)
    assert "Write a whole number from 0 to 999." in text(shown)
    assert "&lt;b&gt;극솟값" in shown.content.decode()


def test_teacher_reads_each_blank_with_its_key(teacher_client: Client, marked: Attempt) -> None:
    shown = teacher_client.get(page("teacher_attempt", marked.pk))

    ((question, _parts),) = shown.context["rows"]
    assert [line.text for line in question.parts[0].key] == ["x-3", "7", "최솟값", "minimum"]
    assert "(A) x − 3" in text(shown)
    assert "(B) 7" in text(shown)
    assert [line.words for line in question.saved] == ["p: -3+x, q: 7., r: <b>극솟값"]


def test_api_names_the_blanks_and_takes_them(attempt: Attempt, student: User) -> None:
    api = api_of(student)

    (question,) = api.call("get", "api_attempt", attempt.pk).json()["questions"]
    saved = api.call("put", "api_response", attempt.pk, 1, data=save_body(blanks(p="x-3")))

    assert question["parts"][0]["blanks"][1] == {"id": "q", "kind": "integer", "label": "(B)"}
    assert (saved.status_code, saved.json()["outcome"]) == (200, "accepted")
