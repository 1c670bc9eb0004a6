"""What is right: the fields of a key, of a part and of each blank in a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError as ShapeError

from exams.forms.questions.fields import (
    NAME,
    OneLineField,
    ShareField,
    TextField,
    message_fields,
    select,
    widen,
)
from exams.forms.questions.key_rows import AcceptedRows, AlternativeRows, FormRows, MistakeRows
from exams.forms.questions.kind_fields import FIELDS_OF, KEY_HINTS, PICKED, USES, tolerances
from exams.forms.questions.rows import RowForm, RowSet
from exams.key_words import FURTHER_WORDS, MISTAKE_NAMES, POLICIES
from grading.keys import MISTAKES_OF, Accepted

__all__ = ["KeyForm"]

LEAST_LINES, MOST_LINES = 2, 12
MOST_FIGURES = 15


class KeyForm(RowForm):
    """A kind and the key of that kind. The fields that the kind does not use stay as they are and say
    nothing. ``elsewhere`` is what a key of this place never has."""

    nested: ClassVar[dict[str, type[RowSet]]] = {
        "accepted": AcceptedRows,
        "forms": FormRows,
        "alternatives": AlternativeRows,
        "mistakes": MistakeRows,
    }
    kinds: ClassVar[Mapping[str, Any]]
    elsewhere: ClassVar[frozenset[str]] = frozenset()
    always_shown: ClassVar[frozenset[str]] = frozenset({"id", "kind"})

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._add_values()
        self._add_choices()
        self._add_earning()

    def _add_values(self) -> None:
        self.fields["truth"] = forms.ChoiceField(
            label=_("The statement is"), choices=[("true", _("True")), ("false", _("False"))], required=False
        )
        self.fields["value"] = OneLineField(label=_("Key: what is right"))
        self.fields["value"].help_text = KEY_HINTS.get(self.kind, "")
        self.fields["tolerance_kind"] = select(tolerances(self.kind), label=_("Tolerance"))
        self.fields["tolerance"] = OneLineField(label=_("How much"), max_length=500)
        self.fields["variable"] = OneLineField(label=_("Letter of the function"), max_length=20)
        self.fields["properties"] = OneLineField(label=_("Properties"))
        self.fields["properties"].help_text = _(
            "With semicolons between: degree=3; roots=1, 2; leading=-2; through=(0, 5)."
        )
        self.fields["lines"] = TextField(label=_("Model working"), rows=5, max_length=MOST_LINES * 501)
        self.fields["lines"].help_text = _(
            "One step a line: first what is given, last the answer; 2 to 12 lines."
        )
        for name in ("value", "properties"):
            widen(self[name])

    def _add_choices(self) -> None:
        self.fields["policy"] = forms.CharField(label=_("Points"), required=False, max_length=20)
        self.fields["policy"].widget = forms.Select(choices=POLICIES.get(self.kind, []))
        labels = {
            "unit": _("Unit"),
            "written_as": _("How it is written"),
            "constant": _("The constant of integration"),
            "absolute_values": _("Bars in the logarithm"),
            "steps": _("Steps"),
        }
        for name, label in labels.items():
            self.fields[name] = select(FURTHER_WORDS[name], label=label)
        self.fields["case_sensitive"] = _check(_("Small and capital letters differ"))
        self.fields["wildcards"] = _check(_("* stands for any signs"))
        self.fields["endings"] = _check(_("A Korean particle or ending behind the text does not matter"))

    def _add_earning(self) -> None:
        self.fields["form_credit"] = ShareField("less", label=_("Credit for the right value alone"))
        self.fields["form_credit"].help_text = _(
            "0, or a share such as 1/2, where the value is right but a form is not."
        )
        self.fields["number_credit"] = ShareField("less", label=_("Credit for the right number alone"))
        self.fields["number_credit"].help_text = _(
            "0, or a share such as 1/2, where the number is right but its unit is missing or another."
        )
        self.fields["follow_answer"] = OneLineField(label=_("What is right then"))
        self.fields["follow_credit"] = ShareField("some", usual="1", label=_("Credit"))
        self.fields |= message_fields("follow_message")
        self.fields["penalty"] = ShareField("any", label=_("Points lost by a wrong answer"))
        self.fields["penalty"].help_text = _(
            "A share of the points of the part, such as 1/4; 0 where nothing is lost."
        )
        widen(self["follow_answer"])

    def options_for(self, name: str) -> dict[str, Any]:
        """Hints and rules are those of the kind."""
        if name == "alternatives":
            return {"kind": self.kind}
        if name == "mistakes":
            known = MISTAKES_OF.get(self.kind, frozenset())
            return {"rules": [rule for rule in MISTAKE_NAMES if rule in known]}
        return {}

    @property
    def kind(self) -> str:
        """The kind that is chosen, or that stands there."""
        given = self.data.get(self.add_prefix("kind")) if self.is_bound else self.initial.get("kind")
        return given if isinstance(given, str) and given in self.kinds else next(iter(self.kinds))

    @property
    def takes(self) -> dict[str, bool]:
        """Which fields the kind uses."""
        kind = self.kind
        return {use: kind in kinds and use not in self.elsewhere for use, kinds in USES.items()}

    @property
    def unused_fields(self) -> list[forms.BoundField]:
        """What the kind does not show and yet says something. It travels along unseen, for the author may
        choose another kind."""
        takes = self.takes
        shown = set(self.always_shown)
        for use, names in FIELDS_OF.items():
            shown |= set(names) if takes[use] else set()
        return [self[name] for name in self.fields if name not in shown and self[name].value()]

    @property
    def unused_rows(self) -> list[RowSet]:
        """The same of rows."""
        return [rows for name, rows in self.rows.items() if not self.takes[name] and rows.forms]

    @property
    def is_earning_more(self) -> bool:
        """Something is said about partial credit, or something there must be mended."""
        takes, said = self.takes, {"penalty": "0", "follow_answer": ""}
        names = [name for name in ("alternatives", "mistakes") if takes[name]]
        is_wrong = any(self.errors.get(name) for name in (*FIELDS_OF["follow"], "penalty"))
        return (
            any(self.rows[name].forms for name in names)
            or any((self[name].value() or usual) != usual for name, usual in said.items())
            or (self.is_bound and is_wrong)
        )

    @property
    def has_earning(self) -> bool:
        """The kind can say something about partial credit."""
        return any(self.takes[use] for use in ("alternatives", "mistakes", "follow", "penalty"))

    def is_valid(self) -> bool:
        """Rows that the kind does not use are not looked at: they go when the question is saved."""
        used = [self.rows[name].is_valid() for name in self.rows if self.takes[name]]
        return all([forms.Form.is_valid(self), *used])

    def everything(self) -> Iterator[forms.Form]:
        """This form and those of the rows that its kind uses."""
        yield self
        for name, rows in self.rows.items():
            if self.takes[name]:
                for form in rows.forms:
                    yield from form.everything()

    def clean(self) -> dict[str, Any]:
        """What the kind needs is there."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("policy") not in dict(POLICIES.get(self.kind, ())):
            cleaned["policy"] = ""
        needed = {
            "value": _("Write what is right."),
            "properties": _("Write at least one property, such as roots=1, 2."),
            "truth": _("Say whether the statement is true."),
        }
        for name, sentence in needed.items():
            if self.takes[name] and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        self._check_tolerance(cleaned)
        self._check_letter_and_lines(cleaned)
        self._check_rows()
        return cleaned

    def _check_tolerance(self, cleaned: dict[str, Any]) -> None:
        kind, said = cleaned.get("tolerance_kind"), str(cleaned.get("tolerance") or "")
        if not self.takes["tolerance"] or not kind:
            return
        if not said:
            self.add_error("tolerance", _("Write a number such as 0.01."))
        is_count = said.isascii() and said.isdigit() and len(said) < 3 and 1 <= int(said) <= MOST_FIGURES
        if kind == "figures" and said and not is_count:
            self.add_error("tolerance", _("Write how many figures, from 1 to 15."))

    def _check_letter_and_lines(self, cleaned: dict[str, Any]) -> None:
        variable = cleaned.get("variable") or "x"
        if self.takes["variable"] and not NAME.fullmatch(variable):
            self.add_error("variable", _("Write a letter, such as x."))
        if self.takes["lines"]:
            count = len(str(cleaned.get("lines") or "").split("\n"))
            if not LEAST_LINES <= count <= MOST_LINES and "lines" not in self.errors:
                self.add_error("lines", _("A model working has 2 to 12 lines."))

    def _check_rows(self) -> None:
        """How many rows there are, and that no two say the same."""
        if self.takes["accepted"] and not any(
            _is_whole(row["credit"]) for row in self.rows["accepted"].raw()
        ):
            self.add_error(None, _("One accepted text needs the credit 1."))
        if self.takes["forms"] and self._says_twice("forms", "test"):
            self.add_error(None, _("A form is asked for twice."))
        if self.takes["mistakes"] and self._says_twice("mistakes", "rule"):
            self.add_error(None, _("A mistake is named twice."))

    def _says_twice(self, rows: str, name: str) -> bool:
        said = [str(row[name] or "").strip() for row in self.rows[rows].raw()]
        return len(set(said)) < len(said)

    @property
    def marks_one_option(self) -> bool:
        """Exactly one option is right."""
        return self.kind in PICKED - {"multiple_choice"}


def _check(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


def _is_whole(credit: Any) -> bool:
    try:
        return Accepted(text="x", credit=str(credit).strip()).share == 1
    except ShapeError:
        return False
