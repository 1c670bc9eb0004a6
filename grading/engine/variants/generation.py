"""From a program to the values of its variants: seeded, replayable, distinct.

The draws come from SHA-256 of the seed, so the same program, count and seed give the same values on
every machine and in every release of Python. What bounds the work is a number of steps, never time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grading.engine.variants.objects import Value
from grading.engine.variants.program import Program
from grading.engine.variants.searching import Search
from grading.engine.variants.steps import Tally, digest, take
from grading.engine.variants.values import Values

__all__ = ["MAX_ENUMERATED", "generate"]

MAX_ENUMERATED = 20_000
MAX_TRIES = 20_000


def generate(program: Program, *, count: int, seed: int) -> list[Values]:
    """Up to ``count`` distinct values that meet every requirement.

    A space of at most 20,000 combinations is looked at as a whole. A larger one is sampled 20,000 times;
    where that is not enough, it is searched for up to 200,000 steps, and each requirement prunes as soon as
    its names are known. So fewer than ``count`` mostly means that no more exist. Where nothing fits,
    ParameterError "no_values_fit" names the furthest statement that was reached and never held, with its
    text and the number of combinations that reached it.
    """
    found: dict[Values, None] = {}
    tally = Tally()
    for indices in _combinations(program, seed):
        if len(found) >= count:
            break
        values = _combined(program, indices, tally)
        if values is not None:
            found[values] = None
    if len(found) < count and (program.space is None or program.space > MAX_ENUMERATED):
        search = Search(program, seed=seed)
        search.extend(found, count=count)
        tally = search.tally
    if not found and count > 0:
        raise tally.error()
    return list(found)


def _combinations(program: Program, seed: int) -> Iterator[Sequence[int]]:
    """Which value of each draw to take: every combination once in a shuffled order, or a long sample."""
    sizes, space = program.sizes, program.space
    if sizes is None or space is None:
        return
    if space <= MAX_ENUMERATED:
        for number in sorted(range(space), key=lambda number: digest(seed, number)):
            yield _digits(number, sizes)
        return
    names = [draw.name for draw in program.draws]
    for attempt in range(MAX_TRIES):
        yield [_uniform(size, seed, attempt, name) for size, name in zip(sizes, names, strict=True)]


def _uniform(size: int, *key: object) -> int:
    """An integer below ``size`` (at most 2^128): 256 bits leave a bias below 2^-128."""
    return int.from_bytes(digest(*key), "big") % size


def _digits(number: int, sizes: Sequence[int]) -> list[int]:
    """``number`` in the mixed radix ``sizes``."""
    digits = []
    for size in sizes:
        number, digit = divmod(number, size)
        digits.append(digit)
    return digits


def _combined(program: Program, indices: Sequence[int], tally: Tally) -> Values | None:
    """The values of one combination, unless a statement turns it down."""
    values: dict[str, Value] = {}
    picks = iter(indices)
    for statement in program.statements:
        if not take(statement, values, picks):
            tally.note(statement.line, statement)
            return None
    return Values.of(values)
