"""Placeholders in what students read: Markdown with formulas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from grading.engine.variants.errors import ParameterError, place
from grading.engine.variants.formulas import fill_formula
from grading.engine.variants.objects import Value
from grading.engine.variants.particles import chosen_word
from grading.engine.variants.pieces import Piece, split_text
from grading.engine.variants.values import Values

__all__ = ["fill_prose", "fill_text", "fill_words"]

# The languages of one variant share most of their formulas.
REMEMBERED = 500

_PLACEHOLDER = re.compile(
    r"\{(?P<name>[a-z][a-zA-Z0-9_]*)(?::(?P<first>[^{}/:|\s]{1,30})/(?P<second>[^{}/:|\s]{1,30}))?\}"
)


def fill_text(text: str, values: Mapping[str, Value]) -> str:
    """``text`` with its placeholders replaced: the number in prose (``-3``, ``1/2``), and in formulas the
    number as people write it (``x^2 + {b}x`` gives ``x^2 - 3x``). In prose ``{b:을/를}`` and
    ``{n:point/points}`` are the word that fits the value.

    ParameterError "unknown_name" for a ``{name}`` in prose that is no parameter, "unclosed_formula" for
    a ``$`` without its partner.
    """
    known = values if isinstance(values, Values) else Values.of(values)
    return "".join(_filled(piece, text, known) for piece in split_text(text))


def fill_prose(text: str, values: Mapping[str, Value]) -> str:
    """``text`` without formulas, such as the words in place of a picture, with its placeholders replaced.
    ParameterError "unknown_name"."""
    known = values if isinstance(values, Values) else Values.of(values)
    return _prose(Piece("prose", text, 0), text, known)


def fill_words(text: str, values: Mapping[str, Value]) -> str:
    """As ``fill_prose``, but braces around anything that is no parameter stay as they are."""
    known = values if isinstance(values, Values) else Values.of(values)
    return _PLACEHOLDER.sub(lambda match: _said(match, known) or match[0], text)


@lru_cache(maxsize=REMEMBERED)
def _formula(latex: str, values: Values) -> str:
    return fill_formula(latex, values)


def _filled(piece: Piece, whole: str, values: Values) -> str:
    if piece.kind == "inline":
        return f"${_formula(piece.text, values)}$"
    if piece.kind == "display":
        return f"$${_formula(piece.text, values)}$$"
    if piece.kind == "code":
        return fill_words(piece.text, values)
    return _prose(piece, whole, values)


def _prose(piece: Piece, whole: str, values: Values) -> str:
    def said(match: re.Match[str]) -> str:
        found = _said(match, values)
        if found is None:
            where = place(whole, piece.start + match.start())
            raise ParameterError("unknown_name", *where, {"name": match["name"]})
        return found

    return _PLACEHOLDER.sub(said, piece.text)


def _said(match: re.Match[str], values: Values) -> str | None:
    """The value, or the word that fits it; None for a name that is no parameter."""
    name, first, second = match.group("name", "first", "second")
    if name not in values:
        return None
    return str(values[name]) if first is None else chosen_word(values[name], first, second)
