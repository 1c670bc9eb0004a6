"""Powers with any exponent, exponentials and logarithms in canonical form.

``b ** (c1*m1 + c2*m2 + n)`` becomes a product of powers of the generators ``b ** m``, so that
``e^(x+y)`` and ``e^x e^y`` meet; a rational base is split into primes, so that ``4^x`` and ``2^(2x)`` meet.
"""

from __future__ import annotations

from flint import fmpq

from grading.engine.exact.families import family, natural_power
from grading.engine.exact.field import Field, Form, Key, NoFormError, UndefinedError, fold
from grading.engine.exact.radicals import absolute, factors, imaginary, prime_powers, rational_root, root
from grading.engine.exact.trigonometry import PI, cosine, sine

__all__ = ["E_KEY", "exponential", "logarithm", "power"]

E_KEY: Key = ("power", "e", "1", "1")


def power(field: Field, base: Form, exponent: Form) -> Form:
    """``base ** exponent``."""
    value = field.constant(exponent)
    if value is not None and value.q == 1:
        return _integer_power(field, base, int(value.p))
    field.require_real(base)
    argument = exponential_argument(field, base)
    if argument is not None and (not field.complex_values or field.constant(argument) is not None):
        return exponential(field, field.multiply(argument, exponent))
    if value is not None:
        return _rational_power(field, base, value)
    number = field.constant(base)
    if number is not None:
        return _number_power(field, number, exponent)
    field.restrictions.add(("power", *field.key(base)))

    def constant(times: fmpq) -> Form:
        return _rational_power(field, base, times)

    return family(field, field.key(base), exponent, constant, positive=False)


def exponential(field: Field, exponent: Form) -> Form:
    """``e ** exponent``."""
    found = _unit_power(field, exponent)
    if found is not None:
        return found
    return natural_power(field, exponent)


def exponential_argument(field: Field, form: Form) -> Form | None:
    """``u`` when ``form`` is seen to be ``e ** u``."""
    total = field.number(0)
    for poly, sign in ((form.top, 1), (form.bottom, -1)):
        if len(poly) != 1 or poly.leading_coefficient() != 1:
            return None
        for place, degree in enumerate(poly.monomial(0)):
            if degree and place not in field.exponents:
                return None
            if degree:
                scaled = field.multiply(field.number(sign * degree), field.exponents[place])
                total = field.add(total, scaled)
    return None if total.top.is_zero() else total


def _integer_power(field: Field, base: Form, exponent: int) -> Form:
    if exponent < 0 and not field.is_free(base):
        field.restrictions.add(("quotient", *field.key(base)))
    return field.power(base, exponent)


def _rational_power(field: Field, base: Form, value: fmpq) -> Form:
    if base.top.is_zero():
        if value < 0:
            raise UndefinedError
        return field.number(0)
    if value.q == 1:
        return field.power(base, int(value.p))
    return field.power(root(field, base, int(value.q), principal=True), int(value.p))


def _number_power(field: Field, number: fmpq, exponent: Form) -> Form:
    if number == 0:
        raise NoFormError("power of zero")
    parts = [field.number(1)]
    if number < 0:
        parts.append(family(field, ("-1",), exponent, lambda c: _sign_power(field, c), positive=False))
        number = -number
    for base, times in prime_powers(number):
        scaled = field.multiply(field.number(times), exponent)
        parts.append(_prime_family(field, base, scaled))
    return fold(field.multiply, parts)


def _prime_family(field: Field, base: int, exponent: Form) -> Form:
    def constant(value: fmpq) -> Form:
        return field.power(rational_root(field, fmpq(base), int(value.q)), int(value.p))

    return family(field, (str(base),), exponent, constant, positive=True)


def _sign_power(field: Field, value: fmpq) -> Form:
    if value.q != 1:
        raise NoFormError("power of a negative number")
    return field.number(-1 if int(value.p) % 2 else 1)


def _unit_power(field: Field, exponent: Form) -> Form | None:
    """``e ** (i pi c) == cos(pi c) + i sin(pi c)`` for rational ``c``."""
    if not field.complex_values:
        return None
    angle = field.divide(exponent, field.multiply(imaginary(field), field.generator(PI, nonnegative=True)))
    if field.constant(angle) is None:
        return None
    turned = field.multiply(angle, field.generator(PI, nonnegative=True))
    return field.add(cosine(field, turned), field.multiply(imaginary(field), sine(field, turned)))


def logarithm(field: Field, argument: Form) -> Form:
    """The natural logarithm: split over primes and over factors that are seen to be positive."""
    value = field.constant(argument)
    if value is not None:
        return _constant_logarithm(field, value)
    field.require_real(argument)
    if field.complex_values:
        return _scaled_logarithm(field, argument)
    content, top = factors(field, argument.top)
    _, bottom = factors(field, argument.bottom)
    parts = [*top, *((factor, -exponent) for factor, exponent in bottom)]
    if content <= 0:
        return _scaled_logarithm(field, argument)
    positive = [field.is_nonnegative(factor) for factor, _ in parts]
    if not all(positive) and len(parts) > 1:
        return _scaled_logarithm(field, argument)
    terms = [_factor_logarithm(field, Form(factor, field.one), exponent) for factor, exponent in parts]
    return fold(field.add, [_constant_logarithm(field, content), *terms])


def _constant_logarithm(field: Field, value: fmpq) -> Form:
    if value == 0:
        raise UndefinedError
    if value < 0:
        if not field.complex_values:
            raise UndefinedError
        turn = field.multiply(imaginary(field), field.generator(PI, nonnegative=True))
        return field.add(_constant_logarithm(field, -value), turn)
    terms = [
        field.multiply(field.number(times), field.generator(("ln", str(base)), nonnegative=True))
        for base, times in prime_powers(value)
    ]
    return fold(field.add, [field.number(0), *terms])


def _scaled_logarithm(field: Field, argument: Form) -> Form:
    """A positive rational factor leaves the logarithm; the rest is a generator."""
    content = argument.top.leading_coefficient()
    content = content if content > 0 else -content
    rest = Form(argument.top / content, argument.bottom)
    key = field.key(rest)
    field.restrictions.add(("ln", *key))
    return field.add(_constant_logarithm(field, content), field.generator(("ln", *key)))


def _factor_logarithm(field: Field, factor: Form, exponent: int) -> Form:
    """``ln(factor ** exponent)`` over the reals: ``exponent * ln|factor|`` for an even exponent."""
    if exponent % 2 == 0 and not field.is_nonnegative(factor.top):
        factor = absolute(field, factor)
    argument = exponential_argument(field, factor)
    if argument is None:
        argument = _radical_logarithm(field, factor)
    return field.multiply(field.number(exponent), argument)


def _radical_logarithm(field: Field, factor: Form) -> Form:
    """``ln`` of an n-th root is the n-th part of ``ln`` of its radicand."""
    places = field.used(factor.top)
    if len(places) == 1 and places[0] in field.radicands and factor.top == field.context.gen(places[0]):
        radicand, degree = field.radicands[places[0]]
        return field.divide(logarithm(field, radicand), field.number(degree))
    key = field.key(factor)
    if not field.is_nonnegative(factor.top):
        field.restrictions.add(("ln", *key))
    return field.generator(("ln", *key))
