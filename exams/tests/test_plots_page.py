"""Plots on the page where questions are written."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import School, User
from exams.models import Asset, Question
from exams.tests.factories import TopicFactory
from exams.tests.question_pages import ADD, change_page, fields_of, press

PLOT = 'x: [-4, 4]\ny: [-3, 9]\ncurves: ["x^2-{a}x"]\n'


@pytest.fixture
def blank(teacher_client: Client, school: School, teacher: User) -> dict[str, str]:
    """A question that asks for a number, with a figure in its solution."""
    TopicFactory(school=school)
    fields = fields_of(teacher_client.get(reverse(ADD)))
    return fields | {
        "about-school": str(school.pk),
        "body-text_ko": "값을 구하시오.",
        "body-solution_ko": "![](graph)",
        "body-parameters": "a = random integer 1..3",
        "parts-0-kind": "integer",
        "parts-0-value": "{a}",
        "figures-TOTAL_FORMS": "1",
        "figures-0-name": "graph",
        "figures-0-asset": "",
        "figures-0-plot": PLOT,
        "figures-0-alt_ko": "x절편이 0과 {a}인 포물선",
        "figures-0-alt_en": "",
    }


def errors_of(answer: HttpResponse) -> dict[str, list[str]]:
    forms = answer.context["forms"].everything()
    return {form.add_prefix(name): list(said) for form in forms for name, said in form.errors.items()}


def send(client: Client, fields: dict[str, Any]) -> HttpResponse:
    return press(client, reverse(ADD), fields, "_save")


def test_plot_is_stored_and_comes_back_as_it_was(teacher_client: Client, blank: dict[str, str]) -> None:
    saved = send(teacher_client, blank)

    question = Question.objects.get()
    version = question.versions.get()
    page = teacher_client.get(change_page(question))
    again = press(teacher_client, change_page(question), fields_of(page), "_save")
    assert (saved.status_code, again.status_code) == (302, 302)
    assert version.content["figures"] == [
        {
            "name": "graph",
            "alt": {"ko": "x절편이 0과 {a}인 포물선"},
            "plot": {"x": ["-4", "4"], "y": ["-3", "9"], "curves": [{"of": "x^2-{a}x"}]},
        }
    ]
    assert (question.versions.count(), Asset.objects.count()) == (1, 0)


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("plot", "field", "sentence"),
    [
        ("", "figures-0-file", "Choose a file"),
        ("x: [", "figures-0-plot", "not YAML"),
        ("graph", "figures-0-plot", "name: value"),
        ("x: [-4, 4]", "figures-0-plot", "needs x and y"),
        (PLOT + "colour: red", "figures-0-plot", "colour"),
        (PLOT.replace("x^2", "x^^2"), "figures-0-plot", "cannot be read"),
        (PLOT.replace("x^2", "100+x^2"), "figures-0-plot", "is in view"),
    ],
)
def test_what_is_wrong_with_a_plot_is_said_at_its_field(
    teacher_client: Client, blank: dict[str, str], plot: str, field: str, sentence: str
) -> None:
    errors = errors_of(send(teacher_client, blank | {"figures-0-plot": plot}))

    assert list(errors) == [field]
    assert sentence in errors[field][0]


def test_figure_is_not_both_a_file_and_a_plot(teacher_client: Client, blank: dict[str, str]) -> None:
    errors = errors_of(send(teacher_client, blank | {"figures-0-asset": "a" * 64}))

    assert "figures-0-plot" in errors


def test_plot_is_seen_while_its_text_is_typed(teacher_client: Client, blank: dict[str, str]) -> None:
    shown = press(teacher_client, reverse(ADD), blank, "act", "render:body-solution_ko").content.decode()

    assert '<svg class="plot" role="img" aria-label="x절편이 0과' in shown
