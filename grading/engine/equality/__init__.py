"""Are two answers equal? Exact forms first, then balls, then agreement at points.

Reason codes, by outcome:

correct     ``equal_exactly`` (a proof by canonical forms) · ``agrees_at_points`` (no difference at the
            points and the precision of the certificate) · ``within_tolerance``
incorrect   ``differs_at_point`` (proved by disjoint balls at the witness) · ``differs_exactly`` (proved
            by forms, no point to show) · ``different_domain`` {undefined: student|key} (one is undefined
            on an interval where the other has values) · ``unknown_letter`` {names} ·
            ``entry_differs`` {entry, reason} · ``different_length`` {student, key} ·
            ``extra_element`` and ``missing_element`` {element} · ``outside_tolerance`` {student, key,
            difference}
undecided   ``too_costly`` {measure} · ``undecided`` (no common domain seen, or balls that never part) ·
            ``not_compared`` (kinds of objects that this module does not compare)
unreadable  ``expression_expected``, ``equation_expected``, ``set_expected`` … {met} ·
            ``number_expected`` {met} or {names}

The certificate is ``{engine, student, key, method, points, precision, seed}``; ``method`` is ``exact``,
``balls``, ``points`` or ``none``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from typing import Final

from grading.engine.cost import TooCostlyError, check
from grading.engine.equality.expressions import compare_expressions
from grading.engine.equality.kinds import are_comparable, are_number_sets, are_propositions, as_meant_by
from grading.engine.equality.looks import Work
from grading.engine.equality.numbers import compare_within
from grading.engine.equality.propositions import compare_number_sets, compare_propositions
from grading.engine.equality.structures import compare_structures
from grading.engine.equality.trees import as_meant, kind_of
from grading.engine.equality.verdicts import Readings
from grading.engine.nodes import Node
from grading.engine.symbols import Symbols
from grading.engine.verdict import Verdict

__all__ = ["NO_SYMBOLS", "compare", "compare_number", "comparer", "one_effort"]

NO_SYMBOLS: Final = Symbols()
_SHARED: Final[ContextVar[Work | None]] = ContextVar("shared work", default=None)


@contextmanager
def one_effort(*, times: int) -> Iterator[None]:
    """All comparisons inside may together spend ``times`` what one may: for an answer that is held against
    many others. What is beyond that is undecided, the same way every time."""
    token = _SHARED.set(_work(times))
    try:
        yield
    finally:
        _SHARED.reset(token)


def _work(times: int = 1) -> Work:
    return _SHARED.get() or Work(times * Work().left)


def compare(
    student: Node, key: Node, *, symbols: Symbols = NO_SYMBOLS, assumptions: Sequence[Node] = ()
) -> Verdict:
    """Mathematical equality of two trees.

    Real unless one of the two or ``symbols`` has ``i``; compared where both are defined; isolated points
    never matter, a difference of domain on an interval does. ``assumptions`` are relations (``x > 0``)
    that hold wherever the two are compared.
    """
    student, key = as_meant(student, symbols), as_meant(key, symbols)
    return _compare(student, key, symbols=symbols, assumptions=assumptions, work=_work())


def comparer(*, symbols: Symbols = NO_SYMBOLS, times: int = 1) -> Callable[[Node, Node], Verdict]:
    """``compare`` for many pairs of one answer: all of them together may spend what one comparison may, or
    ``times`` as much."""
    work = _work(times)

    def compared(student: Node, key: Node) -> Verdict:
        meant = as_meant(student, symbols), as_meant(key, symbols)
        return _compare(*meant, symbols=symbols, assumptions=(), work=work)

    return compared


def compare_number(
    student: Node,
    key: Node,
    *,
    absolute: Fraction | None = None,
    relative: Fraction | None = None,
    symbols: Symbols = NO_SYMBOLS,
) -> Verdict:
    """Whether ``student`` is within ``absolute`` or ``relative * |key|`` of ``key``, boundaries included."""
    if absolute is None and relative is None:
        return compare(student, key, symbols=symbols)
    return compare_within(student, key, absolute=absolute, relative=relative, symbols=symbols)


def _compare(
    student: Node, key: Node, *, symbols: Symbols, assumptions: Sequence[Node], work: Work
) -> Verdict:
    student, key = as_meant_by(student, key)
    kinds = kind_of(student), kind_of(key)

    def entries(mine: Node, theirs: Node) -> Verdict:
        return _compare(mine, theirs, symbols=symbols, assumptions=assumptions, work=work)

    if kinds == ("expression", "expression"):
        return compare_expressions(student, key, symbols=symbols, assumptions=assumptions, work=work)
    readings = Readings(student, key)
    if not are_comparable(student, key):
        return readings.incorrect(f"{kinds[1]}_expected", {"met": kinds[0]}, method="exact")
    try:
        check(student)
        check(key)
    except TooCostlyError as error:
        return readings.undecided("too_costly", {"measure": error.measure})
    if are_propositions(student, key):
        return compare_propositions(student, key, symbols=symbols, work=work, expressions=entries)
    if are_number_sets(student, key):
        verdict = compare_number_sets(student, key, work=work)
        if verdict is not None:
            return verdict
    return compare_structures(student, key, entries=entries)
