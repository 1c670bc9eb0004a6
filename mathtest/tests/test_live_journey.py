"""A teacher looks at one question while a student answers it: the page brings itself up to date."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from accounts.models import Classroom, User
from accounts.tests.browsers import client_of
from exams.models import Assignment
from exams.presenting.teaching.live import Choices
from exams.services.delivery import start_attempt
from exams.tests.factories import make_assignment
from exams.tests.sittings import put_answer
from exams.tests.teaching import sit
from exams.views.live.frames import Frame, said
from exams.views.live.hubs import Painter, View

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TWO_LOOKS_MS = 15_000
CLASS = View(Choices(), "en")


def enter(page: Page, person: User, *, address: str) -> None:
    """Signed in without the way through the sign-in page."""
    name = settings.SESSION_COOKIE_NAME
    value = client_of(person).cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "url": address}])


def stream_of(text: str) -> Callable[[Route], None]:
    """A server of streams that says ``text`` to whoever comes, and then goes away."""
    return lambda route: route.fulfill(status=200, content_type="text/event-stream", body=text)


def paint(assignment: Assignment) -> Frame:
    """The board of the class as it is now."""
    seen = Assignment.objects.select_related("paper__exam", "classroom__school").get(pk=assignment.pk)
    return Painter(seen).paint([CLASS], {})[CLASS]


@pytest.mark.parametrize("live_url", ["", "/live/"], ids=["polling", "stream-that-ends"])
def test_answers_of_a_class_come_up_while_the_teacher_looks(
    live_url: str,
    settings: Any,
    live_server: Any,
    open_page: Callable[..., Page],
    axe_finds_nothing: Callable[[Page], None],
    classroom: Classroom,
    teacher: User,
    student: User,
    classmate: User,
    classmate_client: Client,
) -> None:
    settings.LIVE_URL = live_url
    assignment = make_assignment(classroom, by=teacher, questions=1)
    sit(assignment, student, "x^2+x", hand_in=False)
    attempt = start_attempt(assignment, student=classmate)
    page = open_page(viewport={"width": 1280, "height": 860}, locale="en-US")
    page.route("**/live/**", stream_of(""))
    enter(page, teacher, address=live_server.url)
    page.goto(reverse("teacher_assignment", args=[assignment.pk]) + "?question=1")
    groups = page.locator(".group")
    expect(groups).to_have_count(1)
    who = groups.first.locator("summary")
    who.click()
    expect(groups.first).to_contain_text("Student Kim")
    page.evaluate("window.isTheSamePage = true")

    put_answer(classmate_client, attempt, {"text": "x^2"})
    expect(groups).to_have_count(2, timeout=TWO_LOOKS_MS)
    expect(groups.nth(1)).to_contain_text("Right so far")
    expect(page.locator(".group").nth(1).locator("details")).to_have_attribute("open", "")
    assert page.evaluate("document.activeElement.localName") == "summary"
    axe_finds_nothing(page)

    put_answer(classmate_client, attempt, {"text": "x(x+1)"}, seq=2, base=1)
    expect(groups).to_have_count(1, timeout=TWO_LOOKS_MS)
    expect(groups.first.locator(".group-count")).to_contain_text("2")
    expect(groups.first).to_contain_text("written in 2 ways")
    assert page.evaluate("window.isTheSamePage")
    expect(page.locator("[data-live-trouble]")).to_be_hidden()


def test_board_from_a_stream_is_put_in(
    settings: Any,
    live_server: Any,
    open_page: Callable[..., Page],
    classroom: Classroom,
    teacher: User,
    teacher_client: Client,
    student: User,
) -> None:
    settings.LIVE_URL = "/live/"
    assignment = make_assignment(classroom, by=teacher, questions=1)
    empty = teacher_client.get(reverse("teacher_assignment", args=[assignment.pk]))
    sit(assignment, student, "x^2", hand_in=False)
    board = teacher_client.get(reverse("teacher_board", args=[assignment.pk])).content.decode()
    lines = "".join(f"data: {line}\n" for line in board.splitlines())
    page = open_page(viewport={"width": 360, "height": 740}, locale="en-US")
    page.route("**/live/**", stream_of(f"retry: 60000\n\nid: one\nevent: board\n{lines}\n"))
    first = {"body": empty.content, "content_type": "text/html"}
    page.route(f"**/teach/assignments/{assignment.pk}/", lambda route: route.fulfill(**first))
    enter(page, teacher, address=live_server.url)

    page.goto(reverse("teacher_assignment", args=[assignment.pk]))

    expect(page.locator("tr", has_text="Student Kim")).to_contain_text("1 of 1")
    expect(page.locator("[data-standing=under_way] strong")).to_have_text("1")


def test_rows_from_a_stream_are_put_in_one_by_one(
    settings: Any,
    live_server: Any,
    open_page: Callable[..., Page],
    axe_finds_nothing: Callable[[Page], None],
    classroom: Classroom,
    teacher: User,
    student: User,
    classmate: User,
    classmate_client: Client,
) -> None:
    settings.LIVE_URL = "/live/"
    assignment = make_assignment(classroom, by=teacher, questions=2)
    sit(assignment, student, "x^2", hand_in=False)
    attempt = start_attempt(assignment, student=classmate)
    before = paint(assignment)
    streams: list[Route] = []
    page = open_page(viewport={"width": 1280, "height": 860}, locale="en-US")
    page.route("**/live/**", lambda route: streams.append(route))
    enter(page, teacher, address=live_server.url)
    page.goto(reverse("teacher_assignment", args=[assignment.pk]))
    rows = page.locator(".table-board tbody tr")
    expect(rows.nth(1)).to_contain_text("0 of 2")
    rows.nth(1).locator("a").focus()
    page.evaluate("document.querySelectorAll('.table-board tr').forEach((row) => { row.wasThere = true; })")

    put_answer(classmate_client, attempt, {"text": "x^2"})
    after = paint(assignment)
    stream_of("retry: 600000\n\n" + (before.since(None) + after.since(before)).decode())(streams[0])

    expect(rows.nth(1)).to_contain_text("1 of 2")
    assert rows.evaluate_all("(rows) => rows.map((row) => Boolean(row.wasThere))") == [True, False]
    expect(rows.nth(1).locator("a")).to_be_focused()
    axe_finds_nothing(page)


def test_part_without_a_place_is_asked_for_with_the_whole_board(
    settings: Any,
    live_server: Any,
    open_page: Callable[..., Page],
    classroom: Classroom,
    teacher: User,
    student: User,
) -> None:
    settings.LIVE_URL = "/live/"
    assignment = make_assignment(classroom, by=teacher, questions=1)
    unknown = said("parts", '{"row-9": "<tr></tr>"}').decode()
    streams: list[Route] = []
    page = open_page(viewport={"width": 360, "height": 740}, locale="en-US")
    page.route("**/live/**", lambda route: streams.append(route))
    enter(page, teacher, address=live_server.url)
    page.goto(reverse("teacher_assignment", args=[assignment.pk]))
    expect(page.locator("tr", has_text="Student Kim")).to_contain_text("Not started")

    sit(assignment, student, "x^2", hand_in=False)
    stream_of(f"retry: 600000\n\n{unknown}")(streams[0])
    with page.expect_request("**/live/**", timeout=TWO_LOOKS_MS):
        pass
    expect(page.locator("[data-live-trouble]")).to_be_hidden()
    while len(streams) < 2:
        page.wait_for_timeout(20)
    stream_of(f"retry: 600000\n\n{paint(assignment).since(None).decode()}")(streams[1])

    expect(page.locator("tr", has_text="Student Kim")).to_contain_text("1 of 1")


def test_page_that_asks_tries_the_stream_again(
    settings: Any,
    live_server: Any,
    open_page: Callable[..., Page],
    classroom: Classroom,
    teacher: User,
    student: User,
) -> None:
    """The live process is away, and back two minutes later."""
    settings.LIVE_URL = "/live/"
    assignment = make_assignment(classroom, by=teacher, questions=1)
    page = open_page(viewport={"width": 360, "height": 740}, locale="en-US")
    tries: list[str] = []

    def answer(route: Route) -> None:
        tries.append(route.request.url)
        stream_of("" if len(tries) < 3 else "retry: 60000\n\nevent: beat\ndata: 12:34:56\n\n")(route)

    page.route("**/live/**", answer)
    page.clock.install()
    enter(page, teacher, address=live_server.url)
    page.goto(reverse("teacher_assignment", args=[assignment.pk]))
    with page.expect_response(lambda response: "/board/" in response.url, timeout=TWO_LOOKS_MS):
        pass
    assert len(tries) == 2

    page.clock.fast_forward("03:00")

    expect(page.locator("[data-live-at]")).to_have_text("12:34:56", timeout=TWO_LOOKS_MS)
