"""Where the parts of LaTeX begin and end: braces, commands, arguments. All by index in the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grading.engine.reading.errors import ReadError
from grading.engine.reading.latex_commands import WORDS

__all__ = [
    "Argument",
    "argument",
    "brace_pairs",
    "closing_brace",
    "command_end",
    "looks_like_latex",
    "skip_space",
    "skip_thin",
    "unwrapped",
    "with_typed_difference",
    "without_commands",
]

_THIN_SPACES = frozenset({r"\,", r"\;", r"\:", r"\!", r"\ "})
_DELIMITERS = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"))
# Commands whose first argument is no mathematics.
_NAMED = WORDS | {"begin", "end"}


@dataclass(frozen=True, slots=True)
class Argument:
    """The text of an argument is from ``start`` to ``stop``; ``end`` is the index after its brace."""

    start: int
    stop: int
    end: int

    @property
    def is_braced(self) -> bool:
        """Whether braces stand around it; else it is one character or one command."""
        return self.end > self.stop


def looks_like_latex(text: str) -> bool:
    """Whether ``text`` has a command, dollar signs, or braces that only LaTeX has."""
    if "\\" in text or "$" in text:
        return True
    compact = "".join(text.split()) if "{" in text else ""
    return any(sign in compact for sign in ("^{", "}_", "}^", "{,}"))


def with_typed_difference(text: str) -> str:
    """``text`` with the backslash of ``{1, 2}\\{1}`` as the sign of a difference, in the same places.

    Where no brace is closed by ``\\}`` none is opened by ``\\{``.
    """
    return text if "\\}" in text else text.replace("\\{", "∖{")


def unwrapped(text: str) -> str:
    """``text`` with the signs of mathematics around it (``$…$``, ``\\(…\\)``) turned into spaces."""
    inner = text.strip()
    for opening, closing in _DELIMITERS:
        if not (inner.startswith(opening) and inner.endswith(closing)) or len(inner) < 2 * len(opening):
            continue
        start = text.index(opening) + len(opening)
        stop = text.rindex(closing)
        return " " * start + text[start:stop] + " " * (len(text) - stop)
    return text


def skip_space(text: str, position: int) -> int:
    """The index of the first character from ``position`` on that is no space."""
    while position < len(text) and (text[position].isspace() or text[position] == "~"):
        position += 1
    return position


def skip_thin(text: str, position: int) -> int:
    """The same, past the small spaces that tools put between factors: ``\\,`` and its like."""
    position = skip_space(text, position)
    while text[position : position + 2] in _THIN_SPACES:
        position = skip_space(text, position + 2)
    return position


def command_end(text: str, position: int) -> int:
    """The index after the command whose backslash is at ``position``."""
    end = position + 1
    while end < len(text) and text[end].isascii() and text[end].isalpha():
        end += 1
    return max(end, min(position + 2, len(text)))


def brace_pairs(text: str) -> dict[int, int]:
    """The index of each opening brace with that of the brace that closes it."""
    pairs: dict[int, int] = {}
    pending: list[int] = []
    position = 0
    while position < len(text):
        character = text[position]
        if character == "{":
            pending.append(position)
        elif character == "}" and pending:
            pairs[pending.pop()] = position
        position += 2 if character == "\\" else 1
    return pairs


def closing_brace(pairs: Mapping[int, int], opening: int) -> int:
    """The index of the brace that closes the one at ``opening``; raises ``unbalanced_bracket``."""
    if opening not in pairs:
        raise ReadError("unbalanced_bracket", opening, bracket="{", expected="}")
    return pairs[opening]


def argument(text: str, position: int, *, pairs: Mapping[int, int]) -> Argument:
    """The argument that a command or script takes at ``position``.

    Raises ReadError ``missing_operand`` where there is none.
    """
    start = skip_space(text, position)
    character = text[start : start + 1]
    if character == "{":
        stop = closing_brace(pairs, start)
        return Argument(start + 1, stop, stop + 1)
    if character == "\\":
        stop = command_end(text, start)
        return Argument(start, stop, stop)
    if not character or character in "}&":
        raise ReadError("missing_operand", start, found=character, expected=["operand"])
    return Argument(start, start + 1, start + 1)


def without_commands(text: str, *, pairs: Mapping[int, int]) -> str:
    """``text`` with commands, and arguments that are words, turned into spaces of the same length."""
    parts: list[str] = []
    position = 0
    while position < len(text):
        if text[position] != "\\":
            parts.append(text[position])
            position += 1
            continue
        end = command_end(text, position)
        is_named = text[position + 1 : end] in _NAMED
        end = pairs.get(skip_space(text, end), end) if is_named else end
        # A dot, not a space: words on both sides of a command do not follow one another.
        parts.append("." * (end - position))
        position = end
    return "".join(parts)
