"""Every error of the API has one shape; pages have pages. Neither says what is inside."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.urls("mathtest.tests.failing_urls")

REQUEST_ID = "0f8fad5b-d9cb-469f-a165-70867728950e"
GENERIC_FAULT = "Something went wrong on our side. Nothing you sent before is lost."


@pytest.fixture(autouse=True)
def _frozen_clock() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 19, 8, 40, 0, 250_000, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def visitor() -> Client:
    """Shows what a person would see when the site fails, instead of raising it."""
    return Client(
        raise_request_exception=False, headers={"accept-language": "en", "x-request-id": REQUEST_ID}
    )


def error(code: str, message: str, details: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "error": code,
        "message": message,
        "details": details or {},
        "timestamp": "2026-11-19T08:40:00.250+00:00",
        "request_id": REQUEST_ID,
    }


def field(name: str, code: str, message: str) -> dict[str, str]:
    return {"field": name, "code": code, "message": message}


@pytest.mark.parametrize(
    ("path", "status", "expected"),
    [
        ("/api/test/taken/", 409, error("seat_taken", "This seat is taken.", {"row": 7})),
        (
            "/api/test/throttled/",
            429,
            error("throttled", "Too many requests. Try again in 13 seconds.", {"retry_after": 13}),
        ),
        (
            "/api/test/denied/",
            403,
            error("permission_denied", "You do not have permission to perform this action."),
        ),
        ("/api/test/suspicious/", 400, error("parse_error", "Malformed request.")),
        ("/api/test/broken/", 500, error("server_error", GENERIC_FAULT)),
        ("/api/test/cut-off/", 503, error("server_error", GENERIC_FAULT)),
        (
            "/api/test/closed/",
            401,
            error("not_authenticated", "Authentication credentials were not provided."),
        ),
        ("/api/nowhere/", 404, error("not_found", "There is nothing at this address.")),
        ("/api/v1/nowhere", 404, error("not_found", "There is nothing at this address.")),
        ("/api/page/denied/", 403, error("permission_denied", "You may not do this.")),
        ("/api/page/suspicious/", 400, error("bad_request", "The request cannot be read.")),
        ("/api/page/broken/", 500, error("server_error", GENERIC_FAULT)),
        ("/api/page/cut-off/", 503, error("server_error", GENERIC_FAULT)),
    ],
)
def test_an_api_error_has_the_one_shape(
    visitor: Client, path: str, status: int, expected: dict[str, Any]
) -> None:
    response = visitor.get(path)

    assert (response.status_code, response.json()) == (status, expected)


def test_a_method_that_is_not_there_is_405_and_says_which_are(visitor: Client) -> None:
    response = visitor.delete("/api/test/seat/")

    assert (response.status_code, response["Allow"]) == (405, "POST, OPTIONS")
    assert response.json() == error("method_not_allowed", 'Method "DELETE" not allowed.')


@pytest.mark.parametrize(
    ("body", "content_type", "status", "expected"),
    [
        (
            "row=1",
            "text/plain",
            415,
            error("unsupported_media_type", 'Unsupported media type "text/plain" in request.'),
        ),
        (
            '{"row": 0}',
            "application/json",
            400,
            error(
                "invalid",
                "Some of what was sent cannot be used. The details say what.",
                {
                    "fields": [
                        field("row", "min_value", "Ensure this value is greater than or equal to 1."),
                        field("name", "required", "This field is required."),
                    ]
                },
            ),
        ),
        ("[" * 100_000, "application/json", 400, error("parse_error", "Malformed request.")),
    ],
)
def test_a_body_that_cannot_be_used_is_explained(
    visitor: Client, body: str, content_type: str, status: int, expected: dict[str, Any]
) -> None:
    response = visitor.post("/api/test/seat/", data=body, content_type=content_type)

    assert (response.status_code, response.json()) == (status, expected)


def test_broken_json_is_400(visitor: Client) -> None:
    response = visitor.post("/api/test/seat/", data="{", content_type="application/json")

    assert (response.status_code, response.json()["error"]) == (400, "parse_error")


def test_a_body_above_the_limit_is_413(visitor: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    response = visitor.post(
        "/api/test/seat/", data='{"row": 1, "name": "x"}', content_type="application/json"
    )

    assert (response.status_code, response.json()) == (413, error("too_big", "The request is too big."))


@pytest.mark.parametrize(
    ("path", "seconds"),
    [("/api/test/throttled/", "13"), ("/api/test/cut-off/", "2"), ("/page/cut-off/", "2")],
)
def test_what_may_work_later_says_when_to_come_back(visitor: Client, path: str, seconds: str) -> None:
    assert visitor.get(path)["Retry-After"] == seconds


def heading(response: HttpResponse) -> str:
    """What the page's first heading says."""
    return response.content.decode().partition("<h1>")[2].partition("</h1>")[0]


@pytest.mark.parametrize(
    ("path", "status", "expected"),
    [
        ("/nowhere/", 404, "There is no page here"),
        ("/page/denied/", 403, "This page is not open to you"),
        ("/page/suspicious/", 400, "This request could not be read"),
        ("/page/broken/", 500, "Something broke on our side"),
        ("/page/cut-off/", 503, "Something broke on our side"),
    ],
)
def test_a_person_gets_a_page_in_our_look(visitor: Client, path: str, status: int, expected: str) -> None:
    response = visitor.get(path)

    assert (response.status_code, heading(response)) == (status, expected)
    assert "secret detail" not in response.content.decode()
    assert (REQUEST_ID in response.content.decode()) == (status >= 500)


def test_a_host_that_is_not_ours_gets_the_400_page(visitor: Client) -> None:
    response = visitor.get("/", headers={"host": "evil.example"})

    assert (response.status_code, heading(response)) == (400, "This request could not be read")


def test_a_form_without_its_token_gets_our_page() -> None:
    visitor = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})

    response = visitor.post("/language/", {"language": "en"})

    assert (response.status_code, heading(response)) == (403, "This page was open for too long")
