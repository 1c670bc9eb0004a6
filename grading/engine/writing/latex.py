"""Tree to LaTeX, with the brackets that are needed and no others.

Only plain commands are written, and nothing of a name but its letters and digits, so no text that was
typed can become a command. What is written reads back to the same tree, as far as LaTeX can tell: an
open interval that stands alone is written like a pair, and ``1.5E3`` like the product that it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from grading.engine.nodes import Node
from grading.engine.writing.latex_names import CONSTANTS, function_latex, symbol_latex
from grading.engine.writing.layout import Layout
from grading.engine.writing.marks import Part

__all__ = ["write_latex"]

_SIGNS: Final = {
    "±": r"\pm",
    "∓": r"\mp",
    "!=": r"\ne",
    "<=": r"\le",
    ">=": r"\ge",
    "∪": r"\cup",
    "∩": r"\cap",
    "∖": r"\setminus",
    "∈": r"\in",
    "or": r"\lor",
    "xor": r"\veebar",
    "and": r"\land",
    "implies": r"\Rightarrow",
    "equivalent": r"\Leftrightarrow",
}
_FENCES: Final = {
    "{": r"\{",
    "}": r"\}",
    "⌊": r"\lfloor ",
    "⌋": r"\rfloor",
    "⌈": r"\lceil ",
    "⌉": r"\rceil",
}
_SUFFIXES: Final = {"factorial": "!", "percent": r"\%", "degree": r"^{\circ}"}
# A bracket after these would make a call of a product.
_CALLED_NAMES: Final = frozenset("fgFG")
# A bar over any other letter is part of its name.
_COMPLEX_NAMES: Final = frozenset("zw")


def write_latex(node: Node) -> str:
    """``node`` in LaTeX for math mode, in the commands that math-core renders."""
    return _LAYOUT.text(node)


class _Latex:
    def number(self, literal: str) -> str:
        return literal

    def scientific(self, mantissa: str, exponent: int) -> str:
        return rf"{mantissa} \times 10^{{{exponent}}}"

    def name(self, name: str) -> str:
        return symbol_latex(name)

    def constant(self, name: str) -> str:
        return CONSTANTS[name]

    def signed(self, sign: str, operand: str) -> str:
        return self.beside(_SIGNS.get(sign, sign), operand)

    def infix(self, sign: str, items: Sequence[str]) -> str:
        return f" {_SIGNS.get(sign, sign)} ".join(items)

    def negated(self, operand: str) -> str:
        return rf"\lnot {operand}"

    def beside(self, left: str, right: str) -> str:
        """A space stands where a command would swallow a letter, or two letters make a word."""
        _, backslash, command = left.rpartition("\\")
        ends_in_command = bool(backslash) and command.isalpha()
        ends_in_letter = left[-1:].isalpha() and right[:1].isalpha()
        is_apart = ends_in_letter or (ends_in_command and right[:1].isalnum())
        return f"{left} {right}" if is_apart else left + right

    def times(self, left: str, right: str) -> str:
        return rf"{left} \cdot {right}"

    def joins(self, before: Part, after: Part) -> bool:
        """Side by side these would say something else: ``34``, ``2½``, ``sin xy``, ``f(x)``, ``dx``."""
        if after.digit or before.head == "call" or before.text == "d":
            return False
        if after.head == "fraction":
            return before.head not in {"number", "scientific"}
        is_called = before.text in _CALLED_NAMES or before.text.endswith("'")
        return not (is_called and after.head == "fence")

    def fraction(self, above: Part, below: Part) -> str:
        return rf"\frac{{{above.text}}}{{{below.text}}}"

    def mixed(self, whole: str, above: Part, below: Part) -> str:
        return whole + self.fraction(above, below)

    def power(self, base: str, exponent: Part) -> str:
        return f"{base}^{{{exponent.text}}}"

    def function(self, name: str) -> str:
        return function_latex(name)

    def based(self, function: str, base: Part) -> str:
        return f"{function}_{{{base.text}}}"

    def applied(self, function: str, argument: str) -> str:
        return f"{function} {argument}"

    def called(self, function: str, arguments: Sequence[str]) -> str:
        return function + self.fenced("(", self.listed(arguments), ")")

    def fenced(self, opening: str, text: str, closing: str) -> str:
        return rf"\left{_FENCES.get(opening, opening)}{text}\right{_FENCES.get(closing, closing)}"

    def listed(self, items: Sequence[str]) -> str:
        return ", ".join(items)

    def interval(self, low: Part, high: Part, *, low_closed: bool, high_closed: bool) -> str:
        ends = self.listed((low.text, high.text))
        return self.fenced("[" if low_closed else "(", ends, "]" if high_closed else ")")

    def root(self, radicand: Part, index: Part | None) -> str:
        small = f"[{index.text}]" if index else ""
        return rf"\sqrt{small}{{{radicand.text}}}"

    def postfixed(self, operand: str, function: str) -> str:
        return operand + _SUFFIXES[function]

    def binomial(self, above: Part, below: Part) -> str:
        return rf"\binom{{{above.text}}}{{{below.text}}}"

    def conjugate(self, operand: Part) -> str:
        if operand.is_simple and operand.text not in _COMPLEX_NAMES:
            return self.called(function_latex("conj"), [operand.text])
        return rf"\overline{{{operand.text}}}"

    def accumulated(self, function: str, body: str, index: str, low: str, high: str) -> str:
        sign = {"sum": r"\sum", "product": r"\prod"}[function]
        return f"{sign}_{{{index} = {low}}}^{{{high}}} {body}"

    def integral(self, body: str, variable: str, limits: tuple[str, str] | None) -> str:
        ends = f"_{{{limits[0]}}}^{{{limits[1]}}}" if limits else ""
        return rf"\int{ends} {body} \, \mathrm{{d}}{variable}"

    def limit(self, body: str, variable: str, value: str) -> str:
        return rf"\lim_{{{variable} \to {value}}} {body}"

    def derivative(self, body: Part, variables: Sequence[tuple[str, int]]) -> str:
        sign = r"\mathrm{d}" if len(variables) == 1 else r"\partial"
        total = _raised(sign, sum(order for _, order in variables))
        below = " ".join(self.beside(sign, _raised(variable, order)) for variable, order in variables)
        if body.head == "name":
            return rf"\frac{{{self.beside(total, body.text)}}}{{{below}}}"
        return rf"\frac{{{total}}}{{{below}}}" + self.fenced("(", body.text, ")")

    def matrix(self, rows: Sequence[Sequence[str]]) -> str:
        inner = r" \\ ".join(" & ".join(row) for row in rows)
        return rf"\begin{{pmatrix}}{inner}\end{{pmatrix}}"


def _raised(text: str, order: int) -> str:
    return text if order == 1 else f"{text}^{{{order}}}"


_LAYOUT: Final = Layout(_Latex())
