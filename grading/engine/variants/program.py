"""The parameter language: one statement a line, every name given before it is used.

a = random integer 2..9 except 5      # drawn from a range
b = one of -3, 1/2, 1                 # drawn from a list
k = a*b^2                             # worked out
require gcd(a, 6) = 1 and k != 0      # combinations for which this fails are passed over
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from grading.engine.variants.draws import Draw, IntegerBetween
from grading.engine.variants.errors import ParameterError
from grading.engine.variants.expressions import ordinary, read_condition, read_number
from grading.engine.variants.statements import Derived, Requirement, check_letter, read_draw
from grading.engine.variants.vocabulary import RESERVED, WORDS

__all__ = ["Derived", "Program", "Requirement", "Statement", "parse_parameters"]

MAX_STATEMENTS = 40
MAX_LINE = 500

_NAME = re.compile(r"[a-z][a-zA-Z0-9_]{0,29}")
_ASSIGNMENT = re.compile(r"\s*(?P<name>[^\s=!<>]*)\s*=(?![=])\s*(?P<value>.*)")
_SEVERAL = re.compile(r"\s*(?P<names>[^=!<>]*,[^=!<>]*?)\s*=\s*(?P<value>random\b\s*different\b.*)")
_REQUIRE = re.compile(r"\s*require\b\s*(?P<condition>.*)")
_POLYNOMIAL = re.compile(r"polynomial\s+in\s+(?P<letter>[^\s:]+)\s*:\s*(?P<expression>.*)")

Statement = Draw | IntegerBetween | Derived | Requirement


@dataclass(frozen=True, slots=True)
class Program:
    """The statements in the order written; ``names`` are the parameters in that order."""

    statements: tuple[Statement, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for one in self.statements for name in one.names)

    @property
    def draws(self) -> tuple[Draw | IntegerBetween, ...]:
        return tuple(one for one in self.statements if not isinstance(one, Derived | Requirement))

    @property
    def sizes(self) -> tuple[int, ...] | None:
        """How many values each draw has; None where one depends on another."""
        draws = self.draws
        settled = [draw.size for draw in draws if not isinstance(draw, IntegerBetween)]
        return tuple(settled) if len(settled) == len(draws) else None

    @property
    def space(self) -> int | None:
        """How many combinations there are, before any requirement."""
        return None if self.sizes is None else math.prod(self.sizes)


def parse_parameters(source: str) -> Program:
    """Read the statements of ``source``; ParameterError names the line and position of the first mistake."""
    statements: list[Statement] = []
    names: list[str] = []
    for line, text in enumerate(source.splitlines(), start=1):
        if len(text) > MAX_LINE:
            raise ParameterError("line_too_long", line, MAX_LINE, {"limit": MAX_LINE})
        bare = ordinary(text.split("#", maxsplit=1)[0]).rstrip()
        if not bare:
            continue
        if len(statements) >= MAX_STATEMENTS:
            raise ParameterError("too_many_statements", line, 0, {"limit": MAX_STATEMENTS})
        for statement in _statements(bare, names, line):
            statements.append(statement)
            names.extend(statement.names)
    return Program(tuple(statements))


def _statements(text: str, names: Sequence[str], line: int) -> Sequence[Statement]:
    """What one line says: a random matrix and its condition are two statements."""
    required = _REQUIRE.fullmatch(text)
    if required and not required["condition"].startswith("="):
        condition = read_condition(
            required["condition"], names=names, line=line, offset=required.start("condition")
        )
        return (Requirement(line, condition, text.strip()),)
    if several := _SEVERAL.fullmatch(text):
        new = _new_names(several["names"], names, line, several.start("names"))
        return read_draw(several["value"], new, known=names, line=line, offset=several.start("value"))
    assigned = _ASSIGNMENT.fullmatch(text)
    if not assigned:
        raise ParameterError("unknown_statement", line, len(text) - len(text.lstrip()))
    name = _new_name(assigned["name"], names, line, assigned.start("name"))
    value, offset = assigned["value"], assigned.start("value")
    if value.startswith(("random ", "one of")):
        return read_draw(value, (name,), known=names, line=line, offset=offset)
    return (_derived(name, text, assigned, names, line),)


def _derived(name: str, text: str, assigned: re.Match[str], names: Sequence[str], line: int) -> Derived:
    value, offset = assigned["value"], assigned.start("value")
    said = _POLYNOMIAL.fullmatch(value)
    if said is None:
        return Derived(name, line, read_number(value, names=names, line=line, offset=offset), text.strip())
    letter = check_letter(said["letter"], names, line, offset + said.start("letter"))
    expression = read_number(
        said["expression"], names=[*names, letter], line=line, offset=offset + said.start("expression")
    )
    return Derived(name, line, expression, text.strip(), letter)


def _new_names(text: str, names: Sequence[str], line: int, position: int) -> tuple[str, ...]:
    found: list[str] = []
    for part in text.split(","):
        start = position + len(part) - len(part.lstrip())
        found.append(_new_name(part.strip(), [*names, *found], line, start))
        position += len(part) + 1
    return tuple(found)


def _new_name(name: str, names: Sequence[str], line: int, position: int) -> str:
    if not _NAME.fullmatch(name):
        raise ParameterError("bad_name", line, position, {"name": name})
    if name in RESERVED or name in WORDS:
        raise ParameterError("reserved_name", line, position, {"name": name})
    if name in names:
        raise ParameterError("double_assignment", line, position, {"name": name})
    return name
