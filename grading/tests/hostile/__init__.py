"""Texts that try to break the engine: by size, by depth, by spelling, or by pretending to be code.

:data:`TEXTS` names each of them. :data:`REFUSED` says of those that can be read and cost too much which
measure of ``cost.check`` stops them before anything is computed. :data:`PAIRS` are answers and keys that are
much alike. :func:`rows` gives every text as an answer and as a key, to every test of the engine, in the shape
that ``python -m grading.engine mark`` reads; ``python -m grading.tests.hostile`` marks them all and says what
memory it took.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from grading.engine.judging import TESTS
from grading.tests.hostile.formulas import ALGEBRA, CALCULUS
from grading.tests.hostile.objects import DOUBTFUL, OBJECTS
from grading.tests.hostile.pairs import PAIRS
from grading.tests.hostile.programs import CODE, LATEX
from grading.tests.hostile.refused import REFUSED
from grading.tests.hostile.signs import UNICODE
from grading.tests.hostile.sizes import NESTED, NUMBERS, POWERS

__all__ = ["PAIRS", "REFUSED", "TEXTS", "USES", "rows"]

KINDS: Final[dict[str, dict[str, str]]] = {
    "nested": NESTED,
    "power": POWERS,
    "number": NUMBERS,
    "calculus": CALCULUS,
    "algebra": ALGEBRA,
    "object": OBJECTS,
    "doubtful": DOUBTFUL,
    "unicode": UNICODE,
    "latex": LATEX,
    "code": CODE,
}
TEXTS: Final = {f"{kind}: {name}": text for kind, texts in KINDS.items() for name, text in texts.items()}

# The key and the options with which each test can be used; the others take the key x and no options.
NUMBER: Final = ("2", "")
FIGURES: Final = ("2", "3")
VARIABLE: Final = ("x", "x")
SET: Final = ("{1, x}", "")
USES: Final[dict[str, tuple[str, str]]] = {
    "absolute_tolerance": ("2", "0.1"),
    "antiderivative": ("x", "[x, NOCONST]"),
    "antiderivative_exact_constant": VARIABLE,
    "completed_square": VARIABLE,
    "constant_of_integration": ("x", "[x, NONSTRICT]"),
    "decimal_places": FIGURES,
    "derivative": VARIABLE,
    "factored": VARIABLE,
    "greater": NUMBER,
    "greater_or_equal": NUMBER,
    "improper_fraction": ("7/3", ""),
    "mixed_number": ("7/3", ""),
    "partial_fractions": VARIABLE,
    "property": ("x", "roots=1,2"),
    "proposition": ("A", ""),
    "relative_tolerance": ("2", "0.1"),
    "same_system": ("x = 1", ""),
    "scientific_notation": NUMBER,
    "set": SET,
    "significant_figures": FIGURES,
    "significant_figures_strict": FIGURES,
    "subset": SET,
    "superset": SET,
    "units": ("2 m", "3"),
    "units_absolute": ("2 m", "0.1"),
    "units_relative": ("2 m", "0.1"),
    "units_strict": ("2 m", "3"),
    "units_strict_absolute": ("2 m", "0.1"),
    "units_strict_relative": ("2 m", "0.1"),
}


def rows(*, others: int = 1) -> Iterator[dict[str, Any]]:
    """Each text as an answer, as a key and as both, and each pair both ways round, to equality and to
    ``others`` of the other tests, so that every test gets its share of them."""
    names = sorted(set(TESTS) - {"equal"})
    for place, (name, pairs) in enumerate(_pairs()):
        for test in ("equal", *(names[(place + step) % len(names)] for step in range(others))):
            key, options = USES.get(test, ("x", ""))
            for role, student, expected in pairs:
                yield {
                    "id": f"{name} / {test} / {role}",
                    "test": test,
                    "student": key if student is None else student,
                    "key": key if expected is None else expected,
                    "options": options,
                }


def _pairs() -> Iterator[tuple[str, list[tuple[str, str | None, str | None]]]]:
    """Names with roles, answers and keys; ``None`` stands for the usual key of the test."""
    for name, text in TEXTS.items():
        yield name, [("answer", text, None), ("key", None, text), ("both", text, text)]
    for name, (first, second) in PAIRS.items():
        yield f"pair: {name}", [("answer", first, second), ("key", second, first)]
