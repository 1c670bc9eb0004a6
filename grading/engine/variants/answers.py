"""Placeholders in keys and in the responses that test them: plain text in, plain text out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

__all__ = ["fill_answer"]

_PLACEHOLDER = re.compile(r"\{([a-z][a-zA-Z0-9_]*)\}")
_JOINS_ON_THE_LEFT = re.compile(r"[\w.)]")
# A digit, a decimal part, `x1`, `e3` and `e-3` (scientific notation), or digits after a grouping comma.
_JOINS_ON_THE_RIGHT = re.compile(r"[0-9.]|[A-Za-z][0-9]|[eE][+\-−][0-9]|,[0-9]{3}")


def fill_answer(text: str, values: Mapping[str, Fraction]) -> str:
    """``text`` with each ``{name}`` of ``values`` replaced by its number.

    The number stands in parentheses when it is negative or a fraction and not the whole text, and where
    it would run together with what touches it: ``2{b}`` gives ``2(3)``. Braces around anything else
    (sets such as ``{1, 2}`` and ``{x}``) stay as they are.
    """
    found = [match for match in _PLACEHOLDER.finditer(text) if match[1] in values]
    if len(found) == 1 and found[0][0] == text.strip():
        return text.replace(found[0][0], str(values[found[0][1]]))
    filled = []
    end = 0
    for match in found:
        touches_another = match.start() == end > 0
        before, after = text[match.start() - 1 : match.start()], text[match.end() :]
        number = values[match[1]]
        alone = not touches_another and _stands_alone(number, before, after)
        filled += [text[end : match.start()], str(number) if alone else f"({number})"]
        end = match.end()
    return "".join([*filled, text[end:]])


def _stands_alone(number: Fraction, before: str, after: str) -> bool:
    if number < 0 or number.denominator != 1:
        return False
    # `1,200` could be read as one thousand two hundred.
    if before == "," and len(str(number)) == 3:
        return False
    return not _JOINS_ON_THE_LEFT.match(before) and not _JOINS_ON_THE_RIGHT.match(after)
