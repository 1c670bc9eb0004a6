"""A question without an answer is made once for everyone who was given it so."""

from __future__ import annotations

import re

from django.conf import settings
from django.test import Client

from accounts.models import User
from exams.models import Attempt
from exams.services.delivery import start_attempt
from exams.templatetags import exam_texts
from exams.tests.reading_pages import page
from exams.tests.sittings import put_answer


def bodies(client: Client, attempt: Attempt) -> list[str]:
    """What stands inside each question of the page."""
    html = client.get(page("attempt", attempt.pk)).content.decode()
    return re.findall(r"<section class=\"question\"[^>]*>(.*?)</section>", html, re.DOTALL)


def test_body_is_made_once_for_all_who_have_not_answered(
    student_client: Client, classmate_client: Client, attempt: Attempt, classmate: User
) -> None:
    other = start_attempt(attempt.assignment, student=classmate)
    Attempt.objects.filter(pk=other.pk).update(layout=attempt.layout)
    first = bodies(student_client, attempt)
    made = exam_texts._untouched_body.cache_info().misses

    assert bodies(classmate_client, other) == first
    assert exam_texts._untouched_body.cache_info().misses == made


def test_answer_of_one_is_seen_by_nobody_else(
    student_client: Client, classmate_client: Client, attempt: Attempt, classmate: User
) -> None:
    other = start_attempt(attempt.assignment, student=classmate)
    before = bodies(classmate_client, other)
    put_answer(student_client, attempt, {"text": "x^2-12345"})

    assert "x^2-12345" in bodies(student_client, attempt)[0]
    assert bodies(classmate_client, other) == before


def test_each_language_has_its_own(student_client: Client, attempt: Attempt) -> None:
    in_english = bodies(student_client, attempt)[0]
    student_client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ko"

    in_korean = bodies(student_client, attempt)[0]

    assert ("Question 1" in in_english, "Question 1" in in_korean, "문항" in in_korean) == (True, False, True)
