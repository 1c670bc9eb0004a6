"""The derivative of a tree by the rules of the school book.

What comes out is right wherever the tree has a derivative, and lightly tidied, never expanded. A bare
``log`` is taken to base 10: whoever reads it otherwise writes the base out first. ``arcsec`` and
``arccsc`` are the arccosine and arcsine of the reciprocal.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from grading.engine.calculus.substitution import depends, substituted
from grading.engine.calculus.terms import (
    ONE,
    TWO,
    ZERO,
    apply,
    difference,
    negated,
    over,
    raised,
    times,
    total,
    whole,
)
from grading.engine.cost import MAX_DEPTH, MAX_NODES, TooCostlyError
from grading.engine.nodes import (
    INTEGRALS,
    Call,
    Collection,
    Constant,
    Negate,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    walk,
)

__all__ = ["MAX_SIZE", "NoDerivativeError", "derivative", "with_order", "within_size"]

# What a derivative may grow to, in nodes, and how often it may be taken.
MAX_SIZE: Final = MAX_NODES
MAX_ORDER: Final = 12
TEN: Final = whole(10)
# The derivative of a part.
Inner = Callable[[Node], Node]


class NoDerivativeError(Exception):
    """There is no rule. ``part`` names what has none: a function (``floor``) or a kind of node."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def derivative(node: Node, variable: str) -> Node:
    """``d node / d variable``; every other letter is a constant, and ``f(u)`` gives ``f'(u) u'``.

    Tuples, lists and matrices go entry by entry. Raises :class:`NoDerivativeError` for what has no
    derivative by rule (steps such as ``floor``, relations, sets) and ``TooCostlyError`` where the
    result would be longer than :data:`MAX_SIZE` nodes.
    """
    return within_size(_derivative(node, variable, 0))


def within_size(node: Node) -> Node:
    """``node`` itself; raises ``TooCostlyError`` when it is longer than :data:`MAX_SIZE` nodes."""
    for size, _ in enumerate(walk(node), 1):
        if size > MAX_SIZE:
            raise TooCostlyError("nodes", size)
    return node


def with_order(node: Node, variable: str, order: int) -> Node:
    """The derivative of order ``order``, taken one after the other. Raises as :func:`derivative` does."""
    if order > MAX_ORDER:
        raise TooCostlyError("order", order)
    for _ in range(order):
        node = derivative(node, variable)
    return node


