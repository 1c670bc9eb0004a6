"""The parts of a question: what is asked, how it is answered, and what is right."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.forms.questions.fields import NamesField, text_fields
from exams.forms.questions.key_form import KeyForm
from exams.forms.questions.key_rows import CriterionRows
from exams.forms.questions.kind_fields import BLANK_CHOICES, KIND_CHOICES
from exams.forms.questions.part_rows import ID_RULE, OptionForm, StemForm, id_field
from exams.forms.questions.rows import RowSet, row_set
from exams.kinds import KIND_WORDS
from grading.kinds import KINDS

__all__ = ["PartForm", "PartRows"]

MOST_ROWS = 20
PART_TEXT = {"ko": _("Text of the part in Korean"), "en": _("Text of the part in English")}
GUIDANCE = {"ko": _("Guidance for marking in Korean"), "en": _("Guidance for marking in English")}
TWICE = {
    "options": _("Two options have the same id."),
    "stems": _("Two lines have the same id."),
    "blanks": _("Two blanks have the same id."),
    "rubric": _("Two criteria have the same id."),
}


class BlankForm(KeyForm):
    """A blank in a text: its id, and what belongs there."""

    kinds = dict(BLANK_CHOICES)
    elsewhere = frozenset({"follow", "penalty"})

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["id"] = id_field()
        self.fields["kind"] = forms.ChoiceField(label=_("What belongs there"), choices=BLANK_CHOICES)


class PartForm(KeyForm):
    """One part."""

    nested: ClassVar[dict[str, type[RowSet]]] = {
        "options": row_set(OptionForm, most=MOST_ROWS),
        "stems": row_set(StemForm, most=MOST_ROWS),
        "blanks": row_set(BlankForm, most=MOST_ROWS),
        "rubric": CriterionRows,
        **KeyForm.nested,
    }
    kinds = KIND_WORDS
    always_shown = frozenset({"id", "kind", "weight", "text_ko", "text_en", "shown_order"})

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["id"] = forms.CharField(max_length=16, validators=[ID_RULE], widget=forms.HiddenInput)
        self.fields["kind"] = forms.ChoiceField(label=_("Kind of answer"), choices=KIND_CHOICES)
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
        # The rows of an ordering stand in the right order; here is the one in which they are shown.
        self.fields["shown_order"] = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
        self.fields |= text_fields("guidance", GUIDANCE, rows=4)
        self._add_symbols()

    def _add_symbols(self) -> None:
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
            return super().options_for(name)
        rows = self.rows["options"].raw()
        return {"options": [(row["id"], _named(row)) for row in rows if row["id"]]}

    @property
    def may_shuffle(self) -> bool:
        """Five options keep their order."""
        return self.kind != "five_option"

    @property
    def is_ordered(self) -> bool:
        """The rows of the options stand in the right order."""
        return self.kind == "ordering"

    @property
    def may_have_more_options(self) -> bool:
        """Another option fits."""
        return len(self.rows["options"].forms) < KINDS[self.kind].options[1]

    @property
    def may_follow(self) -> bool:
        """There is an earlier part, or something follows already."""
        place = re.search(r"-([0-9]+)$", str(self.prefix or ""))
        return bool(self["follow_answer"].value()) or (place is not None and int(place[1]) > 0)

    @property
    def shown_ids(self) -> list[str]:
        """The ids of the options in the order in which they are shown before they are mixed."""
        ids = [str(row["id"] or "").strip() for row in self.rows["options"].raw()]
        if not self.is_ordered:
            return ids
        before = str(self["shown_order"].value() or "").split()
        kept = [option for option in dict.fromkeys(before) if option in ids]
        return [*kept, *(option for option in ids if option not in kept)]

    def _check_rows(self) -> None:
        super()._check_rows()
        for name, sentence in TWICE.items():
            if self.takes[name] and self._says_twice(name, "id"):
                self.add_error(None, sentence)
        self._check_counts()
        if self.is_ordered:
            self._check_order()
        if self.takes["right"]:
            self._check_right()

    def _check_counts(self) -> None:
        counts = {name: len(self.rows[name].forms) for name in ("options", "stems", "blanks")}
        least, most = KINDS[self.kind].options
        if self.kind == "five_option" and counts["options"] != most:
            self.add_error(None, _("Exactly five options are needed."))
        elif counts["options"] < least:
            self.add_error(None, _("At least two options are needed."))
        if self.takes["stems"] and counts["stems"] < KINDS[self.kind].stems[0]:
            self.add_error(None, _("At least two lines are needed."))
        if self.takes["blanks"] and not counts["blanks"]:
            self.add_error(None, _("At least one blank is needed."))

    def _check_order(self) -> None:
        ids = [str(row["id"] or "").strip() for row in self.rows["options"].raw()]
        if self.shown_ids == ids and not self.cleaned_data.get("shuffle"):
            self.add_error("shuffle", _("Students would find them in the right order. Let them be mixed."))

    def _check_right(self) -> None:
        right = sum(bool(row["right"]) for row in self.rows["options"].raw())
        if self.marks_one_option and right != 1:
            self.add_error(None, _("Mark exactly one option as right."))
        if not self.marks_one_option and not right:
            self.add_error(None, _("Mark at least one option as right."))


def _named(row: dict[str, Any]) -> str:
    text = re.sub(r"\s+", " ", str(row["text_ko"] or row["text_en"] or "")).strip()
    return f"{row['id']}: {text[:40]}" if text else str(row["id"])


PartRows = row_set(PartForm, most=26)
