"""A question's page as a browser fills it in and sends it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from exams.forms.questions import QuestionForms
from exams.models import Question

__all__ = ["ADD", "change_page", "fields_of", "press"]

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
