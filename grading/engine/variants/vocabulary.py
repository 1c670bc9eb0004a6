"""The names that the parameter language gives a meaning."""

from __future__ import annotations

__all__ = ["FUNCTIONS", "RESERVED", "WORDS"]

# Function name -> least and greatest number of arguments (None: any number).
RESERVED: dict[str, tuple[int, int | None]] = {
    "abs": (1, 1),
    "binomial": (2, 2),
    "ceiling": (1, 1),
    "factorial": (1, 1),
    "floor": (1, 1),
    "gcd": (2, None),
    "lcm": (2, None),
    "max": (2, None),
    "min": (2, None),
    "mod": (2, 2),
    "sqrt": (1, 1),
}
# These came later: a parameter may have such a name, and then hides the function.
FUNCTIONS: dict[str, tuple[int, int | None]] = {
    **RESERVED,
    "antiderivative": (1, 1),
    "coefficient": (2, 2),
    "degree": (1, 1),
    "denominator": (1, 1),
    "derivative": (1, 1),
    "det": (1, 1),
    "digits": (1, 1),
    "divisors": (1, 1),
    "inverse": (1, 1),
    "isprime": (1, 1),
    "numerator": (1, 1),
    "round": (1, 2),
    "sign": (1, 1),
    "trace": (1, 1),
    "transpose": (1, 1),
}
WORDS = frozenset({"and", "or", "require", "random", "integer", "one", "of", "except"})
