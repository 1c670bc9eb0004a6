"""Quantities: units read, converted and named when they are wrong."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.engine import OptionsError, Symbols, equal
from grading.engine.judging.units.quantities import scale_of
from grading.engine.judging.units.table import PLAIN, PREFIXABLE, PREFIXES, canonical, suggestions, unit_named

UNITS = [
    ("15.0 m/s", "15.0 m/s", "3", "correct", "right_figures"),
    ("15.0m/s", "15 m/s", "3", "correct", "right_figures"),
    ("15.0 m s^-1", "15 m/s", "3", "correct", "right_figures"),
    ("15.0*m*s^(-1)", "15 m/s", "3", "correct", "right_figures"),
    ("54.0 km/h", "15 m/s", "3", "correct", "right_figures"),
    ("0.0150 km/s", "15 m/s", "3", "correct", "right_figures"),
    ("1.50×10^3 cm/s", "15 m/s", "3", "correct", "right_figures"),
    ("15.0\\,\\mathrm{m}/\\mathrm{s}", "15 m/s", "3", "correct", "right_figures"),
    ("-9.8 m/s^2", "-9.81 m/s²", "2", "correct", "right_figures"),
    ("9.8 N/kg", "9.81 m/s^2", "2", "correct", "right_figures"),
    ("12 kg m^2 s^-2", "12 J", "2", "correct", "right_figures"),
    ("12 Nm", "12 J", "2", "correct", "right_figures"),
    ("29.4 psi", "2 atm", "3", "correct", "right_figures"),
    ("380 torr", "0.5 atm", "3", "correct", "right_figures"),
    ("8.90 N", "2 lbf", "3", "correct", "right_figures"),
    ("0.25 m^2", "2500 cm^2", "2", "correct", "right_figures"),
    ("2500 ㎠", "0.25 ㎡", "2", "correct", "right_figures"),
    ("350 mL", "0.35 L", "2", "correct", "right_figures"),
    ("350 cm³", "0.35 l", "2", "correct", "right_figures"),
    ("1.5 h", "90 min", "2", "correct", "right_figures"),
    ("90분", "1.5시간", "2", "correct", "right_figures"),
    ("2000원", "2000 원", "1", "correct", "right_figures"),
    ("2000 won", "2000 원", "1", "correct", "right_figures"),
    ("45°", "45도", "2", "correct", "right_figures"),
    ("0.785 rad", "45°", "3", "correct", "right_figures"),
    ("25 °C", "25 ℃", "2", "correct", "right_figures"),
    ("5 μm", "5e-6 m", "1", "correct", "right_figures"),
    ("5 kΩ", "5000 ohm", "1", "correct", "right_figures"),
    ("12%", "12%", "2", "correct", "right_figures"),
    ("3 apples", "3 apples", "1", "correct", "right_figures"),
    ("0 km", "0 m", "1", "correct", "right_figures"),
    ("15 m/s", "15 m/s", "3", "incorrect", "too_few_figures"),
    ("15.2 m/s", "15 m/s", "3", "incorrect", "different_number"),
    ("-15.0 m/s", "15 m/s", "3", "incorrect", "wrong_sign"),
    ("15.0", "15 m/s", "3", "incorrect", "no_unit"),
    ("m/s", "15 m/s", "3", "incorrect", "no_number"),
    ("15.0 m", "15 m/s", "3", "incorrect", "wrong_dimension"),
    ("15.0 m s", "15 m/s", "3", "incorrect", "wrong_dimension"),
    ("15.0 km/s", "15 m/s", "3", "incorrect", "wrong_scale"),
    ("150 cm/s", "15 m/s", "3", "incorrect", "wrong_power_of_ten"),
    ("15.0 M/s", "15 m/s", "3", "incorrect", "unknown_unit"),
    ("3 pears", "3 apples", "1", "incorrect", "unknown_unit"),
    ("25 K", "25 °C", "2", "incorrect", "wrong_dimension"),
    ("2 rad/s", "2 Hz", "1", "incorrect", "wrong_dimension"),
    ("5 m + 3 cm", "5.03 m", "3", "incorrect", "not_a_quantity"),
    ("5 m^(1/2)", "5 m", "1", "incorrect", "not_a_quantity"),
    ("5 m^999999999", "5 m", "1", "incorrect", "not_a_quantity"),
    ("sin(m)", "5 m", "1", "incorrect", "not_a_quantity"),
    ("sqrt(25) m", "5 m", "1", "incorrect", "figures_hidden"),
    ("v = 15.0 m/s", "15 m/s", "3", "incorrect", "expression_expected"),
    ("5 m/0", "5 m", "1", "unreadable", "division_by_zero"),
    ("ln(0) m", "5 m", "1", "unreadable", "no_value"),
    ("(5 m", "5 m", "1", "unreadable", "unbalanced_bracket"),
    ("the answer is 5 m", "5 m", "1", "unreadable", "prose"),
    ("9^9^9^9 m", "5 m", "1", "undecided", "too_costly"),
]
STRICT = [
    ("15.0 m s^-1", "15 m/s", "3", "correct", "right_figures"),
    ("3.0 m/s/s", "3.0 m/s^2", "2", "correct", "right_figures"),
    ("2.0 ml", "2.0 mL", "2", "correct", "right_figures"),
    ("54.0 km/h", "15 m/s", "3", "incorrect", "other_unit"),
    ("12 N m", "12 J", "2", "incorrect", "other_unit"),
    ("15.0 km/s", "15 m/s", "3", "incorrect", "wrong_scale"),
    ("0.0 km", "0.0 m", "1", "incorrect", "other_unit"),
    ("15.0 m", "15 m/s", "3", "incorrect", "wrong_dimension"),
]
ABSOLUTE = [
    ("15.05 m/s", "15 m/s", "", "correct", "within_tolerance"),
    ("15.06 m/s", "15 m/s", "", "incorrect", "outside_tolerance"),
    ("15.06 m/s", "15 m/s", "0.1*m/s", "correct", "within_tolerance"),
    ("15.06 m/s", "15 m/s", "0.1 m s^-1", "correct", "within_tolerance"),
    ("54.1 km/h", "15 m/s", "0.03", "correct", "within_tolerance"),
    ("54.1 km/h", "15 m/s", "0.02", "incorrect", "outside_tolerance"),
    ("pi/4 rad", "45°", "0", "correct", "within_tolerance"),
    ("sqrt(2) m", "1.41 m", "0.01", "correct", "within_tolerance"),
    ("1 m", "m", "0", "correct", "within_tolerance"),
    ("15 km/s", "15 m/s", "", "incorrect", "wrong_scale"),
    ("15", "15 m/s", "", "incorrect", "no_unit"),
]
RELATIVE = [
    ("14.3 m/s", "15 m/s", "", "correct", "within_tolerance"),
    ("14.2 m/s", "15 m/s", "", "incorrect", "outside_tolerance"),
    ("54 km/h", "15 m/s", "0", "correct", "within_tolerance"),
    ("14.3 m/s", "15 m/s", "5%", "correct", "within_tolerance"),
    ("14.2 m/s", "15 m/s", "5%", "incorrect", "outside_tolerance"),
    ("14.3 s", "15 m/s", "", "incorrect", "wrong_dimension"),
]
REFUSED = [
    ("units", "5 m", "", "figures_expected"),
    ("units", "5 m", "2 m", "figures_expected"),
    ("units", "5", "1", "key_unit_expected"),
    ("units", "{5 m}", "1", "key_quantity_expected"),
    ("units", "5 m + 2 m", "1", "key_quantity_expected"),
    ("units", "ln(0) m", "1", "key_no_value"),
    ("units", "inf m", "1", "key_number_expected"),
    ("units", "", "1", "key_empty"),
    ("units_absolute", "5 m", "0.1*cm", "tolerance_unit"),
    ("units_absolute", "5 m", "m", "tolerance_expected"),
    ("units_absolute", "5 m", "-0.1", "tolerance_expected"),
    ("units_absolute", "5 m", "(0.1", "tolerance_expected"),
    ("units_relative", "5 m", "0.1*m", "tolerance_unit"),
]


def verdict_of(test: str, student: str, key: str, options: str) -> tuple[str, str]:
    verdict = equal(student, key, test=test, options=options)
    return str(verdict.outcome), verdict.reason.code


@pytest.mark.parametrize(("student", "key", "options", "outcome", "code"), UNITS)
def test_units_are_converted_and_errors_named(student, key, options, outcome, code):
    assert verdict_of("units", student, key, options) == (outcome, code)


@pytest.mark.parametrize(("student", "key", "options", "outcome", "code"), STRICT)
def test_strict_units_are_those_of_the_key(student, key, options, outcome, code):
    assert verdict_of("units_strict", student, key, options) == (outcome, code)


@pytest.mark.parametrize(("student", "key", "options", "outcome", "code"), ABSOLUTE)
def test_absolute_tolerance_counts_units_of_the_key(student, key, options, outcome, code):
    assert verdict_of("units_absolute", student, key, options) == (outcome, code)


@pytest.mark.parametrize(("student", "key", "options", "outcome", "code"), RELATIVE)
def test_relative_tolerance_does_not_depend_on_the_unit(student, key, options, outcome, code):
    assert verdict_of("units_relative", student, key, options) == (outcome, code)


@pytest.mark.parametrize("test", ["units_strict_absolute", "units_strict_relative"])
def test_tolerances_may_ask_for_the_unit_of_the_key(test):
    assert verdict_of(test, "54 km/h", "15 m/s", "0.01") == ("incorrect", "other_unit")
    assert verdict_of(test, "15 m s^-1", "15 m/s", "0.01") == ("correct", "within_tolerance")


@pytest.mark.parametrize(("test", "key", "options", "code"), REFUSED)
def test_key_and_options_that_do_not_suit_are_refused(test, key, options, code):
    with pytest.raises(OptionsError) as error:
        equal("5 m", key, test=test, options=options)

    assert error.value.code == code


@pytest.mark.parametrize(
    ("student", "values"),
    [
        ("5 Kg", {"unit": "Kg", "suggestions": ["kg"]}),
        ("5 KG", {"unit": "KG", "suggestions": ["kg"]}),
        ("5 kilograms", {"unit": "kilograms", "suggestions": ["kg"]}),
        ("5 qq", {"unit": "qq", "suggestions": []}),
        ("5 m", {"student": "m", "key": "kg"}),
        ("5", {"key": "kg"}),
        ("5000 kg", {}),
        ("5 mg", {"student": "mg", "key": "kg"}),
    ],
)
def test_reason_names_the_unit(student, values):
    assert equal(student, "5 kg", test="units", options="1").reason.values == values


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("mhz", ["mHz", "MHz"]),
        ("KM", ["km"]),
        ("cm2", ["cm^2"]),
        ("Meters", ["m"]),
        ("kilometre", ["km"]),
        ("hours", ["h"]),
        ("xyz", []),
    ],
)
def test_unknown_units_lead_to_those_that_may_be_meant(name, meant):
    assert suggestions(name) == meant


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"N": 1}, {"kg": 1, "m": 1, "s": -2}),
        ({"J": 1}, {"N": 1, "m": 1}),
        ({"W": 1, "s": 1}, {"V": 1, "C": 1}),
        ({"V": 1}, {"A": 1, "ohm": 1}),
        ({"F": 1}, {"C": 1, "V": -1}),
        ({"S": 1}, {"ohm": -1}),
        ({"Wb": 1}, {"V": 1, "s": 1}),
        ({"T": 1}, {"Wb": 1, "m": -2}),
        ({"H": 1}, {"Wb": 1, "A": -1}),
        ({"Pa": 1}, {"N": 1, "m": -2}),
        ({"bar": 1}, {"hPa": 1, "kPa": 1, "Pa": -1}),
        ({"kWh": 1}, {"MJ": 1, "h": 1, "ks": -1}),
        ({"L": 1}, {"dm": 3}),
        ({"ha": 1}, {"hm": 2}),
        ({"L": 1}, {"cc": 1, "m": 1, "mm": -1}),
    ],
)
def test_derived_units_are_what_they_are_made_of(first, second):
    assert scale_of(first) == scale_of(second)


@given(
    base=st.sampled_from(sorted(PREFIXABLE)),
    first=st.sampled_from(sorted(PREFIXES)),
    second=st.sampled_from(sorted(PREFIXES)),
)
def test_prefixes_multiply(base: str, first: str, second: str):
    units = [unit_named(prefix + base) for prefix in (first, second)]
    if any(canonical(prefix + base) in {*PLAIN, *PREFIXABLE} for prefix in (first, second)):
        return

    assert units[0] is not None
    assert units[1] is not None
    assert units[0].factor / units[1].factor == Fraction(10) ** (PREFIXES[first] - PREFIXES[second])


@given(number=st.integers(1, 10**6), prefix=st.sampled_from(sorted(PREFIXES)))
@settings(deadline=None, max_examples=40)
def test_quantity_equals_itself_in_another_unit(number: int, prefix: str):
    student = f"{number}*10^{-PREFIXES[prefix]} {prefix}N"

    assert verdict_of("units_relative", student, f"{number} N", "0") == ("correct", "within_tolerance")


def test_letters_of_the_question_do_not_hide_units():
    symbols = Symbols(variables=("v", "t"), closed=True)

    assert equal("5 m", "5 m", test="units", options="1", symbols=symbols).reason.code == "right_figures"


def test_certificate_shows_the_whole_answer_and_the_whole_key():
    certificate = equal("54 km/h", "15 m/s", test="units_absolute", options="0.1").certificate

    assert (certificate["student"], certificate["key"]) == ("54*km/h", "15*m/s")
