"""Loaded again, out of order, out of room: what the exam page does when things happen at the wrong moment.

Every journey ends with each answer in the database, as it was typed last.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Classroom, User
from exams.models import Attempt
from exams.services.delivery import start_attempt
from exams.services.supervising import pause_attempts, resume_attempts
from exams.tests.sittings import give_mixed_exam
from mathtest.tests.exam_pages import answers, field, hear_now, is_saved, sit, state_of, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The database of the browser is busy: what is written from now on has to wait.
BUSY = """
() => new Promise(resolve => {
  const opening = indexedDB.open("mathtest")
  opening.onsuccess = () => {
    const room = opening.result.transaction("outbox", "readwrite").objectStore("outbox")
    const again = () => (room.get("nothing").onsuccess = again)
    again()
    resolve()
  }
})
"""
# The reply to the first answer stays on its way until window.letGo() is called.
FIRST_REPLY_WAITS = """
const ask = window.fetch
let isFirst = true
window.fetch = async (...what) => {
  const waits = what[1]?.method === "PUT" && isFirst
  if (waits) isFirst = false
  const reply = await ask(...what)
  if (waits) await new Promise(go => (window.letGo = go))
  return reply
}
"""


@pytest.fixture
def attempt(classroom: Classroom, teacher: User, student: User) -> Attempt:
    return start_attempt(give_mixed_exam(classroom, by=teacher), student=student)


def test_page_loaded_again_before_its_database_has_written_keeps_the_newest(
    open_context: Callable[..., BrowserContext], attempt: Attempt, student: User
) -> None:
    page = sit(open_context(student), attempt)
    page.route("**/responses/*", lambda route: route.abort())
    write(page, 1, "x^2")
    expect(state_of(page, 1)).to_have_text("Waiting for the network")

    page.evaluate(BUSY)
    page.unroute("**/responses/*")
    field(page, 1).fill("x^2-3x")
    page.reload()

    expect(field(page, 1)).to_have_value("x^2-3x")
    is_saved(page, 1)
    assert answers(attempt) == {1: "x^2-3x"}


def test_reply_that_comes_after_a_newer_one_says_nothing_of_what_stands_there(
    open_context: Callable[..., BrowserContext], attempt: Attempt, student: User
) -> None:
    context = open_context(student)
    context.add_init_script(FIRST_REPLY_WAITS)
    page = sit(context, attempt)
    write(page, 5, "41")
    page.wait_for_function("() => window.letGo")
    field(page, 5).fill("42")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    is_saved(page, 5)
    assert answers(attempt) == {5: "42"}

    field(page, 5).fill("41")
    page.evaluate("letGo()")

    is_saved(page, 5)
    page.wait_for_timeout(1000)
    assert answers(attempt) == {5: "41"}


def test_answer_typed_by_a_clock_that_was_years_behind_is_brought_back(
    open_context: Callable[..., BrowserContext], attempt: Attempt, student: User
) -> None:
    context = open_context(student)
    page = context.new_page()
    page.add_init_script("Date.now = () => Date.UTC(2015, 0, 1)")
    page.goto(f"/attempts/{attempt.pk}/")
    context.set_offline(True)
    write(page, 5, "42")
    expect(state_of(page, 5)).to_have_text("Kept on this device, sent later")
    page.close()
    context.set_offline(False)
    assert answers(attempt) == {}

    page = sit(context, attempt)

    expect(field(page, 5)).to_have_value("42")
    is_saved(page, 5)
    assert answers(attempt) == {5: "42"}


def test_exam_opens_on_a_device_that_has_no_room_left(
    open_context: Callable[..., BrowserContext], attempt: Attempt, student: User, live_server: Any
) -> None:
    context = open_context(student)
    page = context.new_page()
    page.goto(f"/assignments/{attempt.assignment_id}/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    fill_up(page, live_server.url)

    with page.expect_navigation():
        page.get_by_role("link", name="Continue").click()
    assert page.evaluate("navigator.serviceWorker.controller !== null")
    write(page, 5, "42")

    is_saved(page, 5)
    assert answers(attempt) == {5: "42"}


def test_clock_of_a_page_loaded_from_its_copy_knows_the_servers_last_word(
    open_context: Callable[..., BrowserContext], attempt: Attempt, student: User
) -> None:
    page = sit(open_context(student), attempt)
    copy = page.evaluate("fetch(location.href).then(reply => reply.text())")
    Attempt.objects.filter(pk=attempt.pk).update(
        deadline_at=timezone.now() + timedelta(minutes=14, seconds=40)
    )
    hear_now(page)
    expect(page.locator("[data-clock-text]")).to_have_text("15 min left")

    page.route("**/pulse", lambda route: route.abort())
    page.route(f"**/attempts/{attempt.pk}/", lambda route: route.fulfill(body=copy, content_type="text/html"))
    page.reload()
    expect(page.locator("[data-clock-text]")).to_have_text("15 min left")
    page.unroute("**/pulse")
    Attempt.objects.filter(pk=attempt.pk).update(
        deadline_at=timezone.now() + timedelta(minutes=24, seconds=40)
    )
    hear_now(page)
    expect(page.locator("[data-clock-text]")).to_have_text("25 min left")


def test_answer_whose_reply_was_lost_in_a_pause_is_sent_when_the_exam_goes_on(
    open_context: Callable[..., BrowserContext], attempt: Attempt, student: User, teacher: User
) -> None:
    page = sit(open_context(student), attempt)
    pause_attempts(attempt.assignment, by=teacher)
    Attempt.objects.filter(pk=attempt.pk).update(paused_at=timezone.now() - timedelta(minutes=5))
    page.route("**/responses/*", lambda route: (route.fetch(), route.abort()))
    write(page, 5, "42")
    expect(state_of(page, 5)).to_have_text("Waiting for the network")
    assert attempt.events.get().outcome == "late"

    resume_attempts(attempt.assignment, by=teacher)
    page.unroute("**/responses/*")
    page.evaluate("window.dispatchEvent(new Event('online'))")

    is_saved(page, 5)
    assert answers(attempt) == {5: "42"}


def fill_up(page: Page, origin: str) -> None:
    """Nothing more can be kept by this browser."""
    quota = page.context.new_cdp_session(page)
    quota.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})
