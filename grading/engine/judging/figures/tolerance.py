"""Numbers within a tolerance, alone or as the elements of lists, sets and matrices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from grading.engine.equality import compare_number
from grading.engine.equality.structures import compare_structures
from grading.engine.equality.trees import as_meant, infinite_sign, kind_of, survey
from grading.engine.equality.verdicts import Readings
from grading.engine.judging.case import Case, OptionsError
from grading.engine.judging.figures.options import read_tolerance
from grading.engine.judging.figures.refusals import has_no_value, unknown_names
from grading.engine.judging.figures.spelling import with_powers_of_ten
from grading.engine.nodes import Collection, Constant, Node, children
from grading.engine.symbols import Symbols
from grading.engine.verdict import Outcome, Reason, Verdict
from grading.engine.writing import write_plain

__all__ = ["judge_absolute_tolerance", "judge_relative_tolerance"]

STRUCTURES: Final = frozenset({"list", "matrix", "set", "tuple"})
MOST_NUMBERS: Final = 60
MOST_PAIRS: Final = 100


def judge_absolute_tolerance(case: Case) -> Verdict:
    """``|answer - key| <= tolerance``, the boundary included; 0.05 when no tolerance is given."""
    return _judge(case, relative=False)


def judge_relative_tolerance(case: Case) -> Verdict:
    """``|answer - key| <= tolerance * |key|``, the boundary included; 0.05 when no tolerance is given."""
    return _judge(case, relative=True)


def _judge(case: Case, *, relative: bool) -> Verdict:
    case = with_powers_of_ten(case)
    tolerance = read_tolerance(case)
    within = _Within(case.symbols, None if relative else tolerance, tolerance if relative else None)
    expected = as_meant(case.expected, case.symbols)
    for number in _numbers(expected):
        _check_key(number)
    answer = as_meant(case.answer, case.symbols)
    numbers = _numbers(answer)
    if len(numbers) > MOST_NUMBERS:
        return Readings(answer, expected).undecided("too_costly", {"measure": "numbers"})
    for number in numbers:
        if has_no_value(number):
            return Readings(answer, expected).unreadable("no_value", {"text": write_plain(number)})
    return within.compare(answer, expected)


def _numbers(node: Node) -> list[Node]:
    """The numbers of a list, set or matrix, or the one that there is."""
    if not isinstance(node, Collection):
        return [node]
    return [number for item in node.items for number in _numbers(item)]


def _check_key(node: Node) -> None:
    if kind_of(node) != "expression" or unknown_names(node):
        raise OptionsError("key_number_expected", key=write_plain(node))
    if has_no_value(node):
        raise OptionsError("key_no_value", key=write_plain(node))


@dataclass(frozen=True, slots=True)
class _Within:
    """Comparison with one tolerance for all numbers."""

    symbols: Symbols
    absolute: Fraction | None
    relative: Fraction | None

    def compare(self, student: Node, key: Node) -> Verdict:
        """Number with number, list with list."""
        readings = Readings(student, key)
        kinds = kind_of(student), kind_of(key)
        if kinds[0] != kinds[1]:
            return readings.incorrect(f"{kinds[1]}_expected", {"met": kinds[0]}, method="exact")
        if kinds[0] not in STRUCTURES:
            return self._number(readings)
        if kinds[0] == "set":
            return self._sets(readings)
        verdict = compare_structures(student, key, entries=self.compare)
        if verdict.outcome is not Outcome.CORRECT:
            return verdict
        return replace(verdict, reason=Reason("within_tolerance"))

    def _number(self, readings: Readings) -> Verdict:
        student, key = readings.student, readings.key
        names = unknown_names(student)
        if names:
            return readings.incorrect("unknown_letter", {"names": names}, method="exact")
        if survey(student).special or survey(key).special:
            return _special(readings)
        return compare_number(
            student, key, absolute=self.absolute, relative=self.relative, symbols=self.symbols
        )

    def _sets(self, readings: Readings) -> Verdict:
        """As many elements, and each paired with one of the key: two guesses for one number are wrong."""
        mine, theirs = _elements(readings.student), _elements(readings.key)
        if mine is None or theirs is None:
            return readings.undecided("not_compared")
        if len(mine) != len(theirs):
            values = {"student": [len(mine)], "key": [len(theirs)]}
            return readings.incorrect("different_length", values, method="exact")
        if len(mine) * len(theirs) > MOST_PAIRS:
            return readings.undecided("too_costly", {"measure": "pairs"})
        table = [[self.compare(each, other) for other in theirs] for each in mine]
        method = _method([verdict for row in table for verdict in row])
        if _pairing(table, (Outcome.CORRECT,)) is None:
            return readings.correct("within_tolerance", method=method)
        alone = _pairing(table, (Outcome.CORRECT, Outcome.UNDECIDED))
        if alone is None:
            return readings.undecided("undecided")
        return readings.incorrect("extra_element", {"element": write_plain(mine[alone])}, method=method)


def _elements(node: Node) -> list[Node] | None:
    """The elements of a set, each once; ``None`` for a set that does not list them."""
    if node == Constant("empty"):
        return []
    is_list = isinstance(node, Collection) and node.kind == "set"
    return list(dict.fromkeys(children(node))) if is_list else None


def _special(readings: Readings) -> Verdict:
    """Infinities: within any tolerance of themselves, and of nothing else."""
    signs = infinite_sign(readings.student), infinite_sign(readings.key)
    if not (signs[0] or signs[1]):
        return readings.undecided("not_compared")
    if signs[0] == signs[1]:
        return readings.correct("within_tolerance", method="exact")
    return readings.incorrect("outside_tolerance", method="exact")


def _method(verdicts: Sequence[Verdict]) -> str:
    return "balls" if any(each.certificate["method"] == "balls" for each in verdicts) else "exact"


def _pairing(table: Sequence[Sequence[Verdict]], allowed: Sequence[Outcome]) -> int | None:
    """The first row that is left alone when rows and columns are paired; ``None`` when all have a partner.

    Augmenting paths (Kuhn 1955); no deeper than there are rows.
    """
    edges = [[column for column, each in enumerate(row) if each.outcome in allowed] for row in table]
    partner: dict[int, int] = {}

    def find(row: int, seen: set[int]) -> bool:
        for column in edges[row]:
            if column in seen:
                continue
            seen.add(column)
            if column not in partner or find(partner[column], seen):
                partner[column] = row
                return True
        return False

    return next((row for row in range(len(table)) if not find(row, set())), None)
