"""How an answer was read, ready for a page: mathematics, or a sentence that says what cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy

from grading.engine import Node, Outcome, ReadError, Symbols, read, read_quantity, write_mathml, write_speech
from grading.engine.nodes import Relation, walk
from grading.engine.variants import ParameterError, Piece, split_text
from grading.formulas import RenderError, render_formula
from grading.keys import (
    EquationKey,
    ExpressionKey,
    InequalityKey,
    IntegerKey,
    Key,
    ListKey,
    MatrixKey,
    NumberKey,
    QuantityKey,
    SetKey,
)
from grading.marking import mark_response
from grading.responses import TextResponse
from grading.wording import message_in_language, word_reading_error, word_reason

__all__ = [
    "Place",
    "Reading",
    "Refusal",
    "Way",
    "read_answer",
    "read_answer_for_page",
    "read_for_page",
    "show_reason",
]

# Any key of the kind tells whether an answer can be read as one; what it is compared with does not matter. No
# letter stands in them, for a question may not have it. Calculus is typed as any expression is.
AN_EXPRESSION = ExpressionKey(expression="0")
ANY_KEY: dict[str, Key] = {
    "integer": IntegerKey(value="0"),
    "number": NumberKey(value="0", absolute="0"),
    "quantity": QuantityKey(answer="1 m"),
    "expression": AN_EXPRESSION,
    "equation": EquationKey(answer="no solution"),
    "inequality": InequalityKey(answer="no solution"),
    "set": SetKey(answer="{0}"),
    "list": ListKey(answer="(0, 0)"),
    "matrix": MatrixKey(answer="[[0]]"),
    "derivative": AN_EXPRESSION,
    "antiderivative": AN_EXPRESSION,
    "property": AN_EXPRESSION,
}
SHOWN_AROUND = 24
# What reasons name in formulas: parts of the answer and of the key.
FORMULAS = ("argument", "constant", "element", "factor", "mantissa", "part", "text")
# Browsers set sin x without the space that print has, unless it is asked for; sin(x) needs none.
APPLIED = "<mo>\u2061</mo>"
SPACED = '<mo rspace="0.17em">\u2061</mo>'
BRACKET = "<mrow><mo>(</mo>"
# Between equations and inequalities people write the word; ∨ and ∧ stand between letters of logic.
CONNECTIVES = {
    "<mo>∨</mo>": pgettext_lazy("between equations", "or"),
    "<mo>∧</mo>": pgettext_lazy("between equations", "and"),
}
# Stands for a formula while its sentence is made and escaped: nothing that is typed is read with it.
MARK = "\ue000"


@dataclass(frozen=True, slots=True)
class Place:
    """The text around what cannot be read; ``at`` is empty behind the end."""

    before: str
    at: str
    after: str


@dataclass(frozen=True, slots=True)
class Way:
    """One of two ways to read a text: the mathematics, and how to write just this."""

    math: SafeString
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Exactly one of ``math`` (safe MathML, with its words as a label) and ``error`` (a sentence) is not
    empty, or neither is when nothing is written. With an error there may be its place, and the two ways to
    read what is ambiguous."""

    math: SafeString = field(default_factory=SafeString)
    error: str = ""
    place: Place | None = None
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text is no answer: a code of reading with the values of its sentence, ``position`` among them
    where there is a place to show."""

    code: str
    values: Mapping[str, Any]


def read_for_page(text: str, *, symbols: Symbols, notation: str = "plain", locale: str = "ko") -> Reading:
    """The reading of ``text`` as the marking would read it."""
    if not text.strip():
        return Reading()
    return _shown(text, _tree(text, symbols=symbols, notation=notation, locale=locale), symbols)


def read_answer_for_page(response: TextResponse, *, kind: str, symbols: Symbols) -> Reading:
    """The reading of what was typed for a part of ``kind``: what marking will call unreadable has an error
    here, so that it can be said before a student hands in."""
    if response.is_empty:
        return Reading()
    return _shown(response.text, read_answer(response, kind=kind, symbols=symbols), symbols)


def read_answer(response: TextResponse, *, kind: str, symbols: Symbols) -> Node | Refusal:
    """What was typed for a part of ``kind``, or why marking would call it unreadable. A kind that is not
    typed as a formula refuses nothing but what cannot be read."""
    if kind == "antiderivative":
        # The constant of integration is a letter that the question does not have.
        symbols = replace(symbols, closed=False)
    if kind in ANY_KEY and not response.is_empty:
        verdict = mark_response(ANY_KEY[kind], response, symbols=symbols)
        if verdict.outcome is Outcome.UNREADABLE:
            return Refusal(verdict.reason.code, verdict.reason.values)
    reads = read_quantity if kind == "quantity" else read
    return _tree(
        response.text, symbols=symbols, notation=response.notation, locale=response.locale, reads=reads
    )


def _tree(
    text: str, *, symbols: Symbols, notation: str, locale: str, reads: Callable[..., Node] = read
) -> Node | Refusal:
    try:
        return reads(text, symbols=symbols, notation=notation, locale=locale)
    except ReadError as error:
        return Refusal(error.code, {**error.values, "position": error.position})


def _shown(text: str, read_as: Node | Refusal, symbols: Symbols) -> Reading:
    if isinstance(read_as, Refusal):
        return _refused(text, read_as.code, read_as.values, symbols)
    return Reading(math=_math(read_as))


def show_reason(verdict: str, reason: Mapping[str, Any], *, symbols: Symbols) -> SafeString:
    """The sentence of ``word_reason`` for a page, with the formulas in it as mathematics."""
    values = dict(reason.get("values") or {})
    shown: list[SafeString] = []
    for name in FORMULAS:
        math = _math_of(values.get(name), symbols)
        if math:
            values[name] = f"{MARK}{len(shown)}{MARK}"
            shown.append(math)
    message = message_in_language(values)
    if "$" in message:
        values["message"] = {"": _marked(message, shown)}
    sentence = escape(word_reason(verdict, {**reason, "values": values}))
    for number, math in enumerate(shown):
        sentence = SafeString(sentence.replace(f"{MARK}{number}{MARK}", math))
    return sentence


def _marked(message: str, shown: list[SafeString]) -> str:
    """What an author wrote, with a mark for each formula in it, which is added to ``shown``. One that cannot
    be shown stays as it was typed."""
    try:
        pieces = split_text(message)
    except ParameterError:
        return message
    return "".join(_marked_piece(piece, shown) for piece in pieces)


def _marked_piece(piece: Piece, shown: list[SafeString]) -> str:
    if piece.kind not in ("inline", "display"):
        return piece.text
    try:
        shown.append(SafeString(render_formula(piece.text)))
    except RenderError:
        return f"${piece.text}$"
    return f"{MARK}{len(shown) - 1}{MARK}"


def _math_of(text: Any, symbols: Symbols) -> SafeString:
    """The mathematics that ``text`` spells; empty where it spells none."""
    if not isinstance(text, str):
        return SafeString()
    return read_for_page(text, symbols=symbols).math


def _math(tree: Node) -> SafeString:
    """MathML that is also said as people say it. Its texts are the engine's, names in them escaped."""
    language = "en" if (get_language() or "ko").startswith("en") else "ko"
    spoken = escape(write_speech(tree, language=language))
    spaced = write_mathml(tree).replace(APPLIED, SPACED).replace(SPACED + BRACKET, APPLIED + BRACKET)
    if any(isinstance(node, Relation) for node in walk(tree)):
        for sign, word in CONNECTIVES.items():
            spaced = spaced.replace(sign, f"<mtext>\u00a0{word}\u00a0</mtext>")
    return SafeString(spaced.replace("<math>", f'<math aria-label="{spoken}">', 1))


def _refused(text: str, code: str, values: Mapping[str, Any], symbols: Symbols) -> Reading:
    texts = values.get("readings") or ()
    ways = tuple(Way(math, way) for way in texts if (math := _math_of(way, symbols)))
    if len(ways) < 2:
        return Reading(error=word_reading_error(code, values), place=_place(text, values))
    # The ways stand below the sentence, so it need not name them.
    values = {name: value for name, value in values.items() if name != "readings"}
    return Reading(error=word_reading_error(code, values), place=_place(text, values), ways=ways)


def _place(text: str, values: Mapping[str, Any]) -> Place | None:
    """Where in ``text``, as long as what was found there; a long text is shown in part."""
    position = values.get("position")
    if not isinstance(position, int):
        return None
    found = str(values.get("found") or "")
    end = position + (len(found) if found and text.startswith(found, position) else 1)
    start, stop = max(0, position - SHOWN_AROUND), end + SHOWN_AROUND
    before = ("…" if start else "") + text[start:position]
    return Place(before, text[position:end], text[end:stop] + ("…" if stop < len(text) else ""))
