"""Canonical forms: quotients of polynomials over ℚ with transcendental and radical subterms as generators.

Equal forms are a proof that two expressions are equal wherever both are defined. Different forms prove
a difference only when nothing but variables occurs in them (:attr:`ExactResult.differ`).

What is merged: rational arithmetic; ``sqrt(u)^2 = u``, perfect squares under roots (``sqrt(x^2) = |x|``),
numeric radicals; ``e^x`` and ``exp(x)``, sums in exponents, prime bases; logarithms to any base; even and
odd functions, quarter turns, ``tan = sin/cos``; hyperbolic functions; neighbouring factorials. Sines
and cosines of other angles meet in :func:`equal_by_rotations`, as quotients in ``e ** (i*u)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq

from grading.engine.exact.boundaries import boundary_roots
from grading.engine.exact.field import Field, Form, NoFormError, UndefinedError
from grading.engine.exact.forms import form_of
from grading.engine.nodes import Call, Constant, Node, Number, Power, Symbol, walk

__all__ = [
    "ExactResult",
    "boundary_roots",
    "compare_forms",
    "equal_by_rotations",
    "field_for",
    "rational_value",
]


@dataclass(frozen=True, slots=True)
class ExactResult:
    """What the forms of two expressions prove.

    ``equal``: equal wherever both are defined. ``differ``: proved different. ``same_domain``: nothing
    seen limits one domain and not the other. ``student_undefined`` and ``key_undefined``: proved to
    have no value anywhere.
    """

    equal: bool = False
    differ: bool = False
    same_domain: bool = False
    student_undefined: bool = False
    key_undefined: bool = False
    turns: bool = False


def compare_forms(student: Node, key: Node, *, complex_values: bool) -> ExactResult:
    """Compare canonical forms. Both trees must have passed :func:`grading.engine.cost.check`."""
    field = field_for((student, key), complex_values=complex_values)
    first, first_undefined = _attempt(student, field)
    first_limits, field.restrictions = field.restrictions, set()
    second, second_undefined = _attempt(key, field)
    if first is None or second is None:
        return ExactResult(student_undefined=first_undefined, key_undefined=second_undefined)
    same_domain = first_limits == field.restrictions
    try:
        equal = field.equal(first, second)
    except NoFormError:
        return ExactResult()
    if equal or (field.is_free(first) and field.is_free(second)):
        return ExactResult(equal=equal, differ=not equal, same_domain=same_domain)
    return ExactResult(same_domain=same_domain, turns=field.turns)


def equal_by_rotations(student: Node, key: Node, *, complex_values: bool) -> bool:
    """Whether the two are proved equal when sines and cosines are written by ``e ** (i*u)``.

    This takes longer than :func:`compare_forms` and proves nothing when it fails.
    """
    field = field_for((student, key), complex_values=complex_values, rotations=True)
    first, _ = _attempt(student, field)
    second, _ = _attempt(key, field) if first is not None else (None, False)
    try:
        return first is not None and second is not None and field.equal(first, second)
    except NoFormError:
        return False


def field_for(
    trees: Sequence[Node], *, complex_values: bool, rotations: bool = False, room: int = 2
) -> Field:
    """A field with room for everything that the forms of ``trees`` may need."""
    size = sum(map(_generators, trees)) + room
    return Field(size, complex_values=complex_values, rotations=rotations)


def rational_value(node: Node) -> fmpq | None:
    """The rational number that ``node`` is, or ``None`` when that is not seen."""
    field = field_for((node,), complex_values=False)
    form, _ = _attempt(node, field)
    return None if form is None else field.constant(form)


def _attempt(node: Node, field: Field) -> tuple[Form | None, bool]:
    try:
        return form_of(node, field), False
    except UndefinedError:
        return None, True
    except NoFormError:
        return None, False


def _generators(node: Node) -> int:
    """Generously, how many generators ``node`` may need."""
    needed, letters = 0, set[Node]()
    for each in walk(node):
        if isinstance(each, Symbol | Constant):
            letters.add(each)
        elif isinstance(each, Call):
            needed += 3
        elif isinstance(each, Power):
            needed += 1 if isinstance(each.exponent, Number) else 3
    return needed + len(letters)
