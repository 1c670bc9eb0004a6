"""Quantities: an answer taken apart into its number and its unit, and units compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from grading.engine.judging.figures.refusals import unknown_names
from grading.engine.judging.figures.spelling import whole_number
from grading.engine.judging.units.table import SHOWN, Dimension, canonical, unit_named
from grading.engine.nodes import (
    Call,
    Constant,
    Negate,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Symbol,
    walk,
)

__all__ = ["NotAQuantityError", "Quantity", "Scale", "converted", "quantity_of", "scale_of"]

MOST_EXPONENT: Final = 20
POSTFIXES: Final = {"degree": "deg", "percent": "percent"}
ONE: Final = Number(Fraction(1), "1")


class NotAQuantityError(Exception):
    """The tree is not a number times a product of powers of units."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """``number`` is ``None`` where only a unit is written; ``units`` are canonical names with exponents
    that are not zero, in the order of writing."""

    number: Node | None
    units: Mapping[str, int]

    @property
    def unit_text(self) -> str:
        """The unit as plain text: ``kg*m/s^2``; empty when there is none."""
        above = [_raised(name, power) for name, power in self.units.items() if power > 0]
        below = [_raised(name, -power) for name, power in self.units.items() if power < 0]
        if not below:
            return "*".join(above)
        bottom = "*".join(below)
        return f"{'*'.join(above) or '1'}/{f'({bottom})' if len(below) > 1 else bottom}"


def _raised(name: str, power: int) -> str:
    shown = SHOWN.get(name, name)
    return shown if power == 1 else f"{shown}^{power}"


@dataclass(frozen=True, slots=True)
class Scale:
    """What a unit is worth in base units: ``factor * pi^half_turns``."""

    factor: Fraction
    half_turns: int
    dimension: Dimension


def scale_of(units: Mapping[str, int]) -> Scale:
    """The scale of a product of powers of units; a name without a unit is a dimension of its own."""
    factor, half_turns = Fraction(1), 0
    exponents: dict[str, int] = {}
    for name, power in units.items():
        unit = unit_named(name)
        factor *= unit.factor**power if unit else 1
        half_turns += unit.half_turns * power if unit else 0
        for base, exponent in unit.dimension if unit else ((name, 1),):
            exponents[base] = exponents.get(base, 0) + exponent * power
    dimension = tuple(sorted((base, exponent) for base, exponent in exponents.items() if exponent))
    return Scale(factor, half_turns, dimension)


def converted(number: Node, given: Scale, wanted: Scale) -> Node:
    """``number``, which counts units of the scale ``given``, as a count of ``wanted``."""
    factor, half_turns = given.factor / wanted.factor, given.half_turns - wanted.half_turns
    if factor == 1 and not half_turns:
        return number
    factors = [number, Number(Fraction(factor.numerator)), Power(Constant("pi"), _whole(half_turns))]
    above = Product(tuple(factors if half_turns else factors[:2]))
    return Quotient(above, Number(Fraction(factor.denominator)))


def _whole(value: int) -> Node:
    number = Number(Fraction(abs(value)), str(abs(value)))
    return Negate(number) if value < 0 else number


def quantity_of(node: Node) -> Quantity:
    """``node`` as number and unit. Raises NotAQuantityError."""
    parts = _Parts()
    parts.collect(node, 1)
    if any(abs(power) > MOST_EXPONENT for power in parts.units.values()):
        raise NotAQuantityError
    units = {name: power for name, power in parts.units.items() if power}
    return Quantity(parts.number, units)


@dataclass(slots=True)
class _Parts:
    """What a walk down products, quotients and powers has collected."""

    above: list[Node] = field(default_factory=list)
    below: list[Node] = field(default_factory=list)
    units: dict[str, int] = field(default_factory=dict)
    negative: bool = False

    @property
    def number(self) -> Node | None:
        if not self.above and not self.below:
            return None
        number = _joined(self.above) if self.above else ONE
        if self.below:
            number = Quotient(number, _joined(self.below))
        return Negate(number) if self.negative else number

    def collect(self, node: Node, power: int) -> None:
        """Adds ``node ^ power``."""
        match node:
            case Symbol(name=name):
                self._count(canonical(name), power)
            case _ if not _has_unit(node):
                if unknown_names(node):
                    raise NotAQuantityError
                self._number(node, power)
            case Negate(operand=operand):
                self.negative ^= power % 2 == 1
                self.collect(operand, power)
            case Product(factors=factors):
                for factor in factors:
                    self.collect(factor, power)
            case Quotient(numerator=above, denominator=below):
                self.collect(above, power)
                self.collect(below, -power)
            case Power(base=base, exponent=exponent):
                self._power(base, exponent, power)
            case Call(function=("degree" | "percent") as function, arguments=(operand,)):
                self.collect(operand, power)
                self._count(POSTFIXES[function], power)
            case _:
                raise NotAQuantityError

    def _power(self, base: Node, exponent: Node, power: int) -> None:
        times = whole_number(exponent)
        if times is None or abs(times * power) > MOST_EXPONENT:
            raise NotAQuantityError
        self.collect(base, times * power)

    def _count(self, name: str, power: int) -> None:
        self.units[name] = self.units.get(name, 0) + power

    def _number(self, node: Node, power: int) -> None:
        raised = node if abs(power) == 1 else Power(node, _whole(abs(power)))
        (self.above if power > 0 else self.below).append(raised)


def _joined(factors: list[Node]) -> Node:
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def _has_unit(node: Node) -> bool:
    return any(
        isinstance(each, Symbol) or (isinstance(each, Call) and each.function in POSTFIXES)
        for each in walk(node)
    )
