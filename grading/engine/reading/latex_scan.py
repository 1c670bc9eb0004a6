"""Where the parts of LaTeX begin and end: braces, commands, arguments. All by index in the text."""

from __future__ import annotations

from dataclasses import dataclass

from grading.engine.reading.errors import ReadError

__all__ = ["Argument", "argument", "closing_brace", "command_end", "group_end", "skip_space"]


@dataclass(frozen=True, slots=True)
class Argument:
    """The text of an argument is from ``start`` to ``stop``; ``end`` is the index after its brace."""

    start: int
    stop: int
    end: int

    @property
    def is_character(self) -> bool:
        """Whether it is one character without braces, as both are in ``\\frac13``."""
        return self.stop == self.end == self.start + 1


def skip_space(text: str, position: int) -> int:
    """The index of the first character from ``position`` on that is no space."""
    while position < len(text) and (text[position].isspace() or text[position] == "~"):
        position += 1
    return position


def command_end(text: str, position: int) -> int:
    """The index after the command whose backslash is at ``position``."""
    end = position + 1
    while end < len(text) and text[end].isascii() and text[end].isalpha():
        end += 1
    return max(end, min(position + 2, len(text)))


def closing_brace(text: str, opening: int) -> int:
    """The index of the brace that closes the one at ``opening``; raises ``unbalanced_bracket``."""
    depth = 0
    position = opening
    while position < len(text):
        character = text[position]
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return position
        position += 2 if character == "\\" else 1
    raise ReadError("unbalanced_bracket", opening, bracket="{", expected="}")


def group_end(text: str, position: int) -> int:
    """The index of the brace that ends the group in which ``position`` stands, or the end of the text."""
    end = text.find("}", position)
    return end if end >= 0 else len(text)


def argument(text: str, position: int) -> Argument:
    """The argument that a command or script takes at ``position``.

    Raises ReadError ``missing_operand`` where there is none.
    """
    start = skip_space(text, position)
    character = text[start : start + 1]
    if character == "{":
        stop = closing_brace(text, start)
        return Argument(start + 1, stop, stop + 1)
    if character == "\\":
        stop = command_end(text, start)
        return Argument(start, stop, stop)
    if not character or character in "}&":
        raise ReadError("missing_operand", start, found=character, expected=["operand"])
    return Argument(start, start + 1, start + 1)
