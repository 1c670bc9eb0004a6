"""What the tests of calculus are told: letters, words such as ``NOCONST``, the function to integrate.

An option string is one part or a list of parts: ``x``, ``[x]``, ``[x, NOCONST]``, ``[x, x*e^(2x)]``. A bare
``log`` is natural here, as wherever logarithms are differentiated, unless ``log=10`` is among the parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from grading.engine.judging.case import Case, OptionsError
from grading.engine.nodes import Constant, Node, Symbol
from grading.engine.reading import ReadError

__all__ = ["FORMAL", "NOBARS", "NOCONST", "NONSTRICT", "Given", "given"]

NOCONST: Final = "NOCONST"
FORMAL: Final = "FORMAL"
NOBARS: Final = "NOBARS"
NONSTRICT: Final = "NONSTRICT"

OPENING: Final = "([{"
CLOSING: Final = ")]}"


@dataclass(frozen=True, slots=True)
class Given:
    """What an option string gives, and the case as it is to be read with it.

    ``names``: letters, the first one is the variable; ``words``: the words of the test that stand there;
    ``integrand``: the function to integrate where it is given.
    """

    case: Case
    names: tuple[str, ...]
    words: frozenset[str] = frozenset()
    integrand: Node | None = None

    @property
    def variable(self) -> str:
        """The variable of differentiation or integration."""
        return self.names[0]


def given(case: Case, *, words: frozenset[str], letters: int, integrand: bool = False) -> Given:
    """The options of ``case``: at most ``letters`` letters, ``words``, and perhaps one ``integrand``.

    Raises OptionsError ``variable_expected`` where no letter stands first or something else than a letter
    stands where only letters can, ``too_many_options``, or ``option_…`` for an integrand that cannot be read.
    """
    parts = list(_parts(case.options))
    case = replace(case, symbols=replace(case.symbols, natural_log="log=10" not in parts))
    found = [part for part in parts if part not in words and part not in ("log=e", "log=10")]
    names = [_letter(part, case) for part in (found[:1] if integrand else found)]
    rest = found[1:] if integrand else []
    if not names:
        raise OptionsError("variable_expected", option=case.options)
    if len(names) > letters or len(rest) > 1:
        raise OptionsError("too_many_options", option=case.options)
    # A name of several letters is one name in the answer, too.
    long_names = tuple(name for name in names if len(name) > 1)
    case = replace(case, symbols=replace(case.symbols, variables=(*case.symbols.variables, *long_names)))
    read = _read(rest[0], case) if rest else None
    return Given(case, tuple(names), frozenset(parts) & words, read)


def _parts(options: str) -> Iterator[str]:
    """The parts between commas that stand in no bracket, without the brackets of the list."""
    text = options.strip()
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    depth = start = 0
    for place, character in enumerate(text):
        depth += (character in OPENING) - (character in CLOSING)
        if character == "," and depth == 0:
            yield text[start:place].strip()
            start = place + 1
    if text.strip():
        yield text[start:].strip()


def _letter(part: str, case: Case) -> str:
    """The name that ``part`` is; ``x_1`` for ``x1``."""
    if not part.isidentifier():
        raise OptionsError("variable_expected", option=part)
    try:
        node = case.read(part)
    except ReadError as error:
        if error.code == "prose":
            return part
        raise OptionsError("variable_expected", option=part) from error
    if isinstance(node, Constant):
        raise OptionsError("variable_expected", option=part)
    return node.name if isinstance(node, Symbol) else part


def _read(part: str, case: Case) -> Node:
    try:
        return case.read(part)
    except ReadError as error:
        values = {**error.values, "position": error.position, "option": part}
        raise OptionsError(f"option_{error.code}", **values) from error
