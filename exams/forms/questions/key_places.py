"""Where in a key the trouble is: the field that a problem of it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from exams.forms.questions.key_form import KeyForm

__all__ = ["Place", "place_in_key"]

Place = tuple[forms.Form, str | None]

PLACEHOLDER = re.compile(r"\{[a-z][a-zA-Z0-9_]*\}")
OF_FORMS = frozenset({"form_options", "key_lacks_form"})
# The fields that spell something, by what takes them, in the order in which they stand on the page.
SPELLED = {"value": "value", "properties": "properties", "lines": "lines"}
ROWS = {"alternatives": "answer", "accepted": "text"}


def place_in_key(form: KeyForm, values: Mapping[str, Any]) -> Place:
    """The field that ``values`` are about: ``problem`` with what else it tells. Where no field is to be
    found, the form as a whole."""
    problem = str(values.get("problem", ""))
    if problem.startswith("alternative_") and (row := _row(form, int(values.get("number", 0)))):
        return row, "answer"
    if problem.startswith("follows_"):
        return form, "follow_answer" if form.takes["follow"] else None
    if problem.startswith("model_"):
        return form, "lines" if form.takes["lines"] else None
    if problem == "form_options":
        return _form_row(form, str(values.get("form"))) or (form, _main(form))
    if problem == "bad_tolerance" and form.takes["tolerance"]:
        return form, "tolerance"
    return _by_words(form, problem, values) or (form, _main(form))


def _row(form: KeyForm, number: int) -> forms.Form | None:
    """The foreseen answer that people call ``number``."""
    rows = form.rows["alternatives"].forms if form.takes["alternatives"] else []
    return rows[number - 1] if 0 < number <= len(rows) else None


def _main(form: KeyForm) -> str | None:
    for use, name in SPELLED.items():
        if form.takes[use]:
            return name
    if form.takes["guidance"]:
        return next((f"guidance_{code}" for code in ("ko", "en") if form[f"guidance_{code}"].value()), None)
    return None


def _form_row(form: KeyForm, test: str) -> Place | None:
    for one in _with_blanks(form):
        rows = one.rows["forms"].forms if one.takes["forms"] else []
        for row in rows:
            if row["test"].value() == test:
                return row, "options"
    return None


def _by_words(form: KeyForm, problem: str, values: Mapping[str, Any]) -> Place | None:
    """The first field that says what the problem quotes."""
    spelled = list(_spelled(form))
    if problem in ("unknown_parameter", "part_out_of_place"):
        sign = f"{{{'@' if problem == 'part_out_of_place' else ''}{values.get('name')}}}"
        return next((place for place, text in spelled if sign in text), None)
    if problem == "unknown_option":
        named = [place for place, text in spelled if str(values.get("option")) in re.split(r"[\s,]+", text)]
        return named[0] if named else None
    text = str(values.get("text") or "")
    if not text:
        return None
    same = [place for place, typed in spelled if text in (typed, *typed.split("\n"))]
    alike = (place for place, typed in spelled if _could_read(typed, text))
    return same[0] if same else next(alike, None)


def _spelled(form: KeyForm) -> Iterator[tuple[Place, str]]:
    """The fields that spell an answer, with what stands there."""
    for one in _with_blanks(form):
        for use, name in (*SPELLED.items(), ("follow", "follow_answer")):
            if one.takes[use]:
                yield (one, name), _typed(one, name)
        for use, name in ROWS.items():
            if one.takes[use]:
                for row in one.rows[use].forms:
                    yield (row, name), _typed(row, name)


def _typed(form: forms.Form, name: str) -> str:
    return str(form[name].value() or "").replace("\r\n", "\n").strip()


def _with_blanks(form: KeyForm) -> Iterator[KeyForm]:
    yield form
    if form.takes["blanks"]:
        yield from form.rows["blanks"].forms


def _could_read(typed: str, text: str) -> bool:
    """Whether ``typed`` may read ``text`` once its parameters have values: what stands between them is there,
    piece by piece, and every bracket of a value has its partner."""
    first, *pieces = PLACEHOLDER.split(typed)
    if not pieces or not text.startswith(first):
        return False
    at = len(first)
    for piece in pieces:
        found = text.find(piece, at + 1) if piece else len(text)
        value = text[at:found]
        if found < 0 or value.count("(") != value.count(")"):
            return False
        at = found + len(piece)
    return at == len(text)
