"""An author tries a question on the page where it is written, before anybody sits it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from exams.models import Question
from exams.presenting.trying import Trial, TriedPart
from exams.tests.question_pages import ADD, fields_of, press

pytestmark = pytest.mark.usefixtures("in_english")
NEW = "/admin/exams/question/add/"


@pytest.fixture
def square(teacher_client: Client) -> dict[str, str]:
    """A new question, not saved: factor x² − a², worth 4 points; a forgotten sign earns a half."""
    return fields_of(teacher_client.get(NEW)) | {
        "external_id": "square",
        "body-text_ko": "$x^2-{k}$을 인수분해하시오.",
        "body-text_en": "Factor $x^2-{k}$.",
        "body-points": "4",
        "body-parameters": "a = random integer 2..9\nk = a^2",
        "body-variants": "5",
        "parts-0-kind": "expression",
        "parts-0-value": "(x-{a})(x+{a})",
        "parts-0-variables": "x",
        "parts-0-forms-TOTAL_FORMS": "1",
        "parts-0-forms-0-test": "factored",
        "parts-0-forms-0-options": "",
        "parts-0-form_credit": "1/4",
        "parts-0-alternatives-TOTAL_FORMS": "1",
        "parts-0-alternatives-0-answer": "(x-{a})^2",
        "parts-0-alternatives-0-credit": "1/2",
        "parts-0-alternatives-0-message_ko": "부호를 확인해 보세요",
        "parts-0-alternatives-0-message_en": "Check the sign",
    }


def trial_of(answer: HttpResponse) -> Trial:
    trial: Trial = answer.context["trial"]
    return trial


def tried(client: Client, sent: dict[str, str], *lines: str, value: str = "try") -> list[TriedPart]:
    answer = press(client, NEW, sent | {"try-response_a": "\n".join(lines)}, "act", value)
    return [one.parts[0] for one in trial_of(answer).responses]


def page_errors(answer: HttpResponse) -> dict[str, list[str]]:
    return {
        form.add_prefix(name): list(errors)
        for form in answer.context["forms"].everything()
        for name, errors in form.errors.items()
    }


def filled(client: Client, sent: dict[str, str]) -> str:
    """The parameter ``a`` of the first variant."""
    return trial_of(press(client, NEW, sent, "act", "try")).values["a"]


def test_responses_get_what_students_would_get(teacher_client: Client, square: dict[str, str]) -> None:
    a = filled(teacher_client, square)
    lines = [f"(x+{a})(x-{a})", f"x^2-{a}^2", f"(x-{a})^2", "x^2", "(x"]

    parts = tried(teacher_client, square, *lines)

    assert [part.typed for part in parts] == lines
    assert [(part.verdict, part.credit, part.points) for part in parts] == [
        ("correct", "1", Decimal(4)),
        ("partial", "1/4", Decimal(1)),
        ("partial", "1/2", Decimal(2)),
        ("incorrect", "0", Decimal(0)),
        ("unreadable", "0", Decimal(0)),
    ]
    assert {part.worth for part in parts} == {Decimal(4)}


def test_response_is_shown_as_it_is_read(teacher_client: Client, square: dict[str, str]) -> None:
    good, bad = tried(teacher_client, square, "2x(x-1)", "(x")

    assert (good.plain, "<math" in good.readings[0].math) == ("2*x*(x - 1)", True)
    assert (bad.plain, bad.readings[0].math, bad.readings[0].error != "") == ("", "", True)


def test_everything_that_was_looked_at_is_told(teacher_client: Client, square: dict[str, str]) -> None:
    a = filled(teacher_client, square)

    right, formless, foreseen = tried(teacher_client, square, f"(x-{a})(x+{a})", f"x^2-{a}^2", f"(x-{a})^2")

    looked = [[(step.name, step.found, step.decides) for step in one.steps] for one in (right, formless)]
    other = f"Foreseen answer 1: (x-{a})^2"
    assert looked == [
        [
            ("Value", "Correct", True),
            ("Form: factored", "has it", False),
            (other, "does not fit", False),
        ],
        [
            ("Value", "Correct", False),
            ("Form: factored", "has it not (1/4)", True),
            (other, "does not fit", False),
        ],
    ]
    assert [(step.name, step.found, step.decides) for step in foreseen.steps] == [
        ("Value", "Incorrect", False),
        (other, "fits (1/2)", True),
    ]


def test_message_is_shown_in_both_languages(teacher_client: Client, square: dict[str, str]) -> None:
    a = filled(teacher_client, square)

    (part,) = tried(teacher_client, square, f"(x-{a})^2")

    assert [(said.language, said.explanation) for said in part.said] == [
        ("ko", "부호를 확인해 보세요"),
        ("en", "Check the sign"),
    ]


def test_way_to_the_verdict_is_told(teacher_client: Client, square: dict[str, str]) -> None:
    (part,) = tried(teacher_client, square, "x^2")

    assert part.method == "Proved by values with bounds on the rounding"
    assert len({said.witness for said in part.said} - {""}) == 2


def test_trying_saves_nothing(teacher_client: Client, square: dict[str, str]) -> None:
    tried(teacher_client, square, "x^2")

    assert Question.objects.count() == 0


def test_variant_that_is_asked_for_is_tried(teacher_client: Client, square: dict[str, str]) -> None:
    trials = [
        trial_of(press(teacher_client, NEW, square | {"try-variant": number}, "act", "try"))
        for number in ("1", "2", "99")
    ]

    assert [(one.number, one.of) for one in trials] == [(1, 5), (2, 5), (5, 5)]
    assert len({one.values["a"] for one in trials}) == 3


def test_tried_response_is_kept_as_a_stored_one(teacher_client: Client, square: dict[str, str]) -> None:
    typed = square | {"try-response_a": "x^2\n(x-{a})^2"}

    answer = press(teacher_client, NEW, typed, "act", "keep:1")

    rows = answer.context["forms"].tests.raw()
    assert [(row["response_a"], row["verdict_a"], row["credit_a"]) for row in rows] == [
        ("x^2", "incorrect", "")
    ]
    assert page_errors(answer) == {}


def test_kept_partial_response_keeps_its_credit(teacher_client: Client, square: dict[str, str]) -> None:
    a = filled(teacher_client, square)
    typed = square | {"try-response_a": f"x^2-{a}^2", "body-parameters": f"a = {a}\nk = a^2"}

    kept = press(teacher_client, NEW, typed, "act", "keep:1")
    saved = press(teacher_client, NEW, fields_of(kept), "_save")

    content = Question.objects.get().versions.get().content
    assert saved.status_code == 302
    assert content["tests"] == [
        {
            "response": {"a": {"text": f"x^2-{a}^2", "notation": "plain", "locale": "ko"}},
            "verdict": {"a": "partial"},
            "credit": {"a": "1/4"},
            "note": {},
        }
    ]


def test_parameter_in_a_response_is_put_in_and_kept_for_every_variant(
    teacher_client: Client, square: dict[str, str]
) -> None:
    typed = square | {"try-response_a": "(x-{a})^2"}

    (part,) = tried(teacher_client, square, "(x-{a})^2")
    kept = press(teacher_client, NEW, typed, "act", "keep:1")
    state = trial_of(press(teacher_client, NEW, fields_of(kept), "act", "try")).stored[0]

    assert (part.typed, part.verdict, part.credit) == ("(x-{a})^2", "partial", "1/2")
    assert kept.context["forms"].tests.raw()[0]["response_a"] == "(x-{a})^2"
    assert (state.as_stored, state.of) == (5, 5)


def test_keeping_what_was_not_tried_changes_nothing(teacher_client: Client, square: dict[str, str]) -> None:
    answer = press(teacher_client, NEW, square | {"try-response_a": "x"}, "act", "keep:7")

    assert answer.context["forms"].tests.raw() == []


def stored(verdict: str, credit: str = "", response: str = "x^2-{k}") -> dict[str, str]:
    return {
        "tests-TOTAL_FORMS": "1",
        "tests-0-response_a": response,
        "tests-0-verdict_a": verdict,
        "tests-0-credit_a": credit,
    }


def test_stored_responses_are_marked_in_every_variant(teacher_client: Client, square: dict[str, str]) -> None:
    answer = press(teacher_client, NEW, square | stored("partial", "1/4"), "act", "try")

    (line,) = trial_of(answer).stored
    assert (line.as_stored, line.of, line.here, line.first) == (5, 5, "", "")


def test_stored_response_that_differs_names_the_values(
    teacher_client: Client, square: dict[str, str]
) -> None:
    a = filled(teacher_client, square)
    only_here = stored("incorrect", response=f"x^2-{a}^2")

    first = trial_of(press(teacher_client, NEW, square | only_here, "act", "try"))
    second = trial_of(press(teacher_client, NEW, square | only_here | {"try-variant": "2"}, "act", "try"))

    said = f"Response 1: the response should be incorrect but is partial when a = {a}, k = {int(a) ** 2}."
    (here,), (there,) = first.stored, second.stored
    assert (here.as_stored, here.of, here.here, here.first) == (4, 5, said, said)
    assert (there.here, there.first) == ("", said)


@pytest.mark.parametrize(
    ("row", "field", "sentence"),
    [
        (stored("correct"), "tests-0-verdict_a", "should be correct but is partial when a = "),
        (
            stored("partial", "1/2"),
            "tests-0-credit_a",
            "should earn 1/2 of the points but earns 1/4 when a = ",
        ),
    ],
)
def test_saving_is_refused_where_a_stored_response_differs(
    teacher_client: Client, square: dict[str, str], row: dict[str, str], field: str, sentence: str
) -> None:
    answer = press(teacher_client, NEW, square | row, "_save")

    errors = page_errors(answer)
    assert (list(errors), Question.objects.count()) == ([field], 0)
    assert sentence in errors[field][0]


def test_question_that_cannot_be_used_is_told_where_it_stands(
    teacher_client: Client, square: dict[str, str]
) -> None:
    answer = press(teacher_client, NEW, square | {"parts-0-value": "(x-{b})"}, "act", "try")

    assert (answer.context["trial"], list(page_errors(answer))) == (None, ["parts-0-value"])


def test_too_many_responses_are_refused_beside_their_field(
    teacher_client: Client, square: dict[str, str]
) -> None:
    typed = {"try-response_a": "x\n" * 21}

    answer = press(teacher_client, NEW, square | typed, "act", "try")

    assert answer.context["trial"] is None
    assert answer.context["try_form"].errors == {"response_a": ["At most 20 responses are tried at once."]}


def test_slips_that_the_key_takes_are_told(teacher_client: Client, square: dict[str, str]) -> None:
    wide: dict[str, Any] = {
        "parts-0-kind": "number",
        "parts-0-value": "10",
        "parts-0-tolerance_kind": "absolute",
        "parts-0-tolerance": "1",
        "parts-0-forms-TOTAL_FORMS": "0",
        "parts-0-alternatives-0-answer": "20",
    }

    trial = trial_of(press(teacher_client, NEW, square | wide, "act", "try"))

    assert [(one.text, one.change) for one in trial.accepted] == [
        ("11", "number: 10 → 11"),
        ("9", "number: 10 → 9"),
    ]
    assert [(one.text, one.alternative) for one in trial.foreseen] == [("20", 1)]


def test_student_tries_nothing(student_client: Client, student: User) -> None:
    answer = student_client.post(reverse(ADD), {"act": "try"})

    assert answer.status_code in (302, 403, 404)
