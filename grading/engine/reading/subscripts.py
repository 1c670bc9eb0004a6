"""Subscripts of plain names: where one ends, and how it is spelled in the name."""

from __future__ import annotations

from grading.engine.reading import names
from grading.engine.reading.characters import SUBSCRIPTS
from grading.engine.reading.errors import ReadError
from grading.engine.reading.numerals import DIGITS

__all__ = ["canonical_subscript", "small_end", "subscript"]

_CLOSING = {"[": "]", "{": "}", "(": ")"}
_JOINTS = frozenset("+-,")


def canonical_subscript(inner: str) -> str | None:
    """How ``inner`` stands in a name: ``n`` as it is, ``n+1`` as ``{n+1}``; None when it cannot."""
    compact = "".join(inner.split())
    if not compact.isascii() or not compact:
        return None
    if compact.isalnum():
        return compact
    is_short_sum = all(character.isalnum() or character in _JOINTS for character in compact)
    return f"{{{compact}}}" if is_short_sum and compact[-1].isalnum() else None


def small_end(text: str, position: int) -> int:
    """The index after the Unicode subscripts at ``position``."""
    while position < len(text) and text[position] in SUBSCRIPTS:
        position += 1
    return position


def subscript(text: str, position: int, *, name: str, declared: frozenset[str]) -> tuple[str, int]:
    """The subscript of ``name`` at ``position`` of ``text`` and the index after it; empty when there is none.

    ``x_1``, ``x_{n+1}``, ``x_(12)``, ``x[1]`` and ``x₁``; after a bare ``_`` letters run on, as far as a
    declared name goes. Raises ReadError for a ``_`` without its subscript.
    """
    character = text[position : position + 1]
    if character in SUBSCRIPTS:
        end = small_end(text, position)
        return "".join(SUBSCRIPTS[small] for small in text[position:end]), end
    if character == "[":
        return _indexed(text, position)
    if character != "_":
        return "", position
    if text[position + 1 : position + 2] in {"{", "("}:
        return _enclosed(text, position + 1)
    return _bare(text, position + 1, name=name, declared=declared)


def _indexed(text: str, position: int) -> tuple[str, int]:
    """``[1]`` after a name; anything longer in square brackets is a factor."""
    end = text.find("]", position)
    inner = text[position + 1 : max(end, position)].strip()
    is_index = end >= 0 and inner.isascii() and inner.isalnum()
    return (inner, end + 1) if is_index else ("", position)


def _enclosed(text: str, position: int) -> tuple[str, int]:
    end = text.find(_CLOSING[text[position]], position)
    inner = canonical_subscript(text[position + 1 : max(end, position)])
    if end < 0 or inner is None:
        raise ReadError("unexpected", position, found=text[position], expected=["subscript"])
    return inner, end + 1


def _bare(text: str, position: int, *, name: str, declared: frozenset[str]) -> tuple[str, int]:
    if text[position : position + 1] in names.GREEK_LETTERS:
        return names.GREEK_LETTERS[text[position]], position + 1
    end = position
    starts_with_digit = text[position : position + 1] in DIGITS
    while end < len(text) and text[end].isascii() and text[end].isalnum():
        if starts_with_digit and text[end] not in DIGITS:
            break
        end += 1
    if end == position:
        raise ReadError(
            "missing_operand", position, found=text[position : position + 1], expected=["subscript"]
        )
    run = text[position:end]
    shortened = (run[:length] for length in range(len(run), 0, -1))
    chosen = next((part for part in shortened if f"{name}_{part}" in declared), run) if declared else run
    return chosen, position + len(chosen)
