"""Rows and columns: matrices become lists of lists, ``cases`` propositions that hold together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from grading.engine.reading.errors import ReadError
from grading.engine.reading.latex_scan import Argument, command_end, skip_space
from grading.engine.reading.tokens import Kind, TokenList

__all__ = ["Environment", "Tabling", "begin", "end_of", "next_column", "next_row"]

_MATRICES = frozenset({"matrix", "pmatrix", "bmatrix", "smallmatrix", "array"})
_SYSTEMS = frozenset({"cases", "dcases", "rcases", "aligned", "align", "align*", "gathered", "split"})
# These have no brackets of their own: a bracket beside them is theirs.
_BARE = frozenset({"matrix", "smallmatrix", "array", "aligned", "gathered", "split"})
_RELATIONS = ("=", "<", ">", "\\le", "\\ge", "\\ne", "\\lt", "\\gt", "≤", "≥")


@dataclass(frozen=True, slots=True)
class Environment:
    """One that is open. ``is_system``: its rows are propositions; ``fence`` is the bracket taken over."""

    name: str
    start: int
    is_system: bool
    fence: str


class Tabling(Protocol):
    """What is asked of the lexer here."""

    text: str
    tokens: TokenList
    environments: list[Environment]

    def argument(self, position: int) -> Argument:
        """The argument that a command takes at ``position``."""


def begin(lexer: Tabling, position: int, end: int) -> int:
    """``\\begin{…}``; raises ReadError ``unknown_command`` for an environment that is not known."""
    part = lexer.argument(end)
    name = lexer.text[part.start : part.stop].strip()
    if name not in _MATRICES | _SYSTEMS:
        raise ReadError("unknown_command", position, found=lexer.text[position : part.end])
    fence = _fence_before(lexer.tokens) if name in _BARE else ""
    is_system = name in _SYSTEMS or fence == "{"
    lexer.environments.append(Environment(name, position, is_system, fence))
    if not is_system:
        lexer.tokens.add(Kind.FUNCTION, "matrix", position, position)
    lexer.tokens.add(Kind.OPEN, "(", position, part.end)
    lexer.tokens.add(Kind.OPEN, "(" if is_system else "[", part.end, part.end)
    return lexer.argument(part.end).end if name == "array" else part.end


def end_of(lexer: Tabling, position: int, end: int) -> int:
    """``\\end{…}``, and the bracket that belongs to it."""
    part = lexer.argument(end)
    name = lexer.text[part.start : part.stop].strip()
    if not lexer.environments or lexer.environments[-1].name != name:
        raise ReadError(
            "unbalanced_bracket", position, bracket=lexer.text[position : part.end], expected=r"\begin"
        )
    environment = lexer.environments.pop()
    _drop_empty_row(lexer.tokens, environment)
    lexer.tokens.add(Kind.CLOSE, ")" if environment.is_system else "]", position, position)
    lexer.tokens.add(Kind.CLOSE, ")", position, part.end)
    return _after_fence(lexer.text, part.end) if environment.fence else part.end


def next_row(lexer: Tabling, position: int, end: int) -> int:
    """``\\\\`` between two rows; raises ReadError outside of an environment."""
    environment = _innermost(lexer, position, found="\\\\")
    if environment.is_system:
        _drop_comma(lexer.tokens)
    closing, opening, between = (")", "(", "and") if environment.is_system else ("]", "[", ",")
    lexer.tokens.add(Kind.CLOSE, closing, position, position)
    lexer.tokens.add(Kind.OPERATOR, between, position, end)
    lexer.tokens.add(Kind.OPEN, opening, end, end)
    stop = lexer.text.find("]", end)
    is_distance = lexer.text[end : end + 1] == "[" and lexer.text[end:stop].endswith(
        ("pt", "em", "ex", "mm", "cm")
    )
    return stop + 1 if is_distance else end


def next_column(lexer: Tabling, position: int) -> int:
    """``&`` between two columns; in a system it only aligns relations. Raises ReadError elsewhere."""
    environment = _innermost(lexer, position, found="&")
    if not environment.is_system:
        return lexer.tokens.add(Kind.OPERATOR, ",", position, position + 1)
    follows = skip_space(lexer.text, position + 1)
    before = lexer.tokens.last
    is_aligning = lexer.text.startswith(_RELATIONS, follows) or before.is_operator("=", "<", ">", "<=", ">=")
    if not is_aligning and before.kind is not Kind.OPEN:
        raise ReadError("unexpected", position, found="&", expected=["operator", "end"])
    return position + 1


def _innermost(lexer: Tabling, position: int, *, found: str) -> Environment:
    if not lexer.environments:
        raise ReadError("unexpected", position, found=found, expected=["operator", "end"])
    return lexer.environments[-1]


def _fence_before(tokens: TokenList) -> str:
    """The opening bracket right before, taken out of the stream."""
    if not len(tokens) or tokens.last.kind is not Kind.OPEN or tokens.last.text == "|":
        return ""
    return tokens.take_last().text


def _after_fence(text: str, position: int) -> int:
    """The index after the closing bracket, which the environment has taken over."""
    start = skip_space(text, position)
    if text.startswith("\\right", start):
        start = skip_space(text, start + len("\\right"))
    end = command_end(text, start) if text[start : start + 1] == "\\" else start + 1
    if text[start:end] not in {")", "]", ".", "\\}", "\\rbrace"}:
        raise ReadError("unbalanced_bracket", position, bracket="(", expected=")")
    return end


def _drop_comma(tokens: TokenList) -> None:
    if len(tokens) and tokens.last.is_operator(",", ";"):
        tokens.take_last()


def _drop_empty_row(tokens: TokenList, environment: Environment) -> None:
    """A last row break makes no row."""
    if environment.is_system:
        _drop_comma(tokens)
    if tokens.last.kind is Kind.OPEN and tokens.follows_break:
        for _ in range(3):
            tokens.take_last()
