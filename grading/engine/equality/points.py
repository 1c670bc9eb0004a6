"""Where to look: small integers first, then halves, then near the constants and roots of the two
expressions, then rationals drawn from a seed: positive, negative, inside (-1, 1), large, complex.

The draw is a hash of the seed, so that the same two readings are always looked at in the same places.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from typing import Final

from flint import fmpq

from grading.engine.calculus.substitution import free_letters
from grading.engine.exact import boundary_roots
from grading.engine.nodes import SERIES, Call, Node, Number, walk

__all__ = ["Coordinate", "Place", "Route", "integer_places", "route"]

Coordinate = tuple[fmpq, fmpq]

PRETTY_HALVES: Final = (4, 6, 2, 0, -2, 1, -4, -1, 10)
PRETTY: Final = (*(fmpq(value, 2) for value in PRETTY_HALVES), fmpq(1, 3))
SPREAD: Final = (2, 3, 5, 7, 1, 4, 6, 8, 9, 11)
COMPLEX: Final = ((1, 1), (0, 1), (2, -1), (-1, 2))
# low and high end of the ranges from which seeded coordinates are drawn, in turn
RANGES: Final = ((0, 4), (0, 1), (-1, 1), (-4, 4), (1, 10), (-10, 0), (10, 1000), (-1000, -10))
GRAIN: Final = 97
SEEDED: Final = 40
MAX_HINTS: Final = 24
REQUIRED_HINTS: Final = 6


@dataclass(frozen=True, slots=True)
class Place:
    """One point. ``generic``: drawn from the seed, so that no coincidence was built for it."""

    at: dict[str, Coordinate]
    generic: bool


@dataclass(frozen=True, slots=True)
class Route:
    """``first``: where to look before anything is agreed; ``then``: where else while more is needed."""

    first: Iterator[Place]
    then: Iterator[Place]


def route(
    names: Sequence[str],
    *,
    seed: str,
    trees: Sequence[Node],
    complex_values: bool,
    branches: bool,
    analytic: bool = False,
) -> Route:
    """Points for ``names``, prettiest first; one empty point when there are no names.

    ``branches``: an expression changes its formula from place to place (``|x|``, ``max``), so that every
    place that the two suggest is looked at. ``analytic``: both are analytic where they have values, so
    that no place is more telling than another.
    """
    if not names:
        return Route(iter([Place({}, generic=True)]), iter(()))
    if any(_counts_to_letter(each) for tree in trees for each in walk(tree)):
        return Route(integer_places(names), _seeded_integers(names, seed))
    draws = _Draws(names, seed, complex_values)
    hinted = _hinted(names, trees, draws)
    seeded = (draws.place(draw) for draw in range(SEEDED))
    pretty = chain(_pretty(names), _complex(names) if complex_values else ())
    if analytic:
        return Route(iter(()), chain(pretty, seeded, hinted))
    required = hinted if branches else islice(hinted, REQUIRED_HINTS)
    return Route(chain(pretty, required, islice(seeded, len(RANGES))), chain(hinted, seeded))


def integer_places(names: Sequence[str]) -> Iterator[Place]:
    """Integer points only, with both signs, for expressions that live there."""
    spread = [fmpq(value) for value in (2, 3, 1, 4, -1, -2, 5, 6, -3, -4)]
    for stride in (3, 1, 7)[: 3 if len(names) > 1 else 1]:
        for shift in range(len(spread)):
            yield _at(names, [spread[(shift + stride * place) % len(spread)] for place in range(len(names))])


def _seeded_integers(names: Sequence[str], seed: str) -> Iterator[Place]:
    """Larger integers than people try, for sums up to a letter: their closed forms have a low degree."""
    for draw in range(SEEDED):
        values = (_drawn(f"{seed}/{draw}/{name}", 6, 40).ceil() for name in names)
        at = {name: (fmpq(value), fmpq(0)) for name, value in zip(names, values, strict=True)}
        yield Place(at, generic=True)


def _counts_to_letter(node: Node) -> bool:
    """Whether ``node`` is a sum or product whose number of terms depends on a letter."""
    if not (isinstance(node, Call) and node.function in SERIES and len(node.arguments) == 4):
        return False
    return any(free_letters(end) for end in node.arguments[2:])


def _at(names: Sequence[str], values: Sequence[fmpq]) -> Place:
    zero = fmpq(0)
    return Place({name: (value, zero) for name, value in zip(names, values, strict=True)}, generic=False)


def _pretty(names: Sequence[str]) -> Iterator[Place]:
    if len(names) == 1:
        yield from (_at(names, [value]) for value in PRETTY)
        return
    spread = [fmpq(SPREAD[place % len(SPREAD)]) for place in range(len(names))]
    for shift in range(min(len(names), 3)):
        yield _at(names, [*spread[shift:], *spread[:shift]])
    yield _at(names, [value / 2 for value in reversed(spread)])
    yield _at(names, [value if place % 2 else -value for place, value in enumerate(spread)])
    yield _at(names, [-value if place % 2 else value for place, value in enumerate(spread)])
    yield _at(names, [-value for value in spread])


def _complex(names: Sequence[str]) -> Iterator[Place]:
    for shift in range(len(COMPLEX)):
        chosen = (COMPLEX[(shift + place) % len(COMPLEX)] for place in range(len(names)))
        pairs = ((fmpq(real), fmpq(imaginary)) for real, imaginary in chosen)
        yield Place(dict(zip(names, pairs, strict=True)), generic=False)


def _hinted(names: Sequence[str], trees: Sequence[Node], draws: _Draws) -> Iterator[Place]:
    """Each hint for one variable in turn, the others where they are drawn."""
    boundaries = boundary_roots(trees) if len(names) == 1 else []
    for draw, hint in enumerate(dict.fromkeys([*_around(boundaries), *_hints(trees)])):
        at = draws.place(draw % SEEDED).at if len(names) > 1 else {}
        yield Place({**at, names[draw % len(names)]: (hint, fmpq(0))}, generic=False)


@dataclass(frozen=True, slots=True)
class _Draws:
    """Places drawn from a seed, each when it is asked for."""

    names: Sequence[str]
    seed: str
    complex_values: bool

    def place(self, draw: int) -> Place:
        low, high = RANGES[draw % len(RANGES)]
        imaginary = self.complex_values and draw % 2
        at = {
            name: (
                _drawn(f"{self.seed}/{draw}/{name}", low, high),
                _drawn(f"{self.seed}/{draw}/{name}/i", low, high) if imaginary else fmpq(0),
            )
            for name in self.names
        }
        return Place(at, generic=True)


def _drawn(text: str, low: int, high: int) -> fmpq:
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    return low + fmpq(1 + number % (GRAIN * (high - low) - 1), GRAIN)


def _hints(trees: Sequence[Node]) -> list[fmpq]:
    """The numbers written in the trees, their neighbours and opposites, and the middles between them."""
    found = sorted(
        {
            fmpq(each.value.numerator, each.value.denominator)
            for tree in trees
            for each in walk(tree)
            if isinstance(each, Number) and each.value.numerator.bit_length() < 64
        }
    )
    return _around([value for number in found[:8] for value in (number, -number)])


def _around(values: Sequence[fmpq]) -> list[fmpq]:
    """The values, the middles between neighbours, and a step beyond each."""
    ordered = sorted(set(values))
    middles = [(low + high) / 2 for low, high in pairwise(ordered)]
    beyond = [value + step for value in ordered for step in (1, -1)]
    candidates = dict.fromkeys([*middles, *ordered, *beyond])
    return [value for value in candidates if value not in PRETTY][:MAX_HINTS]
