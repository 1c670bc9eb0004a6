"""A question's page as a browser fills it in and sends it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django import forms
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from exams.forms.questions import QuestionForms
from exams.models import Question

__all__ = ["ADD", "browser_fields", "change_page", "fields_of", "press"]

ADD = "admin:exams_question_add"


def change_page(question: Question) -> str:
    return reverse("admin:exams_question_change", args=[question.pk])


def fields_of(answer: HttpResponse) -> dict[str, str]:
    """What a browser would send if nothing were changed."""
    whole: QuestionForms = answer.context["forms"]
    base = answer.context["base"]
    sent = {
        "base-version": base["version"],
        "base-key": base["key"],
        "base-reason": whole.base["reason"].value() or "",
    }
    sent |= dict(_values(whole.about)) | dict(_values(whole.body))
    for rows in (whole.parts, whole.figures, whole.tests):
        sent |= dict(_rows(rows))
    return {name: "" if value is None else str(value) for name, value in sent.items()}


def browser_fields(html: str) -> dict[str, str]:
    """What a browser would send of the fields that stand in ``html``."""
    reader = FieldReader()
    reader.feed(html)
    return reader.fields


class FieldReader(HTMLParser):
    """Inputs, lists to choose from and fields of several lines, with what they say."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "input" and said.get("name"):
            is_box = said.get("type") == "checkbox"
            if not is_box or "checked" in said:
                self.fields[said["name"]] = said.get("value", "on" if is_box else "")
        if tag in ("select", "textarea"):
            self.inside = said["name"]
        if tag == "textarea":
            self.fields[self.inside] = ""
        is_chosen = tag == "option" and ("selected" in said or self.inside not in self.fields)
        if is_chosen:
            self.fields[self.inside] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.fields[self.inside] = re.sub(r"^\r?\n", "", self.fields[self.inside])
        if tag in ("select", "textarea"):
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside and self.get_starttag_text().startswith("<textarea"):
            self.fields[self.inside] += data


def press(client: Client, page: str, sent: dict[str, Any], button: str, value: str = "1") -> HttpResponse:
    return client.post(page, {**sent, button: value})


def _rows(rows: Any) -> Iterator[tuple[str, Any]]:
    yield f"{rows.prefix}-TOTAL_FORMS", rows.total_form_count()
    yield f"{rows.prefix}-INITIAL_FORMS", 0
    for form in rows.forms:
        yield from _values(form)
        for nested in form.rows.values():
            yield from _rows(nested)


def _values(form: forms.BaseForm) -> Iterator[tuple[str, Any]]:
    for name, field in form.fields.items():
        value = form[name].value()
        if isinstance(field, forms.FileField) or (isinstance(field, forms.BooleanField) and not value):
            continue
        yield form.add_prefix(name), "on" if value is True else value
