"""LaTeX, as the maths field and other tools write it, to the tokens of plain text."""

from __future__ import annotations

from grading.engine.reading import latex_commands as commands
from grading.engine.reading import names
from grading.engine.reading.binding import is_proper
from grading.engine.reading.characters import OPERATORS, fold
from grading.engine.reading.choices import Choices
from grading.engine.reading.errors import ReadError
from grading.engine.reading.latex_scan import (
    Argument,
    argument,
    closing_brace,
    command_end,
    group_end,
    skip_space,
)
from grading.engine.reading.latex_words import upright
from grading.engine.reading.numerals import DIGITS, scan_decimal
from grading.engine.reading.tokens import Kind, Token, TokenList
from grading.engine.reading.words import Words
from grading.engine.symbols import Symbols

__all__ = ["latex_tokens"]

_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
_BINOMIALS = frozenset({"binom", "dbinom", "tbinom"})
_MATRICES = frozenset({"matrix", "pmatrix", "bmatrix"})


def latex_tokens(text: str, *, symbols: Symbols, locale: str, choices: Choices) -> list[Token]:
    """The tokens of ``text``, the last one of kind END; raises ReadError."""
    lexer = _LatexLexer(text, symbols=symbols, locale=locale, choices=choices)
    lexer.lex(0, len(text))
    return lexer.tokens.finished(len(text))


