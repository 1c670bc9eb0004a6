"""The search for values in a space too large to look at as a whole.

Draws are tried one after the other, and everything else is worked out as soon as its names are known: a
requirement that fails spares all combinations of the draws behind it. Each variant begins a new round in
another order, so that variants do not share their first draws.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from grading.engine.nodes import Node, Symbol, walk
from grading.engine.variants.draws import Draw, IntegerBetween
from grading.engine.variants.errors import ParameterError, Undefined
from grading.engine.variants.objects import Value
from grading.engine.variants.program import Program, Statement
from grading.engine.variants.statements import Derived, Requirement
from grading.engine.variants.steps import Tally, digest, take
from grading.engine.variants.values import Values

__all__ = ["MAX_STEPS", "Search"]

MAX_STEPS = 200_000
FIRST_ALLOWANCE = 2_000


class _RoundOver(Exception):
    """The steps of a round are used up."""


class Search:
    """One search; ``tally`` knows afterwards what turned combinations down."""

    def __init__(self, program: Program, *, seed: int) -> None:
        self.tally = Tally()
        self._plan = _plan(program)
        self._seed = seed
        self._steps = 0
        self._round = 0
        self._round_ends = 0

    def extend(self, found: dict[Values, None], *, count: int) -> None:
        """Adds values to ``found`` until there are ``count``, until there are no more, or until 200,000
        steps are done."""
        allowance = FIRST_ALLOWANCE
        while len(found) < count and self._steps < MAX_STEPS:
            self._round += 1
            self._round_ends = min(self._steps + allowance, MAX_STEPS)
            try:
                new = next((values for values in self._grown(0, {}) if values not in found), None)
            except _RoundOver:
                allowance *= 2
                continue
            if new is None:
                return
            found[new] = None

    def _grown(self, place: int, values: dict[str, Value]) -> Iterator[Values]:
        """All values that begin with those of the statements before ``place``."""
        while place < len(self._plan):
            statement = self._plan[place]
            if not isinstance(statement, Derived | Requirement):
                yield from self._drawn(place, statement, values)
                return
            if not self._taken(place, statement, values, 0):
                return
            place += 1
        yield Values.of(values)

    def _drawn(self, place: int, draw: Draw | IntegerBetween, values: dict[str, Value]) -> Iterator[Values]:
        try:
            settled = draw.settled(values) if isinstance(draw, IntegerBetween) else draw
        except Undefined:
            self.tally.note(place, draw)
            return
        for index in _shuffled(settled.size, self._seed, self._round, draw.name):
            grown = dict(values)
            if self._taken(place, settled, grown, index):
                yield from self._grown(place + 1, grown)

    def _taken(self, place: int, statement: Statement, values: dict[str, Value], index: int) -> bool:
        """A value too costly fits nothing: in the order written a requirement may stand before it."""
        self._steps += 1
        if self._steps > self._round_ends:
            raise _RoundOver
        try:
            if take(statement, values, iter((index,))):
                return True
        except ParameterError as error:
            if error.code != "too_costly":
                raise
        self.tally.note(place, statement)
        return False


def _plan(program: Program) -> tuple[Statement, ...]:
    """The statements, the draws in the order written and each other one as early as its names allow."""
    others = [one for one in program.statements if isinstance(one, Derived | Requirement)]
    plan = _known_after(others, set())
    for draw in program.draws:
        plan.append(draw)
        plan += _known_after(others, {name for one in plan for name in one.names})
    return tuple(plan)


def _known_after(others: list[Derived | Requirement], known: set[str]) -> list[Statement]:
    """Takes from ``others`` what can be worked out of the ``known`` names."""
    ready: list[Statement] = []
    for one in list(others):
        if _needed(one) <= known:
            others.remove(one)
            ready.append(one)
            known.update(one.names)
    return ready


def _needed(statement: Derived | Requirement) -> set[str]:
    """The names that a statement speaks of."""
    if isinstance(statement, Requirement):
        return _symbols(statement.condition)
    return _symbols(statement.expression) - {statement.letter}


def _symbols(node: Node) -> set[str]:
    return {one.name for one in walk(node) if isinstance(one, Symbol)}


def _shuffled(size: int, *key: object) -> Iterator[int]:
    """The numbers below ``size`` in an order that ``key`` decides: equal steps around a circle."""
    bits = digest(*key)
    start, stride = int.from_bytes(bits[:16], "big"), int.from_bytes(bits[16:], "big") % size or 1
    while math.gcd(stride, size) != 1:
        stride += 1
    return ((start + step * stride) % size for step in range(size))
