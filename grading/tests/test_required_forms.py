"""Keys that ask for a form: the value first, then each form, and the first that is broken is named."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from grading.engine import Outcome, Symbols
from grading.engine.variants import Values
from grading.engine.verdict import certificate_hash
from grading.keys import ExpressionKey, Key, KeyProblem, NumberKey, check_key, fill_key, load_key
from grading.marking import mark_response
from grading.responses import TextResponse

CORRECT, PARTIAL, INCORRECT = Outcome.CORRECT, Outcome.PARTIAL, Outcome.INCORRECT
UNDECIDED, UNREADABLE = Outcome.UNDECIDED, Outcome.UNREADABLE
X = Symbols(variables=("x",), closed=True)


def expression(text: str, *forms: str, **settings: Any) -> ExpressionKey:
    """``factored`` or ``decimal_places=2``."""
    return ExpressionKey.model_validate({"expression": text, "forms": [*map(required, forms)], **settings})


def number(text: str, *forms: str, **settings: Any) -> NumberKey:
    return NumberKey.model_validate({"value": text, "forms": [*map(required, forms)], **settings})


def required(form: str) -> dict[str, str]:
    test, _sign, options = form.partition("=")
    return {"test": test, "options": options}


FORMS = [
    # key, answer, outcome, code
    (expression("(x-3)(x+3)", "factored"), "(x+3)(x-3)", CORRECT, "equal_exactly"),
    (expression("(x-3)(x+3)", "factored"), "-(3-x)(x+3)", CORRECT, "equal_exactly"),
    (expression("(x-3)(x+3)", "factored"), "x^2-9", INCORRECT, "not_factored"),
    (expression("(x-3)(x+3)", "factored"), "x^2-8", INCORRECT, "differs_at_point"),
    (expression("(x-3)(x+3)", "factored"), "(x-3)(x+4)", INCORRECT, "differs_at_point"),
    (expression("(x-3)(x+3)", "factored"), "x^2-9=0", UNREADABLE, "expression_expected"),
    (expression("(x-3)(x+3)", "factored=x"), "x^2-9", INCORRECT, "not_factored"),
    (expression("2(x+1)", "factored"), "2x+2", INCORRECT, "common_factor"),
    (expression("x^2-9", "expanded"), "9*(-1)+x^2", CORRECT, "equal_exactly"),
    (expression("x^2-9", "expanded"), "(x-3)(x+3)", INCORRECT, "not_expanded"),
    (expression("(x-1)^2+4", "completed_square"), "x^2-2x+5", INCORRECT, "not_completed_square"),
    (expression("x/(x+1)", "single_fraction"), "1-1/(x+1)", INCORRECT, "not_single_fraction"),
    (expression("x/2", "lowest_terms"), "2x/4", INCORRECT, "not_lowest_terms"),
    (expression("1/(x-1)-1/(x+1)", "partial_fractions"), "2/(x^2-1)", INCORRECT, "not_decomposed"),
    (expression("2sqrt(2)", "simplified_radicals"), "√8", INCORRECT, "root_not_simplified"),
    (expression("sqrt(2)/2", "rational_denominator"), "1/√2", INCORRECT, "irrational_denominator"),
    (expression("x/2", "exact"), "0.5x", INCORRECT, "decimal_used"),
    (number("3.14", "decimal_places=2"), "3.14", CORRECT, "equal_exactly"),
    (number("3.14", "decimal_places=2"), "3.140", INCORRECT, "too_many_places"),
    (number("3.14", "decimal_places=2"), "157/50", INCORRECT, "figures_hidden"),
    (number("3.14159", "decimal_places=2", absolute="0.005"), "3.14", CORRECT, "within_tolerance"),
    (number("3.14159", "decimal_places=2", absolute="0.005"), "3.1", INCORRECT, "outside_tolerance"),
    (number("3.14159", "decimal_places=2", absolute="0.05"), "3.1", INCORRECT, "too_few_places"),
    (number("3.14159", "significant_figures=3", relative="0.01"), "3.1416", INCORRECT, "too_many_figures"),
    (number("1.2*10^3", "scientific_notation"), "1200", INCORRECT, "power_of_ten_missing"),
    (number("7/2", "improper_fraction"), "3 1/2", INCORRECT, "mixed_number"),
    (number("3 1/2", "mixed_number"), "7/2", INCORRECT, "top_heavy_fraction"),
    (number("1/2", "exact", "lowest_terms"), "0.5", INCORRECT, "decimal_used"),
    (number("1/2", "exact", "lowest_terms"), "2/4", INCORRECT, "not_lowest_terms"),
    (number("1/2", "lowest_terms"), "x", UNREADABLE, "number_expected"),
]


@pytest.mark.parametrize(("key", "text", "outcome", "code"), FORMS)
def test_value_comes_first_and_then_every_form(key: Key, text: str, outcome: Outcome, code: str) -> None:
    verdict = mark_response(key, TextResponse(text=text), symbols=X)

    assert (verdict.outcome, verdict.reason.code) == (outcome, code)


@pytest.mark.parametrize("key", list({row[0].model_dump_json(): row[0] for row in FORMS}.values()))
def test_key_is_a_right_answer_by_its_own_forms_and_comes_out_of_json_as_it_went_in(key: Key) -> None:
    check_key(key, symbols=X)

    assert load_key(key.model_dump(mode="json")) == key


def test_broken_form_is_told_with_the_part_that_breaks_it_and_a_certificate() -> None:
    key = expression("(x-3)(x+3)", "exact", "factored=x")

    verdict = mark_response(key, TextResponse(text="x^2-9"), symbols=X)

    assert verdict.reason.values == {"part": "x^2 - 9", "equal": True, "form": "factored"}
    assert verdict.witness is None
    assert verdict.certificate["method"] == "exact"
    assert verdict.certificate["forms"] == [
        {"test": "exact", "options": "", "found": "equal_exactly", "outcome": "correct"},
        {"test": "factored", "options": "x", "found": "not_factored", "outcome": "incorrect"},
    ]


@pytest.mark.parametrize(
    ("text", "outcome", "credit"),
    [
        ("(x+3)(x-3)", CORRECT, Fraction(1)),
        ("x^2-9", PARTIAL, Fraction(1, 3)),
        ("x^2+9", INCORRECT, Fraction(0)),
        ("x^2-9=", UNREADABLE, Fraction(0)),
    ],
)
def test_right_value_in_another_form_earns_the_credit_of_the_key(
    text: str, outcome: Outcome, credit: Fraction
) -> None:
    key = expression("(x-3)(x+3)", "factored", form_credit="1/3")

    verdict = mark_response(key, TextResponse(text=text), symbols=X)

    assert (verdict.outcome, verdict.credit) == (outcome, credit)


def test_answer_that_the_engine_cannot_settle_goes_to_a_person_before_any_form() -> None:
    key = expression("(x-3)(x+3)", "factored", form_credit="1/2")

    verdict = mark_response(key, TextResponse(text="10^(10^(10^10)) x"), symbols=X)

    assert (verdict.outcome, verdict.credit, "forms" in verdict.certificate) == (UNDECIDED, 0, False)


def test_marking_a_form_twice_gives_the_same_bytes() -> None:
    key = expression("(x-3)(x+3)", "factored")

    first, again = (mark_response(key, TextResponse(text="x^2-9"), symbols=X) for _time in range(2))

    assert first == again
    assert certificate_hash(first.certificate) == certificate_hash(again.certificate)


def test_key_without_forms_is_stored_as_before_there_were_any() -> None:
    stored = {"v": 1, "kind": "expression", "expression": "x^2-9"}

    assert load_key(stored).model_dump(mode="json") == stored


def test_parameters_stand_in_what_a_form_is_told() -> None:
    key = number("{n}", "decimal_places={d}", absolute="0.1")

    filled = fill_key(key, Values.from_json({"n": "3", "d": "2"}))

    assert filled == number("3", "decimal_places=2", absolute="0.1")


@pytest.mark.parametrize(
    "settings",
    [
        {"forms": [{"test": "beautiful"}]},
        {"forms": [{"test": "equal"}]},
        {"forms": [{"test": "identical"}]},
        {"forms": [{"test": "factored", "hint": "x"}]},
        {"forms": ["factored"]},
        {"forms": [{"test": "factored"}, {"test": "factored", "options": "x"}]},
        {"forms": [{"test": "factored", "options": "x" * 201}]},
        {"forms": [{"test": "factored"}], "form_credit": "1"},
        {"forms": [{"test": "factored"}], "form_credit": "1/0"},
        {"forms": [{"test": "factored"}], "form_credit": "-1/2"},
        {"forms": [{"test": "factored"}], "form_credit": "half"},
        {"form_credit": "1/2"},
    ],
)
def test_form_that_makes_no_sense_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        load_key({"kind": "expression", "expression": "x", **settings})


@pytest.mark.parametrize(
    ("key", "code", "form", "why"),
    [
        (expression("x^2-9", "factored"), "key_lacks_form", "factored", "not_factored"),
        (expression("(x-3)^2", "expanded"), "key_lacks_form", "expanded", "not_expanded"),
        (number("1/3", "decimal_places=2"), "key_lacks_form", "decimal_places", "figures_hidden"),
        (expression("x^2", "factored=2"), "form_options", "factored", "variable_expected"),
        (expression("x^2", "factored=y"), "form_options", "factored", "option_unknown_symbol"),
        (expression("x^2", "expanded=x"), "form_options", "expanded", "nothing_expected"),
        (expression("x", "decimal_places=2"), "form_options", "decimal_places", "key_number_expected"),
        (number("1", "decimal_places"), "form_options", "decimal_places", "places_expected"),
        (number("1", "significant_figures=0"), "form_options", "significant_figures", "figures_expected"),
    ],
)
def test_form_that_the_key_has_not_or_that_is_not_told_enough_is_refused(
    key: Key, code: str, form: str, why: str
) -> None:
    with pytest.raises(KeyProblem) as problem:
        check_key(key, symbols=X)

    told = problem.value.values
    assert (problem.value.code, told["form"]) == (code, form)
    assert (told["option_code"] if code == "form_options" else told["reason"]["code"]) == why


def test_form_that_is_told_a_parameter_that_there_is_not_is_refused() -> None:
    with pytest.raises(KeyProblem) as problem:
        check_key(number("1", "decimal_places={d}"))

    assert (problem.value.code, problem.value.values) == ("unknown_parameter", {"name": "d"})


def test_within_a_tolerance_the_key_itself_need_not_have_the_form() -> None:
    check_key(number("22/7", "decimal_places=2", absolute="0.01"))


@pytest.mark.parametrize(
    ("kind", "key"),
    [("expression", "5x^4"), ("number", "2")],
)
@pytest.mark.parametrize("text", ["d/dx(x^5)", "∫_0^2 1 dx", "limit(x, x, 2)", "∑_(k=1)^2 1", "diff(x^5, x)"])
def test_calculation_that_is_left_as_it_stands_is_no_answer(kind: str, key: str, text: str) -> None:
    keys: dict[str, Key] = {"expression": ExpressionKey(expression=key), "number": NumberKey(value="2")}

    verdict = mark_response(keys[kind], TextResponse(text=text), symbols=Symbols(variables=("x", "k")))

    assert (verdict.outcome, verdict.reason.code) == (UNREADABLE, "not_worked_out")


@pytest.mark.parametrize(("text", "code"), [("x/0", "division_by_zero"), ("diff(x^2, x)", "not_worked_out")])
def test_key_that_could_be_no_answer_is_refused(text: str, code: str) -> None:
    with pytest.raises(KeyProblem) as problem:
        check_key(ExpressionKey(expression=text), symbols=X)

    assert (problem.value.code, problem.value.values["read_code"]) == ("unreadable_key", code)
