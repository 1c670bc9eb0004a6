"""Words set upright in LaTeX (``\\text{ or }``, ``\\operatorname{sech}``), and subscripts."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from grading.engine.reading import names
from grading.engine.reading.choices import Choices
from grading.engine.reading.errors import ReadError
from grading.engine.reading.latex_scan import argument
from grading.engine.reading.numerals import DIGITS
from grading.engine.reading.prose import refuse_prose
from grading.engine.reading.subscripts import canonical_subscript
from grading.engine.reading.tokens import Kind
from grading.engine.reading.words import Piece, Words

__all__ = ["latex_subscript", "upright"]

_UPRIGHT = (r"\mathrm", r"\text", r"\textrm", r"\operatorname", r"\mathit", r"\rm", r"\mathbf")


def upright(text: str, *, words: Words, called: bool, position: int, choices: Choices) -> list[Piece] | None:
    """The pieces of the upright ``text`` found at ``position``; None when it is a formula: ``\\mathrm{m/s}``.

    ``called`` tells that an opening bracket follows.

    Raises ReadError ``unknown_command`` for a command that is no Greek letter, and ``prose``.
    """
    word = text.strip()
    phrase = names.PHRASES.get(" ".join(unicodedata.normalize("NFC", word).lower().rstrip(" .").split()))
    if phrase is not None:
        return [Piece(Kind.CONSTANT, phrase, 0, len(text))]
    if word.startswith("\\"):
        return [_greek(word, position=position)]
    if word.isalpha():
        is_called = called or len(word) > 1
        return _named(word, text, words=words, called=is_called, position=position, choices=choices)
    if any(character in DIGITS or character in "^_/*+-=<>()'{}\\" for character in word):
        refuse_prose(text, words=words, offset=position)
        return None
    raise ReadError("prose", position, found=word)


def latex_subscript(text: str, position: int, *, pairs: Mapping[int, int]) -> tuple[str, int]:
    """The subscript at ``position`` as it stands in a name, and the index after it.

    Raises ReadError ``unexpected`` for one that no name can have.
    """
    part = argument(text, position, pairs=pairs)
    stop, end = part.stop, part.end
    if not part.is_braced and text[part.start] == "\\" and text[part.start : stop] in _UPRIGHT:
        inner = argument(text, stop, pairs=pairs)
        stop, end = inner.stop, inner.end
    while (
        not part.is_braced
        and text[part.start] in DIGITS
        and text[end : end + 1] in DIGITS
        and end < len(text)
    ):
        stop = end = end + 1
    name = canonical_subscript(_bare(text[part.start : stop]))
    if name is None:
        found = text[part.start : part.start + 1]
        raise ReadError("unexpected", part.start, found=found, expected=["subscript"])
    return name, end


def _bare(inner: str) -> str:
    """``inner`` without the commands that only set it upright; Greek letters by name."""
    for command in sorted(_UPRIGHT, key=len, reverse=True):
        inner = inner.replace(command + "{", "{").replace(command + " ", "")
    for character in "{}\\":
        inner = inner.replace(character, "")
    return inner


def _named(
    word: str, text: str, *, words: Words, called: bool, position: int, choices: Choices
) -> list[Piece]:
    whole = words.whole(word, called=called) or words.whole(word.lower(), called=called)
    if whole is not None:
        return [Piece(whole.kind, whole.name, 0, len(text))]
    if not word.isascii() or word.lower() in names.STOP_WORDS:
        raise ReadError("prose", position, found=word)
    return words.split(word, called=False, position=position, choices=choices)


def _greek(word: str, *, position: int) -> Piece:
    """``\\mu`` and ``\\mu 0``."""
    name = "".join(word[1:].split())
    stem = name.rstrip("".join(DIGITS))
    if stem not in names.GREEK:
        raise ReadError("unknown_command", position, found=word)
    return Piece(Kind.SYMBOL, names.GREEK[stem] + name[len(stem) :], 0, len(word))
