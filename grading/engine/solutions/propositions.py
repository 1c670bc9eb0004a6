"""From a tree to a formula over signs: relations, connectives, membership, and ± as both signs at once."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from typing import Final

from flint import acb

from grading.engine.balls import Evaluator, NoValueError, UnsettledError, as_ball, working_precision
from grading.engine.exact import field_for
from grading.engine.exact.field import NoFormError, UndefinedError
from grading.engine.exact.forms import form_of
from grading.engine.nodes import (
    Call,
    Collection,
    Constant,
    Interval,
    Logic,
    Negate,
    Node,
    Number,
    PlusMinus,
    Quotient,
    Relation,
    Sum,
    Symbol,
    children,
    walk,
    with_children,
)
from grading.engine.solutions.domains import conditions, has_letters
from grading.engine.solutions.formulas import (
    FALSE,
    NEGATIVE,
    NONZERO,
    POSITIVE,
    TRUE,
    ZERO,
    Formula,
    Letter,
    Odd,
    every,
    negated,
    some,
)
from grading.engine.solutions.inverses import undone, without_powers
from grading.engine.solutions.signs import Signs

__all__ = ["Translator", "both_signs", "is_proposition"]

SIGNS: Final = {
    "=": ZERO,
    "!=": NONZERO,
    "<": NEGATIVE,
    "<=": NEGATIVE | ZERO,
    ">": POSITIVE,
    ">=": POSITIVE | ZERO,
}
CONSTANTS: Final[dict[str, Formula]] = {
    "true": TRUE,
    "all": TRUE,
    "false": FALSE,
    "empty": FALSE,
    "none": FALSE,
}
CONSTANT_BITS: Final = 512
# Generators that solving adds: logarithms of primes, e, and the element of a set.
ROOM: Final = 8
NOTHING: Final = Number(Fraction(0))


def is_proposition(node: Node) -> bool:
    """Whether ``node`` says something that holds or does not."""
    match node:
        case Relation() | Logic() | Constant(name="true" | "false" | "all" | "empty" | "none"):
            return True
        case Call(function="member"):
            return True
        case _:
            return False


class Translator:
    """Makes the formulas of several trees over one table of polynomials.

    ``poles`` are the conditions that leave out a thin set; they are part of each formula when there is
    one letter, where a pole is a point that solving must leave out, and apart from it when there are more.
    Every method raises NoFormError for what has no formula.
    """

    def __init__(self, trees: Sequence[Node], *, complex_values: bool = False) -> None:
        self.field = field_for(trees, complex_values=complex_values, room=ROOM)
        self.signs = Signs(self.field)
        self.poles: list[Formula] = []
        names = {each.name for tree in trees for each in walk(tree) if isinstance(each, Symbol)}
        self.keeps_poles = len(names) < 2

    def formula(self, node: Node, *, true: bool = True) -> Formula:
        """Where ``node`` holds, or where it does not; outside of its domain a relation does neither."""
        match node:
            case Constant(name=name) if name in CONSTANTS:
                return CONSTANTS[name] if true else negated(CONSTANTS[name])
            case Symbol(name=name):
                return Letter(name, true)
            case Relation():
                return self._chain(node, true=true)
            case Logic(operator=operator, operands=operands):
                return self._logic(operator, operands, true=true)
            case Call(function="member", arguments=(element, whole)):
                return self.member(element, whole, true=true)
            case Collection(kind="list" | "set" | "tuple", items=items) if all(map(is_proposition, items)):
                return self._logic("and", items, true=true)
            case _:
                raise NoFormError(type(node).__name__)

    def member(self, element: Node, whole: Node, *, true: bool = True) -> Formula:
        """Where ``element`` is in the set ``whole``, or where it is not."""
        match whole:
            case Constant(name="all"):
                return TRUE if true else FALSE
            case Constant(name="empty" | "none"):
                return FALSE if true else TRUE
            case Collection(kind="set", items=items):
                parts: list[Formula] = [
                    self._chain(Relation((element, item), ("=",)), true=true) for item in items
                ]
                return some(parts) if true else every(parts)
            case Collection(kind="union", items=items):
                parts = [self.member(element, item, true=true) for item in items]
                return some(parts) if true else every(parts)
            case Call(function="intersection", arguments=items):
                parts = [self.member(element, item, true=true) for item in items]
                return every(parts) if true else some(parts)
            case Call(function="difference", arguments=(outer, taken)):
                parts = [self.member(element, outer, true=true), self.member(element, taken, true=not true)]
                return every(parts) if true else some(parts)
            case Interval():
                return self._between(element, whole, true=true)
            case _:
                raise NoFormError("set")

    def _between(self, element: Node, whole: Interval, *, true: bool) -> Formula:
        if (whole.low_closed and _infinite(whole.low)) or (whole.high_closed and _infinite(whole.high)):
            raise NoFormError("infinity")
        operators = ("<=" if whole.low_closed else "<", "<=" if whole.high_closed else "<")
        return self._chain(Relation((whole.low, element, whole.high), operators), true=true)

    def _logic(self, operator: str, operands: tuple[Node, ...], *, true: bool) -> Formula:
        match operator:
            case "not":
                return self.formula(operands[0], true=not true)
            case "and" | "or":
                parts = [self.formula(operand, true=true) for operand in operands]
                return every(parts) if (operator == "and") is true else some(parts)
            case "implies":
                *premises, conclusion = operands
                parts = [self.formula(premise, true=not true) for premise in premises]
                parts.append(self.formula(conclusion, true=true))
                return some(parts) if true else every(parts)
            case "xor" | "equivalent":
                parts = [self.formula(operand) for operand in operands]
                flips = (operator == "equivalent") * (len(operands) - 1) + (not true)
                return Odd((*parts, *([TRUE] * flips)))
            case _:
                raise NoFormError(operator)

    def _chain(self, relation: Relation, *, true: bool) -> Formula:
        if any(isinstance(each, PlusMinus) for each in walk(relation)):
            halves = [self.formula(half, true=true) for half in both_signs(relation)]
            return some(halves) if true else every(halves)
        points = _coordinates(relation)
        if points is not None:
            return self._logic("and", points, true=true)
        links = zip(relation.operators, pairwise(relation.operands), strict=True)
        parts = [self._link(operator, low, high, true=true) for operator, (low, high) in links]
        whole = every(parts) if true else some(parts)
        return every([whole, *(self._domain(operand) for operand in relation.operands)])

    def _link(self, operator: str, low: Node, high: Node, *, true: bool) -> Formula:
        wanted = SIGNS[operator] if true else 7 & ~SIGNS[operator]
        if NOTHING in (low, high):
            keeps_sign = wanted not in (ZERO, NONZERO)
            low, high = (without_powers(each, keeps_sign=keeps_sign) for each in (low, high))
        infinite = _infinite(low) - _infinite(high)
        if infinite:
            return TRUE if wanted & (POSITIVE if infinite > 0 else NEGATIVE) else FALSE
        if not has_letters(low) and not has_letters(high):
            return self._constant_link(low, high, wanted)
        if self.field.complex_values:
            return self._sign(Sum((low, Negate(high))), wanted)
        compared = undone(low, high, wanted)
        if isinstance(compared, bool):
            return TRUE if compared else FALSE
        return self._sign(Sum((compared.low, Negate(compared.high))), compared.signs)

    def _constant_link(self, low: Node, high: Node, wanted: int) -> Formula:
        """Numbers: by their balls, or exactly where the balls meet."""
        if self.field.complex_values:
            return self._sign(Sum((low, Negate(high))), wanted)
        with working_precision(CONSTANT_BITS):
            try:
                gap = Evaluator({}).value(Sum((low, Negate(high))))
            except NoValueError:
                return FALSE
            except UnsettledError:
                gap = None
            if gap is not None and not isinstance(gap, acb) and gap != 0 and not as_ball(gap).contains(0):
                return TRUE if wanted & (POSITIVE if gap > 0 else NEGATIVE) else FALSE
        return self._sign(Sum((low, Negate(high))), wanted)

    def _sign(self, node: Node, wanted: int) -> Formula:
        try:
            return self.signs.of_form(form_of(_without_extremes(node), self.field), wanted)
        except UndefinedError:
            return FALSE

    def _domain(self, operand: Node) -> Formula:
        if self.field.complex_values or _infinite(operand):
            return TRUE
        parts = []
        for condition in conditions(operand):
            if not has_letters(condition.node) and condition.pole:
                continue
            part = self._sign(condition.node, condition.signs)
            if condition.pole and not self.keeps_poles:
                self.poles.append(part)
            else:
                parts.append(part)
        return every(parts)


def both_signs(node: Node) -> tuple[Node, ...]:
    """``node`` with every ± taken as plus, and as minus. Raises NoFormError for independent signs."""
    signs = [each for each in walk(node) if isinstance(each, PlusMinus)]
    if not signs:
        return (node,)
    opposed = any(isinstance(each, Negate) and isinstance(each.operand, PlusMinus) for each in walk(node))
    if len(signs) > 1 and not opposed:
        raise NoFormError("plus minus")
    return _signed(node, positive=True), _signed(node, positive=False)


def _signed(node: Node, *, positive: bool) -> Node:
    if isinstance(node, PlusMinus):
        return node.operand if positive else Negate(node.operand)
    return with_children(node, tuple(_signed(part, positive=positive) for part in children(node)))


def _coordinates(relation: Relation) -> tuple[Node, ...] | None:
    """``x = 1`` and ``y = 2`` for ``(x, y) = (1, 2)``."""
    match relation:
        case Relation((Collection("tuple", low), Collection("tuple", high)), ("=",)) if len(low) == len(high):
            return tuple(Relation(pair, ("=",)) for pair in zip(low, high, strict=True))
        case _:
            return None


def _without_extremes(node: Node) -> Node:
    """``node`` with ``max(a, b)`` as ``(a + b + |a - b|)/2``, and ``min`` likewise."""
    if not any(isinstance(each, Call) and each.function in ("max", "min") for each in walk(node)):
        return node
    parts = tuple(_without_extremes(part) for part in children(node))
    match node:
        case Call(function="max" | "min" as name):
            return reduce(lambda one, other: _extreme(name, one, other), parts)
        case _:
            return with_children(node, parts)


def _extreme(name: str, one: Node, other: Node) -> Node:
    gap = Call("abs", (Sum((one, Negate(other))),))
    return Quotient(Sum((one, other, gap if name == "max" else Negate(gap))), Number(Fraction(2)))


def _infinite(node: Node) -> int:
    match node:
        case Constant(name="infinity"):
            return 1
        case Negate(operand=operand):
            return -_infinite(operand)
        case _:
            return 0
