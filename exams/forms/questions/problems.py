"""What the services found wrong, put beside the field that it is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from pydantic import ValidationError as ShapeError

from exams.errors import QuestionError
from exams.forms.questions.key_places import Place, place_in_key
from exams.forms.questions.parts import PartForm
from exams.wording import word_error

if TYPE_CHECKING:
    from exams.forms.questions.whole import QuestionForms

__all__ = ["place_problem", "place_shape_errors"]

OF_TEXT = re.compile(r"(text|solution) \((ko|en)\)")
OF_PART_TEXT = re.compile(r"text of part (\w+) \((ko|en)\)")
OF_OPTION = re.compile(r"(option|stem) (\w+)(?: \((ko|en)\))?")
OF_PART = re.compile(r"(key|options) of part (\w+)")
OF_PLOT = re.compile(r"figure ([a-z0-9_-]+)(?:, .*)?")
OF_TEST = re.compile(r"tests\[([0-9]+)\]")


def place_problem(error: QuestionError, whole: QuestionForms) -> None:
    """Adds ``error`` as a sentence to the form that it is about."""
    form, name = _find(error, str(error.values.get("where", "")), whole)
    label = form.fields[name].label if name else _("Here")
    form.add_error(name, word_error(QuestionError(error.code, **{**error.values, "where": str(label)})))


def place_shape_errors(error: ShapeError, form: forms.Form) -> None:
    """Adds to ``form`` what its fields could not know: a limit of a length or of a number."""
    for found in error.errors(include_url=False, include_input=False):
        where = ".".join(str(step) for step in found["loc"])
        values = {"where": where, "problem": found["type"], "detail": found["msg"]}
        form.add_error(None, word_error(QuestionError("bad_shape", **values)))


def _find(error: QuestionError, where: str, whole: QuestionForms) -> Place:
    if where == "parameters":
        return whole.body, "parameters"
    if found := OF_TEXT.fullmatch(where):
        return whole.body, _written(whole.body, found[1], found[2])
    if found := OF_PART_TEXT.fullmatch(where):
        form = _part(found[1], whole)
        return (form, _written(form, "text", found[2])) if form else (whole.body, None)
    if found := OF_PART.fullmatch(where):
        return _in_part(found[1], _part(found[2], whole), error.values) or (whole.body, None)
    if found := OF_OPTION.fullmatch(where):
        return _option(found[1], found[2], found[3], error, whole)
    if found := OF_TEST.fullmatch(where):
        test = whole.tests.forms[int(found[1]) - 1]
        what = "credit" if error.code == "stored_credit" else "verdict"
        name = f"{what}_{error.values.get('part')}"
        return test, name if name in test.fields else None
    if where == "figures":
        named = [form for form in whole.figures.forms if form["name"].value() == error.values.get("name")]
        return (named[0], "name") if named else (whole.body, None)
    if found := OF_PLOT.fullmatch(where):
        drawn = [form for form in whole.figures.forms if form["name"].value() == found[1]]
        return (drawn[0], "plot") if drawn else (whole.body, None)
    return _repeated_blank(error, whole) or (whole.body, None)


def _repeated_blank(error: QuestionError, whole: QuestionForms) -> Place | None:
    if error.code != "repeated_blank":
        return None
    sets = [form.rows["blanks"] for form in whole.parts.forms if form.takes["blanks"]]
    rows = [row for rows in sets for row in rows.forms if row["id"].value() == error.values.get("name")]
    return (rows[-1], "id") if rows else None


def _written(form: forms.Form, name: str, language: str) -> str:
    """The field that holds what readers of ``language`` see: the other one where theirs is empty."""
    other = "ko" if language == "en" else "en"
    given = str(form[f"{name}_{language}"].value() or "").strip()
    return f"{name}_{language if given else other}"


def _part(part: str, whole: QuestionForms) -> PartForm | None:
    return next((form for form in whole.parts.forms if form["id"].value() == part), None)


def _in_part(what: str, form: PartForm | None, values: dict[str, Any]) -> Place | None:
    """The field of the key, or the part as a whole where it is about its options."""
    if form is None:
        return None
    return place_in_key(form, values) if what == "key" else (form, None)


def _option(kind: str, name: str, language: str | None, error: QuestionError, whole: QuestionForms) -> Place:
    """The row of that id; where several parts have one, that whose text holds the formula."""
    sets = [form.rows["options" if kind == "option" else "stems"] for form in whole.parts.forms]
    rows = [row for rows in sets for row in rows.forms if row["id"].value() == name]
    formula = str(error.values.get("formula") or error.values.get("name") or "")
    for row in rows:
        for code in [language, "ko", "en"] if language else ["ko", "en"]:
            if formula in (row[f"text_{code}"].value() or ""):
                return row, f"text_{code}"
    return (rows[0], None) if rows else (whole.body, None)
