"""Single characters: folding of look-alikes (one to one, so positions stay) and their meaning."""

from __future__ import annotations

import unicodedata

__all__ = ["FRACTIONS", "OPERATORS", "SUBSCRIPTS", "SUPERSCRIPTS", "fold", "is_hangul"]

# Spelling -> canonical operator; longest spelling first when matched.
OPERATORS = {
    "**": "^",
    "<=>": "xnor",
    "<=": "<=",
    ">=": ">=",
    "!=": "!=",
    "==": "=",
    "=>": "implies",
    "&&": "and",
    "+": "+",
    "-": "-",
    "*": "*",
    "/": "/",
    "^": "^",
    "=": "=",
    "<": "<",
    ">": ">",
    "!": "!",
    "%": "%",
    "‰": "‰",
    "°": "°",
    "'": "'",
    ",": ",",
    ";": ";",
    "&": "and",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "±": "±",
    "∓": "∓",
    "∪": "∪",
    "∩": "∩",
    "∈": "∈",
    "∉": "∉",
    "∖": "∖",
    "∧": "and",
    "∨": "or",
    "¬": "not",
    "⇒": "implies",
    "⇔": "xnor",
}

_LOOK_ALIKES = {
    "−": "-",
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "﹣": "-",
    "·": "*",
    "⋅": "*",
    "∙": "*",
    "•": "*",
    "×": "*",
    "∗": "*",
    "⨯": "*",
    "✕": "*",
    "ㆍ": "*",
    "・": "*",
    "÷": "/",
    "∕": "/",
    "⁄": "/",
    "≦": "≤",
    "⩽": "≤",
    "≧": "≥",
    "⩾": "≥",
    "º": "°",
    "˚": "°",
    "′": "'",
    "’": "'",
    "∣": "|",
    "∆": "Δ",
    "µ": "μ",
    "，": ",",
    "、": ",",
    "。": ".",
    "【": "[",
    "】": "]",
    "∛": "∛",
    "⋃": "∪",
    "⋂": "∩",
    "∊": "∈",
    "⟹": "⇒",
    "⟺": "⇔",
    "↔": "⇔",
}

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱˣʸᵏᵐᵗ", "0123456789+-()nixykmt", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑᵢⱼₖₗₘₙₒₚₛₜₓ", "0123456789aeijklmnopstx", strict=True))

FRACTIONS = {
    "½": "1/2",
    "⅓": "1/3",
    "⅔": "2/3",
    "¼": "1/4",
    "¾": "3/4",
    "⅕": "1/5",
    "⅖": "2/5",
    "⅗": "3/5",
    "⅘": "4/5",
    "⅙": "1/6",
    "⅚": "5/6",
    "⅐": "1/7",
    "⅛": "1/8",
    "⅜": "3/8",
    "⅝": "5/8",
    "⅞": "7/8",
    "⅑": "1/9",
    "⅒": "1/10",
}

# Full-width forms, mathematical alphabets and letter-like symbols fold to the letter they stand for.
_FOLDED_RANGES = ((0xFF01, 0xFFEE), (0x1D400, 0x1D7FF), (0x2100, 0x214F))
_KEPT = frozenset("ℝ")


def fold(text: str) -> str:
    """``text`` with look-alikes replaced by the usual character; the length does not change."""
    return text if text.isascii() else "".join(map(_fold_one, text))


def _fold_one(character: str) -> str:
    if character < "\x7f" or character in _KEPT:
        return character
    known = _LOOK_ALIKES.get(character)
    if known is not None:
        return known
    if character.isspace() or character in "\u200b\u2060\u2061\u2062\ufeff":
        return " "
    code = ord(character)
    if not any(low <= code <= high for low, high in _FOLDED_RANGES):
        return character
    folded = unicodedata.normalize("NFKC", character)
    return _LOOK_ALIKES.get(folded, folded) if len(folded) == 1 else character


def is_hangul(character: str) -> bool:
    """Whether ``character`` is a Korean syllable or letter."""
    code = ord(character)
    return 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF or 0x3130 <= code <= 0x318F
