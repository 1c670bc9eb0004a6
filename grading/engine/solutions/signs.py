"""The sign of a polynomial as a formula over irreducible polynomials without square roots and bars.

Where ``g`` is a root or an absolute value with ``g ** n == u``, the sign of ``a + b g`` follows for even
``n`` from those of ``a``, ``b`` and ``a ** n - b ** n u`` (virtual substitution of a square root,
V. Weispfenning, "Quantifier elimination for real algebra: the quadratic case and beyond", AAECC 8, 1997), and
for odd ``n`` it is that of ``a ** n + b ** n u``. Any other generator is left as it stands, as one more
variable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from flint import arb, fmpq, fmpq_mpoly

from grading.engine.exact.field import Field, Form, Key, NoFormError, text_of
from grading.engine.exact.powers import exponential, logarithm
from grading.engine.exact.radicals import factors
from grading.engine.solutions.constants import constant_value
from grading.engine.solutions.formulas import (
    FALSE,
    NEGATIVE,
    NONZERO,
    POSITIVE,
    TRUE,
    ZERO,
    Formula,
    Odd,
    Sign,
    every,
    mirrored,
    negated,
    some,
)

__all__ = ["Signs"]

MOST_SIGNS: Final = 160
# What factoring one polynomial takes of the work of its field.
SPLIT_COST: Final = 80.0
POSITIVE_KEYS: Final = frozenset({"ln", "pi", "power"})


@dataclass(frozen=True, slots=True)
class _Split:
    """A polynomial as factors: it is zero where ``vanishing`` holds, and elsewhere it has the sign of the
    product of ``odd`` and the squares of ``even``, or the opposite one."""

    is_opposite: bool
    odd: tuple[int, ...]
    even: tuple[int, ...]
    vanishing: Formula


class _Definite(NamedTuple):
    """A polynomial that is never negative, or never positive; ``zero`` where it vanishes."""

    is_negative: bool
    zero: Formula


class Signs:
    """Makes sign formulas over one field; ``polys`` is the table of the irreducible polynomials met."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.polys: list[fmpq_mpoly] = []
        self._places: dict[str, int] = {}
        self._splits: dict[str, _Split] = {}
        self._made = 0

    def of_form(self, form: Form, signs: int) -> Formula:
        """``form`` has one of ``signs``; a quotient has the sign of the product."""
        if form.bottom.is_constant():
            return self.of(form.top, signs)
        if signs in (ZERO, NONZERO):
            return self.of(form.top, signs)
        return self.of(self.field.reduce(self.field.times(form.top, form.bottom)), signs)

    def of(self, poly: fmpq_mpoly, signs: int) -> Formula:
        """``poly``, reduced, has one of ``signs``. Raises NoFormError where that would be long."""
        self._made += 1
        if self._made > MOST_SIGNS:
            raise NoFormError("signs")
        if poly.is_zero():
            return TRUE if signs & ZERO else FALSE
        if poly.is_constant():
            return TRUE if signs & (POSITIVE if poly.leading_coefficient() > 0 else NEGATIVE) else FALSE
        place = self._last_root(poly)
        if place is not None:
            return self._of_root(poly, place, signs)
        if any(each in self.field.relations for each in self.field.used(poly)):
            return self._of_factors(poly, signs)
        return self._of_polynomial(poly, signs)

    def _of_factors(self, poly: fmpq_mpoly, signs: int) -> Formula:
        """Where a root stands in ``poly`` with a power, but perhaps without one in its factors."""
        content, parts = self._factors(poly)
        if not any(self._last_root(factor) is not None for factor, _ in parts):
            return self._of_polynomial(poly, signs)
        wanted = signs if content > 0 else mirrored(signs)
        zero = some([self.of(factor, ZERO) for factor, _ in parts])
        odd = Odd(tuple(self.of(factor, NEGATIVE) for factor, exponent in parts if exponent % 2))
        nonzero = [odd if wanted & NEGATIVE else FALSE, negated(odd) if wanted & POSITIVE else FALSE]
        rest = every([negated(zero), some(nonzero)])
        return some([zero, rest]) if wanted & ZERO else rest

    def _last_root(self, poly: fmpq_mpoly) -> int | None:
        """The last generator that is a root or an absolute value and stands in ``poly`` without a power."""
        degrees = poly.degrees()
        used = [place for place in self.field.used(poly) if place in self.field.relations]
        return next((place for place in reversed(used) if degrees[place] == 1), None)

    def _of_root(self, poly: fmpq_mpoly, place: int, signs: int) -> Formula:
        field = self.field
        degree, radicand = field.relations[place]
        rational, factor = self._parts(poly, place)
        powers = self._power(rational, degree), field.times(self._power(factor, degree), radicand)
        if degree % 2:
            return self.of(field.reduce(powers[0] + powers[1]), signs)
        if place not in field.nonnegative:
            raise NoFormError("root")
        if signs.bit_count() == 2:
            return negated(self._of_root(poly, place, 7 & ~signs))
        norm = field.reduce(powers[0] - powers[1])
        if signs == ZERO:
            product = field.reduce(field.times(rational, factor))
            return every([self.of(norm, ZERO), self.of(product, NEGATIVE | ZERO)])
        if signs == NEGATIVE:
            rational, factor = -rational, -factor
        above = self.of(rational, POSITIVE)
        return some(
            [
                every([above, self.of(norm, POSITIVE)]),
                every([self.of(factor, POSITIVE), self.of(norm, NEGATIVE)]),
                every([above, self.of(factor, POSITIVE | ZERO)]),
            ]
        )

    def _power(self, poly: fmpq_mpoly, exponent: int) -> fmpq_mpoly:
        return self.field.power(Form(poly, self.field.one), exponent).top

    def _parts(self, poly: fmpq_mpoly, place: int) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        """``a`` and ``b`` of ``poly == a + b g``."""
        parts: tuple[dict[tuple[int, ...], fmpq], dict[tuple[int, ...], fmpq]] = {}, {}
        for monomial, coefficient in poly.to_dict().items():
            degree = monomial[place]
            parts[degree][(*monomial[:place], 0, *monomial[place + 1 :])] = coefficient
        context = self.field.context
        return context.from_dict(parts[0]), context.from_dict(parts[1])

    def _of_polynomial(self, poly: fmpq_mpoly, signs: int) -> Formula:
        name = text_of(poly)
        split = self._splits.get(name)
        if split is None:
            self.field.spend(SPLIT_COST)
            split = self._splits[name] = self._split(poly)
        rest = _product(split.odd, split.even, mirrored(signs) if split.is_opposite else signs)
        if split.vanishing == FALSE:
            return rest
        return some([rest, split.vanishing]) if signs & ZERO else every([rest, negated(split.vanishing)])

    def _split(self, poly: fmpq_mpoly) -> _Split:
        content, parts = self._factors(poly)
        is_opposite = bool(content < 0)
        odd: list[int] = []
        even: list[int] = []
        zeros: list[Formula] = []
        for factor, exponent in parts:
            definite = self._definite(factor)
            if definite is None:
                (odd if exponent % 2 else even).append(self._place(self._undone(factor)))
                continue
            is_opposite ^= definite.is_negative and exponent % 2 == 1
            zeros.append(definite.zero)
        return _Split(is_opposite, tuple(sorted(odd)), tuple(sorted(even)), some(zeros))

    def _factors(self, poly: fmpq_mpoly) -> tuple[fmpq, list[tuple[fmpq_mpoly, int]]]:
        """Irreducible factors; powers of generators are taken out first, whatever their exponent."""
        lowest = [min(degrees) for degrees in zip(*poly.monoms(), strict=True)]
        shared = [(self.field.context.gen(place), int(d)) for place, d in enumerate(lowest) if d]
        rest = poly / self.field.context.term(exp_vec=lowest) if shared else poly
        if rest.is_constant():
            return rest.leading_coefficient(), shared
        content, parts = factors(self.field, rest)
        return content, [*shared, *parts]

    def _definite(self, poly: fmpq_mpoly) -> _Definite | None:
        """The sign of a sum of even powers with one sign, and where it vanishes; else nothing."""
        if len(poly) == 1:
            return _Definite(False, FALSE) if self._is_positive(self.field.used(poly)[0]) else None
        sign = 1 if poly.leading_coefficient() > 0 else -1
        if not self.field.is_nonnegative(poly if sign > 0 else -poly):
            return None
        # A term is zero only where one of its generators is.
        terms = [some([self._zero(place) for place, d in enumerate(m) if d]) for m in poly.to_dict()]
        return _Definite(sign < 0, every(terms))

    def _undone(self, factor: fmpq_mpoly) -> fmpq_mpoly:
        """``x - log_b c`` for ``b ^ x - c`` and ``x - e ^ c`` for ``ln x - c``, which have the same signs.

        Bases are e or primes, so that these functions grow; ``ln x`` has values for ``x > 0`` only, which
        is a condition of its own.
        """
        field = self.field
        for place in field.used(factor):
            letter = self._letter_of(place)
            slope, rest = self._slope(factor, place)
            if letter is None or not slope.is_one() or not self._is_number(Form(rest, field.one)):
                continue
            value = self._inverse(field.keys[place], Form(-rest, field.one))
            if value is None or not self._is_number(value):
                continue
            # Numbers below the line are powers of e and logarithms of whole numbers: above zero.
            return field.times(letter, value.bottom) - value.top
        return factor

    def _is_number(self, form: Form) -> bool:
        used = [*self.field.used(form.top), *self.field.used(form.bottom)]
        return all(self._value(each) is not None for each in used) and len(form.bottom) == 1

    def _letter_of(self, place: int) -> fmpq_mpoly | None:
        """``x`` for the generators of ``b ^ x`` and ``ln x``."""
        field = self.field
        kind, *rest = field.keys[place]
        if kind not in ("ln", "power") or len(rest) < 2 or rest[-1] != "1" or place in field.relations:
            return None
        letters = [each for each, key in enumerate(field.keys) if key[0] == "symbol"]
        gens = [field.context.gen(each) for each in letters]
        return next((gen for gen in gens if text_of(gen) == rest[-2]), None)

    def _inverse(self, key: Key, level: Form) -> Form | None:
        """Where the function of ``key`` reaches ``level``."""
        field = self.field
        if key[0] == "ln":
            return self._antilogarithm(level.top)
        value = field.constant(level)
        if value is None or value <= 0:
            return None
        if key[1] == "e":
            return logarithm(field, level)
        if not key[1].isdigit():
            return None  # a letter, or -1
        return field.divide(logarithm(field, level), logarithm(field, field.number(int(key[1]))))

    def _antilogarithm(self, level: fmpq_mpoly) -> Form | None:
        """``e ^ level`` for rational numbers and whole multiples of logarithms: ``e^(2 + ln 3) = 3 e^2``."""
        field = self.field
        total = field.number(1)
        for monomial, times in level.to_dict().items():
            used = [(place, degree) for place, degree in enumerate(monomial) if degree]
            if not used:
                part = exponential(field, field.number(times))
            else:
                kind, base, *_ = *field.keys[used[0][0]], ""
                if len(used) > 1 or used[0][1] > 1 or kind != "ln" or times.q != 1:
                    return None
                part = field.power(field.number(int(base)), int(times.p))
            total = field.multiply(total, part)
        return total

    def _value(self, place: int) -> arb | None:
        return constant_value(self.field.keys[place])

    def _slope(self, poly: fmpq_mpoly, place: int) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        """``b`` and ``a`` of ``a + b g``; zero and ``poly`` for a higher power of ``g``."""
        if poly.degrees()[place] != 1:
            return self.field.zero, poly
        rest, slope = self._parts(poly, place)
        return slope, rest

    def _zero(self, place: int) -> Formula:
        return FALSE if self._is_positive(place) else self.of(self.field.context.gen(place), ZERO)

    def _is_positive(self, place: int) -> bool:
        """Whether this generator is pi, the logarithm of a whole number, or a power of a positive number."""
        return place in self.field.nonnegative and self.field.keys[place][0] in POSITIVE_KEYS

    def _place(self, poly: fmpq_mpoly) -> int:
        name = text_of(poly)
        if name not in self._places:
            self._places[name] = len(self.polys)
            self.polys.append(poly)
        return self._places[name]


def _product(odd: tuple[int, ...], even: tuple[int, ...], wanted: int) -> Formula:
    """The product of ``odd`` and the squares of ``even`` has one of the signs ``wanted``."""
    if not odd and not even:
        return TRUE if wanted & POSITIVE else FALSE
    if not odd and wanted & POSITIVE and wanted & ZERO:
        return TRUE
    return Sign(odd, even, wanted)
