"""Factored: a product of powers of what cannot be split over the rationals, or over a stated field."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq_mpoly

from grading.engine.exact.field import NoFormError
from grading.engine.judging.case import Case, OptionsError
from grading.engine.judging.forms.options import variable_and_rest
from grading.engine.judging.forms.polynomials import (
    Ring,
    content,
    has_letters,
    is_natural,
    is_polynomial,
    varies,
)
from grading.engine.judging.forms.stating import Breach, breach, in_form
from grading.engine.nodes import Constant, Negate, Node, Power, Product, Quotient, Sum, Symbol, walk
from grading.engine.verdict import Verdict

__all__ = ["judge_factored"]

REALS, COMPLEX = "R", "C"


def judge_factored(case: Case) -> Verdict:
    """Equal to the key, and factored.

    Options: the variable, ``x`` or ``cos(t)``, in which the answer is a polynomial (without one: in all its
    letters); in a list after it the field: ``R``, ``C``, or the numbers to adjoin to ℚ, ``[x, sqrt(2), i]``.
    Each factor must be irreducible and without a whole number to take out: ``2x+2`` is not factored, while
    ``2(x+1/2)`` is.
    """
    variable, rest = variable_and_rest(case)
    over, adjoined = _field_of(rest)

    def look(node: Node) -> Breach | None:
        if not is_polynomial(node, variable):
            return breach("not_polynomial", node)
        if over == REALS and Constant("i") in walk(node):
            return breach("not_over_reals", node)
        ring = Ring.of((node, *adjoined, *([variable] if variable else [])))
        return _unfactored(node, variable, _Splitting(ring, over, adjoined))

    return in_form(case, look, form="factored")


def _field_of(rest: Sequence[Node]) -> tuple[str, tuple[Node, ...]]:
    """``R`` or ``C``, or the numbers to adjoin."""
    match rest:
        case [Symbol(name="R" | "C" as name)]:
            return name, ()
        case [Constant(name="all")]:
            return REALS, ()
        case _ if not any(map(has_letters, rest)):
            return "", tuple(rest)
        case _:
            raise OptionsError("field_expected")


class _Splitting:
    """Whether a polynomial splits over the field of the test."""

    def __init__(self, ring: Ring, over: str, adjoined: Sequence[Node]) -> None:
        self.ring = ring
        self.over = over
        self.adjoined = tuple(place for node in adjoined for place in ring.field.used(ring.polynomial(node)))

    def __call__(self, poly: fmpq_mpoly) -> bool:
        if self.ring.splits(poly, self.adjoined):
            return True
        if not self.over:
            return False
        letters = self.ring.letters(poly)
        degree = max((self.ring.degree(poly, place) for place in letters), default=0)
        if degree < 2:
            return False
        if len(letters) > 1:
            raise NoFormError("several letters")
        return degree > 2 or self.over == COMPLEX or self._has_real_roots(poly, letters[0])

    def _has_real_roots(self, poly: fmpq_mpoly, place: int) -> bool:
        """Whether a quadratic polynomial splits over the reals."""
        discriminant = self.ring.field.reduce(poly.discriminant(place))
        if not discriminant.is_constant():
            raise NoFormError("discriminant")
        return bool(discriminant.is_zero() or discriminant.leading_coefficient() > 0)


def _unfactored(node: Node, variable: Node | None, splits: _Splitting) -> Breach | None:
    """The first factor that is none, looked for through products, powers and signs."""
    match node:
        case Negate(operand=inner) | Quotient(numerator=inner):
            return _unfactored(inner, variable, splits)
        case Product(factors=parts):
            found = (_unfactored(part, variable, splits) for part in parts)
            return next((each for each in found if each is not None), None)
        case Power(base=base, exponent=exponent) if is_natural(exponent):
            return _unfactored(base, variable, splits)
        case Sum() if has_letters(node):
            return _splitting_sum(node, variable, splits)
        case _:
            return None


def _splitting_sum(node: Sum, variable: Node | None, splits: _Splitting) -> Breach | None:
    if not varies(node, variable) and not is_polynomial(node, None):
        return None
    form = splits.ring.form(node)
    if len(form.top) < 2:
        # One term is left: x - 0 is a factor, x + x has terms to gather.
        return breach("not_factored", node) if sum(map(has_letters, node.terms)) > 1 else None
    number = content(form.top) / content(form.bottom)
    if number.p > 1:
        return breach("common_factor", node, factor=str(number.p))
    return breach("not_factored", node) if splits(form.top) else None
