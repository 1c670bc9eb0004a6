"""Plain text, as people type it, to tokens."""

from __future__ import annotations

import unicodedata

from grading.engine.reading import names
from grading.engine.reading.characters import (
    FRACTIONS,
    OPERATORS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    fold,
    is_hangul,
)
from grading.engine.reading.choices import Choices
from grading.engine.reading.errors import ReadError
from grading.engine.reading.numerals import DIGITS, scan_number
from grading.engine.reading.prose import refuse_prose
from grading.engine.reading.tokens import Kind, Token, TokenList
from grading.engine.reading.words import Words
from grading.engine.symbols import Symbols

__all__ = ["plain_tokens"]

_RADICALS = {"√": "sqrt", "∛": "cbrt"}
_LONGEST_OPERATOR = max(map(len, OPERATORS))
_AFTER_INTERVAL = frozenset(")]},;∪∩&|")


def plain_tokens(text: str, *, symbols: Symbols, locale: str, choices: Choices) -> list[Token]:
    """The tokens of ``text``, the last one of kind END; raises ReadError."""
    lexer = _PlainLexer(text, symbols=symbols, locale=locale, choices=choices)
    refuse_prose(lexer.text, words=lexer.words)
    return lexer.run()


class _PlainLexer:
    def __init__(self, text: str, *, symbols: Symbols, locale: str, choices: Choices) -> None:
        self.text = fold(text)
        self.locale = locale
        self.choices = choices
        self.words = Words(symbols)
        self.tokens = TokenList()

    def run(self) -> list[Token]:
        position = 0
        while position < len(self.text):
            if self.text[position] == " " or self.text[position].isspace():
                position += 1
                continue
            position = self._token(position)
        return self.tokens.finished(len(self.text))

    def _at(self, position: int) -> str:
        return self.text[position : position + 1]

    def _after_space(self, position: int) -> str:
        return self.text[position:].lstrip()[:1]

    def _token(self, position: int) -> int:
        """Adds what stands at ``position`` and returns the index after it."""
        character = self.text[position]
        if character in DIGITS or (character == "." and self._at(position + 1) in DIGITS):
            return self._number(position)
        if character.isascii() and character.isalpha():
            return self._word(position)
        if character in names.GREEK_LETTERS:
            return self._greek(position)
        if character in SUPERSCRIPTS:
            return self._superscript(position)
        if character in "()[]{}|":
            return self._bracket(position)
        if is_hangul(character):
            return self._hangul(position)
        return self._sign(position)

    def _number(self, position: int) -> int:
        literal, end = scan_number(
            self.text,
            position,
            locale=self.locale,
            in_brackets=self.tokens.depth > 0,
            choices=self.choices,
        )
        return self.tokens.add(Kind.NUMBER, literal, position, end)

    def _sign(self, position: int) -> int:
        character = self.text[position]
        if character in FRACTIONS:
            return self.tokens.add(Kind.FRACTION, FRACTIONS[character], position, position + 1)
        if character in _RADICALS:
            return self.tokens.add(Kind.FUNCTION, _RADICALS[character], position, position + 1)
        if character in names.CONSTANTS:
            return self.tokens.add(Kind.CONSTANT, names.CONSTANTS[character], position, position + 1)
        if character == "." and self.tokens.ends_operand and self._at(position + 1).isalpha():
            return self.tokens.add(Kind.OPERATOR, "*", position, position + 1)
        for length in range(_LONGEST_OPERATOR, 0, -1):
            operator = OPERATORS.get(self.text[position : position + length])
            if operator is not None:
                return self.tokens.add(Kind.OPERATOR, operator, position, position + length)
        raise ReadError("unknown_character", position, found=character)

    def _bracket(self, position: int) -> int:
        character = self.text[position]
        kind = self._bracket_kind(character, position)
        return self.tokens.add(kind, character, position, position + 1)

    def _bracket_kind(self, character: str, position: int) -> Kind:
        """Opening or closing; in ``]1,2[`` the square brackets stand the other way round."""
        if character == "|":
            return Kind.BAR
        if character == "]" and not self.tokens.ends_operand and not self.tokens.follows("["):
            return Kind.OPEN
        if character == "[" and self.tokens.ends_operand and self._ends_interval(position + 1):
            return Kind.CLOSE
        return Kind.OPEN if character in "([{" else Kind.CLOSE

    def _ends_interval(self, position: int) -> bool:
        rest = self.text[position:].lstrip()
        return not rest or rest[0] in _AFTER_INTERVAL or rest.startswith(("and ", "or "))

    def _hangul(self, position: int) -> int:
        end = position
        while end < len(self.text) and is_hangul(self.text[end]):
            end += 1
        run = unicodedata.normalize("NFC", self.text[position:end])
        if run in names.CONNECTIVES:
            return self.tokens.add(Kind.OPERATOR, names.CONNECTIVES[run], position, end)
        if run in names.CONSTANTS:
            return self.tokens.add(Kind.CONSTANT, names.CONSTANTS[run], position, end)
        raise ReadError("prose", position, found=run)

    def _superscript(self, position: int) -> int:
        """``x²`` is x^(2); ``³√x``, where nothing stands before, is the cube root."""
        end = position
        while self._at(end) in SUPERSCRIPTS:
            end += 1
        is_index = self._at(end) == "√" and not self.tokens.ends_operand
        if is_index:
            self.tokens.add(Kind.FUNCTION, "root", end, end + 1)
        self.tokens.add(Kind.OPERATOR, "_" if is_index else "^", position, position)
        self.tokens.add(Kind.OPEN, "(", position, position)
        inner = "".join(SUPERSCRIPTS[character] for character in self.text[position:end])
        self._shifted(inner, position)
        self.tokens.add(Kind.CLOSE, ")", end, end)
        return end + 1 if is_index else end

    def _shifted(self, inner: str, position: int) -> None:
        """Adds the tokens of ``inner``, which stands in small print at ``position``."""
        index = 0
        while index < len(inner):
            start = index
            while inner[index : index + 1] in DIGITS:
                index += 1
            if index > start:
                self.tokens.add(Kind.NUMBER, inner[start:index], position + start, position + index)
                continue
            index += 1
            self._shifted_sign(inner[start], position + start)

    def _shifted_sign(self, character: str, position: int) -> None:
        if character.isalpha():
            piece = self.words.whole(character, called=False)
            kind, name = (piece.kind, piece.name) if piece else (Kind.SYMBOL, character)
            self.tokens.add(kind, name, position, position + 1)
            return
        kind = {"(": Kind.OPEN, ")": Kind.CLOSE}.get(character, Kind.OPERATOR)
        self.tokens.add(kind, character, position, position + 1)

    def _greek(self, position: int) -> int:
        name = names.GREEK_LETTERS[self.text[position]]
        is_constant = name == "pi" and name not in self.words.declared
        kind = Kind.CONSTANT if is_constant else Kind.SYMBOL
        if name in self.words.functions and self._after_space(position + 1) == "(":
            kind = Kind.FUNCTION
        return self._finish_name(kind, name, start=position, end=position + 1)

    def _word(self, position: int) -> int:
        end = position
        while self._at(end).isascii() and self._at(end).isalpha():
            end += 1
        run = self.text[position:end]
        if self._is_union(run, end):
            return self.tokens.add(Kind.OPERATOR, "∪", position, end)
        digits_end = self._digits_end(end)
        if digits_end > end and self.text[position:digits_end] in self.words.declared:
            return self._finish_name(Kind.SYMBOL, run, start=position, end=end)
        called = self.text[end:].lstrip(" '")[:1] == "("
        pieces = self.words.split(run, called=called, position=position, choices=self.choices)
        for piece in pieces[:-1]:
            self.tokens.add(piece.kind, piece.name, position + piece.start, position + piece.end)
        last = pieces[-1]
        if last.kind is Kind.FUNCTION and last.name not in self.words.functions:
            self.tokens.add(last.kind, last.name, position + last.start, end)
            return self._base(end) if last.name in {"log", "root"} else end
        if last.kind is Kind.OPERATOR:
            return self.tokens.add(last.kind, last.name, position, end)
        return self._finish_name(last.kind, last.name, start=position + last.start, end=end)

    def _is_union(self, run: str, end: int) -> bool:
        """The letter U between two sets stands for ∪."""
        if run != "U" or run in self.words.declared:
            return False
        return self.tokens.follows_close and self._after_space(end) in {"(", "[", "{", "]"}

    def _digits_end(self, end: int) -> int:
        while self._at(end) in DIGITS and end < len(self.text):
            end += 1
        return end

    def _base(self, end: int) -> int:
        """The base of a logarithm: ``log_2 8``, ``log₂8``, ``log2(8)``, ``log10(x)``."""
        if self._at(end) == "_":
            return self.tokens.add(Kind.OPERATOR, "_", end, end + 1)
        if self._at(end) in SUBSCRIPTS:
            stop = self._subscript_end(end)
            self.tokens.add(Kind.OPERATOR, "_", end, end)
            base = "".join(SUBSCRIPTS[character] for character in self.text[end:stop])
            self.tokens.add(Kind.NUMBER if base.isdigit() else Kind.SYMBOL, base, end, stop)
            return stop
        stop = self._digits_end(end)
        following = self._after_space(stop)
        is_apart = following in {"(", "|"} or self._at(stop).isspace()
        if stop == end or not is_apart or not (following.isalnum() or following in {"(", "|", "√"}):
            return end
        self.tokens.add(Kind.OPERATOR, "_", end, end)
        return self.tokens.add(Kind.NUMBER, self.text[end:stop], end, stop)

    def _subscript_end(self, position: int) -> int:
        while position < len(self.text) and self.text[position] in SUBSCRIPTS:
            position += 1
        return position

    def _finish_name(self, kind: Kind, name: str, *, start: int, end: int) -> int:
        """Adds a name with the digits and subscripts that belong to it."""
        stop = self._digits_end(end)
        if stop > end and kind is Kind.SYMBOL:
            name, end = self._with_digits(name, self.text[end:stop]), stop
        subscript, stop = self._subscript(name, end)
        if subscript:
            name, kind, end = f"{name}_{subscript}", Kind.SYMBOL, stop
        if name in self.words.functions:
            kind = Kind.FUNCTION
        return self.tokens.add(kind, name, start, end)

    def _with_digits(self, name: str, digits: str) -> str:
        """``x1``, unless the question declares ``x_1`` instead."""
        plain, subscripted = name + digits, f"{name}_{digits}"
        is_subscript = subscripted in self.words.declared and plain not in self.words.declared
        return subscripted if is_subscript else plain

    def _subscript(self, name: str, position: int) -> tuple[str, int]:
        """The subscript at ``position`` and the index after it; empty when there is none."""
        character = self._at(position)
        if character in SUBSCRIPTS and character:
            stop = self._subscript_end(position)
            return "".join(SUBSCRIPTS[small] for small in self.text[position:stop]), stop
        if character == "[":
            return self._enclosed(position, "]")
        if character != "_":
            return "", position
        for opening, closing in (("{", "}"), ("(", ")")):
            if self._at(position + 1) == opening:
                return self._enclosed(position + 1, closing)
        return self._open_subscript(name, position + 1)

    def _enclosed(self, position: int, closing: str) -> tuple[str, int]:
        end = self.text.find(closing, position)
        inner = self.text[position + 1 : max(end, position)].strip()
        if end >= 0 and inner.isascii() and inner.isalnum():
            return inner, end + 1
        if closing == "]":
            return "", position
        raise ReadError("unexpected", position, found=self.text[position], expected=["subscript"])

    def _open_subscript(self, name: str, position: int) -> tuple[str, int]:
        if self._at(position) in names.GREEK_LETTERS:
            return names.GREEK_LETTERS[self.text[position]], position + 1
        end = self._digits_end(position)
        while end == position or self._is_subscript_letter(end, position):
            if not (self._at(end).isascii() and self._at(end).isalnum()):
                break
            end += 1
        if end == position:
            raise ReadError("missing_operand", position, found=self._at(position), expected=["subscript"])
        run = self.text[position:end]
        shortened = (run[:length] for length in range(len(run), 0, -1))
        chosen = next((part for part in shortened if f"{name}_{part}" in self.words.declared), run)
        return chosen, position + len(chosen)

    def _is_subscript_letter(self, end: int, position: int) -> bool:
        return self.text[position] not in DIGITS and end < len(self.text)
