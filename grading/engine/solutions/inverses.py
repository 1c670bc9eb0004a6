"""Exponentials and logarithms undone: ``2^x = 8`` is ``x = ln 8 / ln 2``, ``ln x > c`` is ``x > e^c``.

Each step keeps the same solutions: the functions undone are strictly monotone, and the conditions under
which they have values are kept apart, as the domain of the relation as it was written.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final, NamedTuple

from flint import acb

from grading.engine.balls import Evaluator, NoValueError, UnsettledError, as_ball, working_precision
from grading.engine.nodes import Call, Constant, Negate, Node, Number, Power, Product, Quotient, Sum
from grading.engine.solutions.domains import has_letters
from grading.engine.solutions.formulas import POSITIVE, mirrored

__all__ = ["Compared", "undone", "without_powers"]

MOST_STEPS: Final = 12
BITS: Final = 512
ONE: Final = Number(Fraction(1))
TWO: Final = Number(Fraction(2))


class Compared(NamedTuple):
    """``low - high`` has one of ``signs``."""

    low: Node
    high: Node
    signs: int


def undone(low: Node, high: Node, signs: int) -> Compared | bool:
    """An equivalent comparison without the outer functions; true or false when it always or never holds."""
    current = Compared(low, high, signs)
    for _ in range(MOST_STEPS):
        if has_letters(current.high) and not has_letters(current.low):
            current = Compared(current.high, current.low, mirrored(current.signs))
        step = _both_powers(current) if has_letters(current.high) else _step(current)
        if step is None:
            return current
        if isinstance(step, bool):
            return step
        current = step
    return current


def without_powers(node: Node, *, keeps_sign: bool) -> Node:
    """``node`` with whole powers of its factors as small as the sign allows, or only where it is zero."""
    match node:
        case Power(base, Number(value=exponent)) if exponent.denominator == 1 and exponent > 0:
            smaller = without_powers(base, keeps_sign=keeps_sign)
            return Power(smaller, TWO) if keeps_sign and exponent % 2 == 0 else smaller
        case Product(factors):
            return Product(tuple(without_powers(factor, keeps_sign=keeps_sign) for factor in factors))
        case Negate(operand):
            return Negate(without_powers(operand, keeps_sign=keeps_sign))
        case _:
            return node


def _both_powers(compared: Compared) -> Compared | None:
    """``a^u`` and ``b^v``, or logarithms to one base, on the two sides."""
    exponents = _exponent(compared.low), _exponent(compared.high)
    if exponents[0] is not None and exponents[1] is not None:
        return Compared(exponents[0], exponents[1], compared.signs)
    match compared:
        case Compared(Call("ln", (low,)), Call("ln", (high,)), signs):
            return Compared(low, high, signs)
        case Compared(Call("log", (low, base)), Call("log", (high, other)), signs) if base == other:
            return None if has_letters(base) else _scaled(low, high, _sign(Sum((base, Negate(ONE)))), signs)
        case _:
            return None


def _exponent(node: Node) -> Node | None:
    """``u ln a`` for ``a^u`` with a number ``a > 0``."""
    match node:
        case Call("exp", (exponent,)) | Power(Constant("e"), exponent):
            return exponent
        case Power(base, exponent) if not has_letters(base) and has_letters(exponent) and _sign(base) == 1:
            return Product((exponent, Call("ln", (base,))))
        case _:
            return None


def _step(compared: Compared) -> Compared | bool | None:
    """One function, term or factor less on the side with letters."""
    low, high, signs = compared
    exponent = _exponent(low)
    if exponent is not None:
        sign = _sign(high)
        if sign is None:
            return None
        return Compared(exponent, Call("ln", (high,)), signs) if sign > 0 else bool(signs & POSITIVE)
    match low:
        case Negate(operand):
            return Compared(operand, Negate(high), mirrored(signs))
        case Sum(terms):
            return _without_terms(terms, high, signs)
        case Product(factors):
            return _without_factors(factors, high, signs)
        case Quotient(top, bottom) if not has_letters(bottom):
            return _scaled(top, Product((high, bottom)), _sign(bottom), signs)
        case Call("ln", (argument,)):
            return Compared(argument, Power(Constant("e"), high), signs)
        case Call("log", (argument, base)) if not has_letters(base):
            return _scaled(argument, Power(base, high), _sign(Sum((base, Negate(ONE)))), signs)
        case _:
            return None


def _without_terms(terms: tuple[Node, ...], high: Node, signs: int) -> Compared | None:
    kept = [term for term in terms if has_letters(term)]
    whole = kept[0] if len(kept) == 1 else _one_logarithm(kept)
    if whole is None:
        return None
    moved = tuple(Negate(term) for term in terms if not has_letters(term))
    return Compared(whole, Sum((high, *moved)), signs)


def _one_logarithm(terms: list[Node]) -> Node | None:
    """``log u + 2 log v - log w`` as one logarithm, where all are to one base."""
    powers = [_logarithm_power(term) for term in terms]
    known = [power for power in powers if power is not None]
    if len(known) < len(powers) or len({(name, rest) for name, _, rest in known}) != 1:
        return None
    name, _, rest = known[0]
    return Call(name, (Product(tuple(argument for _, argument, _ in known)), *rest))


def _logarithm_power(term: Node) -> tuple[str, Node, tuple[Node, ...]] | None:
    """``(name, u ^ n, base)`` for ``n log u`` with a whole number ``n``."""
    match term:
        case Call("ln" | "log" as name, (argument, *rest)):
            return name, argument, tuple(rest)
        case Negate(operand):
            inner = _logarithm_power(operand)
            return None if inner is None else (inner[0], Quotient(ONE, inner[1]), inner[2])
        case Product((Number(value=times) as number, operand)) if times.denominator == 1:
            inner = _logarithm_power(operand)
            return None if inner is None else (inner[0], Power(inner[1], number), inner[2])
        case _:
            return None


def _without_factors(factors: tuple[Node, ...], high: Node, signs: int) -> Compared | None:
    kept = [factor for factor in factors if has_letters(factor)]
    rest = [factor for factor in factors if not has_letters(factor)]
    if len(kept) != 1 or not rest:
        return None
    divisor = Product((ONE, *rest))
    return _scaled(kept[0], Quotient(high, divisor), _sign(divisor), signs)


def _scaled(low: Node, high: Node, sign: int | None, signs: int) -> Compared | None:
    """After a division by a number, or a function that grows or falls with it."""
    return Compared(low, high, signs if sign > 0 else mirrored(signs)) if sign else None


def _sign(node: Node) -> int | None:
    """The sign of a number; nothing when it has no value or balls do not tell."""
    with working_precision(BITS):
        try:
            value = Evaluator({}).value(node)
        except (NoValueError, UnsettledError):
            return None
        if isinstance(value, acb) or (value != 0 and as_ball(value).contains(0)):
            return None
        return int(value > 0) - int(value < 0)
