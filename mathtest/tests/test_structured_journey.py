"""Orders and blanks in a real browser: saved as they are given, there again after a reload, and told apart
when two devices differ. A rubric is added up while it is filled in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import Classroom, User
from exams.models import Assignment, Attempt
from exams.services.delivery import SaveMessage, save_response, start_attempt, submit_attempt
from exams.services.marking import mark_attempt
from exams.shapes import ResponseValue
from exams.tests.structured import CLOZE, ESSAY, ORDER, give
from mathtest.tests.test_worded_kinds_journey import sign_in, stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return give(classroom, ORDER, CLOZE, ESSAY, by=teacher)


@pytest.fixture
def attempt(assignment: Assignment, student: User) -> Attempt:
    return start_attempt(assignment, student=student)


def test_orders_and_blanks_are_saved_while_they_are_given(
    open_browser: Callable[[], Page],
    axe_finds_nothing: Callable[[Page], None],
    attempt: Attempt,
    student: User,
) -> None:
    page = open_browser()
    sign_in(page, student.login)
    page.goto(f"/attempts/{attempt.pk}/?q=1")
    saved = page.locator("[data-question]:not([hidden]) [data-state=saved]")

    page.locator("#q1-part-a-1").select_option("o2")
    page.locator("#q1-part-a-3").select_option("o2")
    expect(page.locator("[data-repeated]")).to_have_text("One option stands at two places.")
    page.locator("#q1-part-a-3").select_option("o3")
    expect(page.locator("[data-repeated]")).to_be_empty()
    expect(saved).to_be_visible()
    axe_finds_nothing(page)

    page.keyboard.press("Alt+ArrowRight")
    page.locator("#q2-part-a-p").fill("x-(3")
    page.locator("#q2-part-a-q").fill("7")
    expect(page.locator("#reading-q2-part-a-p")).to_contain_text("A bracket has no partner.")
    expect(page.locator("#reading-q2-part-a-q math")).to_be_visible()
    expect(saved).to_be_visible()
    axe_finds_nothing(page)

    assert stored(attempt, 1)["a"] == {"match": {"1": "o2", "3": "o3"}}
    assert stored(attempt, 2)["a"] == {"blanks": {"p": "x-(3", "q": "7"}, "notation": "plain", "locale": "en"}
    page.reload()
    expect(page.locator("#q1-part-a-3")).to_have_value("o3")
    expect(page.locator("#q2-part-a-p")).to_have_value("x-(3")
    expect(page.locator("#q2-part-a-r")).to_have_value("")


def test_blanks_of_another_device_are_shown_and_taken(
    open_browser: Callable[[], Page], attempt: Attempt, student: User
) -> None:
    page = open_browser()
    sign_in(page, student.login)
    page.goto(f"/attempts/{attempt.pk}/?q=2")
    theirs = ResponseValue.model_validate({"parts": {"a": {"blanks": {"p": "x-3", "r": "minimum"}}}})
    message = SaveMessage(device="tablet", seq=1, base_revision=0, response=theirs)
    save_response(attempt.pk, student=student, position=2, message=message)

    page.locator("#q2-part-a-q").fill("8")

    expect(page.locator("[data-theirs] p")).to_have_text(["Blank (A) x-3", "Blank (C) minimum"])
    page.locator("[data-choose=theirs]").click()
    expect(page.locator("#q2-part-a-p")).to_have_value("x-3")
    expect(page.locator("#q2-part-a-q")).to_have_value("")
    expect(page.locator("#reading-q2-part-a-p math")).to_be_visible()


def test_rubric_is_added_up_while_it_is_filled_in(
    open_browser: Callable[[], Page],
    axe_finds_nothing: Callable[[Page], None],
    assignment: Assignment,
    attempt: Attempt,
    student: User,
    teacher: User,
) -> None:
    theirs = ResponseValue.model_validate({"parts": {"a": {"text": "Assume it is p/q."}}})
    message = SaveMessage(device="tablet", seq=1, base_revision=0, response=theirs)
    save_response(attempt.pk, student=student, position=3, message=message)
    mark_attempt(submit_attempt(attempt.pk, student=student))
    page = open_browser()
    sign_in(page, teacher.login)
    page.goto(reverse("teacher_marking", args=[assignment.pk]))

    for points in ("1", "1.5", "2.25"):
        page.keyboard.type(points)
        page.keyboard.press("Tab")

    expect(page.locator("[data-rubric-total]")).to_have_text("Together 4.75 of 6")
    axe_finds_nothing(page)
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
