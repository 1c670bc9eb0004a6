"""Forms of fractions: a single one, in lowest terms, with a rational denominator."""

from __future__ import annotations

from collections.abc import Iterator

from grading.engine.judging.case import Case
from grading.engine.judging.forms.parts import Fractional, fractional, irrational_part
from grading.engine.judging.forms.polynomials import Ring, content
from grading.engine.judging.forms.stating import Breach, breach, in_form, only_form
from grading.engine.nodes import Call, Negate, Node, Power, Product, Quotient, children
from grading.engine.verdict import Verdict

__all__ = ["judge_lowest_terms", "judge_rational_denominator", "judge_single_fraction"]


def judge_single_fraction(case: Case) -> Verdict:
    """Equal to the key, and one fraction ``a/b`` without fractions in it, or no fraction at all.

    It need not be in lowest terms. Exponents and the arguments of functions other than roots do not count.
    """
    return in_form(case, _not_single, form="single_fraction")


def judge_lowest_terms(case: Case) -> Verdict:
    """No fraction in the answer can be reduced, has two minus signs, or has a root or ``i`` as a number in
    its denominator; the answer may be an equation or a set, too. The key is not compared: use ``equal``
    beside it."""
    return only_form(case, _not_lowest, form="lowest_terms", of_values=False)


def judge_rational_denominator(case: Case) -> Verdict:
    """Equal to the key, and no denominator has a root or ``i`` among its numbers."""
    return in_form(case, _irrational, form="rational_denominator")


def _not_single(node: Node) -> Breach | None:
    inner = node
    while isinstance(inner, Negate):
        inner = inner.operand
    if isinstance(inner, Quotient):
        found = _first_division(inner.numerator) or _first_division(inner.denominator)
        return breach("fraction_inside_fraction", found) if found else None
    found = _first_division(inner)
    return breach("not_single_fraction", found) if found else None


def _first_division(node: Node) -> Node | None:
    """The first fraction in ``node``, also one that is written with a negative exponent or mixed."""
    pending = [node]
    while pending:
        current = pending.pop()
        match current:
            case Quotient() | Power(exponent=Negate()) | Call(function="mixed"):
                return current
            case Power(base=base):
                pending.append(base)
            case Call(function=name) if name not in ("sqrt", "root"):
                pass
            case _:
                pending.extend(reversed(children(current)))
    return None


def _not_lowest(node: Node) -> Breach | None:
    ring = Ring.of((node,))
    for part, fraction in _fractions(node):
        found = _reducible(part, fraction, ring)
        if found is not None:
            return found
    return _irrational(node)


def _reducible(part: Node, fraction: Fractional, ring: Ring) -> Breach | None:
    if fraction.signs > 1:
        return breach("two_signs", part)
    over, under = ring.form(fraction.numerator).top, ring.form(fraction.denominator).top
    if over.is_zero():
        return breach("not_lowest_terms", part)
    # In ℤ[x, …] both may have a whole number in common, too.
    if content(over).p.gcd(content(under).p) > 1 or not ring.common(over, under).is_constant():
        return breach("not_lowest_terms", part)
    return None


def _irrational(node: Node) -> Breach | None:
    for _, fraction in _fractions(node):
        found = irrational_part(fraction.under)
        if found is not None:
            return breach("irrational_denominator", found)
    return None


def _fractions(node: Node) -> Iterator[tuple[Node, Fractional]]:
    """Every term and factor anywhere in ``node`` that has a bar, taken apart."""
    pending = [node]
    while pending:
        current = pending.pop()
        parts = children(current)
        if isinstance(current, Quotient | Product | Negate | Power):
            fraction = fractional(current)
            if fraction.under:
                yield current, fraction
                parts = (*fraction.over, *fraction.under)
        pending.extend(reversed(parts))
