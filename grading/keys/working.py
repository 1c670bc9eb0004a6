"""A model working: read line by line, and held to what a student's would be held to."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from grading.engine import Node, Outcome, ReadError, Symbols, divides_by_zero, read
from grading.engine.judging.steps import Line, after, as_typed_tree, read_lines, walk_lines
from grading.keys.forms import check_forms
from grading.keys.problems import KeyProblem, unreadable_key
from grading.keys.shapes import WorkingKey

__all__ = ["check_working", "read_model"]


def read_model(key: WorkingKey, *, symbols: Symbols) -> tuple[Line, ...]:
    """The lines of the model: the given one has the number 0, the others count the steps. Raises KeyProblem
    ``unreadable_key``."""
    return _read_model(key.lines, symbols)


# The model of a question is the same for every student.
@lru_cache(maxsize=256)
def _read_model(texts: tuple[str, ...], symbols: Symbols) -> tuple[Line, ...]:
    def read_one(text: str) -> Node:
        node = read(text, symbols=symbols, notation="auto")
        if divides_by_zero(node):
            raise ReadError("division_by_zero", 0)
        return node

    try:
        given, *rest = (
            replace(line, number=line.number - 1) for line in read_lines("\n".join(texts), read=read_one)
        )
    except ReadError as error:
        text = texts[min(error.values.get("line", 1), len(texts)) - 1]
        raise unreadable_key(text, error) from error
    return tuple(after(given, rest))


def check_working(key: WorkingKey, *, symbols: Symbols) -> None:
    """Refuses a model that would not be right itself. Raises KeyProblem with the number of the ``line``,
    where the given one is line 1."""
    lines = read_model(key, symbols=symbols)
    for step in walk_lines(lines, symbols=symbols, is_strict=key.steps == "equivalent"):
        values = {"line": step.line.number + 1, "text": step.line.text}
        if step.verdict.outcome is Outcome.UNDECIDED:
            raise KeyProblem("model_step_undecided", **values)
        if not step.is_right:
            reason = {"code": step.verdict.reason.code, "values": dict(step.verdict.reason.values)}
            raise KeyProblem("model_step_wrong", **values, reason=reason)
    if as_typed_tree(lines[-1].node) == as_typed_tree(lines[0].node):
        raise KeyProblem("model_not_finished", text=lines[-1].text)
    check_forms(key, lines[-1].answer, symbols=symbols)
