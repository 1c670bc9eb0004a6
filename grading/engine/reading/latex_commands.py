"""LaTeX commands and what they are in the token stream."""

from __future__ import annotations

from grading.engine.reading import names

__all__ = ["ACCENTS", "BRACKETS", "CONSTANTS", "FENCES", "FUNCTIONS", "GREEK", "OPERATORS", "SPACES", "WORDS"]

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
    "notin": "∉",
    "setminus": "∖",
    "smallsetminus": "∖",
    "backslash": "∖",
    "bullet": "*",
    "land": "and",
    "lor": "or",
    "vee": "or",
    "wedge": "and",
    "lnot": "not",
    "neg": "not",
    "veebar": "xor",
    "Rightarrow": "implies",
    "implies": "implies",
    "Longrightarrow": "implies",
    "Leftrightarrow": "xnor",
    "Longleftrightarrow": "xnor",
    "leftrightarrow": "xnor",
    "iff": "xnor",
    "prime": "'",
    "degree": "°",
    "%": "%",
}
CONSTANTS = {
    "pi": "pi",
    "infty": "infinity",
    "infin": "infinity",
    "emptyset": "empty",
    "varnothing": "empty",
    "R": "all",
    "exponentialE": "e",
    "imaginaryI": "i",
}
# The numbers of a kind are a letter to the reader: only the reals are all numbers.
GREEK = {**names.GREEK, "Pi": "Pi", **{name: name for name in "CNQZ"}}
# log, sin and their like; \sum and \prod have limits and are not functions of this kind.
FUNCTIONS = {
    spelling: canonical
    for spelling, canonical in names.FUNCTIONS.items()
    if canonical in names.BRACKETLESS - {"sqrt", "cbrt", "root"}
    or spelling in {"max", "min", "gcd", "lcm", "arg", "sgn", "Re", "Im", "re", "im"}
} | {"Re": "re", "Im": "im"}
# Commands whose argument is a word: a name, a function or a connective.
WORDS = frozenset(
    {
        "text",
        "textrm",
        "textbf",
        "mbox",
        "mathrm",
        "operatorname",
        "mathit",
        "mathbf",
        "mathsf",
        "mathbb",
        "rm",
        "it",
        "bf",
        "mathop",
    },
)
SPACES = frozenset(
    {",", ";", ":", "!", " ", "quad", "qquad", "displaystyle", "textstyle", "limits", "nolimits", "mathopen"}
    | {"mathclose", "mathstrut", "hline", "bigl", "bigr", "big", "Bigl", "Bigr", "Big", "mleft", "mright"},
)
# Command -> bracket; which side it is on says the bracket itself, except for a bar.
BRACKETS = {
    "{": "{",
    "}": "}",
    "lbrace": "{",
    "rbrace": "}",
    "lbrack": "[",
    "rbrack": "]",
    "lparen": "(",
    "rparen": ")",
    "vert": "|",
    "mid": "|",
}
# What an accent adds to the name below it.
ACCENTS = {
    "vec": "vec",
    "overrightarrow": "vec",
    "hat": "hat",
    "widehat": "hat",
    "tilde": "tilde",
    "widetilde": "tilde",
    "bar": "bar",
    "overline": "bar",
}
# Command -> function and whether it opens.
FENCES = {
    "lvert": ("abs", True),
    "rvert": ("abs", False),
    "lfloor": ("floor", True),
    "rfloor": ("floor", False),
    "lceil": ("ceiling", True),
    "rceil": ("ceiling", False),
}
