"""Signed out in the middle of an exam: the page stays, and what was typed arrives after signing in again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Classroom, User
from accounts.tests.factories import PASSWORD
from exams.models import Attempt
from exams.services.delivery import start_attempt
from exams.tests.sittings import give_mixed_exam
from mathtest.tests.conftest import PHONE
from mathtest.tests.exam_pages import answers, enter, is_saved, sit, write
from mathtest.tests.walking import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def attempt(classroom: Classroom, teacher: User, student: User) -> Attempt:
    return start_attempt(give_mixed_exam(classroom, by=teacher), student=student)


@pytest.fixture
def phone(browser: Any, live_server: Any, student: User) -> Any:
    """A phone in which the student is signed in."""
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, locale="en-US")
    enter(context, student, live_server.url)
    yield context
    context.close()


def test_student_who_is_signed_out_signs_in_inside_the_page(
    phone: BrowserContext, attempt: Attempt, axe_finds_nothing: Callable[[Page], None]
) -> None:
    page = sit(phone, attempt)
    write(page, 1, "x^2-3x")
    is_saved(page, 1)

    # The session goes, and the CSRF cookie with it.
    phone.clear_cookies()
    write(page, 1, "x^2-3*x")
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog).to_be_visible()
    axe_finds_nothing(page)

    # One can go on without: the bar stays, and so does what is typed.
    dialog.get_by_role("button", name="Go on without").click()
    write(page, 5, "42")
    expect(page.locator("[data-signedout]")).to_be_visible()
    axe_finds_nothing(page)

    # A wrong password is told in the dialog, the right one sends everything.
    page.locator("[data-signedout] button").click()
    dialog.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_have_text("The login or the password is not right.")
    dialog.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-signedout]")).to_be_hidden()
    is_saved(page, 1, 5)
    assert answers(attempt) == {1: "x^2-3*x", 5: "42"}

    # How an answer is read is asked for with the new token, too.
    write(page, 1, "x^2-4x")
    expect(page.locator("#reading-q1-part-a math")).to_contain_text("4")


def test_page_opened_before_saves_after_signing_in_in_another_tab(
    phone: BrowserContext, attempt: Attempt, student: User
) -> None:
    page = sit(phone, attempt)
    write(page, 1, "x^2-3x")
    is_saved(page, 1)

    phone.clear_cookies()
    write(page, 1, "x^2-3*x")
    expect(page.locator("[data-signedout]")).to_be_visible()
    sign_in(phone.new_page(), student.login)

    is_saved(page, 1)
    expect(page.locator("[data-signedout]")).to_be_hidden()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert answers(attempt) == {1: "x^2-3*x"}


def test_page_says_that_somebody_else_has_signed_in(
    phone: BrowserContext, attempt: Attempt, classmate: User
) -> None:
    page = sit(phone, attempt)
    phone.clear_cookies()
    sign_in(phone.new_page(), classmate.login)

    page.bring_to_front()
    write(page, 1, "x^2-3x")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog).to_contain_text("Somebody else has signed in with this browser.")
    dialog.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")

    is_saved(page, 1)
    assert answers(attempt) == {1: "x^2-3x"}


def test_student_without_script_signs_in_again_and_finds_what_was_typed(
    browser: Any, live_server: Any, phone: BrowserContext, attempt: Attempt, student: User
) -> None:
    plain = browser.new_context(
        base_url=live_server.url, viewport=PHONE, locale="en-US", java_script_enabled=False
    )
    enter(plain, student, live_server.url)
    page = plain.new_page()
    page.goto(f"/attempts/{attempt.pk}/")
    plain.clear_cookies(name="sessionid")
    page.fill("#q1-part-a", "x^2-3x")
    page.click("[data-go=next]")
    page.fill("[name=login]", student.login)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    expect(page.locator("#q1-part-a")).to_have_value("x^2-3x")
    expect(page.get_by_text("it is not saved yet")).to_be_visible()
    assert answers(attempt) == {}

    # With a script the page saves it by itself; without one the next step does.
    phone.clear_cookies()
    phone.add_cookies(plain.cookies())
    is_saved(sit(phone, attempt), 1)
    page.click("[data-go=next]")
    plain.close()
    assert answers(attempt) == {1: "x^2-3x"}
