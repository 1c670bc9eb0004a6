"""Rows that are added, removed and moved by buttons, and rows inside rows.

What was typed can be read as a tree of raw values without judging it, so that adding an option never
complains about what is not written yet, and loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django import forms
from django.forms.formsets import DEFAULT_MAX_NUM, BaseFormSet, ManagementForm, formset_factory
from django.utils.functional import Promise, cached_property

__all__ = ["RowForm", "RowSet", "RowWords", "Tree", "act_on_rows", "row_set", "rows_at"]

Tree = dict[str, Any]
Words = str | Promise


@dataclass(frozen=True, slots=True)
class RowWords:
    """What rows are called: above them, one of them by itself, in the middle of a sentence, and on the button
    that adds one. ``layout`` is the style of a row."""

    title: Words
    one: Words
    what: Words
    add: Words
    layout: str = ""
    help: Words = ""


class RowForm(forms.Form):
    """One row. ``nested`` names the kinds of rows that hang on it, in the order in which they are made."""

    nested: ClassVar[dict[str, type[RowSet]]] = {}

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.rows: dict[str, RowSet] = {}
        for name, kind in self.nested.items():
            self.rows[name] = kind(
                data=self.data if self.is_bound else None,
                files=self.files if self.is_bound else None,
                prefix=self.add_prefix(name),
                initial=self.initial.get(name, []),
                form_kwargs=self.options_for(name),
            )

    def options_for(self, name: str) -> dict[str, Any]:
        """What the forms of the rows ``name`` are made with."""
        return {}

    def is_valid(self) -> bool:
        """Every row of every kind is looked at, so that all that is wrong is seen at once."""
        return all([super().is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def raw(self) -> Tree:
        """What stands in the fields, as it was typed or as it was opened."""
        values = {name: self[name].value() for name in self.fields}
        return {**values, **{name: rows.raw() for name, rows in self.rows.items()}}

    def everything(self) -> Iterator[forms.Form]:
        """This form and those of its rows."""
        yield self
        for rows in self.rows.values():
            for form in rows.forms:
                yield from form.everything()


class RowSet(BaseFormSet):
    """Rows of one kind. A row that stands there is meant: an empty one is not passed over."""

    words: ClassVar[RowWords | None] = None

    @cached_property
    def management_form(self) -> ManagementForm:
        """How many rows there are. A kind that was just chosen had no rows on the page: there are none."""
        if not self.is_bound or f"{self.prefix}-TOTAL_FORMS" in self.data:
            return super().management_form
        none = {f"{self.prefix}-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
        form = ManagementForm(none, auto_id=self.auto_id, prefix=self.prefix)
        form.full_clean()
        return form

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """No row may be left empty."""
        return {**super().get_form_kwargs(index), "empty_permitted": False}

    def is_valid(self) -> bool:
        """Rows inside rows are looked at as well."""
        return all([super().is_valid(), *(form.is_valid() for form in self.forms)])

    def raw(self) -> list[Tree]:
        """The rows as trees."""
        return [form.raw() for form in self.forms]

    @property
    def is_full(self) -> bool:
        """No further row fits."""
        return self.total_form_count() >= self.max_num


def row_set(
    form: type[RowForm], *, most: int = DEFAULT_MAX_NUM, words: RowWords | None = None
) -> type[RowSet]:
    """A class of at most ``most`` rows."""
    options: dict[str, Any] = {"extra": 0, "max_num": most, "absolute_max": most, "validate_max": True}
    made: Any = formset_factory(form, formset=RowSet, **options)
    made.words = words
    return cast("type[RowSet]", made)


def act_on_rows(tree: Tree, act: str, *, path: str, place: int | None, blank: Tree) -> None:
    """Changes ``tree`` as a button asks: ``add`` a ``blank`` row to the rows at ``path``
    (``parts-0-options``), ``remove`` the one at ``place``, or move it ``up`` or ``down``. What is not there
    changes nothing."""
    rows = rows_at(tree, path)
    if rows is None:
        return
    if act == "add":
        rows.append(blank)
    if place is None or not 0 <= place < len(rows):
        return
    if act == "remove":
        del rows[place]
    other = place + {"up": -1, "down": 1}.get(act, 0)
    if act in ("up", "down") and 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]


def rows_at(tree: Tree, path: str) -> list[Tree] | None:
    """The rows at ``path``, or None where there are none to be."""
    place: Any = tree
    for step in path.split("-"):
        if isinstance(place, list):
            is_place = step.isascii() and step.isdigit() and int(step) < len(place)
            place = place[int(step)] if is_place else None
        else:
            place = place.get(step) if isinstance(place, dict) else None
    return place if isinstance(place, list) else None
