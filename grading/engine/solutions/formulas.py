"""Formulas over the signs of polynomials: what a proposition says once roots and fractions are cleared.

The leaves are signs of products of polynomials, named by their places in a table, and letters that are
true or false. A formula is built without negations: a relation is negated by its opposite operator, so
that it holds nowhere outside of its domain either way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_, xor
from typing import Final

__all__ = [
    "FALSE",
    "NEGATIVE",
    "NONZERO",
    "POSITIVE",
    "TRUE",
    "ZERO",
    "Every",
    "Formula",
    "Letter",
    "Odd",
    "Sign",
    "Some",
    "every",
    "holds",
    "leaves",
    "mirrored",
    "negated",
    "some",
    "truth_table",
]

NEGATIVE: Final = 1
ZERO: Final = 2
POSITIVE: Final = 4
NONZERO: Final = NEGATIVE | POSITIVE
ANY: Final = NEGATIVE | ZERO | POSITIVE


@dataclass(frozen=True, slots=True)
class Sign:
    """The product of the polynomials at ``odd`` and the squares of those at ``even`` has one of ``signs``."""

    odd: tuple[int, ...]
    even: tuple[int, ...]
    signs: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that stands for a proposition is ``true``, or is not."""

    name: str
    true: bool = True


@dataclass(frozen=True, slots=True)
class Every:
    """Every part holds."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Odd:
    """An odd number of parts hold."""

    parts: tuple[Formula, ...]


Formula = Sign | Letter | Every | Some | Odd
TRUE: Final = Every(())
FALSE: Final = Some(())


def every(parts: Sequence[Formula]) -> Formula:
    """All of ``parts``, without those that say nothing."""
    if FALSE in parts:
        return FALSE
    kept = tuple(dict.fromkeys(part for part in parts if part != TRUE))
    return kept[0] if len(kept) == 1 else Every(kept)


def some(parts: Sequence[Formula]) -> Formula:
    """At least one of ``parts``, without those that never hold."""
    if TRUE in parts:
        return TRUE
    kept = tuple(dict.fromkeys(part for part in parts if part != FALSE))
    return kept[0] if len(kept) == 1 else Some(kept)


def negated(formula: Formula) -> Formula:
    """What holds exactly where ``formula`` does not."""
    match formula:
        case Sign(odd, even, signs):
            return Sign(odd, even, ANY & ~signs)
        case Letter(name, true):
            return Letter(name, not true)
        case Every(parts):
            return some([negated(part) for part in parts])
        case Some(parts):
            return every([negated(part) for part in parts])
        case Odd(parts):
            return Odd(parts[:-1] if parts[-1:] == (TRUE,) else (*parts, TRUE))


def mirrored(signs: int) -> int:
    """The signs of the opposite number."""
    return signs & ZERO | (NEGATIVE if signs & POSITIVE else 0) | (POSITIVE if signs & NEGATIVE else 0)


def holds(formula: Formula, signs: Mapping[int, int], letters: Mapping[str, bool]) -> bool:
    """Whether ``formula`` is true where the polynomial at each place has the sign -1, 0 or 1 of ``signs``."""
    match formula:
        case Sign(odd, even, wanted):
            sign = 1
            for place in odd:
                sign *= signs[place]
            if any(signs[place] == 0 for place in even):
                sign = 0
            return bool(wanted >> (sign + 1) & 1)
        case Letter(name, true):
            return letters[name] is true
        case Every(parts):
            return all(holds(part, signs, letters) for part in parts)
        case Some(parts):
            return any(holds(part, signs, letters) for part in parts)
        case Odd(parts):
            return sum(holds(part, signs, letters) for part in parts) % 2 == 1


def truth_table(formula: Formula, columns: Mapping[str, int], rows: int) -> int:
    """The rows, as the bits of a number, on which a formula of letters is true; ``columns`` are those of
    its letters and ``rows`` has the bits of all."""
    match formula:
        case Letter(name, true):
            return columns[name] if true else rows & ~columns[name]
        case Every(parts):
            return reduce(and_, (truth_table(part, columns, rows) for part in parts), rows)
        case Some(parts):
            return reduce(or_, (truth_table(part, columns, rows) for part in parts), 0)
        case Odd(parts):
            return reduce(xor, (truth_table(part, columns, rows) for part in parts), 0)
        case Sign():
            raise TypeError("a sign is no letter")


def leaves(formula: Formula) -> Iterator[Sign | Letter]:
    """The leaves of ``formula``, left to right."""
    pending: list[Formula] = [formula]
    while pending:
        current = pending.pop()
        if isinstance(current, Sign | Letter):
            yield current
        else:
            pending.extend(reversed(current.parts))
