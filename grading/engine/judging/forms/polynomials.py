"""Answers as polynomials: over the rationals, with constants such as ``sqrt(2)`` and ``i`` beside them.

A subterm that is no polynomial (``cos(t)``) may itself be the variable. Whether a polynomial splits is
decided by FLINT over ℚ; over ℚ(√2) and its like by Trager's norm: the product of the conjugates of a
polynomial, moved until it is square-free, has as many factors over ℚ as the polynomial has over the field
(B. Trager, Algebraic factoring and rational function integration, 1976).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flint import fmpq, fmpq_mpoly

from grading.engine.calculus.substitution import depends
from grading.engine.cost import check
from grading.engine.exact import field_for
from grading.engine.exact.field import Field, Form, NoFormError, text_of
from grading.engine.exact.forms import form_of
from grading.engine.nodes import (
    Call,
    Constant,
    Negate,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    children,
    walk,
)

__all__ = ["Ring", "content", "has_letters", "is_natural", "is_polynomial", "varies"]

MOST_CONJUGATES: Final = 16
MOST_NORM_DEGREE: Final = 32
SHIFTS: Final = (1, 2, 3, 5)
# Letters and unknown functions, as they are named among the generators of a field.
LETTERS: Final = ("symbol", "call")


def has_letters(node: Node) -> bool:
    """Whether ``node`` is anything else than a number."""
    return any(isinstance(each, Symbol) for each in walk(node))


def varies(node: Node, variable: Node | None) -> bool:
    """Whether ``node`` changes with ``variable``; with any letter when there is no variable."""
    if variable is None:
        return has_letters(node)
    return any(isinstance(each, Symbol) and depends(node, each.name) for each in walk(variable))


def is_natural(node: Node) -> bool:
    """Whether ``node`` is written as a whole number from 1 on."""
    return isinstance(node, Number) and node.value >= 1 and node.value.denominator == 1


def is_polynomial(node: Node, variable: Node | None) -> bool:
    """Whether ``node`` is written as a polynomial in ``variable``; without one, in letters and functions."""
    if node == variable or not varies(node, variable):
        return True
    match node:
        case Sum() | Product() | Negate():
            return all(is_polynomial(part, variable) for part in children(node))
        case Quotient(numerator=top, denominator=bottom):
            return is_polynomial(top, variable) and not varies(bottom, variable)
        case Power(base=base, exponent=exponent):
            return is_natural(exponent) and is_polynomial(base, variable)
        case Symbol() | Call():
            return variable is None
        case _:
            return False


def content(poly: fmpq_mpoly) -> fmpq:
    """The positive rational that leaves a primitive polynomial with integer coefficients."""
    numerators = (int(each.p) for each in poly.coeffs())
    denominators = (int(each.q) for each in poly.coeffs())
    return fmpq(math.gcd(*numerators), math.lcm(*denominators))


@dataclass(frozen=True, slots=True)
class Ring:
    """The polynomials that some trees are made of. Every method may raise NoFormError or UndefinedError."""

    field: Field

    @classmethod
    def of(cls, trees: Iterable[Node]) -> Ring:
        """A ring with room for ``trees``; raises TooCostlyError for one that is beyond the limits."""
        kept = tuple(trees)
        for tree in kept:
            check(tree)
        imaginary = any(Constant("i") in walk(tree) for tree in kept)
        return cls(field_for(kept, complex_values=imaginary))

    def form(self, node: Node) -> Form:
        """The canonical quotient that ``node`` is."""
        return form_of(node, self.field)

    def polynomial(self, node: Node) -> fmpq_mpoly:
        """``node`` as a polynomial in everything that occurs; raises NoFormError when it is none."""
        form = self.form(node)
        if not form.bottom.is_one():
            raise NoFormError("not a polynomial")
        return form.top

    def place(self, variable: Node) -> int:
        """The place of the generator that ``variable`` is."""
        poly = self.polynomial(variable)
        used = self.field.used(poly)
        if len(used) != 1 or poly != self.field.context.gen(used[0]):
            raise NoFormError("variable")
        return used[0]

    def degree(self, poly: fmpq_mpoly, place: int) -> int:
        """The degree in one generator; 0 for zero."""
        return max(0, int(poly.degrees()[place]))

    def factors(self, poly: fmpq_mpoly) -> list[tuple[fmpq_mpoly, int]]:
        """The irreducible factors over ℚ with their multiplicities, without numbers, in a fixed order."""
        if poly.is_constant():
            return []
        if not self.field.is_small(poly):
            raise NoFormError("factors")
        _, parts = poly.factor()
        monic = [(part / part.leading_coefficient(), int(times)) for part, times in parts]
        return sorted(monic, key=lambda pair: (text_of(pair[0]), pair[1]))

    def common(self, first: fmpq_mpoly, second: fmpq_mpoly) -> fmpq_mpoly:
        """The greatest common divisor over ℚ; the constant one when there is none."""
        if first.is_constant() or second.is_constant():
            return self.field.one
        if not self.field.is_small(first, second):
            raise NoFormError("divisor")
        return first.gcd(second)

    def splits(self, poly: fmpq_mpoly, adjoined: Iterable[int] = ()) -> bool:
        """Whether ``poly`` is a product of two that are no numbers, over ℚ, the constants that occur in it
        and those at the places ``adjoined``."""
        if sum(times for _, times in self.factors(poly)) > 1:
            return True
        algebraic = sorted({*self._algebraic(poly), *adjoined})
        if not algebraic or self._is_linear(poly):
            return False
        return self._norm_factors(poly, algebraic) > 1

    def letters(self, poly: fmpq_mpoly) -> list[int]:
        """The places of letters and functions in ``poly``: everything that is no constant."""
        return [place for place in self.field.used(poly) if self._is_letter(place)]

    def _is_letter(self, place: int) -> bool:
        """Letters, and functions of something; ``pi``, ``sqrt(2)`` and ``ln(2)`` are constants."""
        kind, *arguments = self.field.keys[place]
        if kind in LETTERS:
            return True
        # Generators are named g0, g1 …, so a key without them speaks of numbers only.
        return place not in self.field.relations and any("g" in text for text in arguments)

    def _algebraic(self, poly: fmpq_mpoly) -> list[int]:
        return [place for place in self.field.used(poly) if place in self.field.relations]

    def _is_linear(self, poly: fmpq_mpoly) -> bool:
        """Whether some letter occurs in one term only, to the first power, beside a number."""
        for place in self.letters(poly):
            terms = [monomial for monomial in poly.monoms() if monomial[place]]
            if len(terms) == 1 and sum(terms[0]) == 1:
                return True
        return False

    def _norm_factors(self, poly: fmpq_mpoly, algebraic: list[int]) -> int:
        """The number of irreducible factors over ℚ with the generators at ``algebraic`` adjoined."""
        self._refuse_norm(poly, algebraic)
        letters = self.letters(poly)
        for place in letters:
            if self._is_square_free(poly, place, algebraic):
                break
        else:
            # A repeated factor in every letter that it has.
            return 2
        for shift in SHIFTS:
            parts = self.factors(self._norm(poly, place, algebraic, shift))
            if all(times == 1 for _, times in parts):
                return len(parts)
        raise NoFormError("norm")

    def _refuse_norm(self, poly: fmpq_mpoly, algebraic: list[int]) -> None:
        """Only roots of different primes and ``i`` are sure to be independent of each other."""
        keys = [self.field.keys[place] for place in algebraic]
        if any(key[0] not in ("root", "i") for key in keys) or len({key[:2] for key in keys}) != len(keys):
            raise NoFormError("constants")
        if not all(self.field.relations[place][1].is_constant() for place in algebraic):
            raise NoFormError("constants")
        conjugates = math.prod(self.field.relations[place][0] for place in algebraic)
        if conjugates > MOST_CONJUGATES or conjugates * int(poly.total_degree()) > MOST_NORM_DEGREE:
            raise NoFormError("norm")

    def _is_square_free(self, poly: fmpq_mpoly, place: int, algebraic: list[int]) -> bool:
        if self.degree(poly, place) < 2:
            return True
        discriminant = poly.resultant(poly.derivative(place), place)
        return not self._conjugated(self.field.reduce(discriminant), algebraic).is_zero()

    def _norm(self, poly: fmpq_mpoly, place: int, algebraic: list[int], shift: int) -> fmpq_mpoly:
        """The product of the conjugates of ``poly``, its letter moved by a multiple of the constants."""
        context = self.field.context
        moved = context.gen(place)
        for index, root in enumerate(algebraic, 1):
            moved += context.gen(root) * shift * index
        images = [moved if each == place else context.gen(each) for each in range(self.field.count)]
        return self._conjugated(poly.compose(*images), algebraic)

    def _conjugated(self, poly: fmpq_mpoly, algebraic: list[int]) -> fmpq_mpoly:
        for place in reversed(algebraic):
            degree, value = self.field.relations[place]
            if self.degree(poly, place):
                poly = poly.resultant(self.field.context.gen(place) ** degree - value, place)
        return poly
