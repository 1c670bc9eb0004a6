"""The shape of a LaTeX formula, as far as printing numbers in it needs: factors, scripts, brackets, signs.

Nothing is lost: every character of the formula is in some item.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from grading.engine.variants.errors import ParameterError
from grading.engine.variants.formula_words import (
    CLOSING,
    LETTERS,
    ONE,
    OPENING,
    TEXT,
    TWO,
    Kind,
    kind_of_command,
    kind_of_text,
)

__all__ = ["Atom", "Bracket", "Command", "Group", "Item", "Placeholder", "Script", "parse_formula"]

MAX_DEPTH = 60
MAX_LENGTH = 4_000


@dataclass(frozen=True, slots=True)
class Atom:
    """Text that is printed as it stands."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A brace group that holds exactly a parameter's name and is not an argument."""

    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """A brace group."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """``^`` or ``_`` with what it raises or lowers."""

    parts: tuple[str | Group | Command, ...]


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its arguments, spaces between them included; a bare placeholder is a plain number."""

    kind: Kind
    parts: tuple[str | Group | Placeholder, ...]


@dataclass(frozen=True, slots=True)
class Bracket:
    """A pair of delimiters and what stands between them."""

    opening: str
    items: tuple[Item, ...]
    closing: str


Item = Atom | Placeholder | Group | Script | Command | Bracket


_TOKEN = re.compile(
    r"(?P<environment>\\(?:begin|end)\s*\{[^{}]*\}(?:\{[lcr|]*\})?)|(?P<sized>\\(?:left|right)\s*(?:\\[A-Za-z]+|\\.|.))"
    r"|(?P<command>\\(?:[A-Za-z]+|.|$))|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<space>\s+)|(?P<other>.)",
    re.DOTALL,
)
_RAW_GROUP = re.compile(r"\s*\{(?P<inside>(?:\\.|[^{}\\]|\{[^{}]*\})*)\}", re.DOTALL)
_NAME_IN_BRACES = re.compile(r"\{([a-z][a-zA-Z0-9_]*)\}")


def parse_formula(latex: str, names: Collection[str]) -> tuple[Item, ...]:
    """The items of ``latex``; ``names`` are the parameters.

    ParameterError "formula_too_long" beyond 4,000 characters, "too_deep" beyond 60 levels.
    """
    if len(latex) > MAX_LENGTH:
        raise ParameterError("formula_too_long", 1, 0, {"limit": MAX_LENGTH})
    return _Parser(latex, names).formula()


