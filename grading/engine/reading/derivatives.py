"""Derivatives written as quotients: ``dy/dx``, ``d/dx``, ``d^2y/dx^2`` and their LaTeX.

Only the shape is looked for here; what stands in the places is read by the lexers. A ``d`` that the
question declares is a letter like any other, and then nothing is found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grading.engine.reading import names
from grading.engine.reading.numerals import DIGITS
from grading.engine.reading.tokens import Kind, TokenList

__all__ = [
    "Derivative",
    "Scanner",
    "add_derivative",
    "differential_end",
    "latex_derivative",
    "plain_derivative",
]

# LaTeX spellings of an upright or curly d; a plain "d" is one, too.
_SPELLINGS = (r"\differentialD", r"\mathrm{d}", r"{\rm d}", r"\mathrm d", r"\partial", "d", "∂")


@dataclass(frozen=True, slots=True)
class Derivative:
    """``variables``: name, position and order of each. ``operand``: where the ``y`` of ``dy/dx`` stands,
    None when what is differentiated follows. ``end``: the index after all of it."""

    variables: tuple[tuple[str, int, int], ...]
    operand: tuple[int, int] | None
    end: int


@dataclass(frozen=True, slots=True)
class Scanner:
    """Folded text; ``ignored`` skips what separates nothing."""

    text: str
    ignored: Callable[[int], int]

    def differential(self, position: int) -> int | None:
        """The index after a spelling of ``d`` here."""
        position = self.ignored(position)
        for spelling in _SPELLINGS:
            if self.text.startswith(spelling, position):
                end = position + len(spelling)
                runs_on = (
                    spelling[-1].isalpha() and spelling[0] == "\\" and self.text[end : end + 1].isalpha()
                )
                return None if runs_on else end
        return None

    def order(self, position: int) -> tuple[int, int]:
        """The order at ``position`` (1 when there is none) and the index after it."""
        start = self.ignored(position)
        if self.text[start : start + 1] != "^":
            return 1, position
        is_braced = self.text[start + 1 : start + 2] == "{"
        first = start + 1 + is_braced
        end = first
        while end < len(self.text) and self.text[end] in DIGITS:
            end += 1
        end = min(end, first + 2) if is_braced else min(end, first + 1)
        is_closed = not is_braced or self.text[end : end + 1] == "}"
        if end == first or not is_closed:
            return 0, position
        return int(self.text[first:end]), end + is_braced

    def variable(self, position: int) -> tuple[str, int] | None:
        """The one-letter name here and the index after it."""
        position = self.ignored(position)
        character = self.text[position : position + 1]
        if character.isascii() and character.isalpha():
            return character, position + 1
        if character in names.GREEK_LETTERS:
            return names.GREEK_LETTERS[character], position + 1
        end = position + 1
        while character == "\\" and self.text[end : end + 1].isascii() and self.text[end : end + 1].isalpha():
            end += 1
        name = names.GREEK.get(self.text[position + 1 : end]) if character == "\\" else None
        return (name, end) if name else None


def latex_derivative(
    scanner: Scanner, *, above: tuple[int, int], below: tuple[int, int], end: int
) -> Derivative | None:
    """The derivative that a fraction of these two spans is, or None."""
    variables = _variables(scanner, below[0], below[1])
    start = scanner.differential(above[0])
    if variables is None or start is None:
        return None
    total, start = scanner.order(start)
    if total != sum(order for _, _, order in variables):
        return None
    start = scanner.ignored(start)
    operand = (start, above[1]) if start < above[1] else None
    return Derivative(variables, operand, end)


def plain_derivative(scanner: Scanner, position: int) -> Derivative | None:
    """The derivative whose ``d`` is at ``position``: ``dy/dx`` or ``d/dx``, or None."""
    start = scanner.differential(position)
    if start is None:
        return None
    total, start = scanner.order(start)
    found = scanner.variable(start)
    operand = (scanner.ignored(start), found[1]) if found else None
    slash = scanner.ignored(found[1] if found else start)
    if scanner.text[slash : slash + 1] != "/":
        return None
    below = scanner.differential(slash + 1)
    name = scanner.variable(below) if below is not None else None
    if name is None or scanner.text[name[1] : name[1] + 1].isalnum():
        return None
    order, end = scanner.order(name[1])
    return Derivative(((name[0], name[1] - 1, order),), operand, end) if order == total else None


def add_derivative(
    tokens: TokenList, found: Derivative, position: int, *, lex: Callable[[int, int], None]
) -> int:
    """Adds ``diff(y, x)`` for ``dy/dx``; ``d/dx`` takes what follows. Returns the index after it."""
    tokens.add(Kind.FUNCTION, "diff" if found.operand else "∂", position, position + 1)
    tokens.add(Kind.OPEN, "(", position, position)
    if found.operand:
        lex(*found.operand)
    is_simple = len(found.variables) == 1 and found.variables[0][2] == 1
    for index, (name, start, order) in enumerate(found.variables):
        if found.operand or index:
            tokens.add(Kind.OPERATOR, ",", start, start)
        tokens.add(Kind.SYMBOL, name, start, start + 1)
        if not is_simple:
            tokens.add(Kind.OPERATOR, ",", start, start)
            tokens.add(Kind.NUMBER, str(order), start, start + 1)
    return tokens.add(Kind.CLOSE, ")", found.end, found.end)


def _variables(scanner: Scanner, start: int, stop: int) -> tuple[tuple[str, int, int], ...] | None:
    """All of the text between as differentials: ``dx``, ``\\partial x\\partial y^2``."""
    found = []
    position = scanner.ignored(start)
    while position < stop:
        after = scanner.differential(position)
        name = scanner.variable(after) if after is not None else None
        if name is None:
            return None
        order, position = scanner.order(name[1])
        found.append((name[0], name[1] - 1, order))
        position = scanner.ignored(position)
    return tuple(found) if found and all(order > 0 for _, _, order in found) else None


def differential_end(run: str) -> bool:
    """Whether a run of letters ends in a differential: ``dx``, ``xdx``."""
    return len(run) > 1 and run[-2] == "d"
