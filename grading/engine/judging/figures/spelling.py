"""How a number is typed: its figures and its decimal places.

The number that is looked at is the one decimal of the answer: ``3.0`` in ``3.0*10^5``, in ``-3.0`` and
in ``3.0/10^2``. Whatever else is computed (``1/3``, ``sqrt(2)``, ``2+1``) hides its figures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from grading.engine.judging.case import Case
from grading.engine.nodes import Negate, Node, Number, Power, Product, Quotient
from grading.engine.reading import ReadError

__all__ = ["Spelling", "read_number", "spelling_of", "whole_number", "with_powers_of_ten"]

TEN: Final = Number(Fraction(10))


@dataclass(frozen=True, slots=True)
class Spelling:
    """A typed number: ``literal * 10^exponent``, with a sign before it.

    ``literal`` has no exponent of its own; ``powers`` is how many powers of ten were written.
    """

    literal: str
    exponent: int
    powers: int
    negative: bool

    @property
    def mantissa(self) -> Fraction:
        """The typed decimal without sign and powers of ten."""
        return Fraction(self.literal.rstrip("."))

    @property
    def value(self) -> Fraction:
        """The exact rational that is spelled; only for what passed the check of costs."""
        size = self.mantissa * Fraction(10) ** self.exponent
        return -size if self.negative else size

    @property
    def least_figures(self) -> int:
        """The figures that certainly are significant: 1 of ``100``, 3 of ``100.`` and ``1.00``."""
        digits = self._digits
        if not digits:
            return max(1, self._fraction_digits)
        return len(digits) if "." in self.literal else len(digits.rstrip("0"))

    @property
    def most_figures(self) -> int:
        """The figures that may be meant: 3 of ``100``, of which two may only hold the place."""
        return len(self._digits) or max(1, self._fraction_digits)

    @property
    def places(self) -> int:
        """Decimal places: 2 for ``0.50``, 4 for ``1.5e-3``, none for ``150``."""
        return max(0, self._fraction_digits - self.exponent)

    @property
    def _digits(self) -> str:
        """From the first digit that is not zero on."""
        return self.literal.replace(".", "").lstrip("0")

    @property
    def _fraction_digits(self) -> int:
        return len(self.literal.partition(".")[2])


def read_number(case: Case) -> tuple[Case, Node]:
    """``case`` with its texts as numbers are written, and what the student wrote. Raises ReadError.

    A point at the end of a whole number is kept (``100.`` has three figures).
    """
    case = with_powers_of_ten(case)
    text = case.student.strip()
    if not (text.endswith(".") and text[-2:-1].isdigit()):
        return case, case.answer
    try:
        pointed = _with_point(case.read_typed(text[:-1]))
    except ReadError:
        pointed = None
    return case, case.answer if pointed is None else pointed


def _with_point(node: Node) -> Node | None:
    match node:
        case Number(literal=literal) if literal.isdigit():
            return replace(node, literal=f"{literal}.")
        case Negate(operand=operand) if (inner := _with_point(operand)) is not None:
            return Negate(inner)
        case _:
            return None


def with_powers_of_ten(case: Case) -> Case:
    """``case`` where ``2e-3`` is two thousandths in every text: no number is meant by ``2·e − 3``."""
    return replace(
        case,
        student=_with_capital_exponents(case.student),
        key=_with_capital_exponents(case.key),
        options=_with_capital_exponents(case.options),
    )


def _with_capital_exponents(text: str) -> str:
    pieces = list(text)
    for place in range(1, len(text) - 2):
        before, sign, after = text[place - 1], text[place + 1], text[place + 2]
        if text[place] == "e" and sign in "+-−" and before.isdigit() and after.isdigit():
            pieces[place] = "E"
    return "".join(pieces)


def spelling_of(node: Node) -> Spelling | None:
    """How ``node`` is typed, or ``None`` when it is not one decimal with powers of ten."""
    match node:
        case Negate(operand=operand):
            inner = spelling_of(operand)
            return None if inner is None else replace(inner, negative=not inner.negative)
        case Number(literal=literal) if literal:
            return _literal(literal)
        case Product(factors=factors):
            return _product(factors)
        case Quotient(numerator=above, denominator=below):
            return _scaled(spelling_of(above), _power_of_ten(below), -1)
        case _:
            return None


def _literal(literal: str) -> Spelling:
    decimal, letter, exponent = literal.upper().partition("E")
    return Spelling(decimal, int(exponent or 0), 1 if letter else 0, negative=False)


def _product(factors: tuple[Node, ...]) -> Spelling | None:
    """One decimal among powers of ten."""
    powers = [_power_of_ten(factor) for factor in factors]
    decimals = [factor for factor, power in zip(factors, powers, strict=True) if power is None]
    if len(decimals) != 1:
        return None
    spelling = spelling_of(decimals[0])
    for power in powers:
        spelling = spelling if power is None else _scaled(spelling, power, 1)
    return spelling


def _scaled(spelling: Spelling | None, power: int | None, direction: int) -> Spelling | None:
    if spelling is None or power is None:
        return None
    return replace(spelling, exponent=spelling.exponent + direction * power, powers=spelling.powers + 1)


def _power_of_ten(node: Node) -> int | None:
    """The exponent of a written power of ten; a bare ``10`` is a number like another."""
    match node:
        case Power(base=base, exponent=exponent) if base == TEN:
            return whole_number(exponent)
        case _:
            return None


def whole_number(node: Node) -> int | None:
    """The integer that ``node`` spells with digits and at most a sign, or ``None``."""
    match node:
        case Number(literal=literal) if literal.isdigit():
            return int(literal)
        case Negate(operand=Number() as operand):
            size = whole_number(operand)
            return None if size is None else -size
        case _:
            return None