class _LatexLexer:
    def __init__(self, text: str, *, symbols: Symbols, locale: str, choices: Choices) -> None:
        self.text = fold(text)
        self.locale = locale
        self.choices = choices
        self.words = Words(symbols)
        self.tokens = TokenList()

    def lex(self, start: int, end: int) -> None:
        """Adds the tokens of this part of the text."""
        position = start
        while position < end:
            position = self._token(position)

    def _at(self, position: int) -> str:
        return self.text[position : position + 1]

    def _token(self, position: int) -> int:
        character = self.text[position]
        if character.isspace() or character == "~":
            return position + 1
        if character == "\\":
            return self._command(position)
        if character == "{":
            return self._group(position)
        if character in "^_":
            return self._script(position)
        if character in DIGITS or character == ".":
            return self._number(position)
        if character.isascii() and character.isalpha():
            return self._letters(position)
        return self._sign(position)

    def _sign(self, position: int) -> int:
        character = self.text[position]
        kind = {"(": Kind.OPEN, "[": Kind.OPEN, ")": Kind.CLOSE, "]": Kind.CLOSE, "|": Kind.BAR}.get(
            character
        )
        if kind is not None:
            return self.tokens.add(kind, character, position, position + 1)
        if character in names.GREEK_LETTERS:
            return self._name(names.GREEK_LETTERS[character], position, position + 1)
        if character in names.CONSTANTS:
            return self.tokens.add(Kind.CONSTANT, names.CONSTANTS[character], position, position + 1)
        for length in (2, 1):
            operator = OPERATORS.get(self.text[position : position + length])
            if operator is not None:
                text = "," if operator == "and" else operator
                return self.tokens.add(Kind.OPERATOR, text, position, position + length)
        raise ReadError("unknown_character", position, found=character)

    def _number(self, position: int) -> int:
        if self._at(position) == "." and self._at(position + 1) not in DIGITS:
            raise ReadError("unknown_character", position, found=".")
        literal, end = scan_decimal(
            self.text,
            position,
            locale=self.locale,
            in_brackets=self.tokens.depth > 0,
            choices=self.choices,
        )
        return self.tokens.add(Kind.NUMBER, literal, position, end)

    def _letters(self, position: int) -> int:
        end = position
        while self._at(end).isascii() and self._at(end).isalpha():
            end += 1
        pieces = self.words.split(
            self.text[position:end],
            called=self._is_called(end),
            position=position,
            choices=self.choices,
        )
        for piece in pieces[:-1]:
            self.tokens.add(piece.kind, piece.name, position + piece.start, position + piece.end)
        return self._finish(pieces[-1].kind, pieces[-1].name, position + pieces[-1].start, end)

    def _is_called(self, end: int) -> bool:
        rest = self.text[skip_space(self.text, end) :].lstrip("'")
        return rest.startswith(("(", "\\left(", "\\left ("))

    def _name(self, name: str, start: int, end: int) -> int:
        """A name known from a command or a Greek letter."""
        if name == "pi" and name not in self.words.declared:
            return self._finish(Kind.CONSTANT, name, start, end)
        is_function = name in self.words.functions and self._is_called(end)
        return self._finish(Kind.FUNCTION if is_function else Kind.SYMBOL, name, start, end)

    def _finish(self, kind: Kind, name: str, start: int, end: int) -> int:
        """Adds a name with its subscript; a function keeps its subscript apart, as its base."""
        mark = skip_space(self.text, end)
        if self._at(mark) == "_" and kind in {Kind.SYMBOL, Kind.CONSTANT}:
            subscript, end = self._subscript(mark + 1)
            kind, name = Kind.SYMBOL, f"{name}_{subscript}"
        return self.tokens.add(kind, name, start, end)

    def _subscript(self, position: int) -> tuple[str, int]:
        part = argument(self.text, position)
        inner = (
            "".join(self.text[part.start : part.stop].split())
            .replace("\\mathrm", "")
            .strip("{}")
            .lstrip("\\")
        )
        if not (inner.isascii() and inner.isalnum()):
            raise ReadError("unexpected", part.start, found=self._at(part.start), expected=["subscript"])
        return inner, part.end

    def _enclose(self, position: int) -> int:
        """The argument at ``position`` in brackets."""
        part = argument(self.text, position)
        self.tokens.add(Kind.OPEN, "(", part.start, part.start)
        if part.is_character:
            self._single(part.start)
        else:
            self.lex(part.start, part.stop)
        self.tokens.add(Kind.CLOSE, ")", part.stop, part.stop)
        return part.end

    def _single(self, position: int) -> None:
        """One character as an argument without braces: the 1 and the 3 of ``\\frac13``."""
        character = self.text[position]
        if character in DIGITS:
            self.tokens.add(Kind.NUMBER, character, position, position + 1)
        elif character.isascii() and character.isalpha():
            piece = self.words.split(character, called=False, position=position, choices=self.choices)[0]
            self.tokens.add(piece.kind, piece.name, position, position + 1)
        else:
            self._sign(position)

    def _group(self, position: int) -> int:
        """Braces group without showing; around a single token they say nothing."""
        stop = closing_brace(self.text, position)
        inner = self.text[position + 1 : stop]
        if not inner.strip():
            return stop + 1
        if "\\choose" in inner:
            return self._choose(position, stop)
        mark = len(self.tokens)
        self.tokens.add(Kind.OPEN, "(", position, position + 1)
        self.lex(position + 1, stop)
        if self.tokens.unwrap(mark):
            follows = skip_space(self.text, stop + 1)
            if self._at(follows) == "_" and self.tokens.last.kind is Kind.SYMBOL:
                base = self.tokens.take_last()
                return self._finish(base.kind, base.text, base.start, stop + 1)
            return stop + 1
        return self.tokens.add(Kind.CLOSE, ")", stop, stop + 1)

    def _choose(self, position: int, stop: int) -> int:
        middle = self.text.index("\\choose", position)
        self.tokens.add(Kind.FUNCTION, "binomial", position, position + 1)
        self.tokens.add(Kind.OPEN, "(", position, position + 1)
        self.lex(position + 1, middle)
        self.tokens.add(Kind.OPERATOR, ",", middle, middle + len("\\choose"))
        self.lex(middle + len("\\choose"), stop)
        return self.tokens.add(Kind.CLOSE, ")", stop, stop + 1)

    def _script(self, position: int) -> int:
        mark = self.text[position]
        part = argument(self.text, position + 1)
        inner = self.text[part.start : part.stop].strip()
        if mark == "^" and inner in {"\\circ", "\\degree", "°"}:
            return self.tokens.add(Kind.OPERATOR, "°", position, part.end)
        primes = inner.replace("\\prime", "'")
        if mark == "^" and primes.strip("'") == "" and primes:
            for _ in primes:
                self.tokens.add(Kind.OPERATOR, "'", position, part.end)
            return part.end
        self.tokens.add(Kind.OPERATOR, mark, position, position + 1)
        if self._at(skip_space(self.text, position + 1)) != "{":
            return skip_space(self.text, position + 1)
        return self._enclose(position + 1)

    def _command(self, position: int) -> int:
        end = command_end(self.text, position)
        name = self.text[position + 1 : end]
        if name in commands.SPACES:
            return end
        if name in {"left", "right"}:
            return self._delimiter(position, end, opens=name == "left")
        if name in {"{", "}"}:
            return self.tokens.add(Kind.OPEN if name == "{" else Kind.CLOSE, name, position, end)
        if name in commands.WORDS:
            return self._word(position, end)
        if name in commands.FENCES:
            return self._fence(name, position, end)
        structure = self._structure(name, position, end)
        return structure if structure is not None else self._named(name, position, end)

    def _named(self, name: str, position: int, end: int) -> int:
        if name in commands.OPERATORS:
            return self.tokens.add(Kind.OPERATOR, commands.OPERATORS[name], position, end)
        if name in commands.FUNCTIONS:
            return self.tokens.add(Kind.FUNCTION, commands.FUNCTIONS[name], position, end)
        if name in commands.GREEK or name == "pi":
            return self._name(commands.GREEK.get(name, name), position, end)
        if name in commands.CONSTANTS:
            return self.tokens.add(Kind.CONSTANT, commands.CONSTANTS[name], position, end)
        raise ReadError("unknown_command", position, found=self.text[position:end])

    def _structure(self, name: str, position: int, end: int) -> int | None:
        """A command with arguments of its own; None when ``name`` is not one."""
        if name in _FRACTIONS:
            return self._fraction(position, end)
        if name == "sqrt":
            return self._root(position, end)
        if name in _BINOMIALS:
            return self._binomial(position, end)
        if name in {"begin", "end"}:
            return self._environment(position, end, begins=name == "begin")
        if name == "\\":
            return self._next_row(position, end)
        return None

    def _fraction(self, position: int, end: int) -> int:
        upper = argument(self.text, end)
        lower = argument(self.text, upper.end)
        above = self.text[upper.start : upper.stop].strip()
        below = self.text[lower.start : lower.stop].strip()
        if self.tokens.follows_whole_number and is_proper(above, below):
            return self.tokens.add(Kind.FRACTION, f"{above}/{below}", position, lower.end)
        self.tokens.add(Kind.OPEN, "(", position, position)
        self._enclose(end)
        self.tokens.add(Kind.OPERATOR, "/", upper.end, upper.end)
        self._enclose(upper.end)
        return self.tokens.add(Kind.CLOSE, ")", lower.end, lower.end)

    def _root(self, position: int, end: int) -> int:
        start = skip_space(self.text, end)
        if self._at(start) != "[":
            self.tokens.add(Kind.FUNCTION, "sqrt", position, end)
            return self._enclose(end)
        stop = self.text.find("]", start)
        if stop < 0:
            raise ReadError("unbalanced_bracket", start, bracket="[", expected="]")
        self.tokens.add(Kind.FUNCTION, "root", position, end)
        self.tokens.add(Kind.OPERATOR, "_", start, start)
        self.tokens.add(Kind.OPEN, "(", start, start + 1)
        self.lex(start + 1, stop)
        self.tokens.add(Kind.CLOSE, ")", stop, stop + 1)
        return self._enclose(stop + 1)

    def _binomial(self, position: int, end: int) -> int:
        self.tokens.add(Kind.FUNCTION, "binomial", position, end)
        self.tokens.add(Kind.OPEN, "(", end, end)
        middle = self._enclose(end)
        self.tokens.add(Kind.OPERATOR, ",", middle, middle)
        after = self._enclose(middle)
        return self.tokens.add(Kind.CLOSE, ")", after, after)

    def _environment(self, position: int, end: int, *, begins: bool) -> int:
        part = argument(self.text, end)
        if self.text[part.start : part.stop] not in _MATRICES:
            raise ReadError("unknown_command", position, found=self.text[position : part.end])
        if begins:
            self.tokens.add(Kind.FUNCTION, "matrix", position, part.end)
            self.tokens.add(Kind.OPEN, "(", part.end, part.end)
            return self.tokens.add(Kind.OPEN, "[", part.end, part.end)
        self.tokens.add(Kind.CLOSE, "]", position, position)
        return self.tokens.add(Kind.CLOSE, ")", position, part.end)

    def _next_row(self, position: int, end: int) -> int:
        self.tokens.add(Kind.CLOSE, "]", position, position)
        self.tokens.add(Kind.OPERATOR, ",", position, end)
        self.tokens.add(Kind.OPEN, "[", end, end)
        return end

    def _delimiter(self, position: int, end: int, *, opens: bool) -> int:
        start = skip_space(self.text, end)
        character = self._at(start)
        stop = start + 1
        if character == "\\":
            stop = command_end(self.text, start)
            name = self.text[start + 1 : stop]
            if name in commands.FENCES:
                return self._fence(name, position, stop)
            character = name
        if character == ".":
            return stop
        if not character or character not in "()[]{}|":
            raise ReadError("unexpected", start, found=character, expected=["("])
        return self.tokens.add(Kind.OPEN if opens else Kind.CLOSE, character, position, stop)

    def _fence(self, name: str, position: int, end: int) -> int:
        function, opens = commands.FENCES[name]
        if opens:
            self.tokens.add(Kind.FUNCTION, function, position, position)
            return self.tokens.add(Kind.OPEN, "(", position, end)
        return self.tokens.add(Kind.CLOSE, ")", position, end)

    def _word(self, position: int, end: int) -> int:
        """A word set upright; ``\\rm`` takes what is left of its group."""
        if self.text[position:end] == "\\rm":
            stop = group_end(self.text, end)
            part = Argument(end, stop, stop)
        else:
            part = argument(self.text, end)
        inner = self.text[part.start : part.stop]
        if inner.strip() == "R" and self.text[position:end] == "\\mathbb":
            return self.tokens.add(Kind.CONSTANT, "all", position, part.end)
        if not inner.strip():
            return part.end
        pieces = upright(inner, words=self.words, position=part.start, choices=self.choices)
        for piece in pieces[:-1]:
            self.tokens.add(piece.kind, piece.name, part.start + piece.start, part.start + piece.end)
        return self._finish(pieces[-1].kind, pieces[-1].name, part.start + pieces[-1].start, part.end)
