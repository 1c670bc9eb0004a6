"""The oracle: quiet where all is well, and for each invariant one bug that it names, and no other."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Classroom, User
from accounts.services.audit import record
from accounts.tests.browsers import client_of
from accounts.tests.factories import EnrollmentFactory
from bench.chaos.matrix import too_small
from bench.chaos.sitting import Found
from bench.ledger import Ledger
from bench.pages import Manners, Page, Seat, Tally
from bench.seeded_bugs import BUGS, seeded_bug
from bench.strangers import try_foreign
from bench.wire import Connection, Reply
from exams.management.commands.run_jobs import look_after
from exams.models import Assignment, Attempt, ResponseEvent
from exams.services.verifying import verify
from exams.services.verifying.findings import INVARIANTS
from exams.tests.factories import make_assignment
from grading.models import Mark

QUESTIONS = 2
STUDENTS = 2
ROUNDS = 3
LIMIT_S = 1  # of the exam that is answered too late


Asked = tuple[Client, str, str, dict[str, Any], "Future[Reply]"]


class InProcess(Connection):
    """Asks the site in this process: what it asks waits in ``inbox`` for the thread that has the database."""

    def __init__(self, client: Client, inbox: Queue[Asked]) -> None:
        super().__init__("testserver", 80, timeout=1)
        self._client, self._inbox = client, inbox

    async def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        kept = {name: value for name, value in headers.items() if name not in ("Cookie", "Content-Type")}
        kind = headers.get("Content-Type", "application/x-www-form-urlencoded")
        reply: Future[Reply] = Future()
        self._inbox.put(
            (self._client, method, path, {"data": body, "content_type": kind, "headers": kept}, reply)
        )
        return await asyncio.wrap_future(reply)


def answer(inbox: Queue[Asked], *, until: Thread) -> None:
    """The server: one request after the other while the thread of its clients lives."""
    until.start()
    while until.is_alive():
        with suppress(Empty):
            client, method, path, request, reply = inbox.get(timeout=0.02)
            response = client.generic(method, path, **request)
            told = {name.lower(): value for name, value in response.headers.items()}
            reply.set_result(Reply(response.status_code, told, response.content))


@pytest.fixture
def people(classroom: Classroom) -> list[User]:
    return [EnrollmentFactory(classroom=classroom, number=number).user for number in range(1, STUDENTS + 1)]


@pytest.fixture
def ledger_path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl"


def open_page(person: User, assignment: Assignment, ledger: Ledger, inbox: Queue[Asked]) -> Page:
    typed = [(position, "a") for position in range(1, QUESTIONS + 1)]
    seat = Seat(str(person.pk), str(assignment.pk), session="", csrf="", typed=typed)
    manners = Manners(first_pause=0.01, longest_pause=0.01, submit_twice=1.0)
    return Page(seat, InProcess(client_of(person), inbox), ledger, manners, Tally())


async def sit(pages: list[Page], *, late: Page | None) -> None:
    """Everybody starts, answers every question several times, tries a neighbour's, and hands in twice."""
    for page in pages:
        await page.start(due=time.perf_counter())
    for turn in range(ROUNDS):
        for number, page in enumerate(pages):
            for position in range(1, QUESTIONS + 1):
                page.type(f"x^2+{turn}", position=position, due=time.perf_counter())
            await page.drain()
            neighbour = str(pages[number - 1].seat.attempt)
            await try_foreign(page, neighbour, position=1, part="a")
    for page in pages:
        await page.submit(due=time.perf_counter())
    if late is not None:
        await late.start(due=time.perf_counter())
        await asyncio.sleep(LIMIT_S + 0.1)
        late.type("x^2+x", position=1, due=time.perf_counter())
        await late.drain()
    for page in pages:
        page.give_up()


def serve(
    path: Path,
    assignment: Assignment,
    people: list[User],
    *,
    bug: str = "",
    exam_that_ends: Assignment | None = None,
) -> None:
    """A server starts (with ``bug``), people sit its exam, and its job worker goes round."""
    ledger = Ledger(path, synced=False)
    ledger.note("restart", what="server")
    began = time.perf_counter()
    with seeded_bug(bug):
        for what in ("read", "write"):
            ledger.note("up", what=what, ms=(time.perf_counter() - began) * 1000)
        inbox: Queue[Asked] = Queue()
        pages = [open_page(person, assignment, ledger, inbox) for person in people]
        late = open_page(people[0], exam_that_ends, ledger, inbox) if exam_that_ends else None
        answer(inbox, until=Thread(target=lambda: asyncio.run(sit(pages, late=late)), daemon=True))
        record("signed_in", by=people[0])
        look_after()
        look_after()
    ledger.close()


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return make_assignment(classroom, by=teacher, questions=QUESTIONS)


