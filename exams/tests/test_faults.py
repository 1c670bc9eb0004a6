"""The quick ones of the fault matrix (``bench/chaos``), over HTTP: what breaks, and that nothing is lost."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from accounts.models import Classroom, User
from accounts.tests.browsers import client_of
from exams.models import Assignment, Attempt, Response, ResponseEvent
from exams.models.attempt import AttemptState
from exams.services.clock import with_clock
from exams.services.delivery import start_attempt
from exams.tests.factories import make_assignment
from exams.tests.sittings import put_answer
from grading.models import Mark

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ENOUGH_S = 30
HAND_IN = """
import sys
import django
django.setup()
from accounts.models import User
from exams.services.delivery import submit_attempt
from exams.services.marking import mark_attempt_at_once
student = User.objects.get(pk=sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
attempt = submit_attempt(sys.argv[1], student=student)
mark_attempt_at_once(attempt)
print(attempt.receipt["signature"], flush=True)
"""


@pytest.fixture
def attempt(classroom: Classroom, teacher: User, student: User) -> Attempt:
    make_assignment(classroom, by=teacher, questions=2)
    given = with_clock(Assignment.objects.select_related("paper", "classroom")).get()
    return start_attempt(given, student=student)


@pytest.fixture
def patient(student: User) -> Client:
    """The student's browser, which is told of errors by status."""
    client = client_of(student)
    client.raise_request_exception = False
    return client


def database_url() -> str:
    """Of the database of this test, for those who come from outside."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


@contextmanager
def locked(attempt: Attempt) -> Iterator[psycopg.Connection]:
    """Somebody else holds the row of ``attempt``."""
    with psycopg.connect(database_url()) as holder:
        holder.execute("SELECT id FROM exams_attempt WHERE id = %s FOR UPDATE", [attempt.pk])
        yield holder


@contextmanager
def meanwhile(act: Callable[[], Any]) -> Iterator[Future[Any]]:
    """``act`` in a thread of its own, with a database connection of its own."""

    def run() -> Any:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(run)


def wait_for_blocked() -> int:
    """The backend that waits for a lock, as soon as there is one."""
    sql = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    end = time.monotonic() + ENOUGH_S
    with psycopg.connect(database_url(), autocommit=True) as looker:
        while (row := looker.execute(sql).fetchone()) is None:
            assert time.monotonic() < end, "nobody waits"
            time.sleep(0.01)
    return int(row[0])


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + ENOUGH_S
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def test_reply_lost_after_the_commit_loses_and_doubles_nothing(
    live_server: Any, attempt: Attempt, patient: Client
) -> None:
    address = urlsplit(live_server.url)
    value = {"text": "x^2+x", "notation": "plain", "locale": "en"}
    body = json.dumps(
        {"device": "phone", "seq": 1, "base_revision": 0, "response": {"v": 1, "parts": {"a": value}}}
    )
    request = (
        f"PUT {reverse('save_response', args=[attempt.pk, 1])} HTTP/1.1\r\nHost: {address.netloc}\r\n"
        f"Cookie: {settings.SESSION_COOKIE_NAME}={patient.cookies[settings.SESSION_COOKIE_NAME].value};"
        f" {settings.CSRF_COOKIE_NAME}={'c' * 32}\r\nX-CSRFToken: {'c' * 32}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )

    with socket.create_connection((address.hostname, address.port)) as line:
        line.sendall(request.encode())
        wait_until(lambda: ResponseEvent.objects.exists())
    again = put_answer(patient, attempt, value)

    assert (again.status_code, again.json()["outcome"], again.json()["revision"]) == (200, "accepted", 1)
    assert ResponseEvent.objects.get().revision == Response.objects.get().revision == 1


def test_same_request_fifty_times_at_once_is_one_answer(attempt: Attempt, student: User) -> None:
    copies = 50
    ready = threading.Barrier(copies)

    def send() -> tuple[int, str, int]:
        try:
            client = client_of_nobody(session)
            ready.wait(timeout=ENOUGH_S)
            reply = put_answer(client, attempt, {"text": "x"})
            return reply.status_code, reply.json()["outcome"], reply.json()["revision"]
        finally:
            connections.close_all()

    session = client_of(student).cookies[settings.SESSION_COOKIE_NAME].value
    with ThreadPoolExecutor(copies) as pool:
        replies = {running.result() for running in [pool.submit(send) for _copy in range(copies)]}

    assert replies == {(200, "accepted", 1)}
    assert ResponseEvent.objects.count() == Response.objects.count() == 1


def client_of_nobody(session: str) -> Client:
    """A browser that only has the cookie."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def test_save_waits_for_whoever_holds_the_attempt(attempt: Attempt, patient: Client) -> None:
    with meanwhile(lambda: put_answer(patient, attempt, {"text": "x"})) as saving, locked(attempt) as holder:
        wait_for_blocked()
        assert not ResponseEvent.objects.exists()
        holder.rollback()
        reply = saving.result(timeout=ENOUGH_S)

    assert (reply.status_code, reply.json()["outcome"]) == (200, "accepted")
    assert Response.objects.get().value["parts"]["a"]["text"] == "x"


def test_connection_ended_in_the_middle_of_a_save_is_told_and_the_same_message_goes_through(
    attempt: Attempt, patient: Client
) -> None:
    with locked(attempt) as holder, meanwhile(lambda: put_answer(patient, attempt, {"text": "x"})) as saving:
        holder.execute("SELECT pg_terminate_backend(%s)", [wait_for_blocked()])
        failed = saving.result(timeout=ENOUGH_S)

    again = put_answer(patient, attempt, {"text": "x"})

    assert failed.status_code >= 500
    assert (again.status_code, again.json()["outcome"], again.json()["revision"]) == (200, "accepted", 1)
    assert ResponseEvent.objects.count() == 1


def test_two_processes_that_hand_in_at_once_give_one_receipt_and_one_mark_a_part(
    attempt: Attempt, student: User
) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "mathtest.settings",
    }
    processes = [
        subprocess.Popen(  # noqa: S603 - our own script and two ids
            [sys.executable, "-c", HAND_IN, str(attempt.pk), str(student.pk)],
            cwd=settings.BASE_DIR,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _process in range(2)
    ]

    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    receipts = [process.communicate("now\n", timeout=ENOUGH_S)[0].strip() for process in processes]

    ended = Attempt.objects.get()
    assert ended.state == AttemptState.SUBMITTED
    assert receipts == [ended.receipt["signature"]] * 2
    assert Mark.objects.current().count() == Mark.objects.count() == 2


def test_session_gone_in_the_middle_is_told_and_the_same_message_counts_after_signing_in(
    attempt: Attempt, patient: Client, student: User
) -> None:
    put_answer(patient, attempt, {"text": "x"})
    Session.objects.all().delete()

    refused = put_answer(patient, attempt, {"text": "x^2"}, seq=2, base=1)
    anew = put_answer(client_of(student), attempt, {"text": "x^2"}, seq=2, base=1)

    assert (refused.status_code, refused.json()["error"]) == (401, "not_signed_in")
    assert (anew.status_code, anew.json()["outcome"], anew.json()["revision"]) == (200, "accepted", 2)
