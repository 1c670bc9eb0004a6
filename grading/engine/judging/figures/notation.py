"""How a number is written: in scientific notation, without decimals, as a mixed number or a fraction.

Each of these tests asks first whether the answer is equal to the key, then for its form: an equal
answer in another form is incorrect with the reason that names the part which breaks it.
"""

from __future__ import annotations

from collections.abc import Callable

from grading.engine.equality import compare
from grading.engine.equality.verdicts import Readings
from grading.engine.judging.case import Case
from grading.engine.judging.figures.options import wanted_figures
from grading.engine.judging.figures.refusals import number_refusal, readings_of
from grading.engine.judging.figures.significant import figures_verdict
from grading.engine.judging.figures.spelling import (
    read_number,
    spelling_of,
    whole_number,
    with_powers_of_ten,
)
from grading.engine.nodes import Call, Negate, Node, Number, Quotient, walk
from grading.engine.verdict import Outcome, Reason, Verdict
from grading.engine.writing import write_plain

__all__ = ["judge_exact", "judge_improper_fraction", "judge_mixed_number", "judge_scientific_notation"]


def judge_scientific_notation(case: Case) -> Verdict:
    """``a * 10^n`` with 1 <= a < 10 and a whole ``n``, or ``aEn``; zero is written ``0``.

    Without options the value must be exactly the key's; otherwise ``n`` or ``[n, m]`` asks for figures
    as ``significant_figures`` does.
    """
    case, answer = read_number(case)
    wanted = wanted_figures(case) if case.options.strip() else None
    readings = readings_of(case, answer)
    verdict = number_refusal(readings)
    if verdict is not None:
        return verdict
    if wanted is None:
        verdict = compare(answer, readings.key, symbols=case.symbols)
    else:
        verdict = figures_verdict(readings, answer, readings.key, wanted)
    return _in_form(readings, verdict, _not_scientific(answer))


def _not_scientific(node: Node) -> Reason | None:
    spelling = spelling_of(node)
    if spelling is None or spelling.powers > 1:
        return Reason("not_scientific", {"text": write_plain(node)})
    if not spelling.mantissa:
        return None
    if not spelling.powers:
        return Reason("power_of_ten_missing")
    if not 1 <= spelling.mantissa < 10:
        return Reason("mantissa_out_of_range", {"mantissa": spelling.literal})
    return None


def judge_exact(case: Case) -> Verdict:
    """Equal to the key, and no decimal is written: ``1/2`` and ``sqrt(2)``, not ``0.5``; no options."""
    return _judge_form(with_powers_of_ten(case), _decimal_of)


def _decimal_of(node: Node) -> Reason | None:
    for each in walk(node):
        if isinstance(each, Number) and not each.literal.isdigit() and each.literal:
            return Reason("decimal_used", {"text": each.literal})
    return None


def judge_mixed_number(case: Case) -> Verdict:
    """Equal to the key, and a whole number with a proper fraction: ``3 1/2``; one of the two alone where
    the value is one. No options; lowest terms are another test."""
    return _judge_form(case, _not_mixed)


def _not_mixed(node: Node) -> Reason | None:
    match _unsigned(node):
        case Number() as number if whole_number(number) is not None:
            return None
        case Call(function="mixed", arguments=(Number(value=whole), part)) if whole and _fraction(part):
            return None  # the reader makes this of proper fractions only
        case Quotient() as quotient if (parts := _fraction(quotient)) is not None:
            is_proper = parts[0] < parts[1]
            return None if is_proper else Reason("top_heavy_fraction", {"text": write_plain(node)})
        case _:
            return Reason("not_mixed", {"text": write_plain(node)})


def judge_improper_fraction(case: Case) -> Verdict:
    """Equal to the key, and a fraction of whole numbers, the numerator not less than the denominator:
    ``7/2``, ``-4/3``. No options; lowest terms are another test."""
    return _judge_form(case, _not_improper)


def _not_improper(node: Node) -> Reason | None:
    match _unsigned(node):
        case Quotient() as quotient if (parts := _fraction(quotient)) is not None:
            is_proper = parts[0] < parts[1]
            return Reason("proper_fraction", {"text": write_plain(node)}) if is_proper else None
        case Call(function="mixed"):
            return Reason("mixed_number", {"text": write_plain(node)})
        case _:
            return Reason("not_a_fraction", {"text": write_plain(node)})


def _fraction(node: Node) -> tuple[int, int] | None:
    """Numerator and denominator without signs, of a fraction of whole numbers that is not zero."""
    if not isinstance(node, Quotient):
        return None
    above, below = whole_number(_unsigned(node.numerator)), whole_number(_unsigned(node.denominator))
    return (above, below) if above and below else None


def _unsigned(node: Node) -> Node:
    return node.operand if isinstance(node, Negate) else node


def _judge_form(case: Case, broken: Callable[[Node], Reason | None]) -> Verdict:
    verdict = compare(case.answer, case.expected, symbols=case.symbols)
    return _in_form(Readings(case.answer, case.expected), verdict, broken(case.answer))


def _in_form(readings: Readings, verdict: Verdict, broken: Reason | None) -> Verdict:
    """A wrong value is said first, then a broken form, whatever else is known of the value."""
    if broken is None or verdict.outcome in (Outcome.INCORRECT, Outcome.UNREADABLE):
        return verdict
    return readings.incorrect(broken.code, broken.values, method="exact")
