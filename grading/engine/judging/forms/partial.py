"""Partial fractions: a polynomial and fractions whose denominators are powers of irreducible polynomials."""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq_mpoly

from grading.engine.exact.field import text_of
from grading.engine.judging.case import Case
from grading.engine.judging.forms.options import variable_of
from grading.engine.judging.forms.parts import as_product, fractional, terms_of
from grading.engine.judging.forms.polynomials import Ring, is_polynomial, varies
from grading.engine.judging.forms.stating import Breach, breach, in_form
from grading.engine.nodes import Negate, Node, Product, Quotient, Sum
from grading.engine.verdict import Verdict

__all__ = ["judge_partial_fractions"]


def judge_partial_fractions(case: Case) -> Verdict:
    """Equal to the key, and a sum of partial fractions over ℚ.

    Each fraction has a power of one irreducible polynomial below, of a higher degree than what stands above,
    and no two have the same denominator. A constant may stand before a bracket. Options: the variable;
    without it ``x`` or the only letter of the key.
    """
    variable = variable_of(case)

    def look(node: Node) -> Breach | None:
        return _Decomposition(Ring.of((node, variable)), variable).fault(node)

    return in_form(case, look, form="partial_fractions")


class _Decomposition:
    """The terms of one answer, seen one after the other."""

    def __init__(self, ring: Ring, variable: Node) -> None:
        self.ring = ring
        self.variable = variable
        self.place = ring.place(variable)
        self.seen: set[tuple[str, int]] = set()

    def fault(self, node: Node) -> Breach | None:
        """What breaks the form in ``node``."""
        for term in _summands(node, self.variable):
            found = self._term_fault(term)
            if found is not None:
                return found
        return None

    def _term_fault(self, term: Node) -> Breach | None:
        parts = fractional(term)
        under = tuple(factor for factor in parts.under if varies(factor, self.variable))
        over, below = as_product(parts.over), as_product(under)
        if not is_polynomial(over, self.variable) or not is_polynomial(below, self.variable):
            return breach("not_polynomial", term)
        if not under:
            return None
        bases = [
            (factor, times)
            for factor, times in self.ring.factors(self.ring.form(below).top)
            if self.ring.degree(factor, self.place)
        ]
        if not bases:
            return None
        if len(bases) > 1 or self.ring.splits(bases[0][0]):
            return breach("not_decomposed", term)
        return self._numerator_fault(term, over, *bases[0])

    def _numerator_fault(self, term: Node, over: Node, base: fmpq_mpoly, times: int) -> Breach | None:
        if self.ring.degree(self.ring.form(over).top, self.place) >= self.ring.degree(base, self.place):
            return breach("improper_fraction", term)
        if (text_of(base), times) in self.seen:
            return breach("like_fractions", term)
        self.seen.add((text_of(base), times))
        return None


def _summands(node: Node, variable: Node) -> Iterator[Node]:
    """The terms, also of a sum with a constant factor or divisor, which goes to each of them."""
    for term in terms_of(node):
        parts = fractional(term)
        moving = [factor for factor in (*parts.over, *parts.under) if varies(factor, variable)]
        inner = moving[0] if len(moving) == 1 and moving[0] in parts.over else None
        if not isinstance(inner, Sum) or is_polynomial(inner, variable):
            yield term
            continue
        constants = tuple(factor for factor in parts.over if factor is not inner)
        for part in _summands(inner, variable):
            scaled = Quotient(Product((*constants, part)), as_product(parts.under))
            yield Negate(scaled) if parts.signs % 2 else scaled
