"""Does a line that follows bring its writer nearer to what is looked for?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from grading.engine.equality import comparer
from grading.engine.equality.trees import kind_of, survey
from grading.engine.judging.steps.ending import is_solved
from grading.engine.judging.steps.lines import PROPOSITIONS, Line, as_proposition
from grading.engine.judging.steps.walking import Comparer, does_imply
from grading.engine.nodes import Constant, Logic, Node, Relation, walk
from grading.engine.symbols import Symbols
from grading.engine.verdict import Outcome

__all__ = ["telling_lines"]

TRUE: Final = Constant("true")


def telling_lines(lines: list[Line], *, symbols: Symbols) -> Iterator[Line]:
    """Those of ``lines`` that say something of what is looked for. Each follows from the one before; the
    first is what is given.

    What always holds says nothing (0 = 0, x = x), nor does an inequality where equations are given. Where one
    letter is looked for, a line that says what it is must not say more than the line before: x = 6 or x = 7
    follows from x = 6. What is not known within the budget of one comparison says something.
    """
    compare = comparer(symbols=symbols)
    given = as_proposition(lines[0].node)
    for before, line in pairwise(lines):
        pair = as_proposition(before.node), as_proposition(line.node)
        if kind_of(pair[1]) not in PROPOSITIONS or _is_telling(given, *pair, compare=compare):
            yield line


def _is_telling(given: Node, before: Node, said: Node, *, compare: Comparer) -> bool:
    if not survey(said).letters or (_signs_of(given) <= {"="} and not _signs_of(said) & {"=", ""}):
        return False
    if compare(Logic("or", (said, TRUE)), said).outcome is Outcome.CORRECT:
        return False
    if len(survey(given).letters) != 1 or not is_solved(said):
        return True
    return does_imply(said, before, compare).outcome is not Outcome.INCORRECT


def _signs_of(node: Node) -> set[str]:
    """The signs of the equations and inequalities in ``node``; an empty one where there are none."""
    signs = {sign for each in walk(node) if isinstance(each, Relation) for sign in each.operators}
    return signs or {""}
