"""Placeholders in what students read: Markdown with formulas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from grading.engine.variants.errors import ParameterError, place
from grading.engine.variants.formulas import fill_formula
from grading.engine.variants.pieces import Piece, split_text
from grading.engine.variants.values import Values

__all__ = ["fill_text"]

# The languages of one variant share most of their formulas.
REMEMBERED = 500

_PLACEHOLDER = re.compile(r"\{([a-z][a-zA-Z0-9_]*)\}")


def fill_text(text: str, values: Mapping[str, Fraction]) -> str:
    """``text`` with its placeholders replaced: the number in prose (``-3``, ``1/2``), and in formulas the
    number as people write it (``x^2 + {b}x`` gives ``x^2 - 3x``).

    ParameterError "unknown_name" for a ``{name}`` in prose that is no parameter, "unclosed_formula" for
    a ``$`` without its partner.
    """
    known = values if isinstance(values, Values) else Values.of(values)
    return "".join(_filled(piece, text, known) for piece in split_text(text))


@lru_cache(maxsize=REMEMBERED)
def _formula(latex: str, values: Values) -> str:
    return fill_formula(latex, values)


def _filled(piece: Piece, whole: str, values: Values) -> str:
    if piece.kind == "inline":
        return f"${_formula(piece.text, values)}$"
    if piece.kind == "display":
        return f"$${_formula(piece.text, values)}$$"
    if piece.kind == "code":
        return _PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), piece.text)
    return _PLACEHOLDER.sub(lambda match: _number(match, piece, whole, values), piece.text)


def _number(match: re.Match[str], piece: Piece, whole: str, values: Values) -> str:
    name = match[1]
    if name not in values:
        raise ParameterError("unknown_name", *place(whole, piece.start + match.start()), {"name": name})
    return str(values[name])
