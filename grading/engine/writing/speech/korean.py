"""Mathematics in Korean words, as teachers read it aloud, with the ends of what is not simple."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from grading.engine.writing.marks import Part
from grading.engine.writing.speech.korean_words import (
    CONSTANTS,
    FENCES,
    FUNCTIONS,
    GREEK_LETTERS,
    LETTERS,
    SIGNS,
    SUFFIXES,
    cardinal,
    with_particle,
)
from grading.engine.writing.symbols import name_parts

__all__ = ["Korean"]

_ACCENTS: Final = {"vec": "벡터", "bar": "바", "hat": "햇", "tilde": "틸데"}
_SIDE_BY_SIDE: Final = frozenset({"name", "power", "root", "call", "function"})
_SIGNED: Final = {"-": "마이너스"}


class Korean:
    """How each construct is said; see ``Marks``."""

    def number(self, literal: str) -> str:
        return cardinal(literal)

    def scientific(self, mantissa: str, exponent: int) -> str:
        sign = "마이너스 " if exponent < 0 else ""
        return f"{cardinal(mantissa)} 곱하기 십의 {sign}{cardinal(str(abs(exponent)))} 제곱"

    def name(self, name: str) -> str:
        base, accent, subscript, primes = name_parts(name)
        text = _letters(base)
        if accent:
            text = f"벡터 {text}" if accent == "vec" else f"{text} {_ACCENTS[accent]}"
        if subscript:
            text += " 아래첨자 " + _subscript(subscript)
        return text + " 프라임" * primes

    def constant(self, name: str) -> str:
        return CONSTANTS[name]

    def signed(self, sign: str, operand: str) -> str:
        return f"{_SIGNED.get(sign) or SIGNS[sign]} {operand}"

    def infix(self, sign: str, items: Sequence[str]) -> str:
        if sign == "=":
            return " ".join([*(with_particle(item, "은", "는") for item in items[:-1]), items[-1]])
        return f" {SIGNS[sign]} ".join(items)

    def negated(self, operand: str) -> str:
        return f"부정 {operand}"

    def beside(self, left: str, right: str) -> str:
        return f"{left} {right}"

    def times(self, left: str, right: str) -> str:
        return f"{left} 곱하기 {right}"

    def joins(self, before: Part, after: Part) -> bool:
        """``이 엑스``, ``엑스 와이``; anything longer has its ``곱하기``."""
        if after.digit or not before.is_simple:
            return False
        return after.head in _SIDE_BY_SIDE or (before.head == "number" and after.head == "fence")

    def fraction(self, above: Part, below: Part) -> str:
        if above.is_simple and below.is_simple:
            return f"{below.text}분의 {above.text}"
        return f"분수 분모 {below.text} 분자 {above.text} 분수 끝"

    def mixed(self, whole: str, above: Part, below: Part) -> str:
        return f"{with_particle(whole, '과', '와')} {self.fraction(above, below)}"

    def power(self, base: str, exponent: Part) -> str:
        if exponent.text == "이":
            return f"{base} 제곱"
        if exponent.text == "삼":
            return f"{base} 세제곱"
        if exponent.is_simple or exponent.head == "signed":
            return f"{base}의 {exponent.text} 제곱"
        return f"{base}의 지수 {exponent.text} 지수 끝"

    def function(self, name: str) -> str:
        return FUNCTIONS.get(name) or self.name(name)

    def based(self, function: str, base: Part) -> str:
        if base.is_simple:
            return f"{function} 밑이 {base.text}인"
        return f"{function} 밑 {base.text} 밑 끝"

    def applied(self, function: str, argument: str) -> str:
        return f"{function} {argument}"

    def called(self, function: str, arguments: Sequence[str]) -> str:
        return f"{function} {self.fenced('(', self.listed(arguments), ')')}"

    def fenced(self, opening: str, text: str, closing: str) -> str:
        before, after = ("절댓값", "절댓값 끝") if opening == "|" else (FENCES[opening], FENCES[closing])
        return " ".join(filter(None, (before, text, after)))

    def listed(self, items: Sequence[str]) -> str:
        return " 쉼표 ".join(items)

    def interval(self, low: Part, high: Part, *, low_closed: bool, high_closed: bool) -> str:
        start = f"{low.text} {'이상' if low_closed else '초과'}"
        end = f"{high.text} {'이하' if high_closed else '미만'}"
        return f"구간 {start} {end}"

    def root(self, radicand: Part, index: Part | None) -> str:
        kind = "루트" if index is None else _root_name(index)
        return f"{kind} {radicand.text}" if radicand.is_simple else f"{kind} 시작 {radicand.text} 근 끝"

    def postfixed(self, operand: str, function: str) -> str:
        return f"{operand} {SUFFIXES[function]}"

    def binomial(self, above: Part, below: Part) -> str:
        return f"이항계수 {above.text} 쉼표 {below.text} 이항계수 끝"

    def conjugate(self, operand: Part) -> str:
        return f"켤레 {operand.text}" if operand.is_simple else f"켤레 시작 {operand.text} 켤레 끝"

    def accumulated(self, function: str, body: str, index: str, low: str, high: str) -> str:
        sign = FUNCTIONS[function]
        return f"{sign} {with_particle(index, '은', '는')} {low}부터 {high}까지 {body} {sign} 끝"

    def integral(self, body: str, variable: str, limits: tuple[str, str] | None) -> str:
        ends = f" {limits[0]}부터 {limits[1]}까지" if limits else ""
        return f"적분{ends} {body} 디 {variable}"

    def limit(self, body: str, variable: str, value: str) -> str:
        return f"극한 {with_particle(variable, '이', '가')} {value}에 가까워질 때 {body} 극한 끝"

    def derivative(self, body: Part, variables: Sequence[tuple[str, int]]) -> str:
        if body.is_simple and len(variables) == 1 and variables[0][1] == 1:
            return f"디{body.text} 디{variables[0][0]}"
        by = " ".join(f"{name}에 대한 {_order(order)}미분" for name, order in variables)
        return f"{by} {body.text if body.is_simple else self.fenced('(', body.text, ')')}"

    def matrix(self, rows: Sequence[Sequence[str]]) -> str:
        height, width = cardinal(str(len(rows))), cardinal(str(max(map(len, rows), default=0)))
        lines = [f"{cardinal(str(place))}행, {self.listed(row)}" for place, row in enumerate(rows, 1)]
        return ", ".join((f"{height}행 {width}열 행렬", *lines, "행렬 끝"))


def _root_name(index: Part) -> str:
    return f"{index.text}차근" if index.is_simple else f"근 지수 {index.text} 지수 끝"


def _order(order: int) -> str:
    return "" if order == 1 else f"{cardinal(str(order))}계 "


def _letters(word: str) -> str:
    """A Latin or Greek letter by its name, a longer name as it is; digits after a letter as a number."""
    stem = word.rstrip("0123456789")
    digits = word[len(stem) :]
    if digits and stem:
        return f"{_letters(stem)} {cardinal(digits)}"
    known = {**LETTERS, **GREEK_LETTERS}
    if word in known:
        return known[word]
    return f"대문자 {known[word.lower()]}" if word.lower() in known else cardinal(word)


def _subscript(text: str) -> str:
    words = {"+": " 더하기 ", "-": " 빼기 ", ",": " 쉼표 "}
    for sign, word in words.items():
        text = text.replace(sign, word)
    parts = [_letters(part) if part.isascii() else part for part in text.split()]
    return " ".join(parts) + (" 첨자 끝" if len(parts) > 1 else "")
