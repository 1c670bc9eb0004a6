"""The option strings of the tests of figures, places and tolerances."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from grading.engine.cost import TooCostlyError, check
from grading.engine.exact import rational_value
from grading.engine.judging.case import Case, OptionsError
from grading.engine.judging.figures.spelling import whole_number
from grading.engine.nodes import Collection, Node
from grading.engine.reading import ReadError

__all__ = ["MOST_FIGURES", "Wanted", "read_tolerance", "tolerance_of", "wanted_figures", "wanted_places"]

# No more digits than that can be typed.
MOST_FIGURES: Final = 60
USUAL_TOLERANCE: Final = Fraction(1, 20)


@dataclass(frozen=True, slots=True)
class Wanted:
    """``figures`` are asked for, or more when ``at_least``; of these ``accuracy`` must be right.

    ``accuracy`` is ``None`` where only the spelling counts.
    """

    figures: int
    accuracy: int | None
    at_least: bool = False


def wanted_figures(case: Case) -> Wanted:
    """``n``, ``[n, m]`` (m of them right), ``[n, 0]`` (the value is not looked at), ``[n, -1]`` (n or more).

    Raises OptionsError ``figures_expected``.
    """
    numbers = _whole_numbers(_read(case, "figures_expected"))
    match numbers:
        case [int(figures)] if 1 <= figures <= MOST_FIGURES:
            return Wanted(figures, figures)
        case [int(figures), 0] if 1 <= figures <= MOST_FIGURES:
            return Wanted(figures, None)
        case [int(figures), -1] if 1 <= figures <= MOST_FIGURES:
            return Wanted(figures, figures, at_least=True)
        case [int(figures), int(right)] if 1 <= figures <= MOST_FIGURES and 1 <= right <= MOST_FIGURES:
            return Wanted(figures, right)
        case _:
            raise OptionsError("figures_expected", options=case.options)


def _whole_numbers(node: Node) -> list[int | None]:
    """The number, or the two of a list."""
    if isinstance(node, Collection):
        is_pair = node.kind == "list" and len(node.items) == 2
        return [whole_number(item) for item in node.items] if is_pair else []
    return [whole_number(node)]


def wanted_places(case: Case, code: str = "places_expected") -> int:
    """One whole number from 1 to 60. Raises OptionsError ``code``."""
    count = whole_number(_read(case, code))
    if count is None or not 1 <= count <= MOST_FIGURES:
        raise OptionsError(code, options=case.options)
    return count


def read_tolerance(case: Case) -> Fraction:
    """The tolerance: a rational that is not negative (``0.01``, ``1/100``, ``10^-2``), 0.05 when not given.

    Raises OptionsError ``tolerance_expected``.
    """
    if not case.options.strip():
        return USUAL_TOLERANCE
    return tolerance_of(_read(case, "tolerance_expected"), case)


def tolerance_of(node: Node, case: Case) -> Fraction:
    """The rational that ``node`` is. Raises OptionsError ``tolerance_expected``."""
    try:
        check(node)
    except TooCostlyError as error:
        raise OptionsError("tolerance_expected", options=case.options) from error
    value = rational_value(node)
    if value is None or value < 0:
        raise OptionsError("tolerance_expected", options=case.options)
    return Fraction(int(value.p), int(value.q))


def _read(case: Case, code: str) -> Node:
    try:
        return case.read(case.options)
    except ReadError as error:
        raise OptionsError(code, options=case.options) from error
