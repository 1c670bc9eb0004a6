"""Two expressions: exactly, then by looking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from grading.engine.cost import TooCostlyError, check
from grading.engine.equality.looks import Finding, Look, Work
from grading.engine.equality.trees import Survey, infinite_sign, survey
from grading.engine.equality.verdicts import Readings
from grading.engine.exact import ExactResult, compare_forms, equal_by_rotations
from grading.engine.nodes import Node
from grading.engine.symbols import Symbols
from grading.engine.verdict import Verdict, Witness

__all__ = ["compare_expressions"]

# What a comparison costs at least, in node evaluations: it counts where the entries of sets are compared.
EACH: Final = 50


def compare_expressions(
    student: Node, key: Node, *, symbols: Symbols, assumptions: Sequence[Node], work: Work
) -> Verdict:
    """Whether two expressions are equal wherever both are defined, with equal domains up to points."""
    readings = Readings(student, key)
    try:
        costs = check(student), check(key)
    except TooCostlyError as error:
        return readings.undecided("too_costly", {"measure": error.measure})
    surveys = survey(student), survey(key)
    if surveys[0].special or surveys[1].special:
        return _compare_special(readings, surveys)
    if student == key:
        return readings.correct("equal_exactly", method="exact")
    complex_values = surveys[0].imaginary or surveys[1].imaginary or "i" in symbols.constants
    if not work.spend(EACH + 3 * (costs[0].nodes + costs[1].nodes)):
        return readings.undecided("too_costly", {"measure": "work"})
    exact = compare_forms(student, key, complex_values=complex_values)
    if exact.equal and exact.same_domain:
        return readings.correct("equal_exactly", method="exact")
    names = sorted(surveys[0].letters | surveys[1].letters)
    seed = readings.seed
    undefined = (exact.student_undefined, exact.key_undefined)

    def look() -> Look:
        return Look(student, key, names, seed, complex_values, costs, work, assumptions, undefined)

    glance = look().glance() if exact.turns and names and not exact.equal else None
    if exact.equal or _is_turned(readings, glance, complex_values=complex_values):
        return _settle_domain(readings, look().compare_domains())
    found = glance if glance is not None and glance.kind == "differs" else look().compare()
    unknown = surveys[0].letters - surveys[1].letters - {*symbols.variables, *symbols.constants}
    return _settle(readings, found, exact, sorted(unknown), constant=not names)


def _is_turned(readings: Readings, glance: Finding | None, *, complex_values: bool) -> bool:
    """Whether sines and cosines are proved equal by rotations; most that are not differ at a glance."""
    if glance is None or glance.kind == "differs":
        return False
    return equal_by_rotations(readings.student, readings.key, complex_values=complex_values)


def _settle(
    readings: Readings, found: Finding, exact: ExactResult, unknown: list[str], *, constant: bool
) -> Verdict:
    """The verdict when the forms are not equal."""
    if found.kind == "agrees" and not exact.differ:
        return readings.correct("agrees_at_points", method="balls" if constant else "points", finding=found)
    if found.kind in ("differs", "domain") or exact.differ:
        return _refuted(readings, found, unknown)
    if found.kind == "spent":
        return readings.undecided("too_costly", {"measure": "work"}, finding=found)
    return readings.undecided("undecided", finding=found)


def _refuted(readings: Readings, found: Finding, unknown: list[str]) -> Verdict:
    method = "balls" if found.kind in ("differs", "domain") else "exact"
    if unknown:
        return readings.incorrect("unknown_letter", {"names": unknown}, method=method, finding=found)
    if found.kind == "differs":
        return readings.incorrect("differs_at_point", method=method, finding=found)
    if found.kind == "domain":
        return _different_domain(readings, found)
    return readings.incorrect("differs_exactly", method=method, finding=found)


def _settle_domain(readings: Readings, found: Finding) -> Verdict:
    """Equal forms; what is left is whether one is undefined on an interval where the other is not."""
    if found.kind == "domain":
        return _different_domain(readings, found)
    if found.kind == "agrees":
        return readings.correct("equal_exactly", method="exact", finding=found)
    return readings.undecided("undecided", finding=found)


def _different_domain(readings: Readings, found: Finding) -> Verdict:
    values = {"undefined": found.undefined}
    return readings.incorrect("different_domain", values, method="balls", finding=found)


def _compare_special(readings: Readings, surveys: tuple[Survey, Survey]) -> Verdict:
    """Infinities and ± are not numbers: they are compared as they stand."""
    student, key = readings.student, readings.key
    signs = infinite_sign(student), infinite_sign(key)
    if student == key or (signs[0] and signs[0] == signs[1]):
        return readings.correct("equal_exactly", method="exact")
    if any(each.special and not sign for each, sign in zip(surveys, signs, strict=True)):
        return readings.undecided("not_compared")
    texts = [_infinity_text(sign, text) for sign, text in zip(signs, readings.texts, strict=True)]
    return readings.incorrect("differs_exactly", method="exact", witness=Witness({}, texts[0], texts[1]))


def _infinity_text(sign: int, text: str) -> str:
    if not sign:
        return text
    return "infinity" if sign > 0 else "-infinity"
