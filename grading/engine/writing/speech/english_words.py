"""English words for numbers, signs, functions and brackets."""

from __future__ import annotations

from typing import Final

__all__ = [
    "CONSTANTS",
    "FENCES",
    "FUNCTIONS",
    "SIGNS",
    "SUFFIXES",
    "cardinal",
    "ordinal",
    "part_of_whole",
]

_UNITS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS: Final = (
    *("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth"),
)
# What a whole is divided into.
_PIECES: Final = {"two": "half", "four": "quarter"} | {
    _UNITS[number]: _ORDINALS[number] for number in (3, 5, 6, 7, 8, 9, 10, 11, 12)
}

SIGNS: Final = {
    "+": "plus",
    "-": "minus",
    "±": "plus or minus",
    "∓": "minus or plus",
    "=": "equals",
    "!=": "is not equal to",
    "<": "is less than",
    "<=": "is less than or equal to",
    ">": "is greater than",
    ">=": "is greater than or equal to",
    "∪": "union",
    "∩": "intersection",
    "∖": "set minus",
    "∈": "is in",
    "and": "and",
    "or": "or",
    "xor": "exclusive or",
    "implies": "implies",
    "equivalent": "is equivalent to",
}
CONSTANTS: Final = {
    "pi": "pi",
    "e": "e",
    "i": "i",
    "infinity": "infinity",
    "true": "true",
    "false": "false",
    "empty": "the empty set",
    "none": "no solution",
    "all": "all real numbers",
}
SUFFIXES: Final = {"factorial": "factorial", "percent": "percent", "degree": "degrees"}
# What is said where each bracket opens, and where it closes.
FENCES: Final = {
    "(": ("open parenthesis", ""),
    ")": ("", "close parenthesis"),
    "[": ("open bracket", ""),
    "]": ("", "close bracket"),
    "{": ("the set", ""),
    "}": ("", "end set"),
    "|": ("absolute value of", "end absolute value"),
    "⌊": ("floor of", ""),
    "⌋": ("", "end floor"),
    "⌈": ("ceiling of", ""),
    "⌉": ("", "end ceiling"),
}
_CIRCULAR: Final = {
    "sin": "sine",
    "cos": "cosine",
    "tan": "tangent",
    "cot": "cotangent",
    "sec": "secant",
    "csc": "cosecant",
}
FUNCTIONS: Final = {
    **_CIRCULAR,
    **{f"arc{name}": f"arc {word}" for name, word in _CIRCULAR.items()},
    **{f"{name}h": f"hyperbolic {word}" for name, word in _CIRCULAR.items()},
    **{f"ar{name}h": f"inverse hyperbolic {word}" for name, word in _CIRCULAR.items()},
    "ln": "natural log",
    "log": "log",
    "exp": "exponential",
    "sqrt": "square root",
    "abs": "absolute value",
    "round": "rounding",
    "sign": "sign",
    "re": "real part",
    "im": "imaginary part",
    "conj": "conjugate",
    "arg": "argument",
    "gcd": "greatest common divisor",
    "lcm": "least common multiple",
    "min": "minimum",
    "max": "maximum",
    "mod": "remainder",
    "permutations": "permutations",
    "binomial": "binomial",
    "diff": "derivative",
    "integral": "integral",
    "sum": "sum",
    "product": "product",
    "limit": "limit",
    "mixed": "mixed number",
    "member": "membership",
    "difference": "difference",
    "intersection": "intersection",
    "floor": "floor",
    "ceiling": "ceiling",
    "percent": "percent",
    "degree": "degrees",
    "factorial": "factorial",
    "root": "root",
}


def cardinal(digits: str) -> str:
    """A whole number of one or two digits as a word; anything else as it is."""
    is_short = digits.isdigit() and len(digits) <= 2 and (len(digits) == 1 or digits[0] != "0")
    if not is_short:
        return digits
    value = int(digits)
    if value < len(_UNITS):
        return _UNITS[value]
    tens, units = divmod(value, 10)
    return _TENS[tens] + (f" {_UNITS[units]}" if units else "")


def ordinal(value: int) -> str:
    """``first``, ``second`` … as words to twelve, then in digits."""
    return _ORDINALS[value] if value < len(_ORDINALS) else f"{value}th"


def part_of_whole(above: str, below: str) -> str:
    """``one half``, ``two thirds``: a fraction of two number words, if it has such a name."""
    piece = _PIECES.get(below, "")
    if not piece or above not in _UNITS:
        return ""
    plural = "halves" if piece == "half" else f"{piece}s"
    return f"{above} {piece if above == 'one' else plural}"
