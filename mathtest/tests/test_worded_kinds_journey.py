"""Words, pairs and an essay in a real browser: saved as they are written, and there again after a reload."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Classroom, User
from accounts.tests.factories import PASSWORD
from exams.models import Attempt, Question, Response
from exams.services.authoring import import_bank
from exams.services.delivery import start_attempt
from exams.services.publishing import publish_exam
from exams.tests.banks import bank_file
from exams.tests.factories import AssignmentFactory, ExamFactory, ExamItemFactory
from exams.tests.test_worded_kinds import QUESTIONS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def attempt(classroom: Classroom, teacher: User, student: User) -> Attempt:
    import_bank(bank_file(*QUESTIONS), school=classroom.school, owner=teacher)
    exam = ExamFactory(school=classroom.school)
    for position, entry in enumerate(QUESTIONS, start=1):
        row = Question.objects.get(external_id=entry["id"])
        ExamItemFactory(exam=exam, question=row, position=position, points=1)
    assignment = AssignmentFactory(paper=publish_exam(exam, by=teacher), classroom=classroom)
    return start_attempt(assignment, student=student)


def sign_in(page: Page, login: str) -> None:
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def stored(attempt: Attempt, position: int) -> dict[str, Any]:
    return Response.objects.get(attempt=attempt, position=position).value["parts"]


def test_words_pairs_and_essays_are_saved_while_they_are_written(
    open_browser: Callable[[], Page],
    axe_finds_nothing: Callable[[Page], None],
    attempt: Attempt,
    student: User,
) -> None:
    page = open_browser()
    sign_in(page, student.login)
    page.goto(f"/attempts/{attempt.pk}/?q=2")
    question = page.locator("[data-question]:not([hidden])")
    saved = question.locator("[data-state=saved]")

    figure = question.locator("img.figure")
    assert figure.evaluate("image => image.complete && image.naturalWidth > 0")
    page.locator("#q2-part-a").fill("이등변 삼각형")
    expect(saved).to_be_visible()
    axe_finds_nothing(page)

    page.keyboard.press("Alt+ArrowRight")
    page.locator("#q3-part-a-s2").focus()
    page.keyboard.press("ArrowDown")
    expect(saved).to_be_visible()
    axe_finds_nothing(page)

    page.keyboard.press("Alt+ArrowRight")
    page.locator("#q4-part-a").fill("first\n\nsecond")
    expect(saved).to_be_visible()
    axe_finds_nothing(page)

    chosen = stored(attempt, 3)["a"]["match"]["s2"]
    assert chosen in {"o1", "o2", "o3"}
    assert stored(attempt, 2)["a"]["text"] == "이등변 삼각형"
    assert stored(attempt, 4)["a"]["text"] == "first\n\nsecond"

    page.reload()
    expect(page.locator("#q3-part-a-s2")).to_have_value(chosen)
    expect(page.locator("#q4-part-a")).to_have_value("first\n\nsecond")
