"""All forms of a question together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from pydantic import ValidationError as ShapeError

from exams.content import Content
from exams.errors import QuestionError
from exams.forms.questions.about import AboutForm, BaseForm
from exams.forms.questions.assembling import assemble
from exams.forms.questions.body import BodyForm
from exams.forms.questions.figures import FigureRows, read_upload
from exams.forms.questions.key_assembling import key_of
from exams.forms.questions.kind_fields import LEAST_ROWS
from exams.forms.questions.opening import blank_row
from exams.forms.questions.parts import PartRows
from exams.forms.questions.problems import place_problem, place_shape_errors
from exams.forms.questions.rows import RowSet, Tree, act_on_rows, rows_at
from exams.forms.questions.stored_tests import TestRows
from exams.pictures import Picture
from grading.keys import Key, MultipleChoiceKey, load_key

__all__ = ["QuestionForms", "act", "fill_rows", "read_uploads"]

FILE = re.compile(r"(figures-[0-9]{1,3})-file")

MakeAbout = Callable[..., AboutForm]


def read_uploads(data: QueryDict, files: MultiValueDict) -> tuple[QueryDict, dict[str, Picture]]:
    """``data`` in which every file that can be shown is named by its SHA-256, and the pictures by it."""
    named, pictures = data.copy(), {}
    for name, upload in files.items():
        found = FILE.fullmatch(name)
        if found is None:
            continue
        try:
            picture = read_upload(cast(UploadedFile, upload))
        except QuestionError:
            continue  # the form says it beside the field
        pictures[picture.sha256] = picture
        named[f"{found[1]}-asset"] = picture.sha256
    return named, pictures


class QuestionForms:
    """Either what was sent (``data``) or what is to be shown (``tree``). ``make_about`` makes the form of
    the question's place in the bank."""

    def __init__(
        self,
        make_about: MakeAbout,
        *,
        tree: Tree | None = None,
        data: QueryDict | None = None,
        files: MultiValueDict | None = None,
    ) -> None:
        tree = tree or {}
        sent: dict[str, Any] = {"data": data, "files": files}
        self.about = make_about(data=data, initial=tree.get("about", {}))
        self.base = BaseForm(data=data, prefix="base", initial=tree.get("base", {}))
        self.body = BodyForm(data=data, prefix="body", initial=tree.get("body", {}))
        self.parts: RowSet = PartRows(**sent, prefix="parts", initial=tree.get("parts", []))
        self.figures: RowSet = FigureRows(**sent, prefix="figures", initial=tree.get("figures", []))
        self.tests: RowSet = TestRows(
            **sent,
            prefix="tests",
            initial=tree.get("tests", []),
            form_kwargs={"parts": self.named_parts()},
        )

    def named_parts(self) -> list[tuple[str, str, str]]:
        """Id, kind, and a name where there are several parts."""
        several = len(self.parts.forms) > 1
        return [
            (str(form["id"].value()), form.kind, _("part (%(n)d)") % {"n": number} if several else "")
            for number, form in enumerate(self.parts.forms, start=1)
        ]

    def raw(self) -> Tree:
        """Everything that stands in the fields."""
        plain = {name: getattr(self, name).raw() for name in ("about", "base", "body")}
        return plain | {name: getattr(self, name).raw() for name in ("parts", "figures", "tests")}

    def is_valid(self) -> bool:
        """Every form is looked at, so that all that is wrong is seen at once."""
        forms_and_rows = (self.about, self.base, self.body, self.parts, self.figures, self.tests)
        return all([one.is_valid() for one in forms_and_rows])

    def everything(self) -> Iterator[forms.BaseForm]:
        """Every form on the page."""
        yield from (self.about, self.base, self.body)
        for rows in (self.parts, self.figures, self.tests):
            for form in rows.forms:
                yield from form.everything()

    @property
    def errors(self) -> int:
        """How many forms have something that must be mended; 0 where nothing was sent."""
        return sum(bool(form.errors) for form in self.everything() if form.is_bound)

    def assembled(
        self, *, pictures: Mapping[str, Picture], before: Mapping[str, Key]
    ) -> tuple[Content, dict[str, Key]] | None:
        """Content and keys, or nothing where a form says what is wrong. ``before`` are the keys so far: the
        same right options in another order are no other key."""
        for form in self.figures.forms:
            needs_file = form.is_valid() and not form.cleaned_data["plot"]
            if needs_file and form.cleaned_data["asset"] not in pictures:
                form.add_error("file", _("Choose the file again."))
        if self.errors or not self.is_valid():
            return None
        rows = (self.parts.forms, self.figures.forms, self.tests.forms)
        keys = self._keys()
        try:
            content = assemble(self.body, *rows, pictures=pictures)
        except ShapeError as error:
            place_shape_errors(error, self.body)
            return None
        if keys is None:
            return None
        return content, {part: _in_order(key, before.get(part)) for part, key in keys.items()}

    def _keys(self) -> dict[str, Key] | None:
        """The keys by part, or nothing where a part now says what is wrong with its key."""
        keys: dict[str, Key] = {}
        for form in self.parts.forms:
            try:
                keys[form.cleaned_data["id"]] = load_key(key_of(form))
            except ShapeError as error:
                place_shape_errors(error, form)
        return keys if len(keys) == len(self.parts.forms) else None

    def add_problem(self, error: QuestionError) -> None:
        """Puts what is wrong beside the field that it is about."""
        place_problem(error, self)


def act(tree: Tree, verb: str, path: str, place: int | None) -> None:
    """Adds, removes or moves a row of ``tree``."""
    name = path.rpartition("-")[2]
    beside = _beside(tree, path)
    act_on_rows(tree, verb, path=path, place=place, blank=blank_row(name, beside))


def fill_rows(tree: Tree) -> None:
    """Gives a part whose kind was just chosen the rows that it cannot do without, and its blanks theirs."""
    for part in tree["parts"]:
        _fill(part, tree)
        if part["kind"] == "cloze":
            for blank in part["blanks"]:
                _fill(blank, tree)


def _fill(row: Tree, tree: Tree) -> None:
    for name, least in LEAST_ROWS.get(str(row["kind"]), {}).items():
        rows = row.setdefault(name, [])
        while len(rows) < least:
            rows.append(blank_row(name, _blanks(tree) if name == "blanks" else rows))


def _beside(tree: Tree, path: str) -> list[Tree]:
    """The rows whose ids a new one must not have: texts of the whole question show a blank by its id."""
    return _blanks(tree) if path.endswith("-blanks") else list(rows_at(tree, path) or [])


def _blanks(tree: Tree) -> list[Tree]:
    return [blank for part in tree.get("parts", []) for blank in part.get("blanks", [])]


def _in_order(key: Key, before: Key | None) -> Key:
    if isinstance(key, MultipleChoiceKey) and isinstance(before, MultipleChoiceKey):
        same = set(key.correct) == set(before.correct) and key.policy == before.policy
        return before if same else key
    return key
