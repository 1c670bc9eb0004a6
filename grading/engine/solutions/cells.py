"""The real line cut at the roots of polynomials: on each cell every polynomial has one sign.

Roots are isolated exactly: irreducible polynomials share none, and certified enclosures (FLINT,
``arb_fmpz_poly_complex_roots``) are refined until they are apart. A polynomial of degree one may have
balls for coefficients (``x - pi``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from flint import acb, arb, arb_poly, fmpq, fmpq_poly

from grading.engine.balls import working_precision
from grading.engine.exact.field import NoFormError

__all__ = ["Cell", "Poly", "cells", "simplest_between"]

Poly = fmpq_poly | arb_poly

MAX_DEGREE: Final = 60
MAX_BITS: Final = 4_096
PRECISIONS: Final = (64, 256, 1_024, 4_096)


@dataclass(frozen=True, slots=True)
class Cell:
    """A point or an open interval. ``signs`` are those of the polynomials, in their order.

    ``at`` is the point, exactly where it is rational and as a ball where not, or a simple number of the
    interval.
    """

    signs: tuple[int, ...]
    at: fmpq | arb


@dataclass(frozen=True, slots=True)
class _Split:
    """One polynomial as places of irreducible ones with their exponents; ``sign`` of its content."""

    sign: int
    parts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Root:
    ball: arb
    exact: fmpq | None
    owner: int


def cells(polys: Sequence[Poly]) -> list[Cell]:
    """The cells of ``polys``, from left to right. Raises NoFormError where finding them would be long."""
    if sum(max(0, poly.degree()) for poly in polys) > MAX_DEGREE:
        raise NoFormError("degree")
    pool: list[Poly] = []
    splits = [_split(poly, pool) for poly in polys]
    roots = _roots(pool)
    found = []
    for place, at in enumerate(_samples(roots)):
        signs = [_sign(poly(at)) for poly in pool]
        found.append(Cell(tuple(_combined(split, signs) for split in splits), at))
        if place < len(roots):
            root = roots[place]
            signs[root.owner] = 0
            value = root.ball if root.exact is None else root.exact
            found.append(Cell(tuple(_combined(split, signs) for split in splits), value))
    return found


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The rational with the smallest denominator, and then nearest to zero, in the open interval."""
    if low < 0 < high:
        return Fraction(0)
    if high <= 0:
        return -simplest_between(-high, -low)
    # Walk down the Stern-Brocot tree by continued fractions; the denominators bound the steps.
    whole = low.numerator // low.denominator
    if whole + 1 < high:
        return Fraction(whole + 1)
    rest_low, rest_high = low - whole, high - whole
    if rest_low == 0:
        return whole + Fraction(1, (1 / rest_high).__floor__() + 1)
    return whole + 1 / simplest_between(1 / rest_high, 1 / rest_low)


def _split(poly: Poly, pool: list[Poly]) -> _Split:
    if isinstance(poly, arb_poly):
        return _split_balls(poly, pool)
    if poly.degree() < 1:
        value = poly[0]
        return _Split(_sign(value), ())
    if any(int(each.height_bits()) > MAX_BITS for each in poly.coeffs()):
        raise NoFormError("bits")
    parts = []
    _, factors = poly.factor()
    for factor, exponent in factors:
        monic = factor / factor.leading_coefficient()
        place = next(
            (place for place, each in enumerate(pool) if isinstance(each, fmpq_poly) and each == monic), None
        )
        if place is None:
            place = len(pool)
            pool.append(monic)
        parts.append((place, int(exponent)))
    return _Split(_sign(poly.leading_coefficient()), tuple(parts))


def _split_balls(poly: arb_poly, pool: list[Poly]) -> _Split:
    if poly.degree() > 1:
        raise NoFormError("balls")
    sign = _sign(poly[max(0, poly.degree())])
    if poly.degree() < 1:
        return _Split(sign, ())
    pool.append(arb_poly([poly[0] / poly[1], arb(1)]))
    return _Split(sign, ((len(pool) - 1, 1),))


def _combined(split: _Split, signs: Sequence[int]) -> int:
    sign = split.sign
    for place, exponent in split.parts:
        sign *= signs[place] ** exponent
    return sign


def _sign(value: fmpq | arb) -> int:
    if isinstance(value, arb) and value.contains(0):
        raise NoFormError("balls")
    return int(value > 0) - int(value < 0)


def _roots(pool: Sequence[Poly]) -> list[_Root]:
    """The real roots of all, in order, with enclosures that do not meet."""
    for bits in PRECISIONS:
        with working_precision(bits):
            found = sorted(_enclosed(pool), key=lambda root: root.ball.mid())
            if all(low.ball < high.ball for low, high in pairwise(found)):
                return found
    raise NoFormError("roots")


def _enclosed(pool: Sequence[Poly]) -> Iterator[_Root]:
    for owner, poly in enumerate(pool):
        if isinstance(poly, arb_poly):
            yield _Root(-poly[0], None, owner)
            continue
        if poly.degree() == 1:
            value = -poly[0] / poly[1]
            yield _Root(arb(value), value, owner)
            continue
        for root in _complex_roots(poly):
            if root.imag == 0:
                yield _Root(root.real, None, owner)


def _complex_roots(poly: fmpq_poly) -> list[acb]:
    """The roots without their multiplicities, which the stubs of python-flint leave out."""
    pairs: Iterable[Any] = poly.complex_roots()
    return [acb(root) for root, _ in pairs]


def _samples(roots: Sequence[_Root]) -> list[fmpq]:
    """A simple number in each of the intervals between the roots and beyond them."""
    if not roots:
        return [fmpq(0)]
    ends = [_ends(root) for root in roots]
    first = min(Fraction(0), Fraction(ends[0][0].__ceil__())) - 1
    last = max(Fraction(0), Fraction(ends[-1][1].__floor__())) + 1
    middles = [simplest_between(low[1], high[0]) for low, high in pairwise(ends)]
    return [fmpq(value.numerator, value.denominator) for value in (first, *middles, last)]


def _ends(root: _Root) -> tuple[Fraction, Fraction]:
    """Rational numbers around the root, which are the root itself when it is rational."""
    if root.exact is not None:
        exact = Fraction(int(root.exact.p), int(root.exact.q))
        return exact, exact
    return _rational(root.ball.lower()), _rational(root.ball.upper())


def _rational(value: arb) -> Fraction:
    mantissa, exponent = (int(part) for part in value.mid().man_exp())
    return Fraction(mantissa) * Fraction(2) ** exponent
