"""What can be drawn: each draw knows how many values it has, and the value at every place among them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from grading.engine.variants.algebra import multiply
from grading.engine.variants.errors import Undefined
from grading.engine.variants.objects import Matrix, Polynomial, Value
from grading.engine.variants.sorts import whole

__all__ = [
    "DifferentIntegers",
    "Draw",
    "IntegerBetween",
    "OneOf",
    "RandomInteger",
    "RandomMatrix",
    "RandomPolynomial",
]


@dataclass(frozen=True, slots=True)
class RandomInteger:
    """``name`` is any integer from ``low`` to ``high``, both included, outside ``excluded``."""

    name: str
    line: int
    low: int
    high: int
    excluded: tuple[int, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def size(self) -> int:
        return self.high - self.low + 1 - len(self.excluded)

    def pick(self, index: int) -> tuple[Value, ...]:
        """The value number ``index`` (from 0) in increasing order."""
        value = self.low + index
        for skipped in self.excluded:
            value += skipped <= value
        return (Fraction(value),)


@dataclass(frozen=True, slots=True)
class IntegerBetween:
    """As ``RandomInteger``, an end being a number or the name of an earlier parameter."""

    name: str
    line: int
    low: int | str
    high: int | str
    excluded: tuple[int, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def settled(self, values: Mapping[str, Value]) -> RandomInteger:
        """The draw where its ends are known; Undefined where it is empty or an end is no whole number."""
        low, high = (end if isinstance(end, int) else whole(values[end]) for end in (self.low, self.high))
        inside = tuple(one for one in self.excluded if low <= one <= high)
        found = RandomInteger(self.name, self.line, low, high, inside)
        if found.size < 1:
            raise Undefined
        return found


@dataclass(frozen=True, slots=True)
class OneOf:
    """``name`` is any of ``choices``."""

    name: str
    line: int
    choices: tuple[Fraction, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def size(self) -> int:
        return len(self.choices)

    def pick(self, index: int) -> tuple[Value, ...]:
        """The value number ``index`` (from 0) in the order written."""
        return (self.choices[index],)


@dataclass(frozen=True, slots=True)
class DifferentIntegers:
    """``names`` are numbers of ``choices``, no two the same."""

    names: tuple[str, ...]
    line: int
    choices: tuple[Fraction, ...]

    @property
    def name(self) -> str:
        return ",".join(self.names)

    @property
    def size(self) -> int:
        return math.perm(len(self.choices), len(self.names))

    def pick(self, index: int) -> tuple[Value, ...]:
        """The arrangement number ``index`` (from 0)."""
        left = list(self.choices)
        found = []
        for _ in self.names:
            index, place = divmod(index, len(left))
            found.append(left.pop(place))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class RandomPolynomial:
    """``name`` is a polynomial in ``letter``. ``by`` says what ``pool`` holds: its coefficients below the
    leading one, its ``roots``, or ``different_roots``; ``leading`` are the leading coefficients."""

    name: str
    line: int
    letter: str
    degree: int
    by: str
    pool: tuple[Fraction, ...]
    leading: tuple[Fraction, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def size(self) -> int:
        return len(self.leading) * self._choices

    @property
    def _choices(self) -> int:
        count = len(self.pool)
        match self.by:
            case "roots":
                return math.comb(count + self.degree - 1, self.degree)
            case "different_roots":
                return math.comb(count, self.degree)
        return int(count**self.degree)

    def pick(self, index: int) -> tuple[Value, ...]:
        """The polynomial number ``index`` (from 0)."""
        head, place = divmod(index, self._choices)
        leading = self.leading[head]
        if self.by == "coefficients":
            below = _digits(place, len(self.pool), self.degree)
            return (Polynomial(self.letter, (*(self.pool[one] for one in below), leading)),)
        roots = [self.pool[one] for one in self._places(place)]
        factors: list[Value] = [leading, *(Polynomial(self.letter, (-root, Fraction(1))) for root in roots)]
        return (reduce(multiply, factors),)

    def _places(self, place: int) -> list[int]:
        """The places of the roots in the pool: the combination number ``place``."""
        found = []
        for chosen in range(self.degree, 0, -1):
            top = chosen - 1
            while math.comb(top + 1, chosen) <= place:
                top += 1
            place -= math.comb(top, chosen)
            found.append(top if self.by == "different_roots" else top - chosen + 1)
        return found


@dataclass(frozen=True, slots=True)
class RandomMatrix:
    """``name`` is a matrix with entries of ``pool``; a ``symmetric`` one equals its transpose."""

    name: str
    line: int
    rows: int
    columns: int
    pool: tuple[Fraction, ...]
    symmetric: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def size(self) -> int:
        return int(len(self.pool) ** self._free)

    @property
    def _free(self) -> int:
        return self.rows * (self.rows + 1) // 2 if self.symmetric else self.rows * self.columns

    def pick(self, index: int) -> tuple[Value, ...]:
        """The matrix number ``index`` (from 0)."""
        entries = iter([self.pool[one] for one in _digits(index, len(self.pool), self._free)])
        found: dict[tuple[int, int], Fraction] = {}
        for row in range(self.rows):
            for column in range(self.columns):
                mirrored = self.symmetric and column < row
                found[row, column] = found[column, row] if mirrored else next(entries)
        return (
            Matrix(
                tuple(tuple(found[row, column] for column in range(self.columns)) for row in range(self.rows))
            ),
        )


Draw = RandomInteger | OneOf | DifferentIntegers | RandomPolynomial | RandomMatrix


def _digits(number: int, base: int, count: int) -> list[int]:
    """``count`` digits of ``number``, the lowest first."""
    digits = []
    for _ in range(count):
        number, digit = divmod(number, base)
        digits.append(digit)
    return digits
