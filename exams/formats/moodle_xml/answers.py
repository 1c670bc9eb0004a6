"""Moodle's answers with their fractions as our parts and keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from exams.errors import QuestionError
from exams.formats.moodle_xml.texts import Texts
from grading.texts import comparable, fits

__all__ = ["Answer", "choice_part", "number_part", "read_number", "several_part", "text_part"]

Part = dict[str, Any]
Keyed = tuple[Part, dict[str, Any]]
WHOLE = Fraction(1)
ANYTHING = "*"
LARGEST_EXPONENT = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its ``fraction`` of the points (1 is all), what it says, and how near a number must be."""

    fraction: Fraction
    text: str = ""
    shown: dict[str, str] | None = None
    tolerance: str = ""


def read_fraction(percent: str) -> Fraction:
    """A share of the points. Moodle rounds thirds and sevenths to a few decimals; they are meant whole."""
    try:
        exact = Fraction((percent.strip() or "0").replace(",", ".")) / 100
    except (ValueError, ZeroDivisionError) as error:
        raise QuestionError("moodle_fraction", text=percent[:40]) from error
    nice = exact.limit_denominator(20)
    return nice if abs(nice - exact) < Fraction(1, 10_000) else exact.limit_denominator(10_000)


def choice_part(answers: Sequence[Answer], texts: Texts, *, shuffle: bool) -> Keyed:
    """One option is right: the one that earns everything."""
    right = [place for place, answer in enumerate(answers) if answer.fraction == WHOLE]
    if not right:
        raise QuestionError("moodle_nothing_right")
    if len(right) > 1:
        raise QuestionError("moodle_several_right")
    if any(0 < answer.fraction < WHOLE for answer in answers):
        texts.lose("part_credit")
    if any(answer.fraction < 0 for answer in answers):
        texts.lose("wrong_costs")
    part = {"kind": "choice", "options": _options(answers), "shuffle": shuffle}
    return part, {"correct": f"o{right[0] + 1}"}


def several_part(answers: Sequence[Answer], texts: Texts, *, shuffle: bool, whole: bool = False) -> Keyed:
    """Options of which any number may be right; ``whole``: only exactly these earn anything."""
    right = [place for place, answer in enumerate(answers) if answer.fraction > 0]
    if not right:
        raise QuestionError("moodle_nothing_right")
    if not whole:
        _tell_credits(answers, texts)
    part = {"kind": "multiple_choice", "options": _options(answers), "shuffle": shuffle}
    key = {
        "correct": [f"o{place + 1}" for place in right],
        "policy": "all_or_nothing" if whole else "per_option",
    }
    return part, key


def _tell_credits(answers: Sequence[Answer], texts: Texts) -> None:
    """Our credit is (right picks - wrong picks) / right options; what theirs was instead."""
    gains = [answer.fraction for answer in answers if answer.fraction > 0]
    costs = [-answer.fraction for answer in answers if answer.fraction <= 0]
    each = Fraction(1, len(gains))
    # In Cloze every right option is written as right altogether.
    if set(gains) != {WHOLE} and any(abs(gain - each) > Fraction(1, 1000) for gain in gains):
        texts.lose("unequal_credit")
    if any(cost == 0 for cost in costs):
        texts.lose("free_wrong")
    if any(cost and abs(cost - each) > Fraction(1, 1000) for cost in costs):
        texts.lose("unequal_cost")


def _options(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    return [
        {"id": f"o{number}", "text": answer.shown or {}} for number, answer in enumerate(answers, start=1)
    ]


def text_part(answers: Sequence[Answer], texts: Texts, *, case_sensitive: bool) -> Keyed:
    """Words, each with the credit that it earns."""
    earning = [answer for answer in answers if answer.fraction > 0]
    if not any(answer.fraction >= WHOLE for answer in earning):
        raise QuestionError("moodle_nothing_right")
    if any(answer.text.strip() == ANYTHING for answer in earning):
        texts.lose("anything_earns")
    if _first_match_decides(answers, case_sensitive=case_sensitive):
        texts.lose("answer_order")
    key = {
        "accepted": [{"text": answer.text, "credit": str(min(WHOLE, answer.fraction))} for answer in earning],
        "case_sensitive": case_sensitive,
        "wildcards": any("*" in answer.text for answer in earning),
    }
    return {"kind": "short_text"}, key


def _first_match_decides(answers: Sequence[Answer], *, case_sensitive: bool) -> bool:
    """Whether an answer is worth less in Moodle, where the first that fits counts, than here, where the best
    one does."""
    for place, answer in enumerate(answers):
        if "*" in answer.text:
            continue
        text = comparable(answer.text, case_sensitive=case_sensitive)
        for later in answers[place + 1 : place + 51]:
            better = later.fraction > max(answer.fraction, Fraction(0))
            if better and fits(text, later.text, case_sensitive=case_sensitive, wildcards=True):
                return True
    return False


def number_part(answers: Sequence[Answer], texts: Texts) -> Keyed:
    """A number, within the range that all right answers make together."""
    right = [answer for answer in answers if answer.fraction >= WHOLE]
    if not right:
        raise QuestionError("moodle_nothing_right")
    if any(answer.text.strip() == ANYTHING for answer in right):
        raise QuestionError("moodle_anything_right")
    ranges = sorted(_range(answer) for answer in right)
    low, high = ranges[0]
    for begin, end in ranges[1:]:
        if begin > high:
            raise QuestionError("moodle_several_numbers")
        high = max(high, end)
    if any(0 < answer.fraction < WHOLE for answer in answers):
        texts.lose("part_credit_numbers")
    _tell_order(answers, texts, low=low, high=high)
    key = {"value": _plain((low + high) / 2)}
    if high > low:
        key["absolute"] = _plain((high - low) / 2)
    return {"kind": "number"}, key


def _tell_order(answers: Sequence[Answer], texts: Texts, *, low: Decimal, high: Decimal) -> None:
    """A wrong number that stands before the right range and inside it counted as wrong."""
    for answer in answers:
        if answer.fraction >= WHOLE:
            return
        if (
            answer.text.strip() != ANYTHING
            and answer.fraction <= 0
            and low <= read_number(answer.text) <= high
        ):
            texts.lose("answer_order")


def _range(answer: Answer) -> tuple[Decimal, Decimal]:
    value = read_number(answer.text)
    tolerance = abs(read_number(answer.tolerance)) if answer.tolerance.strip() else Decimal(0)
    return value - tolerance, value + tolerance


def read_number(text: str) -> Decimal:
    """A number as Moodle writes it. A comma is a decimal one, unless it might part thousands."""
    plain = text.strip().replace("\u2212", "-").replace(" ", "")
    whole, comma, decimals = plain.partition(",")
    if comma and "," not in decimals and len(decimals) != 3:
        plain = f"{whole}.{decimals}"
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise QuestionError("moodle_number", text=text.strip()[:60]) from error
    if not number.is_finite() or len(plain) > LARGEST_EXPONENT or abs(number.adjusted()) > LARGEST_EXPONENT:
        raise QuestionError("moodle_number", text=text.strip()[:60])
    return number


def _plain(number: Decimal) -> str:
    """Without an exponent and without zeros that say nothing."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text
