"""The lines of a working as trees that stand by themselves: what continues the line before is made whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from grading.engine.equality.trees import kind_of
from grading.engine.judging.forms.order import Opened, opened
from grading.engine.judging.steps.padding import without_idle_numbers
from grading.engine.judging.steps.pieces import Piece, cut_lines
from grading.engine.nodes import Call, Collection, Constant, Logic, Node, Relation, Symbol, children, walk
from grading.engine.reading import ReadError

__all__ = ["MOST_LINES", "PROPOSITIONS", "Line", "after", "as_proposition", "as_typed_tree", "read_lines"]

MOST_LINES: Final = 12
PROPOSITIONS: Final = frozenset({"equation", "inequality", "logic"})
# What a line in words says of solutions: none, or all.
TRUTHS: Final = {"empty": Constant("false"), "all": Constant("true")}


@dataclass(frozen=True, slots=True)
class Line:
    """``number`` counts the lines that say something from 1; 0 is what is given. ``text`` is what was typed,
    without words beside the mathematics; of a chain of expressions each has the number of its line."""

    number: int
    node: Node
    text: str = ""
    continues: bool = False

    @property
    def answer(self) -> str:
        """What the line comes to, as typed: of a chain of expressions its last one."""
        is_expression = kind_of(self.node) == "expression"
        return self.text.rpartition("=")[2].strip() if is_expression else self.text


def read_lines(text: str, *, read: Callable[[str], Node]) -> list[Line]:
    """The lines of ``text`` by ``read``, as they stand.

    Raises ReadError with the number of the ``line`` among its values and the position in the whole text,
    ``column`` being that in its line: ``empty`` when there is none, ``too_many_lines`` beyond MOST_LINES.
    """
    pieces = list(cut_lines(text))
    if not pieces:
        raise ReadError("empty", 0)
    if len(pieces) > MOST_LINES:
        raise ReadError("too_many_lines", pieces[MOST_LINES].start, limit=MOST_LINES)
    return [_read(piece, text, read) for piece in pieces]


def _read(piece: Piece, whole: str, read: Callable[[str], Node]) -> Line:
    try:
        return Line(piece.number, read(piece.text), piece.typed, piece.continues)
    except ReadError as error:
        position = piece.start + error.position
        column = position - whole.rfind("\n", 0, position) - 1
        told = {**error.values, "line": piece.number, "column": column}
        raise ReadError(error.code, position, **told) from error


def after(first: Line, lines: Sequence[Line]) -> list[Line]:
    """``first`` and then ``lines``, each made whole.

    A line that goes on with an equation has that equation's left side. In a chain of expressions an equation
    is several steps of one line; a name on its left that what is given has not (``y = …``, ``f'(x) = …``) is
    no step, and one that it has is another kind of line: ``x = 3`` says what x is.
    """
    whole = [first]
    names = set(walk(first.node))
    is_expression = kind_of(first.node) == "expression"
    for line in lines:
        found = _made_whole(line, whole[-1])
        whole += _links(found, names) if is_expression else (found,)
    return whole


def _made_whole(line: Line, before: Line) -> Line:
    if not line.continues or kind_of(line.node) != "expression" or not _is_chain(before.node):
        return line
    left = before.node.operands[0] if isinstance(before.node, Relation) else before.node
    return replace(line, node=Relation((left, line.node), ("=",)))


def _is_chain(node: Node) -> bool:
    return isinstance(node, Relation) and set(node.operators) == {"="}


def _links(line: Line, names: set[Node]) -> Iterator[Line]:
    operands = children(line.node) if _is_chain(line.node) else (line.node,)
    if len(operands) > 1 and _is_name(operands[0]):
        operands = (line.node,) if operands[0] in names else operands[1:]
    for operand in operands:
        yield replace(line, node=operand)


def _is_name(node: Node) -> bool:
    """A letter, an unknown function of letters, or a derivative of either: y, f(x), f'(x), dy/dx."""
    match node:
        case Symbol():
            return True
        case Call(function="diff", arguments=(of, Symbol())):
            return _is_name(of)
        case Call(function=name, arguments=arguments):
            return len(name.rstrip("'")) == 1 and all(isinstance(each, Symbol) for each in arguments)
    return False


def as_typed_tree(node: Node) -> Opened:
    """What is equal for two lines that are the same but for the order of terms, factors, equations and the
    sides of an equation, and for a 0 or a 1 that changes nothing."""
    match as_proposition(node):
        case Relation(operands=(left, right), operators=("=",)):
            return ("relation", "=", *sorted((_opened(left), _opened(right)), key=repr))
        case Logic(operator=operator, operands=parts) if operator in ("and", "or"):
            return (operator, *sorted((as_typed_tree(part) for part in parts), key=repr))
        case whole:
            return _opened(whole)


def _opened(node: Node) -> Opened:
    return opened(without_idle_numbers(node))


def as_proposition(node: Node) -> Node:
    """``node`` as a proposition where it is one in other signs: a system in braces or brackets, no solution,
    all numbers."""
    match node:
        case Constant(name="empty" | "all" as name):
            return TRUTHS[name]
        case Collection(kind="set" | "list", items=items) if items and all(
            kind_of(item) in PROPOSITIONS for item in items
        ):
            return Logic("and", items) if len(items) > 1 else items[0]
    return node
