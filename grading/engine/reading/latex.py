"""LaTeX, as the maths field and other tools write it and people paste it, to the tokens of plain text.

Plain text with commands and braces: what has no backslash is read as in plain text, so that mixed texts
such as ``(1, +\\infty)`` need no notation of their own.
"""

from __future__ import annotations

from functools import partial

from grading.engine.reading import latex_commands as commands
from grading.engine.reading.characters import fold
from grading.engine.reading.choices import Choices
from grading.engine.reading.combinations import latex_combination
from grading.engine.reading.derivatives import Scanner
from grading.engine.reading.errors import ReadError
from grading.engine.reading.latex_environments import Environment, next_column
from grading.engine.reading.latex_numbers import base_length, scan_latex_number
from grading.engine.reading.latex_scan import (
    Argument,
    argument,
    brace_pairs,
    closing_brace,
    command_end,
    skip_space,
    skip_thin,
    unwrapped,
    without_commands,
)
from grading.engine.reading.latex_structures import STRUCTURES
from grading.engine.reading.latex_words import latex_subscript
from grading.engine.reading.numerals import DIGITS, digits_end
from grading.engine.reading.plain import PlainLexer
from grading.engine.reading.prose import refuse_prose
from grading.engine.reading.tokens import Kind, Token
from grading.engine.symbols import Symbols

__all__ = ["latex_tokens"]


def latex_tokens(text: str, *, symbols: Symbols, locale: str, choices: Choices) -> list[Token]:
    """The tokens of ``text``, the last one of kind END; raises ReadError."""
    lexer = LatexLexer(unwrapped(fold(text)), symbols=symbols, locale=locale, choices=choices)
    refuse_prose(without_commands(lexer.text, pairs=lexer.pairs), words=lexer.words)
    tokens = lexer.run()
    if lexer.environments:
        opened = lexer.environments[-1]
        raise ReadError("unbalanced_bracket", opened.start, bracket=r"\begin", expected=r"\end")
    return tokens


