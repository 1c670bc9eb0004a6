"""Simplified radicals: no power to take out of a root, no fraction in it, nothing left to join or gather."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from flint import fmpq

from grading.engine.exact.field import NoFormError
from grading.engine.exact.radicals import prime_powers
from grading.engine.judging.case import Case
from grading.engine.judging.forms.parts import fractional, irrational_part, terms_of
from grading.engine.judging.forms.polynomials import Ring, content, has_letters
from grading.engine.judging.forms.stating import Breach, breach, in_form
from grading.engine.nodes import Call, Node, Number, Power, Product, Quotient, Sum, walk
from grading.engine.verdict import Verdict

__all__ = ["judge_simplified_radicals"]

MOST_INDEX: Final = 64
MOST_RADICALS: Final = 16
# What stands under a root, and its index.
Radical = tuple[Node, int]


def judge_simplified_radicals(case: Case) -> Verdict:
    """Equal to the key, with every root as simple as it can be.

    A radicand has no fraction, no factor that is a power of the index (``sqrt(8)``) and is no power itself
    (``root(4, 4)``); no product has two numbers under roots of one index (``sqrt(2) sqrt(3)``), no sum two
    terms with one root (``sqrt(2) + 3 sqrt(2)``), no denominator a root of a number. Nested roots are left
    as they are.
    """
    return in_form(case, _unsimplified, form="simplified_radicals")


def _unsimplified(node: Node) -> Breach | None:
    ring = Ring.of((node,))
    if sum(_radical(part) is not None for part in walk(node)) > MOST_RADICALS:
        raise NoFormError("radicals")
    for part in walk(node):
        found = _in_root(part, ring) or _in_product(part) or _in_sum(part)
        if found is not None:
            return found
    return None


def _radical(node: Node) -> Radical | None:
    """The radicand and the index when ``node`` is a root, also ``8^(1/2)``."""
    match node:
        case Call(function="sqrt", arguments=(radicand,)):
            return radicand, 2
        case Call(function="root", arguments=(radicand, Number(value=index))) if _is_index(index):
            return radicand, int(index)
        case Power(base=base, exponent=Quotient(denominator=Number(value=index))) if _is_index(index):
            return base, int(index)
        case Power(base=base, exponent=Number(value=value)) if _is_index(Fraction(value.denominator)):
            return base, value.denominator
        case _:
            return None


def _is_index(value: Fraction) -> bool:
    return value.denominator == 1 and 1 < value <= MOST_INDEX


def _is_whole_power(node: Node) -> bool:
    """Whether a power can be taken out: ``sqrt(2)^2``, ``2^(3/2)``."""
    match node:
        case Power(base=base, exponent=Number(value=exponent)):
            radical = _radical(base)
            if radical is None:
                return exponent > 1 and exponent.denominator > 1
            return exponent >= radical[1]
        case Power(exponent=Quotient(numerator=Number(value=top), denominator=Number(value=bottom))):
            return top >= bottom
        case _:
            return False


def _in_root(node: Node, ring: Ring) -> Breach | None:
    if _is_whole_power(node):
        return breach("root_not_simplified", node)
    radical = _radical(node)
    if radical is None:
        return None
    radicand, index = radical
    form = ring.form(radicand)
    value = ring.field.constant(form)
    if value is not None:
        return _in_numeric_root(node, value, index)
    if not form.bottom.is_constant() or content(form.top).q != 1:
        return breach("fraction_in_root", node)
    powers = [times for _, times in ring.factors(form.top)]
    powers.extend(times for _, times in prime_powers(content(form.top)))
    return breach("root_not_simplified", node) if max(powers) >= index else None


def _in_numeric_root(node: Node, value: fmpq, index: int) -> Breach | None:
    if value.q != 1:
        return breach("fraction_in_root", node)
    powers = [times for _, times in prime_powers(abs(value))] if value != 0 else [index]
    # 1 and 0 are their own roots; a power of every prime lowers the index.
    simple = bool(powers) and max(powers) < index and math.gcd(index, *powers) == 1
    return None if simple and (value > 0 or index % 2) else breach("root_not_simplified", node)


def _in_product(node: Node) -> Breach | None:
    if not isinstance(node, Product | Quotient | Power):
        return None
    parts = fractional(node)
    found = irrational_part(parts.under)
    if found is not None:
        return breach("irrational_denominator", found)
    indexes = [index for _, index in _numeric_radicals(parts.over)]
    return breach("roots_to_join", node) if len(set(indexes)) < len(indexes) else None


def _in_sum(node: Node) -> Breach | None:
    """Two terms with the same root and only numbers beside it."""
    if not isinstance(node, Sum):
        return None
    seen = set[tuple[Radical, ...]]()
    for term in terms_of(node):
        over = fractional(term).over
        radicals = tuple(_numeric_radicals(over))
        if radicals and not has_letters(term):
            if radicals in seen:
                return breach("like_roots", term)
            seen.add(radicals)
    return None


def _numeric_radicals(factors: Sequence[Node]) -> list[Radical]:
    found = (_radical(factor) for factor in factors if not has_letters(factor))
    return [radical for radical in found if radical is not None]
