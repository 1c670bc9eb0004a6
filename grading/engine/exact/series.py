"""Sums and products over a range of whole numbers in canonical form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from grading.engine.calculus.substitution import substituted
from grading.engine.calculus.terms import whole
from grading.engine.exact.field import Field, Form, NoFormError
from grading.engine.nodes import Negate, Node, Number, Power, Product, Sum, Symbol, walk

__all__ = ["series"]

MOST_TERMS: Final = 200

FormOf = Callable[[Node, Field], Form]


def series(field: Field, name: str, arguments: tuple[Node, ...], form_of: FormOf) -> Form:
    """``sum(term, index, low, high)`` or ``product(…)``.

    Written out where both ends are whole numbers; otherwise a generator named by its parts.
    """
    term, index, *ends = arguments
    if not isinstance(index, Symbol) or len(ends) != 2:
        raise NoFormError(name)
    forms = [form_of(end, field) for end in ends]
    low, high = (field.constant(form) for form in forms)
    if low is None or high is None:
        if not _is_polynomial(term):
            raise NoFormError(name)  # k/k has no term for k = 0, whatever its form says
        return _opaque(field, name, form_of(term, field), index, forms)
    if low.q != 1 or high.q != 1 or not -1 <= high - low < MOST_TERMS:
        raise NoFormError(name)
    total = field.number(0 if name == "sum" else 1)
    for place in range(int(low.p), int(high.p) + 1):
        each = form_of(substituted(term, index.name, whole(place)), field)
        total = field.add(total, each) if name == "sum" else field.multiply(total, each)
    return total


def _opaque(field: Field, name: str, term: Form, index: Symbol, ends: list[Form]) -> Form:
    key = (name, index.name, *(text for form in (term, *ends) for text in field.key(form)))
    field.restrictions.add(key)
    return field.generator(key)


def _is_polynomial(node: Node) -> bool:
    """Whether every term has a value: sums, products and whole powers only."""
    return all(
        isinstance(each, Symbol | Number | Sum | Product | Negate)
        or (isinstance(each, Power) and isinstance(each.exponent, Number) and each.exponent.value > 0)
        for each in walk(node)
    )
