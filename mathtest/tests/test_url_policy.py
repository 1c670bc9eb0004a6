"""Who may open what: every address of the site × everyone who might try.

The list is made from the URLconf: an address without a line here fails the test. Each line says what
GET answers to whom (POST where only that exists): ``200`` the page, ``sign-in`` a redirect there,
``302`` another redirect, and the other numbers as HTTP has them. What belongs to someone else is 404.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Classroom, User
from accounts.services.tokens import issue_tokens
from accounts.tests.browsers import client_of
from exams.models import Attempt
from exams.services.delivery import start_attempt, submit_attempt
from exams.services.marking import mark_attempt
from exams.tests.factories import AssetFactory, make_assignment

PEOPLE = ("anonymous", "student", "other_student", "teacher", "other_teacher")
S = "sign-in"

# name: (method, arguments, what anonymous, student, other student, teacher, other teacher get)
POLICY: dict[str, tuple[str, tuple[str, ...], tuple[Any, ...]]] = {
    "home": ("GET", (), (S, 200, 200, 200, 200)),
    "my_exams": ("GET", (), (S, 200, 200, 200, 200)),
    "my_classes": ("GET", (), (S, 200, 200, 200, 200)),
    "my_class": ("GET", ("classroom",), (S, 200, 404, 404, 404)),
    "try_typing": ("GET", (), (S, 200, 200, 200, 200)),
    "assignment": ("GET", ("assignment",), (S, 200, 404, 404, 404)),
    "start_attempt": ("POST", ("assignment",), (S, 302, 404, 404, 404)),
    "attempt": ("GET", ("running",), (S, 200, 404, 404, 404)),
    "save_response": ("PUT", ("running", "1"), (401, 200, 404, 404, 404)),
    "pulse": ("POST", ("running",), (401, 200, 404, 404, 404)),
    "submit_attempt": ("GET", ("running",), (S, 200, 404, 404, 404)),
    "receipt": ("GET", ("ended",), (S, 200, 404, 200, 404)),
    "result": ("GET", ("ended",), (S, 200, 404, 200, 404)),
    "exam_worker": ("GET", (), (200, 200, 200, 200, 200)),
    "picture": ("GET", ("picture",), (S, 200, 404, 200, 404)),
    "join": ("GET", (), (200, 200, 200, 200, 200)),
    "classes": ("GET", (), (S, 302, 302, 200, 200)),
    "classroom": ("GET", ("classroom",), (S, 302, 404, 200, 404)),
    "new_classroom": ("GET", (), (S, 404, 404, 200, 200)),
    "edit_classroom": ("GET", ("classroom",), (S, 404, 404, 200, 404)),
    "archive_classroom": ("POST", ("classroom",), (S, 404, 404, 302, 404)),
    "restore_classroom": ("POST", ("classroom",), (S, 404, 404, 302, 404)),
    "cards": ("GET", ("classroom",), (S, 404, 404, 200, 404)),
    "import_roster": ("GET", ("classroom",), (S, 404, 404, 200, 404)),
    "confirm_roster": ("POST", ("classroom",), (S, 404, 404, 302, 404)),
    "export_roster": ("GET", ("classroom", "csv"), (S, 404, 404, 200, 404)),
    "classroom_student": ("GET", ("classroom", "student"), (S, 404, 404, 200, 404)),
    "remove_student": ("POST", ("classroom", "student"), (S, 404, 404, 302, 404)),
    "enrol_again": ("POST", ("classroom", "student"), (S, 404, 404, 302, 404)),
    "set_accommodation": ("POST", ("classroom", "student"), (S, 404, 404, 200, 404)),
    "end_accommodation": ("POST", ("classroom", "student"), (S, 404, 404, 302, 404)),
    "renew_join_code": ("POST", ("classroom",), (S, 404, 404, 302, 404)),
    "close_join_code": ("POST", ("classroom",), (S, 404, 404, 302, 404)),
    "reset_password": ("GET", ("classroom", "student"), (S, 404, 404, 200, 404)),
    "teacher_exams": ("GET", (), (S, 404, 404, 200, 200)),
    "teacher_exam_new": ("GET", (), (S, 404, 404, 200, 200)),
    "teacher_exam": ("GET", ("exam",), (S, 404, 404, 200, 404)),
    "teacher_exam_add": ("GET", ("exam",), (S, 404, 404, 200, 404)),
    "teacher_exam_title": ("GET", ("exam",), (S, 404, 404, 200, 404)),
    "teacher_preview": ("GET", ("exam",), (S, 404, 404, 200, 404)),
    "teacher_preview_page": ("GET", ("exam",), (S, 404, 404, 200, 404)),
    "teacher_publish": ("GET", ("exam",), (S, 404, 404, 200, 404)),
    "teacher_assign": ("GET", ("paper",), (S, 404, 404, 200, 404)),
    "teacher_assignment": ("GET", ("assignment",), (S, 404, 404, 200, 404)),
    "teacher_board": ("GET", ("assignment",), (S, 404, 404, 200, 404)),
    "teacher_assignment_settings": ("GET", ("assignment",), (S, 404, 404, 200, 404)),
    "teacher_results": ("GET", ("assignment",), (S, 404, 404, 200, 404)),
    "teacher_marking": ("GET", ("assignment",), (S, 404, 404, 200, 404)),
    "teacher_withdraw": ("GET", ("assignment",), (S, 404, 404, 200, 404)),
    "teacher_give_time": ("GET", ("assignment",), (S, 404, 404, 200, 404)),
    "teacher_announce": ("GET", ("assignment",), (S, 404, 404, 200, 404)),
    "teacher_pause": ("GET", ("assignment",), (S, 404, 404, 200, 404)),
    "teacher_resume": ("GET", ("assignment",), (S, 404, 404, 200, 404)),
    "teacher_attempt": ("GET", ("ended",), (S, 404, 404, 200, 404)),
    "teacher_hand_in": ("GET", ("ended",), (S, 404, 404, 200, 404)),
    "teacher_import": ("GET", (), (S, 404, 404, 200, 200)),
    "grading_read": ("POST", (), (S, 200, 200, 200, 200)),
    "grading_read_lines": ("POST", (), (S, 200, 200, 200, 200)),
    "report": ("GET", ("assignment",), (S, 404, 404, 200, 404)),
    "report_csv": ("GET", ("assignment",), (S, 404, 404, 200, 404)),
    "report_items_csv": ("GET", ("assignment",), (S, 404, 404, 200, 404)),
    "account_login": ("GET", (), (200, 302, 302, 302, 302)),
    "sign_in_again": ("POST", (), (400, 400, 400, 400, 400)),
    "account_logout": ("GET", (), (302, 200, 200, 200, 200)),
    "account_inactive": ("GET", (), (200, 200, 200, 200, 200)),
    "account_signup": ("GET", (), (200, 302, 302, 302, 302)),
    "account_reauthenticate": ("GET", (), (S, 200, 200, 200, 200)),
    "account_change_password": ("GET", (), (S, 200, 200, 200, 200)),
    "settings": ("GET", (), (S, 200, 200, 200, 200)),
    "set_language": ("POST", (), (302, 302, 302, 302, 302)),
    "health": ("GET", (), (200, 200, 200, 200, 200)),
    "ready": ("GET", (), (200, 200, 200, 200, 200)),
    # The API is for tokens: a session opens nothing there, so everyone here is anonymous to it.
    "api_token": ("POST", (), (400, 400, 400, 400, 400)),
    "api_token_refresh": ("POST", (), (400, 400, 400, 400, 400)),
    "api_token_revoke": ("POST", (), (400, 400, 400, 400, 400)),
    "api_schema": ("GET", (), (200, 200, 200, 200, 200)),
    "api_docs": ("GET", (), (200, 200, 200, 200, 200)),
    "api_classrooms": ("GET", (), (401, 401, 401, 401, 401)),
    "api_classroom": ("GET", ("classroom",), (401, 401, 401, 401, 401)),
    "api_students": ("GET", (), (401, 401, 401, 401, 401)),
    "api_student": ("GET", ("student",), (401, 401, 401, 401, 401)),
    "api_exams": ("GET", (), (401, 401, 401, 401, 401)),
    "api_exam": ("GET", ("exam",), (401, 401, 401, 401, 401)),
    "api_assignments": ("GET", (), (401, 401, 401, 401, 401)),
    "api_assignment": ("GET", ("assignment",), (401, 401, 401, 401, 401)),
    "api_start": ("POST", ("assignment",), (401, 401, 401, 401, 401)),
    "api_attempts": ("GET", (), (401, 401, 401, 401, 401)),
    "api_attempt": ("GET", ("running",), (401, 401, 401, 401, 401)),
    "api_responses": ("GET", ("running",), (401, 401, 401, 401, 401)),
    "api_response": ("PUT", ("running", "1"), (401, 401, 401, 401, 401)),
    "api_pulse": ("POST", ("running",), (401, 401, 401, 401, 401)),
    "api_submit": ("POST", ("running",), (401, 401, 401, 401, 401)),
    "api_result": ("GET", ("ended",), (401, 401, 401, 401, 401)),
    "api_results": ("GET", (), (401, 401, 401, 401, 401)),
    "api_result_by_attempt": ("GET", ("ended",), (401, 401, 401, 401, 401)),
    "api_grading_read": ("POST", (), (401, 401, 401, 401, 401)),
    "api_grading_check": ("POST", (), (401, 401, 401, 401, 401)),
    "api_stats": ("GET", (), (401, 401, 401, 401, 401)),
    "api_stats_of_assignment": ("GET", ("assignment",), (401, 401, 401, 401, 401)),
}
# With a token, the same five: what the API answers to each.
API_POLICY: dict[str, tuple[Any, ...]] = {
    "api_classrooms": (401, 200, 200, 200, 200),
    "api_classroom": (401, 200, 404, 200, 404),
    "api_students": (401, 200, 200, 200, 200),
    "api_student": (401, 200, 404, 200, 404),
    "api_exams": (401, 200, 200, 200, 200),
    "api_exam": (401, 404, 404, 200, 404),
    "api_assignments": (401, 200, 200, 200, 200),
    "api_assignment": (401, 200, 404, 200, 404),
    "api_start": (401, 200, 404, 404, 404),
    "api_attempts": (401, 200, 200, 200, 200),
    "api_attempt": (401, 200, 404, 200, 404),
    "api_responses": (401, 200, 404, 200, 404),
    "api_response": (401, 200, 404, 404, 404),
    "api_pulse": (401, 200, 404, 404, 404),
    "api_submit": (401, 200, 404, 404, 404),
    "api_result": (401, 200, 404, 200, 404),
    "api_results": (401, 200, 200, 200, 200),
    "api_result_by_attempt": (401, 200, 404, 200, 404),
    "api_grading_read": (401, 400, 400, 400, 400),
    "api_grading_check": (401, 403, 403, 400, 400),
    "api_stats": (401, 200, 200, 200, 200),
    "api_stats_of_assignment": (401, 404, 404, 200, 404),
}
MESSAGES = {
    "save_response": json.dumps(
        {"device": "phone", "seq": 1, "base_revision": 0, "response": {"v": 1, "parts": {"a": {"text": "x"}}}}
    ),
    "pulse": json.dumps({"device": "phone"}),
}
# The admin has its own test of every page and row (accounts/tests/test_admin_scope.py).
ADMIN = "admin"


def named_patterns(patterns: list[Any], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named_patterns(pattern.url_patterns, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern) and namespace != ADMIN:
            yield pattern.name or str(pattern.pattern)


@pytest.fixture
def things(
    classroom: Classroom, teacher: User, student: User, other_student: User, other_teacher: User
) -> dict[str, str]:
    """What the addresses name; all of it belongs to the student's class."""
    running = start_attempt(make_assignment(classroom, by=teacher), student=student)
    ended = start_attempt(make_assignment(classroom, by=teacher), student=student)
    submit_attempt(ended.pk, student=student)
    mark_attempt(Attempt.objects.get(pk=ended.pk))
    rows = {
        "assignment": running.assignment,
        "paper": running.assignment.paper,
        "exam": running.assignment.paper.exam,
        "running": running,
        "ended": ended,
        "classroom": classroom,
        "student": student,
    }
    picture = AssetFactory(school=classroom.school)
    return {name: str(row.pk) for name, row in rows.items()} | {"picture": picture.sha256}


