"""What two expressions come to at one point: enough to pass over what cannot be equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from typing import Final

from flint import acb, arb, fmpq

from grading.engine import Node
from grading.engine.balls import (
    Evaluator,
    NoValueError,
    UnsettledError,
    Value,
    add,
    disjoint,
    working_precision,
)
from grading.engine.calculus.substitution import free_letters
from grading.engine.cost import TooCostlyError, check
from grading.engine.equality.trees import survey

__all__ = ["may_be_equal", "places_to_leave_out", "ratio_of"]

PRECISION: Final = 128
# Beyond 2 to this power, and below its reciprocal, a value is not written out as a fraction: e^(10^9) would
# have a thousand million digits.
LARGEST_EXPONENT: Final = 10_000
# Small primes, their sevenths and their opposites: some of them are in the domain of what schools ask for.
PRIMES: Final = (2, 3, 5, 11, 13, 17)
SCALES: Final = (fmpq(1), fmpq(1, 7), fmpq(-1, 7), fmpq(7), fmpq(-1))


def may_be_equal(first: Node, second: Node) -> bool:
    """Whether the two are not told apart at the first point where both have a value; False where there is no
    such point."""
    values = _values((first, second))
    return values is not None and not disjoint(*values)


def places_to_leave_out(terms: Sequence[Node], other: Node) -> list[int]:
    """The places of ``terms`` without which their sum may be equal to ``other``."""
    values = _values((other, *terms))
    if values is None:
        return []
    wanted, *found = values
    with working_precision(PRECISION):
        whole = reduce(add, found)
        return [place for place, value in enumerate(found) if not disjoint(add(whole, -value), wanted)]


def ratio_of(first: Node, second: Node) -> Fraction | None:
    """About what the quotient of the two is at the first point where ``second`` is not 0; None where it has
    no real value there."""
    for values in _all_values((first, second)):
        top, bottom = map(_real, values)
        if bottom != 0:
            return None if top is None or bottom is None else top / bottom
    return None


def _values(trees: Sequence[Node]) -> list[Value] | None:
    return next(_all_values(trees), None)


def _all_values(trees: Sequence[Node]) -> Iterator[list[Value]]:
    """What ``trees`` come to, point by point, where all of them have a value."""
    letters = sorted({letter for tree in trees for letter in free_letters(tree)})
    if len(letters) > len(PRIMES):
        return
    complex_values = any(survey(tree).imaginary for tree in trees)
    try:
        for tree in trees:
            check(tree)
    except TooCostlyError:
        return
    for point in _points(letters):
        try:
            with working_precision(PRECISION):
                evaluator = Evaluator(point, complex_values)
                values = [evaluator.value(tree) for tree in trees]
        except (NoValueError, UnsettledError):
            continue
        yield values


def _points(letters: Sequence[str]) -> Iterator[dict[str, Value]]:
    """One point where there are no letters."""
    for scale in SCALES if letters else SCALES[:1]:
        yield {letter: scale * prime for letter, prime in zip(letters, PRIMES, strict=False)}


def _real(value: Value) -> Fraction | None:
    if isinstance(value, fmpq):
        return Fraction(int(value.p), int(value.q))
    if isinstance(value, acb) and not value.imag.contains(0):
        return None
    ball = value.real if isinstance(value, acb) else value
    return _middle(ball)


def _middle(ball: arb) -> Fraction | None:
    """The middle of ``ball``, exactly; a ball around nothing is taken for nothing. None for one that is too
    large or too small to write out."""
    if ball.contains(0):
        return Fraction(0)
    mantissa, exponent = ball.mid().man_exp()
    if abs(exponent) > LARGEST_EXPONENT:
        return None
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
