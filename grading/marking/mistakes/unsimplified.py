"""Answers that are right and not yet simple: a fraction that can be reduced, a root, work with numbers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from grading.engine import Node, OptionsError, Outcome, Reason, Symbols, Verdict, equal, write_plain
from grading.engine.calculus.substitution import free_letters
from grading.engine.cost import TooCostlyError, check
from grading.engine.exact import rational_value
from grading.engine.nodes import Call, Negate, Number, Power, Product, Quotient, Sum, Symbol, children
from grading.keys import FormulaKey
from grading.marking.judging import Asked
from grading.marking.mistakes.wrong import look_at
from grading.responses import PartResponse

__all__ = ["find_unsimplified"]

FORMS: Final = ("lowest_terms", "simplified_radicals")
# Larger powers are left as they are: nobody works out 3^20.
LARGEST_POWER: Final = 1000
WRITTEN_OUT: Final = frozenset({"mixed", "percent", "degree"})


def find_unsimplified(
    key: FormulaKey, response: PartResponse, asked: Asked, verdict: Verdict
) -> Reason | None:
    """What can still be simplified in an answer that is right by ``verdict``; None as well where the key is
    no simpler."""
    right = look_at(key, response, asked, verdict)
    if right is None:
        return None
    part = _part_left(right.given, asked.symbols)
    if not part or _part_left(right.wanted, asked.symbols):
        return None
    return Reason("mistake_unsimplified", {"part": part})


def _part_left(tree: Node, symbols: Symbols) -> str:
    """The part of ``tree`` with work left in it; empty where there is none."""
    left = _work_left(tree)
    if left is not None:
        return write_plain(left)
    text = write_plain(tree)
    for form in FORMS:
        try:
            found = equal(text, text, test=form, symbols=symbols)
        except OptionsError:
            continue
        if found.outcome is Outcome.INCORRECT:
            return str(found.reason.values.get("part") or text)
    return ""


def _work_left(node: Node) -> Node | None:
    """The first part in which numbers can be worked out or like terms be added."""
    if _is_written_out(node):
        return None
    if not free_letters(node):
        value = _rational(node)
        if value is not None:
            is_large = isinstance(node, Power) and abs(value) > LARGEST_POWER
            return None if is_large else node
    if _has_like_parts(node) or _has_idle_part(node):
        return node
    parts = children(node)
    return next((left for part in parts if (left := _work_left(part)) is not None), None)


def _is_written_out(node: Node) -> bool:
    """A number as people leave it: whole, decimal, a fraction (it has a form of its own), a power of ten."""
    match node:
        case Number():
            return True
        case Negate(operand=inner):
            return _is_written_out(inner) and not isinstance(inner, Negate)
        case Quotient(numerator=Number(), denominator=Number(value=below)):
            return below != 1
        case Quotient(numerator=Negate(operand=Number()), denominator=Number(value=below)):
            return below != 1
        case Call(function=name):
            return name in WRITTEN_OUT
        case (
            Product(factors=(Number(), Power(base=Number(value=base))))
            | Product(factors=(Power(base=Number(value=base)), Number()))
        ):
            return base == 10
        case _:
            return False


def _rational(node: Node) -> Fraction | None:
    try:
        check(node)
    except TooCostlyError:
        return None
    value = rational_value(node)
    return None if value is None else Fraction(int(value.p), int(value.q))


def _has_idle_part(node: Node) -> bool:
    """A number that changes nothing where it stands: + 0, 1·, to the power 1, over 1."""
    match node:
        case Sum(terms=terms):
            return any(_is_one_of(term, 0) for term in terms)
        case Product(factors=factors):
            return any(_is_one_of(factor, 0, 1) for factor in factors)
        case Power(exponent=exponent):
            return _is_one_of(exponent, 0, 1)
        case Quotient(numerator=above, denominator=below):
            return _is_one_of(below, 1) or _is_one_of(above, 0)
    return False


def _is_one_of(node: Node, *values: int) -> bool:
    return isinstance(node, Number) and node.value in values


def _has_like_parts(node: Node) -> bool:
    """Two numbers in one sum or product, two powers of one letter, or terms that differ by a number only."""
    match node:
        case Product(factors=factors):
            numbers = [each for each in factors if not free_letters(each) and _rational(each) is not None]
            letters = [base for each in factors if isinstance(base := _base_of(each), Symbol)]
            return len(numbers) > 1 or len(set(letters)) < len(letters)
        case Sum(terms=terms):
            kinds = [tuple(sorted(_letters_of(term))) for term in terms]
            return len(set(kinds)) < len(kinds)
    return False


def _base_of(factor: Node) -> Node:
    """The base of a power with a number as its exponent; everything else is its own."""
    match factor:
        case Power(base=base, exponent=Number()):
            return base
    return factor


def _letters_of(term: Node) -> Iterator[str]:
    """The factors of ``term`` that are no rational numbers, as texts."""
    match term:
        case Negate(operand=inner):
            yield from _letters_of(inner)
        case Product(factors=factors):
            for factor in factors:
                yield from _letters_of(factor)
        case Quotient(numerator=above, denominator=Number()):
            yield from _letters_of(above)
        case _ if free_letters(term) or _rational(term) is None:
            yield write_plain(term)
