"""The last line of a working: is it the answer, and is it finished?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grading.engine.calculus.undone import is_worked_out
from grading.engine.equality import compare
from grading.engine.equality.trees import kind_of, survey
from grading.engine.judging.steps.lines import PROPOSITIONS, Line, as_proposition, as_typed_tree
from grading.engine.nodes import Constant, Logic, Node, Relation, Symbol, walk
from grading.engine.symbols import Symbols
from grading.engine.verdict import Outcome, Verdict

__all__ = ["compare_ending", "is_finished", "is_on_the_way", "is_solved", "is_telling"]


def is_solved(node: Node) -> bool:
    """Whether every equation and inequality in ``node`` has one letter alone on a side and the others free of
    it, or no letter at all; with none in it ``node`` is a set, or says that there is no solution."""
    return all(_is_solved(relation) for relation in _relations(as_proposition(node)))


def is_telling(node: Node) -> bool:
    """Whether ``node`` says something of what is looked for: 0 = 0 does not."""
    return kind_of(node) not in PROPOSITIONS or bool(survey(node).letters)


def is_finished(lines: Sequence[Line], model: Sequence[Line]) -> bool:
    """Whether the last line stands as the model's does: solved for all its letters where that is solved, and
    nothing left to be worked out."""
    last, answer = lines[-1].node, model[-1].node
    if is_worked_out(answer) and not is_worked_out(last):
        return False
    return not is_solved(answer) or (is_solved(last) and _letters_told(lines) >= survey(answer).letters)


def is_on_the_way(last: Line, model: Sequence[Line]) -> bool:
    """Whether a line is what is given, or another line before the model's last."""
    trees = {as_typed_tree(line.node) for line in model[:-1]}
    return as_typed_tree(last.node) in trees - {as_typed_tree(model[-1].node)}


def compare_ending(lines: Sequence[Line], answer: Node, *, symbols: Symbols) -> Verdict:
    """The last line compared with ``answer``; where the letters of a system are told one after the other,
    the last lines together."""
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
    return any(
        isinstance(side, Symbol) and not any(side in walk(other) for other in _others(relation, place))
        for place, side in enumerate(relation.operands)
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
    """The last lines that each say what one more letter is, the first of them first."""
    told: list[Node] = []
    letters: set[str] = set()
    for line in reversed(lines[1:]):
        found = survey(line.node).letters
        if kind_of(line.node) not in PROPOSITIONS or len(found) != 1 or not is_solved(line.node):
            break
        if not found <= letters:
            told.append(line.node)
        letters |= found
    return tuple(reversed(told))
