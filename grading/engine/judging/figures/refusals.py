"""What is said of answers and keys that are no numbers, before a number is looked at."""

from __future__ import annotations

from typing import Final

from grading.engine.balls import (
    Evaluator,
    NoValueError,
    UnsettledError,
    has_unknown_function,
    working_precision,
)
from grading.engine.cost import TooCostlyError, check
from grading.engine.equality.trees import as_meant, kind_of, survey
from grading.engine.equality.verdicts import Readings
from grading.engine.judging.case import Case, OptionsError
from grading.engine.nodes import Call, Node, walk
from grading.engine.verdict import Verdict
from grading.engine.writing import write_plain

__all__ = ["check_key_number", "has_no_value", "number_refusal", "readings_of", "unknown_names"]

BITS: Final = 128


def readings_of(case: Case, answer: Node) -> Readings:
    """``answer`` and the key of ``case``, bases of logarithms written out, derivatives taken."""
    return Readings(as_meant(answer, case.symbols), as_meant(case.expected, case.symbols))


def number_refusal(readings: Readings) -> Verdict | None:
    """The verdict on an answer that is no number where one is asked for; ``None`` when it may be one.

    Another kind of object than the key is incorrect by definition, as letters are; objects that are no
    numbers on both sides cannot be judged, and what has no value (``1/0``) is no answer.
    Raises OptionsError for a key that is no real number with a value.
    """
    kinds = kind_of(readings.student), kind_of(readings.key)
    if kinds[0] != kinds[1]:
        return readings.incorrect(f"{kinds[1]}_expected", {"met": kinds[0]}, method="exact")
    if kinds[0] != "expression":
        return readings.unreadable("number_expected", {"met": kinds[0]})
    check_key_number(readings.key)
    names = unknown_names(readings.student)
    if names:
        return readings.incorrect("unknown_letter", {"names": names}, method="exact")
    if has_no_value(readings.student):
        return readings.unreadable("no_value", {"text": write_plain(readings.student)})
    return None


def check_key_number(key: Node) -> None:
    """Raises OptionsError ``key_number_expected`` or ``key_no_value`` unless ``key`` is a real number."""
    seen = survey(key)
    if kind_of(key) != "expression" or seen.special or seen.imaginary or unknown_names(key):
        raise OptionsError("key_number_expected", key=write_plain(key))
    if has_no_value(key):
        raise OptionsError("key_no_value", key=write_plain(key))


def unknown_names(node: Node) -> list[str]:
    """The letters and the unknown functions of ``node``, sorted: a number has none."""
    calls = (each for each in walk(node) if isinstance(each, Call))
    functions = {each.function for each in calls if has_unknown_function(each)}
    return sorted(survey(node).letters | functions)


def has_no_value(node: Node) -> bool:
    """Whether it is proved that the number ``node`` (without letters) does not exist."""
    seen = survey(node)
    if seen.special or unknown_names(node):
        return False
    try:
        check(node)
        with working_precision(BITS):
            Evaluator({}, seen.imaginary).value(node)
    except NoValueError:
        return True
    except (TooCostlyError, UnsettledError):
        return False
    return False
