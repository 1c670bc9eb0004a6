"""What is on every response, errors and static files too; and what the log says of a request."""

import json
import logging
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client

from mathtest.middleware import PERMISSIONS_POLICY

pytestmark = pytest.mark.urls("mathtest.tests.failing_urls")

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
STATIC_FILE = "css/base.css"
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
}
TIMING = re.compile(r'total;dur=\d+\.\d(, db;dur=\d+\.\d;desc="\d+ statements")?')


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def fetch(visitor: Client, path: str) -> HttpResponse:
    """The response, with the static file that it may hold closed."""
    response = visitor.get(path)
    response.close()
    return response


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/accounts/login/", 200),
        ("/health", 200),
        (f"/static/{STATIC_FILE}", 200),
        ("/", 302),
        ("/page/suspicious/", 400),
        ("/page/denied/", 403),
        ("/nowhere/", 404),
        ("/api/nowhere/", 404),
        ("/page/broken/", 500),
        ("/api/test/broken/", 500),
    ],
)
def test_every_response_carries_the_headers(visitor: Client, path: str, status: int) -> None:
    response = fetch(visitor, path)

    assert response.status_code == status
    assert {name: response.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert TIMING.fullmatch(response["Server-Timing"])
    assert UUID.fullmatch(response["X-Request-ID"])


def directives(response: HttpResponse) -> dict[str, list[str]]:
    """The content security policy of a response."""
    parts = (directive.split() for directive in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/login/", "/nowhere/", "/page/broken/", f"/static/{STATIC_FILE}"])
def test_no_page_runs_scripts_written_into_it(visitor: Client, path: str) -> None:
    policy = directives(fetch(visitor, path))

    scripts = {source.partition("-")[0] for source in policy["script-src"]}
    assert scripts <= {"'self'", "'nonce"}
    assert (policy["object-src"], policy["frame-ancestors"]) == (["'none'"], ["'none'"])


@pytest.mark.django_db
def test_a_static_file_is_not_offered_to_other_origins(visitor: Client) -> None:
    assert finders.find(STATIC_FILE) == str(Path(settings.BASE_DIR) / "static" / STATIC_FILE)

    response = fetch(visitor, f"/static/{STATIC_FILE}")

    assert response.headers.get("Access-Control-Allow-Origin") is None


@pytest.mark.parametrize(
    "sane", ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "4bf92f3577b34da6a3ce929d0e0e4736", "req-1.2_x"]
)
def test_a_sane_request_id_is_kept(visitor: Client, sane: str) -> None:
    response = visitor.get("/health", headers={"x-request-id": sane})

    assert response["X-Request-ID"] == sane


@pytest.mark.parametrize(
    "forged", ["short", "x" * 65, "two words here", "a;b=c{d}efgh", "줄바꿈줄바꿈줄바꿈", "-leading-dash"]
)
def test_another_request_id_is_replaced(visitor: Client, forged: str) -> None:
    response = visitor.get("/health", headers={"x-request-id": forged})

    assert UUID.fullmatch(response["X-Request-ID"])


@pytest.mark.django_db
def test_a_stranger_is_not_told_how_many_statements_a_refusal_took(visitor: Client) -> None:
    response = visitor.post("/accounts/login/", {"login": "nobody", "password": "wrong-password"})

    assert re.fullmatch(r"total;dur=\d+\.\d", response["Server-Timing"])


def test_someone_signed_in_is_told_about_the_database(student_client: Client) -> None:
    response = student_client.get("/health")

    assert re.search(r'db;dur=\d+\.\d;desc="\d+ statements"', response["Server-Timing"])


def logged(capture: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """What our log handler writes, line by line."""
    (handler,) = [
        handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler
    ]
    return [json.loads(handler.format(record)) for record in capture.records]


def test_one_json_line_tells_of_a_request_without_telling_about_the_person(
    student_client: Client, student: object, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    student_client.post(
        "/language/?q=Student+Kim",
        {"language": "ko", "password": "wrong-password"},
        headers={"x-request-id": "req-00000001", "user-agent": "Phone of Kim"},
        REMOTE_ADDR="192.0.2.77",
    )

    (line,) = [entry for entry in logged(caplog) if entry["event"] == "request_finished"]
    del line["timestamp"]
    assert line == {
        "event": "request_finished",
        "level": "info",
        "logger": "django_structlog.middlewares.request",
        "request": "POST /language/",
        "code": 302,
        "request_id": "req-00000001",
        "user_id": str(student.pk),
    }


@pytest.mark.django_db
def test_a_fault_is_logged_with_its_cause_and_the_request_id(
    visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.get("/page/broken/", headers={"x-request-id": "req-00000002"})

    (line,) = [entry for entry in logged(caplog) if entry["event"] == "request_failed"]
    assert (line["request_id"], line["code"], line["request"]) == ("req-00000002", 500, "GET /page/broken/")
    assert str(line["exception"]).endswith("RuntimeError: secret detail")
