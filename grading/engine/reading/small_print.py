"""Unicode superscripts and subscripts, to tokens: ``x²``, ``³√8``, ``log₂8``."""

from __future__ import annotations

from grading.engine.reading.characters import SUBSCRIPTS, SUPERSCRIPTS
from grading.engine.reading.numerals import DIGITS
from grading.engine.reading.subscripts import small_end
from grading.engine.reading.tokens import Kind, TokenList
from grading.engine.reading.words import Words

__all__ = ["add_small_base", "add_superscripts"]


def add_small_base(tokens: TokenList, text: str, position: int) -> int:
    """Subscripts at ``position`` as the base of a logarithm or a limit; the index after them."""
    stop = small_end(text, position)
    base = "".join(SUBSCRIPTS[character] for character in text[position:stop])
    tokens.add(Kind.OPERATOR, "_", position, position)
    return tokens.add(Kind.NUMBER if base.isdigit() else Kind.SYMBOL, base, position, stop)


def add_superscripts(tokens: TokenList, text: str, position: int, *, words: Words) -> int:
    """``x²`` is x^(2); ``³√x``, where nothing stands before, is the cube root. The index after them."""
    end = position
    while text[end : end + 1] in SUPERSCRIPTS:
        end += 1
    is_index = text[end : end + 1] == "√" and not tokens.ends_operand
    if is_index:
        tokens.add(Kind.FUNCTION, "root", end, end + 1)
    tokens.add(Kind.OPERATOR, "_" if is_index else "^", position, position)
    tokens.add(Kind.OPEN, "(", position, position)
    inner = "".join(SUPERSCRIPTS[character] for character in text[position:end])
    _add_shifted(tokens, inner, position, words=words)
    tokens.add(Kind.CLOSE, ")", end, end)
    return end + 1 if is_index else end


def _add_shifted(tokens: TokenList, inner: str, position: int, *, words: Words) -> None:
    """Adds the tokens of ``inner``, which stands in small print at ``position``."""
    index = 0
    while index < len(inner):
        start = index
        while inner[index : index + 1] in DIGITS:
            index += 1
        if index > start:
            tokens.add(Kind.NUMBER, inner[start:index], position + start, position + index)
            continue
        _add_sign(tokens, inner[start], position + start, words=words)
        index += 1


def _add_sign(tokens: TokenList, character: str, position: int, *, words: Words) -> None:
    if character.isalpha():
        piece = words.whole(character, called=False)
        kind, name = (piece.kind, piece.name) if piece else (Kind.SYMBOL, character)
    else:
        kind, name = {"(": Kind.OPEN, ")": Kind.CLOSE}.get(character, Kind.OPERATOR), character
    tokens.add(kind, name, position, position + 1)
