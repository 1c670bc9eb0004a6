"""LaTeX commands that take arguments: fractions, roots, words, fences, sums, limits, accents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from grading.engine.reading import latex_commands as commands
from grading.engine.reading.binding import is_proper
from grading.engine.reading.choices import Choices
from grading.engine.reading.derivatives import Derivative, Scanner, latex_derivative
from grading.engine.reading.errors import ReadError
from grading.engine.reading.latex_environments import Tabling, begin, end_of, next_row
from grading.engine.reading.latex_scan import Argument, command_end, skip_space
from grading.engine.reading.latex_words import upright
from grading.engine.reading.numerals import digits_end
from grading.engine.reading.tokens import Kind
from grading.engine.reading.words import Words

__all__ = ["STRUCTURES", "Lexer"]

_ARROWS = (r"\to", r"\rightarrow", r"\longrightarrow", "→")
_COMPLEX = frozenset("zw")


class Lexer(Tabling, Protocol):
    """What is asked of the LaTeX lexer here."""

    words: Words
    choices: Choices
    scanner: Scanner
    integrals: int

    def lex(self, start: int, end: int) -> None:
        """Adds the tokens of this part of the text."""

    def enclose(self, position: int) -> int:
        """Adds the argument at ``position`` in brackets and returns the index after it."""

    def single(self, position: int) -> None:
        """Adds one character."""

    def derivative(self, found: Derivative, position: int) -> int:
        """Adds a derivative."""

    def close_integral(self, start: int, position: int) -> int:
        """Adds the differential of the name at ``position``."""

    def is_called(self, end: int) -> bool:
        """Whether an opening bracket follows."""

    def finish_name(self, kind: Kind, name: str, *, start: int, end: int) -> int:
        """Adds a name with its subscript."""


def _fraction(lexer: Lexer, position: int, end: int) -> int:
    upper = lexer.argument(end)
    lower = lexer.argument(upper.end)
    above = lexer.text[upper.start : upper.stop].strip()
    below = lexer.text[lower.start : lower.stop].strip()
    if lexer.tokens.follows_whole_number and is_proper(above, below):
        return lexer.tokens.add(Kind.FRACTION, f"{above}/{below}", position, lower.end)
    if upper.is_braced and lower.is_braced:
        derivative = _derivative(lexer, upper, lower)
        if derivative is not None:
            return lexer.derivative(derivative, position)
    lexer.tokens.add(Kind.OPEN, "(", position, position)
    middle = lexer.enclose(end)
    differential = lexer.tokens.take_differential()
    lexer.tokens.add(Kind.OPERATOR, "/", middle, middle)
    after = lexer.enclose(middle)
    lexer.tokens.add(Kind.CLOSE, ")", after, after)
    if differential is not None:
        lexer.tokens.add(differential.kind, differential.text, differential.start, differential.end)
    return after


def _derivative(lexer: Lexer, upper: Argument, lower: Argument) -> Derivative | None:
    is_letter = lexer.text[skip_space(lexer.text, lower.start)] == "d" if lower.start < lower.stop else False
    if is_letter and "d" in lexer.words.declared:
        return None
    return latex_derivative(
        lexer.scanner,
        above=(upper.start, upper.stop),
        below=(lower.start, lower.stop),
        end=lower.end,
    )


def _root(lexer: Lexer, position: int, end: int) -> int:
    start = skip_space(lexer.text, end)
    if lexer.text[start : start + 1] != "[":
        lexer.tokens.add(Kind.FUNCTION, "sqrt", position, end)
        return _radicand(lexer, position, start)
    stop = _closing_square(lexer.text, start)
    lexer.tokens.add(Kind.FUNCTION, "root", position, end)
    lexer.tokens.add(Kind.OPERATOR, "_", start, start)
    lexer.tokens.add(Kind.OPEN, "(", start, start + 1)
    lexer.lex(start + 1, stop)
    lexer.tokens.add(Kind.CLOSE, ")", stop, stop + 1)
    return lexer.enclose(stop + 1)


def _radicand(lexer: Lexer, position: int, start: int) -> int:
    """What stands under a root; of several digits without braces TeX takes one, people mean all."""
    end = digits_end(lexer.text, start)
    if end - start < 2 or lexer.choices.take(position) == 1:
        return lexer.enclose(start)
    return lexer.tokens.add(Kind.NUMBER, lexer.text[start:end], start, end)


def _closing_square(text: str, opening: int) -> int:
    depth = 0
    for position in range(opening, len(text)):
        depth += (text[position] == "[") - (text[position] == "]")
        if depth == 0:
            return position
    raise ReadError("unbalanced_bracket", opening, bracket="[", expected="]")


def _binomial(lexer: Lexer, position: int, end: int) -> int:
    lexer.tokens.add(Kind.FUNCTION, "binomial", position, end)
    lexer.tokens.add(Kind.OPEN, "(", end, end)
    middle = lexer.enclose(end)
    lexer.tokens.add(Kind.OPERATOR, ",", middle, middle)
    after = lexer.enclose(middle)
    return lexer.tokens.add(Kind.CLOSE, ")", after, after)


def _delimiter(lexer: Lexer, position: int, end: int) -> int:
    """``\\left`` and ``\\right`` say on which side the next bracket is."""
    opens = lexer.text[position:end] == "\\left"
    start = skip_space(lexer.text, end)
    character, stop = lexer.text[start : start + 1], start + 1
    if character == "\\":
        stop = command_end(lexer.text, start)
        name = lexer.text[start + 1 : stop]
        if name in commands.FENCES:
            return _fence(lexer, start, stop)
        character = commands.BRACKETS.get(name, name)
    if character == ".":
        return stop
    if not character or character not in "()[]{}|":
        raise ReadError("unexpected", start, found=character, expected=["("])
    return lexer.tokens.add(Kind.OPEN if opens else Kind.CLOSE, character, position, stop)


def _bracket(lexer: Lexer, position: int, end: int) -> int:
    character = commands.BRACKETS[lexer.text[position + 1 : end]]
    kind = Kind.BAR if character == "|" else Kind.OPEN if character in "([{" else Kind.CLOSE
    return lexer.tokens.add(kind, character, position, end)


def _fence(lexer: Lexer, position: int, end: int) -> int:
    function, opens = commands.FENCES[lexer.text[position + 1 : end]]
    if opens:
        lexer.tokens.add(Kind.FUNCTION, function, position, position)
        return lexer.tokens.add(Kind.OPEN, "(", position, end)
    return lexer.tokens.add(Kind.CLOSE, ")", position, end)


def _word(lexer: Lexer, position: int, end: int) -> int:
    """A word set upright; ``\\rm`` takes what is left of its group."""
    if _takes_rest(lexer.text, position, end):
        part = _rest_of_group(lexer.text, end)
    else:
        part = lexer.argument(end + lexer.text.startswith("*", end))
    inner = lexer.text[part.start : part.stop]
    if inner.strip() == "R" and lexer.text[position:end] == "\\mathbb":
        return lexer.tokens.add(Kind.CONSTANT, "all", position, part.end)
    if inner.strip() == "d" and lexer.integrals and lexer.scanner.variable(part.end) is not None:
        return lexer.close_integral(position, lexer.scanner.ignored(part.end))
    if not inner.strip():
        return part.end
    pieces = upright(
        inner,
        words=lexer.words,
        called=lexer.is_called(part.end),
        position=part.start,
        choices=lexer.choices,
    )
    if pieces is None:
        lexer.lex(part.start, part.stop)
        return part.end
    for piece in pieces[:-1]:
        lexer.tokens.add(piece.kind, piece.name, part.start + piece.start, part.start + piece.end)
    last = pieces[-1]
    if last.kind in {Kind.SYMBOL, Kind.CONSTANT}:
        return lexer.finish_name(last.kind, last.name, start=part.start + last.start, end=part.end)
    return lexer.tokens.add(last.kind, last.name, part.start + last.start, part.end)


def _rest_of_group(text: str, position: int) -> Argument:
    end = text.find("}", position)
    stop = end if end >= 0 else len(text)
    return Argument(position, stop, stop)


def _takes_rest(text: str, position: int, end: int) -> bool:
    """Whether this is an old font command, which has no argument."""
    return text[position:end] in {"\\rm", "\\it", "\\bf"} and text[end : end + 1] != "{"


def _differential(lexer: Lexer, position: int, end: int) -> int:
    """``\\differentialD x``; outside of an integral it is a letter."""
    if lexer.integrals and lexer.scanner.variable(end) is not None:
        return lexer.close_integral(position, lexer.scanner.ignored(end))
    return lexer.tokens.add(Kind.SYMBOL, "d", position, end)


def _big_operator(lexer: Lexer, position: int, end: int) -> int:
    sign = {"\\sum": "∑", "\\prod": "∏", "\\int": "∫"}[lexer.text[position:end]]
    lexer.integrals += sign == "∫"
    return lexer.tokens.add(Kind.FUNCTION, sign, position, end)


def _limit(lexer: Lexer, position: int, end: int) -> int:
    """``\\lim_{x\\to 0}``; raises ReadError where there is no such limit."""
    mark = skip_space(lexer.text, end)
    if lexer.text.startswith("\\limits", mark):
        mark = skip_space(lexer.text, mark + len("\\limits"))
    part = lexer.argument(mark + 1) if lexer.text[mark : mark + 1] == "_" else Argument(mark, mark, mark)
    inner = lexer.text[part.start : part.stop]
    arrow = next((each for each in _ARROWS if each in inner), None)
    if arrow is None:
        raise ReadError("missing_operand", mark, found=lexer.text[mark : mark + 1], expected=["limits"])
    middle = part.start + inner.index(arrow)
    lexer.tokens.add(Kind.FUNCTION, "lim", position, end)
    lexer.tokens.add(Kind.OPERATOR, "_", mark, mark + 1)
    lexer.tokens.add(Kind.OPEN, "(", part.start, part.start)
    lexer.lex(part.start, middle)
    lexer.tokens.add(Kind.OPERATOR, ",", middle, middle + len(arrow))
    lexer.lex(middle + len(arrow), part.stop)
    return lexer.tokens.add(Kind.CLOSE, ")", part.stop, part.end)


def _accent(lexer: Lexer, position: int, end: int) -> int:
    """A name with an arrow or a bar; a bar over an expression, or over z and w, is the conjugate.

    ``\\overline{AB}`` is the length of a segment, ``\\overline{X}`` a mean.
    """
    part = lexer.argument(end)
    inner = lexer.text[part.start : part.stop].strip()
    accent = commands.ACCENTS[lexer.text[position + 1 : end]]
    is_points = inner.isascii() and inner.isalpha() and inner.isupper() and len(inner) > 1
    is_letter = len(inner) == 1 and inner.isascii() and inner.isalpha()
    if accent == "bar" and not is_points and (not is_letter or inner in _COMPLEX):
        lexer.tokens.add(Kind.FUNCTION, "conj", position, end)
        return lexer.enclose(end)
    if not is_points and not is_letter:
        raise ReadError("unknown_command", position, found=lexer.text[position:end])
    name = inner if accent == "bar" and is_points else f"{inner}_{accent}"
    return lexer.tokens.add(Kind.SYMBOL, name, position, part.end)


def _boxed(lexer: Lexer, position: int, end: int) -> int:
    """A box around everything says nothing; around a part it groups."""
    part = lexer.argument(end)
    if lexer.text[:position].strip() or lexer.text[part.end :].strip():
        return lexer.enclose(end)
    lexer.lex(part.start, part.stop)
    return part.end


def _placeholder(lexer: Lexer, position: int, end: int) -> int:
    """An empty box of the maths field."""
    raise ReadError("missing_operand", position, found="", expected=["operand"])


def _negated(lexer: Lexer, position: int, end: int) -> int:
    start = skip_space(lexer.text, end)
    for spelling, operator in (("=", "!="), (r"\in", "∉")):
        stop = start + len(spelling)
        if lexer.text.startswith(spelling, start) and not lexer.text[stop : stop + 1].isalpha():
            return lexer.tokens.add(Kind.OPERATOR, operator, position, stop)
    raise ReadError("unknown_command", position, found=lexer.text[position:end])


STRUCTURES: Final[dict[str, Callable[[Lexer, int, int], int]]] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), _fraction),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _binomial),
    **dict.fromkeys(("left", "right"), _delimiter),
    **dict.fromkeys(("sum", "prod", "int"), _big_operator),
    **dict.fromkeys(commands.BRACKETS, _bracket),
    **dict.fromkeys(commands.FENCES, _fence),
    **dict.fromkeys(commands.WORDS, _word),
    **dict.fromkeys(commands.ACCENTS, _accent),
    "sqrt": _root,
    "lim": _limit,
    "begin": begin,
    "end": end_of,
    "\\": next_row,
    "not": _negated,
    "boxed": _boxed,
    "placeholder": _placeholder,
    "differentialD": _differential,
}
