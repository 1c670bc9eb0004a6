"""The figures of a question. A file that was read once is kept by its SHA-256, so that it is not lost when
something else on the page has to be mended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from exams.content import FIGURE_NAME
from exams.errors import QuestionError
from exams.forms.questions.fields import OneLineField, by_language
from exams.forms.questions.rows import RowForm, row_set
from exams.pictures import Picture, PictureError, read_picture, read_svg
from exams.wording import word_error

__all__ = ["FigureForm", "FigureRows", "read_upload"]

ALT = {"ko": _("In place of the picture, in Korean"), "en": _("In place of the picture, in English")}
SVG = "image/svg+xml"
ACCEPTED = f"{SVG},image/png,image/jpeg,image/gif,image/webp"
LARGEST_FILE = 2_000_000


class FigureForm(RowForm):
    """A name, a file, and what is read out where the picture is not seen."""

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
        for language, label in ALT.items():
            self.fields[f"alt_{language}"] = OneLineField(label=label)

    def clean(self) -> dict[str, Any]:
        """There is a picture, and words for who does not see it."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("asset") and not self.errors.get("file"):
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

    def raw(self) -> dict[str, Any]:
        """A file cannot be sent back to who chose it: what it held is known by ``asset``."""
        return {**super().raw(), "file": None}


FigureRows = row_set(FigureForm, most=20)


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
