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
from grading.engine.reading.combinations import small_combination
from grading.engine.reading.derivatives import (
    Derivative,
    Scanner,
    add_derivative,
    differential_end,
    plain_derivative,
)
from grading.engine.reading.errors import ReadError
from grading.engine.reading.numerals import DIGITS, MOST_DIGITS, digits_end, scan_number
from grading.engine.reading.prose import refuse_prose
from grading.engine.reading.repeating import marks_repetition, scan_repeating
from grading.engine.reading.small_print import add_small_base, add_superscripts
from grading.engine.reading.subscripts import subscript
from grading.engine.reading.tokens import BIG_OPERATORS, Kind, Token, TokenList
from grading.engine.reading.words import words_of
from grading.engine.symbols import Symbols

__all__ = ["PlainLexer", "plain_tokens"]

_RADICALS = {"√": "sqrt", "∛": "cbrt"}
_LONGEST_OPERATOR = max(map(len, OPERATORS))
# After digits alone, what may go on with the same number; the empty text at the end does not.
_CONTINUES_NUMBER = frozenset(".,eE")
_AFTER_INTERVAL = frozenset(")]},;∪∩∖&|")


def plain_tokens(text: str, *, symbols: Symbols, locale: str, choices: Choices) -> list[Token]:
    """The tokens of ``text``, the last one of kind END; raises ReadError."""
    lexer = PlainLexer(fold(text), symbols=symbols, locale=locale, choices=choices)
    refuse_prose(lexer.text, words=lexer.words)
    return lexer.run()


