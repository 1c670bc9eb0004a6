"""Quotients of polynomials over ℚ whose generators are variables and canonical subterms.

A :class:`Field` hands out generators as they are met. A generator may carry one relation
``g ** degree == value`` (``sqrt(u) ** 2 == u``, ``i ** 2 == -1``), by which every result is reduced.
Every operation that could grow is refused by size first (:class:`NoFormError`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, NamedTuple

from flint import fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from grading.engine.exact.texts import NAMES, text_of

__all__ = ["Field", "Form", "Key", "NoFormError", "UndefinedError", "fold", "text_of"]

Key = tuple[str, ...]

MAX_PRODUCT_TERMS: Final = 20_000
# What one comparison may spend, about a microsecond a unit, and what a term costs where it is handled.
MAX_WORK: Final = 9_000.0
PRODUCT_COST: Final = 0.006
TERM_COST: Final = 0.3
FORM_COST: Final = 4.0
MAX_POWER_TERMS: Final = 500
MAX_POWER_BITS: Final = 400_000
MAX_NUMBER_BITS: Final = 100_000
MAX_EXPONENT: Final = 1 << 20
# Greatest common divisors and factors are found only for polynomials below these sizes.
SMALL_TERMS: Final = 60
SMALL_DEGREE: Final = 24
SMALL_GENERATORS: Final = 6
SMALL_BITS: Final = 512
SIZES: Final = (4, 8, 16, 32, 64)
CONTEXTS: Final = {count: fmpq_mpoly_ctx.get(list(NAMES[:count]), "lex") for count in SIZES}


class NoFormError(Exception):
    """There is no canonical form within the limits; the question goes to the balls."""


class UndefinedError(Exception):
    """Proved to have no value anywhere: a division by zero, the logarithm of a negative number."""


class Form(NamedTuple):
    """``top / bottom``; the leading coefficient of ``bottom`` is 1."""

    top: fmpq_mpoly
    bottom: fmpq_mpoly


class Field:
    """The generators of one comparison, their relations, and arithmetic on forms.

    ``complex_values``: variables range over the complex numbers and many-valued functions take their
    principal values. ``restrictions`` collects what limits the domain (radicands, arguments of
    logarithms): equal sets mean equal domains up to isolated points. ``rotations``: sines and cosines are
    written by ``e ** (i*u)``, whose places are ``unreal``; roots and logarithms of these have no form.
    """

    def __init__(self, size: int, *, complex_values: bool, rotations: bool = False) -> None:
        count = next((each for each in SIZES if each >= size), SIZES[-1])
        self.context = CONTEXTS[count]
        self.complex_values = complex_values
        self.rotations = rotations
        self.count = count
        self.keys: list[Key] = []
        self.indexes: dict[Key, int] = {}
        self.relations: dict[int, tuple[int, fmpq_mpoly]] = {}
        self.nonnegative: set[int] = set()
        self.unreal: set[int] = set()
        self.exponents: dict[int, Form] = {}
        self.radicands: dict[int, tuple[Form, int]] = {}
        self.restrictions: set[Key] = set()
        self.left = MAX_WORK
        self.one = self.context.constant(1)
        self.zero = self.context.constant(0)

    def number(self, value: int | fmpq) -> Form:
        """``value`` as a form."""
        return Form(self.context.constant(value), self.one)

    def polynomial(self, poly: fmpq_mpoly) -> Form:
        """``poly``, reduced, over one."""
        return Form(self.reduce(poly), self.one)

    def index(self, key: Key, *, nonnegative: bool = False) -> int:
        """The place of the generator of ``key``, made when it is new."""
        found = self.indexes.get(key)
        if found is not None:
            return found
        place = len(self.keys)
        if place >= self.count:
            raise NoFormError("generators")
        self.keys.append(key)
        self.indexes[key] = place
        if nonnegative:
            self.nonnegative.add(place)
        return place

    def generator(self, key: Key, *, nonnegative: bool = False) -> Form:
        """The generator of ``key`` as a form."""
        return Form(self.context.gen(self.index(key, nonnegative=nonnegative)), self.one)

    def related(self, key: Key, degree: int, value: fmpq_mpoly, *, nonnegative: bool = False) -> Form:
        """The generator of ``key`` with the relation ``g ** degree == value``."""
        place = self.index(key, nonnegative=nonnegative)
        self.relations.setdefault(place, (degree, value))
        return Form(self.context.gen(place), self.one)

    def add(self, first: Form, second: Form) -> Form:
        """The sum."""
        if first.bottom == second.bottom:
            return self.form(first.top + second.top, first.bottom)
        left, right = self.times(first.top, second.bottom), self.times(second.top, first.bottom)
        return self.form(left + right, self.times(first.bottom, second.bottom))

    def negate(self, form: Form) -> Form:
        """The opposite."""
        return Form(-form.top, form.bottom)

    def subtract(self, first: Form, second: Form) -> Form:
        """The difference."""
        return self.add(first, self.negate(second))

    def multiply(self, first: Form, second: Form) -> Form:
        """The product."""
        return self.form(self.times(first.top, second.top), self.times(first.bottom, second.bottom))

    def divide(self, first: Form, second: Form) -> Form:
        """The quotient; :class:`UndefinedError` when ``second`` is zero."""
        if second.top.is_zero():
            raise UndefinedError
        return self.form(self.times(first.top, second.bottom), self.times(first.bottom, second.top))

    def power(self, base: Form, exponent: int) -> Form:
        """``base ** exponent``. Where expansion would be long the base becomes a generator."""
        if exponent < 0:
            return self.divide(self.number(1), self.power(base, -exponent))
        if exponent == 0:
            return self._zeroth(base)
        top = self._power(base.top, exponent)
        return self.form(top, self._power(base.bottom, exponent))

    def equal(self, first: Form, second: Form) -> bool:
        """Whether the two are proved equal wherever both are defined."""
        left, right = self.times(first.top, second.bottom), self.times(second.top, first.bottom)
        return bool(self.reduce(left - right).is_zero())

    def form(self, top: fmpq_mpoly, bottom: fmpq_mpoly) -> Form:
        """``top / bottom`` reduced by the relations and, when both are small, to lowest terms."""
        self.spend(FORM_COST)
        top = self.reduce(top)
        if bottom.is_one():
            return Form(top, self.one)
        bottom = self.reduce(bottom)
        if bottom.is_zero():
            raise UndefinedError
        if top.is_zero():
            return Form(top, self.one)
        if not bottom.is_constant() and not top.is_constant() and self.is_small(top, bottom):
            self.spend(self.count * (len(top) + len(bottom)))
            common = top.gcd(bottom)
            top, bottom = top / common, bottom / common
        leading = bottom.leading_coefficient()
        if leading == 1:
            return Form(top, bottom)
        return Form(top / leading, bottom / leading)

    def reduce(self, poly: fmpq_mpoly) -> fmpq_mpoly:
        """``poly`` with every related generator below the degree of its relation."""
        if not self.relations:
            return poly
        degrees = poly.degrees()
        # A relation speaks of earlier generators only, so one pass from the last is enough.
        for place in sorted(self.relations, reverse=True):
            degree, value = self.relations[place]
            if degrees[place] >= degree:
                poly = self._substitute(poly, place, degree, value)
                degrees = poly.degrees()
        return poly

    def times(self, first: fmpq_mpoly, second: fmpq_mpoly) -> fmpq_mpoly:
        """The product, refused when it would be long."""
        if first.is_one():
            return second
        if second.is_one():
            return first
        if len(first) * len(second) > MAX_PRODUCT_TERMS:
            raise NoFormError("product")
        self.spend(1 + PRODUCT_COST * self.count * len(first) * len(second))
        return first * second

    def spend(self, units: float) -> None:
        """Take ``units`` of work; no form when they are no longer there."""
        self.left -= units
        if self.left < 0:
            raise NoFormError("work")

    def is_small(self, *polys: fmpq_mpoly) -> bool:
        """Whether gcd and factorisation are cheap: few terms, low degree, few generators."""
        if any(len(poly) > SMALL_TERMS for poly in polys):
            return False
        degrees = [max(each) for each in zip(*(poly.degrees() for poly in polys), strict=True)]
        if max(degrees) > SMALL_DEGREE and any(len(poly) > 1 for poly in polys):
            return False
        if sum(1 for each in degrees if each) > SMALL_GENERATORS:
            return False
        return all(int(c.height_bits()) <= SMALL_BITS for poly in polys for c in poly.coeffs())

    def constant(self, form: Form) -> fmpq | None:
        """The rational number that ``form`` is, if it is one."""
        if form.bottom.is_constant() and form.top.is_constant():
            return form.top.leading_coefficient() if len(form.top) else fmpq(0)
        return None

    def is_free(self, form: Form) -> bool:
        """Whether only variables occur, so that different forms are different functions."""
        used = {*self.used(form.top), *self.used(form.bottom)}
        return all(self.keys[place][0] == "symbol" for place in used)

    def used(self, poly: fmpq_mpoly) -> list[int]:
        """The generators that occur in ``poly`` (the degrees of zero are -1)."""
        return [place for place, degree in enumerate(poly.degrees()) if degree > 0]

    @property
    def turns(self) -> bool:
        """Whether a sine or cosine occurs among the generators."""
        return any(key[0] in ("sin", "cos") for key in self.keys)

    def is_real(self, form: Form) -> bool:
        """Whether no generator is used that is not real; always so without rotations."""
        if not self.unreal:
            return True
        return self.unreal.isdisjoint((*self.used(form.top), *self.used(form.bottom)))

    def require_real(self, form: Form) -> None:
        """No form where real numbers are asked for and are not seen."""
        if not self.complex_values and not self.is_real(form):
            raise NoFormError("rotation")

    def is_nonnegative(self, poly: fmpq_mpoly) -> bool:
        """Whether every term is seen to be at least zero (real values only)."""
        if self.complex_values:
            return False
        return all(
            coefficient > 0 and self._is_even_or_known(monomial)
            for monomial, coefficient in poly.to_dict().items()
        )

    def key(self, form: Form) -> tuple[str, str]:
        """The two texts that name ``form`` among the generators of this field."""
        self.spend(TERM_COST * (len(form.top) + len(form.bottom)))
        return text_of(form.top), text_of(form.bottom)

    def _is_even_or_known(self, monomial: tuple[int, ...]) -> bool:
        return all(degree % 2 == 0 or place in self.nonnegative for place, degree in enumerate(monomial))

    def _zeroth(self, base: Form) -> Form:
        if base.top.is_zero():
            raise UndefinedError
        return self.number(1)

    def _power(self, poly: fmpq_mpoly, exponent: int) -> fmpq_mpoly:
        if poly.is_one() or exponent == 1:
            return poly
        if exponent > MAX_EXPONENT:
            raise NoFormError("exponent")
        height = max((int(c.height_bits()) for c in poly.coeffs()), default=0)
        if len(poly) <= 1:
            self._refuse_bits(height * exponent)
            return poly**exponent
        terms = math.comb(exponent + len(poly) - 1, exponent) if exponent <= MAX_POWER_TERMS else exponent
        if terms <= MAX_POWER_TERMS and terms * exponent * (height + len(poly)) <= MAX_POWER_BITS:
            return poly**exponent
        return self._opaque_power(poly, exponent, height)

    def _opaque_power(self, poly: fmpq_mpoly, exponent: int, height: int) -> fmpq_mpoly:
        self._refuse_bits(height * exponent)
        leading = poly.leading_coefficient()
        monic = poly / leading
        generator = self.generator(("base", text_of(monic)))
        return self.context.constant(leading**exponent) * generator.top**exponent

    def _refuse_bits(self, bits: int) -> None:
        if bits > MAX_NUMBER_BITS:
            raise NoFormError("bits")

    def _substitute(self, poly: fmpq_mpoly, place: int, degree: int, value: fmpq_mpoly) -> fmpq_mpoly:
        self.spend(TERM_COST * self.count * len(poly))
        groups: dict[int, dict[tuple[int, ...], fmpq]] = {}
        for monomial, coefficient in poly.to_dict().items():
            times, rest = divmod(monomial[place], degree)
            reduced = (*monomial[:place], rest, *monomial[place + 1 :])
            groups.setdefault(times, {})[reduced] = coefficient
        total = self.zero
        for times, terms in groups.items():
            power = self._power(value, times) if times else self.one
            total += self.times(self.context.from_dict(terms), power)
        return total


def fold(operation: Callable[[Form, Form], Form], forms: list[Form]) -> Form:
    """``forms`` joined from the left."""
    total = forms[0]
    for form in forms[1:]:
        total = operation(total, form)
    return total
