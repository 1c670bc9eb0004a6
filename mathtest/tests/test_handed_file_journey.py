"""What a student could not send reaches the database by way of a file and the teacher, in real browsers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from accounts.models import Classroom, User
from exams.models import Attempt
from exams.services.delivery import start_attempt
from exams.services.sweep import sweep_all
from exams.tests.sittings import give_mixed_exam, run_out
from mathtest.tests.exam_pages import answers, enter, sit, state_of, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_file_that_the_page_saved_is_taken_in_by_the_teacher(
    open_context: Callable[..., BrowserContext],
    live_server: Any,
    classroom: Classroom,
    teacher: User,
    student: User,
    tmp_path: Path,
) -> None:
    attempt = start_attempt(give_mixed_exam(classroom, by=teacher), student=student)
    context = open_context(student)
    page = sit(context, attempt)
    context.set_offline(True)
    write(page, 5, "42")
    run_out(attempt)
    sweep_all()
    context.set_offline(False)
    expect(state_of(page, 5)).to_have_attribute("data-state", "closed", timeout=20_000)
    page.goto(f"/attempts/{attempt.pk}/receipt/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save unsent answers as a file").click()
    download.value.save_as(tmp_path / "answers.json")

    enter(context, teacher, live_server.url)
    desk = context.new_page()
    desk.goto(f"/teach/attempts/{attempt.pk}/")
    desk.get_by_role("link", name="Take in unsent answers").click()
    desk.set_input_files("[name=file]", tmp_path / "answers.json")
    desk.get_by_role("button", name="Look at the file").click()
    desk.get_by_label("Let the answer of the file count for question 5").check()
    desk.get_by_role("button", name="Take in what is chosen").click()

    expect(desk.get_by_text("1 answer was taken in.")).to_be_visible()
    assert answers(attempt) == {5: "42"}
    assert Attempt.objects.get(pk=attempt.pk).score == 2
    enter(context, student, live_server.url)
    page.reload()
    expect(page.get_by_text("1 answer was added from a file")).to_be_visible()
