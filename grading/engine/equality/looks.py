"""Looking at two expressions at points: refuted by disjoint balls, or agreed at enough of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Final

from flint import arb, fmpq

from grading.engine.balls import (
    SHAPE_TEXT,
    Evaluator,
    Value,
    as_ball,
    disjoint,
    distance,
    has_unknown_function,
    modulus,
    working_precision,
)
from grading.engine.cost import Cost
from grading.engine.equality.points import Coordinate, Place, Route, integer_places, route
from grading.engine.equality.sides import (
    Side,
    evaluate,
    has_branches,
    has_quadrature,
    holds,
    is_analytic,
    side_text,
    value_at,
)
from grading.engine.equality.texts import coordinate_text, pair_texts
from grading.engine.nodes import Call, Node, walk
from grading.engine.verdict import Witness

__all__ = ["Finding", "Look", "Work"]

NEEDED: Final = 12
NEEDED_GENERIC: Final = 4
FEWEST: Final = 4
GLANCES: Final = 2
TIGHT_BITS: Final = 64
AREA_BITS: Final = 40
FIRST_BITS: Final = 128
MOST_BITS: Final = 8_192


@dataclass(slots=True)
class Work:
    """What may still be spent, in node evaluations at 256 bits; shared by the entries of one answer."""

    left: float = 11_000.0

    def spend(self, units: float) -> bool:
        """Take ``units``; false when they are no longer there."""
        self.left -= units
        return self.left >= 0


@dataclass(frozen=True, slots=True)
class Finding:
    """What was seen. ``kind``: ``differs``, ``domain``, ``agrees``, ``undecided`` or ``spent``.

    ``undefined`` names the side without a value for ``domain``.
    """

    kind: str
    witness: Witness | None = None
    undefined: str = ""
    points: tuple[dict[str, str], ...] = ()
    precision: int = 0


@dataclass(slots=True)
class Look:
    """One comparison at points.

    ``names``: every variable of the two; ``assumptions``: relations that a point must satisfy;
    ``undefined``: which of the two, answer and key, is proved to have no value anywhere.
    """

    student: Node
    key: Node
    names: Sequence[str]
    seed: str
    complex_values: bool
    costs: tuple[Cost, Cost]
    work: Work
    assumptions: Sequence[Node] = ()
    undefined: tuple[bool, bool] = (False, False)
    whole_exponents: bool = False
    agreed: list[dict[str, str]] = field(default_factory=list)
    generic: int = 0
    precision: int = 0

    def compare(self) -> Finding:
        """Refute, or agree, or say that neither was possible."""
        found = self._run(self._route(), self._examine)
        if found.kind != "undecided" or not self.names or self.complex_values:
            return found
        self.whole_exponents = True
        return self._run(Route(integer_places(self.names), iter(())), self._examine)

    def glance(self) -> Finding:
        """What the first few points show."""
        places = self._route()
        return self._run(Route(islice(chain(places.first, places.then), GLANCES), iter(())), self._examine)

    def compare_domains(self) -> Finding:
        """Only whether one is defined on a box where the other is not; ``agrees`` when both have values."""
        places = self._route()
        if self._is_analytic:
            # One point at which both have values: then neither denominator is zero but at single points.
            places = Route(self._until_agreed(chain(places.first, places.then)), iter(()))
        found = self._run(places, self._examine_domain)
        return replace(found, kind="agrees") if found.kind == "undecided" and self.agreed else found

    def _route(self) -> Route:
        trees = (self.student, self.key)
        return route(
            self.names,
            seed=self.seed,
            trees=trees,
            complex_values=self.complex_values,
            branches=any(has_branches(tree) for tree in trees),
            analytic=self._is_analytic,
        )

    @property
    def _is_analytic(self) -> bool:
        return is_analytic(self.student) and is_analytic(self.key)

    def _run(self, places: Route, examine: Callable[[Place], Finding | None]) -> Finding:
        domain: Finding | None = None
        for place in chain(places.first, self._while_needed(places.then)):
            if self.work.left <= 0:
                spent = Finding("spent", points=tuple(self.agreed), precision=self.precision)
                return domain or (self._summary() if self._is_enough else spent)
            found = examine(place) if self._assumed(place) else None
            if found is not None and found.kind != "domain":
                return found
            domain = domain or found
        return domain or self._summary()

    def _while_needed(self, places: Iterable[Place]) -> Iterator[Place]:
        """``places`` until there are enough points, drawn ones among them."""
        for place in places:
            if self._is_enough:
                return
            yield place

    @property
    def _is_enough(self) -> bool:
        return len(self.agreed) >= NEEDED and self.generic >= NEEDED_GENERIC

    def _until_agreed(self, places: Iterable[Place]) -> Iterator[Place]:
        for place in places:
            if self.agreed:
                return
            yield place

    def _summary(self) -> Finding:
        fewest = 1 if not self.names else FEWEST
        kind = "agrees" if len(self.agreed) >= fewest else "undecided"
        return Finding(kind, points=tuple(self.agreed), precision=self.precision)

    def _examine(self, place: Place) -> Finding | None:
        """A difference at ``place``, or nothing; agreement is noted."""
        bits = FIRST_BITS
        while True:
            with working_precision(bits):
                student, key = self._sides(place, bits)
                if student.value is not None and key.value is not None:
                    if disjoint(student.value, key.value):
                        return self._difference(place, bits, student.value, key.value)
                    if self._is_tight(student.value, key.value, bits):
                        self._agree(place, bits)
                        return None
            if student.undefined != key.undefined:
                return self._domain_difference(place)
            if student.undefined or (self.names and (student.value is None or key.value is None)):
                return None
            bits = max(4 * bits, 2 * TIGHT_BITS + int(self._needed))
            if bits > MOST_BITS or self.work.left <= 0 or self._has_area:
                return None

    def _examine_domain(self, place: Place) -> Finding | None:
        student, key = self._sides(place, FIRST_BITS)
        if student.value is not None and key.value is not None:
            self._agree(place, FIRST_BITS)
            return None
        return self._domain_difference(place) if student.undefined != key.undefined else None

    @property
    def _needed(self) -> float:
        """Bits enough to see a difference of the size of anything that the two expressions spell out."""
        return max(cost.bits + cost.size for cost in self.costs)

    @property
    def _has_area(self) -> bool:
        return has_quadrature(self.student) or has_quadrature(self.key)

    def _is_tight(self, student: Value, key: Value, bits: int) -> bool:
        if isinstance(student, fmpq) and isinstance(key, fmpq):
            return True
        needed = int(self._needed) + (AREA_BITS if self._has_area else TIGHT_BITS)
        if needed > bits:
            return False
        bound = (1 + as_ball(modulus(key))) * arb(2) ** -needed
        return bool(distance(student, key) < bound)

    def _agree(self, place: Place, bits: int) -> None:
        self.agreed.append(self._texts(place.at, generic=True))
        self.generic += place.generic
        self.precision = max(self.precision, bits)

    def _difference(self, place: Place, bits: int, student: Value, key: Value) -> Finding:
        """The witness, with unknown functions in the shape that people can check where that differs too."""
        generic = True
        if has_unknown_function(self.student, self.key):
            mine, theirs = (side.value for side in self._sides(place, bits, generic=False))
            if mine is not None and theirs is not None and disjoint(mine, theirs):
                generic, student, key = False, mine, theirs
        texts = pair_texts(student, key)
        at = self._texts(place.at, generic=generic)
        return Finding("differs", Witness(at, *texts), points=(at,), precision=bits)

    def _domain_difference(self, place: Place) -> Finding | None:
        """A difference of domain counts on a whole box around the point, never at a single one."""
        if self.complex_values and self.names and not any(self.undefined):
            return None
        student, key = self._sides(place, FIRST_BITS, box=True)
        if student.undefined == key.undefined or (student.value is None) == (key.value is None):
            return None
        student, key = self._sides(place, FIRST_BITS)
        at = self._texts(place.at, generic=True)
        witness = Witness(at, side_text(student), side_text(key))
        side = "student" if student.undefined else "key"
        return Finding("domain", witness, side, points=(at,), precision=FIRST_BITS)

    def _sides(
        self, place: Place, bits: int, *, box: bool = False, generic: bool = True
    ) -> tuple[Side, Side]:
        with working_precision(bits):
            point = {name: value_at(value, box=box) for name, value in place.at.items()}
            evaluator = Evaluator(point, self.complex_values, self.whole_exponents, generic)
            return self._side(self.student, 0, evaluator, bits), self._side(self.key, 1, evaluator, bits)

    def _side(self, node: Node, which: int, evaluator: Evaluator, bits: int) -> Side:
        if self.undefined[which]:
            return Side(undefined=True)
        if not self.work.spend(self.costs[which].work * _weight(bits)):
            return Side()
        return evaluate(node, evaluator)

    def _assumed(self, place: Place) -> bool:
        if not self.assumptions:
            return True
        with working_precision(FIRST_BITS):
            point = {name: value_at(value, box=False) for name, value in place.at.items()}
            return all(holds(relation, Evaluator(point)) for relation in self.assumptions)

    def _texts(self, at: dict[str, Coordinate], *, generic: bool) -> dict[str, str]:
        texts = {name: coordinate_text(value) for name, value in at.items()}
        if not generic:
            names = {each.function for each in walk(self.key) if isinstance(each, Call)}
            names |= {each.function for each in walk(self.student) if isinstance(each, Call)}
            unknown = {name.rstrip("'") for name in names if _is_plain_unknown(name)}
            texts.update({f"{name}(t)": SHAPE_TEXT for name in sorted(unknown)})
        return texts


def _is_plain_unknown(name: str) -> bool:
    return has_unknown_function(Call(name, ()))


def _weight(bits: int) -> float:
    return 1.0 + math.pow(bits / 256.0, 1.5) / 4.0
