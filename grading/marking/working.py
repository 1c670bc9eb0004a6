"""The judge of a working: line by line, by a model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from grading.engine import (
    ENGINE_VERSION,
    Node,
    Outcome,
    ReadError,
    Reason,
    Symbols,
    Verdict,
    divides_by_zero,
    read,
)
from grading.engine.judging.steps import (
    Line,
    Step,
    after,
    as_proposition,
    as_typed_tree,
    compare_ending,
    is_finished,
    is_on_the_way,
    least_sure,
    read_lines,
    telling_lines,
    walk_lines,
)
from grading.engine.nodes import Logic
from grading.keys import WorkingKey, look_at_form, read_model
from grading.marking.judging import Asked, Judge, typed_by, unreadable
from grading.responses import PartResponse, TextResponse

__all__ = ["JUDGES", "Found"]

# What is found of a line. ``unfinished``: it follows and is the last one, but not the answer yet.
Found = Literal["given", "follows", "wrong", "undecided", "unfinished", "not_looked_at"]


@dataclass(frozen=True, slots=True)
class Walked:
    """A student's ``lines`` after what is given, and the ``steps`` up to the first that is not right;
    ``typed`` are the lines as they stand in ``text``."""

    key: WorkingKey
    model: Sequence[Line]
    text: str
    typed: Sequence[Line]
    lines: Sequence[Line]
    steps: Sequence[Step]
    symbols: Symbols

    @property
    def stopped(self) -> Step | None:
        """The step that is not right, if any."""
        return self.steps[-1] if self.steps and not self.steps[-1].is_right else None

    def found(self, ending: Found) -> dict[int, Found]:
        """What was found of each line by its number; ``ending`` of the last one, or of the one that is not
        right."""
        last = self.stopped.line.number if self.stopped else self.typed[-1].number
        found: dict[int, Found] = {
            line.number: "follows" if line.number < last else "not_looked_at" for line in self.typed
        }
        if self.lines[0].number:
            found[self.lines[0].number] = "given"
        return {**found, last: ending}

    @property
    def progress(self) -> int:
        """How many lines before the first wrong one say something of what is looked for that was not said
        before."""
        stopped = self.stopped.line.number if self.stopped else len(self.typed) + 1
        follow = [line for line in _last_of_each_number(self.lines) if line.number < stopped]
        seen = {*_trees(self.lines[0]), *_trees(self.model[0])}
        count = 0
        for line in telling_lines(follow, symbols=self.symbols):
            trees = _trees(line)
            count += not trees <= seen
            seen |= trees
        return count


def _judge_working(key: WorkingKey, response: PartResponse, asked: Asked) -> Verdict:
    text = typed_by(response)
    try:
        typed = read_lines(text, read=_reader(response, asked.symbols))
    except ReadError as error:
        return unreadable(error.code, position=error.position, **error.values)
    walked = _walk(key, text, typed, asked.symbols)
    if walked.stopped is None:
        return _judge_ending(walked, asked.symbols)
    verdict = walked.stopped.verdict
    return _not_right(walked, verdict.outcome, verdict.reason, ending="wrong", of=verdict)


def _reader(response: PartResponse, symbols: Symbols) -> Callable[[str], Node]:
    notation = response.notation if isinstance(response, TextResponse) else "plain"
    locale = response.locale if isinstance(response, TextResponse) else "ko"

    def read_line(text: str) -> Node:
        node = read(text, symbols=symbols, notation=notation, locale=locale)
        if divides_by_zero(node):
            raise ReadError("division_by_zero", 0)
        return node

    return read_line


def _walk(key: WorkingKey, text: str, typed: list[Line], symbols: Symbols) -> Walked:
    """What is given need not be typed again: it then stands before the first line."""
    model = read_model(key, symbols=symbols)
    is_repeated = as_typed_tree(typed[0].node) == as_typed_tree(model[0].node)
    lines = after(typed[0], typed[1:]) if is_repeated else after(model[0], typed)
    steps = walk_lines(lines, symbols=symbols, is_strict=key.steps == "equivalent")
    return Walked(key=key, model=model, text=text, typed=typed, lines=lines, steps=steps, symbols=symbols)


def _judge_ending(walked: Walked, symbols: Symbols) -> Verdict:
    """Every line follows: is the last one the answer, as finished as the model's, and in its forms?"""
    last, answer = walked.lines[-1], walked.model[-1].node
    where = {"line": last.number}
    if not is_finished(walked.lines, walked.model):
        return _not_right(walked, Outcome.INCORRECT, Reason("not_finished", where))
    verdict = compare_ending(walked.lines, answer, symbols=symbols)
    if verdict.outcome is not Outcome.CORRECT:
        reason = Reason(verdict.reason.code, {**verdict.reason.values, **where})
        return _not_right(walked, verdict.outcome, reason, of=verdict)
    for form in walked.key.forms:
        outcome, reason = look_at_form(form, last.answer, symbols=symbols)
        if outcome is not Outcome.CORRECT:
            values = {**reason.values, **where, "form": form.test, "equal": True}
            return _not_right(walked, outcome, Reason(reason.code, values))
    if is_on_the_way(last, walked.model):
        return _not_right(walked, Outcome.INCORRECT, Reason("not_finished", where))
    return _all_right(walked, verdict)


