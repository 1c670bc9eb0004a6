"""Mistakes that are known by a rule, row by row: the answer, and which rule it falls under or none."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from grading.engine import Outcome, Symbols
from grading.keys import (
    AntiderivativeKey,
    DerivativeKey,
    ExpressionKey,
    FormRequirement,
    FormulaKey,
    IntegerKey,
    Mistake,
    NumberKey,
    QuantityKey,
)
from grading.keys.shapes.earning import MISTAKES_OF, MistakeRule
from grading.marking import mark_response
from grading.responses import TextResponse
from grading.tests.hostile import TEXTS

ALL: tuple[MistakeRule, ...] = (
    *("sign", "reciprocal", "constant_factor", "constant_of_integration"),
    *("angle_unit", "off_by_one_term", "unsimplified"),
)
CODES = {
    "sign": "mistake_sign",
    "reciprocal": "mistake_reciprocal",
    "constant_factor": "mistake_factor",
    "constant_of_integration": "mistake_constant",
    "angle_unit": "mistake_angle_unit",
    "off_by_one_term": "mistake_term",
}


def with_rules(key: FormulaKey, *rules: MistakeRule, credit: str = "1/3") -> FormulaKey:
    return key.model_copy(update={"mistakes": tuple(Mistake(rule=rule, credit=credit) for rule in rules)})


def expression(text: str) -> ExpressionKey:
    return ExpressionKey(expression=text)


def number(text: str, absolute: str | None = None, relative: str | None = None) -> NumberKey:
    return NumberKey(value=text, absolute=absolute, relative=relative)


PI = number("3.14", "0.01")
FOUND: list[tuple[FormulaKey, str, MistakeRule, dict[str, Any]]] = [
    (expression("x^2-3x"), "3x-x^2", "sign", {}),
    (expression("x^2-3x"), "-x(x-3)", "sign", {}),
    (expression("a/b"), "-(a/b)", "sign", {}),
    (number("-5"), "5", "sign", {}),
    (PI, "-3.135", "sign", {}),
    (QuantityKey(answer="5 m/s"), "-5 m/s", "sign", {}),
    (QuantityKey(answer="5 m/s"), "-18 km/h", "sign", {}),
    (QuantityKey(answer="30°"), "-30°", "sign", {}),
    (QuantityKey(answer="20%"), "-20 %", "sign", {}),
    (DerivativeKey(answer="-sin(x)"), "sin(x)", "sign", {}),
    (AntiderivativeKey(answer="-cos(x)+C"), "cos(x)+C", "sign", {}),
    (expression("x/(x+1)"), "1+1/x", "reciprocal", {}),
    (number("2/3"), "1.5", "reciprocal", {}),
    (number("0.25", "0.01"), "4.005", "reciprocal", {}),
    (QuantityKey(answer="5 m/s"), "0.2 m/s", "reciprocal", {}),
    (expression("x/(x+1)"), "-3x/(7x+7)", "constant_factor", {"factor": "-3/7"}),
    (expression("sin(2x)"), "sin(x)cos(x)", "constant_factor", {"factor": "1/2"}),
    (expression("x^2 + 1"), "37x^2 + 37", "constant_factor", {"factor": "37"}),
    (expression("x^2-5x+6"), "2x^2-10x+12", "constant_factor", {"factor": "2"}),  # 0 at 2 and 3
    (expression("x"), "x/100", "constant_factor", {"factor": "1/100"}),
    (number("12"), "24", "constant_factor", {"factor": "2"}),
    (number("12"), "4", "constant_factor", {"factor": "1/3"}),
    (number("0.05"), "500", "constant_factor", {"factor": "10000"}),
    (number("sqrt(2)"), "3sqrt(2)", "constant_factor", {"factor": "3"}),
    (number("pi/3"), "pi/6", "constant_factor", {"factor": "1/2"}),
    (PI, "6.285", "constant_factor", {"factor": "2"}),
    (IntegerKey(value="12"), "120", "constant_factor", {"factor": "10"}),
    (QuantityKey(answer="5 m/s"), "10 m/s", "constant_factor", {"factor": "2"}),
    (AntiderivativeKey(answer="x^3/3+C"), "x^3+C", "constant_factor", {"factor": "3"}),
    (DerivativeKey(answer="2cos(2x)"), "cos(2x)", "constant_factor", {"factor": "1/2"}),
    (AntiderivativeKey(answer="x^3/3+C"), "x^3/3", "constant_of_integration", {"found": "constant_missing"}),
    (
        AntiderivativeKey(answer="x^3/3+C"),
        *("x^3/3+C x", "constant_of_integration", {"found": "constant_not_additive"}),
    ),
    (number("30°"), "30", "angle_unit", {}),
    (number("180/pi"), "1", "angle_unit", {}),
    (number("sin(30°)", "0.01"), "-0.988", "angle_unit", {}),
    (expression("cos(60)"), "1/2", "angle_unit", {}),
    (expression("2sin(x)+1"), "2sin(x°)+1", "angle_unit", {}),
    (QuantityKey(answer="pi/6 rad"), "30 rad", "angle_unit", {}),
    (QuantityKey(answer="30°"), "30 rad", "angle_unit", {}),
    (expression("x^2-3x+2"), "x^2+2", "off_by_one_term", {"terms": "missing"}),
    (expression("x^2-3x"), "x^2", "off_by_one_term", {"terms": "missing"}),
    (expression("x^2-3x"), "x^2-3x+5", "off_by_one_term", {"terms": "extra"}),
    (expression("n(n+1)/2"), "n(n-1)/2", "off_by_one_term", {"terms": "shifted"}),
    (expression("2^n"), "2^(n+1)", "off_by_one_term", {"terms": "shifted"}),
    (IntegerKey(value="12"), "13", "off_by_one_term", {"terms": "shifted"}),
    (IntegerKey(value="12"), "011", "off_by_one_term", {"terms": "shifted"}),
    (DerivativeKey(answer="3x^2+ln(x)"), "3x^2", "off_by_one_term", {"terms": "missing"}),
]


@pytest.mark.parametrize(("key", "text", "rule", "values"), FOUND)
def test_rule_finds_the_mistake(
    key: FormulaKey, text: str, rule: MistakeRule, values: dict[str, Any]
) -> None:
    verdict = mark_response(with_rules(key, rule), TextResponse(text=text))

    assert (verdict.outcome, verdict.credit, verdict.reason.code) == (
        Outcome.PARTIAL,
        Fraction(1, 3),
        CODES[rule],
    )
    assert verdict.reason.values == {**values, "rule": rule, "message": {}}
    assert verdict.certificate["earned"] == {"by": "rule", "rule": rule}


NOT_FOUND: list[tuple[FormulaKey, str]] = [
    (expression("x^2-3x"), "x^3"),
    (expression("x^2-3x"), "sin(x)"),
    (expression("x"), "101x/103"),
    (expression("x"), "e^(10^9)"),
    (expression("x"), "e^(-10^9)*x"),
    (expression("e^(10^9)*x"), "x"),
    (expression("(x-2)(x-3)"), "(x-1)(x-2)"),
    (expression("sin(x)"), "sin(x+1)"),
    (number("12"), "18"),
    (number("12"), "0"),
    (number("12"), "17"),
    (number("pi/3"), "3pi/4"),
    (number("sqrt(2)"), "3sqrt(2)/2"),
    (PI, "3.2"),
    (number("0"), "7"),
    (IntegerKey(value="12"), "17"),
    (IntegerKey(value="0"), "7"),
    (QuantityKey(answer="5 m/s"), "7 m/s"),
    (QuantityKey(answer="5 m/s"), "5 kg"),
    (DerivativeKey(answer="3x^2"), "x^4"),
    (AntiderivativeKey(answer="x^3/3+C"), "x^2+C"),
    (expression("sqrt(-x^2-1)"), "5x"),
]


@pytest.mark.parametrize(("key", "text"), NOT_FOUND, ids=lambda value: getattr(value, "kind", value))
def test_no_rule_takes_another_wrong_answer(key: FormulaKey, text: str) -> None:
    rules = [rule for rule in ALL if rule in MISTAKES_OF[key.kind]]  # type: ignore[attr-defined]
    bare = mark_response(key, TextResponse(text=text))

    assert bare.outcome is Outcome.INCORRECT
    assert mark_response(with_rules(key, *rules), TextResponse(text=text)) == bare


def test_rules_are_tried_in_the_authors_order() -> None:
    key = number("1/2")  # whose reciprocal is four times as much

    first = mark_response(with_rules(key, "reciprocal", "constant_factor"), TextResponse(text="2"))
    other = mark_response(with_rules(key, "constant_factor", "reciprocal"), TextResponse(text="2"))

    assert (first.reason.code, other.reason.code) == ("mistake_reciprocal", "mistake_factor")


def test_rule_without_a_credit_still_says_what_is_wrong() -> None:
    verdict = mark_response(with_rules(number("5"), "sign", credit="0"), TextResponse(text="-5"))

    assert (verdict.outcome, verdict.credit, verdict.reason.code) == (Outcome.INCORRECT, 0, "mistake_sign")


def test_answer_that_cannot_be_read_has_made_no_mistake() -> None:
    verdict = mark_response(with_rules(number("5"), "sign"), TextResponse(text="-(5"))

    assert verdict.outcome is Outcome.UNREADABLE


def test_rule_reads_latex() -> None:
    response = TextResponse(text=r"-\frac{x}{2}", notation="latex")

    verdict = mark_response(
        with_rules(expression("x/2"), "sign"), response, symbols=Symbols(variables=("x",))
    )

    assert verdict.reason.code == "mistake_sign"


LEFT = [
    # the simple key, an answer that is equal, and the part of it with work left
    ("3/2", "6/4", "6/4"),
    ("5", "2+3", "2 + 3"),
    ("8", "2^3", "2^3"),
    ("6", "3!", "3!"),
    ("3", "3/1", "3/1"),
    ("1", "e^0", "e^0"),
    ("1/2", "sin(30°)", "sin(30°)"),
    ("2sqrt(2)", "sqrt(8)", "sqrt(8)"),
    ("sqrt(2)/2", "1/sqrt(2)", "sqrt(2)"),
    ("6x", "2*3x", "2*3*x"),
    ("6x", "x*3*2", "x*3*2"),
    ("5x", "3x+2x", "3*x + 2*x"),
    ("5x/6", "x/2+x/3", "x/2 + x/3"),
    ("x+2", "1+x+1", "1 + x + 1"),
    ("x+1", "(x^2-1)/(x-1)", "(x^2 - 1)/(x - 1)"),
    ("2x", "2x+0", "2*x + 0"),
    ("x", "1x", "1*x"),
    ("2x", "2x/1", "2*x/1"),
    ("2x", "2x^1", "x^1"),
    ("x+1", "x+x^0", "x^0"),
    ("5x^2-1", "5*x*x-1", "5*x*x"),
    ("x^3*y", "x*y*x^2", "x*y*x^2"),
]
SIMPLE = (
    *("3/2", "-3/2", "1.5", "20%", "4.52*10^2", "3^20", "3 1/2", "2sqrt(2)", "2 pi", "3+4i"),
    *("x+1", "x^2/2-3/4", "sqrt(2)/2", "2x*y", "x(x+1)", "0", "1/x", "-x", "(x+1)(x+1)", "10^3*1.5"),
)


@pytest.mark.parametrize(("simple", "text", "part"), LEFT)
def test_right_answer_that_is_not_simplified_earns_less(simple: str, text: str, part: str) -> None:
    key = with_rules(expression(simple), "unsimplified")

    verdict = mark_response(key, TextResponse(text=text))

    assert (verdict.outcome, verdict.credit) == (Outcome.PARTIAL, Fraction(1, 3))
    assert verdict.reason.code == "mistake_unsimplified"
    assert verdict.reason.values == {"part": part, "rule": "unsimplified", "message": {}}


@pytest.mark.parametrize("text", SIMPLE)
def test_right_answer_that_is_simple_keeps_its_credit(text: str) -> None:
    verdict = mark_response(with_rules(expression(text), "unsimplified"), TextResponse(text=text))

    assert (verdict.outcome, verdict.credit) == (Outcome.CORRECT, 1)


@pytest.mark.parametrize("text", [text for _simple, text, _part in LEFT])
def test_key_that_is_not_simplified_asks_for_nothing_simpler(text: str) -> None:
    verdict = mark_response(with_rules(expression(text), "unsimplified"), TextResponse(text=text))

    assert verdict.outcome is Outcome.CORRECT


def test_form_of_the_key_comes_before_the_rule() -> None:
    forms = (FormRequirement(test="lowest_terms"),)
    key = with_rules(ExpressionKey(expression="3/2", forms=forms, form_credit="3/4"), "unsimplified")

    verdict = mark_response(key, TextResponse(text="6/4"))

    assert (verdict.credit, verdict.reason.code) == (Fraction(3, 4), "not_lowest_terms")


@pytest.mark.parametrize("name", sorted(TEXTS)[::12])
def test_rules_end_in_a_verdict_whatever_is_typed(name: str) -> None:
    text = TEXTS[name].encode(errors="replace").decode()[:2_000]
    key = expression("x^2+1")
    bare = mark_response(key, TextResponse(text=text))
    rules = [rule for rule in ALL if rule in MISTAKES_OF["expression"]]

    verdict = mark_response(with_rules(key, *rules), TextResponse(text=text))

    assert verdict.credit >= bare.credit
    assert (verdict == bare) or verdict.reason.code.startswith("mistake_")
