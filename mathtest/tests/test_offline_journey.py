"""Nothing typed is lost in the browser: offline, killed, loaded again, storage refused, replies lost.

Every journey ends with each answer in the database, as it was typed last.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from accounts.models import Classroom, User
from exams.models import Attempt
from exams.services.delivery import start_attempt
from exams.tests.sittings import give_mixed_exam, run_out
from mathtest.tests.exam_pages import answers, enter, field, is_saved, sit, state_of, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

A_MINUTE_MS = 60_000
NO_DATABASE = "Object.defineProperty(window, 'indexedDB', {get() { throw new Error('refused') }})"
NO_STORAGE = (
    NO_DATABASE
    + ";for (const name of ['localStorage', 'sessionStorage'])"
    + "Object.defineProperty(window, name, {get() { throw new Error('refused') }})"
)
# The outbox has written this text down.
WRITTEN = """
text => new Promise(resolve => {
  const opening = indexedDB.open("mathtest")
  opening.onsuccess = () => {
    const all = opening.result.transaction("outbox").objectStore("outbox").getAll()
    all.onsuccess = () => resolve(JSON.stringify(all.result).includes(JSON.stringify(text)))
  }
})
"""
PAGE_IS_KEPT = """
async () => {
  const pages = await caches.open("mathtest-pages-1"), files = await caches.open("mathtest-files-1")
  const scripts = (await files.keys()).filter(({url}) => url.endsWith(".js"))
  return (await pages.keys()).length > 0 && scripts.length > 10
}
"""
NOTHING_IS_KEPT = "() => caches.has('mathtest-pages-1').then(is => !is)"


@pytest.fixture
def attempt(classroom: Classroom, teacher: User, student: User) -> Attempt:
    return start_attempt(give_mixed_exam(classroom, by=teacher), student=student)


def test_what_is_typed_in_a_minute_without_a_network_arrives_when_it_is_back(
    open_context: Callable[..., BrowserContext], attempt: Attempt, student: User
) -> None:
    context = open_context(student)
    page = sit(context, attempt)
    write(page, 1, "x^2-3x")
    expect(state_of(page, 1)).to_have_attribute("data-state", "saved")

    context.set_offline(True)
    write(page, 1, "x^2-3*x")
    write(page, 5, "42")
    page.locator("[data-go='2']").click()
    page.locator("section[data-position='2'] label.option", has=page.locator("[value=o2]")).click()
    expect(state_of(page, 2)).to_have_text("Kept on this device, sent later")
    page.wait_for_timeout(A_MINUTE_MS)
    write(page, 6, "3.14")
    expect(state_of(page, 6)).to_have_text("Kept on this device, sent later")
    assert answers(attempt) == {1: "x^2-3x"}
    context.set_offline(False)

    is_saved(page, 1, 2, 5, 6)
    assert answers(attempt) == {1: "x^2-3*x", 2: ["o2"], 5: "42", 6: "3.14"}


def test_a_killed_browser_brings_back_what_it_had_not_sent(
    open_context: Callable[..., BrowserContext], attempt: Attempt, student: User, tmp_path: Path
) -> None:
    context = open_context(student)
    page = sit(context, attempt)
    write(page, 1, "x^2-3x")
    is_saved(page, 1)
    # One answer that the server has and this device does not know of, and one that never left.
    page.route("**/responses/5", lose_reply)
    write(page, 5, "41")
    expect(state_of(page, 5)).to_have_text("Waiting for the network")
    assert answers(attempt)[5] == "41"
    context.set_offline(True)
    write(page, 5, "42")
    write(page, 6, "3.14")
    page.wait_for_function(WRITTEN, arg="3.14")

    kill_browser(tmp_path / "profile")
    page = sit(open_context(student), attempt)

    expect(field(page, 5)).to_have_value("42")
    expect(field(page, 6)).to_have_value("3.14")
    is_saved(page, 1, 5, 6)
    assert answers(attempt) == {1: "x^2-3x", 5: "42", 6: "3.14"}
    assert not attempt.events.filter(outcome="conflict").exists()


def test_the_page_loads_again_without_a_network_and_with_every_answer(
    open_context: Callable[..., BrowserContext], attempt: Attempt, student: User
) -> None:
    context = open_context(student)
    page = context.new_page()
    page.goto(f"/assignments/{attempt.assignment_id}/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    with page.expect_navigation():
        page.get_by_role("link", name="Continue").click()
    page.wait_for_function(PAGE_IS_KEPT)
    write(page, 1, "x^2-3x")
    is_saved(page, 1)

    context.set_offline(True)
    write(page, 5, "42")
    page.wait_for_function(WRITTEN, arg="42")
    page.reload()
    expect(field(page, 1)).to_have_value("x^2-3x")
    expect(field(page, 5)).to_have_value("42")
    expect(page.locator("[data-standing]")).to_contain_text("No network")
    write(page, 6, "3.14")
    context.set_offline(False)

    is_saved(page, 1, 5, 6)
    assert answers(attempt) == {1: "x^2-3x", 5: "42", 6: "3.14"}
    page.route("**/accounts/logout/", lambda route: route.fulfill(body="out"))
    page.evaluate("fetch('/accounts/logout/', {method: 'POST'})")
    page.wait_for_function(NOTHING_IS_KEPT)


@pytest.mark.parametrize("refusal", [NO_DATABASE, NO_STORAGE], ids=["no database", "no storage"])
def test_a_browser_that_keeps_nothing_still_sends_everything_and_says_so(
    open_context: Callable[..., BrowserContext], attempt: Attempt, student: User, refusal: str
) -> None:
    context = open_context(student)
    context.add_init_script(refusal)
    page = sit(context, attempt)

    expect(page.locator("[data-unsafe]")).to_be_visible(visible=refusal == NO_STORAGE)
    context.set_offline(True)
    write(page, 1, "x^2-3x")
    context.set_offline(False)
    is_saved(page, 1)

    assert answers(attempt) == {1: "x^2-3x"}


def test_another_account_neither_sees_nor_sends_what_is_kept_here(
    open_context: Callable[..., BrowserContext],
    attempt: Attempt,
    student: User,
    classmate: User,
    live_server: Any,
) -> None:
    other = start_attempt(attempt.assignment, student=classmate)
    context = open_context(student)
    page = sit(context, attempt)
    context.set_offline(True)
    write(page, 1, "secret")
    page.wait_for_function(WRITTEN, arg="secret")
    page.close()
    context.set_offline(False)

    enter(context, classmate, live_server.url)
    page = sit(context, other)
    expect(field(page, 1)).to_have_value("")
    write(page, 5, "7")
    is_saved(page, 5)

    assert answers(other) == {5: "7"}
    assert answers(attempt) == {}


def test_what_stays_unsent_can_be_saved_as_a_file(
    open_context: Callable[..., BrowserContext], attempt: Attempt, student: User
) -> None:
    context = open_context(student)
    page = context.new_page()
    page.clock.install()
    page.goto(f"/attempts/{attempt.pk}/")
    page.route("**/responses/*", lambda route: route.abort())
    page.clock.run_for(1000)
    write(page, 5, "42")
    expect(page.locator("[data-unsent]")).to_be_hidden()

    page.clock.run_for(70_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save unsent answers as a file").click()

    file = json.loads(Path(download.value.path()).read_text())
    assert download.value.suggested_filename.startswith(f"mathtest-unsent-{str(attempt.pk)[:8]}-")
    assert (file["mathtest"], file["v"], file["attempt"]) == ("unsent answers", 1, str(attempt.pk))
    assert (file["name"], file["exam"]) == (student.name, "Mock exam")
    [message] = file["messages"]
    assert message["response"]["parts"]["a"]["text"] == "42"
    assert (message["position"], message["base_revision"]) == (5, 0)


def test_what_came_too_late_stays_here_and_is_a_file_on_the_receipt(
    open_context: Callable[..., BrowserContext], attempt: Attempt, student: User
) -> None:
    context = open_context(student)
    page = sit(context, attempt)
    context.set_offline(True)
    write(page, 5, "42")
    page.wait_for_function(WRITTEN, arg="42")
    run_out(attempt)
    context.set_offline(False)
    expect(state_of(page, 5)).to_have_attribute("data-state", "closed", timeout=20_000)
    expect(page.locator("[data-unsent-words]")).to_contain_text("did not arrive in time: 1")

    page.goto(f"/attempts/{attempt.pk}/receipt/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save unsent answers as a file").click()

    [message] = json.loads(Path(download.value.path()).read_text())["messages"]
    assert message["response"]["parts"]["a"]["text"] == "42"
    evidence = attempt.events.get(outcome="late")
    assert (evidence.device, evidence.seq) == (message["device"], message["seq"])
    assert answers(attempt) == {}


def lose_reply(route: Route) -> None:
    """The server has it, and its reply never comes."""
    route.fetch()
    route.abort()


def kill_browser(folder: Path) -> None:
    """As when the system kills it, without a goodbye; found by its folder, which is of this test alone."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"--user-data-dir={folder}".encode() in words and not any(
            word.startswith(b"--type=") for word in words
        ):
            os.kill(int(process.name), signal.SIGKILL)
