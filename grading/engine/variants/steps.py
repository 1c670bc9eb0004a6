"""One statement at a time, and what turned combinations down."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from grading.engine.variants.arithmetic import holds, value_of
from grading.engine.variants.draws import IntegerBetween
from grading.engine.variants.errors import ParameterError, Undefined
from grading.engine.variants.objects import Polynomial, Value
from grading.engine.variants.program import Statement
from grading.engine.variants.sorts import number_of
from grading.engine.variants.statements import Derived, Requirement

__all__ = ["Tally", "digest", "take"]


class Tally:
    """How many combinations each statement turned down, in the order in which statements are reached."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()
        self._statements: dict[int, Statement] = {}

    def note(self, place: int, statement: Statement) -> None:
        """One more, at a ``place`` that grows from one statement to the next."""
        self._counts[place] += 1
        self._statements.setdefault(place, statement)

    def error(self) -> ParameterError:
        """What to tell when nothing fits: the furthest statement turned down whatever reached it."""
        if not self._counts:
            return ParameterError("no_values_fit", 0)
        furthest = max(self._counts)
        statement = self._statements[furthest]
        text = getattr(statement, "text", "")
        told = {"statement": text, "count": self._counts[furthest]} if text else {}
        return ParameterError("no_values_fit", statement.line, 0, told)


def digest(*key: object) -> bytes:
    """256 bits that nothing but ``key`` decides."""
    return hashlib.sha256(":".join(map(str, key)).encode()).digest()


def take(statement: Statement, values: dict[str, Value], picks: Iterator[int]) -> bool:
    """Works a statement out, a draw by the next of ``picks``; False where the combination is passed over.
    A ParameterError gets the statement's line."""
    try:
        match statement:
            case Requirement(condition=condition):
                return holds(condition, values)
            case Derived(name=name):
                values[name] = _worked_out(statement, values)
            case IntegerBetween():
                values[statement.name] = statement.settled(values).pick(next(picks))[0]
            case _:
                values |= zip(statement.names, statement.pick(next(picks)), strict=True)
    except Undefined:
        return False
    except ParameterError as error:
        raise ParameterError(error.code, statement.line) from error
    return True


def _worked_out(statement: Derived, values: dict[str, Value]) -> Value:
    if not statement.letter:
        return value_of(statement.expression, values)
    letter = Polynomial(statement.letter, (Fraction(0), Fraction(1)))
    found = value_of(statement.expression, {**values, statement.letter: letter})
    return found if isinstance(found, Polynomial) else Polynomial(statement.letter, (number_of(found),))
