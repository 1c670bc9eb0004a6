"""Words set upright in LaTeX: ``\\text{ or }``, ``\\operatorname{sech}``, ``\\mathrm{Area}``."""

from __future__ import annotations

from grading.engine.reading import names
from grading.engine.reading.choices import Choices
from grading.engine.reading.errors import ReadError
from grading.engine.reading.numerals import DIGITS
from grading.engine.reading.tokens import Kind
from grading.engine.reading.words import Piece, Words

__all__ = ["upright"]


def upright(text: str, *, words: Words, position: int, choices: Choices) -> list[Piece]:
    """The pieces of the upright ``text`` found at ``position``.

    Raises ReadError ``unknown_command`` for a command that is no Greek letter, and ``prose``.
    """
    word = text.strip()
    if word.startswith("\\"):
        return [_greek(word, position=position)]
    if word.isalpha():
        whole = words.whole(word, called=True) or words.whole(word.lower(), called=True)
        if whole is not None:
            return [Piece(whole.kind, whole.name, 0, len(text))]
    if word.isascii() and word.isalpha():
        return words.split(word, called=False, position=position, choices=choices)
    stem = word.rstrip("0123456789")
    if len(stem) == 1 and stem.isascii() and stem.isalpha():
        return [Piece(Kind.SYMBOL, word, 0, len(text))]
    raise ReadError("prose", position, found=word)


def _greek(word: str, *, position: int) -> Piece:
    """``\\mu`` and ``\\mu 0``."""
    name = "".join(word[1:].split())
    stem = name.rstrip("".join(DIGITS))
    if stem not in names.GREEK:
        raise ReadError("unknown_command", position, found=word)
    return Piece(Kind.SYMBOL, names.GREEK[stem] + name[len(stem) :], 0, len(word))
