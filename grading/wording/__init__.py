"""The engine's codes as sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grading.wording.forms import FORM_NAMES, OPTIONS
from grading.wording.marking import NOTHING_WRONG
from grading.wording.messages import message_in_language, with_message
from grading.wording.methods import word_method
from grading.wording.readings import INSTEAD, NOTHING_MORE, READING, WITHOUT_A_PLACE
from grading.wording.reasons import REASONS
from grading.wording.steps import AFTER_WHAT_IS_GIVEN, is_of_step, word_line, word_step_witness

__all__ = [
    "FORM_NAMES",
    "OPTIONS",
    "READING",
    "REASONS",
    "message_in_language",
    "reveals_key",
    "word_method",
    "word_options_error",
    "word_reading_error",
    "word_reason",
    "word_witness",
]

# Their witness is what the answer should have had.
NAMES_WHAT_IS_RIGHT = frozenset({"missing_solution", "missing_element", "step_loses_solutions"})
WORDS_FOR_VALUES = {
    "undefined": gettext_lazy("undefined"),
    "true": gettext_lazy("true"),
    "false": gettext_lazy("false"),
}


def word_reading_error(code: str, values: Mapping[str, Any]) -> str:
    """What cannot be read and where, as a student would say it. ``values["position"]`` counts from 0, and
    ``values["column"]`` from where its line begins."""
    sentence = word_line(_reading_sentence(code, values), values)
    position = values.get("column", values.get("position"))
    if not isinstance(position, int) or code in WITHOUT_A_PLACE:
        return sentence
    return _("%(sentence)s (Character %(position)d)") % {"sentence": sentence, "position": position + 1}


def _reading_sentence(code: str, values: Mapping[str, Any]) -> str:
    readings = values.get("readings") or []
    if code == "ambiguous" and len(readings) == 2:
        return _(
            "This can be read in two ways: %(first)s, or %(second)s. Add brackets or a multiplication sign."
        ) % {"first": readings[0], "second": readings[1]}
    if values.get("comma"):
        comma = str(values["comma"])
        return _("Write a decimal with a point: %(point)s, not %(comma)s.") % {
            "point": comma.replace(",", "."),
            "comma": comma,
        }
    found = str(values.get("found") or "")
    if code == "unknown_symbol" and values.get("expected"):
        return _("The letter %(found)s is not used in this question. Letters to use: %(names)s.") % {
            "found": found,
            "names": _listed(values["expected"]),
        }
    if not found and code in NOTHING_MORE:
        return str(NOTHING_MORE[code])
    if code not in READING and code in REASONS:
        return _reason_sentence(code, values)
    sentence = INSTEAD.get((code, str(values.get("met")))) or READING.get(code)
    return str(sentence) % {"found": found} if sentence else _("This cannot be read yet.")


def word_reason(verdict: str, reason: Mapping[str, Any]) -> str:
    """Why an answer got its verdict: a sentence, or two where the value is right and a form is missing, and
    what its author wrote for those who answer so."""
    code, values = str(reason.get("code")), reason.get("values") or {}
    if code == "decided_by_person" and values.get("comment"):
        return _("Your teacher writes: %(comment)s") % {"comment": values["comment"]}
    if verdict == "unreadable":
        return word_reading_error(code, values)
    sentence = _reason_sentence(code, values)
    if values.get("form") and values.get("equal") and sentence:
        return _("The value is right, but the form is not. %(sentence)s") % {"sentence": sentence}
    return with_message(sentence, code, values)


def _reason_sentence(code: str, values: Mapping[str, Any]) -> str:
    if code not in REASONS:
        return _reading_sentence(code, values) if code in READING else ""
    if code == "entry_differs" and values.get("entry"):
        return _word_entry(values["entry"])
    if code == "unknown_unit" and values.get("suggestions"):
        return _("The unit %(unit)s is not known. Did you mean %(suggestions)s?") % {
            "unit": values["unit"],
            "suggestions": _listed(values["suggestions"]),
        }
    told = {name: _listed(value) if isinstance(value, list) else value for name, value in values.items()}
    sentence = _special(code, values) or REASONS[code]
    return str(sentence) % _Told({"right": 0, "of": 0, "wrong": 0, **told})


def _special(code: str, values: Mapping[str, Any]) -> Any:
    """The sentence of ``code`` that suits just these values better, or None."""
    if values.get("before") == 0:
        return AFTER_WHAT_IS_GIVEN.get(code)
    return NOTHING_WRONG.get(code) if values.get("wrong") == 0 else None


class _Told(dict[str, Any]):
    """What the engine told. An older one may have told less: nothing then stands in its place."""

    def __missing__(self, name: str) -> str:
        return ""


def _word_entry(place: list[int]) -> str:
    """Entries are counted from 1: ``[2]`` of a list, ``[2, 1]`` of a matrix."""
    if len(place) == 2:
        return _("The entry in row %(row)d, column %(column)d differs from the key.") % {
            "row": place[0],
            "column": place[1],
        }
    return _("Entry %(place)s differs from the key.") % {"place": _listed(place)}


def _listed(values: Any) -> str:
    return ", ".join(map(str, values))


def word_witness(reason: Mapping[str, Any]) -> str:
    """The point at which answer and key differ, as a sentence; empty when there is none."""
    witness = reason.get("witness")
    if not witness:
        return ""
    values = {
        "at": ", ".join(f"{name} = {_truth_or(value)}" for name, value in witness["at"].items()),
        "student": _truth_or(witness["student"]),
        "key": _truth_or(witness["key"]),
    }
    if is_of_step(reason):
        told = {**values, "line": str(reason["values"].get("line", ""))}
        return word_step_witness(told, value=witness["student"])
    if not values["at"]:
        return _("Your answer is %(student)s, the key is %(key)s.") % values
    if witness["student"] == "true" and witness["key"] == "false":
        return _("%(at)s makes your answer true, but the key false.") % values
    if witness["student"] == "false" and witness["key"] == "true":
        return _("%(at)s makes your answer false, but the key true.") % values
    return _("At %(at)s your answer is %(student)s, the key is %(key)s.") % values


def reveals_key(reason: Mapping[str, Any]) -> bool:
    """Whether the sentence on the witness would tell what is right: a solution or an element that is missing,
    or the key's own value where no letter is put in."""
    witness = reason.get("witness")
    if not witness:
        return False
    return reason.get("code") in NAMES_WHAT_IS_RIGHT or not witness["at"]


def _truth_or(value: str) -> str:
    return str(WORDS_FOR_VALUES[value]) if value in WORDS_FOR_VALUES else value


def word_options_error(code: str, values: Mapping[str, Any]) -> str:
    """What an author has to tell a form, where it was not told that."""
    if code.startswith("option_"):
        return _("“%(option)s” cannot be read") % {"option": values.get("option", "")}
    return str(OPTIONS.get(code) or _("it cannot be used as it is set"))
