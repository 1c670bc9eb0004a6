"""What the tests of form are told: a variable, a list of letters, ``name=value`` pairs.

A variable may be any subterm that stands for one, ``x`` or ``cos(t)``. Letters outside of the options are
parameters.
"""

from __future__ import annotations

from grading.engine.calculus.substitution import free_letters
from grading.engine.judging.case import Case, OptionsError
from grading.engine.nodes import Call, Collection, Node, Symbol
from grading.engine.reading import ReadError

__all__ = ["letters", "option", "pairs", "variable_and_rest", "variable_of"]


def variable_and_rest(case: Case) -> tuple[Node | None, tuple[Node, ...]]:
    """``x`` or ``[x, …]``: the variable and what follows it; no variable when nothing is given.

    Raises OptionsError ``variable_expected`` where neither a letter nor a function stands first.
    """
    if not case.options.strip():
        return None, ()
    read = option(case, case.options)
    items = read.items if isinstance(read, Collection) and read.kind == "list" else (read,)
    if not items or not isinstance(items[0], Symbol | Call):
        raise OptionsError("variable_expected", option=case.options)
    return items[0], items[1:]


def variable_of(case: Case) -> Node:
    """The variable that is given; else ``x`` or the only letter of the key.

    Raises OptionsError ``variable_expected`` when it is not seen which of several letters is meant.
    """
    variable, _ = variable_and_rest(case)
    names = free_letters(case.expected)
    if variable is not None:
        return variable
    if len(names) > 1 and "x" not in names:
        raise OptionsError("variable_expected", option="")
    return Symbol("x" if "x" in names or not names else min(names))


def letters(case: Case) -> tuple[str, ...]:
    """``[x, t]`` or ``x``: the names of letters, in their order. Raises OptionsError ``letters_expected``."""
    if case.options.strip() in ("", "[]"):
        return ()
    read = option(case, case.options)
    items = read.items if isinstance(read, Collection) else (read,)
    names = [item.name for item in items if isinstance(item, Symbol)]
    if len(names) != len(items):
        raise OptionsError("letters_expected", option=case.options)
    return tuple(names)


def pairs(case: Case) -> dict[str, str]:
    """``degree=3; roots=1,2`` as texts by name. Raises OptionsError ``name_and_value_expected``."""
    found = {}
    for part in filter(None, map(str.strip, case.options.split(";"))):
        name, sign, value = map(str.strip, part.partition("="))
        if not name or not sign or not value or name in found:
            raise OptionsError("name_and_value_expected", option=part)
        found[name] = value
    return found


def option(case: Case, text: str) -> Node:
    """``text`` read as the letters of the case are. Raises OptionsError ``option_…`` with what is wrong."""
    try:
        return case.read(text)
    except ReadError as error:
        values = {**error.values, "position": error.position, "option": text}
        raise OptionsError(f"option_{error.code}", **values) from error
