"""The engine's codes as sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

__all__ = ["word_reading_error", "word_reason", "word_witness"]

# Sentences may use what the engine tells about the place: found, bracket, names.
READING = {
    "empty": gettext_lazy("Nothing is written yet."),
    "too_long": gettext_lazy("This is too long to read. Please shorten it."),
    "too_deep": gettext_lazy("There are too many brackets inside one another to read this."),
    "too_many_nodes": gettext_lazy("This is too long to read. Please shorten it."),
    "too_costly": gettext_lazy("This number is too large to work with."),
    "unbalanced_bracket": gettext_lazy("A bracket has no partner."),
    "missing_operand": gettext_lazy("Something is missing next to a sign."),
    "unexpected": gettext_lazy("“%(found)s” cannot stand here."),
    "unknown_character": gettext_lazy("“%(found)s” is not a sign that can be used here."),
    "unknown_command": gettext_lazy("“%(found)s” is not known here."),
    "unknown_function": gettext_lazy("This function is not known here."),
    "unknown_symbol": gettext_lazy("The letter %(found)s is not used in this question."),
    "wrong_arguments": gettext_lazy("“%(found)s” has too few or too many values in its brackets."),
    "bad_number": gettext_lazy("This number cannot be read."),
    "prose": gettext_lazy("Please write only the answer as a formula, without words."),
    "ambiguous": gettext_lazy("This can be read in two ways. Add brackets or a multiplication sign."),
    "integer_expected": gettext_lazy("Write a whole number from 0 to 999."),
    "number_expected": gettext_lazy("Write one number, without letters."),
    "one_option_expected": gettext_lazy("Choose exactly one option."),
    "unknown_option": gettext_lazy("This option does not exist here."),
    "true_or_false_expected": gettext_lazy("Choose true or false."),
    "expression_expected": gettext_lazy("Write an expression, without = or an inequality sign."),
    "no_text": gettext_lazy("There is nothing here that can be seen."),
    "pairs_expected": gettext_lazy("Choose an option for each line."),
    "equation_expected": gettext_lazy("Write an equation, with =."),
    "inequality_expected": gettext_lazy("Write an inequality, with < or >."),
    "interval_expected": gettext_lazy("Write an interval, such as [1, 2]."),
    "set_expected": gettext_lazy("Write a set, such as {1, 2}."),
    "list_expected": gettext_lazy("Write a list, such as [1, 2, 3]."),
    "tuple_expected": gettext_lazy("Write a point, such as (1, 2)."),
    "matrix_expected": gettext_lazy("Write a matrix."),
    "logic_expected": gettext_lazy("Write true or false, or conditions joined by and, or."),
}
NOTHING_MORE = {
    "unexpected": gettext_lazy("Something is missing at the end."),
}
WITHOUT_A_PLACE = frozenset({"empty", "too_long", "too_many_nodes", "prose"})

REASONS = {
    "unanswered": gettext_lazy("No answer was given."),
    "equal_exactly": gettext_lazy("The answer and the key are exactly equal."),
    "agrees_at_points": gettext_lazy("The answer agrees with the key at every point that was tried."),
    "within_tolerance": gettext_lazy("The answer is within the tolerance."),
    "outside_tolerance": gettext_lazy("The answer is outside the tolerance."),
    "different_number": gettext_lazy("The answer is another number."),
    "differs_at_point": gettext_lazy("The answer and the key differ."),
    "differs_exactly": gettext_lazy("The answer and the key differ."),
    "different_domain": gettext_lazy("The answer and the key are not defined at the same places."),
    "different_length": gettext_lazy("The answer has another number of entries than the key."),
    "entry_differs": gettext_lazy("An entry of the answer differs from the key."),
    "extra_element": gettext_lazy("%(element)s does not belong to the answer."),
    "missing_element": gettext_lazy("Something that belongs to the answer is missing."),
    "unknown_letter": gettext_lazy("The answer uses %(names)s, which the key does not."),
    "right_option": gettext_lazy("The right option."),
    "wrong_option": gettext_lazy("Another option is right."),
    "right_options": gettext_lazy("Exactly the right options."),
    "wrong_options": gettext_lazy("These are not exactly the right options."),
    "accepted_text": gettext_lazy("This answer is right."),
    "accepted_partly": gettext_lazy("This answer is partly right."),
    "different_text": gettext_lazy("Another answer is expected."),
    "right_pairs": gettext_lazy("Every line has its right option."),
    "some_right_pairs": gettext_lazy("%(right)d of %(of)d lines have their right option."),
    "wrong_pairs": gettext_lazy("These are not the right pairs."),
    "needs_person": gettext_lazy("A teacher reads this."),
    "decided_by_person": gettext_lazy("A teacher decided on this."),
    "some_right_options": gettext_lazy("%(right)d of %(of)d right options, %(wrong)d wrong."),
    "too_costly": gettext_lazy("This was too large to compute. A teacher will look at it."),
    "undecided": gettext_lazy("It could not be decided by machine. A teacher will look at it."),
    "not_compared": gettext_lazy("It could not be decided by machine. A teacher will look at it."),
    "test_not_available": gettext_lazy("It could not be decided by machine. A teacher will look at it."),
    "readable": gettext_lazy("The answer can be read."),
}


def word_reading_error(code: str, values: Mapping[str, Any]) -> str:
    """What cannot be read and where, as a student would say it. ``values["position"]`` counts from 0."""
    sentence = _reading_sentence(code, values)
    position = values.get("position")
    if not isinstance(position, int) or code in WITHOUT_A_PLACE:
        return sentence
    return _("%(sentence)s (Character %(position)d)") % {"sentence": sentence, "position": position + 1}


def _reading_sentence(code: str, values: Mapping[str, Any]) -> str:
    readings = values.get("readings") or []
    if code == "ambiguous" and len(readings) == 2:
        return _(
            "This can be read in two ways: %(first)s, or %(second)s. Add brackets or a multiplication sign."
        ) % {"first": readings[0], "second": readings[1]}
    found = str(values.get("found") or "")
    if not found and code in NOTHING_MORE:
        return str(NOTHING_MORE[code])
    sentence = READING.get(code)
    return str(sentence) % {"found": found} if sentence else _("This cannot be read yet.")


def word_reason(verdict: str, reason: Mapping[str, Any]) -> str:
    """Why an answer got its verdict, in one sentence."""
    code, values = str(reason.get("code")), reason.get("values") or {}
    if code == "decided_by_person" and values.get("comment"):
        return _("Your teacher writes: %(comment)s") % {"comment": values["comment"]}
    if verdict == "unreadable":
        return word_reading_error(code, values)
    names = ", ".join(values.get("names") or [])
    known = {"element": "", "right": 0, "of": 0, "wrong": 0, **values, "names": names}
    return str(REASONS[code]) % known if code in REASONS else ""


def word_witness(reason: Mapping[str, Any]) -> str:
    """The point at which answer and key differ, as a sentence; empty when there is none."""
    witness = reason.get("witness")
    if not witness:
        return ""
    values = {
        "at": ", ".join(f"{name} = {value}" for name, value in witness["at"].items()),
        "student": _undefined_or(witness["student"]),
        "key": _undefined_or(witness["key"]),
    }
    if not values["at"]:
        return _("Your answer is %(student)s, the key is %(key)s.") % values
    return _("At %(at)s your answer is %(student)s, the key is %(key)s.") % values


def _undefined_or(value: str) -> str:
    return _("undefined") if value == "undefined" else value