def _all_right(walked: Walked, ending: Verdict) -> Verdict:
    found = walked.found("follows")
    method = least_sure([*(step.verdict for step in walked.steps), ending])
    return Verdict(
        outcome=Outcome.CORRECT,
        credit=Fraction(1),
        reason=Reason("every_step_follows", {"lines": len(walked.typed), "steps": _told(walked, found)}),
        certificate=_certificate(walked, found, method=method, code="every_step_follows"),
    )


def _not_right(
    walked: Walked,
    outcome: Outcome,
    reason: Reason,
    *,
    ending: Found = "unfinished",
    of: Verdict | None = None,
) -> Verdict:
    """What the lines before are worth, unless a person has to decide. ``of`` is the comparison that says so,
    if one does."""
    steps = walked.model[-1].number
    right = min(walked.progress, steps - 1)
    is_open = outcome is Outcome.UNDECIDED
    earns = walked.key.policy == "per_line" and not is_open
    credit = Fraction(right, steps) if earns else Fraction(0)
    found = walked.found("undecided" if is_open else ending)
    method = str(of.certificate.get("method", "exact")) if of else "none" if is_open else "exact"
    values: dict[str, Any] = {**reason.values, "right": right, "of": steps, "steps": _told(walked, found)}
    partly = Outcome.PARTIAL if credit else Outcome.INCORRECT
    return Verdict(
        outcome=outcome if is_open else partly,
        credit=credit,
        reason=Reason(reason.code, values),
        witness=of.witness if of else None,
        certificate=_certificate(walked, found, method=method, code=reason.code),
    )


def _told(walked: Walked, found: dict[int, Found]) -> list[dict[str, Any]]:
    """What a page shows of each line."""
    return [{"line": line.number, "found": found[line.number], "text": line.text} for line in walked.typed]


def _certificate(walked: Walked, found: dict[int, Found], *, method: str, code: str) -> dict[str, Any]:
    """How each line was looked at; a chain of expressions in one line is several steps."""
    return {
        "engine": ENGINE_VERSION,
        "method": method,
        "reason": code,
        "student": walked.text,
        "key": "\n".join(walked.key.lines),
        "found": [found[line.number] for line in walked.typed],
        "steps": [
            {
                "line": step.line.number,
                "outcome": step.verdict.outcome.value,
                "reason": step.verdict.reason.code,
                "method": step.verdict.certificate.get("method", "none"),
            }
            for step in walked.steps
        ],
    }


def _trees(line: Line) -> set[tuple[object, ...]]:
    """What a line says; of several equations together each of them, so that one of them says nothing new."""
    match as_proposition(line.node):
        case Logic(operator="and", operands=parts) as whole:
            return {as_typed_tree(whole), *map(as_typed_tree, parts)}
    return {as_typed_tree(line.node)}


def _last_of_each_number(lines: Sequence[Line]) -> Iterator[Line]:
    yield from {line.number: line for line in lines}.values()


JUDGES: Final[Mapping[type, Judge]] = {WorkingKey: _judge_working}
