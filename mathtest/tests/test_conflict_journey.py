"""One student, two devices: the one opened last goes on, and no answer of the other is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Classroom, User
from exams.models import Attempt, ResponseEvent
from exams.services.delivery import start_attempt
from exams.tests.sittings import give_mixed_exam
from mathtest.tests.conftest import DESKTOP, PHONE
from mathtest.tests.exam_pages import answers, enter, hear_now, is_saved, sit, state_of, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def attempt(classroom: Classroom, teacher: User, student: User) -> Attempt:
    return start_attempt(give_mixed_exam(classroom, by=teacher), student=student)


@pytest.fixture
def devices(browser: Any, live_server: Any, student: User) -> Iterator[list[BrowserContext]]:
    """A phone and a computer, in both of which the student is signed in."""
    contexts = []
    for viewport in (PHONE, DESKTOP):
        contexts.append(browser.new_context(base_url=live_server.url, viewport=viewport, locale="en-US"))
        enter(contexts[-1], student, live_server.url)
    yield contexts
    for context in contexts:
        context.close()


def test_device_opened_last_is_in_charge_until_the_student_takes_over(
    devices: list[BrowserContext], attempt: Attempt, axe_finds_nothing: Callable[[Page], None]
) -> None:
    phone = sit(devices[0], attempt)
    write(phone, 1, "x^2-3x")
    is_saved(phone, 1)
    computer = sit(devices[1], attempt)

    hear_now(phone)
    expect(phone.get_by_role("heading", name="You are going on with another device")).to_be_visible()
    expect(phone.locator("#q1-part-a")).not_to_be_editable()
    expect(phone.locator("#q1-part-a")).to_have_value("x^2-3x")
    axe_finds_nothing(phone)

    # The other device has gone on; taking over shows what stands there now.
    write(computer, 5, "42")
    is_saved(computer, 5)
    with phone.expect_navigation():
        phone.get_by_role("button", name="Go on here").click()
    expect(phone.locator("#q5-part-a")).to_have_value("42")
    expect(phone.locator("#q1-part-a")).to_be_editable()
    hear_now(computer)
    expect(computer.locator("[data-halt=passive]")).to_be_visible()
    assert answers(attempt) == {1: "x^2-3x", 5: "42"}


def test_answer_changed_on_both_devices_is_the_students_choice(
    devices: list[BrowserContext], attempt: Attempt, axe_finds_nothing: Callable[[Page], None]
) -> None:
    phone = sit(devices[0], attempt)
    devices[0].set_offline(True)
    write(phone, 1, "x^2+3x")
    computer = sit(devices[1], attempt)
    write(computer, 1, "x^2-3x")
    is_saved(computer, 1)

    devices[0].set_offline(False)
    card = phone.get_by_role("group", name="This answer was changed on another device. Which one counts?")
    expect(card.locator("[data-mine]")).to_have_text("x^2+3x")
    expect(card.locator("[data-theirs]")).to_have_text("x^2-3x")
    expect(state_of(phone, 1)).to_have_attribute("data-state", "conflict")
    axe_finds_nothing(phone)

    card.get_by_role("button", name="Keep what is here").click()
    is_saved(phone, 1)
    expect(card).to_have_count(0)
    assert answers(attempt) == {1: "x^2+3x"}
    events = ResponseEvent.objects.filter(attempt=attempt).order_by("pk")
    kept = events.values_list("outcome", "value__parts__a__text")
    assert {("accepted", "x^2-3x"), ("conflict", "x^2+3x"), ("accepted", "x^2+3x")} <= set(kept)
