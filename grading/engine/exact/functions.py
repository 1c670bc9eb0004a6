"""Named functions in canonical form. What has no rule here is a generator named by its arguments."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Final

from flint import fmpq, fmpz

from grading.engine.exact.field import Field, Form, NoFormError, UndefinedError, fold
from grading.engine.exact.powers import exponential, logarithm
from grading.engine.exact.radicals import absolute, root
from grading.engine.exact.trigonometry import PI, cosine, sine

__all__ = ["call"]

MAX_SHIFT: Final = 20
MAX_FACTORIAL: Final = 1_000
ODD: Final = frozenset({"arcsin", "arctan", "arsinh", "artanh", "sign"})
RESTRICTED: Final = frozenset({"arcsin", "arccos", "arcosh", "artanh"})


def call(field: Field, name: str, arguments: list[Form]) -> Form:
    """``name(arguments)``."""
    rule = _RULES.get(name)
    if rule is not None and len(arguments) == rule[1]:
        return rule[0](field, *arguments)
    if not arguments:
        raise NoFormError(name)
    if name in _FOLDED:
        return _folded(field, name, arguments)
    return opaque(field, name, arguments)


def opaque(field: Field, name: str, arguments: list[Form]) -> Form:
    """A generator for ``name(arguments)``; odd functions lose the sign of their argument."""
    sign = 1
    if name in ODD and arguments[0].top.leading_coefficient() < 0:
        arguments, sign = [field.negate(arguments[0])], -1
    key = ("call", name, *(text for each in arguments for text in field.key(each)))
    if name in RESTRICTED and not field.complex_values:
        field.restrictions.add(key)
    generator = field.generator(key)
    return generator if sign > 0 else field.negate(generator)


def _pi(field: Field) -> Form:
    return field.generator(PI, nonnegative=True)


def _root(field: Field, radicand: Form, index: Form) -> Form:
    degree = field.constant(index)
    if degree is None or degree.q != 1:
        return opaque(field, "root", [radicand, index])
    if degree < 2:
        raise NoFormError("root")
    return root(field, radicand, int(degree.p), principal=False)


def _tangent(field: Field, angle: Form) -> Form:
    return field.divide(sine(field, angle), cosine(field, angle))


def _cotangent(field: Field, angle: Form) -> Form:
    return field.divide(cosine(field, angle), sine(field, angle))


def _inverse(field: Field, form: Form) -> Form:
    return field.divide(field.number(1), form)


def _hyperbolic(field: Field, argument: Form) -> tuple[Form, Form]:
    """``(sinh, cosh)`` from exponentials."""
    up = exponential(field, argument)
    down = exponential(field, field.negate(argument))
    half = field.number(fmpq(1, 2))
    odd = field.multiply(half, field.subtract(up, down))
    return odd, field.multiply(half, field.add(up, down))


def _hyperbolic_tangent(field: Field, argument: Form) -> Form:
    odd, even = _hyperbolic(field, argument)
    return field.divide(odd, even)


def _logarithm_to(field: Field, argument: Form, base: Form) -> Form:
    return field.divide(logarithm(field, argument), logarithm(field, base))


def _factorial(field: Field, argument: Form) -> Form:
    value = field.constant(argument)
    if value is not None:
        return _constant_factorial(field, value)
    shift = argument.top.to_dict().get((0,) * field.count, fmpq(0)) if argument.bottom.is_one() else fmpq(0)
    whole = int(shift.floor())
    if abs(whole) > MAX_SHIFT:
        return opaque(field, "factorial", [argument])
    base = field.subtract(argument, field.number(whole))
    field.restrictions.add(("factorial", *field.key(base)))
    result = opaque(field, "factorial", [base])
    for step in range(1, whole + 1):
        result = field.multiply(result, field.add(base, field.number(step)))
    for step in range(0, whole, -1):
        result = field.divide(result, field.add(base, field.number(step)))
    return result


def _constant_factorial(field: Field, value: fmpq) -> Form:
    if value < 0 and value.q == 1:
        raise UndefinedError
    if value.q != 1 or value > MAX_FACTORIAL:
        raise NoFormError("factorial")
    return field.number(fmpq(fmpz.fac_ui(value.p)))


def _binomial(field: Field, top: Form, bottom: Form) -> Form:
    chosen = field.constant(bottom)
    if chosen is None:
        below = field.multiply(_factorial(field, bottom), _factorial(field, field.subtract(top, bottom)))
        return field.divide(_factorial(field, top), below)
    if chosen.q != 1 or not 0 <= chosen <= MAX_SHIFT:
        return opaque(field, "binomial", [top, bottom])
    result = field.number(1)
    for step in range(int(chosen.p)):
        factor = field.subtract(top, field.number(step))
        result = field.divide(field.multiply(result, factor), field.number(step + 1))
    return result


def _folded(field: Field, name: str, arguments: list[Form]) -> Form:
    """``min``, ``max``, ``gcd``, ``lcm``: of numbers the number, else without order and repeats."""
    distinct = {field.key(each): each for each in arguments}
    ordered = [distinct[key] for key in sorted(distinct)]
    if len(ordered) == 1 and name in ("min", "max"):
        return ordered[0]
    values = [value for each in ordered if (value := field.constant(each)) is not None]
    if len(values) < len(ordered):
        return opaque(field, name, ordered)
    return field.number(reduce(_FOLDED[name], values))


def _divisor(first: fmpq, second: fmpq) -> fmpq:
    return fmpq(_integer(first).gcd(_integer(second)))


def _multiple(first: fmpq, second: fmpq) -> fmpq:
    return fmpq(_integer(first).lcm(_integer(second)))


def _integer(value: fmpq) -> fmpz:
    if value.q != 1:
        raise UndefinedError
    return value.p


def _remainder(field: Field, first: Form, second: Form) -> Form:
    top, bottom = field.constant(first), field.constant(second)
    if top is None or bottom is None:
        return opaque(field, "mod", [first, second])
    if bottom == 0:
        raise UndefinedError
    return field.number(top - bottom * (top / bottom).floor())


def _permutations(field: Field, top: Form, bottom: Form) -> Form:
    chosen = field.constant(bottom)
    if chosen is None:
        return field.divide(_factorial(field, top), _factorial(field, field.subtract(top, bottom)))
    if chosen.q != 1 or not 0 <= chosen <= MAX_SHIFT:
        return opaque(field, "permutations", [top, bottom])
    factors = [field.subtract(top, field.number(step)) for step in range(int(chosen.p))]
    return fold(field.multiply, [field.number(1), *factors])


def _rounding(name: str) -> Callable[[Field, Form], Form]:
    def rule(field: Field, argument: Form) -> Form:
        value = field.constant(argument)
        if value is None:
            return opaque(field, name, [argument])
        return field.number(fmpq(_ROUNDINGS[name](value)))

    return rule


def _sign(value: fmpq) -> fmpz:
    return fmpz((value > 0) - (value < 0))


def _half_away(value: fmpq) -> fmpz:
    half = fmpq(1, 2)
    return (value + half).floor() if value >= 0 else (value - half).ceil()


_FOLDED: Final[dict[str, Callable[[fmpq, fmpq], fmpq]]] = {
    "gcd": _divisor,
    "lcm": _multiple,
    "max": max,
    "min": min,
}
_ROUNDINGS: Final[dict[str, Callable[[fmpq], fmpz]]] = {
    "floor": lambda value: value.floor(),
    "ceiling": lambda value: value.ceil(),
    "round": _half_away,
    "sign": _sign,
}

_RULES: Final[dict[str, tuple[Callable[..., Form], int]]] = {
    "sqrt": (lambda field, u: root(field, u, 2, principal=False), 1),
    "root": (_root, 2),
    "abs": (absolute, 1),
    "exp": (exponential, 1),
    "ln": (logarithm, 1),
    "log": (_logarithm_to, 2),
    "sin": (sine, 1),
    "cos": (cosine, 1),
    "tan": (_tangent, 1),
    "cot": (_cotangent, 1),
    "sec": (lambda field, u: _inverse(field, cosine(field, u)), 1),
    "csc": (lambda field, u: _inverse(field, sine(field, u)), 1),
    "arccot": (
        lambda field, u: field.subtract(
            field.multiply(field.number(fmpq(1, 2)), _pi(field)), opaque(field, "arctan", [u])
        ),
        1,
    ),
    "arcsec": (lambda field, u: opaque(field, "arccos", [_inverse(field, u)]), 1),
    "arccsc": (lambda field, u: opaque(field, "arcsin", [_inverse(field, u)]), 1),
    "arcoth": (lambda field, u: opaque(field, "artanh", [_inverse(field, u)]), 1),
    "arsech": (lambda field, u: opaque(field, "arcosh", [_inverse(field, u)]), 1),
    "arcsch": (lambda field, u: opaque(field, "arsinh", [_inverse(field, u)]), 1),
    "sinh": (lambda field, u: _hyperbolic(field, u)[0], 1),
    "cosh": (lambda field, u: _hyperbolic(field, u)[1], 1),
    "tanh": (_hyperbolic_tangent, 1),
    "coth": (lambda field, u: _inverse(field, _hyperbolic_tangent(field, u)), 1),
    "sech": (lambda field, u: _inverse(field, _hyperbolic(field, u)[1]), 1),
    "csch": (lambda field, u: _inverse(field, _hyperbolic(field, u)[0]), 1),
    "factorial": (_factorial, 1),
    "binomial": (_binomial, 2),
    "permutations": (_permutations, 2),
    "mod": (_remainder, 2),
    "percent": (lambda field, u: field.divide(u, field.number(100)), 1),
    "degree": (lambda field, u: field.divide(field.multiply(u, _pi(field)), field.number(180)), 1),
    "mixed": (lambda field, whole, part: field.add(whole, part), 2),
    "floor": (_rounding("floor"), 1),
    "ceiling": (_rounding("ceiling"), 1),
    "round": (_rounding("round"), 1),
    "sign": (_rounding("sign"), 1),
}
