"""An answer as it is written: its terms, and the numerator and denominator of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from grading.engine.judging.forms.polynomials import has_letters
from grading.engine.nodes import Call, Constant, Negate, Node, Number, Power, Product, Quotient, Sum, walk

__all__ = ["ONE", "Fractional", "as_product", "fractional", "irrational_part", "terms_of"]

ONE: Final = Number(Fraction(1), "1")
ROOTS: Final = ("sqrt", "root")


@dataclass(frozen=True, slots=True)
class Fractional:
    """A product taken apart: the factors over and under the bar, and the number of minus signs."""

    over: tuple[Node, ...]
    under: tuple[Node, ...]
    signs: int

    @property
    def numerator(self) -> Node:
        """What stands over the bar, without signs."""
        return as_product(self.over)

    @property
    def denominator(self) -> Node:
        """What stands under the bar, without signs."""
        return as_product(self.under)


def as_product(factors: tuple[Node, ...]) -> Node:
    """The product of ``factors``; one when there are none."""
    if len(factors) > 1:
        return Product(factors)
    return factors[0] if factors else ONE


def terms_of(node: Node) -> list[Node]:
    """The terms of a sum and of the sums in it; ``node`` alone when it is none."""
    if isinstance(node, Sum):
        return [inner for term in node.terms for inner in terms_of(term)]
    if isinstance(node, Negate) and isinstance(node.operand, Sum):
        return [Negate(inner) for inner in terms_of(node.operand)]
    return [node]


def fractional(node: Node) -> Fractional:
    """``node`` taken apart; ``x^(-2)`` is ``x^2`` under the bar."""
    over, under, signs = list[Node](), list[Node](), 0
    for factor, below in _parts(node, below=False):
        if isinstance(factor, Negate):
            signs += 1
        else:
            (under if below else over).append(factor)
    return Fractional(tuple(over), tuple(under), signs)


def _parts(node: Node, *, below: bool) -> Iterator[tuple[Node, bool]]:
    """Factors with whether they stand under the bar; a sign is given as its ``Negate`` before the factors."""
    match node:
        case Product(factors=factors):
            for factor in factors:
                yield from _parts(factor, below=below)
        case Quotient(numerator=top, denominator=bottom):
            yield from _parts(top, below=below)
            yield from _parts(bottom, below=not below)
        case Negate(operand=inner):
            yield node, below
            yield from _parts(inner, below=below)
        case Power(base=base, exponent=Negate(operand=exponent)):
            inverse = base if exponent == ONE else Power(base, exponent)
            yield from _parts(inverse, below=not below)
        case _:
            yield node, below


def irrational_part(factors: tuple[Node, ...]) -> Node | None:
    """The first root or ``i`` in those of ``factors`` that are numbers."""
    for factor in factors:
        found = None if has_letters(factor) else next(filter(_is_irrational, walk(factor)), None)
        if found is not None:
            return found
    return None


def _is_irrational(node: Node) -> bool:
    match node:
        case Call(function=name) if name in ROOTS:
            return True
        case Power(exponent=Number(value=value)):
            return value.denominator != 1
        case Power(exponent=Quotient()):
            return True
        case _:
            return node == Constant("i")
