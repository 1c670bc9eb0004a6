"""What a student sees while the exam runs: an announcement, more time, a pause, and the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Classroom, User
from exams.models import Acknowledgement, Attempt, Notice, ResponseEvent
from exams.services.delivery import start_attempt
from exams.services.supervising import announce, give_time, pause_attempts, resume_attempts
from exams.tests.sittings import give_mixed_exam
from mathtest.tests.conftest import PHONE
from mathtest.tests.exam_pages import answers, enter, hear_now, is_saved, sit, write

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


def test_announcement_comes_with_the_next_save_and_is_acknowledged(
    phone: BrowserContext, attempt: Attempt, teacher: User, axe_finds_nothing: Callable[[Page], None]
) -> None:
    page = sit(phone, attempt)
    announce(attempt.assignment, text="Question 2: x is positive.", by=teacher)

    write(page, 1, "x^2-3x")
    card = page.locator("[data-cards] .told")
    expect(card).to_contain_text("Question 2: x is positive.")
    expect(page.locator("#q1-part-a")).to_be_focused()
    axe_finds_nothing(page)

    # Loaded again it is still there, until the student says so; then it stands in the list only.
    page.reload()
    expect(card).to_have_count(1)
    with page.expect_response("**/pulse"):
        card.get_by_role("button", name="Got it").click()
    expect(card).to_have_count(0)
    page.locator("summary", has_text="Notices (1)").click()
    expect(page.locator("[data-told] li")).to_contain_text("Question 2: x is positive.")
    axe_finds_nothing(page)
    assert Acknowledgement.objects.get().notice == Notice.objects.get()
    page.reload()
    expect(page.locator("[data-told] li")).to_have_count(1)
    expect(card).to_have_count(0)


def test_more_time_moves_the_clock_at_once(phone: BrowserContext, attempt: Attempt, teacher: User) -> None:
    now = timezone.now()
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=now + timedelta(minutes=4, seconds=30))
    page = sit(phone, attempt)
    clock = page.locator("[data-clock-text]")
    expect(clock).to_have_text("5 min left")

    give_time(attempt.assignment, seconds=600, by=teacher, attempts=None, reason="fire drill")
    hear_now(page)

    expect(clock).to_have_text("15 min left")
    expect(page.locator("[data-cards] .told")).to_contain_text("10 minutes")


def test_pause_covers_the_questions_and_afterwards_all_is_where_it_was(
    phone: BrowserContext, attempt: Attempt, teacher: User, axe_finds_nothing: Callable[[Page], None]
) -> None:
    page = sit(phone, attempt)
    write(page, 1, "x^2-")
    is_saved(page, 1)

    pause_attempts(attempt.assignment, by=teacher)
    page.locator("#q1-part-a").press_sequentially("3x")
    hear_now(page)
    halt = page.get_by_role("alertdialog", name="Your teacher has paused the exam")
    expect(halt).to_be_focused()
    expect(page.locator("[data-clock-text]")).to_have_text("Paused by the teacher")
    expect(page.locator("#q1-part-a")).not_to_be_visible()
    axe_finds_nothing(page)

    resume_attempts(attempt.assignment, by=teacher)
    hear_now(page)
    expect(halt).to_be_hidden()
    expect(page.locator("#q1-part-a")).to_be_focused()
    expect(page.locator("[data-clock-text]")).not_to_have_text("Paused by the teacher")
    is_saved(page, 1)
    assert answers(attempt) == {1: "x^2-3x"}


def test_clock_believes_the_server_and_not_the_device(phone: BrowserContext, attempt: Attempt) -> None:
    page = phone.new_page()
    page.clock.install(time=timezone.now() + timedelta(days=1))
    page.goto(f"/attempts/{attempt.pk}/")
    minutes = page.locator("[data-clock-text]").inner_text()

    # Somebody sets the device's clock while the exam runs.
    page.clock.set_system_time(timezone.now() - timedelta(days=3))
    page.clock.run_for(3000)
    expect(page.locator("[data-clock-text]")).to_have_text(minutes)
    page.clock.set_system_time(timezone.now() + timedelta(days=3))
    page.clock.run_for(3000)
    expect(page.locator("[data-clock-text]")).to_have_text(minutes)


def test_last_minutes_are_said_and_shown_even_when_the_clock_is_hidden(
    phone: BrowserContext, attempt: Attempt
) -> None:
    now = timezone.now()
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=now + timedelta(minutes=5, seconds=40))
    page = phone.new_page()
    page.clock.install(time=now)
    page.goto(f"/attempts/{attempt.pk}/")
    page.get_by_role("button", name="Hide the clock").click()
    note = page.locator("[data-clock-note]")
    expect(note).to_be_hidden()

    page.clock.run_for(45_000)
    expect(note).to_have_text("5 minutes left")
    expect(page.locator("[data-clock-announce]")).to_have_text("5 minutes left")
    page.clock.run_for(40_000)
    expect(note).to_be_hidden()


def test_page_with_unsent_answers_stays_at_the_end_until_they_have_arrived(
    phone: BrowserContext, attempt: Attempt
) -> None:
    type(attempt.assignment).objects.filter(pk=attempt.assignment_id).update(grace_s=2)
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=timezone.now() + timedelta(seconds=5))
    page = sit(phone, attempt)
    page.route("**/responses/*", lambda route: route.abort())
    page.locator("#q1-part-a").press_sequentially("x^2-3x")

    halt = page.locator("[data-halt=over]")
    expect(halt).to_contain_text("1 of your answers have not reached the server yet", timeout=20000)
    expect(halt.get_by_role("link", name="To the receipt")).to_be_visible(timeout=20000)
    page.unroute("**/responses/*")
    hear_now(page)

    expect(halt).to_contain_text("What arrived too late is kept for your teacher", timeout=20000)
    assert ResponseEvent.objects.get(attempt=attempt).outcome == "late"


def test_end_of_time_hands_in_what_is_typed_and_leads_to_the_receipt(
    phone: BrowserContext, attempt: Attempt, axe_finds_nothing: Callable[[Page], None]
) -> None:
    assignment = attempt.assignment
    type(assignment).objects.filter(pk=assignment.pk).update(grace_s=4)
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=timezone.now() + timedelta(seconds=5))
    page = sit(phone, attempt)
    page.locator("#q1-part-a").press_sequentially("x^2-3x")

    expect(page.locator("[data-halt=over]")).to_be_visible(timeout=10000)
    expect(page.locator("#q1-part-a")).not_to_be_editable()
    axe_finds_nothing(page)
    page.wait_for_url("**/receipt/", timeout=20000)

    assert answers(attempt) == {1: "x^2-3x"}
    attempt.refresh_from_db()
    assert (attempt.state, attempt.submitted_at) == ("expired", attempt.deadline_at)
