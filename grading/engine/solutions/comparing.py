"""Two propositions, or two sets of numbers: do they allow the same values?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flint import arb, fmpq, fmpq_mpoly

from grading.engine.cost import check
from grading.engine.exact.field import NoFormError
from grading.engine.nodes import Logic, Node, Symbol
from grading.engine.solutions.constants import constant_value, free_calls
from grading.engine.solutions.formulas import Formula, Letter, leaves, truth_table
from grading.engine.solutions.lines import Line, compare_on_line, lines, places_of
from grading.engine.solutions.propositions import Translator
from grading.engine.solutions.results import UNKNOWN, Found
from grading.engine.solutions.systems import compare_systems, equations_of
from grading.engine.solutions.tables import compare_by_signs

__all__ = ["ELEMENT", "implies", "same_sets", "same_solutions"]

MOST_LINES: Final = 18
# Polynomials times lines: each is cut into its factors on each line.
MOST_CUTS: Final = 160
LOW_DEGREE: Final = 6
# Along this many lines on which something changes two relations must be alike to agree.
ENOUGH_LINES: Final = 8
MOST_HINTS: Final = 3
MOST_PROPOSITIONS: Final = 14
# The letter that stands for the elements of a set; no text reads to it.
ELEMENT: Final = ""


def same_solutions(first: Node, second: Node) -> Found:
    """Whether two propositions hold for the same real values of their letters; multiplicity never counts.

    A list, tuple or set of propositions says that all of them hold. With one letter the poles of fractions
    are left out of the solutions; with more, nothing is compared where a fraction has no value. Raises
    TooCostlyError.
    """
    return _compare(first, second, Translator.formula)


def implies(premise: Node, conclusion: Node) -> Found:
    """Whether ``conclusion`` holds wherever ``premise`` does: ``same`` if so, ``first_only`` at a point
    where it does not. Raises TooCostlyError.
    """
    return same_solutions(premise, Logic("and", (premise, conclusion)))


def same_sets(first: Node, second: Node) -> Found:
    """Whether two sets of real numbers (intervals, unions, finite sets) have the same elements.

    An element that only one of them has is found ``at`` the name ELEMENT. Raises TooCostlyError.
    """
    return _compare(first, second, lambda translator, whole: translator.member(Symbol(ELEMENT), whole))


def _compare(first: Node, second: Node, formula: Callable[[Translator, Node], Formula]) -> Found:
    check(first)
    check(second)
    translator = Translator((first, second))
    try:
        return _Pair(translator, formula(translator, first), formula(translator, second)).compare()
    except NoFormError:
        return UNKNOWN


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two formulas over the table of one translator."""

    translator: Translator
    first: Formula
    second: Formula

    def compare(self) -> Found:
        """By the cheapest way that settles it. Raises NoFormError."""
        if self.first == self.second:
            return Found("same")
        places = places_of(self.first, self.second)
        if not places:
            return self._by_truth_table()
        names, constants, others = self._generators(places)
        if len(names) == 1 and not others:
            found = self._on_the_only_line(names, constants)
            if found.kind != "unknown":
                return found
        found = UNKNOWN if constants or others else self._as_systems(names)
        if found.kind == "unknown":
            poles = self.translator.poles
            found = compare_by_signs(self.first, self.second, self._polys, names, poles)
        return self._along_lines(names, constants) if found.kind == "unknown" and not others else found

    @property
    def _polys(self) -> list[fmpq_mpoly]:
        return self.translator.signs.polys

    def _generators(self, places: list[int]) -> tuple[dict[int, str], dict[int, arb], list[int]]:
        """The generators that may have any value, with their names; numbers, with theirs; and others."""
        field = self.translator.field
        used = sorted({each for place in places for each in field.used(self._polys[place])})
        calls = free_calls(field, used)
        names: dict[int, str] = {}
        constants: dict[int, arb] = {}
        others = []
        for each in used:
            key = field.keys[each]
            value = constant_value(key)
            if key[0] == "symbol":
                names[each] = key[1]
            elif each in calls:
                names[each] = calls[each]
            elif value is not None:
                constants[each] = value
            else:
                others.append(each)
        return names, constants, others

    def _by_truth_table(self) -> Found:
        """Row ``r`` of the table gives the letter in place ``p`` the truth of bit ``p`` of ``r``."""
        both = (self.first, self.second)
        names = sorted({leaf.name for each in both for leaf in leaves(each) if isinstance(leaf, Letter)})
        if len(names) > MOST_PROPOSITIONS:
            raise NoFormError("letters")
        rows = (1 << (1 << len(names))) - 1
        columns = {name: _column(place, rows) for place, name in enumerate(names)}
        one, other = (truth_table(each, columns, rows) for each in both)
        if one == other:
            return Found("same")
        row = (one ^ other).bit_length() - 1
        at = {name: bool(row >> place & 1) for place, name in enumerate(names)}
        return Found("first_only" if one >> row & 1 else "second_only", at)

    def _on_the_only_line(self, names: Mapping[int, str], constants: Mapping[int, arb]) -> Found:
        (place,) = names
        line = Line(place, {}, constants)
        try:
            compared = compare_on_line(
                self.first, self.second, self._polys, names, line, self.translator.poles
            )
        except NoFormError:
            return UNKNOWN
        return compared.found or Found("same")

    def _as_systems(self, names: Mapping[int, str]) -> Found:
        first, second = equations_of(self.first, self._polys), equations_of(self.second, self._polys)
        if first is None or second is None or max(len(first), len(second)) < 2:
            return UNKNOWN
        try:
            return compare_systems(first, second, names)
        except NoFormError:
            return UNKNOWN

    def _along_lines(self, names: Mapping[int, str], constants: Mapping[int, arb]) -> Found:
        """A difference on a line, or ``agrees`` when there was enough to see on all of them."""
        irrational: Found | None = None
        most = min(MOST_LINES, int(MOST_CUTS / sum(map(_cutting, self._polys))))
        varying, looked = 0, []
        for turn, line in enumerate(lines(sorted(names), self._hints(), constants)):
            if turn >= most or (irrational and turn >= most // 2):
                break
            poles = self.translator.poles
            try:
                compared = compare_on_line(self.first, self.second, self._polys, names, line, poles)
            except NoFormError:
                continue
            found = compared.found
            if found and all(isinstance(value, fmpq | bool) for value in found.at.values()):
                return found
            irrational = irrational or found
            varying += compared.varies
            looked.append({names[place]: value for place, value in line.fixed.items()})
        if irrational:
            return irrational
        kind = "agrees" if varying >= ENOUGH_LINES else "unknown"
        return Found(kind, method="points", points=tuple(looked))

    def _hints(self) -> list[fmpq]:
        """Numbers that occur in the polynomials and are not looked at anyway."""
        found = {value for poly in self._polys for value in poly.coeffs() if value.height_bits() < 16}
        found -= {fmpq(each) for each in (0, 1, 2, 3, -1)}
        return sorted(found, key=lambda each: (each.q, abs(each), each))[:MOST_HINTS]


def _cutting(poly: fmpq_mpoly) -> float:
    """How long it takes to find the roots of ``poly`` on a line, beside those of a cubic."""
    return max(1.0, (int(poly.total_degree()) / LOW_DEGREE) ** 2)


def _column(place: int, rows: int) -> int:
    """The bits whose index has bit ``place`` set: all ones divided by ``2 ** 2 ** place + 1``, shifted."""
    step = 1 << place
    return rows // ((1 << step) + 1) << step