def _derivative(node: Node, variable: str, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise TooCostlyError("depth", depth)

    def inner(part: Node) -> Node:
        return _derivative(part, variable, depth + 1)

    return _by_rule(node, variable, inner)


def _by_rule(node: Node, variable: str, inner: Inner) -> Node:
    match node:
        case Symbol(name=name):
            return ONE if name == variable else ZERO
        case Number() | Constant(name="pi" | "e" | "i"):
            return ZERO
        case Collection(kind="tuple" | "list" | "matrix" as kind, items=items):
            return Collection(kind, tuple(inner(item) for item in items))
        case Sum(terms=terms):
            return total(inner(term) for term in terms)
        case Negate(operand=operand):
            return negated(inner(operand))
        case Product(factors=factors):
            return _product(factors, inner)
        case Quotient(numerator=top, denominator=bottom):
            return _quotient(top, bottom, inner)
        case Power(base=base, exponent=exponent):
            return _power(base, exponent, inner)
        case Call():
            return _call(node, variable, inner)
        case _:
            raise NoDerivativeError(type(node).__name__.lower())


def _product(factors: tuple[Node, ...], inner: Inner) -> Node:
    slopes = [inner(factor) for factor in factors]
    return total(
        times(*factors[:place], slope, *factors[place + 1 :])
        for place, slope in enumerate(slopes)
        if slope != ZERO
    )


def _quotient(top: Node, bottom: Node, inner: Inner) -> Node:
    above, below = inner(top), inner(bottom)
    if below == ZERO:
        return over(above, bottom)
    return over(difference(times(above, bottom), times(top, below)), raised(bottom, TWO))


def _power(base: Node, exponent: Node, inner: Inner) -> Node:
    below, above = inner(base), inner(exponent)
    if above == ZERO:
        return times(exponent, raised(base, _one_less(exponent)), below)
    if base == Constant("e"):
        return times(Power(base, exponent), above)
    growth = times(apply("ln", base), above)
    if below == ZERO:
        return times(Power(base, exponent), growth)
    return times(Power(base, exponent), total((growth, over(times(exponent, below), base))))


def _one_less(exponent: Node) -> Node:
    match exponent:
        case Number(value=value):
            return whole(value - 1)
        case Negate(operand=Number(value=value)):
            return whole(-value - 1)
        case Quotient(numerator=Number(value=top), denominator=Number(value=bottom)) if bottom:
            return whole(top / bottom - 1)
        case Negate(operand=Quotient(numerator=Number(value=top), denominator=Number(value=bottom))) if (
            bottom
        ):
            return whole(-top / bottom - 1)
        case _:
            return difference(exponent, ONE)


def _call(call: Call, variable: str, inner: Inner) -> Node:
    name, arguments = call.function, call.arguments
    rule = _RULES.get(name)
    if rule is not None and len(arguments) == 1:
        slope = inner(arguments[0])
        return ZERO if slope == ZERO else rule(arguments[0], slope)
    if not depends(call, variable):
        return ZERO
    special = _SPECIAL.get(name)
    if special is not None:
        return special(call, variable, inner)
    if len(arguments) == 1 and name not in _STEPS:
        return times(apply(f"{name}'", arguments[0]), inner(arguments[0]))
    raise NoDerivativeError(name)


def _natural(call: Call, variable: str, inner: Inner) -> Node:
    """``u' / u``, also for ``ln|u|``."""
    argument = call.arguments[0]
    if isinstance(argument, Call) and argument.function == "abs" and len(argument.arguments) == 1:
        argument = argument.arguments[0]
    return over(inner(argument), argument)


def _logarithm(call: Call, variable: str, inner: Inner) -> Node:
    argument, base = call.arguments if len(call.arguments) == 2 else (call.arguments[0], TEN)
    if inner(base) == ZERO:
        return over(inner(argument), times(argument, apply("ln", base)))
    return _quotient(apply("ln", argument), apply("ln", base), inner)


def _root(call: Call, variable: str, inner: Inner) -> Node:
    radicand, index = call.arguments
    if inner(index) != ZERO:
        return _power(radicand, over(ONE, index), inner)
    return over(inner(radicand), times(index, raised(call, _one_less(index))))


def _series(call: Call, variable: str, inner: Inner) -> Node:
    """A sum term by term; its bounds may not depend on the variable."""
    term, index, *bounds = call.arguments
    if call.function != "sum" or index == Symbol(variable) or any(depends(end, variable) for end in bounds):
        raise NoDerivativeError(call.function)
    return apply("sum", inner(term), index, *bounds)


def _integral(call: Call, variable: str, inner: Inner) -> Node:
    """The fundamental theorem: the integrand at the upper end, less the integrand at the lower end."""
    integrand, index, *bounds = call.arguments
    if not isinstance(index, Symbol):
        raise NoDerivativeError(call.function)
    if not bounds and index.name == variable:
        return integrand
    if len(bounds) != 2 or (index.name != variable and depends(integrand, variable)):
        raise NoDerivativeError(call.function)
    low, high = (times(substituted(integrand, index.name, end), inner(end)) for end in bounds)
    return difference(high, low)


def _repeated(call: Call, variable: str, inner: Inner) -> Node:
    """The derivative of a derivative: the inner one is taken first."""
    expression, index, *order = call.arguments
    times_taken = order[0] if order else ONE
    match index, times_taken:
        case Symbol(name=name), Number(value=value) if value.denominator == 1 and len(order) <= 1:
            return inner(with_order(expression, name, min(value.numerator, MAX_ORDER + 1)))
        case _:
            raise NoDerivativeError("diff")


def _square_root_of(*terms: Node) -> Node:
    return apply("sqrt", total(terms))


def _square(node: Node) -> Node:
    return Power(node, TWO)


def _minus(rule: Callable[[Node, Node], Node]) -> Callable[[Node, Node], Node]:
    return lambda u, slope: negated(rule(u, slope))


def _arcsine(u: Node, slope: Node) -> Node:
    return over(slope, _square_root_of(ONE, negated(_square(u))))


def _arctangent(u: Node, slope: Node) -> Node:
    return over(slope, total((ONE, _square(u))))


def _arcsecant(u: Node, slope: Node) -> Node:
    return over(slope, times(apply("abs", u), _square_root_of(_square(u), Negate(ONE))))


def _artangent(u: Node, slope: Node) -> Node:
    return over(slope, total((ONE, negated(_square(u)))))


# What each function of u gives for u and the slope u'.
_RULES: Final[dict[str, Callable[[Node, Node], Node]]] = {
    "sin": lambda u, slope: times(slope, apply("cos", u)),
    "cos": lambda u, slope: negated(times(slope, apply("sin", u))),
    "tan": lambda u, slope: times(slope, _square(apply("sec", u))),
    "cot": lambda u, slope: negated(times(slope, _square(apply("csc", u)))),
    "sec": lambda u, slope: times(slope, apply("sec", u), apply("tan", u)),
    "csc": lambda u, slope: negated(times(slope, apply("csc", u), apply("cot", u))),
    "arcsin": _arcsine,
    "arccos": _minus(_arcsine),
    "arctan": _arctangent,
    "arccot": _minus(_arctangent),
    "arcsec": _arcsecant,
    "arccsc": _minus(_arcsecant),
    "sinh": lambda u, slope: times(slope, apply("cosh", u)),
    "cosh": lambda u, slope: times(slope, apply("sinh", u)),
    "tanh": lambda u, slope: times(slope, _square(apply("sech", u))),
    "coth": lambda u, slope: negated(times(slope, _square(apply("csch", u)))),
    "sech": lambda u, slope: negated(times(slope, apply("sech", u), apply("tanh", u))),
    "csch": lambda u, slope: negated(times(slope, apply("csch", u), apply("coth", u))),
    "arsinh": lambda u, slope: over(slope, _square_root_of(_square(u), ONE)),
    "arcosh": lambda u, slope: over(slope, _square_root_of(_square(u), Negate(ONE))),
    "artanh": _artangent,
    "arcoth": _artangent,
    "arsech": lambda u, slope: negated(over(slope, times(u, _square_root_of(ONE, negated(_square(u)))))),
    "arcsch": lambda u, slope: negated(over(slope, times(apply("abs", u), _square_root_of(ONE, _square(u))))),
    "exp": lambda u, slope: times(slope, apply("exp", u)),
    "sqrt": lambda u, slope: over(slope, times(TWO, apply("sqrt", u))),
    "abs": lambda u, slope: over(times(slope, u), apply("abs", u)),
    "percent": lambda _, slope: over(slope, whole(Fraction(100))),
    "degree": lambda _, slope: apply("degree", slope),
}

_SPECIAL: Final[dict[str, Callable[[Call, str, Inner], Node]]] = {
    "ln": _natural,
    "log": _logarithm,
    "root": _root,
    "sum": _series,
    "product": _series,
    "diff": _repeated,
    **dict.fromkeys(sorted(INTEGRALS), _integral),
}

# Known functions of one argument without a rule; a name that is not known is an unknown function.
_STEPS: Final = frozenset(
    {"arg", "ceiling", "conj", "factorial", "floor", "gcd", "im", "lcm", "max", "min", "re", "round", "sign"}
)