class _Parser:
    """Recursive descent; ``_level`` reads to a closing text without taking it."""

    def __init__(self, latex: str, names: Collection[str]) -> None:
        self._latex = latex
        self._names = names
        self._position = 0
        self._depth = 0

    def formula(self) -> tuple[Item, ...]:
        items = list(self._level(closing=frozenset()))
        while self._position < len(self._latex):
            items.append(Atom("separator", self._take()[1]))
            items += self._level(closing=frozenset())
        return tuple(items)

    def _token(self) -> tuple[str, str]:
        match = _TOKEN.match(self._latex, self._position)
        return (match.lastgroup or "", match[0]) if match else ("end", "")

    def _take(self) -> tuple[str, str]:
        token = self._token()
        self._position += len(token[1])
        return token

    def _level(self, *, closing: frozenset[str]) -> tuple[Item, ...]:
        self._deepen()
        items: list[Item] = []
        while not self._ends(closing):
            items.append(self._item(in_bars="|" in closing))
        self._depth -= 1
        return tuple(items)

    def _deepen(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ParameterError("too_deep", 1, 0, {"limit": MAX_DEPTH})

    def _ends(self, closing: frozenset[str]) -> bool:
        kind, text = self._token()
        return (
            kind == "end"
            or text == "}"
            or text in closing
            or (kind == "sized" and text.startswith(r"\right"))
        )

    def _item(self, *, in_bars: bool) -> Item:
        kind, text = self._take()
        if text == "{":
            return self._braced(text)
        if kind == "sized":
            return self._sized(text)
        if text in OPENING:
            return self._bracket(text, CLOSING)
        if text == "|" and not in_bars and self._has_closing_bar():
            return self._bracket(text, frozenset({"|"}))
        if text in ("^", "_"):
            return Script((text, *self._argument()))
        if kind == "command":
            return self._command(text)
        return Atom(kind_of_text(kind, text), text)

    def _has_closing_bar(self) -> bool:
        """Whether another bar stands in the same brace group, before its end."""
        depth = 0
        for match in re.finditer(r"\\.|[{}|]", self._latex[self._position :]):
            if match[0] == "|" and depth == 0:
                return True
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            if depth < 0:
                return False
        return False

    def _braced(self, opening: str) -> Item:
        start = self._position - len(opening)
        match = _NAME_IN_BRACES.match(self._latex, start)
        if match and match[1] in self._names:
            self._position = match.end()
            return Placeholder(match[1])
        return self._group()

    def _group(self) -> Group:
        """What follows an opening brace that was taken, and the closing brace."""
        items = self._level(closing=frozenset())
        while self._token()[0] != "end" and self._token()[1] != "}":
            items += (Atom("separator", self._take()[1]), *self._level(closing=frozenset()))
        self._take()
        return Group(items)

    def _argument(self) -> tuple[str | Group | Command, ...]:
        """One argument: a group, where a bare name is a parameter; a command; or one character."""
        before = self._take()[1] if self._token()[0] == "space" else ""
        kind, text = self._token()
        if kind in ("end", "sized", "environment") or text == "}":
            return (before,)
        if text == "{":
            return before, self._argument_group()
        if kind == "command":
            self._take()
            command = self._command(text)
            return (before, command) if isinstance(command, Command) else (before, text)
        self._position += 1
        return before, text[0]

    def _argument_group(self) -> Group:
        match = _NAME_IN_BRACES.match(self._latex, self._position)
        if match and match[1] in self._names:
            self._position = match.end()
            return Group((Placeholder(match[1]),))
        self._take()
        return self._group()

    def _sized(self, opening: str) -> Bracket:
        items = self._level(closing=frozenset())
        closing = self._take()[1] if self._token()[1].startswith(r"\right") else ""
        return Bracket(opening, items, closing)

    def _bracket(self, opening: str, closings: frozenset[str]) -> Bracket:
        items = self._level(closing=closings)
        closing = self._take()[1] if self._token()[1] in closings else ""
        return Bracket(opening, items, closing)

    def _command(self, text: str) -> Atom | Command:
        name = text[1:]
        if name in TEXT:
            return Command("opaque", (text, *self._prose()))
        if name in LETTERS:
            letters = self._letters()
            return Command("operand" if len(letters.strip(" {}")) == 1 else "opaque", (text, letters))
        if name in ONE or name in TWO:
            self._deepen()
            arguments = self._arguments(2 if name in TWO else 1)
            self._depth -= 1
            return Command("operand", (text, *arguments))
        return Atom(kind_of_command(name), text)

    def _arguments(self, count: int) -> list[str | Group | Placeholder]:
        parts: list[str | Group | Placeholder] = []
        if self._token()[1] == "[":
            parts += _option(self._bracket(self._take()[1], frozenset({"]"})))
        for _ in range(count):
            for part in self._argument():
                parts.append(Group((part,)) if isinstance(part, Command) else part)
        return parts

    def _letters(self) -> str:
        """A brace group as it is written, or nothing."""
        match = _RAW_GROUP.match(self._latex, self._position)
        if match is None:
            return ""
        self._position = match.end()
        return match[0]

    def _prose(self) -> tuple[str | Placeholder, ...]:
        """A brace group of words, in which ``{k}`` is a parameter."""
        match = _RAW_GROUP.match(self._latex, self._position)
        if match is None:
            return ()
        self._position = match.end()
        parts: list[str | Placeholder] = []
        end = match.start()
        for inner in _NAME_IN_BRACES.finditer(self._latex, match.start("inside"), match.end("inside")):
            if inner[1] in self._names:
                parts += [self._latex[end : inner.start()], Placeholder(inner[1])]
                end = inner.end()
        return (*parts, self._latex[end : match.end()])


def _option(option: Bracket) -> list[str | Group | Placeholder]:
    """The optional argument of a root."""
    inside: list[str | Group | Placeholder] = [
        item.text if isinstance(item, Atom) else item if isinstance(item, Placeholder) else Group((item,))
        for item in option.items
    ]
    return [option.opening, *inside, option.closing]
