"""Roots and absolute values in canonical form.

Real roots: ``sqrt(u ** 2 * v) == |u| * sqrt(v)``, a quotient under a root is brought over its
denominator, roots of rationals split into roots of primes, odd roots of negatives are real. Over the
complex numbers only positive rational factors leave a root.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from flint import fmpq, fmpq_mpoly, fmpz

from grading.engine.exact.field import Field, Form, NoFormError, UndefinedError, fold, text_of

__all__ = ["absolute", "factors", "imaginary", "prime_powers", "rational_root", "root"]

TRIAL_LIMIT: Final = 1_000
MAX_INDEX: Final = 64


def prime_powers(value: fmpq) -> list[tuple[int, int]]:
    """``value > 0`` as pairs (base, exponent): small primes, then whatever is left unsplit."""
    found: list[tuple[int, int]] = []
    for part, sign in ((int(value.p), 1), (int(value.q), -1)):
        found.extend((base, sign * exponent) for base, exponent in _split(part))
    return sorted(found)


@lru_cache(maxsize=256)
def _split(value: int) -> tuple[tuple[int, int], ...]:
    """The same number is split for every pair that it is compared in."""
    found = []
    divisor = 2
    while divisor < TRIAL_LIMIT and divisor * divisor <= value:
        value, exponent = _divided_out(value, divisor)
        if exponent:
            found.append((divisor, exponent))
        divisor += 1 if divisor == 2 else 2
    if value > 1:
        found.append(_unpower(value))
    return tuple(found)


def _divided_out(value: int, divisor: int) -> tuple[int, int]:
    """``value`` without its factors ``divisor``, and their number; by squares, for 10^20000 has many."""
    if value % divisor:
        return value, 0
    value, pairs = _divided_out(value // divisor, divisor * divisor)
    if value % divisor:
        return value, 2 * pairs + 1
    return value // divisor, 2 * pairs + 2


def _unpower(value: int) -> tuple[int, int]:
    root = int(fmpz(value).isqrt())
    return (root, 2) if root * root == value else (value, 1)


def rational_root(field: Field, value: fmpq, degree: int) -> Form:
    """The real ``degree``-th root of ``value > 0`` as a rational times roots of primes."""
    parts = [field.number(1)]
    for base, exponent in prime_powers(value):
        whole, rest = divmod(exponent, degree)
        parts.append(field.power(field.number(base), whole) if whole else field.number(1))
        if rest:
            parts.append(_prime_root(field, base, rest, degree))
    return fold(field.multiply, parts)


def _prime_root(field: Field, base: int, exponent: int, degree: int) -> Form:
    reduced = fmpq(exponent, degree)
    order = int(reduced.q)
    key = ("root", str(base), str(order))
    generator = field.related(key, order, field.context.constant(base), nonnegative=True)
    return field.power(generator, int(reduced.p))


def root(field: Field, radicand: Form, degree: int, *, principal: bool) -> Form:
    """The ``degree``-th root of ``radicand``; ``principal`` asks for the principal value of odd roots."""
    if not 1 < degree <= MAX_INDEX:
        raise NoFormError("root")
    value = field.constant(radicand)
    if value is not None:
        return _constant_root(field, value, degree, principal=principal)
    field.require_real(radicand)
    if field.complex_values:
        return _complex_root(field, radicand, degree, principal=principal)
    return _real_root(field, radicand, degree)


def _constant_root(field: Field, value: fmpq, degree: int, *, principal: bool) -> Form:
    if value >= 0:
        return rational_root(field, value, degree) if value > 0 else field.number(0)
    positive = rational_root(field, -value, degree)
    if degree % 2 and not principal:
        return field.negate(positive)
    if not field.complex_values:
        if degree % 2 == 0:
            raise UndefinedError
        return field.negate(positive)
    if degree == 2:
        return field.multiply(imaginary(field), positive)
    unit = field.generator(("unit root", str(degree)))
    return field.multiply(unit, positive)


def imaginary(field: Field) -> Form:
    """``i`` with its relation."""
    return field.related(("i",), 2, field.context.constant(-1))


def _complex_root(field: Field, radicand: Form, degree: int, *, principal: bool) -> Form:
    content = radicand.top.leading_coefficient()
    content = content if content > 0 else -content
    rest = Form(radicand.top / content, radicand.bottom)
    kind = "principal root" if principal else "root"
    key = (kind, str(degree), *field.key(rest))
    polynomial = rest.bottom.is_one()
    generator = field.related(key, degree, rest.top) if polynomial else field.generator(key)
    return field.multiply(rational_root(field, content, degree), generator)


def _real_root(field: Field, radicand: Form, degree: int) -> Form:
    """``(N/D)^(1/n) = (N D^(n-1))^(1/n) / D``, with ``|D|`` for even ``n``."""
    bottom = Form(radicand.bottom, field.one)
    whole = field.multiply(Form(radicand.top, field.one), field.power(bottom, degree - 1))
    over = absolute(field, bottom) if degree % 2 == 0 else bottom
    return field.divide(_polynomial_root(field, whole.top, degree), over)


def _polynomial_root(field: Field, poly: fmpq_mpoly, degree: int) -> Form:
    content, parts = factors(field, poly)
    outside, inside = [field.number(1)], field.one
    for factor, exponent in parts:
        whole, rest = divmod(exponent, degree)
        if whole:
            form = Form(factor, field.one)
            base = absolute(field, form) if degree % 2 == 0 else form
            outside.append(field.power(base, whole))
        if rest:
            inside = field.times(inside, factor**rest)
    positive = content if content > 0 else -content
    outside.append(rational_root(field, positive, degree))
    if content < 0:
        inside = -inside
    outside.append(_inside_root(field, inside, degree))
    return fold(field.multiply, outside)


def _inside_root(field: Field, inside: fmpq_mpoly, degree: int) -> Form:
    if inside.is_constant():
        return _constant_root(field, inside.leading_coefficient(), degree, principal=False)
    if degree % 2 and inside.leading_coefficient() < 0:
        return field.negate(_inside_root(field, -inside, degree))
    even = degree % 2 == 0
    key = ("root", text_of(inside), str(degree))
    if even and not field.is_nonnegative(inside):
        field.restrictions.add(("root", text_of(inside)))
    generator = field.related(key, degree, inside, nonnegative=even or field.is_nonnegative(inside))
    field.radicands[field.index(key)] = (Form(inside, field.one), degree)
    return generator


def factors(field: Field, poly: fmpq_mpoly) -> tuple[fmpq, list[tuple[fmpq_mpoly, int]]]:
    """``poly`` as a rational times powers of monic factors (coarser where factoring would be long)."""
    content = poly.leading_coefficient()
    if len(poly) == 1:
        monomial = poly.monomial(0)
        gens = [(field.context.gen(place), degree) for place, degree in enumerate(monomial) if degree]
        return content, gens
    if not field.is_small(poly):
        return content, [(poly / content, 1)]
    _, parts = poly.factor()
    monic = [(factor / factor.leading_coefficient(), int(exponent)) for factor, exponent in parts]
    return content, sorted(monic, key=lambda pair: (text_of(pair[0]), pair[1]))


def absolute(field: Field, form: Form) -> Form:
    """``|form|``, factor by factor over the reals, as one generator over the complex numbers."""
    value = field.constant(form)
    if value is not None:
        return field.number(value if value >= 0 else -value)
    field.require_real(form)
    if field.complex_values:
        return _modulus(field, form)
    return field.divide(_absolute_polynomial(field, form.top), _absolute_polynomial(field, form.bottom))


def _modulus(field: Field, form: Form) -> Form:
    content = form.top.leading_coefficient()
    content = content if content > 0 else -content
    unit = form.top / form.top.leading_coefficient()
    generator = field.generator(("abs", *field.key(Form(unit, form.bottom))))
    return field.multiply(field.number(content), generator)


def _absolute_polynomial(field: Field, poly: fmpq_mpoly) -> Form:
    if poly.is_constant():
        value = poly.leading_coefficient()
        return field.number(value if value > 0 else -value)
    content, parts = factors(field, poly)
    found = [field.number(content if content > 0 else -content)]
    found.extend(_absolute_factor(field, factor, exponent) for factor, exponent in parts)
    return fold(field.multiply, found)


def _absolute_factor(field: Field, factor: fmpq_mpoly, exponent: int) -> Form:
    even, odd = divmod(exponent, 2)
    form = field.power(Form(factor, field.one), 2 * even) if even else field.number(1)
    if not odd:
        return form
    if field.is_nonnegative(factor):
        return field.multiply(form, Form(factor, field.one))
    generator = field.related(("abs", text_of(factor)), 2, field.times(factor, factor), nonnegative=True)
    return field.multiply(form, generator)