@pytest.fixture
def people(student: User, other_student: User, teacher: User, other_teacher: User) -> dict[str, User | None]:
    return dict(zip(PEOPLE, (None, student, other_student, teacher, other_teacher), strict=True))


def takes_json(name: str) -> bool:
    """Whether the address reads a JSON body."""
    return POLICY[name][0] != "GET" and (name in MESSAGES or name.startswith("api_"))


def answer(client: Client, name: str, things: dict[str, str], **headers: str) -> Any:
    method, arguments, _expected = POLICY[name]
    address = reverse(name, args=[things.get(argument, argument) for argument in arguments])
    body = MESSAGES.get(name.replace("api_response", "save_response").removeprefix("api_"), "{}")
    options = {"content_type": "application/json", "data": body} if takes_json(name) else {}
    response = client.generic(method, address, headers=headers, **options)
    if (
        response.status_code == 302
        and reverse("account_login") in response["Location"]
        and name != "account_logout"
    ):
        return S
    return response.status_code


def test_every_address_has_a_policy() -> None:
    assert set(named_patterns(get_resolver().url_patterns)) == set(POLICY)


@pytest.mark.parametrize("name", POLICY)
def test_address_answers_by_policy(name: str, things: dict[str, str], people: dict[str, User | None]) -> None:
    got = [answer(client_of(person) if person else client_of(), name, things) for person in people.values()]

    assert dict(zip(PEOPLE, got, strict=True)) == dict(zip(PEOPLE, POLICY[name][2], strict=True))


@pytest.mark.parametrize("name", API_POLICY)
def test_api_answers_tokens_by_policy(
    name: str, things: dict[str, str], people: dict[str, User | None]
) -> None:
    got = [answer(client_of(), name, things, **bearer(person)) for person in people.values()]

    assert dict(zip(PEOPLE, got, strict=True)) == dict(zip(PEOPLE, API_POLICY[name], strict=True))


def bearer(person: User | None) -> dict[str, str]:
    """The header of an access token for ``person``."""
    if person is None:
        return {}
    return {"authorization": f"Bearer {issue_tokens(person).access_token}"}
