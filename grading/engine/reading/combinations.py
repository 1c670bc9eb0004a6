"""Combinations with subscripts on both sides, as Korean schools write them: ``{}_5C_2``, ``₅C₂``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from grading.engine.reading.characters import SUBSCRIPTS
from grading.engine.reading.latex_scan import Argument, skip_space
from grading.engine.reading.subscripts import small_end
from grading.engine.reading.tokens import Kind, TokenList

__all__ = ["latex_combination", "small_combination"]

# H chooses with repetition: nHr is (n+r-1)Cr.
_FUNCTIONS: Final = {"C": "binomial", "P": "permutations", "H": "binomial"}
_SPELLINGS: Final = (
    "{}",
    r"\mathrm{{{}}}",
    r"\mathrm {}",
    r"\text{{{}}}",
    r"\operatorname{{{}}}",
    r"{{\rm {}}}",
)


class Lexer(Protocol):
    """What is asked of the LaTeX lexer here."""

    text: str
    tokens: TokenList

    def argument(self, position: int) -> Argument:
        """What a script takes at ``position``."""

    def enclose(self, position: int) -> int:
        """Adds it in brackets."""


def latex_combination(lexer: Lexer, position: int) -> int | None:
    """Adds the combination whose first ``_`` is at ``position``; the index after it, None when it is none."""
    part = lexer.argument(position + 1)
    found = _letter(lexer.text, skip_space(lexer.text, part.end))
    if found is None:
        return None
    letter, mark = found
    if lexer.text[mark : mark + 1] != "_":
        return None
    end = lexer.argument(mark + 1).end
    _add(lexer.tokens, letter, position, lambda: lexer.enclose(position + 1), lambda: lexer.enclose(mark + 1))
    return end


def small_combination(tokens: TokenList, text: str, position: int) -> int | None:
    """The same in Unicode subscripts."""
    middle = small_end(text, position)
    letter = text[middle : middle + 1]
    end = small_end(text, middle + 1)
    if letter not in _FUNCTIONS or end == middle + 1:
        return None
    _add(
        tokens,
        letter,
        position,
        lambda: _add_small(tokens, text, position, middle),
        lambda: _add_small(tokens, text, middle + 1, end),
    )
    return end


def _letter(text: str, position: int) -> tuple[str, int] | None:
    """The letter between the two numbers and the index of what follows it."""
    for letter in _FUNCTIONS:
        for spelling in _SPELLINGS:
            written = spelling.format(letter)
            if text.startswith(written, position):
                return letter, skip_space(text, position + len(written))
    return None


def _add(
    tokens: TokenList, letter: str, position: int, first: Callable[[], int], second: Callable[[], int]
) -> None:
    tokens.add(Kind.FUNCTION, _FUNCTIONS[letter], position, position)
    tokens.add(Kind.OPEN, "(", position, position)
    first()
    if letter == "H":
        tokens.add(Kind.OPERATOR, "+", position, position)
        second()
        tokens.add(Kind.OPERATOR, "-", position, position)
        tokens.add(Kind.NUMBER, "1", position, position)
    tokens.add(Kind.OPERATOR, ",", position, position)
    end = second()
    tokens.add(Kind.CLOSE, ")", end, end)


def _add_small(tokens: TokenList, text: str, start: int, end: int) -> int:
    inner = "".join(SUBSCRIPTS[character] for character in text[start:end])
    return tokens.add(Kind.NUMBER if inner.isdigit() else Kind.SYMBOL, inner, start, end)