@pytest.fixture
def exam_that_ends(classroom: Classroom, teacher: User) -> Assignment:
    return make_assignment(classroom, by=teacher, questions=QUESTIONS, limit_s=LIMIT_S, grace_s=0)


def test_where_all_is_well_nothing_is_found_and_everything_was_looked_at(
    ledger_path: Path, assignment: Assignment, exam_that_ends: Assignment, people: list[User]
) -> None:
    serve(ledger_path, assignment, people, exam_that_ends=exam_that_ends)

    found = verify(ledger_path)

    assert (found["ok"], found["broken"], found["lost"]) == (True, {}, 0)
    assert found["acknowledged"] == STUDENTS * QUESTIONS * ROUNDS
    assert all(found["checked"][name] for name in INVARIANTS)


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_is_named_by_the_invariant_that_it_breaks(
    bug: str, ledger_path: Path, assignment: Assignment, exam_that_ends: Assignment, people: list[User]
) -> None:
    ends = exam_that_ends if bug in ("I2", "I2-limit") else None
    serve(ledger_path, assignment, people, bug=bug, exam_that_ends=ends)

    found = verify(ledger_path)

    assert (found["ok"], set(found["broken"])) == (False, {bug[:2]}), found["broken"]


def test_each_invariant_has_a_bug() -> None:
    assert {name[:2] for name in BUGS} == set(INVARIANTS)


def last_event() -> ResponseEvent:
    event = ResponseEvent.objects.filter(outcome="accepted").order_by("pk").last()
    assert event is not None
    return event


def set_event(**values: Any) -> None:
    ResponseEvent.objects.filter(pk=last_event().pk).update(**values)


FALSIFIED: dict[str, tuple[str, Callable[[], Any]]] = {
    "kept as late": ("I1", lambda: set_event(outcome="late")),
    "taken over a later one": ("I1", lambda: set_event(seq=0)),
    "the hash of another": ("I1", lambda: set_event(body_hash="0" * 64)),
    "turned away, and later ones taken": (
        "I2",
        lambda: ResponseEvent.objects.exclude(pk=last_event().pk).update(outcome="late"),
    ),
    "started after the end": (
        "I2",
        lambda: Assignment.objects.update(closes_at=timezone.now() - timedelta(hours=1)),
    ),
    "more time than given": (
        "I2",
        lambda: Attempt.objects.update(deadline_at=timezone.now() + timedelta(days=1)),
    ),
    "the newest marked otherwise": ("I4", lambda: Mark.objects.update(verdict="partial")),
}


def test_what_was_changed_behind_the_back_of_the_site_is_named(
    ledger_path: Path, assignment: Assignment, people: list[User]
) -> None:
    serve(ledger_path, assignment, people)

    named = {}
    for what, (invariant, falsify) in FALSIFIED.items():
        with transaction.atomic():
            falsify()
            named[what] = invariant in verify(ledger_path)["broken"]
            transaction.set_rollback(True)

    assert all(named.values()), named
    assert verify(ledger_path)["ok"]


def test_each_restart_must_be_followed_by_a_read_and_a_write(db: None, ledger_path: Path) -> None:
    ups = [{"kind": "up", "what": what, "ms": 1} for what in ("read", "write")]
    lines = [{"kind": "restart", "what": "a"}, {"kind": "restart", "what": "b"}, *ups]
    ledger_path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")

    found = verify(ledger_path)

    assert [one["what"] for one in found["broken"]["I7"]] == [
        "no read after a restart",
        "no write after a restart",
    ]


def test_what_is_typed_in_a_pause_is_sent_when_it_is_over(
    ledger_path: Path, assignment: Assignment, people: list[User]
) -> None:
    ledger = Ledger(ledger_path, synced=False)
    inbox: Queue[Asked] = Queue()
    page = open_page(people[0], assignment, ledger, inbox)

    async def type_in_a_pause() -> None:
        await page.start(due=time.perf_counter())
        page.paused = True  # as it was told; the teacher has let everybody go on since
        page.type("x^2", position=1, due=time.perf_counter())
        await page.drain()

    answer(inbox, until=Thread(target=lambda: asyncio.run(type_in_a_pause()), daemon=True))
    ledger.close()

    assert (page.unsent, ResponseEvent.objects.get().outcome) == (0, "accepted")