class LatexLexer(PlainLexer):
    """``environments`` are those that are open; ``limits_end`` is the number of tokens after the last
    limit of a big operator."""

    def __init__(self, text: str, *, symbols: Symbols, locale: str, choices: Choices) -> None:
        super().__init__(text, symbols=symbols, locale=locale, choices=choices)
        self.pairs = brace_pairs(text)
        self.scanner = Scanner(text, partial(skip_thin, text))
        self.environments: list[Environment] = []
        self.limits_end = -1

    def token(self, position: int) -> int:
        """Adds what stands at ``position`` and returns the index after it."""
        match self.text[position]:
            case "\\":
                return self._command(position)
            case "{":
                return self._group(position)
            case "^" | "_":
                return self._script(position)
            case "&":
                return next_column(self, position)
            case "~":
                return position + 1
            case _:
                return super().token(position)

    def argument(self, position: int) -> Argument:
        """What a command takes at ``position``. Raises ReadError where there is nothing."""
        return argument(self.text, position, pairs=self.pairs)

    def enclose(self, position: int) -> int:
        """Adds the argument at ``position`` in brackets and returns the index after it."""
        part = self.argument(position)
        end = part.end
        self.tokens.add(Kind.OPEN, "(", part.start, part.start)
        if part.is_braced:
            self.lex(part.start, part.stop)
        elif self.text[part.start] == "\\":
            end = self.token(part.start)
        else:
            self.single(part.start)
        self.tokens.add(Kind.CLOSE, ")", min(part.stop, end), min(part.stop, end))
        return end

    def single(self, position: int) -> None:
        """One character as an argument without braces: the 1 and the 3 of ``\\frac13``."""
        character = self.text[position]
        if character in DIGITS:
            self.tokens.add(Kind.NUMBER, character, position, position + 1)
        elif character.isascii() and character.isalpha():
            piece = self.words.split(character, called=False, position=position, choices=self.choices)[0]
            self.tokens.add(piece.kind, piece.name, position, position + 1)
        else:
            super().token(position)

    def _skip_space(self, position: int) -> int:
        return skip_space(self.text, position)

    def _literal(self, position: int) -> int:
        literal, end = scan_latex_number(
            self.text,
            position,
            locale=self.locale,
            in_brackets=self.tokens.depth > 0,
            choices=self.choices,
        )
        return self.tokens.add(Kind.NUMBER, literal, position, end)

    def is_called(self, end: int) -> bool:
        while self._at(end).isspace() or self._at(end) == "'":
            end += 1
        for prefix in (r"\left", r"\bigl", r"\Bigl", r"\big", r"\mleft"):
            if self.text.startswith(prefix, end):
                return self._after_space(end + len(prefix)) == "("
        return self._at(end) == "("

    def _ends_in_differential(self, run: str, end: int) -> bool:
        if super()._ends_in_differential(run, end):
            return True
        is_command = self._at(end) == "\\" and skip_thin(self.text, end) == end
        return run[-1] == "d" and is_command and self.scanner.variable(end) is not None

    def _base(self, end: int) -> int:
        return end if self._at(end) == "_" else super()._base(end)

    def _subscript(self, name: str, position: int) -> tuple[str, int]:
        mark = skip_space(self.text, position)
        if self._at(mark) != "_":
            return ("", position) if mark > position else super()._subscript(name, position)
        return latex_subscript(self.text, mark + 1, pairs=self.pairs)

    def _group(self, position: int) -> int:
        """Braces group without showing: around one token they say nothing, around items they are a set."""
        stop = closing_brace(self.pairs, position)
        if not self.text[position + 1 : stop].strip():
            return stop + 1
        infix = self._infix(position + 1, stop)
        if infix is not None:
            return self._parted(position, *infix, stop)
        mark = len(self.tokens)
        self.tokens.add(Kind.OPEN, "(", position, position + 1)
        self.lex(position + 1, stop)
        if not self.tokens.unwrap(mark):
            closing = self.tokens.listed_since(mark) if "," in self.text[position:stop] else ")"
            self.tokens.add(Kind.CLOSE, closing, stop, stop + 1)
            self.tokens.hoist_differential()
            return stop + 1
        follows = skip_space(self.text, stop + 1)
        if self._at(follows) == "_" and self.tokens.last.kind is Kind.SYMBOL:
            base = self.tokens.take_last()
            return self.finish_name(base.kind, base.text, start=base.start, end=stop + 1)
        return stop + 1

    def _infix(self, start: int, stop: int) -> tuple[str, int] | None:
        """Where ``\\choose`` or ``\\over`` stands between these two, outside of inner braces."""
        for command in ("\\choose", "\\over"):
            middle = self.text.find(command, start, stop)
            is_inner = self.text.count("{", start, middle) != self.text.count("}", start, middle)
            if middle >= 0 and not is_inner and not self._at(middle + len(command)).isalpha():
                return command, middle
        return None

    def _parted(self, position: int, command: str, middle: int, stop: int) -> int:
        """What stands before and behind such a command, in brackets."""
        add, after = self.tokens.add, middle + len(command)
        joins = "," if command == "\\choose" else "/"
        if joins == ",":
            add(Kind.FUNCTION, "binomial", position, position + 1)
        add(Kind.OPEN, "(", position, position + 1)
        add(Kind.OPEN, "(", position, position + 1)
        self.lex(position + 1, middle)
        add(Kind.CLOSE, ")", middle, middle)
        add(Kind.OPERATOR, joins, middle, after)
        add(Kind.OPEN, "(", after, after)
        self.lex(after, stop)
        add(Kind.CLOSE, ")", stop, stop)
        return add(Kind.CLOSE, ")", stop, stop + 1)

    def _script(self, position: int) -> int:
        if self.text[position] == "_" and self._stands_alone(position):
            chosen = latex_combination(self, position)
            if chosen is not None:
                return chosen
        part = self.argument(position + 1)
        mark, inner = self.text[position], self.text[part.start : part.stop].strip()
        if mark == "^" and inner in {"\\circ", "\\degree", "°"}:
            return self.tokens.add(Kind.OPERATOR, "°", position, part.end)
        if mark == "^" and inner in {"*", "\\ast", "\\star"}:
            return self.tokens.add(Kind.OPERATOR, "⋆", position, part.end)
        primes = inner.replace("\\prime", "'").replace(" ", "")
        if mark == "^" and primes and not primes.strip("'"):
            for _ in primes:
                self.tokens.add(Kind.OPERATOR, "'", position, part.end)
            return part.end
        is_limit = self.tokens.takes_limits or len(self.tokens) == self.limits_end
        base_of_log = mark == "_" and self.tokens.follows("log")
        self.tokens.add(Kind.OPERATOR, mark, position, position + 1)
        end = part.start
        if part.is_braced or (is_limit and inner not in DIGITS):
            end = self.enclose(position + 1)
        elif inner in DIGITS:
            run = self.text[part.start : digits_end(self.text, part.start)]
            taken = 1 if is_limit else base_length(run) if base_of_log else 0
            end = self._digits(position, part.start, taken=taken)
        if is_limit:
            self.limits_end = len(self.tokens)
        return end

    def _stands_alone(self, position: int) -> bool:
        """Whether a subscript belongs to nothing before it, as in ``{}_5``."""
        is_first = not self.tokens.ends_operand and not self.tokens.takes_limits
        return is_first or self.text[:position].rstrip().endswith("{}")

    def _digits(self, position: int, start: int, *, taken: int) -> int:
        """A script of digits without braces. TeX takes one, people mean all of them: where it is not known
        how many are ``taken`` (0), both are readings."""
        end = digits_end(self.text, start)
        if not taken and (end - start == 1 or self.choices.take(position) == 0):
            return super().token(start)
        end = start + (taken or 1)
        self.tokens.add(Kind.OPEN, "(", start, start)
        self.tokens.add(Kind.NUMBER, self.text[start:end], start, end)
        return self.tokens.add(Kind.CLOSE, ")", end, end)

    def _command(self, position: int) -> int:
        end = command_end(self.text, position)
        name = self.text[position + 1 : end]
        if name in commands.SPACES:
            return end
        structure = STRUCTURES.get(name)
        if structure is not None:
            return structure(self, position, end)
        if name in commands.OPERATORS:
            return self.tokens.add(Kind.OPERATOR, commands.OPERATORS[name], position, end)
        if name in commands.FUNCTIONS:
            return self.tokens.add(Kind.FUNCTION, commands.FUNCTIONS[name], position, end)
        if name in commands.GREEK or name == "pi":
            return self._greek_name(commands.GREEK.get(name, name), position, end)
        if name in commands.CONSTANTS:
            return self.tokens.add(Kind.CONSTANT, commands.CONSTANTS[name], position, end)
        raise ReadError("unknown_command", position, found=self.text[position:end])
