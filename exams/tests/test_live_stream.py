"""Live boards over a stream, from a process of its own, and how little they ask of the database."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Classroom, Teaching, User
from exams.models import Assignment, KeyRevision
from exams.presenting.teaching.live import Choices, Memory, look_at
from exams.services.delivery import start_attempt
from exams.tests.factories import PresenceFactory, make_assignment
from exams.tests.sittings import put_answer
from exams.tests.teaching import fill_class, sit
from exams.views.live.frames import Frame
from exams.views.live.hubs import MOST_OF_ONE, Hub, Painter, View, is_full, watch
from exams.views.live.streams import may_stay

SOON_S = 3
LONG_LOOK_S = 0.2
UP_S = 30


class Looking(ThreadPoolExecutor):
    """Counts the looks; while it ``fails`` the database is away."""

    def __init__(self) -> None:
        super().__init__(max_workers=1)
        self.looks = 0
        self.fails = False

    def submit(self, act: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        self.looks += 1
        return super().submit(fail if self.fails else act, *arguments, **named)


def fail(*_arguments: Any) -> None:
    raise DatabaseError("away")


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    made = make_assignment(classroom, by=teacher, questions=2)
    return Assignment.objects.select_related("paper__exam", "classroom__school").get(pk=made.pk)


def paint(
    painter: Painter, *views: View, known: dict[View, Frame] | None = None
) -> tuple[int, dict[View, Frame]]:
    """How many statements making ``views`` costs, and those that are others than the ``known``."""
    with CaptureQueriesContext(connection) as captured:
        made = painter.paint(views, known or {})
    return len(captured), made


CLASS = View(Choices(), "en")
QUESTION = View(Choices(question=1), "en")
HIDDEN = View(Choices(names="hidden"), "ko")


def test_looking_costs_as_much_for_thirty_students_and_any_view_of_the_class(
    assignment: Assignment, classroom: Classroom, student: User
) -> None:
    PresenceFactory(attempt=sit(assignment, student, "x^2+x", hand_in=False))
    few, frames = paint(painter := Painter(assignment), CLASS)
    quiet, unchanged = paint(painter, CLASS, known=frames)
    for person in fill_class(classroom, count=29):
        PresenceFactory(attempt=sit(assignment, person, "x^2+x", hand_in=False))

    many, _frames = paint(Painter(assignment), CLASS, HIDDEN, View(Choices(state="away"), "en"))

    assert many == few <= 9
    assert (quiet, unchanged) == (few - 1, {})


def test_board_is_made_anew_only_for_views_that_change(
    assignment: Assignment, student: User, student_client: Client
) -> None:
    attempt = start_attempt(assignment, student=student)
    painter, views = Painter(assignment), (CLASS, QUESTION, HIDDEN)
    _few, before = paint(painter, *views)

    _few, same = paint(painter, *views, known=before)
    put_answer(student_client, attempt, {"text": "x(x+1)"})
    _few, after = paint(painter, *views, known=before)

    assert same == {}
    assert after.keys() == before.keys()
    assert "Right so far" in after[QUESTION].html
    assert "1 of 2" in after[CLASS].html
    assert student.name in after[CLASS].html
    assert student.name not in after[HIDDEN].html


def test_board_is_made_anew_when_a_key_is_mended(
    assignment: Assignment, student: User, teacher: User
) -> None:
    sit(assignment, student, "x^2+x", hand_in=False)
    painter = Painter(assignment)
    _few, before = paint(painter, QUESTION)

    first, second = KeyRevision.objects.order_by("question_version__paperitem__position")
    mended = KeyRevision(question_version=first.question_version, number=2, keys=second.keys, by=teacher)
    mended.save()
    _few, after = paint(painter, QUESTION, known=before)

    assert "Right so far" in before[QUESTION].html
    assert "Wrong so far" in after[QUESTION].html


def test_paper_of_who_has_ended_is_read_once_for_a_question_that_is_not_on_it(
    assignment: Assignment, student: User
) -> None:
    sit(assignment, student, "x^2+x")
    ended, memory = look_at(assignment).attempts.values(), Memory()

    costs = []
    for _look in range(2):
        with CaptureQueriesContext(connection) as captured:
            memory.read_variants(ended, position=99)
        costs.append(len(captured))

    assert costs == [1, 0]


def test_nobody_takes_all_streams(assignment: Assignment, teacher: User, other_teacher: User) -> None:
    async def watch_many() -> list[bool]:
        async with contextlib.AsyncExitStack() as screens:
            full = [is_full(teacher.pk)]
            for _screen in range(MOST_OF_ONE):
                await screens.enter_async_context(watch(assignment, CLASS, teacher.pk))
            full += [is_full(teacher.pk), is_full(other_teacher.pk)]
        return [*full, is_full(teacher.pk)]

    assert asyncio.run(watch_many()) == [False, True, False, False]


@pytest.mark.django_db(transaction=True)
def test_one_look_serves_fifty_viewers_and_one_that_fails_ends_nothing(assignment: Assignment) -> None:
    executor = Looking()

    async def watch() -> list[Any]:
        hub = Hub(assignment, executor=executor, every_s=3600)
        viewers = [hub.join(view) for view in [CLASS, HIDDEN] * 25]
        assert all([await viewer.wait(UP_S) for viewer in viewers])
        told = [executor.looks]
        executor.fails = True
        await hub.turn()
        told += [hub.is_old, all(viewer.news.is_set() for viewer in viewers), viewers[0].frame is not None]
        executor.fails = False
        await hub.turn()
        told += [hub.is_old, len(hub.frames)]
        for viewer in viewers:
            hub.leave(viewer)
        return told

    assert asyncio.run(watch()) == [1, True, True, True, False, 2]


class LookingLong(Looking):
    """Sees nothing, and takes its time for it."""

    def submit(self, _act: Callable[..., Any], /, *_arguments: Any, **_named: Any) -> Future[Any]:
        return super().submit(look_long)


def look_long() -> dict[View, Frame]:
    time.sleep(LONG_LOOK_S)
    return {}


def test_hub_rests_four_times_as_long_as_it_looks(assignment: Assignment) -> None:
    executor = LookingLong()

    async def watch_three_looks() -> float:
        hub = Hub(assignment, executor=executor, every_s=0.01)
        viewer, began = hub.join(CLASS), time.monotonic()
        while executor.looks < 3:
            await asyncio.sleep(0.01)
        hub.leave(viewer)
        return time.monotonic() - began

    assert asyncio.run(watch_three_looks()) >= 2 * 5 * LONG_LOOK_S


def test_live_process_steps_back() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import mathtest.asgi, os; print(os.nice(0))"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "BACKGROUND_NICE": "3"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert int(said.stdout) == os.nice(0) + 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "end", [Session.objects.all, Teaching.objects.all], ids=["signed-out", "not-teaching"]
)
def test_who_may_not_see_the_board_any_more_is_shown_no_more(
    assignment: Assignment, teacher_client: Client, end: Callable[[], QuerySet]
) -> None:
    request = HttpRequest()
    request.session = SessionStore(teacher_client.cookies[settings.SESSION_COOKIE_NAME].value)
    before = asyncio.run(may_stay(request, assignment))

    end().delete()

    assert (before, asyncio.run(may_stay(request, assignment))) == (True, False)


class Listener:
    """A browser that listens to a board."""

    def __init__(self, port: int, path: str, cookie: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=UP_S)
        self.connection.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "en"})
        self.response = self.connection.getresponse()
        self.events: queue.Queue[tuple[str, str]] = queue.Queue()
        self.thread = threading.Thread(target=self._listen, daemon=True)
        if self.response.status == 200:
            self.thread.start()

    def _listen(self) -> None:
        event, data = "", []
        try:
            for raw in self.response:
                name, _colon, value = raw.decode().rstrip("\n").partition(": ")
                if name == "event":
                    event = value
                elif name == "data":
                    data.append(value)
                elif not name and event:
                    self.events.put((event, "\n".join(data)))
                    event, data = "", []
        except (OSError, ValueError, AttributeError):  # closed from the other thread
            pass
        self.events.put(("end", ""))

    def next(self, event: str, *, within: float) -> str:
        """The data of the next ``event``."""
        end = time.monotonic() + within
        while True:
            got, data = self.events.get(timeout=max(0.01, end - time.monotonic()))
            if got == event:
                return data

    def close(self) -> int:
        """Goes away; the status that there was."""
        if self.connection.sock is not None:
            self.connection.sock.shutdown(socket.SHUT_RDWR)
        if self.response.status == 200:
            self.thread.join()
        self.response.close()
        self.connection.close()
        return self.response.status


@pytest.fixture
def live_port() -> Iterator[int]:
    """The ASGI process as operations run it, on the database of the test."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    parts = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    options = ["--interface", "asgi", "--workers", "1", "--no-ws", "--host", "127.0.0.1", "--port", str(port)]
    options += ["--workers-kill-timeout", "2"]  # streams that are open do not hold up its end
    process = subprocess.Popen(  # noqa: S603 - our own server
        [sys.executable, "-m", "granian", *options, "mathtest.asgi:application"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url, "DATABASE_POOL_SIZE": "4", "GRANIAN_BLOCKING_THREADS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + UP_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < end, "the live process does not listen"
                time.sleep(0.1)
        yield port
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=UP_S)
    finally:
        process.kill()
        process.wait()


def cookie_of(client: Client) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_save_is_seen_by_all_who_watch_and_by_nobody_else(
    live_port: int,
    assignment: Assignment,
    student: User,
    teacher_client: Client,
    student_client: Client,
    other_teacher_client: Client,
) -> None:
    attempt = start_attempt(assignment, student=student)
    path, cookie = f"/live/assignments/{assignment.pk}/", cookie_of(teacher_client)
    # More viewers than the process has connections: a stream that waits holds none.
    viewers = [
        Listener(live_port, path + query, cookie)
        for query in ("", "?question=1", "?names=hidden", "?state=under_way") * 3
    ]
    try:
        firsts = [viewer.next("board", within=UP_S) for viewer in viewers]
        assert all("0 of 2" in html for html in (firsts[0], firsts[2], firsts[3]))
        assert viewers[0].response.headers["Content-Type"].startswith("text/event-stream")
        assert viewers[0].response.headers["X-Request-ID"]

        put_answer(student_client, attempt, {"text": "x(x+1)"})
        seen = [json.loads(viewer.next("parts", within=SOON_S)) for viewer in viewers]

        assert all("1 of 2" in parts["row-1"] for parts in (seen[0], seen[2], seen[3]))
        assert "<math" in seen[1]["question"]
        assert student.name not in str(seen[2])

        refused = [
            Listener(live_port, path, who).close()
            for who in ("", cookie_of(student_client), cookie_of(other_teacher_client))
        ]
        assert refused == [401, 404, 404]
        elsewhere = [Listener(live_port, at, cookie).close() for at in ("/", "/live/", "/health")]
        assert elsewhere == [404, 404, 404]
    finally:
        for viewer in viewers:
            viewer.close()
