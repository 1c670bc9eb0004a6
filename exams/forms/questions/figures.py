"""The figures of a question. A file that was read once is kept by its SHA-256, so that it is not lost when
something else on the page has to be mended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError as ShapeError

from exams.content import FIGURE_NAME
from exams.errors import BankError, QuestionError
from exams.formats.native import load_yaml
from exams.forms.questions.fields import OneLineField, TextField, by_language
from exams.forms.questions.rows import RowForm, row_set
from exams.pictures import Picture, PictureError, read_picture, read_svg
from exams.plots import Plot
from exams.wording import word_error

__all__ = ["FigureForm", "FigureRows", "load_plot", "read_upload", "write_plot"]

ALT = {"ko": _("In place of the picture, in Korean"), "en": _("In place of the picture, in English")}
SVG = "image/svg+xml"
ACCEPTED = f"{SVG},image/png,image/jpeg,image/gif,image/webp"
LARGEST_FILE = 2_000_000
LONGEST_PLOT = 4_000


class FigureForm(RowForm):
    """A name, a file or the description of a plot, and what is read out where the picture is not seen."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["name"] = OneLineField(
            label=_("Name"),
            required=True,
            max_length=40,
            validators=[
                RegexValidator(FIGURE_NAME, _("A small letter first, then small letters, digits, _ or -."))
            ],
        )
        self.fields["asset"] = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
        self.fields["file"] = forms.FileField(
            label=_("File"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPTED})
        )
        self.fields["plot"] = TextField(label=_("Plot, instead of a file"), rows=6, max_length=LONGEST_PLOT)
        self.fields["plot"].help_text = _(
            "What is in view and what is drawn, one a line, parameters in braces. "
            'x: [-4, 4]   y: [-3, 9]   curves: ["x^2-{a}x"]'
        )
        for language, label in ALT.items():
            self.fields[f"alt_{language}"] = OneLineField(label=label)

    def clean(self) -> dict[str, Any]:
        """There is a picture, and words for who does not see it."""
        cleaned = super().clean() or self.cleaned_data
        has_picture = bool(cleaned.get("asset")) or "file" in self.errors
        has_plot = bool(cleaned.get("plot")) or "plot" in self.errors
        if has_picture and has_plot:
            self.add_error("plot", _("A figure is either a file or a plot: remove one of them."))
        if not has_picture and not has_plot:
            self.add_error("file", _("Choose a file: SVG, PNG, JPEG, GIF or WebP."))
        if not by_language(cleaned, "alt"):
            self.add_error("alt_ko", _("Say in at least one language what the picture shows."))
        return cleaned

    def clean_file(self) -> UploadedFile | None:
        """Only what can be shown."""
        upload = self.cleaned_data["file"]
        if upload:
            try:
                read_upload(upload)
            except QuestionError as error:
                raise ValidationError(word_error(error)) from error
        return upload

    def clean_plot(self) -> str:
        """A description that has the shape of a plot. What its expressions say is tried with the question."""
        text = self.cleaned_data["plot"]
        if not text.strip():
            return ""
        try:
            Plot.model_validate(load_plot(text))
        except (BankError, QuestionError) as error:
            raise ValidationError(word_error(error)) from error
        except ShapeError as error:
            raise ValidationError([_said(found) for found in error.errors(include_url=False)]) from error
        return text

    def raw(self) -> dict[str, Any]:
        """A file cannot be sent back to who chose it: what it held is known by ``asset``."""
        return {**super().raw(), "file": None}


FigureRows = row_set(FigureForm, most=20)


def load_plot(text: str) -> Any:
    """The description in ``text``, not checked yet. Raises BankError where it is no YAML,
    QuestionError where it has no fields."""
    found = load_yaml(text.encode())
    if not isinstance(found, Mapping):
        raise QuestionError("not_a_mapping", where=str(_("Plot, instead of a file")))
    return found


def write_plot(plot: Plot | None) -> str:
    """The description as an author writes it."""
    if plot is None:
        return ""
    said = plot.model_dump(mode="json")
    text: str = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, default_flow_style=None, width=100)
    return text


def _said(found: Mapping[str, Any]) -> str:
    """What does not have the shape of a plot."""
    where = ".".join(str(step) for step in found["loc"]) or str(_("Plot, instead of a file"))
    return word_error(QuestionError("bad_shape", where=where, problem=found["type"], detail=found["msg"]))


def read_upload(upload: UploadedFile) -> Picture:
    """The picture that was sent. Raises QuestionError ``figure``."""
    upload.seek(0)
    data = upload.read(LARGEST_FILE + 1)
    try:
        if upload.content_type == SVG or data.lstrip()[:5] in (b"<?xml", b"<svg ", b"<svg\n", b"<svg>"):
            return read_svg(data.decode("utf-8-sig", errors="replace"))
        return read_picture(data, upload.content_type or "")
    except PictureError as error:
        raise QuestionError("figure", where=str(_("File")), problem=error.code, **error.values) from error
