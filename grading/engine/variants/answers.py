"""Placeholders in keys and in the responses that test them: plain text in, plain text out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from grading.engine.variants.objects import Matrix, Polynomial, Rounded, Value

__all__ = ["fill_answer"]

_PLACEHOLDER = re.compile(r"\{([a-z][a-zA-Z0-9_]*)\}")
_JOINS_ON_THE_LEFT = re.compile(r"[\w.)]")
# A digit, a decimal part, `x1`, `e3` and `e-3` (scientific notation), or digits after a grouping comma.
_JOINS_ON_THE_RIGHT = re.compile(r"[0-9.]|[A-Za-z][0-9]|[eE][+\-−][0-9]|,[0-9]{3}")
# Between these a sum needs no brackets.
_ENDS_BEFORE = re.compile(r"(?:^|[=<>≤≥,;(\[{])\s*\Z")
_ENDS_AFTER = re.compile(r"\s*(?:\Z|[=<>≤≥,;)\]}+\-−])")


def fill_answer(text: str, values: Mapping[str, Value]) -> str:
    """``text`` with each ``{name}`` of ``values`` replaced by its value.

    A number stands in parentheses when it is negative or a fraction and not the whole text, and where
    it would run together with what touches it: ``2{b}`` gives ``2(3)``. A polynomial has them unless it is
    all that stands between relations, commas and brackets; a matrix has brackets of its own. Braces around
    anything else (sets such as ``{1, 2}`` and ``{x}``) stay as they are.
    """
    found = [match for match in _PLACEHOLDER.finditer(text) if match[1] in values]
    if len(found) == 1 and found[0][0] == text.strip():
        return text.replace(found[0][0], str(values[found[0][1]]))
    filled = []
    end = 0
    for match in found:
        touches_another = match.start() == end > 0
        before, after = text[: match.start()], text[match.end() :]
        value = values[match[1]]
        alone = not touches_another and _stands_alone(value, before, after)
        filled += [text[end : match.start()], str(value) if alone else f"({value})"]
        end = match.end()
    return "".join([*filled, text[end:]])


def _stands_alone(value: Value, before: str, after: str) -> bool:
    if isinstance(value, Matrix):
        return True
    if isinstance(value, Polynomial):
        return bool(_ENDS_BEFORE.search(before) and _ENDS_AFTER.match(after))
    return _is_plain(value) and not _runs_together(value, before[-1:], after)


def _is_plain(value: Fraction | Rounded) -> bool:
    """Neither a sign nor a line."""
    if isinstance(value, Rounded):
        return value.value >= 0
    return value >= 0 and value.denominator == 1


def _runs_together(value: Fraction | Rounded, before: str, after: str) -> bool:
    # `1,200` could be read as one thousand two hundred.
    if before == "," and len(str(value)) == 3:
        return True
    return bool(_JOINS_ON_THE_LEFT.match(before) or _JOINS_ON_THE_RIGHT.match(after))
