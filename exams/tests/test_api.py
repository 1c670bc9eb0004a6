"""A mobile client's way through an exam, and the one shape of every error."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Classroom, User
from accounts.tests.factories import PASSWORD
from accounts.tests.programs import ERROR_FIELDS, ApiClient, api_of
from exams.models import Assignment, Attempt, KeyRevision, ResponseEvent
from exams.models.attempt import AttemptState, EventOutcome
from exams.receipts import verify_receipt
from exams.services.delivery import start_attempt, submit_attempt
from exams.shapes import Receipt
from exams.tests.sittings import give_mixed_exam, run_out, save_body


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return give_mixed_exam(classroom, by=teacher)


@pytest.fixture
def attempt(assignment: Assignment, student: User) -> Attempt:
    return start_attempt(assignment, student=student)


@pytest.fixture
def api(student: User) -> ApiClient:
    return api_of(student)


def test_client_signs_in_sits_hands_in_and_reads_the_result(
    client: Client, assignment: Assignment, student: User
) -> None:
    credentials = {"login": student.login, "password": PASSWORD}
    token = client.post(reverse("api_token"), credentials, content_type="application/json").json()[
        "access_token"
    ]
    api = ApiClient(token)

    (listed,) = api.rows("api_assignments")
    paper = api.call("post", "api_start", listed["id"]).json()
    saved = api.call("put", "api_response", paper["id"], 1, data=save_body({"text": "x(x-3)"})).json()
    wrong = api.call("put", "api_response", paper["id"], 5, data=save_body({"text": "7"}, seq=2)).json()
    receipt = api.call("post", "api_submit", paper["id"]).json()
    result = api.call("get", "api_result", paper["id"]).json()

    assert (listed["title"], listed["phase"], listed["questions"], listed["attempts_left"]) == (
        "Mock exam",
        "open",
        6,
        1,
    )
    assert (paper["state"], len(paper["questions"]), paper["title"]) == ("in_progress", 6, "Mock exam")
    assert (saved["outcome"], saved["revision"], wrong["outcome"]) == ("accepted", 1, "accepted")
    assert (receipt["answered"], receipt["questions"]) == (2, 6)
    assert verify_receipt(Receipt.model_validate(receipt))
    assert (result["score"], result["total"]) == ("2.00", "12.00")
    assert [item["verdict"] for item in result["items"]] == [
        "correct",
        *["unanswered"] * 3,
        "incorrect",
        "unanswered",
    ]
    assert {item["solution"] for item in result["items"]} == {""}


def test_paper_of_an_attempt_holds_what_a_client_needs(api: ApiClient, attempt: Attempt) -> None:
    api.call("put", "api_response", attempt.pk, 1, data=save_body({"text": "x"}))

    paper = api.call("get", "api_attempt", attempt.pk).json()

    first, second = paper["questions"][:2]
    assert (first["position"], first["points"], first["revision"]) == (1, "2.00", 1)
    assert first["response"]["parts"]["a"]["text"] == "x"
    assert first["parts"][0]["symbols"]["variables"] == ["x"]
    assert {option["id"] for option in second["parts"][0]["options"]} == {"o1", "o2", "o3"}
    assert (second["response"], second["revision"]) == (None, 0)
    assert "<script>alert" not in first["html"]


def test_paper_says_nothing_of_keys_and_solutions(api: ApiClient, attempt: Attempt) -> None:
    paper = api.call("get", "api_attempt", attempt.pk).content.decode()

    assert [word for word in ("Worked solution", "correct", "verdict", 'expression":') if word in paper] == []


def test_start_twice_gives_the_same_attempt(api: ApiClient, assignment: Assignment) -> None:
    first, second = (api.call("post", "api_start", assignment.pk).json() for _ in range(2))

    assert first["id"] == second["id"]


def test_submit_twice_gives_the_same_receipt(api: ApiClient, attempt: Attempt) -> None:
    first, second = (api.call("post", "api_submit", attempt.pk).json() for _ in range(2))

    assert first == second


def test_assignments_come_open_first_then_coming_then_done(
    api: ApiClient, assignment: Assignment, classroom: Classroom, teacher: User
) -> None:
    now = timezone.now()
    for opens, closes in ((-3, -2), (2, 3)):
        give_mixed_exam(
            classroom,
            by=teacher,
            opens_at=now + timedelta(hours=opens),
            closes_at=now + timedelta(hours=closes),
        )

    assert [row["phase"] for row in api.rows("api_assignments")] == ["open", "upcoming", "done"]


def test_overdue_attempt_ends_when_it_is_read(student: User, attempt: Attempt) -> None:
    run_out(attempt)

    reply = api_of(student).call("get", "api_attempt", attempt.pk)

    assert (reply.status_code, reply.json()["error"]) == (409, "attempt_ended")
    assert Attempt.objects.get().state == AttemptState.EXPIRED


def test_late_save_is_kept_and_told_with_what_counts(student: User, attempt: Attempt) -> None:
    api_of(student).call("put", "api_response", attempt.pk, 1, data=save_body({"text": "in time"}))
    run_out(attempt)

    late = save_body({"text": "late"}, seq=2, base=1)
    reply = api_of(student).call("put", "api_response", attempt.pk, 1, data=late)

    error = reply.json()
    assert (reply.status_code, error["error"], error["details"]["outcome"]) == (409, "time_is_up", "late")
    assert error["details"]["value"]["parts"]["a"]["text"] == "in time"
    assert ResponseEvent.objects.get(seq=2).outcome == EventOutcome.LATE


def test_solution_is_given_when_the_review_settings_allow(api: ApiClient, attempt: Attempt) -> None:
    Assignment.objects.update(review={"v": 1, "result": "after_submit", "solution": "after_submit"})
    api.call("post", "api_submit", attempt.pk)

    (first, *_others) = api.call("get", "api_result", attempt.pk).json()["items"]

    assert "Worked solution: distribute." in first["solution"]


def open_later(attempt: Attempt) -> None:
    Assignment.objects.update(
        opens_at=timezone.now() + timedelta(hours=1), closes_at=timezone.now() + timedelta(hours=2)
    )
    attempt.delete()


def close_before(attempt: Attempt) -> None:
    Assignment.objects.update(
        opens_at=timezone.now() - timedelta(hours=2), closes_at=timezone.now() - timedelta(hours=1)
    )
    attempt.delete()


def hand_in(attempt: Attempt) -> None:
    submit_attempt(attempt.pk, student=attempt.student)


def hand_in_what_cannot_be_marked(attempt: Attempt) -> None:
    hand_in(attempt)
    KeyRevision.objects.update(keys={"a": {"v": 1, "kind": "nonsense"}})


def lock_with_a_code(attempt: Attempt) -> None:
    Assignment.objects.update(access_code="Noether")
    attempt.delete()


def declare_void(attempt: Attempt) -> None:
    Attempt.objects.update(state=AttemptState.VOID)


def show_results_later(attempt: Attempt) -> None:
    hand_in(attempt)
    Assignment.objects.update(review={"v": 1, "result": "after_close", "solution": "never"})


REFUSALS = [
    # what happened, method, address, status, code
    (open_later, "post", "api_start", 409, "not_open_yet"),
    (close_before, "post", "api_start", 409, "window_closed"),
    (hand_in, "post", "api_start", 409, "no_attempts_left"),
    (lock_with_a_code, "post", "api_start", 409, "wrong_access_code"),
    (hand_in, "get", "api_attempt", 409, "attempt_ended"),
    (declare_void, "get", "api_attempt", 409, "attempt_ended"),
    (declare_void, "post", "api_submit", 409, "attempt_void"),
    (lambda attempt: None, "get", "api_result", 409, "attempt_in_progress"),
    (show_results_later, "get", "api_result", 409, "result_comes_later"),
    (hand_in_what_cannot_be_marked, "get", "api_result", 409, "being_marked"),
]


@pytest.mark.parametrize(("happened", "method", "name", "status", "code"), REFUSALS)
def test_what_may_not_happen_now_is_409_with_its_reason(
    api: ApiClient, attempt: Attempt, happened: Any, method: str, name: str, status: int, code: str
) -> None:
    happened(attempt)

    reply = api.call(method, name, attempt.assignment_id if name == "api_start" else attempt.pk)

    error = reply.json()
    assert (reply.status_code, error["error"], set(error)) == (status, code, ERROR_FIELDS)
    assert error["message"] not in ("", code)


GOOD = save_body({"text": "x"})
ERRORS: list[tuple[str, str, dict[str, Any], int, str]] = [
    # name, method, options, status, code
    ("broken JSON", "put", {"data": "{"}, 400, "parse_error"),
    ("a list", "put", {"data": [1]}, 400, "bad_message"),
    ("a missing field", "put", {"data": {**GOOD, "seq": None}}, 400, "bad_message"),
    ("half a character", "put", {"data": '{"device": "\\ud800"}'}, 400, "bad_message"),
    ("nested without end", "put", {"data": "[" * 50_000}, 400, "parse_error"),
    ("another method", "delete", {}, 405, "method_not_allowed"),
    ("too large", "put", {"data": save_body({"text": "x" * 2_200_000})}, 413, "message_too_large"),
    (
        "a form",
        "put",
        {"data": "a=1", "content_type": "application/x-www-form-urlencoded"},
        415,
        "unsupported_media_type",
    ),
    (
        "an unknown part",
        "put",
        {"data": {**GOOD, "response": {"parts": {"z": {"text": ""}}}}},
        422,
        "unknown_part",
    ),
    ("an option of a formula", "put", {"data": save_body({"choice": ["o1"]})}, 422, "unknown_option"),
]


@pytest.mark.parametrize(
    ("method", "options", "status", "code"), [row[1:] for row in ERRORS], ids=[row[0] for row in ERRORS]
)
def test_message_that_cannot_be_taken_has_the_one_error_shape(
    api: ApiClient, attempt: Attempt, method: str, options: dict[str, Any], status: int, code: str
) -> None:
    reply = api.call(method, "api_response", attempt.pk, 1, **options)

    error = reply.json()
    assert (reply.status_code, error["error"], set(error)) == (status, code, ERROR_FIELDS)
    assert ResponseEvent.objects.count() == 0


@pytest.mark.parametrize("header", ["", "Bearer nonsense", "Basic c3R1ZGVudDp4"])
def test_request_without_a_good_token_is_401(attempt: Attempt, header: str) -> None:
    browser = Client(headers={"authorization": header} if header else {})

    reply = browser.get(reverse("api_attempt", args=[attempt.pk]))

    assert (reply.status_code, set(reply.json())) == (401, ERROR_FIELDS)
    assert reply["WWW-Authenticate"].startswith("Bearer")


def test_session_of_the_browser_opens_no_api(student_client: Client, attempt: Attempt) -> None:
    assert student_client.get(reverse("api_attempt", args=[attempt.pk])).status_code == 401


@pytest.mark.parametrize("who", ["classmate", "stranger", "colleague", "other_student", "other_teacher"])
@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("api_attempt", ()),
        ("api_responses", ()),
        ("api_response", (1,)),
        ("api_result", ()),
        ("api_result_by_attempt", ()),
    ],
)
def test_attempt_of_another_person_is_not_read(
    request: pytest.FixtureRequest, attempt: Attempt, who: str, name: str, extra: Any
) -> None:
    reply = api_of(request.getfixturevalue(who)).call("get", name, attempt.pk, *extra)

    assert (reply.status_code, reply.json()["error"], set(reply.json())) == (404, "not_found", ERROR_FIELDS)


@pytest.mark.parametrize(
    "who", ["classmate", "stranger", "teacher", "colleague", "other_student", "operator"]
)
@pytest.mark.parametrize(
    ("method", "name", "extra", "data"),
    [
        ("put", "api_response", (1,), GOOD),
        ("post", "api_submit", (), None),
    ],
)
def test_attempt_of_another_person_is_not_written(
    request: pytest.FixtureRequest, attempt: Attempt, who: str, method: str, name: str, extra: Any, data: Any
) -> None:
    reply = api_of(request.getfixturevalue(who)).call(method, name, attempt.pk, *extra, data=data)

    assert (reply.status_code, reply.json()["error"], set(reply.json())) == (404, "not_found", ERROR_FIELDS)
    assert ResponseEvent.objects.count() == 0


@pytest.mark.parametrize("who", ["stranger", "colleague", "other_student", "other_teacher"])
def test_exam_of_another_class_is_404_and_not_listed(
    request: pytest.FixtureRequest, assignment: Assignment, who: str
) -> None:
    api = api_of(request.getfixturevalue(who))

    assert api.call("post", "api_start", assignment.pk).status_code == 404
    assert api.rows("api_assignments") == []


def test_address_that_is_not_there_has_the_one_error_shape(api: ApiClient) -> None:
    reply = api.client.get("/api/v1/nothing/")

    assert (reply.status_code, reply.json()["error"], set(reply.json())) == (404, "not_found", ERROR_FIELDS)


def test_access_code_too_long_says_which_field(api: ApiClient, assignment: Assignment) -> None:
    reply = api.call("post", "api_start", assignment.pk, data={"access_code": "x" * 41})

    error = reply.json()
    assert (reply.status_code, error["error"], set(error)) == (400, "invalid", ERROR_FIELDS)
    assert [field["field"] for field in error["details"]["fields"]] == ["access_code"]


@pytest.mark.parametrize("data", [[], "x", 1, {"access_code": ["x"]}, {"access_code": None}])
def test_start_with_another_shape_is_400(api: ApiClient, assignment: Assignment, data: Any) -> None:
    assert api.call("post", "api_start", assignment.pk, data=data).status_code == 400
    assert Attempt.objects.count() == 0


def test_schema_is_valid_and_made_without_a_warning() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


def test_schema_is_there_for_everybody_and_knows_every_address(client: Client) -> None:
    reply = client.get(reverse("api_schema"), headers={"accept": "application/vnd.oai.openapi+json"})

    assert reply.status_code == 200
    assert [path.removeprefix("/api/v1/") for path in reply.json()["paths"]] == [
        "assignments/",
        "assignments/{assignment_id}/",
        "assignments/{assignment_id}/start/",
        "attempts/",
        "attempts/{attempt_id}/",
        "attempts/{attempt_id}/pulse/",
        "attempts/{attempt_id}/responses/",
        "attempts/{attempt_id}/responses/{position}/",
        "attempts/{attempt_id}/result/",
        "attempts/{attempt_id}/submit/",
        "classrooms/",
        "classrooms/{classroom_id}/",
        "exams/",
        "exams/{exam_id}/",
        "grading/check/",
        "grading/read/",
        "results/",
        "results/{attempt_id}/",
        "stats/",
        "stats/{assignment_id}/",
        "students/",
        "students/{student_id}/",
        "token/",
        "token/refresh/",
        "token/revoke/",
    ]
