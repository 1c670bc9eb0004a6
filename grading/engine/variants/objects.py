"""What a parameter may be: an exact number, a number rounded to places, a polynomial, a matrix.

Each has a plain text that the engine reads back, and a LaTeX as people write it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Matrix", "Polynomial", "Rounded", "Value", "read_value", "store_value"]

# Old documents hold rationals alone; the other texts can be told from them and from one another.
_RATIONAL = re.compile(r"-?[0-9]{1,400}(?:/[0-9]{1,400})?")
_ROUNDED = re.compile(r"(?P<whole>-?[0-9]{1,400})\.(?P<places>[0-9]{1,20})")
_MATRIX = re.compile(r"\[(\[[^\[\]]*\](?:, \[[^\[\]]*\])*)\]")
_TERM = re.compile(
    r"(?P<sign>[+-]?)(?:(?P<whole>[0-9]{1,400})|\((?P<ratio>[0-9]{1,400}/[0-9]{1,400})\))?"
    r"(?:(?P<letter>[A-Za-z])(?:\^(?P<power>[0-9]{1,2}))?)?"
)


@dataclass(frozen=True, slots=True)
class Rounded:
    """A number with so many decimal places, all of them written: ``3.10``. It has one place at least."""

    value: Fraction
    places: int

    def __str__(self) -> str:
        return f"{'-' if self.value < 0 else ''}{self.size}"

    @property
    def size(self) -> str:
        """The number without its sign."""
        digits = str(abs(self.value.numerator) * 10**self.places // self.value.denominator)
        digits = digits.rjust(self.places + 1, "0")
        return f"{digits[: -self.places]}.{digits[-self.places :]}"


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A polynomial in one letter; ``coefficients`` begin with the constant, the last of several not 0."""

    letter: str
    coefficients: tuple[Fraction, ...]

    @classmethod
    def of(cls, letter: str, coefficients: tuple[Fraction, ...]) -> Polynomial:
        """The polynomial with these coefficients, whatever zeros stand at the end."""
        length = len(coefficients)
        while length > 1 and coefficients[length - 1] == 0:
            length -= 1
        return cls(letter, coefficients[:length] or (Fraction(0),))

    @property
    def degree(self) -> int:
        """The degree; that of 0 is 0."""
        return len(self.coefficients) - 1

    @property
    def terms(self) -> list[tuple[Fraction, int]]:
        """The coefficients that are not 0, each with its power, the highest first; of 0 its constant."""
        found = [(value, power) for power, value in enumerate(self.coefficients) if value != 0]
        return found[::-1] or [(Fraction(0), 0)]

    def __str__(self) -> str:
        return self._written(_plain_size, lambda power: f"^{power}")

    def to_latex(self) -> str:
        """As people write it: ``x^{2}-\\frac{1}{2}x``."""
        return self._written(_latex_size, lambda power: f"^{{{power}}}")

    def _written(self, size: Callable[[Fraction], str], raised: Callable[[int], str]) -> str:
        text = ""
        for coefficient, power in self.terms:
            sign = "-" if coefficient < 0 else "+" if text else ""
            letter = "" if power == 0 else self.letter if power == 1 else self.letter + raised(power)
            number = "" if letter and abs(coefficient) == 1 else size(abs(coefficient))
            text += sign + number + letter
        return text


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of numbers, all of one length."""

    rows: tuple[tuple[Fraction, ...], ...]

    @property
    def shape(self) -> tuple[int, int]:
        """The number of rows and of columns."""
        return len(self.rows), len(self.rows[0])

    @property
    def is_square(self) -> bool:
        """As many rows as columns."""
        return self.shape[0] == self.shape[1]

    def __str__(self) -> str:
        return "[" + ", ".join(f"[{', '.join(map(str, row))}]" for row in self.rows) + "]"

    def to_latex(self) -> str:
        """In round brackets."""
        rows = " \\\\ ".join(" & ".join(map(_latex_number, row)) for row in self.rows)
        return rf"\begin{{pmatrix}}{rows}\end{{pmatrix}}"


Value = Fraction | Rounded | Polynomial | Matrix


def store_value(value: Value) -> str:
    """The text that ``read_value`` reads back; a constant polynomial keeps its letter: ``0x+3``."""
    if isinstance(value, Polynomial) and value.degree == 0:
        constant = value.coefficients[0]
        return f"0{value.letter}{'-' if constant < 0 else '+'}{_plain_size(abs(constant))}"
    return str(value)


def read_value(text: str) -> Value:
    """The value that a stored text is: ``-1/2``, ``3.10``, ``x^2-3x``, ``[[1, 2], [3, 4]]``. ValueError
    for every other text."""
    if _RATIONAL.fullmatch(text):
        return _fraction(text)
    if rounded := _ROUNDED.fullmatch(text):
        return Rounded(Fraction(text), len(rounded["places"]))
    if matrix := _MATRIX.fullmatch(text):
        rows = tuple(_row(row) for row in re.findall(r"\[([^\[\]]*)\]", matrix[1]))
        if len({len(row) for row in rows}) == 1:
            return Matrix(rows)
    return _polynomial(text)


def _row(text: str) -> tuple[Fraction, ...]:
    return tuple(_fraction(entry) for entry in text.split(", "))


def _polynomial(text: str) -> Polynomial:
    letters: set[str] = set()
    coefficients: dict[int, Fraction] = {}
    for term in _terms(text):
        power = int(term["power"] or 1) if term["letter"] else 0
        letters |= {term["letter"]} if term["letter"] else set()
        size = _fraction(term["ratio"] or term["whole"] or "1")
        coefficients[power] = -size if term["sign"] == "-" else size
    if len(letters) != 1:
        raise ValueError(f"not a value: {text!r}")
    dense = tuple(coefficients.get(power, Fraction(0)) for power in range(max(coefficients) + 1))
    return Polynomial.of(letters.pop(), dense)


def _terms(text: str) -> Iterator[re.Match[str]]:
    position = 0
    while position < len(text):
        term = _TERM.match(text, position)
        if term is None or term[0] in ("", "+", "-") or (position and not term["sign"]):
            raise ValueError(f"not a value: {text!r}")
        yield term
        position = term.end()


def _fraction(text: str) -> Fraction:
    if not _RATIONAL.fullmatch(text):
        raise ValueError(f"not a value: {text!r}")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(f"not a value: {text!r}") from None


def _plain_size(size: Fraction) -> str:
    return str(size) if size.denominator == 1 else f"({size})"


def _latex_size(size: Fraction) -> str:
    return str(size) if size.denominator == 1 else rf"\frac{{{size.numerator}}}{{{size.denominator}}}"


def _latex_number(value: Fraction) -> str:
    return f"{'-' if value < 0 else ''}{_latex_size(abs(value))}"
