"""Equal up to renaming: the answer is the key with other letters, each for exactly one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from flint import fmpq

from grading.engine.balls import Evaluator, Value, disjoint, working_precision
from grading.engine.calculus.substitution import free_letters
from grading.engine.cost import TooCostlyError, check
from grading.engine.equality import compare
from grading.engine.equality.sides import evaluate
from grading.engine.equality.verdicts import Readings
from grading.engine.judging.case import Case
from grading.engine.judging.forms.options import letters
from grading.engine.judging.forms.order import Opened, opened
from grading.engine.nodes import Collection, Logic, Node, Relation, Symbol, children, walk, with_children
from grading.engine.verdict import Outcome, Reason, Verdict

__all__ = ["judge_equal_up_to_renaming"]

# Letters are told apart by what the whole answer is worth when one of them is moved.
USUAL: Final = fmpq(7, 5)
MOVED: Final = fmpq(9, 4)
FIXED: Final = fmpq(5, 3)
BITS: Final = 96
# What may be spent on comparisons, in nodes; there are always two.
MOST_NODES: Final = 1_200
MOST_COMPARED: Final = 24
FEWEST_COMPARED: Final = 2
# Propositions are compared by their solutions and sets in every order, which takes longer.
MOST_DEAR: Final = 6
# Names that no letter has.
MARKED: Final = "*"
OTHER: Final = "-"

Renaming = Mapping[str, str]


def judge_equal_up_to_renaming(case: Case) -> Verdict:
    """Whether some one-to-one change of letters makes the answer equal to the key.

    Options: ``[g, x]``, letters that stay as they are. Incorrect when the numbers of other letters differ
    (``different_letters``) or when no renaming will do (``no_renaming``, with the witness of the first).
    """
    fixed = frozenset(letters(case))
    answer, key = case.answer, case.expected
    mine, theirs = sorted(free_letters(answer) - fixed), sorted(free_letters(key) - fixed)
    readings = Readings(answer, key)
    if len(mine) != len(theirs):
        return readings.incorrect("different_letters", {"student": mine, "key": theirs}, method="exact")
    try:
        sizes = check(answer).nodes + check(key).nodes
    except TooCostlyError as error:
        return readings.undecided("too_costly", {"measure": error.measure})
    dear = any(isinstance(each, Relation | Logic) or _is_set(each) for each in walk(key))
    most = min(MOST_DEAR if dear else MOST_COMPARED, max(FEWEST_COMPARED, MOST_NODES // sizes))
    renamings = list(islice(_renamings(_Values(answer, fixed), mine, _Values(key, fixed), theirs), most + 1))
    verdicts = []
    for renaming in renamings[:most]:
        verdict = compare(_renamed(answer, renaming), key, symbols=case.symbols)
        if verdict.outcome is Outcome.CORRECT:
            return _right(readings, verdict, renaming)
        verdicts.append(verdict)
    unsettled = next((each for each in verdicts if each.outcome is Outcome.UNDECIDED), None)
    if unsettled is not None:
        return readings.undecided(unsettled.reason.code, unsettled.reason.values)
    if len(renamings) > most:
        return readings.undecided("too_costly", {"measure": "renamings"})
    return readings.incorrect("no_renaming", method="balls")


def _is_set(node: Node) -> bool:
    return isinstance(node, Collection) and node.kind == "set"


def _right(readings: Readings, verdict: Verdict, renaming: Renaming) -> Verdict:
    changed = {name: other for name, other in renaming.items() if name != other}
    reason = Reason("equal_after_renaming", {"renaming": changed}) if changed else verdict.reason
    certificate = {**verdict.certificate, "student": readings.texts[0], "renaming": changed}
    return replace(verdict, reason=reason, certificate=certificate)


def _renamings(
    answer: _Values, mine: Sequence[str], key: _Values, theirs: Sequence[str]
) -> Iterator[Renaming]:
    """The one-to-one maps of letters that are not refuted by values, those that change least first."""
    if _differ(answer.with_moved(None), key.with_moved(None)):
        return
    images = {name: key.with_moved(name) for name in theirs}
    roles = {name: key.role(name) for name in theirs}
    choices = []
    for name in mine:
        own, role = answer.with_moved(name), answer.role(name)
        possible = [other for other in theirs if not _differ(own, images[other])]
        # What stands in the same places comes first, then what need not be renamed.
        ranks = {other: (roles[other] != role, other != name, other) for other in possible}
        choices.append(sorted(possible, key=ranks.__getitem__))
    yield from _bijections(mine, choices, {})


def _bijections(
    names: Sequence[str], choices: Sequence[Sequence[str]], chosen: dict[str, str]
) -> Iterator[Renaming]:
    """Every way to give each name one of its choices, no two the same."""
    if len(chosen) == len(names):
        yield dict(chosen)
        return
    name = names[len(chosen)]
    for other in choices[len(chosen)]:
        if other not in chosen.values():
            yield from _bijections(names, choices, {**chosen, name: other})


def _renamed(node: Node, renaming: Renaming) -> Node:
    """``node`` with all its letters changed at once; the depth is that of trees that are read."""
    if isinstance(node, Symbol):
        return Symbol(renaming.get(node.name, node.name))
    return with_children(node, tuple(_renamed(part, renaming) for part in children(node)))


@dataclass(frozen=True, slots=True)
class _Values:
    """What the entries of an answer are worth when all letters but one have the same value."""

    tree: Node
    fixed: frozenset[str]

    def with_moved(self, moved: str | None) -> tuple[Value | None, ...]:
        """The values with the letter ``moved`` elsewhere; ``None`` for an entry without one."""
        point: dict[str, Value] = {name: USUAL for name in free_letters(self.tree)}
        point |= {name: FIXED + place for place, name in enumerate(sorted(self.fixed))}
        if moved is not None:
            point[moved] = MOVED
        with working_precision(BITS):
            evaluator = Evaluator(point, complex_values=True)
            return tuple(evaluate(entry, evaluator).value for entry in _entries(self.tree))

    def role(self, letter: str) -> Opened:
        """Where ``letter`` stands, whatever it and the other free letters are called."""
        names = free_letters(self.tree) - self.fixed
        return opened(_renamed(self.tree, {name: MARKED if name == letter else OTHER for name in names}))


def _entries(node: Node) -> Iterator[Node]:
    """The entries of lists, tuples and matrices, which keep their places; another answer is its own entry."""
    if isinstance(node, Collection) and node.kind in ("list", "matrix", "tuple"):
        for item in node.items:
            yield from _entries(item)
    else:
        yield node


def _differ(first: Sequence[Value | None], second: Sequence[Value | None]) -> bool:
    """Whether some entry has provably another value on the other side."""
    pairs = zip(first, second, strict=False)
    return any(one is not None and other is not None and disjoint(one, other) for one, other in pairs)
