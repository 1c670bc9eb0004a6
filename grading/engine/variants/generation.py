"""From a program to the values of its variants: seeded, replayable, distinct.

The draws come from SHA-256 of the seed, so the same program, count and seed give the same values on
every machine and in every release of Python.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from grading.engine.variants.arithmetic import holds, value_of
from grading.engine.variants.errors import ParameterError, Undefined
from grading.engine.variants.program import Derived, OneOf, Program, RandomInteger, Requirement, Statement
from grading.engine.variants.values import Values

__all__ = ["MAX_ENUMERATED", "generate"]

MAX_ENUMERATED = 20_000
MAX_TRIES = 20_000


def generate(program: Program, *, count: int, seed: int) -> list[Values]:
    """Up to ``count`` distinct values that meet every requirement.

    A space of at most 20,000 combinations is searched to its end, so fewer than ``count`` come back
    only when no more exist; a larger one is sampled 20,000 times. Where nothing fits, ParameterError
    "no_values_fit" names the line that never held among those reached.
    """
    found: dict[Values, None] = {}
    furthest = 0
    for indices in _combinations(program.draws, seed):
        if len(found) >= count:
            break
        outcome = _run(program, indices)
        if isinstance(outcome, Values):
            found[outcome] = None
        else:
            furthest = max(furthest, outcome)
    if not found and count > 0:
        raise ParameterError("no_values_fit", furthest)
    return list(found)


def _combinations(draws: Sequence[RandomInteger | OneOf], seed: int) -> Iterator[tuple[int, ...]]:
    """Which value of each draw to take: every combination once in a shuffled order, or a long sample."""
    sizes = [draw.size for draw in draws]
    space = math.prod(sizes)
    if space <= MAX_ENUMERATED:
        for number in sorted(range(space), key=lambda number: _digest(seed, number)):
            yield _digits(number, sizes)
        return
    for attempt in range(MAX_TRIES):
        yield tuple(_uniform(size, seed, attempt, draw.name) for size, draw in zip(sizes, draws, strict=True))


def _digest(*key: object) -> bytes:
    return hashlib.sha256(":".join(map(str, key)).encode()).digest()


def _uniform(size: int, *key: object) -> int:
    """An integer below ``size`` (at most 2·10^9 + 1): 256 bits leave a bias below 2^-224."""
    return int.from_bytes(_digest(*key), "big") % size


def _digits(number: int, sizes: Sequence[int]) -> tuple[int, ...]:
    """``number`` in the mixed radix ``sizes``."""
    digits = []
    for size in sizes:
        number, digit = divmod(number, size)
        digits.append(digit)
    return tuple(digits)


def _run(program: Program, indices: Sequence[int]) -> Values | int:
    """The values of one combination, or the line of the statement that turned it down."""
    values: dict[str, Fraction] = {}
    picks = iter(indices)
    for statement in program.statements:
        if not _step(statement, values, picks):
            return statement.line
    return Values.of(values)


def _step(statement: Statement, values: dict[str, Fraction], picks: Iterator[int]) -> bool:
    try:
        match statement:
            case Requirement(condition=condition):
                return holds(condition, values)
            case Derived(name=name, expression=expression):
                values[name] = value_of(expression, values)
            case RandomInteger() | OneOf():
                values[statement.name] = statement.pick(next(picks))
    except Undefined:
        return False
    except ParameterError as error:
        raise ParameterError(error.code, statement.line) from error
    return True
