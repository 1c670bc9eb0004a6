"""Two tabs of one browser at one exam: each has its own name, and what either typed arrives."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Classroom, User
from exams.models import Attempt
from exams.services.delivery import start_attempt
from exams.tests.sittings import give_mixed_exam
from mathtest.tests.exam_pages import answers, field, is_saved, sit, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEVICE = "sessionStorage.getItem('mathtest:device')"


@pytest.fixture
def attempt(classroom: Classroom, teacher: User, student: User) -> Attempt:
    return start_attempt(give_mixed_exam(classroom, by=teacher), student=student)


def test_a_duplicated_tab_takes_a_name_of_its_own_and_both_save(
    open_context: Callable[..., BrowserContext], attempt: Attempt, student: User
) -> None:
    context = open_context(student)
    page = sit(context, attempt)
    write(page, 1, "x^2-3x")
    is_saved(page, 1)

    # As a browser duplicates a tab: with a copy of its session storage.
    with context.expect_page() as opened:
        page.evaluate("window.open(location.href, '_blank')")
    copy: Page = opened.value
    copy.wait_for_function(f"() => {DEVICE} !== null")
    other = page.evaluate(DEVICE)
    expect(field(copy, 1)).to_have_value("x^2-3x")
    copy.wait_for_function(f"() => {DEVICE} !== '{other}'")
    write(copy, 5, "42")
    is_saved(copy, 5)

    assert answers(attempt) == {1: "x^2-3x", 5: "42"}
    assert set(attempt.events.values_list("position", flat=True)) == {1, 5}
    assert attempt.events.values("device").distinct().count() == 2


def test_what_a_closed_tab_had_not_sent_is_sent_by_the_other(
    open_context: Callable[..., BrowserContext], attempt: Attempt, student: User
) -> None:
    context = open_context(student)
    first, second = sit(context, attempt), sit(context, attempt)
    second.route("**/responses/*", lambda route: route.abort())
    write(second, 5, "42")
    expect(second.locator("section[data-position='5'] [data-state=waiting]")).to_be_visible()

    second.close(run_before_unload=True)

    # Not at once: a tab that loads again says goodbye, too.
    expect(field(first, 5)).to_have_value("42", timeout=15_000)
    is_saved(first, 5)
    assert answers(attempt) == {5: "42"}


def test_a_tab_that_goes_on_begins_with_what_the_other_has_saved(
    open_context: Callable[..., BrowserContext], attempt: Attempt, student: User
) -> None:
    context = open_context(student)
    first, second = sit(context, attempt), sit(context, attempt)
    write(second, 5, "42")
    is_saved(second, 5)
    go_on_here(first)
    expect(field(first, 5)).to_have_value("42")
    write(first, 5, "43")
    is_saved(first, 5)

    second.evaluate("dispatchEvent(new Event('online'))")
    expect(second.locator("[data-halt=passive]")).to_be_visible()
    assert answers(attempt) == {5: "43"}


def go_on_here(page: Page) -> None:
    """Make this tab the one in charge: it hears that it is not by its next pulse, and loads the page anew."""
    page.evaluate("dispatchEvent(new Event('online'))")
    with page.expect_navigation():
        page.locator("[data-take-over]").click()