def found_of(**values: Any) -> Found:
    whole: dict[str, Any] = {
        "database": "sqlite",
        "fault": "a",
        "kind": "b",
        "injected": 1,
        "acknowledged": 1,
        "lost": 0,
        "broken": {},
        "kept": 0,
        "seconds": 1.0,
        "replies": {},
        "errors": {},
        "kills": {},
    }
    return Found(**{**whole, **values})


@pytest.mark.parametrize(
    "values", [{"injected": 0}, {"acknowledged": 0}, {"lost": 1}, {"broken": {"I3": []}}, {"failed": "no"}]
)
def test_a_fault_that_was_not_injected_or_that_saved_nothing_is_not_survived(values: dict[str, Any]) -> None:
    assert found_of().is_good
    assert not found_of(**values).is_good


def test_the_whole_matrix_must_be_large_enough() -> None:
    enough = [found_of(fault=str(number), acknowledged=4_000) for number in range(25)]

    assert too_small(enough, kills=200) == []
    assert len(too_small(enough[1:], kills=199)) == 3


@pytest.mark.parametrize(("wanted", "there"), [("", "exams"), ("I1", "bench.seeded_bugs")])
def test_a_server_has_the_bug_that_its_environment_asks_for_and_no_other(wanted: str, there: str) -> None:
    program = (
        "import gc, bench.wsgi; gc.collect()\n"
        "from exams.views import answering; print(answering.save_response.__module__)"
    )

    said = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program],
        env={**os.environ, "SEEDED_BUG": wanted},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.strip().startswith(there)


def test_a_lost_answer_is_counted_and_shown(
    ledger_path: Path, assignment: Assignment, people: list[User]
) -> None:
    serve(ledger_path, assignment, people)
    event = last_event()
    set_event(seq=10_000)

    found = verify(ledger_path)

    assert (found["lost"], found["found"]["I1"]) == (1, 1)
    assert found["broken"]["I1"][0]["seq"] == event.seq


def test_the_command_prints_one_object_and_ends_with_what_it_means(
    capsys: pytest.CaptureFixture[str], ledger_path: Path, assignment: Assignment, people: list[User]
) -> None:
    serve(ledger_path, assignment, people, bug="I4")
    capsys.readouterr()

    with pytest.raises(SystemExit) as ended:
        call_command("verify_attempts", str(ledger_path))

    assert ended.value.code == 1
    assert set(json.loads(capsys.readouterr().out)["broken"]) == {"I4"}


def test_a_database_can_be_looked_at_without_a_ledger(
    capsys: pytest.CaptureFixture[str], ledger_path: Path, assignment: Assignment, people: list[User]
) -> None:
    serve(ledger_path, assignment, people)
    capsys.readouterr()

    call_command("verify_attempts", "--database-only")

    found = json.loads(capsys.readouterr().out)
    assert (found["ok"], found["acknowledged"], found["audit_head"]["unsealed"]) == (True, 0, 0)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("not json\n", "line 1: not JSON"),
        ('{"kind": "up", "what": "read", "ms": 1}\n{"kind": "rumour"}\n', "line 2: no known kind of line"),
        ('{"kind": "intent", "attempt": "a", "position": 1}\n', "line 1: intent without device, seq, hash"),
        (
            '{"kind": "kept", "attempt": "a", "position": "one", "device": "d", "seq": 1}\n',
            "line 1: a number is none",
        ),
    ],
)
def test_a_ledger_that_is_none_is_refused_with_the_line(
    db: None, ledger_path: Path, lines: str, why: str
) -> None:
    ledger_path.write_text(lines, encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        call_command("verify_attempts", str(ledger_path))

    assert (refused.value.returncode, why in str(refused.value)) == (2, True)


def test_a_line_cut_off_when_its_writer_was_killed_is_left_out(db: None, ledger_path: Path) -> None:
    ledger_path.write_text('{"kind": "up", "what": "read", "ms": 1}\n{"kind": "int', encoding="utf-8")

    found = verify(ledger_path)

    assert (found["ok"], found["ledger_lines"]) == (True, 1)


def test_neither_a_ledger_nor_its_absence_is_guessed(db: None, ledger_path: Path) -> None:
    with pytest.raises(CommandError) as neither:
        call_command("verify_attempts")
    with pytest.raises(CommandError) as missing:
        call_command("verify_attempts", str(ledger_path))

    assert (neither.value.returncode, missing.value.returncode) == (2, 2)
