"""What a way of writing must know: how each construct is set once its parts are, brackets included.

``layout`` decides where brackets stand and hands the parts over; LaTeX, MathML and speech differ only here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

__all__ = ["ATOM", "OPEN_CALL", "POWER", "PRODUCT", "SIGNED", "SUM", "Marks", "Part"]

# How tightly what is written binds.
SUM, SIGNED, PRODUCT, OPEN_CALL, POWER, ATOM = 8, 9, 10, 11, 12, 13


class Part(NamedTuple):
    """Something written. ``head`` is what it is at its outside: ``number``, ``name``, ``power``, ``call``
    (without brackets around its argument), ``fraction``, ``mixed``, ``root``, ``fence`` …; ``digit``: it
    begins with a digit."""

    text: str
    binding: int
    head: str = ""
    digit: bool = False

    @property
    def is_simple(self) -> bool:
        """Whether it is one number or name."""
        return self.head in {"number", "name"}


class Marks(Protocol):
    """One way of writing. Every method returns text, and gets a ``Part`` where it must know what that is."""

    def number(self, literal: str) -> str:
        """Digits with a point at most."""

    def scientific(self, mantissa: str, exponent: int) -> str:
        """``mantissa`` times a power of ten."""

    def name(self, name: str) -> str:
        """A variable by its canonical name."""

    def constant(self, name: str) -> str:
        """A constant by its name in the tree."""

    def signed(self, sign: str, operand: str) -> str:
        """One of ``- ± ∓`` before an operand."""

    def infix(self, sign: str, items: Sequence[str]) -> str:
        """``items`` with the same sign between: of arithmetic, of a relation, of sets, of logic."""

    def negated(self, operand: str) -> str:
        """Logical not."""

    def beside(self, left: str, right: str) -> str:
        """A product without a sign."""

    def times(self, left: str, right: str) -> str:
        """A product with a sign."""

    def joins(self, before: Part, after: Part) -> bool:
        """Whether two factors can stand side by side without a sign and say the same."""

    def fraction(self, above: Part, below: Part) -> str:
        """A quotient, which needs no brackets."""

    def mixed(self, whole: str, above: Part, below: Part) -> str:
        """A whole number and a fraction."""

    def power(self, base: str, exponent: Part) -> str:
        """``base`` is bracketed as it must be, the exponent needs no brackets."""

    def function(self, name: str) -> str:
        """The name of a function before its argument."""

    def based(self, function: str, base: Part) -> str:
        """The name of a logarithm with its base."""

    def applied(self, function: str, argument: str) -> str:
        """A function before an argument without brackets."""

    def called(self, function: str, arguments: Sequence[str]) -> str:
        """A function before its arguments in brackets."""

    def fenced(self, opening: str, text: str, closing: str) -> str:
        """Something in brackets: ``( ) [ ] { } |`` or ``⌊ ⌋ ⌈ ⌉``."""

    def listed(self, items: Sequence[str]) -> str:
        """Items with commas between."""

    def interval(self, low: Part, high: Part, *, low_closed: bool, high_closed: bool) -> str:
        """From ``low`` to ``high``."""

    def root(self, radicand: Part, index: Part | None) -> str:
        """A square root, or the root of an index."""

    def postfixed(self, operand: str, function: str) -> str:
        """``factorial``, ``percent`` or ``degree`` after its operand."""

    def binomial(self, above: Part, below: Part) -> str:
        """A binomial coefficient."""

    def conjugate(self, operand: Part) -> str:
        """A complex conjugate."""

    def accumulated(self, function: str, body: str, index: str, low: str, high: str) -> str:
        """A ``sum`` or ``product`` over an index."""

    def integral(self, body: str, variable: str, limits: tuple[str, str] | None) -> str:
        """An integral."""

    def limit(self, body: str, variable: str, value: str) -> str:
        """A limit."""

    def derivative(self, body: Part, variables: Sequence[tuple[str, int]]) -> str:
        """A derivative by variables, each with its order."""

    def matrix(self, rows: Sequence[Sequence[str]]) -> str:
        """A matrix by its rows."""
