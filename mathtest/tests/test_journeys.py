"""From a class code to a witness, in a real browser, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from accounts.models import Classroom, User
from accounts.tests.factories import PASSWORD
from exams.models import Attempt, Exam, ExamItem, Question
from exams.services.authoring import import_bank
from exams.services.publishing import publish_exam
from exams.tests.factories import AssignmentFactory
from grading.models import Mark
from mathtest.tests.walking import Keyboard, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BANK = settings.BASE_DIR / "exams" / "banks" / "demo.yaml"


@pytest.fixture
def exam_is_open(classroom: Classroom, teacher: User) -> None:
    """The bank file, taken in, put on a paper, and given to the class."""
    import_bank(BANK.read_bytes(), school=classroom.school, owner=teacher)
    exam = Exam.objects.create(school=classroom.school, title={"ko": "공통수학", "en": "Common mathematics"})
    for position, name in enumerate(
        ("demo-always-positive", "demo-inverse-function", "demo-committee"), start=1
    ):
        question = Question.objects.get(external_id=name)
        ExamItem.objects.create(exam=exam, position=position, question=question, points=Decimal(3))
    AssignmentFactory(paper=publish_exam(exam, by=teacher), classroom=classroom)


def test_student_joins_sits_and_reads_a_witness_and_the_teacher_sees_it(
    open_browser: Callable[[], Page],
    axe_finds_nothing: Callable[[Page], None],
    exam_is_open: None,
    classroom: Classroom,
    teacher: User,
) -> None:
    page = open_browser()
    keyboard = Keyboard(page)

    # Join the class by its code.
    page.goto("/join/")
    axe_finds_nothing(page)
    keyboard.write("[name=code]", classroom.join_code or "")
    keyboard.write("[name=name]", "Newcomer Yoon")
    keyboard.write("[name=login]", "newcomer")
    keyboard.write("[name=password]", "four-blue-circles")
    keyboard.enter()
    axe_finds_nothing(page)

    # Open the exam and start.
    keyboard.press(".cards .button-primary")
    expect(page.get_by_role("heading", level=1)).to_have_text("Common mathematics")
    axe_finds_nothing(page)
    keyboard.press("main form .button-primary")
    axe_finds_nothing(page)

    # Question 1: false, by the arrow keys of the radio buttons.
    question = page.locator("[data-question]:not([hidden])")
    keyboard.to("[data-question]:not([hidden]) input[type=radio]")
    page.keyboard.press("ArrowRight")
    expect(question.locator("[data-state=saved]")).to_be_visible()

    # Question 2: a formula with the sign lost; what it was read as stands below it.
    page.keyboard.press("Alt+ArrowRight")
    keyboard.write("[data-question]:not([hidden]) .answer-input", "(3x-1)/(x-2)")
    expect(question.locator(".reading math")).to_be_visible()
    expect(question.locator("[data-state=saved]")).to_be_visible()
    axe_finds_nothing(page)

    # The page is loaded again in the middle: everything is where it was.
    page.reload()
    page.keyboard.press("Alt+ArrowRight")
    expect(question.locator(".answer-input")).to_have_value("(3x-1)/(x-2)")

    # Hand in, with question 3 left open.
    keyboard.press("[data-finish]")
    expect(page.get_by_text("1 question has no answer")).to_be_visible()
    axe_finds_nothing(page)
    keyboard.press("main form .button-primary")
    expect(page.get_by_role("heading", level=1)).to_have_text("Handed in")
    axe_finds_nothing(page)

    # The result says at which point the answer and the key differ.
    keyboard.press("main .button-primary")
    axe_finds_nothing(page)
    witness = Mark.objects.get(attempt=Attempt.objects.get(), position=2).reason["witness"]
    said = f"your answer is {witness['student']}, the key is {witness['key']}"
    expect(page.locator("[data-verdict=incorrect] .witness")).to_contain_text(said)

    # The teacher finds it in the report.
    page = open_browser()
    keyboard = Keyboard(page)
    sign_in(page, teacher.login)
    axe_finds_nothing(page)
    keyboard.press(".list-title")
    axe_finds_nothing(page)
    expect(page.get_by_text("Newcomer Yoon")).to_be_visible()
    keyboard.press(".tabs a[href^='/reports/']")
    axe_finds_nothing(page)
    expect(page.get_by_text("Newcomer Yoon")).to_be_visible()
    expect(page.get_by_text("(3x-1)/(x-2)")).to_be_visible()
    keyboard.press(f"a[href*='{Attempt.objects.get().pk}']")
    expect(page.locator("[data-verdict=incorrect] .witness")).to_contain_text(said)
    axe_finds_nothing(page)


def test_exam_without_javascript_saves_on_next_and_hands_in(
    browser: Any, live_server: Any, exam_is_open: None, student: User, viewport: dict[str, int]
) -> None:
    context = browser.new_context(
        viewport=viewport, locale="en-US", base_url=live_server.url, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", student.login)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.click(".cards .button-primary")
    page.click("main form .button-primary")

    page.check("[data-question]:not([hidden]) input[value=false]")
    page.click("[data-go=next]")
    page.fill("[data-question]:not([hidden]) .answer-input", "(2x+1)/(x-3)")
    page.click("[data-finish]")
    page.click("main form .button-primary")

    attempt = Attempt.objects.get()
    context.close()
    assert attempt.receipt is not None
    assert attempt.receipt["answered"] == 2
