"""A number within a tolerance, decided by exact rationals or by balls."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from flint import arb, fmpq

from grading.engine.balls import (
    Evaluator,
    NoValueError,
    UnsettledError,
    Value,
    distance,
    modulus,
    working_precision,
)
from grading.engine.cost import TooCostlyError, check
from grading.engine.equality.looks import Finding
from grading.engine.equality.sides import has_quadrature
from grading.engine.equality.texts import value_text
from grading.engine.equality.trees import as_meant, kind_of, survey
from grading.engine.equality.verdicts import Readings
from grading.engine.exact import compare_forms, rational_value
from grading.engine.nodes import Node
from grading.engine.symbols import Symbols
from grading.engine.verdict import Verdict

__all__ = ["compare_within"]

PRECISIONS: Final = (128, 512, 2_048)


def compare_within(
    student: Node, key: Node, *, absolute: Fraction | None, relative: Fraction | None, symbols: Symbols
) -> Verdict:
    """``|student - key| <= max(absolute, relative * |key|)``, the boundary included."""
    student, key = as_meant(student, symbols), as_meant(key, symbols)
    readings = Readings(student, key)
    if kind_of(student) != "expression":
        return readings.incorrect("number_expected", {"met": kind_of(student)}, method="exact")
    surveys = survey(student), survey(key)
    if surveys[0].letters or surveys[1].letters:
        names = sorted(surveys[0].letters or surveys[1].letters)
        return readings.incorrect("number_expected", {"names": names}, method="exact")
    try:
        costs = check(student), check(key)
    except TooCostlyError as error:
        return readings.undecided("too_costly", {"measure": error.measure})
    complex_values = surveys[0].imaginary or surveys[1].imaginary or "i" in symbols.constants
    first = max(PRECISIONS[0], 64 + int(max(cost.bits + cost.size for cost in costs)))
    for bits in (first, *(each for each in PRECISIONS if each > first)):
        if bits > PRECISIONS[-1]:
            break
        verdict = _decide(readings, bits, complex_values, absolute, relative)
        if verdict is not None:
            return verdict
        if has_quadrature(student) or has_quadrature(key):
            break  # more bits would not make it finer
    # Balls never tell that a difference is exactly 0, which is all that a tolerance of 0 allows.
    forms = compare_forms(student, key, complex_values=complex_values)
    if forms.equal and forms.same_domain:
        return readings.correct("within_tolerance", method="exact")
    return readings.undecided("undecided")


def _decide(
    readings: Readings, bits: int, complex_values: bool, absolute: Fraction | None, relative: Fraction | None
) -> Verdict | None:
    """The verdict at one precision; nothing when the balls lie across the boundary."""
    with working_precision(bits):
        evaluator = Evaluator({}, complex_values)
        try:
            theirs = _number(readings.key, evaluator)
            mine = _number(readings.student, evaluator)
        except NoValueError:
            return readings.incorrect("outside_tolerance", {"student": "undefined"}, method="balls")
        except UnsettledError:
            return None
        gap = _gap(mine, theirs)
        allowed = _allowed(theirs, absolute, relative)
        values = {"student": value_text(mine), "key": value_text(theirs), "difference": value_text(gap)}
        method = "exact" if isinstance(gap, fmpq) and isinstance(allowed, fmpq) else "balls"
        finding = Finding("tolerance", precision=bits) if method == "balls" else None
        if gap <= allowed:
            return readings.correct("within_tolerance", values, method=method, finding=finding)
        if gap > allowed:
            return readings.incorrect("outside_tolerance", values, method=method, finding=finding)
        return None


def _number(node: Node, evaluator: Evaluator) -> Value:
    """The exact rational where it is one, else a ball."""
    value = evaluator.value(node)
    if isinstance(value, fmpq):
        return value
    exact = None if evaluator.complex_values else rational_value(node)
    return value if exact is None else exact


def _gap(first: Value, second: Value) -> fmpq | arb:
    if isinstance(first, fmpq) and isinstance(second, fmpq):
        return abs(first - second)
    return distance(first, second)


def _allowed(key: Value, absolute: Fraction | None, relative: Fraction | None) -> fmpq | arb:
    """The larger of the two tolerances; zero when none is given."""
    fixed = _rational(absolute)
    share = _rational(relative)
    if share == 0:
        return fixed
    size = modulus(key)
    scaled = size * share
    if isinstance(scaled, fmpq):
        return max(fixed, scaled)
    return scaled.max(arb(fixed))


def _rational(value: Fraction | None) -> fmpq:
    return fmpq(0) if value is None else fmpq(value.numerator, value.denominator)
