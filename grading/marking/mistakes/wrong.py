"""An answer that is not right beside its key, as rules look at the two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from grading.engine import Node, OptionsError, Outcome, ReadError, Symbols, Verdict, read, write_plain
from grading.engine.calculus.derivative import NoDerivativeError, derivative
from grading.engine.cost import TooCostlyError
from grading.engine.equality.trees import as_meant, kind_of
from grading.engine.judging.case import Case
from grading.engine.judging.units.quantities import NotAQuantityError, converted, quantity_of, scale_of
from grading.engine.judging.units.texts import with_units
from grading.engine.nodes import Number, Sum
from grading.keys import (
    AntiderivativeKey,
    DerivativeKey,
    FormulaKey,
    IntegerKey,
    QuantityKey,
    read_integer,
    symbols_for,
)
from grading.marking.judging import Asked, typed_by
from grading.marking.mistakes.values import may_be_equal, places_to_leave_out
from grading.marking.respelling import is_right_by, read_typed
from grading.responses import PartResponse, TextResponse
from grading.texts import narrow

__all__ = ["Wrong", "look_at"]

# Near a number every sum is compared, so there may be fewer terms.
MOST_TERMS: Final = 12
MOST_TERMS_NEAR: Final = 4
# Signs of units that can only stand behind a number, by the names that can stand alone.
NAMES_OF_SIGNS: Final = (("°", "deg"), ("%", "percent"))


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer with the ``verdict`` that it is not right.

    ``given`` and ``wanted`` are the trees of answer and key; of quantities their numbers, both as counts of
    ``unit``, the key's, which is empty for all other kinds.
    """

    key: FormulaKey
    response: PartResponse
    asked: Asked
    verdict: Verdict
    given: Node
    wanted: Node
    unit: str = ""

    @property
    def is_near(self) -> bool:
        """Other numbers than the key count as right, too."""
        names = ("absolute", "relative", "figures")
        return any(getattr(self.key, name, None) is not None for name in names)

    @property
    def symbols(self) -> Symbols:
        """The symbol list; where logarithms are differentiated they are natural."""
        of_calculus = isinstance(self.key, AntiderivativeKey | DerivativeKey)
        return replace(self.asked.symbols, natural_log=True) if of_calculus else self.asked.symbols

    def is_right_if(self, tree: Node) -> bool:
        """Whether the answer would be right if the key were ``tree``."""
        if not self._may_be(self.given, tree):
            return False
        text = write_plain(tree)
        spelled = f"({text})*({self.unit})" if self.unit else text
        return is_right_by(spelled, self.key, self.response, self.asked)

    def without_a_term(self, whole: Node, other: Node) -> Iterator[Node]:
        """``whole``, a sum, without each of the terms without which it may be equal to ``other``."""
        most = MOST_TERMS_NEAR if self.is_near else MOST_TERMS
        if not isinstance(whole, Sum) or len(whole.terms) > most:
            return
        meant = [as_meant(term, self.symbols) for term in whole.terms]
        places = (
            range(len(meant)) if self.is_near else places_to_leave_out(meant, as_meant(other, self.symbols))
        )
        for place in places:
            rest = whole.terms[:place] + whole.terms[place + 1 :]
            yield rest[0] if len(rest) == 1 else Sum(rest)

    def would_be_right(self, tree: Node) -> bool:
        """Whether ``tree`` would be right as an answer."""
        if not self._may_be(tree, self.wanted):
            return False
        try:
            verdict = self.asked.judge(self.key, TextResponse(text=write_plain(tree)), self.asked)
        except (ReadError, OptionsError):
            return False
        return verdict.outcome is Outcome.CORRECT

    def meant(self, tree: Node) -> Node | None:
        """What is compared of ``tree``: of an antiderivative its derivative, None where it has none."""
        tree = as_meant(tree, self.symbols)
        if not isinstance(self.key, AntiderivativeKey):
            return tree
        try:
            return derivative(tree, self.key.variable)
        except (NoDerivativeError, TooCostlyError):
            return None

    def _may_be(self, first: Node, second: Node) -> bool:
        if self.is_near:
            return True
        pair = self.meant(first), self.meant(second)
        return pair[0] is not None and pair[1] is not None and may_be_equal(pair[0], pair[1])


def look_at(key: FormulaKey, response: PartResponse, asked: Asked, verdict: Verdict) -> Wrong | None:
    """What rules look at; None where the two are not what they could be told of."""
    asked = replace(asked, symbols=symbols_for(key, asked.symbols))
    match key:
        case IntegerKey():
            pair = _whole_numbers(key, response)
        case QuantityKey():
            return _quantities(key, response, asked, verdict)
        case _:
            pair = read_typed(response, symbols=asked.symbols), _wanted(key, asked.symbols)
    given, wanted = pair
    if given is None or wanted is None:
        return None
    return Wrong(key, response, asked, verdict, given, wanted)


def _wanted(key: FormulaKey, symbols: Symbols) -> Node | None:
    try:
        tree = read(key.spelled, symbols=symbols)
    except ReadError:
        return None
    return tree if kind_of(tree) == "expression" else None


def _whole_numbers(key: IntegerKey, response: PartResponse) -> tuple[Node | None, Node | None]:
    given, wanted = read_integer(narrow(typed_by(response))), read_integer(key.value)
    return _number(given), _number(wanted)


def _number(value: int | None) -> Node | None:
    return None if value is None else Number(Fraction(value), str(value))


def _quantities(key: QuantityKey, response: PartResponse, asked: Asked, verdict: Verdict) -> Wrong | None:
    case = with_units(Case(student=typed_by(response), key=key.answer, options="", symbols=asked.symbols))
    try:
        given, wanted = quantity_of(case.answer), quantity_of(case.expected)
    except (NotAQuantityError, ReadError, OptionsError):
        return None
    scales = scale_of(given.units), scale_of(wanted.units)
    if given.number is None or wanted.number is None or scales[0].dimension != scales[1].dimension:
        return None
    number = converted(given.number, *scales)
    return Wrong(key, response, asked, verdict, number, wanted.number, _named(wanted.unit_text))


def _named(unit: str) -> str:
    for sign, name in NAMES_OF_SIGNS:
        unit = unit.replace(sign, name)
    return unit
