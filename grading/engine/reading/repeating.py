"""Repeating decimals, which are exact: ``0.\\dot{3}``, ``0.1\\overline{6}``, ``0.1̇42̇``."""

from __future__ import annotations

from fractions import Fraction

from grading.engine.reading.errors import ReadError
from grading.engine.reading.numerals import DIGITS, MOST_DIGITS, digits_end

__all__ = ["marks_repetition", "scan_repeating"]

_DOT = "\u0307"


def marks_repetition(text: str) -> bool:
    """Whether anything in ``text`` could mark digits that repeat."""
    return _DOT in text or "\\dot" in text or "\\overline" in text


def scan_repeating(text: str, start: int) -> tuple[Fraction, int] | None:
    """The value of the repeating decimal at ``start`` and the index after it; None when there is none.

    Dots stand over the first and the last digit that repeat, a bar over all of them. Raises ReadError
    ``bad_number`` for dots over other digits.
    """
    point = digits_end(text, start)
    if text[point : point + 1] != ".":
        return None
    end = digits_end(text, point + 1)
    digits, marked = text[point + 1 : end], list[int]()
    while (found := _marked(text, end)) is not None:
        run, end = found
        marked += [len(digits), len(digits) + len(run) - 1]
        digits += run
        rest = digits_end(text, end)
        digits, end = digits + text[end:rest], rest
    if text[end : end + 1] == _DOT and digits:
        return _dotted(text, start, point)
    if not marked:
        return None
    if len(marked) > 4 or max(marked) != len(digits) - 1:
        raise ReadError("bad_number", start, found=text[start:end])
    return _value(text[start:point], digits, min(marked), position=start), end


def _dotted(text: str, start: int, point: int) -> tuple[Fraction, int]:
    """The same with combining dots after the digits."""
    digits, marked, end = "", list[int](), point + 1
    while end < len(text) and (text[end] in DIGITS or text[end] == _DOT):
        if text[end] == _DOT:
            marked.append(len(digits) - 1)
        else:
            digits += text[end]
        end += 1
    if len(marked) > 2 or marked[-1] != len(digits) - 1:
        raise ReadError("bad_number", start, found=text[start:end])
    return _value(text[start:point], digits, max(0, marked[0]), position=start), end


def _marked(text: str, position: int) -> tuple[str, int] | None:
    """The digits under the ``\\dot`` or ``\\overline`` at ``position``."""
    for command in ("\\dot", "\\overline"):
        opening = position + len(command)
        if text.startswith(command, position):
            is_braced = text[opening : opening + 1] == "{"
            first = opening + is_braced
            end = digits_end(text, first)
            is_whole = end > first and (text[end : end + 1] == "}" if is_braced else end == first + 1)
            return (text[first:end], end + is_braced) if is_whole else None
    return None


def _value(whole: str, digits: str, first: int, *, position: int) -> Fraction:
    """``whole`` . ``digits``, of which those from ``first`` on repeat."""
    if len(whole) + len(digits) > MOST_DIGITS:
        raise ReadError("bad_number", position, found=whole, limit=MOST_DIGITS)
    once = int(whole + digits or "0") - int(whole + digits[:first] or "0")
    return Fraction(once, 10**first * (10 ** (len(digits) - first) - 1))
