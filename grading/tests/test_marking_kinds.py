"""Keys and answers worked out by hand: one row, one answer, its verdict, credit and reason."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grading.engine import Outcome, Symbols
from grading.keys import ChoiceKey, ExpressionKey, IntegerKey, Key, MultipleChoiceKey, NumberKey, TrueFalseKey
from grading.marking import mark_response
from grading.responses import ChoiceResponse, PartResponse, TextResponse

CORRECT, PARTIAL, INCORRECT = Outcome.CORRECT, Outcome.PARTIAL, Outcome.INCORRECT
UNDECIDED, UNREADABLE = Outcome.UNDECIDED, Outcome.UNREADABLE
OPTIONS = ("o1", "o2", "o3", "o4")
X = Symbols(variables=("x",), closed=True)


def typed(text: str) -> TextResponse:
    return TextResponse(text=text)


def picked(*options: str) -> ChoiceResponse:
    return ChoiceResponse(choice=options)


CHOICE = [
    (picked("o3"), CORRECT, "right_option"),
    (picked("o1"), INCORRECT, "wrong_option"),
    (picked("o9"), UNREADABLE, "unknown_option"),
    (picked("o1", "o3"), UNREADABLE, "one_option_expected"),
    (picked(), INCORRECT, "unanswered"),
    (None, INCORRECT, "unanswered"),
    (typed("o3"), CORRECT, "right_option"),
    (typed(" Ｏ３ "), CORRECT, "right_option"),
    (typed("o1, o3"), UNREADABLE, "one_option_expected"),
    (typed(","), UNREADABLE, "one_option_expected"),
    (typed("3"), UNREADABLE, "unknown_option"),
    (typed("   "), INCORRECT, "unanswered"),
]
TRUE = [
    *[
        (typed(word), CORRECT, "right_option")
        for word in ("true", "T", "참", "O", "○", "yes", "맞다", " Ｔrue ")
    ],
    *[(typed(word), INCORRECT, "wrong_option") for word in ("false", "F", "거짓", "X", "×", "no", "틀리다")],
    (typed("\u110e\u1161\u11b7"), CORRECT, "right_option"),  # 참, its letters apart
    (picked("true"), CORRECT, "right_option"),
    (picked("false"), INCORRECT, "wrong_option"),
    (picked("true", "false"), UNREADABLE, "true_or_false_expected"),
    (typed("true, false"), UNREADABLE, "true_or_false_expected"),
    (typed("모름"), UNREADABLE, "true_or_false_expected"),
    (typed(""), INCORRECT, "unanswered"),
]
INTEGER = [
    (typed("42"), CORRECT, "equal_exactly"),
    (typed("042"), CORRECT, "equal_exactly"),
    (typed("４２"), CORRECT, "equal_exactly"),
    (typed("\u300042 "), CORRECT, "equal_exactly"),
    (picked("42"), CORRECT, "equal_exactly"),
    (typed("24"), INCORRECT, "different_number"),
    (typed("0"), INCORRECT, "different_number"),
    (typed("999"), INCORRECT, "different_number"),
    *[
        (typed(text), UNREADABLE, "integer_expected")
        for text in (
            "1000",
            "0042",
            "-42",
            "+42",
            "42.0",
            "4 2",
            "4²",
            "⁴²",
            "④②",
            "٤٢",
            "사십이",
            "42?",
            "84/2",
        )
    ],
    (typed(" "), INCORRECT, "unanswered"),
]


@pytest.mark.parametrize(("response", "outcome", "code"), CHOICE)
def test_choice_is_right_for_the_one_option_of_the_key(
    response: PartResponse | None, outcome: Outcome, code: str
) -> None:
    verdict = mark_response(ChoiceKey(correct="o3"), response, options=OPTIONS)

    assert (verdict.outcome, verdict.reason.code) == (outcome, code)


@pytest.mark.parametrize(("response", "outcome", "code"), TRUE)
def test_true_false_understands_the_words_of_both_languages(
    response: PartResponse, outcome: Outcome, code: str
) -> None:
    verdict = mark_response(TrueFalseKey(correct=True), response, options=("true", "false"))

    assert (verdict.outcome, verdict.reason.code) == (outcome, code)


@pytest.mark.parametrize(("response", "outcome", "code"), INTEGER)
def test_integer_is_one_to_three_digits(response: PartResponse, outcome: Outcome, code: str) -> None:
    verdict = mark_response(IntegerKey(value="42"), response)

    assert (verdict.outcome, verdict.reason.code) == (outcome, code)


@pytest.mark.parametrize("key", ["7", "07", "007"])
def test_integer_key_may_have_leading_zeros(key: str) -> None:
    assert mark_response(IntegerKey(value=key), typed("7")).outcome is CORRECT


SEVERAL = [
    # picked, all or nothing, per option: (right picks − wrong picks) / 3, never below nothing
    (("o1", "o2", "o3"), (CORRECT, 1), (CORRECT, 1)),
    (("o3", "o1", "o2"), (CORRECT, 1), (CORRECT, 1)),
    (("o1", "o2"), (INCORRECT, 0), (PARTIAL, Fraction(2, 3))),
    (("o1",), (INCORRECT, 0), (PARTIAL, Fraction(1, 3))),
    (("o1", "o2", "o4"), (INCORRECT, 0), (PARTIAL, Fraction(1, 3))),
    (("o1", "o2", "o3", "o4"), (INCORRECT, 0), (PARTIAL, Fraction(2, 3))),
    (("o1", "o4"), (INCORRECT, 0), (INCORRECT, 0)),
    (("o4",), (INCORRECT, 0), (INCORRECT, 0)),
    (("o1", "o9"), (UNREADABLE, 0), (UNREADABLE, 0)),
    ((), (INCORRECT, 0), (INCORRECT, 0)),
]


@pytest.mark.parametrize(("options", "all_or_nothing", "per_option"), SEVERAL)
def test_multiple_choice_counts_by_its_policy(
    options: tuple[str, ...], all_or_nothing: tuple[Outcome, int], per_option: tuple[Outcome, Fraction]
) -> None:
    key = MultipleChoiceKey(correct=("o1", "o2", "o3"))

    strict = mark_response(key, picked(*options), options=OPTIONS)
    lenient = mark_response(
        key.model_copy(update={"policy": "per_option"}), picked(*options), options=OPTIONS
    )

    assert (strict.outcome, strict.credit) == all_or_nothing
    assert (lenient.outcome, lenient.credit) == per_option


def test_multiple_choice_takes_typed_options_too() -> None:
    verdict = mark_response(MultipleChoiceKey(correct=("o1", "o3")), typed("o3 ,O1,"), options=OPTIONS)

    assert verdict.outcome is CORRECT


NUMBER = [
    # value, absolute, relative, answer, outcome, code
    ("3.14", "0.01", None, "3.14", CORRECT, "within_tolerance"),
    ("3.14", "0.01", None, "22/7", CORRECT, "within_tolerance"),
    ("3.14", "0.01", None, "3.15", CORRECT, "within_tolerance"),  # the end counts
    ("3.14", "0.01", None, "3.13", CORRECT, "within_tolerance"),
    ("3.14", "1/100", None, "3.1501", INCORRECT, "outside_tolerance"),
    ("3.14", "0.01", None, "pi", CORRECT, "within_tolerance"),
    ("3.14", "0.01", None, "３.１４", CORRECT, "within_tolerance"),
    ("3.14", "0.01", None, "-3.14", INCORRECT, "outside_tolerance"),
    ("3.14", "0.01", None, "1/0", UNREADABLE, "division_by_zero"),
    ("3.14", "0.01", None, "x", UNREADABLE, "number_expected"),
    ("3.14", "0.01", None, "3.14m", UNREADABLE, "number_expected"),
    ("3.14", "0.01", None, "y = 3.14", UNREADABLE, "number_expected"),
    ("3.14", "0.01", None, "3.1.4", UNREADABLE, "bad_number"),
    ("3.14", "0.01", None, "  ", INCORRECT, "unanswered"),
    ("100", None, "0.02", "98", CORRECT, "within_tolerance"),
    ("100", None, "0.02", "97.99", INCORRECT, "outside_tolerance"),
    ("-100", None, "0.02", "-102", CORRECT, "within_tolerance"),
    ("-100", None, "0.02", "100", INCORRECT, "outside_tolerance"),
    ("0", None, "0.5", "0.0001", INCORRECT, "outside_tolerance"),  # a share of nothing is nothing
    ("1/2", None, None, "0.50", CORRECT, "equal_exactly"),
    ("1/2", None, None, "50%", CORRECT, "equal_exactly"),
    ("1/3", None, None, "0.333", INCORRECT, "differs_at_point"),
    ("1/2", None, None, "x", UNREADABLE, "number_expected"),
    ("sqrt(2)", None, None, "2^(1/2)", CORRECT, "equal_exactly"),
    ("sqrt(2)", "0.001", None, "1.414", CORRECT, "within_tolerance"),
    ("2", "1/10", None, "1 + 1/0", UNREADABLE, "division_by_zero"),
]


@pytest.mark.parametrize(("value", "absolute", "relative", "text", "outcome", "code"), NUMBER)
def test_number_is_right_within_its_tolerance(
    value: str, absolute: str | None, relative: str | None, text: str, outcome: Outcome, code: str
) -> None:
    key = NumberKey(value=value, absolute=absolute, relative=relative)

    verdict = mark_response(key, typed(text))

    assert (verdict.outcome, verdict.reason.code) == (outcome, code)


@pytest.mark.parametrize(("natural", "outcome"), [(True, CORRECT), (False, INCORRECT)])
def test_number_reads_log_as_the_symbol_list_says(natural: bool, outcome: Outcome) -> None:
    key = NumberKey(value="ln(10)", absolute="0.001")

    verdict = mark_response(key, typed("log(10)"), symbols=Symbols(natural_log=natural))

    assert verdict.outcome is outcome


EXPRESSION = [
    # key, answer, outcome, code, witness (at, student, key)
    ("x^2-3x", "x(x-3)", CORRECT, "equal_exactly", None),
    ("x^2-3x", "xx - 3x", CORRECT, "equal_exactly", None),
    ("x^2-3x", "x²－３ｘ", CORRECT, "equal_exactly", None),
    ("x^2-3x", "x^3/x - 3x", CORRECT, "equal_exactly", None),
    ("(3x+1)/(x-2)", "7/(x-2) + 3", CORRECT, "equal_exactly", None),
    ("1", "sin(x)^2 + cos(x)^2", CORRECT, "equal_exactly", None),
    ("x^2-3x", "x^2+3x", INCORRECT, "differs_at_point", ({"x": "2"}, "10", "-2")),
    ("x^2-3x", "2", INCORRECT, "differs_at_point", ({"x": "2"}, "2", "-2")),
    ("x^2-3x", "1/0", UNREADABLE, "division_by_zero", None),
    ("x^2-3x", "1/(x-x)", INCORRECT, "different_domain", ({"x": "2"}, "undefined", "-2")),
    ("1/3", "0.333", INCORRECT, "differs_at_point", ({}, "333/1000", "1/3")),
    ("x^2-3x", "x^2-3x=0", UNREADABLE, "expression_expected", None),
    ("x^2-3x", "(x, 1)", UNREADABLE, "expression_expected", None),
    ("x^2-3x", "x^2-(3x", UNREADABLE, "unbalanced_bracket", None),
    ("x^2-3x", "x^2-3y", UNREADABLE, "unknown_symbol", None),
    ("x^2-3x", "안녕", UNREADABLE, "prose", None),
    ("x^2-3x", "x" * 501, UNREADABLE, "too_long", None),
    ("x^2-3x", "10^(10^(10^10)) x", UNDECIDED, "too_costly", None),
    ("x^2-3x", "\t ", INCORRECT, "unanswered", None),
    ("x^2-3x", "__import__('os')", UNREADABLE, "unknown_character", None),
]


@pytest.mark.parametrize(("expression", "text", "outcome", "code", "witness"), EXPRESSION)
def test_expression_is_right_however_it_is_written(
    expression: str, text: str, outcome: Outcome, code: str, witness: tuple[dict[str, str], str, str] | None
) -> None:
    verdict = mark_response(ExpressionKey(expression=expression), typed(text), symbols=X)

    shown = verdict.witness and (dict(verdict.witness.at), verdict.witness.student, verdict.witness.key)
    assert (verdict.outcome, verdict.reason.code, shown) == (outcome, code, witness)


def test_expression_may_be_given_in_latex() -> None:
    response = TextResponse(text=r"x\left(x-3\right)", notation="latex")

    assert mark_response(ExpressionKey(expression="x^2-3x"), response, symbols=X).outcome is CORRECT


def test_unreadable_verdict_says_where() -> None:
    verdict = mark_response(ExpressionKey(expression="x"), typed("2 + (x"), symbols=X)

    assert verdict.reason.values["position"] == 4


KINDS: list[tuple[Key, PartResponse]] = [
    (ChoiceKey(correct="o1"), picked("o2")),
    (MultipleChoiceKey(correct=("o1", "o2"), policy="per_option"), picked("o1")),
    (TrueFalseKey(correct=False), typed("참")),
    (IntegerKey(value="3"), typed("4")),
    (NumberKey(value="3", absolute="1"), typed("4")),
    (ExpressionKey(expression="x"), typed("2x")),
]


@pytest.mark.parametrize(("key", "response"), KINDS)
def test_marking_twice_gives_the_same_verdict_and_certificate(key: Key, response: PartResponse) -> None:
    first = mark_response(key, response, options=OPTIONS, symbols=X)

    second = mark_response(key, response, options=OPTIONS, symbols=X)

    assert second == first


def test_key_that_marking_does_not_know_is_a_fault_of_the_program() -> None:
    with pytest.raises(TypeError):
        mark_response(object(), typed("1"))  # type: ignore[arg-type]
