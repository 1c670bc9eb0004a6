"""Which fields each kind of question has in the form, and how they speak of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.key_words import POLICIES
from exams.kinds import KIND_WORDS
from grading.keys import MISTAKES_OF
from grading.kinds import BLANK_KINDS, KINDS

__all__ = [
    "BLANK_CHOICES",
    "FIELDS_OF",
    "KEY_HINTS",
    "KIND_CHOICES",
    "KIND_GROUPS",
    "LEAST_ROWS",
    "PICKED",
    "USES",
    "main_field",
    "tolerances",
]

KIND_GROUPS: list[tuple[str | Promise, tuple[str, ...]]] = [
    (
        _("Options"),
        ("choice", "five_option", "multiple_choice", "true_false", "ordering", "matching"),
    ),
    (
        _("Formulas"),
        (
            *("integer", "number", "quantity", "expression", "equation", "inequality"),
            *("set", "list", "matrix", "property"),
        ),
    ),
    (pgettext_lazy("kinds of question", "Calculus"), ("derivative", "antiderivative")),
    (_("Several lines or blanks"), ("working", "cloze")),
    (pgettext_lazy("kinds of question", "Words"), ("short_text", "essay")),
]
KIND_CHOICES = [(group, [(kind, KIND_WORDS[kind]) for kind in kinds]) for group, kinds in KIND_GROUPS]
BLANK_CHOICES = [(kind, words) for kind, words in KIND_WORDS.items() if kind in BLANK_KINDS]

PICKED = frozenset({"choice", "five_option", "multiple_choice"})
TYPED = frozenset(kind for kind, traits in KINDS.items() if traits.answered_by == "formula")
# By what a part is made of: the kinds that have it.
USES: Mapping[str, frozenset[str]] = {
    "options": frozenset(kind for kind, traits in KINDS.items() if traits.has_options),
    "right": PICKED,
    "stems": frozenset(kind for kind, traits in KINDS.items() if traits.stems[1]),
    "blanks": frozenset({"cloze"}),
    "accepted": frozenset({"short_text"}),
    "policy": frozenset(POLICIES),
    "truth": frozenset({"true_false"}),
    "value": TYPED,
    "tolerance": frozenset({"number", "quantity"}),
    "unit": frozenset({"quantity"}),
    "written_as": frozenset({"inequality"}),
    "variable": frozenset({"derivative", "antiderivative"}),
    "constant": frozenset({"antiderivative"}),
    "properties": frozenset({"property"}),
    "lines": frozenset({"working"}),
    "forms": frozenset({"number", "expression", "derivative", "working"}),
    "form_credit": frozenset({"number", "expression", "derivative"}),
    "guidance": frozenset({"essay"}),
    "rubric": frozenset({"essay"}),
    "symbols": frozenset(kind for kind, traits in KINDS.items() if traits.has_symbols),
    "alternatives": TYPED | PICKED | {"ordering"},
    "mistakes": frozenset(MISTAKES_OF),
    "follow": TYPED,
    "penalty": frozenset(KINDS),
}
FIELDS_OF: Mapping[str, tuple[str, ...]] = {
    "options": ("shuffle",),
    "accepted": ("case_sensitive", "wildcards", "endings"),
    "policy": ("policy",),
    "truth": ("truth",),
    "value": ("value",),
    "tolerance": ("tolerance_kind", "tolerance"),
    "unit": ("unit", "number_credit"),
    "written_as": ("written_as",),
    "variable": ("variable",),
    "constant": ("constant", "absolute_values"),
    "properties": ("properties",),
    "lines": ("lines", "steps"),
    "form_credit": ("form_credit",),
    "guidance": ("guidance_ko", "guidance_en"),
    "symbols": ("variables", "functions", "constants", "natural_log", "closed"),
    "follow": ("follow_answer", "follow_credit", "follow_message_ko", "follow_message_en"),
    "penalty": ("penalty",),
}
# How many rows a kind begins with.
LEAST_ROWS: Mapping[str, Mapping[str, int]] = {
    "choice": {"options": 2},
    "five_option": {"options": 5},
    "multiple_choice": {"options": 2},
    "ordering": {"options": 2},
    "matching": {"options": 2, "stems": 2},
    "cloze": {"blanks": 1},
    "short_text": {"accepted": 1},
}
KEY_HINTS: Mapping[str, Any] = {
    "integer": _("A whole number from 0 to 999, or one parameter such as {a}."),
    "number": _("A number, also as a calculation: 2/3, sqrt(2), 1.5."),
    "quantity": _("A number and its unit: 12 m/s."),
    "expression": _("A formula: (x-1)(x+3). Whatever equals it is right."),
    "equation": _("An equation, several with “and” or “or” between, or a system: y = 2x+1 and x+y = 4."),
    "inequality": _("An inequality or an interval: 1 < x <= 3, (1, 3], x < 1 or x > 3."),
    "set": _("A set: {1, 2}."),
    "list": _("A point, a vector or the terms of a sequence: (1, 2, 3)."),
    "matrix": _("A matrix, row by row: [[1, 2], [3, 4]]."),
    "derivative": _("The derivative, worked out: 2x cos(x^2)."),
    "antiderivative": _("One antiderivative with its constant: x^3/3 + C."),
    "property": _("One polynomial that has the properties, for people to see: (x-1)(x-2)."),
}
TOLERANCES = [
    ("", _("none: exactly this number")),
    ("absolute", _("as a distance from the key")),
    ("relative", _("as a share of the key")),
]


def tolerances(kind: str) -> list[tuple[str, Any]]:
    """The ways in which a number may be near enough."""
    figures = [("figures", _("written to so many significant figures"))]
    return [*TOLERANCES, *(figures if kind == "quantity" else [])]


def main_field(kind: str) -> str:
    """The field of the key that spells what is right, of a kind that is typed as a formula."""
    return {"integer": "value", "number": "value", "expression": "expression"}.get(kind, "answer")
