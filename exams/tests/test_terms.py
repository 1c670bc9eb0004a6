"""Students are told how an answer is to be written, and what a wrong one costs, before they answer."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import get_args

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Classroom, User
from exams.models import Assignment, Exam, ExamItem, Question
from exams.presenting.terms import REQUESTS, word_terms
from exams.services.authoring import import_bank
from exams.services.clock import with_clock
from exams.services.delivery import start_attempt
from exams.services.publishing import publish_exam
from exams.tests.factories import AssignmentFactory
from grading.keys import FormRequirement, FormTest

BANK = """
format: mathtest-bank
version: 1
title: {ko: 조건, en: Terms}
questions:
  - id: terms
    text: {ko: '전개하시오.', en: 'Expand.'}
    parameters: n = one of 2, 3
    kind: number
    key: {value: '1/{n}', absolute: '0.01', forms: {decimal_places: '{n}'}, penalty: 1/4}
"""


def test_every_form_has_a_request() -> None:
    assert set(REQUESTS) == set(get_args(FormTest))


@pytest.mark.parametrize(
    ("form", "told", "sentence"),
    [
        ("factored", "x", "Write it factored."),
        ("decimal_places", "2", "Write it with 2 decimal places."),
        ("significant_figures", "3", "Write it with 3 significant figures."),
    ],
)
def test_form_is_asked_for_in_a_sentence(form: FormTest, told: str, sentence: str, in_english: None) -> None:
    terms = word_terms([FormRequirement(test=form, options=told)], Fraction(0))

    assert terms == (sentence,)


@pytest.mark.django_db
def test_exam_page_says_the_form_and_the_penalty_of_the_students_own_variant(
    classroom: Classroom, teacher: User, student: User, student_client: Client
) -> None:
    import_bank(BANK.encode(), school=classroom.school, owner=teacher)
    exam = Exam.objects.create(school=classroom.school, title={"ko": "조건", "en": "Terms"})
    ExamItem.objects.create(exam=exam, position=1, question=Question.objects.get(), points=Decimal(2))
    given = AssignmentFactory(paper=publish_exam(exam, by=teacher), classroom=classroom)
    attempt = start_attempt(with_clock(Assignment.objects.all()).get(pk=given.pk), student=student)

    page = student_client.get(reverse("attempt", args=[attempt.pk]), headers={"Accept-Language": "en"})

    part = page.context["questions"][0].parts[0]
    variant = given.paper.items.get().variants.get(pk=attempt.layout["items"][0]["variant"])
    assert part.terms == (
        f"Write it with {variant.values['n']} decimal places.",
        "A wrong answer costs 1/4 of the points; no answer costs nothing.",
    )
    assert all(sentence in page.content.decode() for sentence in part.terms)
