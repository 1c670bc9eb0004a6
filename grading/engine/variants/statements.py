"""The statements of a program, and the lines that draw."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from grading.engine.nodes import Call, Node, Number, Relation, Symbol
from grading.engine.variants.draws import (
    DifferentIntegers,
    Draw,
    IntegerBetween,
    OneOf,
    RandomInteger,
    RandomMatrix,
    RandomPolynomial,
)
from grading.engine.variants.errors import ParameterError
from grading.engine.variants.expressions import read_condition

__all__ = ["Derived", "Requirement", "check_letter", "read_draw"]

LARGEST = 10**9
MAX_POOL = 2_001
# So many values of one draw are drawn without a bias that anybody could measure.
MAX_SIZE = 2**128
MAX_RATIONALS = 10_000
MAX_NAMES = 6
MAX_DEGREE = 6

_INTEGER = re.compile(r"-?\s*[0-9]{1,12}")
_RATIONAL = re.compile(r"(?P<sign>-?)\s*(?P<number>[0-9]{1,12}(?:\.[0-9]{1,12}|\s*/\s*[0-9]{1,12})?)")
_RANGE = r"(?P<low>.*?)\s*\.\.\s*(?P<high>.*?)"
_EXCEPT = r"(?:\s*\bexcept\b\s*(?P<except>.*))?"
_INTEGERS = re.compile(rf"random\b\s*integer\b\s*{_RANGE}{_EXCEPT}")
_DIFFERENT = re.compile(r"random\b\s*different\b\s*integers\b\s*(?P<pool>.*)")
_RATIONALS = re.compile(rf"random\b\s*rational\b\s*{_RANGE}\s*\bdenominators\b\s*(?P<below>.*?){_EXCEPT}")
_SIGN = re.compile(r"random\b\s*sign")
_ONE_OF = re.compile(r"one\b\s*of\b\s*(?P<choices>.*)")
_POLYNOMIAL = re.compile(
    r"random\b\s*polynomial\b\s*in\b\s*(?P<letter>\S+)\s+of\b\s*degree\b\s*(?P<degree>\S+)\s+with\b\s*"
    r"(?P<by>(?:different\b\s*)?(?:integer\b\s*)?roots|coefficients)\b\s*(?P<pool>.*?)"
    r"(?:\s+and\b\s*leading\b\s*(?P<leading>.*))?"
)
_MATRIX = re.compile(
    r"random\b\s*matrix\b\s*(?P<rows>[1-5])\s*[x*]\s*(?P<columns>[1-5])\s+of\b\s*(?P<pool>.*?)"
    r"(?:\s+with\b\s*(?P<properties>.*))?"
)
_POOL = re.compile(_RANGE + _EXCEPT)
_DETERMINANT = re.compile(r"det\b(?P<relation>.*)")


@dataclass(frozen=True, slots=True)
class Derived:
    """``name`` is the value of ``expression``: of a polynomial in ``letter``, where there is one."""

    name: str
    line: int
    expression: Node
    text: str = ""
    letter: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)


@dataclass(frozen=True, slots=True)
class Requirement:
    """``condition`` must be true."""

    line: int
    condition: Node
    text: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return ()


class _Line(NamedTuple):
    """What a line draws, and where it stands: ``offset`` is the index of its value in line ``number``."""

    names: tuple[str, ...]
    known: Sequence[str]
    number: int
    offset: int
    text: str

    @property
    def name(self) -> str:
        return self.names[0]


def _error(code: str, place: _Line, position: int, **values: object) -> ParameterError:
    return ParameterError(code, place.number, place.offset + position, values)


def read_draw(
    text: str, names: tuple[str, ...], *, known: Sequence[str], line: int, offset: int
) -> Sequence[Draw | IntegerBetween | Requirement]:
    """What ``random …`` and ``one of …`` draw; of a matrix with a determinant also the requirement."""
    place = _Line(names, known, line, offset, text)
    if drawn := _DIFFERENT.fullmatch(text):
        return (_different(drawn, place),)
    if len(names) > 1:
        raise _error("unknown_statement", place, 0)
    if drawn := _INTEGERS.fullmatch(text):
        return (_integer_draw(drawn, place),)
    if drawn := _ONE_OF.fullmatch(text):
        return (OneOf(place.name, line, _choices(drawn, "choices", place)),)
    if drawn := _RATIONALS.fullmatch(text):
        return (_rational_draw(drawn, place),)
    if _SIGN.fullmatch(text):
        return (OneOf(place.name, line, (Fraction(-1), Fraction(1))),)
    if drawn := _POLYNOMIAL.fullmatch(text):
        return (_polynomial(drawn, place),)
    if drawn := _MATRIX.fullmatch(text):
        return _matrix(drawn, place)
    raise _error("unknown_statement", place, 0)


def check_letter(letter: str, known: Sequence[str], line: int, position: int) -> str:
    """A letter that a polynomial may have: ``e`` and ``i`` are numbers, and parameters have values."""
    if not re.fullmatch(r"[A-Za-z]", letter) or letter in ("e", "i"):
        raise ParameterError("bad_letter", line, position, {"found": letter})
    if letter in known:
        raise ParameterError("double_assignment", line, position, {"name": letter})
    return letter


def _integer_draw(drawn: re.Match[str], place: _Line) -> RandomInteger | IntegerBetween:
    low, high = (
        text if (text := drawn[end]) in place.known else _integer(drawn, end, place)
        for end in ("low", "high")
    )
    excluded = _choices(drawn, "except", place) if drawn["except"] is not None else ()
    whole = sorted({int(value) for value in excluded if value.denominator == 1})
    if isinstance(low, str) or isinstance(high, str):
        return IntegerBetween(place.name, place.number, low, high, tuple(whole))
    inside = tuple(value for value in whole if low <= value <= high)
    statement = RandomInteger(place.name, place.number, low, high, inside)
    if low > high or statement.size == 0:
        raise _error("empty_range", place, 0, low=low, high=high)
    return statement


def _different(drawn: re.Match[str], place: _Line) -> DifferentIntegers:
    pool = _pool(drawn, "pool", place)
    if len(place.names) > MAX_NAMES:
        raise _error("too_long", place, 0, limit=MAX_NAMES)
    if len(pool) < len(place.names):
        raise _error("empty_range", place, drawn.start("pool"))
    return DifferentIntegers(place.names, place.number, pool)


def _rational_draw(drawn: re.Match[str], place: _Line) -> OneOf:
    """All fractions of the range whose denominator in lowest terms is one of those given."""
    low, high = (_rational(drawn[end], drawn.start(end), place) for end in ("low", "high"))
    below = _choices(drawn, "below", place)
    if any(one.denominator != 1 or one < 1 for one in below):
        raise _error("bad_number", place, drawn.start("below"), found=drawn["below"])
    if (high - low) * sum(below) > MAX_RATIONALS:
        raise _error("range_too_large", place, 0, limit=MAX_RATIONALS)
    excluded = _choices(drawn, "except", place) if drawn["except"] is not None else ()
    found = sorted(
        value
        for one in below
        for numerator in range(-(-low * one // 1), high * one // 1 + 1)
        if (value := Fraction(numerator, int(one))).denominator == one and value not in excluded
    )
    if not found:
        raise _error("empty_range", place, 0, low=str(low), high=str(high))
    return OneOf(place.name, place.number, tuple(found))


def _polynomial(drawn: re.Match[str], place: _Line) -> RandomPolynomial:
    letter = check_letter(drawn["letter"], place.known, place.number, place.offset + drawn.start("letter"))
    degree = _integer(drawn, "degree", place)
    if not 1 <= degree <= MAX_DEGREE:
        raise _error("bad_degree", place, drawn.start("degree"), limit=MAX_DEGREE)
    pool = _pool(drawn, "pool", place)
    words = drawn["by"].split()
    by = "coefficients" if words == ["coefficients"] else "roots"
    if words[0] == "different":
        by = "different_roots"
    if drawn["leading"] is not None:
        leading = _pool(drawn, "leading", place)
    else:
        leading = pool if by == "coefficients" else (Fraction(1),)
    leading = tuple(value for value in leading if value != 0)
    found = RandomPolynomial(place.name, place.number, letter, degree, by, pool, leading)
    if found.size == 0:
        raise _error("empty_range", place, drawn.start("pool"))
    return found


def _matrix(drawn: re.Match[str], place: _Line) -> Sequence[RandomMatrix | Requirement]:
    rows, columns = int(drawn["rows"]), int(drawn["columns"])
    pool = _pool(drawn, "pool", place)
    conditions: list[Node] = []
    symmetric = False
    position = drawn.start("properties")
    for part in re.split(r"\band\b", drawn["properties"] or ""):
        said = part.strip()
        if said == "symmetric":
            symmetric = True
        elif said:
            conditions.append(_condition(said, place, position + len(part) - len(part.lstrip())))
        position += len(part) + len("and")
    if (symmetric or conditions) and rows != columns:
        raise _error("not_square", place, drawn.start("rows"))
    matrix = RandomMatrix(place.name, place.number, rows, columns, pool, symmetric)
    if matrix.size > MAX_SIZE:
        raise _error("range_too_large", place, drawn.start("pool"))
    text = f"{place.name} = {place.text}"
    return (matrix, *(Requirement(place.number, condition, text) for condition in conditions))


def _condition(said: str, place: _Line, position: int) -> Node:
    """``invertible``, or a relation that begins with ``det``."""
    determinant = Call("det", (Symbol(place.name),))
    if said == "invertible":
        return Relation((determinant, Number(Fraction(0), "0")), ("!=",))
    stated = _DETERMINANT.fullmatch(said)
    if stated is None:
        raise _error("unknown_statement", place, position)
    # What follows `det` is read behind a number, in whose place the determinant is put.
    relation = read_condition(
        f"0{stated['relation']}", names=place.known, line=place.number, offset=place.offset + position + 2
    )
    if not isinstance(relation, Relation) or relation.operands[0] != Number(Fraction(0)):
        raise _error("unknown_statement", place, position)
    return Relation((determinant, *relation.operands[1:]), relation.operators)


def _pool(drawn: re.Match[str], group: str, place: _Line) -> tuple[Fraction, ...]:
    """The numbers of ``2..9 except 5`` or of a list ``1, 2, 1/2``, increasing in a range."""
    ranged = _POOL.fullmatch(drawn.string, drawn.start(group), drawn.end(group))
    if ranged is None:
        return _choices(drawn, group, place)
    low, high = (_integer(ranged, end, place) for end in ("low", "high"))
    if high - low >= MAX_POOL:
        raise _error("range_too_large", place, ranged.start("low"), limit=MAX_POOL - 1)
    excluded = _choices(ranged, "except", place) if ranged["except"] is not None else ()
    found = tuple(Fraction(value) for value in range(low, high + 1) if value not in excluded)
    if not found:
        raise _error("empty_range", place, ranged.start("low"), low=low, high=high)
    return found


def _choices(drawn: re.Match[str], group: str, place: _Line) -> tuple[Fraction, ...]:
    """The distinct numbers of a comma-separated list, in the order written."""
    choices: dict[Fraction, None] = {}
    position = drawn.start(group)
    for part in drawn[group].split(","):
        choices[_rational(part, position, place)] = None
        position += len(part) + 1
    return tuple(choices)


def _integer(drawn: re.Match[str], group: str, place: _Line) -> int:
    text = drawn[group]
    if not _INTEGER.fullmatch(text):
        raise _error("bad_number", place, drawn.start(group), found=text)
    return int(_within(Fraction(text.replace(" ", "")), drawn.start(group), place))


def _rational(text: str, position: int, place: _Line) -> Fraction:
    position += len(text) - len(text.lstrip())
    matched = _RATIONAL.fullmatch(text.strip())
    if not matched:
        raise _error("bad_number", place, position, found=text.strip())
    above, _, below = matched["number"].partition("/")
    if below and int(below) == 0:
        raise _error("bad_number", place, position, found=text.strip())
    size = Fraction(above.strip()) / int(below or 1)
    return _within(-size if matched["sign"] else size, position, place)


def _within(value: Fraction, position: int, place: _Line) -> Fraction:
    if abs(value) > LARGEST or value.denominator > LARGEST:
        raise _error("number_too_large", place, position, limit=LARGEST)
    return value