class PlainLexer:
    """Reads folded text from left to right into ``tokens``; LaTeX changes what it spells otherwise."""

    def __init__(self, text: str, *, symbols: Symbols, locale: str, choices: Choices) -> None:
        self.text = text
        self.locale = locale
        self.choices = choices
        self.words = words_of(symbols)
        self.tokens = TokenList()
        self.integrals = 0
        self.scanner = Scanner(text, self._skip_space)
        self.repeats = marks_repetition(text)

    def run(self) -> list[Token]:
        """The tokens of the whole text."""
        self.lex(0, len(self.text))
        return self.tokens.finished(len(self.text))

    def lex(self, start: int, end: int) -> None:
        """Adds the tokens of this part of the text."""
        position = start
        while position < end:
            if self.text[position].isspace():
                position += 1
            else:
                position = self.token(position)

    def _at(self, position: int) -> str:
        return self.text[position : position + 1]

    def _after_space(self, position: int) -> str:
        return self._at(self._skip_space(position))

    def _skip_space(self, position: int) -> int:
        while position < len(self.text) and self.text[position].isspace():
            position += 1
        return position

    def token(self, position: int) -> int:
        """Adds what stands at ``position`` and returns the index after it."""
        character = self.text[position]
        if character in DIGITS or (character == "." and self._at(position + 1) in DIGITS):
            return self._number(position)
        if character.isascii() and character.isalpha():
            return self._word(position)
        if character in names.GREEK_LETTERS:
            return self._greek(position)
        if character in SUPERSCRIPTS:
            return add_superscripts(self.tokens, self.text, position, words=self.words)
        if character in "()[]{}|":
            return self._bracket(position)
        if is_hangul(character):
            return self._hangul(position)
        return self._big_operator(position) or self._sign(position)

    def _big_operator(self, position: int) -> int | None:
        """``∫``, ``∑``, ``∏`` or the sign of their limits; None for anything else."""
        character = self.text[position]
        if character == "∂":
            found = plain_derivative(self.scanner, position)
            return self.derivative(found, position) if found else None
        if character in BIG_OPERATORS:
            self.integrals += character == "∫"
            return self.tokens.add(Kind.FUNCTION, character, position, position + 1)
        if character in SUBSCRIPTS and not self.tokens.takes_limits:
            return small_combination(self.tokens, self.text, position)
        if not self.tokens.takes_limits:
            return None
        if character == "_":
            return self.tokens.add(Kind.OPERATOR, "_", position, position + 1)
        return add_small_base(self.tokens, self.text, position) if character in SUBSCRIPTS else None

    def derivative(self, found: Derivative, position: int) -> int:
        """Adds the derivative found at ``position``."""
        return add_derivative(self.tokens, found, position, lex=self.lex)

    def _number(self, position: int) -> int:
        repeating = scan_repeating(self.text, position) if self.repeats else None
        if repeating is None:
            return self._literal(position)
        value, end = repeating
        self.tokens.add(Kind.OPEN, "(", position, position)
        self.tokens.add(Kind.NUMBER, str(value.numerator), position, end)
        if value.denominator > 1:
            self.tokens.add(Kind.OPERATOR, "/", end, end)
            self.tokens.add(Kind.NUMBER, str(value.denominator), end, end)
        return self.tokens.add(Kind.CLOSE, ")", end, end)

    def _literal(self, position: int) -> int:
        end = digits_end(self.text, position)
        if position < end <= position + MOST_DIGITS and self.text[end : end + 1] not in _CONTINUES_NUMBER:
            return self.tokens.add(Kind.NUMBER, self.text[position:end], position, end)
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

    def _greek(self, position: int) -> int:
        return self._greek_name(names.GREEK_LETTERS[self.text[position]], position, position + 1)

    def _greek_name(self, name: str, start: int, end: int) -> int:
        """A name known from its letter or command."""
        is_constant = name == "pi" and name not in self.words.declared
        kind = Kind.CONSTANT if is_constant else Kind.SYMBOL
        if name in self.words.functions and self.is_called(end):
            kind = Kind.FUNCTION
        return self.finish_name(kind, name, start=start, end=end)

    def _word(self, position: int) -> int:
        end = position + 1
        while self._at(end).isascii() and self._at(end).isalpha():
            end += 1
        run = self.text[position:end]
        if self.integrals and self._ends_in_differential(run, end):
            return self._differential(position, end)
        if run[0] == "d" and "d" not in self.words.declared:
            derivative = plain_derivative(self.scanner, position)
            if derivative is not None:
                return self.derivative(derivative, position)
        if self._is_union(run, end):
            return self.tokens.add(Kind.OPERATOR, "∪", position, end)
        stop = digits_end(self.text, end)
        if stop > end and self.text[position:stop] in self.words.declared:
            return self.finish_name(Kind.SYMBOL, run, start=position, end=end)
        return self._split(position, end)

    def _split(self, position: int, end: int) -> int:
        """The names and functions of a run of letters."""
        run = self.text[position:end]
        pieces = self.words.split(run, called=self.is_called(end), position=position, choices=self.choices)
        for piece in pieces[:-1]:
            self.tokens.add(piece.kind, piece.name, position + piece.start, position + piece.end)
        last = pieces[-1]
        if last.kind is Kind.FUNCTION and last.name not in self.words.functions:
            self.tokens.add(last.kind, last.name, position + last.start, end)
            return self._base(end) if last.name in {"log", "root"} else end
        if last.kind is Kind.OPERATOR:
            return self.tokens.add(last.kind, last.name, position, end)
        return self.finish_name(last.kind, last.name, start=position + last.start, end=end)

    def is_called(self, end: int) -> bool:
        """Whether an opening bracket follows, after primes at most."""
        while self._at(end) in {" ", "'"}:
            end += 1
        return self._at(end) == "("

    def _ends_in_differential(self, run: str, end: int) -> bool:
        """Whether the run ends in ``dx``, or in the ``d`` of ``dθ``."""
        return differential_end(run) or (run[-1] == "d" and self._at(end) in names.GREEK_LETTERS)

    def _differential(self, position: int, end: int) -> int:
        """``dx`` and what stands before it in the same run of letters: ``xdx``."""
        mark = end - 2 if differential_end(self.text[position:end]) else end - 1
        if mark > position:
            self._split(position, mark)
        return self.close_integral(mark, mark + 1)

    def close_integral(self, start: int, position: int) -> int:
        """The name at ``position`` is that of the differential that begins at ``start``."""
        self.integrals -= 1
        end = self.token(position)
        name = self.tokens.take_last()
        return self.tokens.add(Kind.DIFFERENTIAL, name.text, start, end)

    def _is_union(self, run: str, end: int) -> bool:
        """The letter U between two sets stands for ∪."""
        if run != "U" or run in self.words.declared:
            return False
        return self.tokens.follows_close and self._after_space(end) in {"(", "[", "{", "]"}

    def _base(self, end: int) -> int:
        """The base of a logarithm: ``log_2 8``, ``log₂8``, ``log2(8)``, ``log10(x)``."""
        if self._at(end) == "_":
            return self.tokens.add(Kind.OPERATOR, "_", end, end + 1)
        if self._at(end) in SUBSCRIPTS:
            return add_small_base(self.tokens, self.text, end)
        stop = digits_end(self.text, end)
        following = self._after_space(stop)
        is_apart = following in {"(", "|"} or self._at(stop).isspace()
        if stop == end or not is_apart or not (following.isalnum() or following in {"(", "|", "√"}):
            return end
        self.tokens.add(Kind.OPERATOR, "_", end, end)
        return self.tokens.add(Kind.NUMBER, self.text[end:stop], end, stop)

    def finish_name(self, kind: Kind, name: str, *, start: int, end: int) -> int:
        """Adds a name with the digits and subscripts that belong to it."""
        stop = digits_end(self.text, end)
        if stop > end and kind is Kind.SYMBOL:
            name, end = self._with_digits(name, self.text[end:stop]), stop
        below, stop = self._subscript(name, end)
        if below:
            name, kind, end = f"{name}_{below}", Kind.SYMBOL, stop
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
        return subscript(self.text, position, name=name, declared=self.words.declared)
