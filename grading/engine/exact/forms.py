"""From a tree to its canonical form."""

from __future__ import annotations

from flint import fmpq

from grading.engine.exact.field import Field, Form, NoFormError, fold
from grading.engine.exact.functions import call
from grading.engine.exact.powers import exponential, power
from grading.engine.exact.radicals import imaginary
from grading.engine.exact.series import series
from grading.engine.exact.trigonometry import PI
from grading.engine.nodes import (
    SERIES,
    Call,
    Constant,
    Negate,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
)

__all__ = ["form_of"]


def form_of(node: Node, field: Field) -> Form:
    """The canonical form of ``node``; raises ``NoFormError`` or ``UndefinedError``."""
    match node:
        case Number(value=value):
            return field.number(fmpq(value.numerator, value.denominator))
        case Symbol(name=name):
            return field.generator(("symbol", name))
        case Constant(name=name):
            return _constant(name, field)
        case Sum(terms=terms):
            return fold(field.add, [form_of(term, field) for term in terms])
        case Product(factors=parts):
            return fold(field.multiply, [form_of(part, field) for part in parts])
        case Negate(operand=operand):
            return field.negate(form_of(operand, field))
        case Quotient(numerator=top, denominator=bottom):
            return _quotient(form_of(top, field), form_of(bottom, field), field)
        case Power(base=base, exponent=exponent):
            return power(field, form_of(base, field), form_of(exponent, field))
        case Call(function=name, arguments=arguments):
            return _applied(field, name, arguments)
        case _:
            raise NoFormError(type(node).__name__)


def _applied(field: Field, name: str, arguments: tuple[Node, ...]) -> Form:
    if name in SERIES and len(arguments) == 4:
        return series(field, name, arguments, form_of)
    return call(field, name, [form_of(argument, field) for argument in arguments])


def _constant(name: str, field: Field) -> Form:
    match name:
        case "pi":
            return field.generator(PI, nonnegative=True)
        case "e":
            return exponential(field, field.number(1))
        case "i":
            return imaginary(field)
        case _:
            raise NoFormError(name)


def _quotient(top: Form, bottom: Form, field: Field) -> Form:
    """A denominator in which more than variables and constants occur may vanish unseen."""
    if not field.is_free(bottom):
        field.restrictions.add(("quotient", *field.key(bottom)))
    return field.divide(top, bottom)
