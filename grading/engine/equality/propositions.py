"""Equations, inequalities, systems and statements: equal when they hold for the same values.

Also sets of real numbers, whether they are written as intervals, unions or elements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from flint import acb, fmpq

from grading.engine.balls import Evaluator, Value, as_ball, disjoint, working_precision
from grading.engine.cost import TooCostlyError, check
from grading.engine.equality.looks import Finding, Work
from grading.engine.equality.points import Coordinate, route
from grading.engine.equality.sides import evaluate
from grading.engine.equality.solving import solved, solved_for
from grading.engine.equality.structures import MIRRORED, compare_structures
from grading.engine.equality.texts import value_text
from grading.engine.equality.trees import survey
from grading.engine.equality.verdicts import Readings
from grading.engine.nodes import Logic, Negate, Node, Number, Product, Relation, Sum
from grading.engine.solutions import ELEMENT, Found, same_sets, same_solutions
from grading.engine.solutions.complexes import same_complex_solutions
from grading.engine.symbols import Symbols
from grading.engine.verdict import Outcome, Verdict, Witness

__all__ = ["compare_number_sets", "compare_propositions"]

Expressions = Callable[[Node, Node], Verdict]
# What one comparison of solution sets may take at most, in node evaluations.
COST: Final = 2_000.0
MOST_PLACES: Final = 16
BITS: Final = 256
SIMPLE: Final = 1_000


def compare_propositions(
    student: Node, key: Node, *, symbols: Symbols, work: Work, expressions: Expressions
) -> Verdict:
    """Whether two propositions hold for the same values of their letters. ``expressions`` compares values."""
    readings = Readings(student, key)
    if student == key:
        return readings.correct("equal_exactly", method="exact")
    if not work.spend(COST):
        return readings.undecided("too_costly", {"measure": "work"})
    verdict = _first(readings, _explicit(student, key), expressions)
    if verdict is not None:
        return verdict
    complex_values = survey(student).imaginary or survey(key).imaginary or "i" in symbols.constants
    try:
        found = (same_complex_solutions if complex_values else same_solutions)(student, key)
    except TooCostlyError as error:
        return readings.undecided("too_costly", {"measure": error.measure})
    verdict = _of_solutions(readings, found, symbols)
    if verdict is None and not complex_values:
        verdict = _of_values_compared(readings, expressions)
        verdict = verdict or _of_solutions(readings, _looked(student, key, readings.seed, work), symbols)
    return verdict or compare_structures(student, key, entries=expressions)


def _of_values_compared(readings: Readings, expressions: Expressions) -> Verdict | None:
    """What follows from comparing the differences of two relations, and what they are solved to."""
    for pair in _differences(readings.student, readings.key):
        verdict = expressions(*pair)
        if verdict.outcome is Outcome.CORRECT:
            return _of_values(readings, verdict)
    return _first(readings, _solved_pairs(readings.student, readings.key), expressions)


def _first(
    readings: Readings, pairs: Iterator[tuple[Node, Node]], expressions: Expressions
) -> Verdict | None:
    """The verdict from the first pair of values that is settled."""
    verdicts = (_of_values(readings, expressions(*pair)) for pair in pairs)
    return next((verdict for verdict in verdicts if verdict is not None), None)


def compare_number_sets(student: Node, key: Node, *, work: Work) -> Verdict | None:
    """Whether two sets of real numbers have the same elements; nothing when that was not found."""
    readings = Readings(student, key)
    if not work.spend(COST):
        return readings.undecided("too_costly", {"measure": "work"})
    try:
        found = same_sets(student, key)
    except TooCostlyError as error:
        return readings.undecided("too_costly", {"measure": error.measure})
    if found.kind == "same":
        return readings.correct("equal_exactly", method="exact")
    if not found.differs:
        return None
    code = "extra_element" if found.kind == "first_only" else "missing_element"
    texts = _texts(found)
    # Where every number is a difference, zero is one.
    element = texts.pop(ELEMENT, "0")
    witness = Witness(texts, "true" if code == "extra_element" else "false", "false") if texts else None
    return readings.incorrect(code, {"element": element}, method=found.method, witness=witness)


def _explicit(student: Node, key: Node) -> Iterator[tuple[Node, Node]]:
    """The two values when both are solved for the same letter: ``y = 2x`` and ``x + x = y``."""
    first, second = solved(student), solved(key)
    if first is not None and second is not None and first[0] == second[0]:
        yield first[1], second[1]


def _solved_pairs(student: Node, key: Node) -> Iterator[tuple[Node, Node]]:
    """The two values of each letter that stands alone, with a number before it, in both equations."""
    for name in sorted(survey(student).letters & survey(key).letters):
        first, second = solved_for(student, name), solved_for(key, name)
        if first is not None and second is not None:
            yield first, second


def _differences(student: Node, key: Node) -> Iterator[tuple[Node, Node]]:
    """What the two relations compare with zero, the first times the number by which the two seem to differ:
    where these are equal and the number suits the signs, the relations say the same."""
    match student, key:
        case Relation((low, high), (operator,)), Relation((other_low, other_high), (other,)):
            one, two = Sum((low, Negate(high))), Sum((other_low, Negate(other_high)))
        case _:
            return
    ratio = _ratio(one, two)
    if ratio and other == (operator if ratio > 0 else MIRRORED[operator]):
        factor = Number(abs(ratio))
        yield Product((factor if ratio > 0 else Negate(factor), one)), two


def _ratio(one: Node, two: Node) -> Fraction | None:
    """About how many times ``one`` is in ``two`` at a point, as a simple fraction."""
    names = sorted(survey(one).letters | survey(two).letters)
    with working_precision(BITS):
        evaluator = Evaluator({name: fmpq(turn + 2, 3) for turn, name in enumerate(names)})
        low, high = (evaluate(each, evaluator).value for each in (one, two))
        if low is None or high is None or isinstance(low, acb) or isinstance(high, acb):
            return None
        if as_ball(low).contains(0) or as_ball(high).contains(0):
            return None
        quotient = (as_ball(high) / as_ball(low)).mid()
        return Fraction(float(quotient)).limit_denominator(SIMPLE) if abs(quotient) < SIMPLE else None


def _of_values(readings: Readings, verdict: Verdict) -> Verdict | None:
    """The verdict on two equations from that on the values to which they are solved."""
    method = str(verdict.certificate["method"])
    points = tuple(verdict.certificate["points"])
    finding = Finding("", points=points, precision=verdict.certificate["precision"]) if points else None
    values = verdict.reason.values
    match verdict.outcome:
        case Outcome.CORRECT:
            return readings.correct(verdict.reason.code, values, method=method, finding=finding)
        case Outcome.INCORRECT:
            return readings.incorrect(
                verdict.reason.code, values, method=method, finding=finding, witness=verdict.witness
            )
        case _:
            return None


def _of_solutions(readings: Readings, found: Found, symbols: Symbols) -> Verdict | None:
    if found.kind == "same":
        return readings.correct("equal_exactly", method="exact")
    if found.kind == "agrees" and all(map(_is_one_relation, (readings.student, readings.key))):
        points = tuple({name: str(value) for name, value in point.items()} for point in found.points)
        return readings.correct("agrees_at_points", method="points", finding=Finding("agrees", points=points))
    if not found.differs:
        return None
    unknown = survey(readings.student).letters - survey(readings.key).letters
    names = sorted(unknown - {*symbols.variables, *symbols.constants})
    holds = found.kind == "first_only"
    at = _texts(found)
    witness = Witness(at, "true" if holds else "false", "false" if holds else "true")
    if names:
        return readings.incorrect("unknown_letter", {"names": names}, method=found.method, witness=witness)
    if not at or any(isinstance(value, bool) for value in found.at.values()):
        code = "differs_at_point" if at else "differs_exactly"
        return readings.incorrect(code, method=found.method, witness=witness if at else None)
    code = "extra_solution" if holds else "missing_solution"
    solution = ", ".join(f"{name} = {value}" for name, value in at.items())
    return readings.incorrect(code, {"solution": solution}, method=found.method, witness=witness)


def _texts(found: Found) -> dict[str, str]:
    return {name: _text(value) for name, value in sorted(found.at.items())}


def _text(value: Value | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    with working_precision(BITS):
        return value_text(value)


def _is_one_relation(node: Node) -> bool:
    return isinstance(node, Relation) and len(node.operators) == 1


def _looked(student: Node, key: Node, seed: str, work: Work) -> Found:
    """A point at which one is seen to hold and the other not to."""
    costs = check(student), check(key)
    names = sorted(survey(student).letters | survey(key).letters)
    places = route(names, seed=seed, trees=(student, key), complex_values=False, branches=False)
    for turn, place in enumerate(places.first):
        if turn >= MOST_PLACES or not work.spend(2 * (costs[0].nodes + costs[1].nodes)):
            break
        with working_precision(BITS):
            for point in _points_at(student, key, place.at):
                one, other = _truth(student, point), _truth(key, point)
                if one is not None and other is not None and one is not other:
                    return Found("first_only" if one else "second_only", point, "balls")
    return Found("unknown", method="none")


def _points_at(student: Node, key: Node, at: dict[str, Coordinate]) -> Iterator[dict[str, Value]]:
    """The place itself, and where it meets an equation that is solved for one letter."""
    point: dict[str, Value] = {name: real for name, (real, _) in at.items()}
    yield point
    for node in (student, key):
        for name in sorted(point):
            value = solved_for(node, name)
            side = evaluate(value, Evaluator(point)).value if value is not None else None
            if side is not None:
                yield {**point, name: side}


def _truth(node: Node, point: dict[str, Value]) -> bool | None:
    """Whether ``node`` holds at ``point``; nothing where that is not certain or something is undefined."""
    match node:
        case Relation(operands=operands, operators=operators):
            values = [evaluate(operand, Evaluator(point)).value for operand in operands]
            links = zip(operators, values, values[1:], strict=False)
            return _all([_link(operator, low, high) for operator, low, high in links])
        case Logic("and", operands):
            return _all([_truth(operand, point) for operand in operands])
        case Logic("or", operands):
            return _not(_all([_not(_truth(operand, point)) for operand in operands]))
        case Logic("not", (operand,)):
            return _not(_truth(operand, point))
        case _:
            return None


def _not(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def _all(truths: list[bool | None]) -> bool | None:
    return False if False in truths else None if None in truths else True


def _link(operator: str, low: Value | None, high: Value | None) -> bool | None:
    if low is None or high is None or isinstance(low, acb) or isinstance(high, acb):
        return None
    if isinstance(low, fmpq) and isinstance(high, fmpq) and low == high:
        return operator in ("=", "<=", ">=")
    if not disjoint(low, high):
        return None
    if operator in ("=", "!="):
        return operator == "!="
    return bool(low < high) is operator.startswith("<")
