"""LaTeX commands and what they are in the token stream."""

from __future__ import annotations

from grading.engine.reading import names

__all__ = ["CONSTANTS", "FENCES", "FUNCTIONS", "GREEK", "OPERATORS", "SPACES", "WORDS"]

OPERATORS = {
    "cdot": "*",
    "times": "*",
    "ast": "*",
    "div": "/",
    "pm": "±",
    "mp": "∓",
    "ne": "!=",
    "neq": "!=",
    "le": "<=",
    "leq": "<=",
    "leqslant": "<=",
    "leqq": "<=",
    "lt": "<",
    "ge": ">=",
    "geq": ">=",
    "geqslant": ">=",
    "geqq": ">=",
    "gt": ">",
    "cup": "∪",
    "cap": "∩",
    "in": "∈",
    "lor": "or",
    "vee": "or",
    "land": "and",
    "wedge": "and",
    "lnot": "not",
    "neg": "not",
    "veebar": "xor",
    "Rightarrow": "implies",
    "implies": "implies",
    "Leftrightarrow": "xnor",
    "iff": "xnor",
    "prime": "'",
    "degree": "°",
    "%": "%",
}
CONSTANTS = {
    "pi": "pi",
    "infty": "infinity",
    "emptyset": "empty",
    "varnothing": "empty",
    "R": "all",
    "exponentialE": "e",
    "imaginaryI": "i",
}
GREEK = {name: canonical for name, canonical in names.GREEK.items() if name != "Pi"}
# log, sin and their like; \sum and \prod have limits and are not functions of this kind.
FUNCTIONS = {
    spelling: canonical
    for spelling, canonical in names.FUNCTIONS.items()
    if canonical in names.BRACKETLESS - {"sqrt", "cbrt", "root"} or spelling in {"max", "min", "gcd", "arg"}
}
# Commands whose argument is a word: a name, a function or a connective.
WORDS = frozenset(
    {"text", "mathrm", "operatorname", "mathit", "mathbf", "mathsf", "mathbb", "textrm", "mbox", "rm"},
)
SPACES = frozenset(
    {",", ";", ":", "!", " ", "quad", "qquad", "displaystyle", "textstyle", "limits", "nolimits", "mathopen"}
    | {"mathclose", "bigl", "bigr", "big", "Bigl", "Bigr", "Big", "mleft", "mright"},
)
# Command -> function and whether it opens.
FENCES = {
    "lvert": ("abs", True),
    "rvert": ("abs", False),
    "lfloor": ("floor", True),
    "rfloor": ("floor", False),
    "lceil": ("ceiling", True),
    "rceil": ("ceiling", False),
}
