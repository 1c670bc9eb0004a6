"""The words that mathematics already owns: functions, constants, Greek letters, connectives."""

from __future__ import annotations

__all__ = [
    "ARITY",
    "BRACKETLESS",
    "CONNECTIVES",
    "CONSTANTS",
    "FUNCTIONS",
    "GREEK",
    "GREEK_LETTERS",
    "INVERSES",
    "PHRASES",
    "SINGLE_FACTOR",
    "STOP_WORDS",
    "USUAL_FUNCTIONS",
]

_CIRCULAR = ("sin", "cos", "tan", "cot", "sec", "csc")
_HYPERBOLIC = ("sinh", "cosh", "tanh", "coth", "sech", "csch")

# What sin^-1 means for each function.
INVERSES = {name: "arc" + name for name in _CIRCULAR} | {name: "ar" + name for name in _HYPERBOLIC}

_ALIASES = {
    "tg": "tan",
    "ctg": "cot",
    "cotg": "cot",
    "cotan": "cot",
    "cosec": "csc",
    "arctg": "arctan",
    "arcctg": "arccot",
    "arccosec": "arccsc",
    "cosech": "csch",
    "sgn": "sign",
    "signum": "sign",
    "ceil": "ceiling",
    "fact": "factorial",
    "binom": "binomial",
    "comb": "binomial",
    "nCr": "binomial",
    "nPr": "permutations",
    "squareroot": "sqrt",
    "derivative": "diff",
    "int": "integral",
    "integrate": "integral",
    "lim": "limit",
    "conjugate": "conj",
    "setminus": "difference",
    "intersect": "intersection",
    "prod": "product",
}

# Number of arguments, least and most.
ARITY: dict[str, tuple[int, int]] = {
    **{name: (1, 1) for name in (*_CIRCULAR, *_HYPERBOLIC, *INVERSES.values())},
    **{name: (1, 1) for name in ("exp", "ln", "sqrt", "cbrt", "abs", "floor", "ceiling", "sign")},
    **{name: (1, 1) for name in ("factorial", "percent", "degree", "re", "im", "conj", "arg")},
    "log": (1, 2),
    "lg": (1, 2),
    "root": (1, 2),
    "round": (1, 2),
    "mixed": (2, 2),
    "binomial": (2, 2),
    "permutations": (2, 2),
    "mod": (2, 2),
    "member": (2, 2),
    "difference": (2, 2),
    **{name: (1, 100) for name in ("gcd", "lcm", "min", "max", "union", "intersection", "matrix")},
    **{name: (2, 2) for name in ("oo", "oc", "co", "cc")},
    "diff": (2, 100),
    "integral": (2, 4),
    "limit": (3, 3),
    "sum": (4, 4),
    "product": (4, 4),
}

# Spelling -> canonical name.
FUNCTIONS: dict[str, str] = {
    **{name: name for name in ARITY},
    **_ALIASES,
    **{"a" + name: inverse for name, inverse in INVERSES.items()},
    **{"arc" + name: "ar" + name for name in _HYPERBOLIC},
}

# Functions that people write without brackets: sin x, ln x, √2.
BRACKETLESS = frozenset(
    {*_CIRCULAR, *_HYPERBOLIC, *INVERSES.values(), "exp", "ln", "log", "lg", "sqrt", "cbrt", "root"},
)

# Of these, those whose argument is one factor: √2x is √2·x, while sin 2x is sin(2x).
SINGLE_FACTOR = frozenset({"sqrt", "cbrt", "root"})

# Names that are functions when a bracket follows, unless they are declared as variables.
USUAL_FUNCTIONS = frozenset("fgFG")

CONSTANTS = {
    "pi": "pi",
    "Pi": "pi",
    "PI": "pi",
    "e": "e",
    "i": "i",
    "inf": "infinity",
    "infinity": "infinity",
    "Infinity": "infinity",
    "minf": "-infinity",
    "true": "true",
    "True": "true",
    "TRUE": "true",
    "false": "false",
    "False": "false",
    "FALSE": "false",
    "none": "none",
    "emptyset": "empty",
    "all": "all",
    "참": "true",
    "거짓": "false",
    "∞": "infinity",
    "∅": "empty",
    "⌀": "empty",
    "π": "pi",
    "ℝ": "all",
}

GREEK_LETTERS = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ϵ": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ϑ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "ο": "omicron",
    "π": "pi",
    "ρ": "rho",
    "ϱ": "rho",
    "σ": "sigma",
    "ς": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "phi",
    "ϕ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
    "Γ": "Gamma",
    "Δ": "Delta",
    "Θ": "Theta",
    "Λ": "Lambda",
    "Ξ": "Xi",
    "Π": "Pi",
    "Σ": "Sigma",
    "Υ": "Upsilon",
    "Φ": "Phi",
    "Ψ": "Psi",
    "Ω": "Omega",
}

_LOWER = frozenset(name for letter, name in GREEK_LETTERS.items() if letter.islower()) - {"pi"}
# Spelling -> canonical name; "Pi" is what telephones make of pi.
GREEK: dict[str, str] = {
    **{name: name for name in _LOWER},
    **{name.capitalize(): name.capitalize() for name in _LOWER},
    "varphi": "phi",
    "vartheta": "theta",
    "varepsilon": "epsilon",
    "varrho": "rho",
    "varsigma": "sigma",
}

CONNECTIVES = {
    "and": "and",
    "or": "or",
    "not": "not",
    "xor": "xor",
    "nand": "nand",
    "nor": "nor",
    "xnor": "xnor",
    "implies": "implies",
    "그리고": "and",
    "이고": "and",
    "또는": "or",
    "이거나": "or",
}

# Whole answers in words; compared without regard to case or to runs of white space.
PHRASES = {
    "no solution": "empty",
    "no solutions": "empty",
    "no real solution": "empty",
    "no real solutions": "empty",
    "empty set": "empty",
    "해가 없다": "empty",
    "해가없다": "empty",
    "해가 없음": "empty",
    "해 없음": "empty",
    "해없음": "empty",
    "해는 없다": "empty",
    "실근이 없다": "empty",
    "없다": "empty",
    "없음": "empty",
    "공집합": "empty",
    "all real numbers": "all",
    "all reals": "all",
    "all numbers": "all",
    "any real number": "all",
    "모든 실수": "all",
    "모든실수": "all",
    "실수 전체": "all",
    "실수전체": "all",
    "참": "true",
    "거짓": "false",
}

# Words that no formula has; one of them makes a text prose.
STOP_WORDS = frozenset(
    {
        "about",
        "answer",
        "are",
        "because",
        "but",
        "cannot",
        "does",
        "equal",
        "equals",
        "from",
        "guess",
        "has",
        "have",
        "idea",
        "is",
        "it",
        "its",
        "know",
        "means",
        "sorry",
        "that",
        "the",
        "then",
        "therefore",
        "think",
        "this",
        "to",
        "undefined",
        "value",
        "we",
        "what",
        "when",
        "where",
        "with",
    },
)
