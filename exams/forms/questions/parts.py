"""The parts of a question: what is asked, how it is answered, and what is right."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError as ShapeError

from exams.forms.questions.fields import NamesField, OneLineField, text_fields
from exams.forms.questions.part_rows import ID_RULE, AcceptedForm, FormForm, OptionForm, StemForm
from exams.forms.questions.rows import RowForm, row_set
from exams.kinds import KIND_WORDS
from grading.keys import Accepted, ExpressionKey

__all__ = ["OPTION_ROWS", "PartForm", "PartRows"]

MOST_OPTIONS = 20
MOST_FORMS = 6
OPTION_ROWS = frozenset({"choice", "multiple_choice", "matching"})
PART_TEXT = {"ko": _("Text of the part in Korean"), "en": _("Text of the part in English")}
GUIDANCE = {"ko": _("Guidance for marking in Korean"), "en": _("Guidance for marking in English")}
FIELDS_OF = {
    "options": ("shuffle",),
    "accepted": ("case_sensitive", "wildcards"),
    "policy": ("policy",),
    "truth": ("truth",),
    "value": ("value",),
    "tolerance": ("tolerance_kind", "tolerance"),
    "forms": ("form_credit",),
    "guidance": ("guidance_ko", "guidance_en"),
    "symbols": ("variables", "functions", "constants", "natural_log", "closed"),
}
POLICIES = {
    "multiple_choice": [
        ("all_or_nothing", _("only the exact set of right options earns the points")),
        ("per_option", _("each right pick earns its share, each wrong one loses it")),
    ],
    "matching": [
        ("per_pair", _("each right pair earns its share")),
        ("all_or_nothing", _("only all pairs together earn the points")),
    ],
}
TOLERANCES = [
    ("", _("none: exactly this number")),
    ("absolute", _("as a distance from the key")),
    ("relative", _("as a share of the key")),
]


def select(choices: Any) -> forms.ChoiceField:
    """A list to choose from that may be left as it is."""
    return forms.ChoiceField(choices=choices, required=False)


class PartForm(RowForm):
    """One part. The fields of the key that its kind does not use stay as they are and say nothing."""

    nested = {
        "options": row_set(OptionForm, most=MOST_OPTIONS),
        "stems": row_set(StemForm, most=MOST_OPTIONS),
        "accepted": row_set(AcceptedForm, most=50),
        "forms": row_set(FormForm, most=MOST_FORMS),
    }

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["id"] = forms.CharField(max_length=16, validators=[ID_RULE], widget=forms.HiddenInput)
        self.fields["kind"] = forms.ChoiceField(label=_("Kind of answer"), choices=list(KIND_WORDS.items()))
        self.fields["weight"] = forms.IntegerField(
            label=_("Weight"),
            min_value=1,
            max_value=100,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        )
        self.fields |= text_fields("text", PART_TEXT, rows=2)
        self.fields["shuffle"] = forms.BooleanField(
            label=_("Every student sees the options in another order"), required=False
        )
        self._add_key_fields()
        self._add_symbol_fields()

    def _add_key_fields(self) -> None:
        self.fields["truth"] = forms.ChoiceField(
            label=_("The statement is"), choices=[("true", _("True")), ("false", _("False"))], required=False
        )
        self.fields["value"] = OneLineField(label=_("Key: what is right"))
        self.fields["tolerance_kind"] = select(TOLERANCES)
        self.fields["tolerance_kind"].label = _("Tolerance")
        self.fields["tolerance"] = OneLineField(label=_("How much"), max_length=100)
        self.fields["form_credit"] = OneLineField(label=_("Credit for the right value alone"), max_length=20)
        self.fields["form_credit"].help_text = _(
            "0, or a share such as 1/2, where the value is right but a form is not."
        )
        kind = self.kind
        self.fields["policy"] = forms.CharField(label=_("Points"), required=False, max_length=20)
        self.fields["policy"].widget = forms.Select(choices=POLICIES.get(kind, []))
        self.fields["case_sensitive"] = forms.BooleanField(
            label=_("Small and capital letters differ"), required=False
        )
        self.fields["wildcards"] = forms.BooleanField(label=_("* stands for any signs"), required=False)
        self.fields |= text_fields("guidance", GUIDANCE, rows=4)

    def _add_symbol_fields(self) -> None:
        self.fields["variables"] = NamesField(label=_("Variables"))
        self.fields["functions"] = NamesField(label=_("Unknown functions"))
        self.fields["constants"] = NamesField(label=_("Further constants"))
        self.fields["natural_log"] = forms.BooleanField(
            label=_("log is the natural logarithm"), required=False
        )
        self.fields["closed"] = forms.BooleanField(label=_("No other letters may be used"), required=False)

    def options_for(self, name: str) -> dict[str, Any]:
        """Stems choose among the options beside them."""
        if name != "stems":
            return {}
        rows = self.rows["options"].raw()
        return {"options": [(row["id"], _named(row)) for row in rows if row["id"]]}

    @property
    def kind(self) -> str:
        """The kind that is chosen, or that stands there."""
        given = self.data.get(self.add_prefix("kind")) if self.is_bound else self.initial.get("kind")
        return given if isinstance(given, str) and given in KIND_WORDS else next(iter(KIND_WORDS))

    @property
    def takes(self) -> dict[str, bool]:
        """Which fields the kind uses."""
        kind = self.kind
        return {
            "options": kind in OPTION_ROWS,
            "right": kind in ("choice", "multiple_choice"),
            "stems": kind == "matching",
            "accepted": kind == "short_text",
            "policy": kind in POLICIES,
            "truth": kind == "true_false",
            "value": kind in ("integer", "number", "expression"),
            "tolerance": kind == "number",
            "forms": kind in ("number", "expression"),
            "guidance": kind == "essay",
            "symbols": kind in ("number", "expression"),
        }

    @property
    def unused_fields(self) -> list[forms.BoundField]:
        """What the kind does not show. It travels along unseen, for the author may choose another kind."""
        takes = self.takes
        shown = {"id", "kind", "weight", "text_ko", "text_en"}
        for use, names in FIELDS_OF.items():
            shown |= set(names) if takes[use] else set()
        return [self[name] for name in self.fields if name not in shown]

    @property
    def unused_rows(self) -> list[Any]:
        """The same of rows."""
        return [rows for name, rows in self.rows.items() if not self.takes[name]]

    def is_valid(self) -> bool:
        """Rows that the kind does not use are not looked at: they go when the question is saved."""
        used = [self.rows[name].is_valid() for name in self.rows if self.takes[name]]
        return all([forms.Form.is_valid(self), *used])

    def everything(self) -> Any:
        """This form and those of the rows that its kind uses."""
        yield self
        for name, rows in self.rows.items():
            if self.takes[name]:
                yield from rows.forms

    def clean(self) -> dict[str, Any]:
        """What the kind needs is there."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("policy") not in dict(POLICIES.get(self.kind, [])):
            cleaned["policy"] = ""
        if self.takes["value"] and not cleaned.get("value") and "value" not in self.errors:
            self.add_error("value", _("Write what is right."))
        if self.takes["tolerance"] and cleaned.get("tolerance_kind") and not cleaned.get("tolerance"):
            self.add_error("tolerance", _("Write a number such as 0.01."))
        if self.takes["forms"]:
            self._check_forms(cleaned)
        if self.takes["truth"] and not cleaned.get("truth"):
            self.add_error("truth", _("Say whether the statement is true."))
        self._check_rows()
        return cleaned

    def _check_rows(self) -> None:
        """How many rows there are, and that no two have the same id."""
        for name in ("options", "stems"):
            if self.takes[name]:
                self._check_ids(name)
        if self.takes["right"]:
            self._check_right()
        if self.takes["accepted"] and not any(
            _is_whole(row["credit"]) for row in self.rows["accepted"].raw()
        ):
            self.add_error(None, _("One accepted text needs the credit 1."))

    def _check_forms(self, cleaned: dict[str, Any]) -> None:
        """Each form once, and a credit below 1 that stands beside a form."""
        tests = [str(row["test"] or "") for row in self.rows["forms"].raw()]
        if len(set(tests)) < len(tests):
            self.add_error(None, _("A form is asked for twice."))
        credit = str(cleaned.get("form_credit") or "0")
        try:
            ExpressionKey.model_validate(
                {"expression": "0", "forms": [{"test": "exact"}], "form_credit": credit}
            )
        except ShapeError:
            self.add_error("form_credit", _("Write 0, or a number below 1 such as 1/2."))

    def _check_ids(self, name: str) -> None:
        ids = [str(row["id"] or "").strip() for row in self.rows[name].raw()]
        if len(ids) < 2:
            few = (
                _("At least two options are needed.")
                if name == "options"
                else _("At least two lines are needed.")
            )
            self.add_error(None, few)
        if len(set(ids)) < len(ids):
            twice = (
                _("Two options have the same id.") if name == "options" else _("Two lines have the same id.")
            )
            self.add_error(None, twice)

    def _check_right(self) -> None:
        right = sum(bool(row["right"]) for row in self.rows["options"].raw())
        if self.kind == "choice" and right != 1:
            self.add_error(None, _("Mark exactly one option as right."))
        if self.kind == "multiple_choice" and not right:
            self.add_error(None, _("Mark at least one option as right."))


def _named(row: dict[str, Any]) -> str:
    text = re.sub(r"\s+", " ", str(row["text_ko"] or row["text_en"] or "")).strip()
    return f"{row['id']}: {text[:40]}" if text else str(row["id"])


def _is_whole(credit: Any) -> bool:
    try:
        return Accepted(text="x", credit=str(credit).strip()).share == 1
    except ShapeError:
        return False


PartRows = row_set(PartForm, most=26)
