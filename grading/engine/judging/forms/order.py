"""The same as it is written: identical, or identical but for the order of terms and factors.

For the order, an answer is opened into sums and products without any arithmetic: ``a - b`` is a sum of
``a`` and a minus sign times ``b``, ``a/b`` is a product of ``a`` and the reciprocal of ``b``, brackets inside
sums and products vanish. ``x x`` is not ``x^2``, two minus signs are not none, ``1/2 x`` is not ``x/2``, the
decimal ``2.0`` is not the whole number ``2``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from grading.engine.equality import compare
from grading.engine.equality.trees import as_meant
from grading.engine.equality.verdicts import Readings
from grading.engine.judging.case import Case
from grading.engine.nodes import (
    Call,
    Collection,
    Constant,
    Interval,
    Logic,
    Negate,
    Node,
    Number,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
    children,
    walk,
)
from grading.engine.verdict import Outcome, Verdict
from grading.engine.writing import write_plain

__all__ = ["Opened", "judge_equal_up_to_order", "judge_identical", "opened"]

COMMUTING: Final = frozenset({"and", "or", "xor"})
# What may stand before a plus sign that adds nothing.
OPENINGS: Final = "([{,;|=<>≤≥≠+-−*/·×÷^"


def judge_identical(case: Case) -> Verdict:
    """The answer is written as the key is, up to spaces, brackets that change nothing and ways to type a
    sign. ``0.5`` is not ``1/2``, ``x + 1`` is not ``1 + x``, ``+1`` is not ``1``, ``2.0`` is not
    ``2``; ``0.50`` is ``0.5``."""
    answer, key = case.answer, case.expected
    readings = Readings(answer, key)
    if answer != key or _decimals(answer) != _decimals(key):
        return _otherwise(case, readings, "not_identical", _first_difference(answer, key))
    if _idle_signs(case.student) != _idle_signs(case.key):
        return _otherwise(case, readings, "not_identical", answer)
    return readings.correct("identical", method="exact")


def judge_equal_up_to_order(case: Case) -> Verdict:
    """Identical but for the order of terms, factors, elements of sets, and operands of *and* and *or*.

    Sides of equations and inequalities stay where they are; ``diff(x^2, x)`` is what it comes to.
    """
    answer = as_meant(case.answer, case.symbols)
    key = as_meant(case.expected, case.symbols)
    readings = Readings(answer, key)
    if opened(answer) == opened(key):
        return readings.correct("equal_up_to_order", method="exact")
    return _otherwise(case, readings, "different_form", _without_partner(answer, key))


def _otherwise(case: Case, readings: Readings, code: str, part: Node) -> Verdict:
    """Incorrect by definition; whether the values are equal all the same is told beside it."""
    compared = compare(readings.student, readings.key, symbols=case.symbols)
    if compared.outcome in (Outcome.INCORRECT, Outcome.UNREADABLE):
        values = {**compared.reason.values, "equal": False}
        return readings.incorrect(compared.reason.code, values, method="exact", witness=compared.witness)
    equal = True if compared.outcome is Outcome.CORRECT else None
    return readings.incorrect(code, {"part": write_plain(part), "equal": equal}, method="exact")


def _first_difference(answer: Node, key: Node) -> Node:
    """The smallest part of ``answer`` that holds everything in which it differs from ``key``."""
    while True:
        mine, theirs = children(answer), children(key)
        if type(answer) is not type(key) or len(mine) != len(theirs):
            return answer
        different = [pair for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1]]
        if len(different) != 1:
            return answer
        answer, key = different[0]


def _is_decimal(number: Number) -> bool:
    """Whether a number is written with a point or a power of ten: ``2.0``, ``2E3``."""
    return number.value.denominator != 1 or (number.literal != "" and not number.literal.isdigit())


def _decimals(node: Node) -> list[bool]:
    """Of each number in ``node``, whether it is a decimal."""
    return [_is_decimal(each) for each in walk(node) if isinstance(each, Number)]


def _idle_signs(text: str) -> int:
    """How many plus signs in ``text`` stand before a term with nothing to add it to."""
    before, count = "(", 0
    for character in text:
        count += character in "+＋" and before in OPENINGS
        before = before if character.isspace() else character
    return count


# A tree opened for comparison: nested tuples of texts, in which what has no order is sorted.
Opened = tuple[object, ...]


def opened(node: Node) -> Opened:
    """``node`` as nested tuples that are equal exactly when two trees are the same up to order."""
    match node:
        case Sum():
            return ("sum", *_sorted(opened(each) for each in _terms(node)))
        case Negate() | Product() | Quotient():
            return ("product", *_sorted(_factors(node)))
        case Logic(operator=operator, operands=parts) if operator in COMMUTING:
            return (operator, *_sorted(opened(each) for each in _operands(operator, parts)))
        case Collection(kind="set" | "union" as kind, items=parts):
            return (kind, *_sorted(opened(each) for each in parts))
        case _:
            return (*_label(node), *(opened(part) for part in children(node)))


def _sorted(items: Iterator[Opened]) -> list[Opened]:
    return sorted(items, key=repr)


def _terms(node: Node) -> Iterator[Node]:
    if isinstance(node, Sum):
        for term in node.terms:
            yield from _terms(term)
    else:
        yield node


def _factors(node: Node) -> Iterator[Opened]:
    match node:
        case Product(factors=parts):
            for part in parts:
                yield from _factors(part)
        case Negate(operand=inner):
            yield ("-",)
            yield from _factors(inner)
        case Quotient(numerator=top, denominator=bottom):
            yield from _factors(top)
            yield ("/", opened(bottom))
        case _:
            yield opened(node)


def _operands(operator: str, parts: tuple[Node, ...]) -> Iterator[Node]:
    for part in parts:
        if isinstance(part, Logic) and part.operator == operator:
            yield from _operands(operator, part.operands)
        else:
            yield part


def _label(node: Node) -> Opened:
    """What ``node`` is besides its children."""
    match node:
        case Number(value=value) as number:
            return ("number", str(value), _is_decimal(number))
        case Symbol(name=name) | Constant(name=name):
            return (type(node).__name__, name)
        case Call(function=name):
            return ("call", name)
        case Relation(operators=operators):
            return ("relation", *operators)
        case Logic(operator=operator):
            return (operator,)
        case Collection(kind=kind):
            return (kind,)
        case Interval(low_closed=low, high_closed=high):
            return ("interval", low, high)
        case _:
            return (type(node).__name__,)


def _without_partner(answer: Node, key: Node) -> Node:
    """The first term, factor or side of ``answer`` that the key does not have; else all of it."""
    partners = Counter(opened(part) for part in _pieces(key))
    for part in _pieces(answer):
        mine = opened(part)
        if not partners[mine]:
            return part
        partners[mine] -= 1
    return answer


def _pieces(node: Node) -> list[Node]:
    """What a reader sees as the parts of ``node``; itself when it has none."""
    match node:
        case Sum():
            return list(_terms(node))
        case Product() | Relation() | Logic() | Collection():
            return list(children(node))
        case _:
            return [node]
