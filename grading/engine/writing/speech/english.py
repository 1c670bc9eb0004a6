"""Mathematics in English words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from grading.engine.writing.marks import Part
from grading.engine.writing.speech.english_words import (
    CONSTANTS,
    FENCES,
    FUNCTIONS,
    SIGNS,
    SUFFIXES,
    cardinal,
    ordinal,
    part_of_whole,
)
from grading.engine.writing.symbols import GREEK, name_parts

__all__ = ["English"]

_TWICE: Final = {"two": "squared", "three": "cubed"}
_SIDE_BY_SIDE: Final = frozenset({"name", "power", "root", "call", "function"})


class English:
    """How each construct is said; see ``Marks``."""

    def number(self, literal: str) -> str:
        return cardinal(literal)

    def scientific(self, mantissa: str, exponent: int) -> str:
        sign = "minus " if exponent < 0 else ""
        return f"{cardinal(mantissa)} times ten to the power {sign}{cardinal(str(abs(exponent)))}"

    def name(self, name: str) -> str:
        base, accent, subscript, primes = name_parts(name)
        text = _letters(base)
        if accent:
            text = f"vector {text}" if accent == "vec" else f"{text} {accent}"
        if subscript:
            text += " sub " + _subscript(subscript)
        return text + " prime" * primes

    def constant(self, name: str) -> str:
        return CONSTANTS[name]

    def signed(self, sign: str, operand: str) -> str:
        return f"{SIGNS[sign]} {operand}"

    def infix(self, sign: str, items: Sequence[str]) -> str:
        return f" {SIGNS[sign]} ".join(items)

    def negated(self, operand: str) -> str:
        return f"not {operand}"

    def beside(self, left: str, right: str) -> str:
        return f"{left} {right}"

    def times(self, left: str, right: str) -> str:
        return f"{left} times {right}"

    def joins(self, before: Part, after: Part) -> bool:
        """``two x``, ``x y``; anything longer has its ``times``."""
        if after.digit or not before.is_simple:
            return False
        return after.head in _SIDE_BY_SIDE or (before.head == "number" and after.head == "fence")

    def fraction(self, above: Part, below: Part) -> str:
        usual = part_of_whole(above.text, below.text) if above.head == below.head == "number" else ""
        if usual:
            return usual
        if above.is_simple and below.is_simple:
            return f"{above.text} over {below.text}"
        return f"the fraction with numerator {above.text} and denominator {below.text} end fraction"

    def mixed(self, whole: str, above: Part, below: Part) -> str:
        return f"{whole} and {self.fraction(above, below)}"

    def power(self, base: str, exponent: Part) -> str:
        if exponent.text in _TWICE:
            return f"{base} {_TWICE[exponent.text]}"
        if exponent.is_simple or exponent.head == "signed":
            return f"{base} to the power {exponent.text}"
        return f"{base} to the power of {exponent.text} end power"

    def function(self, name: str) -> str:
        return FUNCTIONS.get(name) or self.name(name)

    def based(self, function: str, base: Part) -> str:
        return f"{function} base {base.text}" + ("" if base.is_simple else " end base")

    def applied(self, function: str, argument: str) -> str:
        return f"{function} of {argument}"

    def called(self, function: str, arguments: Sequence[str]) -> str:
        if len(arguments) == 1 and " " not in arguments[0]:
            return f"{function} of {arguments[0]}"
        return f"{function} of {self.fenced('(', self.listed(arguments), ')')}"

    def fenced(self, opening: str, text: str, closing: str) -> str:
        before, after = FENCES[opening][0], FENCES[closing][1]
        return " ".join(filter(None, (before, text, after)))

    def listed(self, items: Sequence[str]) -> str:
        return " comma ".join(items)

    def interval(self, low: Part, high: Part, *, low_closed: bool, high_closed: bool) -> str:
        start = f"{low.text} {'included' if low_closed else 'excluded'}"
        end = f"{high.text} {'included' if high_closed else 'excluded'}"
        return f"the interval from {start} to {end}"

    def root(self, radicand: Part, index: Part | None) -> str:
        kind = "square root" if index is None else _root_name(index)
        return f"{kind} of {radicand.text}" + ("" if radicand.is_simple else " end root")

    def postfixed(self, operand: str, function: str) -> str:
        return f"{operand} {SUFFIXES[function]}"

    def binomial(self, above: Part, below: Part) -> str:
        return f"binomial {above.text} choose {below.text} end binomial"

    def conjugate(self, operand: Part) -> str:
        return f"conjugate of {operand.text}" + ("" if operand.is_simple else " end conjugate")

    def accumulated(self, function: str, body: str, index: str, low: str, high: str) -> str:
        return f"{function} from {index} equals {low} to {high} of {body} end {function}"

    def integral(self, body: str, variable: str, limits: tuple[str, str] | None) -> str:
        ends = f" from {limits[0]} to {limits[1]}" if limits else ""
        return f"integral{ends} of {body} d {variable}"

    def limit(self, body: str, variable: str, value: str) -> str:
        return f"limit as {variable} approaches {value} of {body} end limit"

    def derivative(self, body: Part, variables: Sequence[tuple[str, int]]) -> str:
        total = sum(order for _, order in variables)
        kind = "derivative" if total == 1 else f"{ordinal(total)} derivative"
        each = [name if order == total else f"{name} {_times(order)}" for name, order in variables]
        text = body.text if body.is_simple else self.fenced("(", body.text, ")")
        return f"{kind} of {text} with respect to {' and '.join(each)}"

    def matrix(self, rows: Sequence[Sequence[str]]) -> str:
        height, width = cardinal(str(len(rows))), cardinal(str(max(map(len, rows), default=0)))
        lines = [f"row {cardinal(str(place))}, {self.listed(row)}" for place, row in enumerate(rows, 1)]
        return ", ".join((f"{height} by {width} matrix", *lines, "end matrix"))


def _root_name(index: Part) -> str:
    if index.text == "three":
        return "cube root"
    return f"root with index {index.text}" + ("" if index.is_simple else " end index")


def _times(order: int) -> str:
    return "once" if order == 1 else f"{cardinal(str(order))} times"


def _letters(word: str) -> str:
    """A letter, a Greek letter by its name, a longer name as it is; digits after a letter as a number."""
    stem = word.rstrip("0123456789")
    digits = word[len(stem) :]
    if digits and stem:
        return f"{_letters(stem)} {cardinal(digits)}"
    if word in GREEK and word[0].isupper():
        return f"capital {word.lower()}"
    return f"capital {word}" if len(word) == 1 and word.isupper() else cardinal(word)


def _subscript(text: str) -> str:
    words = {"+": " plus ", "-": " minus ", ",": " comma "}
    for sign, word in words.items():
        text = text.replace(sign, word)
    parts = [_letters(part) if part.isalnum() else part for part in text.split()]
    return " ".join(parts) + (" end sub" if len(parts) > 1 else "")
