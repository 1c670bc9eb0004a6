"""Numbers in LaTeX, whose thousands people part by small spaces: ``10\\,000``, ``1{,}000``."""

from __future__ import annotations

from grading.engine.reading.choices import Choices
from grading.engine.reading.numerals import digits_end, scan_decimal

__all__ = ["base_length", "scan_latex_number"]

_SEPARATORS = (r"\,", r"\ ", r"\;", r"\:", "{,}", "~")


def scan_latex_number(
    text: str, start: int, *, locale: str, in_brackets: bool, choices: Choices
) -> tuple[str, int]:
    """The literal at ``start`` and the index after it; there are no exponents after ``e`` in LaTeX.

    Raises ReadError ``bad_number``.
    """
    whole, end = _grouped(text, start)
    if end == start:
        return scan_decimal(text, start, locale=locale, in_brackets=in_brackets, choices=choices)
    if text[end : end + 1] != ".":
        return whole, end
    rest, end = scan_decimal(text, end, locale=locale, in_brackets=in_brackets, choices=choices)
    return whole + rest, end


def base_length(run: str) -> int:
    """How many digits of ``run`` are the base of a logarithm: as in TeX one, but no base is 0 or 1."""
    if run[0] not in "01":
        return 1
    return 2 if run.startswith("10") else len(run)


def _grouped(text: str, start: int) -> tuple[str, int]:
    """Groups of three digits with separators between; ``("", start)`` when there are none."""
    end = digits_end(text, start)
    literal = text[start:end]
    while (separator := next((each for each in _SEPARATORS if text.startswith(each, end)), "")) and (
        digits_end(text, end + len(separator)) == end + len(separator) + 3
    ):
        end += len(separator)
        literal += text[end : end + 3]
        end += 3
    is_grouped = 1 <= digits_end(text, start) - start <= 3 and len(literal) > digits_end(text, start) - start
    return (literal, end) if is_grouped else ("", start)
