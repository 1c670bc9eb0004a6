"""The parameter language: one statement a line, every name given before it is used.

a = random integer 2..9 except 5      # drawn from a range
b = one of -3, 1/2, 1                 # drawn from a list
k = a*b^2                             # worked out
require gcd(a, 6) = 1 and k != 0      # combinations for which this fails are passed over
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from grading.engine.nodes import Node
from grading.engine.variants.errors import ParameterError
from grading.engine.variants.expressions import FUNCTIONS, WORDS, ordinary, read_condition, read_number

__all__ = ["Derived", "OneOf", "Program", "RandomInteger", "Requirement", "Statement", "parse_parameters"]

MAX_STATEMENTS = 40
MAX_LINE = 500
LARGEST = 10**9

_NAME = re.compile(r"[a-z][a-zA-Z0-9_]{0,29}")
_ASSIGNMENT = re.compile(r"\s*(?P<name>[^\s=!<>]*)\s*=(?![=])\s*(?P<value>.*)")
_REQUIRE = re.compile(r"\s*require\b\s*(?P<condition>.*)")
_INTEGER = re.compile(r"-?\s*[0-9]{1,12}")
_RATIONAL = re.compile(r"(?P<sign>-?)\s*(?P<number>[0-9]{1,12}(?:\.[0-9]{1,12}|\s*/\s*[0-9]{1,12})?)")
_RANDOM = re.compile(
    r"random\b\s*integer\b\s*(?P<low>.*?)\s*\.\.\s*(?P<high>.*?)(?:\s*\bexcept\b\s*(?P<except>.*))?"
)
_ONE_OF = re.compile(r"one\b\s*of\b\s*(?P<choices>.*)")


@dataclass(frozen=True, slots=True)
class RandomInteger:
    """``name`` is any integer from ``low`` to ``high``, both included, outside ``excluded``."""

    name: str
    line: int
    low: int
    high: int
    excluded: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        return self.high - self.low + 1 - len(self.excluded)

    def pick(self, index: int) -> Fraction:
        """The value number ``index`` (from 0) in increasing order."""
        value = self.low + index
        for skipped in self.excluded:
            value += skipped <= value
        return Fraction(value)


@dataclass(frozen=True, slots=True)
class OneOf:
    """``name`` is any of ``choices``."""

    name: str
    line: int
    choices: tuple[Fraction, ...]

    @property
    def size(self) -> int:
        return len(self.choices)

    def pick(self, index: int) -> Fraction:
        """The value number ``index`` (from 0) in the order written."""
        return self.choices[index]


@dataclass(frozen=True, slots=True)
class Derived:
    """``name`` is the value of ``expression``."""

    name: str
    line: int
    expression: Node


@dataclass(frozen=True, slots=True)
class Requirement:
    """``condition`` must be true."""

    line: int
    condition: Node


Statement = RandomInteger | OneOf | Derived | Requirement


@dataclass(frozen=True, slots=True)
class Program:
    """The statements in the order written; ``names`` are the parameters in that order."""

    statements: tuple[Statement, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.statements if not isinstance(one, Requirement))

    @property
    def draws(self) -> tuple[RandomInteger | OneOf, ...]:
        return tuple(one for one in self.statements if isinstance(one, RandomInteger | OneOf))


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
        if len(statements) == MAX_STATEMENTS:
            raise ParameterError("too_many_statements", line, 0, {"limit": MAX_STATEMENTS})
        statement = _statement(bare, names, line)
        statements.append(statement)
        if not isinstance(statement, Requirement):
            names.append(statement.name)
    return Program(tuple(statements))


def _statement(text: str, names: list[str], line: int) -> Statement:
    required = _REQUIRE.fullmatch(text)
    if required and not required["condition"].startswith("="):
        offset = required.start("condition")
        return Requirement(line, read_condition(required["condition"], names=names, line=line, offset=offset))
    assigned = _ASSIGNMENT.fullmatch(text)
    if not assigned:
        raise ParameterError("unknown_statement", line, len(text) - len(text.lstrip()))
    name = _new_name(assigned["name"], names, line, assigned.start("name"))
    value, offset = assigned["value"], assigned.start("value")
    if drawn := _RANDOM.fullmatch(value):
        return _random_integer(name, drawn, line, offset)
    if listed := _ONE_OF.fullmatch(value):
        return OneOf(name, line, _choices(listed["choices"], line, offset + listed.start("choices")))
    if value.startswith(("random ", "one of")):
        raise ParameterError("unknown_statement", line, offset)
    return Derived(name, line, read_number(value, names=names, line=line, offset=offset))


def _new_name(name: str, names: list[str], line: int, position: int) -> str:
    if not _NAME.fullmatch(name):
        raise ParameterError("bad_name", line, position, {"name": name})
    if name in FUNCTIONS or name in WORDS:
        raise ParameterError("reserved_name", line, position, {"name": name})
    if name in names:
        raise ParameterError("double_assignment", line, position, {"name": name})
    return name


def _random_integer(name: str, drawn: re.Match[str], line: int, offset: int) -> RandomInteger:
    low = _integer(drawn["low"], line, offset + drawn.start("low"))
    high = _integer(drawn["high"], line, offset + drawn.start("high"))
    excluded: tuple[Fraction, ...] = ()
    if drawn["except"] is not None:
        excluded = _choices(drawn["except"], line, offset + drawn.start("except"))
    inside = sorted({int(value) for value in excluded if value.denominator == 1 and low <= value <= high})
    statement = RandomInteger(name, line, low, high, tuple(inside))
    if low > high or statement.size == 0:
        raise ParameterError("empty_range", line, offset, {"low": low, "high": high})
    return statement


def _choices(text: str, line: int, offset: int) -> tuple[Fraction, ...]:
    """The distinct numbers of a comma-separated list, in the order written."""
    choices: dict[Fraction, None] = {}
    position = offset
    for part in text.split(","):
        choices[_rational(part, line, position)] = None
        position += len(part) + 1
    return tuple(choices)


def _integer(text: str, line: int, position: int) -> int:
    if not _INTEGER.fullmatch(text):
        raise ParameterError("bad_number", line, position, {"found": text})
    return int(_within(Fraction(text.replace(" ", "")), line, position))


def _rational(text: str, line: int, position: int) -> Fraction:
    position += len(text) - len(text.lstrip())
    matched = _RATIONAL.fullmatch(text.strip())
    if not matched:
        raise ParameterError("bad_number", line, position, {"found": text.strip()})
    above, _, below = matched["number"].partition("/")
    if below and int(below) == 0:
        raise ParameterError("bad_number", line, position, {"found": text.strip()})
    size = Fraction(above.strip()) / int(below or 1)
    return _within(-size if matched["sign"] else size, line, position)


def _within(value: Fraction, line: int, position: int) -> Fraction:
    if abs(value) > LARGEST or value.denominator > LARGEST:
        raise ParameterError("number_too_large", line, position, {"limit": LARGEST})
    return value
