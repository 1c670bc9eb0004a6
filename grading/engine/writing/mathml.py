"""Tree to MathML Core for pages and screen readers: elements without attributes, names escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from grading.engine.nodes import Node
from grading.engine.writing.layout import Layout
from grading.engine.writing.marks import Part
from grading.engine.writing.symbols import GREEK, name_parts

__all__ = ["write_mathml"]

_TIMES, _APPLY = "<mo>\u2062</mo>", "<mo>\u2061</mo>"
_SIGNS: Final = {
    "-": "−",
    "!=": "≠",
    "<=": "≤",
    ">=": "≥",
    "and": "∧",
    "or": "∨",
    "xor": "⊻",
    "implies": "⇒",
    "equivalent": "⇔",
}
_CONSTANTS: Final = {
    "pi": "<mi>π</mi>",
    "e": "<mi>e</mi>",
    "i": "<mi>i</mi>",
    "infinity": "<mi>∞</mi>",
    "empty": "<mi>∅</mi>",
    "none": "<mtext>none</mtext>",
    "all": "<mi>ℝ</mi>",
    "true": "<mtext>true</mtext>",
    "false": "<mtext>false</mtext>",
}
_SUFFIXES: Final = {"factorial": "!", "percent": "%"}
_ACCENTS: Final = {"vec": "→", "bar": "¯", "hat": "^", "tilde": "~"}
_COMPLEX_NAMES: Final = frozenset({"<mi>z</mi>", "<mi>w</mi>"})


def write_mathml(node: Node) -> str:
    """``node`` as a ``math`` element, well-formed and the same for equal trees."""
    return f"<math>{_row(_LAYOUT.text(node))}</math>"


def _row(*parts: str) -> str:
    return f"<mrow>{''.join(parts)}</mrow>"


def _sign(text: str) -> str:
    return f"<mo>{escape(_SIGNS.get(text, text))}</mo>"


class _Mathml:
    def number(self, literal: str) -> str:
        return f"<mn>{escape(literal)}</mn>"

    def scientific(self, mantissa: str, exponent: int) -> str:
        sign = _sign("-") if exponent < 0 else ""
        power = f"<msup><mn>10</mn>{_row(sign, self.number(str(abs(exponent))))}</msup>"
        return self.number(mantissa) + "<mo>×</mo>" + power

    def name(self, name: str) -> str:
        base, accent, subscript, primes = name_parts(name)
        text = _identifier(base)
        if accent:
            text = f"<mover>{text}<mo>{_ACCENTS[accent]}</mo></mover>"
        if subscript:
            text = f"<msub>{text}{_identifier(subscript)}</msub>"
        return f"<msup>{text}<mo>{'′' * primes}</mo></msup>" if primes else text

    def constant(self, name: str) -> str:
        return _CONSTANTS[name]

    def signed(self, sign: str, operand: str) -> str:
        return _row(_sign(sign), operand)

    def infix(self, sign: str, items: Sequence[str]) -> str:
        return _sign(sign).join(items)

    def negated(self, operand: str) -> str:
        return _row("<mo>¬</mo>", operand)

    def beside(self, left: str, right: str) -> str:
        return left + _TIMES + right

    def times(self, left: str, right: str) -> str:
        return left + "<mo>⋅</mo>" + right

    def joins(self, before: Part, after: Part) -> bool:
        """Numbers do not stand side by side, nor anything after an argument without brackets."""
        if after.digit or before.head == "call":
            return False
        return after.head != "fraction" or before.head not in {"number", "scientific"}

    def fraction(self, above: Part, below: Part) -> str:
        return f"<mfrac>{_row(above.text)}{_row(below.text)}</mfrac>"

    def mixed(self, whole: str, above: Part, below: Part) -> str:
        return _row(whole, self.fraction(above, below))

    def power(self, base: str, exponent: Part) -> str:
        return f"<msup>{_row(base)}{_row(exponent.text)}</msup>"

    def function(self, name: str) -> str:
        return self.name(name)

    def based(self, function: str, base: Part) -> str:
        return f"<msub>{function}{_row(base.text)}</msub>"

    def applied(self, function: str, argument: str) -> str:
        return _row(function, _APPLY, argument)

    def called(self, function: str, arguments: Sequence[str]) -> str:
        return _row(function, _APPLY, self.fenced("(", self.listed(arguments), ")"))

    def fenced(self, opening: str, text: str, closing: str) -> str:
        return _row(_sign(opening), _row(text), _sign(closing))

    def listed(self, items: Sequence[str]) -> str:
        return "<mo>,</mo>".join(map(_row, items))

    def interval(self, low: Part, high: Part, *, low_closed: bool, high_closed: bool) -> str:
        ends = self.listed((low.text, high.text))
        return self.fenced("[" if low_closed else "(", ends, "]" if high_closed else ")")

    def root(self, radicand: Part, index: Part | None) -> str:
        if index is None:
            return f"<msqrt>{_row(radicand.text)}</msqrt>"
        return f"<mroot>{_row(radicand.text)}{_row(index.text)}</mroot>"

    def postfixed(self, operand: str, function: str) -> str:
        if function == "degree":
            return f"<msup>{_row(operand)}<mo>∘</mo></msup>"
        return _row(operand, _sign(_SUFFIXES[function]))

    def binomial(self, above: Part, below: Part) -> str:
        column = "".join(f"<mtr><mtd>{each.text}</mtd></mtr>" for each in (above, below))
        return self.fenced("(", f"<mtable>{column}</mtable>", ")")

    def conjugate(self, operand: Part) -> str:
        if operand.is_simple and operand.text not in _COMPLEX_NAMES:
            return self.called(self.name("conj"), [operand.text])
        return f"<mover>{_row(operand.text)}<mo>¯</mo></mover>"

    def accumulated(self, function: str, body: str, index: str, low: str, high: str) -> str:
        sign = {"sum": "∑", "product": "∏"}[function]
        below = _row(index, _sign("="), low)
        return _row(f"<munderover><mo>{sign}</mo>{below}{_row(high)}</munderover>", body)

    def integral(self, body: str, variable: str, limits: tuple[str, str] | None) -> str:
        sign = "<mo>∫</mo>"
        if limits:
            sign = f"<msubsup>{sign}{_row(limits[0])}{_row(limits[1])}</msubsup>"
        return _row(sign, body, _TIMES, _row("<mo>d</mo>", variable))

    def limit(self, body: str, variable: str, value: str) -> str:
        below = _row(variable, "<mo>→</mo>", value)
        return _row(f"<munder><mo>lim</mo>{below}</munder>", _APPLY, body)

    def derivative(self, body: Part, variables: Sequence[tuple[str, int]]) -> str:
        sign = "<mo>d</mo>" if len(variables) == 1 else "<mo>∂</mo>"
        total = _raised(sign, sum(order for _, order in variables))
        below = "".join(sign + _raised(variable, order) for variable, order in variables)
        if body.head == "name":
            return f"<mfrac>{_row(total, body.text)}{_row(below)}</mfrac>"
        return _row(f"<mfrac>{_row(total)}{_row(below)}</mfrac>", self.fenced("(", body.text, ")"))

    def matrix(self, rows: Sequence[Sequence[str]]) -> str:
        cells = ("".join(f"<mtd>{cell}</mtd>" for cell in row) for row in rows)
        table = "".join(f"<mtr>{row}</mtr>" for row in cells)
        return self.fenced("(", f"<mtable>{table}</mtable>", ")")


def _identifier(word: str) -> str:
    word = GREEK.get(word, word)
    return f"<mn>{word}</mn>" if word.isdigit() else f"<mi>{escape(word)}</mi>"


def _raised(text: str, order: int) -> str:
    return text if order == 1 else f"<msup>{text}<mn>{order}</mn></msup>"


_LAYOUT: Final = Layout(_Mathml())
