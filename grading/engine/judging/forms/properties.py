"""Any polynomial with given properties: of this degree, with these roots, through these points."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from grading.engine.calculus.substitution import substituted
from grading.engine.equality import compare
from grading.engine.exact.field import NoFormError
from grading.engine.judging.case import Case, OptionsError
from grading.engine.judging.forms.options import option, pairs
from grading.engine.judging.forms.polynomials import Ring, is_polynomial
from grading.engine.judging.forms.stating import Breach, breach, only_form
from grading.engine.nodes import Collection, Node, Number, Symbol
from grading.engine.symbols import Symbols
from grading.engine.verdict import Outcome, Verdict
from grading.engine.writing import write_plain

__all__ = ["judge_property"]

NAMES: Final = frozenset({"degree", "leading", "roots", "through", "variable"})
ZERO: Final = Number(Fraction(0), "0")


def judge_property(case: Case) -> Verdict:
    """A polynomial, not zero, that has every property among the options; there need be no key.

    ``degree=3; roots=1, 2; leading=-2; through=(0, 5); variable=t``: each may be left out, ``x`` is the
    variable without the last one, and several points stand in braces, ``through={(0, 5), (1, 2)}``.
    """
    wanted = _wanted(case)
    return only_form(case, wanted.missed, form="has_properties")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The properties asked for; ``values`` are the points through which the graph goes."""

    variable: Symbol
    degree: Fraction | None
    leading: Node | None
    values: tuple[tuple[Node, Node], ...]
    symbols: Symbols

    def missed(self, node: Node) -> Breach | None:
        """The first property that ``node`` does not have."""
        if not is_polynomial(node, self.variable):
            return breach("not_polynomial", node)
        return self._wrong_top(node) or self._wrong_value(node)

    def _wrong_top(self, node: Node) -> Breach | None:
        ring = Ring.of((node, self.variable, self.leading or ZERO))
        form, place = ring.form(node), ring.place(self.variable)
        if form.top.is_zero():
            return breach("zero_polynomial", node)
        degree = ring.degree(form.top, place)
        if self.degree is not None and degree != self.degree:
            return Breach("wrong_degree", {"degree": degree, "expected": int(self.degree)})
        if self.leading is None:
            return None
        terms = form.top.to_dict().items()
        highest = {monomial: value for monomial, value in terms if monomial[place] == degree}
        power = ring.field.context.gen(place) ** degree
        found = ring.field.form(ring.field.context.from_dict(highest), form.bottom * power)
        if ring.field.equal(found, ring.form(self.leading)):
            return None
        return Breach("wrong_leading_coefficient", {"expected": write_plain(self.leading)})

    def _wrong_value(self, node: Node) -> Breach | None:
        for place, value in self.values:
            verdict = compare(substituted(node, self.variable.name, place), value, symbols=self.symbols)
            if verdict.outcome is Outcome.CORRECT:
                continue
            if verdict.outcome is Outcome.UNDECIDED:
                raise NoFormError("value")
            at = f"{self.variable.name} = {write_plain(place)}"
            return Breach("wrong_value", {"at": at, "expected": write_plain(value)})
        return None


def _wanted(case: Case) -> _Wanted:
    """The options. Raises OptionsError ``unknown_property``, ``degree_expected``, ``point_expected`` …"""
    given = {name: option(case, text) for name, text in pairs(case).items()}
    unknown = sorted(given.keys() - NAMES)
    if unknown or not given.keys() - {"variable"}:
        raise OptionsError("unknown_property", names=unknown)
    variable, degree = given.get("variable", Symbol("x")), given.get("degree")
    if not isinstance(variable, Symbol):
        raise OptionsError("variable_expected", option=write_plain(variable))
    if degree is not None and (not isinstance(degree, Number) or degree.value.denominator != 1):
        raise OptionsError("degree_expected", option=write_plain(degree))
    roots = [(root, ZERO) for root in _items(given.get("roots"))]
    points = [_point(each) for each in _items(given.get("through"))]
    times = degree.value if isinstance(degree, Number) else None
    return _Wanted(variable, times, given.get("leading"), (*roots, *points), case.symbols)


def _items(node: Node | None) -> tuple[Node, ...]:
    """``1, 2`` reads to a set, one item stands alone."""
    if node is None:
        return ()
    return node.items if isinstance(node, Collection) and node.kind == "set" else (node,)


def _point(node: Node) -> tuple[Node, Node]:
    match node:
        case Collection(kind="tuple", items=(place, value)):
            return place, value
        case _:
            raise OptionsError("point_expected", option=write_plain(node))
