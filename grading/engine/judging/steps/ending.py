"""The last line of a working: is it the answer, and is it finished?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grading.engine.calculus.undone import is_worked_out
from grading.engine.equality import compare
from grading.engine.equality.trees import kind_of, survey
from grading.engine.judging.steps.lines import PROPOSITIONS, Line, as_proposition, as_typed_tree
from grading.engine.judging.steps.padding import is_padded
from grading.engine.nodes import Collection, Constant, Logic, Node, Relation, Symbol, walk
from grading.engine.symbols import Symbols
from grading.engine.verdict import Outcome, Verdict

__all__ = ["compare_ending", "is_finished", "is_on_the_way", "is_solved"]


def is_solved(node: Node) -> bool:
    """Whether every equation and inequality in ``node`` has one letter alone on a side and the others free of
    it, or no letter at all; with none in it ``node`` is a set, or says that there is no solution."""
    return all(_is_solved(relation) for relation in _relations(as_proposition(node)))


def is_finished(lines: Sequence[Line], model: Sequence[Line]) -> bool:
    """Whether the last line stands as the model's does: solved for all its letters where that is solved, each
    for itself where that tells each, and nothing left to be worked out."""
    last, answer = lines[-1].node, model[-1].node
    if is_worked_out(answer) and not is_worked_out(last):
        return False
    if not is_solved(answer):
        return True
    letters = survey(answer).letters
    is_told = _tells_each(last, letters) or not _tells_each(answer, letters)
    return is_told and is_solved(last) and _letters_told(lines) >= letters


def is_on_the_way(last: Line, model: Sequence[Line]) -> bool:
    """Whether a line, which is right as an answer, is what is given or another line before the model's last;
    of an expression also with terms or factors that come to nothing."""
    if kind_of(last.node) == "expression":
        answer = model[-1].node
        return any(
            is_padded(last.node, line.node) and not is_padded(answer, line.node) for line in model[:-1]
        )
    trees = {as_typed_tree(line.node) for line in model[:-1]}
    return as_typed_tree(last.node) in trees - {as_typed_tree(model[-1].node)}


def compare_ending(lines: Sequence[Line], answer: Node, *, symbols: Symbols) -> Verdict:
    """The last line compared with ``answer``; where the letters of a system are told one after the other,
    these lines together."""
    answer = _of_letters(as_proposition(answer), as_proposition(lines[0].node))
    verdict = compare(as_proposition(lines[-1].node), answer, symbols=symbols)
    together = _told_one_by_one(lines)
    if verdict.outcome is Outcome.INCORRECT and len(together) > 1:
        joined = compare(Logic("and", together), answer, symbols=symbols)
        return joined if joined.outcome is Outcome.CORRECT else verdict
    return verdict


def _relations(node: Node) -> Iterator[Relation]:
    if isinstance(node, Relation):
        yield node
    elif isinstance(node, Logic):
        for part in node.operands:
            yield from _relations(part)


def _is_solved(relation: Relation) -> bool:
    if not survey(relation).letters:
        return True
    match relation.operands:
        case (Collection(kind="tuple", items=left), Collection(kind="tuple", items=right)):
            pairs = zip(left, right, strict=False)
            return all(_is_solved(Relation(pair, relation.operators)) for pair in pairs)
    return any(
        isinstance(side, Symbol) and not any(side in walk(other) for other in _others(relation, place))
        for place, side in enumerate(relation.operands)
    )


def _tells_each(node: Node, letters: frozenset[str]) -> bool:
    """Whether no equation has two of its sides with ``letters``: x = 3 and y = 2, not x = 3 and y = 5 - x."""
    return all(
        sum(bool(survey(side).letters & letters) for side in relation.operands) < 2
        for relation in _relations(as_proposition(node))
    )


def _others(relation: Relation, place: int) -> tuple[Node, ...]:
    return relation.operands[:place] + relation.operands[place + 1 :]


def _of_letters(answer: Node, given: Node) -> Node:
    """No solution and all numbers, said of the letters that what is given has."""
    match answer:
        case Constant(name="true" | "false" as name):
            return Logic("or" if name == "true" else "and", (given, answer))
    return answer


def _letters_told(lines: Sequence[Line]) -> frozenset[str]:
    """The letters of the last line, and of those that tell letters before it."""
    told = (lines[-1].node, *_told_one_by_one(lines))
    return frozenset().union(*(survey(node).letters for node in told))


def _told_one_by_one(lines: Sequence[Line]) -> tuple[Node, ...]:
    """The lines that each say what one more letter is, the first of them first; of each letter the last."""
    told: list[Node] = []
    letters: set[str] = set()
    for line in reversed(lines[1:]):
        found = survey(line.node).letters
        is_told = kind_of(line.node) in PROPOSITIONS and len(found) == 1 and is_solved(line.node)
        if is_told and not found <= letters:
            told.append(line.node)
            letters |= found
    return tuple(reversed(told))
