"""Figures, places, tolerances, order and notation of numbers: verdicts, reasons and laws."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.engine import OptionsError, Outcome, equal, read
from grading.engine.judging.figures.rounding import (
    away_from_zero,
    last_place,
    magnitude,
    roundings,
    settled,
)
from grading.engine.judging.figures.spelling import spelling_of

SIGNIFICANT = [
    ("2.72", "e", "3", "correct", "right_figures"),
    ("2.7183", "e", "5", "correct", "right_figures"),
    ("-0.0450", "-9/200", "3", "correct", "right_figures"),
    ("6.02*10^23", "6.022E23", "3", "correct", "right_figures"),
    ("6.02×10^23", "6.022E23", "3", "correct", "right_figures"),
    ("6.02e-3", "0.006022", "3", "correct", "right_figures"),
    ("6e-3", "0.006022", "1", "correct", "right_figures"),
    ("6.02/10^3", "0.006022", "3", "correct", "right_figures"),
    ("4.52\\times 10^{2}", "452", "3", "correct", "right_figures"),
    ("700", "699.7", "1", "correct", "right_figures"),
    ("700", "699.7", "3", "correct", "right_figures"),
    ("700.", "699.7", "3", "correct", "right_figures"),
    ("700.", "699.7", "2", "incorrect", "too_many_figures"),
    ("700", "699.7", "4", "incorrect", "too_few_figures"),
    ("7E2", "699.7", "2", "incorrect", "too_few_figures"),
    ("0", "0", "1", "correct", "right_figures"),
    ("0.000", "0", "3", "correct", "right_figures"),
    ("0.000", "0", "1", "incorrect", "too_many_figures"),
    ("2.7", "e", "3", "incorrect", "too_few_figures"),
    ("2.718", "e", "3", "incorrect", "too_many_figures"),
    ("2.71", "e", "3", "incorrect", "rounded_wrongly"),
    ("-2.72", "e", "3", "incorrect", "wrong_sign"),
    ("27.2", "e", "3", "incorrect", "wrong_power_of_ten"),
    ("2.69", "e", "3", "incorrect", "different_number"),
    ("2.45", "2.445", "3", "correct", "right_figures"),
    ("2.44", "2.445", "3", "incorrect", "rounded_wrongly"),
    ("1.0", "0.996", "2", "correct", "right_figures"),
    ("9.7", "10", "2", "correct", "right_figures"),
    ("9.5", "10", "2", "incorrect", "different_number"),
    ("0.50", "sin(pi/6)", "2", "correct", "right_figures"),
    ("0.477", "log(3)", "3", "correct", "right_figures"),
    ("2.719", "e", "[4,3]", "correct", "right_figures"),
    ("2.729", "e", "[4,3]", "incorrect", "different_number"),
    ("2.71828", "e", "[4,-1]", "correct", "right_figures"),
    ("2.72", "e", "[4,-1]", "incorrect", "too_few_figures"),
    ("2.7190", "e", "[4,-1]", "incorrect", "rounded_wrongly"),
    ("123", "nothing that is read", "[3,0]", "correct", "right_figures"),
    ("e", "e", "3", "incorrect", "figures_hidden"),
    ("2/7", "2/7", "3", "incorrect", "figures_hidden"),
    ("2*1.36", "e", "3", "incorrect", "figures_hidden"),
    ("inf", "3", "1", "incorrect", "figures_hidden"),
    ("2x", "3", "1", "incorrect", "unknown_letter"),
    ("f(2)", "3", "1", "incorrect", "unknown_letter"),
    ("x = 2.72", "e", "3", "incorrect", "expression_expected"),
    ("2.72", "[2.72]", "3", "incorrect", "list_expected"),
    ("[2.72]", "[2.72]", "3", "unreadable", "number_expected"),
    ("2/0", "3", "1", "unreadable", "division_by_zero"),
    ("ln(0)", "3", "1", "unreadable", "no_value"),
    ("3.14.", "3.14", "3", "unreadable", "unknown_character"),
    ("7*10^999999", "7", "1", "undecided", "too_costly"),
    ("3.1", "9^9^9^9", "2", "undecided", "too_costly"),
]
STRICT = [
    ("0.020", "2", "correct", "right_figures"),
    ("300", "1", "correct", "right_figures"),
    ("300", "3", "incorrect", "too_few_figures"),
    ("300.", "3", "correct", "right_figures"),
    ("3.00*10^2", "3", "correct", "right_figures"),
    ("3.00e2", "2", "incorrect", "too_many_figures"),
    ("0.0", "1", "correct", "right_figures"),
    ("ln(2)", "1", "incorrect", "figures_hidden"),
    ("ln(0)", "1", "unreadable", "no_value"),
    ("{3}", "1", "unreadable", "number_expected"),
]
PLACES = [
    ("2.72", "e", "2", "correct", "right_places"),
    ("-2.72", "-e", "2", "correct", "right_places"),
    ("2.50", "5/2", "2", "correct", "right_places"),
    ("0.125", "1/8", "3", "correct", "right_places"),
    ("0.13", "1/8", "2", "correct", "right_places"),
    ("0.12", "1/8", "2", "incorrect", "rounded_wrongly"),
    ("-0.13", "-1/8", "2", "correct", "right_places"),
    ("1.3e-1", "1/8", "2", "correct", "right_places"),
    ("0.00", "0.002", "2", "correct", "right_places"),
    ("2.7", "e", "2", "incorrect", "too_few_places"),
    ("3", "e", "2", "incorrect", "too_few_places"),
    ("2.718", "e", "2", "incorrect", "too_many_places"),
    ("2.71", "e", "2", "incorrect", "rounded_wrongly"),
    ("2.82", "e", "2", "incorrect", "different_number"),
    ("-2.72", "e", "2", "incorrect", "wrong_sign"),
    ("1/8", "1/8", "3", "incorrect", "figures_hidden"),
    ("sqrt(-2)", "1/8", "3", "unreadable", "no_value"),
]
ABSOLUTE = [
    ("2.7", "e", "0.1", "correct", "within_tolerance"),
    ("2.7", "e", "0.01", "incorrect", "outside_tolerance"),
    ("2.75", "2.7", "", "correct", "within_tolerance"),
    ("2.751", "2.7", "", "incorrect", "outside_tolerance"),
    ("2.75", "2.7", "5*10^-2", "correct", "within_tolerance"),
    ("2.75", "2.7", "5e-2", "correct", "within_tolerance"),
    ("e", "2.718", "1/1000", "correct", "within_tolerance"),
    ("sqrt(45)", "3sqrt(5)", "0", "correct", "within_tolerance"),
    ("sqrt(46)", "3sqrt(5)", "0", "incorrect", "outside_tolerance"),
    ("7E350", "7E350", "0.1", "correct", "within_tolerance"),
    ("(1, 2)", "(1, 2.05)", "", "correct", "within_tolerance"),
    ("(1, 2)", "(1, 2.06)", "", "incorrect", "entry_differs"),
    ("(1, 2)", "(1, 2, 3)", "", "incorrect", "different_length"),
    ("[1, 2]", "(1, 2)", "", "incorrect", "tuple_expected"),
    ("[[1, 2], [3, 4]]", "[[1, 2.01], [3, 4]]", "", "correct", "within_tolerance"),
    ("{3, 1.01}", "{1, 3}", "", "correct", "within_tolerance"),
    ("{1, 1.01}", "{1}", "", "incorrect", "different_length"),
    ("{1, 2, 2.04}", "{1, 1.03, 2}", "", "incorrect", "extra_element"),
    ("{}", "{1}", "", "incorrect", "different_length"),
    ("∅", "{1}", "", "incorrect", "different_length"),
    ("inf", "5", "", "incorrect", "outside_tolerance"),
    ("inf", "inf", "", "correct", "within_tolerance"),
    ("2y", "5", "", "incorrect", "unknown_letter"),
    ("x = 5", "5", "", "incorrect", "expression_expected"),
    ("[1, 1/0]", "[1, 2]", "", "unreadable", "division_by_zero"),
    ("[1, ln(0)]", "[1, 2]", "", "unreadable", "no_value"),
    ("9^9^9^9", "1", "", "undecided", "too_costly"),
]
RELATIVE = [
    ("105", "100", "", "correct", "within_tolerance"),
    ("-105", "-100", "0.05", "correct", "within_tolerance"),
    ("105.1", "100", "", "incorrect", "outside_tolerance"),
    ("105", "-100", "0.05", "incorrect", "outside_tolerance"),
    ("0.01", "0", "0.5", "incorrect", "outside_tolerance"),
    ("1.4", "sqrt(2)", "0.02", "correct", "within_tolerance"),
    ("1.4", "sqrt(2)", "0.01", "incorrect", "outside_tolerance"),
]
ORDER = [
    ("greater", "3", "2", "correct", "greater_than_key"),
    ("greater", "2", "2", "incorrect", "equal_to_key"),
    ("greater", "sqrt(12)", "2sqrt(3)", "incorrect", "equal_to_key"),
    ("greater", "3", "pi", "incorrect", "less_than_key"),
    ("greater", "pi", "3.14159265358979", "correct", "greater_than_key"),
    ("greater", "1 + 10^-300", "1", "correct", "greater_than_key"),
    ("greater", "inf", "2", "correct", "greater_than_key"),
    ("greater", "-inf", "2", "incorrect", "less_than_key"),
    ("greater", "x", "2", "incorrect", "unknown_letter"),
    ("greater", "ln(0)", "2", "unreadable", "no_value"),
    ("greater", "9^9^9^9", "2", "undecided", "too_costly"),
    ("greater_or_equal", "2", "2", "correct", "equal_to_key"),
    ("greater_or_equal", "1", "2", "incorrect", "less_than_key"),
    ("greater_or_equal", "3", "e", "correct", "greater_than_key"),
]
NOTATION = [
    ("scientific_notation", "1.2*10^4", "12000", "", "correct", "equal_exactly"),
    ("scientific_notation", "-1.2e-4", "-0.00012", "", "correct", "equal_exactly"),
    ("scientific_notation", "0", "0", "", "correct", "equal_exactly"),
    ("scientific_notation", "12*10^3", "12000", "", "incorrect", "mantissa_out_of_range"),
    ("scientific_notation", "0.12*10^5", "12000", "", "incorrect", "mantissa_out_of_range"),
    ("scientific_notation", "12000", "12000", "", "incorrect", "power_of_ten_missing"),
    ("scientific_notation", "10^4 + 2000", "12000", "", "incorrect", "not_scientific"),
    ("scientific_notation", "1.2*10^2*10^2", "12000", "", "incorrect", "not_scientific"),
    ("scientific_notation", "1.3*10^4", "12000", "", "incorrect", "differs_at_point"),
    ("scientific_notation", "2.718*10^0", "e", "4", "correct", "right_figures"),
    ("scientific_notation", "2.72*10^0", "e", "4", "incorrect", "too_few_figures"),
    ("scientific_notation", "27.18*10^-1", "e", "4", "incorrect", "mantissa_out_of_range"),
    ("exact", "3/4", "0.75", "", "correct", "equal_exactly"),
    ("exact", "0.75", "3/4", "", "incorrect", "decimal_used"),
    ("exact", "x = 0.75 or x = 1", "x = 3/4 or x = 1", "", "incorrect", "decimal_used"),
    ("exact", "1.73", "sqrt(3)", "", "incorrect", "differs_at_point"),
    ("mixed_number", "2 3/4", "11/4", "", "correct", "equal_exactly"),
    ("mixed_number", "-2 3/4", "-2.75", "", "correct", "equal_exactly"),
    ("mixed_number", "2\\frac{3}{4}", "11/4", "", "correct", "equal_exactly"),
    ("mixed_number", "3/4", "0.75", "", "correct", "equal_exactly"),
    ("mixed_number", "11/4", "2 3/4", "", "incorrect", "top_heavy_fraction"),
    ("mixed_number", "2 + 3/4", "11/4", "", "incorrect", "not_mixed"),
    ("mixed_number", "0 3/4", "3/4", "", "incorrect", "not_mixed"),
    ("mixed_number", "2.75", "11/4", "", "incorrect", "not_mixed"),
    ("improper_fraction", "11/4", "2 3/4", "", "correct", "equal_exactly"),
    ("improper_fraction", "-11/4", "-2 3/4", "", "correct", "equal_exactly"),
    ("improper_fraction", "(-11)/4", "-2 3/4", "", "correct", "equal_exactly"),
    ("improper_fraction", "2 3/4", "11/4", "", "incorrect", "mixed_number"),
    ("improper_fraction", "3/4", "3/4", "", "incorrect", "proper_fraction"),
    ("improper_fraction", "2.75", "11/4", "", "incorrect", "not_a_fraction"),
]
REFUSED_OPTIONS = [
    *(("significant_figures", options, "figures_expected") for options in ("", "0", "-1", "2.0", "pi", "x")),
    *(("significant_figures", options, "figures_expected") for options in ("[1,2,3]", "[3]", "[3,-2]", "(")),
    *(("significant_figures", options, "figures_expected") for options in ("[3,x]", "{3,2}", "61", "1/0")),
    *(("significant_figures_strict", options, "figures_expected") for options in ("", "-2", "[3,2]", "1.5")),
    *(("decimal_places", options, "places_expected") for options in ("", "0", "-1", "1.5", "[2,1]")),
    *(("absolute_tolerance", options, "tolerance_expected") for options in ("x", "1/0", "-0.1", "sqrt(2)")),
    *(("relative_tolerance", options, "tolerance_expected") for options in ("(0.1", "[0.1]", "9^9^9^9")),
    ("scientific_notation", "few", "figures_expected"),
]


def verdict_of(test: str, student: str, key: str, options: str) -> tuple[str, str]:
    verdict = equal(student, key, test=test, options=options)
    return str(verdict.outcome), verdict.reason.code


@pytest.mark.parametrize(("student", "key", "options", "outcome", "code"), SIGNIFICANT)
def test_significant_figures_are_counted_and_compared(student, key, options, outcome, code):
    assert verdict_of("significant_figures", student, key, options) == (outcome, code)


@pytest.mark.parametrize(("student", "options", "outcome", "code"), STRICT)
def test_strict_figures_look_at_the_spelling_alone(student, options, outcome, code):
    assert verdict_of("significant_figures_strict", student, "not read", options) == (outcome, code)


@pytest.mark.parametrize(("student", "key", "options", "outcome", "code"), PLACES)
def test_decimal_places_are_counted_and_compared(student, key, options, outcome, code):
    assert verdict_of("decimal_places", student, key, options) == (outcome, code)


@pytest.mark.parametrize(("student", "key", "options", "outcome", "code"), ABSOLUTE)
def test_absolute_tolerance_holds_for_numbers_and_structures(student, key, options, outcome, code):
    assert verdict_of("absolute_tolerance", student, key, options) == (outcome, code)


@pytest.mark.parametrize(("student", "key", "options", "outcome", "code"), RELATIVE)
def test_relative_tolerance_is_a_share_of_the_key(student, key, options, outcome, code):
    assert verdict_of("relative_tolerance", student, key, options) == (outcome, code)


@pytest.mark.parametrize(("test", "student", "key", "outcome", "code"), ORDER)
def test_order_is_decided_exactly_or_by_balls(test, student, key, outcome, code):
    assert verdict_of(test, student, key, "") == (outcome, code)


@pytest.mark.parametrize(("test", "student", "key", "options", "outcome", "code"), NOTATION)
def test_notation_asks_for_the_value_and_then_for_the_form(test, student, key, options, outcome, code):
    assert verdict_of(test, student, key, options) == (outcome, code)


@pytest.mark.parametrize(("test", "options", "code"), REFUSED_OPTIONS)
def test_options_that_do_not_suit_are_refused(test, options, code):
    with pytest.raises(OptionsError) as error:
        equal("3.1", "3.1", test=test, options=options)

    assert error.value.code == code


@pytest.mark.parametrize("test", ["significant_figures", "decimal_places", "greater", "absolute_tolerance"])
@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("x", "key_number_expected"),
        ("f(2)", "key_number_expected"),
        ("1/0", "key_division_by_zero"),
        ("ln(0)", "key_no_value"),
        ("", "key_empty"),
    ],
)
def test_key_that_is_no_number_is_refused(test, key, code):
    options = {"greater": "", "absolute_tolerance": "0.1"}.get(test, "2")

    with pytest.raises(OptionsError) as error:
        equal("3.1", key, test=test, options=options)

    assert error.value.code == code


@pytest.mark.parametrize(
    ("test", "student", "options", "values"),
    [
        ("significant_figures", "2.7", "3", {"figures": 2, "asked": 3}),
        ("significant_figures", "2.718", "3", {"figures": 4, "asked": 3}),
        ("decimal_places", "2.718", "2", {"places": 3, "asked": 2}),
        ("significant_figures", "1 + sqrt(3)", "3", {"text": "1 + sqrt(3)"}),
        ("scientific_notation", "27.2*10^-1", "3", {"mantissa": "27.2"}),
    ],
)
def test_reason_says_what_is_written_and_what_is_asked_for(test, student, options, values):
    assert equal(student, "e", test=test, options=options).reason.values == values


@pytest.mark.parametrize(
    ("key", "method", "precision"), [("2.718", "exact", 0), ("e", "balls", 128), ("1/3 + 2.385", "exact", 0)]
)
def test_certificate_says_how_the_key_was_rounded(key, method, precision):
    certificate = equal("2.72", key, test="significant_figures", options="3").certificate

    assert (certificate["method"], certificate["precision"]) == (method, precision)


@pytest.mark.parametrize(
    ("text", "least", "most", "places"),
    [
        ("7", 1, 1, 0),
        ("70", 1, 2, 0),
        ("7.0", 2, 2, 1),
        ("0.070", 2, 2, 3),
        (".5", 1, 1, 1),
        ("1,000", 1, 4, 0),
        ("1.20E3", 3, 3, 0),
        ("1.2E-3", 2, 2, 4),
        ("-12.30*10^-2", 4, 4, 4),
        ("0", 1, 1, 0),
        ("0.00", 2, 2, 2),
    ],
)
def test_spelling_has_figures_and_places(text, least, most, places):
    spelling = spelling_of(read(text))

    assert spelling is not None
    assert (spelling.least_figures, spelling.most_figures, spelling.places) == (least, most, places)


numbers = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)


@given(value=numbers, figures=st.integers(1, 12))
@settings(deadline=None)
def test_rounding_is_within_half_of_the_last_place(value: Fraction, figures: int):
    unit = last_place(value, figures)

    assert all(abs(each - value) * 2 <= unit for each in roundings(value, unit))


@given(value=numbers.filter(bool))
def test_magnitude_is_the_exponent_of_the_first_figure(value: Fraction):
    assert Fraction(10) ** magnitude(value) <= abs(value) < Fraction(10) ** (magnitude(value) + 1)


@given(value=numbers, figures=st.integers(1, 8))
@settings(deadline=None)
def test_number_written_to_its_figures_is_right(value: Fraction, figures: int):
    rounded = away_from_zero(value, last_place(value, figures))
    exponent = magnitude(rounded) if rounded else 0
    digits = str(abs(rounded) / Fraction(10) ** (exponent + 1 - figures))
    sign = "-" if rounded < 0 else ""
    text = f"{sign}{digits[0]}.{digits[1:]}E{exponent}" if len(digits) > 1 else f"{sign}{digits}E{exponent}"
    wanted = str(figures) if rounded else "1"

    assert verdict_of("significant_figures", text, str(value), wanted) == ("correct", "right_figures")


@given(
    mine=st.sets(st.integers(-9, 9), min_size=1, max_size=4),
    theirs=st.sets(st.integers(-9, 9), min_size=1, max_size=4),
    tolerance=st.integers(0, 6),
)
@settings(deadline=None, max_examples=100)
def test_sets_are_equal_exactly_when_some_order_is(mine: set[int], theirs: set[int], tolerance: int):
    verdict = equal(_set(mine), _set(theirs), test="absolute_tolerance", options=str(tolerance))

    orders = [zip(mine, order, strict=True) for order in permutations(theirs) if len(mine) == len(theirs)]
    is_close = any(all(abs(first - second) <= tolerance for first, second in order) for order in orders)
    assert verdict.outcome is (Outcome.CORRECT if is_close else Outcome.INCORRECT)


def _set(values: set[int]) -> str:
    return "{" + ", ".join(map(str, sorted(values))) + "}"


def test_number_between_two_roundings_is_left_open():
    undecidable = read("(sqrt(11 + 6sqrt(2)) - sqrt(2))/2")  # 3/2, which no ball can tell

    assert settled(undecidable, lambda value: away_from_zero(value, Fraction(1))) is None
