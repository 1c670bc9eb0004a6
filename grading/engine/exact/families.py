"""Powers of one base: ``b ** (c1*m1 + c2*m2)`` as a product of powers of the generators ``b ** m``."""

from __future__ import annotations

from collections.abc import Callable

from flint import fmpq

from grading.engine.exact.field import Field, Form, Key, fold

__all__ = ["family", "natural_power"]

E: Key = ("e",)


def natural_power(field: Field, exponent: Form) -> Form:
    """``e ** exponent``."""

    def constant(value: fmpq) -> Form:
        return _monomial_power(field, E, field.number(1), value, positive=True)

    return family(field, E, exponent, constant, positive=True)


def family(
    field: Field, base: Key, exponent: Form, constant: Callable[[fmpq], Form], *, positive: bool
) -> Form:
    """``base ** exponent`` term by term of the exponent; ``constant`` gives ``base ** rational``."""
    parts = [field.number(1)]
    for monomial, coefficient in exponent.top.to_dict().items():
        unit = field.form(field.context.term(exp_vec=monomial), exponent.bottom)
        if field.constant(unit) is not None:
            parts.append(constant(coefficient))
        else:
            parts.append(_monomial_power(field, base, unit, coefficient, positive=positive))
    return fold(field.multiply, parts)


def _monomial_power(field: Field, base: Key, unit: Form, times: fmpq, *, positive: bool) -> Form:
    """``(base ** unit) ** times`` with a related generator for a fractional part of ``times``."""
    positive = positive and not field.complex_values and field.is_real(unit)
    key = ("power", *base, *field.key(unit))
    place = field.index(key, nonnegative=positive)
    whole = int(times.floor())
    rest = times - whole
    result = field.power(Form(field.context.gen(place), field.one), whole) if whole else field.number(1)
    places = [place]
    if rest != 0:
        order = int(rest.q)
        fraction = field.related((*key, str(order)), order, field.context.gen(place), nonnegative=positive)
        places.append(field.index((*key, str(order))))
        result = field.multiply(result, field.power(fraction, int(rest.p)))
    for each, degree in zip(places, (1, int(rest.q)), strict=False):
        if base == E:
            field.exponents[each] = field.divide(unit, field.number(degree))
        if not field.is_real(unit):
            field.unreal.add(each)
    return result
