"""Verdicts on pairs of answers: outcome, reason and, where it is determined, the witness."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grading.engine import OptionsError, Outcome, Symbols, Witness, compare, compare_number, equal, read
from grading.engine.nodes import Number, Power, Product, Quotient, Sum, Symbol
from grading.engine.verdict import certificate_hash

SAME = [
    ("x + x", "2x", "equal_exactly"),
    ("0.5", "1/2", "equal_exactly"),
    ("1.4^2", "1.96", "equal_exactly"),
    ("(x+1)^2", "x^2 + 2x + 1", "equal_exactly"),
    ("(x^2-1)/(x-1)", "x + 1", "equal_exactly"),
    ("x(y^2+1)/(y^2+1)", "x", "equal_exactly"),
    ("x + 0u", "x", "equal_exactly"),
    ("sqrt(x^2)", "|x|", "equal_exactly"),
    ("2sqrt(x)sqrt(x)/sqrt(x)", "2sqrt(x)", "equal_exactly"),
    ("a/(b sqrt(c))", "a sqrt(c)/(b c)", "equal_exactly"),
    ("x^(1/3)", "root(x, 3)", "equal_exactly"),
    ("sqrt(-1)", "i", "equal_exactly"),
    ("tan x", "sin x/cos x", "equal_exactly"),
    ("log(1000)", "3", "equal_exactly"),
    ("(n+1) n!", "(n+1)!", "equal_exactly"),
    ("n!/((k-1)!(n-k+1)!)", "n! k/(k!(n-k+1)!)", "equal_exactly"),
    ("infinity", "infinity", "equal_exactly"),
    ("sin(x)^2 + cos(x)^2", "1", "equal_exactly"),
    ("cos(x+y)", "cos x cos y - sin x sin y", "equal_exactly"),
    ("sin(2x)", "2 sin x cos x", "equal_exactly"),
    ("sqrt(11 + 6sqrt(2))", "3 + sqrt(2)", "agrees_at_points"),
    ("arsinh(x)", "ln(x + sqrt(x^2+1))", "agrees_at_points"),
    ("sqrt(m/k)", "1/sqrt(k/m)", "agrees_at_points"),
    ("max(x, y)", "(x + y + abs(x-y))/2", "agrees_at_points"),
    ("(a^b)^c", "a^(b c)", "agrees_at_points"),
    ("cos(pi n)", "(-1)^n", "agrees_at_points"),
    ("(-1)^(2n)", "1^n", "agrees_at_points"),
    ("i sin(3k) + cos(3k)", "e^(3 i k)", "equal_exactly"),
    ("arcsin(x/1000 - 5)", "pi/2 - arccos(x/1000 - 5)", "agrees_at_points"),
    ("{1, 2}", "{2, 1, 1}", "equal_exactly"),
    ("{2/4, 1/3}", "{1/2, 1/3}", "equal_exactly"),
    ("[1, 2x]", "[1, x + x]", "equal_exactly"),
    ("matrix([x+x, 2], [2, x x])", "matrix([2x, 2], [2, x^2])", "equal_exactly"),
    ("x > 2", "2 < x", "equal_exactly"),
    ("1 = x", "x = 1", "equal_exactly"),
    ("true", "true", "equal_exactly"),
]
DIFFERENT = [
    ("2x + 1", "2x + 3", "differs_at_point", Witness({"x": "2"}, "5", "7")),
    ("x^2", "2x", "differs_at_point", Witness({"x": "3"}, "9", "6")),
    ("x(x-2)(x-3)", "0x", "differs_at_point", Witness({"x": "1"}, "2", "0")),
    ("x/2", "2/x", "differs_at_point", Witness({"x": "3"}, "3/2", "2/3")),
    ("a - b", "b - a", "differs_at_point", Witness({"a": "2", "b": "3"}, "-1", "1")),
    ("0.333", "1/3", "differs_at_point", Witness({}, "333/1000", "1/3")),
    ("sqrt(3)", "1.7", "differs_at_point", Witness({}, "1.73205…", "17/10")),
    ("pi", "3.14159265", "differs_at_point", Witness({}, "3.141592653…", "3.141592650…")),
    ("sqrt(2)+10^(-8)", "sqrt(2)", "differs_at_point", Witness({}, "1.414213572…", "1.414213562…")),
    ("sqrt(x^2)", "x", "differs_at_point", Witness({"x": "-1"}, "1", "-1")),
    ("sin(2x)", "2sin(x)", "differs_at_point", None),
    ("e^x", "e^x + 1", "differs_at_point", None),
    ("sin(x) + 10^(-100)", "sin(x)", "differs_at_point", None),
    ("log(x)", "ln(x)", "differs_at_point", None),
    ("abs(x-100) + abs(x+100)", "200 + 0x", "differs_at_point", None),
    ("max(x, 50)", "50 + 0x", "differs_at_point", Witness({"x": "51"}, "51", "50")),
    ("(-2)^n", "(-2)^(n+1)", "differs_at_point", Witness({"n": "2"}, "4", "-8")),
    ("(-x)^n", "x^n", "differs_at_point", Witness({"n": "3", "x": "-1"}, "1", "-1")),
    ("1 + i", "1 - i", "differs_at_point", Witness({}, "1 + i", "1 - i")),
    ("abs(z)^2", "z^2 + 0i", "differs_at_point", Witness({"z": "1 + i"}, "2", "2i")),
    ("f(x) + 1", "f(x) - 1", "differs_at_point", Witness({"x": "2", "f(t)": "t^2 + t + 1"}, "8", "6")),
    ("x^6000", "x^6001", "differs_at_point", Witness({"x": "2"}, "1.51347… * 10^1806", "3.02694… * 10^1806")),
    ("infinity", "-infinity", "differs_exactly", Witness({}, "infinity", "-infinity")),
    ("7", "infinity", "differs_exactly", Witness({}, "7", "infinity")),
    ("ln(x^2)", "2ln(x)", "different_domain", Witness({"x": "-1"}, "0", "undefined")),
    ("sqrt(x)^2", "x", "different_domain", Witness({"x": "-1"}, "undefined", "-1")),
    ("sqrt(x-1)sqrt(x+1)", "sqrt(x^2-1)", "different_domain", None),
    ("sqrt(-1)", "3", "different_domain", Witness({}, "undefined", "3")),
    ("tan(pi/2)", "1", "different_domain", Witness({}, "undefined", "1")),
    ("2t + 1", "2x + 1", "unknown_letter", Witness({"t": "2", "x": "3"}, "5", "7")),
    ("[1, 2]", "[1, 2, 3]", "different_length", None),
    ("[1, 2, 4]", "[1, 2, 3]", "entry_differs", Witness({}, "4", "3")),
    ("matrix([1, 2], [2, x])", "matrix([1, 2], [2, 5x])", "entry_differs", Witness({"x": "2"}, "2", "10")),
    ("{1, 2, 4}", "{1, 2, 3}", "extra_element", None),
    ("{1, 2}", "{1, 2, 3}", "missing_element", None),
    ("true", "false", "differs_exactly", None),
]


@pytest.fixture(scope="module")
def symbols() -> Symbols:
    return Symbols(functions=("f",))


@pytest.mark.parametrize(("student", "key", "reason"), SAME)
def test_equal_answers_are_correct(symbols, student, key, reason):
    verdict = equal(student, key, symbols=symbols)

    assert (verdict.outcome, verdict.reason.code, verdict.credit) == (Outcome.CORRECT, reason, 1)
    assert verdict.witness is None


@pytest.mark.parametrize(("student", "key", "reason", "witness"), DIFFERENT)
def test_different_answers_are_incorrect(symbols, student, key, reason, witness):
    verdict = equal(student, key, symbols=symbols)

    assert (verdict.outcome, verdict.reason.code, verdict.credit) == (Outcome.INCORRECT, reason, 0)
    assert witness is None or verdict.witness == witness


@pytest.mark.parametrize(
    ("student", "key", "reason"),
    [
        ("sin x = x/10", "x = 0", "not_compared"),
        ("floor(x) = 2", "2 <= x < 3", "not_compared"),
        ("1 + infinity", "infinity", "not_compared"),
        ("x(sin(x)^2+cos(x)^2-1)/(sin(x)^2+cos(x)^2-1)", "x", "undecided"),
        ("1 + e^(-e^10)", "1", "undecided"),
        ("9^9^9^9", "1", "too_costly"),
    ],
)
def test_what_cannot_be_settled_is_undecided(student, key, reason):
    verdict = equal(student, key)

    assert (verdict.outcome, verdict.reason.code, verdict.credit) == (Outcome.UNDECIDED, reason, 0)


@pytest.mark.parametrize(
    ("student", "key", "reason", "met"),
    [
        ("y = x", "x", "expression_expected", "equation"),
        ("x < 2", "x", "expression_expected", "inequality"),
        ("{1, 2}", "3", "expression_expected", "set"),
        ("[1, 2, 3]", "3", "expression_expected", "list"),
        ("x", "y = x", "equation_expected", "expression"),
        ("[1, 2, 3]", "{1, 2, 3}", "set_expected", "list"),
        ("{2}", "x = 2", "equation_expected", "set"),
        ("x = 2", "{2}", "set_expected", "equation"),
        ("1 <= x < 2", "co(1, 2)", "interval_expected", "inequality"),
        ("{}", "none", "logic_expected", "set"),
        ("5", "{5}", "set_expected", "expression"),
    ],
)
def test_another_kind_of_object_is_provably_not_the_key(student, key, reason, met):
    verdict = equal(student, key)

    assert verdict.outcome == Outcome.INCORRECT
    assert (verdict.reason.code, dict(verdict.reason.values)) == (reason, {"met": met})


@pytest.mark.parametrize(
    "text", ["1/0", "x/0", "2 + 3/(1 - 1)", "0^-1", "1/(sqrt(4) - 2)", "{1, 1/0}", "x = 1/0"]
)
def test_a_division_by_zero_is_refused_on_either_side(text):
    verdict = equal(text, "x")

    assert (verdict.outcome, verdict.reason.code) == (Outcome.UNREADABLE, "division_by_zero")
    with pytest.raises(OptionsError) as refusal:
        equal("x", text)
    assert refusal.value.code == "key_division_by_zero"


@pytest.mark.parametrize("text", ["1/(x - x)", "1/x", "0/1", "1/(2 - 1)"])
def test_what_may_have_a_value_is_not_refused(text):
    assert equal(text, "x").reason.code != "division_by_zero"


def test_unknown_letters_are_named():
    verdict = equal("a + b + x", "2x")

    assert dict(verdict.reason.values) == {"names": ["a", "b"]}


def test_declared_letters_are_not_unknown():
    verdict = equal("x + c", "x", symbols=Symbols(variables=("x",), constants=("c",)))

    assert verdict.reason.code == "differs_at_point"


def test_text_that_cannot_be_read_is_unreadable_with_its_position():
    verdict = equal("2(x", "2x")

    assert verdict.outcome == Outcome.UNREADABLE
    assert (verdict.reason.code, verdict.reason.values["position"]) == ("unbalanced_bracket", 1)


def test_bare_log_is_base_ten_unless_options_say_natural():
    assert equal("log(x)", "ln(x)/ln(10)").outcome == Outcome.CORRECT
    assert equal("log(x)", "ln(x)", options="log=e").outcome == Outcome.CORRECT


def test_symbol_list_with_i_makes_a_question_complex():
    real, complex_ = Symbols(), Symbols(constants=("i",))

    assert equal("sqrt(x^2)", "abs(x)", symbols=real).outcome == Outcome.CORRECT
    assert equal("sqrt(x^2)", "abs(x)", symbols=complex_).outcome == Outcome.INCORRECT


@pytest.mark.parametrize(
    ("student", "key", "assumption"),
    [("sqrt(x^2)", "x", "x > 0"), ("ln(x^2)", "2 ln(x)", "x > 0"), ("sqrt(x)^2", "x", "x >= 0")],
)
def test_an_assumption_limits_where_answers_are_compared(student, key, assumption):
    verdict = compare(read(student), read(key), assumptions=[read(assumption)])

    assert verdict.outcome == Outcome.CORRECT


@pytest.mark.parametrize(
    ("student", "key", "absolute", "relative", "reason"),
    [
        ("3.14", "pi", "0.01", None, "within_tolerance"),
        ("3.1", "pi", "0.01", None, "outside_tolerance"),
        ("1.1", "1", "0.1", None, "within_tolerance"),
        ("0.9", "1", "0.1", None, "within_tolerance"),
        ("1.1000001", "1", "0.1", None, "outside_tolerance"),
        ("102", "100", None, "0.02", "within_tolerance"),
        ("102.1", "100", None, "0.02", "outside_tolerance"),
        ("-98", "-100", None, "0.02", "within_tolerance"),
        ("105", "100", "5", "0.02", "within_tolerance"),
        ("sqrt(2) + 1/10", "sqrt(2)", "0.1", None, "undecided"),
        ("2i", "2.01i", "0.02", None, "within_tolerance"),
        ("1/0", "1", "0.1", None, "outside_tolerance"),
        ("x", "1", "0.1", None, "number_expected"),
        ("x = 1", "1", "0.1", None, "number_expected"),
        ("9^9^9^9", "1", "0.1", None, "too_costly"),
        ("0.5", "1/2", None, None, "equal_exactly"),
    ],
)
def test_number_within_a_tolerance(student, key, absolute, relative, reason):
    verdict = compare_number(
        read(student),
        read(key),
        absolute=absolute and Fraction(absolute),
        relative=relative and Fraction(relative),
    )

    assert verdict.reason.code == reason


def test_tolerance_verdict_shows_both_values_and_their_difference():
    verdict = compare_number(read("3.1"), read("3.25"), absolute=Fraction(1, 10))

    assert dict(verdict.reason.values) == {"student": "31/10", "key": "13/4", "difference": "3/20"}


def test_certificate_of_a_proof_holds_no_points():
    verdict = equal("x + x", "2x")

    assert dict(verdict.certificate) == {
        "engine": 2,
        "student": "x + x",
        "key": "2*x",
        "method": "exact",
        "points": [],
        "precision": 0,
        "seed": "",
    }


def test_certificate_of_an_agreement_names_points_precision_and_seed():
    certificate = equal("sqrt(11 + 6sqrt(2)) + 0x", "3 + sqrt(2)").certificate

    assert certificate["method"] == "points"
    assert len(certificate["points"]) >= 12
    assert certificate["precision"] >= 128
    assert len(certificate["seed"]) == 16


@pytest.mark.parametrize(("student", "key"), [(row[0], row[1]) for row in [*SAME, *DIFFERENT]])
def test_certificate_is_the_same_bytes_every_time(symbols, student, key):
    first = equal(student, key, symbols=symbols).certificate
    second = equal(student, key, symbols=symbols).certificate

    assert json.dumps(first) == json.dumps(second)
    assert certificate_hash(first) == certificate_hash(second)


@pytest.mark.parametrize(("student", "key"), [(row[0], row[1]) for row in [*SAME, *DIFFERENT]])
def test_known_pairs_are_symmetric_in_outcome(symbols, student, key):
    assert equal(student, key, symbols=symbols).outcome == equal(key, student, symbols=symbols).outcome


def numbers() -> st.SearchStrategy[Number]:
    return st.builds(Number, st.builds(Fraction, st.integers(0, 9), st.integers(1, 4)))


def rationals() -> st.SearchStrategy:
    """Small rational functions in x and y."""
    leaves = st.one_of(numbers(), st.sampled_from([Symbol("x"), Symbol("y")]))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(lambda a, b: Sum((a, b)), inner, inner),
            st.builds(lambda a, b: Product((a, b)), inner, inner),
            st.builds(Quotient, inner, inner),
            st.builds(lambda a, n: Power(a, Number(Fraction(n))), inner, st.integers(2, 3)),
        ),
        max_leaves=7,
    )


def functions() -> st.SearchStrategy:
    """Rational functions, some of them inside sin, sqrt or ln."""
    return st.one_of(
        rationals(),
        st.builds(
            lambda n, a: read(f"{n}(1)").__class__(n, (a,)),
            st.sampled_from(["sin", "sqrt", "ln"]),
            rationals(),
        ),
    )


@settings(max_examples=60, deadline=None)
@given(polynomials=st.lists(st.lists(st.integers(-5, 5), min_size=1, max_size=4), min_size=2, max_size=4))
def test_a_product_of_polynomials_equals_its_expansion(polynomials):
    expanded = [1]
    for each in polynomials:
        size = len(expanded) + len(each) - 1
        pairs = [(i + j, a * b) for i, a in enumerate(expanded) for j, b in enumerate(each)]
        expanded = [sum(value for place, value in pairs if place == degree) for degree in range(size)]

    verdict = equal("*".join(f"({written(each)})" for each in polynomials), written(expanded))

    assert (verdict.outcome, verdict.reason.code) == (Outcome.CORRECT, "equal_exactly")


def written(coefficients: list[int]) -> str:
    return " + ".join(
        f"({value})*x^{degree}" if degree else f"({value})" for degree, value in enumerate(coefficients)
    )


@settings(max_examples=60, deadline=None)
@given(first=functions(), second=functions())
def test_compare_is_symmetric_in_outcome(first, second):
    assert compare(first, second).outcome == compare(second, first).outcome


@settings(max_examples=60, deadline=None)
@given(tree=functions(), factor=st.integers(2, 5))
def test_an_expression_equals_itself_rewritten(tree, factor):
    number = Number(Fraction(factor))
    rewritten = Quotient(Product((number, tree)), number)

    verdict = compare(rewritten, tree)

    assume(verdict.outcome is not Outcome.UNDECIDED)
    assert verdict.outcome == Outcome.CORRECT


@settings(max_examples=60, deadline=None)
@given(tree=functions())
def test_an_expression_never_equals_itself_plus_one(tree):
    verdict = compare(Sum((tree, Number(Fraction(1)))), tree)

    assert verdict.outcome in (Outcome.INCORRECT, Outcome.UNDECIDED)
