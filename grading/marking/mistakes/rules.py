"""The rules, one function each: what is known of the mistake, or None where the answer has not made it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from grading.engine import Node, Reason, Verdict
from grading.engine.calculus.substitution import free_letters, substituted
from grading.engine.nodes import (
    Call,
    Constant,
    Negate,
    Number,
    Product,
    Quotient,
    Sum,
    Symbol,
    children,
    with_children,
)
from grading.keys import FormulaKey, IntegerKey, Mistake
from grading.marking.judging import Asked
from grading.marking.mistakes.values import ratio_of
from grading.marking.mistakes.wrong import Wrong, look_at
from grading.responses import PartResponse

__all__ = ["find_mistake"]

Rule = Callable[[Wrong], Reason | None]

ONE: Final = Number(Fraction(1), "1")
PI: Final = Constant("pi")
HALF_TURN: Final = Number(Fraction(180), "180")
# A formula is the multiple of another one by proof; of numbers nearly every one is a multiple of another (all
# rational ones are, and all angles that are taught), so only those that people are wrong by count.
LARGEST_FACTOR: Final = 100
LARGEST_FACTOR_OF_NUMBERS: Final = 12
TENS: Final = tuple(Fraction(10) ** exponent for exponent in range(-6, 7) if exponent)
# Letters that stand for whole numbers.
COUNTING: Final = frozenset("ijklmn")
ANGLED: Final = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
# What the engine says of an answer whose derivative is right, or would be for one value of the letter.
OF_CONSTANTS: Final = frozenset(
    {"constant_missing", "constant_not_additive", "constant_not_general", "constant_not_plain"}
    | {"several_constants"}
)


def find_mistake(
    key: FormulaKey, response: PartResponse, asked: Asked, verdict: Verdict
) -> tuple[Mistake, Reason] | None:
    """The first of the key's ``mistakes`` that an answer, which is not right by ``verdict``, has made."""
    wrong = look_at(key, response, asked, verdict)
    if wrong is None:
        return None
    for mistake in key.mistakes:
        rule = RULES.get(mistake.rule)
        found = rule(wrong) if rule else None
        if found is not None:
            return mistake, found
    return None


def _sign(wrong: Wrong) -> Reason | None:
    return Reason("mistake_sign") if wrong.is_right_if(Negate(wrong.wanted)) else None


def _reciprocal(wrong: Wrong) -> Reason | None:
    return Reason("mistake_reciprocal") if wrong.is_right_if(Quotient(ONE, wrong.wanted)) else None


def _constant_factor(wrong: Wrong) -> Reason | None:
    factor = _factor(wrong)
    if factor is None or not wrong.is_right_if(Product((_number(factor), wrong.wanted))):
        return None
    return Reason("mistake_factor", {"factor": str(factor)})


def _factor(wrong: Wrong) -> Fraction | None:
    """How often the key goes into the answer, where that is a factor that people are wrong by."""
    given, wanted = wrong.meant(wrong.given), wrong.meant(wrong.wanted)
    ratio = ratio_of(given, wanted) if given is not None and wanted is not None else None
    if not ratio:
        return None
    is_of_numbers = wrong.is_near or not free_letters(wrong.wanted)
    largest = LARGEST_FACTOR_OF_NUMBERS if is_of_numbers else LARGEST_FACTOR
    ten = min(TENS, key=lambda each: abs(abs(ratio) / each - 1))
    if abs(abs(ratio) / ten - 1) < Fraction(1, 2 * largest):
        return ten if ratio > 0 else -ten
    if abs(ratio) >= 2 * largest:
        return None
    factor = (
        ratio.limit_denominator(largest) if abs(ratio) < 1 else 1 / (1 / ratio).limit_denominator(largest)
    )
    sizes = abs(factor.numerator), factor.denominator
    if factor == 0 or abs(factor) == 1 or max(sizes) > largest:
        return None
    return None if is_of_numbers and min(sizes) > 1 else factor


def _number(value: Fraction) -> Node:
    size = Number(Fraction(abs(value.numerator)), str(abs(value.numerator)))
    below = Number(Fraction(value.denominator), str(value.denominator))
    share = size if value.denominator == 1 else Quotient(size, below)
    return Negate(share) if value < 0 else share


def _constant_of_integration(wrong: Wrong) -> Reason | None:
    code = wrong.verdict.reason.code
    return Reason("mistake_constant", {"found": code}) if code in OF_CONSTANTS else None


def _angle_unit(wrong: Wrong) -> Reason | None:
    candidates: list[Node] = [
        Quotient(Product((wrong.wanted, HALF_TURN)), PI),
        Quotient(Product((wrong.wanted, PI)), HALF_TURN),
    ]
    swapped = _with_other_angles(wrong.wanted)
    if swapped != wrong.wanted:
        candidates.append(swapped)
    is_found = any(wrong.is_right_if(candidate) for candidate in candidates)
    return Reason("mistake_angle_unit") if is_found else None


def _with_other_angles(node: Node) -> Node:
    """``node`` with degrees for radians under its trigonometric functions, and radians for degrees."""
    parts = tuple(_with_other_angles(part) for part in children(node))
    if not (isinstance(node, Call) and node.function in ANGLED and len(parts) == 1):
        return with_children(node, parts)
    return Call(node.function, (_other_angle(parts[0]),))


def _other_angle(angle: Node) -> Node:
    match angle:
        case Call(function="degree", arguments=(inner,)):
            return inner
        case Negate(operand=Call(function="degree", arguments=(inner,))):
            return Negate(inner)
    return Call("degree", (angle,))


def _off_by_one_term(wrong: Wrong) -> Reason | None:
    for candidate in wrong.without_a_term(wrong.wanted, wrong.given):
        if wrong.is_right_if(candidate):
            return Reason("mistake_term", {"terms": "missing"})
    for candidate in wrong.without_a_term(wrong.given, wrong.wanted):
        if wrong.would_be_right(candidate):
            return Reason("mistake_term", {"terms": "extra"})
    if any(wrong.is_right_if(candidate) for candidate in _shifted(wrong)):
        return Reason("mistake_term", {"terms": "shifted"})
    return None


def _shifted(wrong: Wrong) -> Iterator[Node]:
    """The key for the number before and after; a whole number itself is counted one too far or too short."""
    letters = free_letters(wrong.wanted)
    for step in (ONE, Negate(ONE)):
        if isinstance(wrong.key, IntegerKey):
            yield Sum((wrong.wanted, step))
        elif len(letters) == 1 and letters <= COUNTING:
            (letter,) = letters
            yield substituted(wrong.wanted, letter, Sum((Symbol(letter), step)))


RULES: Final[Mapping[str, Rule]] = {
    "sign": _sign,
    "reciprocal": _reciprocal,
    "constant_factor": _constant_factor,
    "constant_of_integration": _constant_of_integration,
    "angle_unit": _angle_unit,
    "off_by_one_term": _off_by_one_term,
}
