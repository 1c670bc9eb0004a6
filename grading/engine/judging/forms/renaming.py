"""Equal up to renaming: the answer is the key with other letters, each for exactly one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
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
from grading.engine.judging.forms.places import Place, place_of
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
# What may be spent on renamings that a known place refutes, in evaluations of a node.
MOST_LOOKED_AT: Final = 6_000
# Propositions are compared by their solutions and sets in every order, which takes longer.
MOST_DEAR: Final = 6
# Steps of the search for renamings; letters times nodes, for what is found out letter by letter.
MOST_STEPS: Final = 2_000
MOST_MOVED: Final = 2_000
# Names that no letter has.
MARKED: Final = "*"
OTHER: Final = "-"

Renaming = Mapping[str, str]


def judge_equal_up_to_renaming(case: Case) -> Verdict:
    """Whether some one-to-one change of letters makes the answer equal to the key.

    Options: ``[g, x]``, letters that stay as they are. Incorrect when the numbers of other letters differ
    (``different_letters``) or when every renaming is refuted (``no_renaming``).
    """
    fixed = frozenset(letters(case))
    answer, key = case.answer, case.expected
    mine, theirs = sorted(free_letters(answer) - fixed), sorted(free_letters(key) - fixed)
    readings = Readings(answer, key)
    if len(mine) != len(theirs):
        return readings.incorrect("different_letters", {"student": mine, "key": theirs}, method="exact")
    if answer == key:
        return readings.correct("equal_exactly", method="exact")
    try:
        sizes = check(answer).nodes + check(key).nodes
        if len(mine) * sizes > MOST_MOVED:
            raise TooCostlyError("letters", len(mine))
        return _searched(case, readings, mine, theirs, sizes)
    except TooCostlyError as error:
        return readings.undecided("too_costly", {"measure": error.measure})


def _searched(
    case: Case, readings: Readings, mine: Sequence[str], theirs: Sequence[str], sizes: int
) -> Verdict:
    """The verdict after trying renamings, the likeliest first. Raises TooCostlyError for too many."""
    answer, key = readings.student, readings.key
    dear = any(isinstance(each, Relation | Logic) or _is_set(each) for each in walk(key))
    most = min(MOST_DEAR if dear else MOST_COMPARED, max(FEWEST_COMPARED, MOST_NODES // sizes))
    fixed = letters(case)
    renamings = _renamings(_Values(answer, fixed), _Values(key, fixed))
    work = check(answer).work
    verdicts: list[Verdict] = []
    places: list[Place] = []
    for tried, renaming in enumerate(renamings):
        refuted = any(place.refutes(answer, renaming) for place in places)
        if tried * work > MOST_LOOKED_AT if refuted else len(verdicts) == most:
            break
        if refuted:
            continue
        renamed = _renamed(answer, renaming)
        verdict = compare(renamed, key, symbols=case.symbols)
        if verdict.outcome is Outcome.CORRECT:
            return _right(readings, verdict, renaming)
        verdicts.append(verdict)
        places.extend(place_of(verdict, renamed, key))
    else:
        return _unsettled(readings, verdicts) or readings.incorrect("no_renaming", method="balls")
    return _unsettled(readings, verdicts) or readings.undecided("too_costly", {"measure": "renamings"})


def _unsettled(readings: Readings, verdicts: Sequence[Verdict]) -> Verdict | None:
    """Undecided for the reason of the first comparison that was."""
    for each in verdicts:
        if each.outcome is Outcome.UNDECIDED:
            return readings.undecided(each.reason.code, each.reason.values)
    return None


def _is_set(node: Node) -> bool:
    return isinstance(node, Collection) and node.kind == "set"


def _right(readings: Readings, verdict: Verdict, renaming: Renaming) -> Verdict:
    changed = {name: other for name, other in renaming.items() if name != other}
    reason = Reason("equal_after_renaming", {"renaming": changed}) if changed else verdict.reason
    certificate = {**verdict.certificate, "student": readings.texts[0], "renaming": changed}
    return replace(verdict, reason=reason, certificate=certificate)


def _renamings(answer: _Values, key: _Values) -> Iterator[Renaming]:
    """The one-to-one maps of letters that are not refuted by values, those that change least first."""
    if _differ(answer.with_moved(None), key.with_moved(None)):
        return
    images = {name: (key.with_moved(name), key.role(name)) for name in key.letters}
    choices = {}
    for name in answer.letters:
        own, role = answer.with_moved(name), answer.role(name)
        # What stands in the same places comes first, then what need not be renamed.
        choices[name] = sorted(
            (where != role, other != name, other)
            for other, (values, where) in images.items()
            if not _differ(own, values)
        )
    yield from _bijections({name: [other for *_, other in ranked] for name, ranked in choices.items()})


def _bijections(choices: Mapping[str, Sequence[str]]) -> Iterator[Renaming]:
    """Every way to give each name one of its choices, no two the same; the choosiest name first.

    Raises TooCostlyError when the search takes too many steps.
    """
    names = sorted(choices, key=lambda name: (len(choices[name]), name))
    pending: list[tuple[str, ...]] = [()]
    for step in count():
        if not pending:
            return
        if step > MOST_STEPS:
            raise TooCostlyError("renamings", step)
        chosen = pending.pop()
        if len(chosen) == len(names):
            yield dict(zip(names, chosen, strict=True))
            continue
        free = [other for other in choices[names[len(chosen)]] if other not in chosen]
        pending.extend((*chosen, other) for other in reversed(free))


def _renamed(node: Node, renaming: Renaming) -> Node:
    """``node`` with all its letters changed at once; the depth is that of trees that are read."""
    if isinstance(node, Symbol):
        return Symbol(renaming.get(node.name, node.name))
    return with_children(node, tuple(_renamed(part, renaming) for part in children(node)))


@dataclass(frozen=True, slots=True)
class _Values:
    """What the entries of an answer are worth when its letters, but the ``fixed`` ones and one, have the
    same value."""

    tree: Node
    fixed: tuple[str, ...]

    @property
    def letters(self) -> list[str]:
        """The letters that may be renamed."""
        return sorted(free_letters(self.tree) - {*self.fixed})

    def with_moved(self, moved: str | None) -> tuple[Value | None, ...]:
        """The values with the letter ``moved`` elsewhere; ``None`` for an entry without one."""
        point: dict[str, Value] = {name: FIXED + place for place, name in enumerate(self.fixed)}
        point |= {name: USUAL for name in self.letters}
        if moved is not None:
            point[moved] = MOVED
        with working_precision(BITS):
            evaluator = Evaluator(point, complex_values=True)
            return tuple(evaluate(entry, evaluator).value for entry in _entries(self.tree))

    def role(self, letter: str) -> Opened:
        """Where ``letter`` stands, whatever it and the other free letters are called."""
        names = {name: MARKED if name == letter else OTHER for name in self.letters}
        return opened(_renamed(self.tree, names))


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
