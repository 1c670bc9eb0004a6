"""From what a form holds to a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from exams.forms.questions.fields import by_language
from exams.forms.questions.key_form import KeyForm
from exams.forms.questions.kind_fields import main_field
from exams.key_words import FURTHER_WORDS, POLICIES

__all__ = ["key_of"]

Said = dict[str, Any]


def key_of(form: KeyForm) -> Said:
    """The key that a valid ``form`` holds, in its stored form."""
    key: Said = {"v": 1, "kind": form.kind}
    for use, taken in form.takes.items():
        if taken and use in GATHERED:
            key |= GATHERED[use](form)
    return key


def _rows(form: KeyForm, name: str) -> list[Said]:
    return [row.cleaned_data for row in form.rows[name].forms]


def _chosen(form: KeyForm, *names: str) -> Said:
    """What is chosen among words; the first of them where nothing is."""
    return {name: form.cleaned_data[name] or FURTHER_WORDS[name][0][0] for name in names}


def _right(form: KeyForm) -> Said:
    ids = [row["id"] for row in _rows(form, "options") if row["right"]]
    return {"correct": ids[0] if form.marks_one_option else ids}


def _order(form: KeyForm) -> Said:
    return {"order": [row["id"] for row in _rows(form, "options")]} if form.kind == "ordering" else {}


def _pairs(form: KeyForm) -> Said:
    return {"pairs": {row["id"]: row["option"] for row in _rows(form, "stems")}}


def _value(form: KeyForm) -> Said:
    return {main_field(form.kind): form.cleaned_data["value"]}


def _tolerance(form: KeyForm) -> Said:
    kind, said = form.cleaned_data["tolerance_kind"], form.cleaned_data["tolerance"]
    if not kind:
        return {}
    return {kind: int(said) if kind == "figures" else said}


def _forms(form: KeyForm) -> Said:
    forms = [{"test": row["test"], "options": row["options"]} for row in _rows(form, "forms")]
    if not forms:
        return {}
    credit = {"form_credit": form.cleaned_data["form_credit"]} if form.takes["form_credit"] else {}
    return {"forms": forms, **credit}


def _lines(form: KeyForm) -> Said:
    lines = [line.strip() for line in form.cleaned_data["lines"].split("\n")]
    return {"lines": [line for line in lines if line], **_chosen(form, "steps")}


def _accepted(form: KeyForm) -> Said:
    accepted = [{"text": row["text"], "credit": row["credit"]} for row in _rows(form, "accepted")]
    flags = {name: form.cleaned_data[name] for name in ("case_sensitive", "wildcards", "endings")}
    return {"accepted": accepted, **flags}


def _rubric(form: KeyForm) -> Said:
    rows = _rows(form, "rubric")
    return {
        "rubric": [
            {"id": row["id"], "text": by_language(row, "text"), "points": row["points"]} for row in rows
        ]
    }


def _earned(row: Said, name: str) -> Said:
    return {name: row[name], "credit": row["credit"], "message": by_language(row, "message")}


def _follow(form: KeyForm) -> Said:
    said = form.cleaned_data
    if not said["follow_answer"]:
        return {}
    message = by_language(said, "follow_message")
    return {"follow": {"answer": said["follow_answer"], "credit": said["follow_credit"], "message": message}}


# By what the kind is made of; what is not here says nothing in the key.
GATHERED: Mapping[str, Callable[[KeyForm], Said]] = {
    "options": _order,
    "right": _right,
    "stems": _pairs,
    "blanks": lambda form: {
        "blanks": {row.cleaned_data["id"]: key_of(row) for row in form.rows["blanks"].forms}
    },
    "accepted": _accepted,
    "policy": lambda form: {"policy": form.cleaned_data["policy"] or POLICIES[form.kind][0][0]},
    "truth": lambda form: {"correct": form.cleaned_data["truth"] == "true"},
    "value": _value,
    "tolerance": _tolerance,
    "unit": lambda form: _chosen(form, "unit") | {"number_credit": form.cleaned_data["number_credit"]},
    "written_as": lambda form: _chosen(form, "written_as"),
    "variable": lambda form: {"variable": form.cleaned_data["variable"] or "x"},
    "constant": lambda form: _chosen(form, "constant", "absolute_values"),
    "properties": lambda form: {"properties": form.cleaned_data["properties"]},
    "lines": _lines,
    "forms": _forms,
    "guidance": lambda form: {"guidance": by_language(form.cleaned_data, "guidance")},
    "rubric": _rubric,
    "alternatives": lambda form: {
        "alternatives": [_earned(row, "answer") for row in _rows(form, "alternatives")]
    },
    "mistakes": lambda form: {"mistakes": [_earned(row, "rule") for row in _rows(form, "mistakes")]},
    "follow": _follow,
    "penalty": lambda form: {"penalty": form.cleaned_data["penalty"]},
}
