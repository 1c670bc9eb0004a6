"""The API of answers: how a text is read, for everybody; what it would be worth, for teachers."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.throttling import ScopedRateThrottle

from accounts.models import User
from accounts.tests.programs import ERROR_FIELDS, ApiClient, api_of
from grading.engine import Outcome
from grading.keys import SetKey
from grading.marking import mark_response
from grading.responses import TextResponse

SET = {"id": "a", "kind": "set"}
TWO = {"answer": "{1, 2}", "policy": "per_element"}


@pytest.fixture
def student_api(student: User) -> ApiClient:
    return api_of(student)


@pytest.fixture
def teacher_api(teacher: User) -> ApiClient:
    return api_of(teacher)


def read(api: ApiClient, **data: Any) -> dict[str, Any]:
    reply = api.call("post", "api_grading_read", data=data)
    assert reply.status_code == 200, reply.content
    return reply.json()


def check(api: ApiClient, **data: Any) -> Any:
    return api.call("post", "api_grading_check", data={"part": SET, "key": TWO, "response": None, **data})


def test_text_is_read_in_every_notation(student_api: ApiClient) -> None:
    reading = read(student_api, text="x^2/3", kind="expression")

    assert (reading["plain"], reading["latex"]) == ("x^2/3", r"\frac{x^{2}}{3}")
    assert "<mfrac>" in reading["mathml"]
    assert reading["speech"] != ""
    assert (reading["error"], reading["ways"]) == (None, [])


@pytest.mark.parametrize(
    ("data", "code", "position"),
    [
        ({"text": "x^2-(3x"}, "unbalanced_bracket", 4),
        ({"text": ""}, "empty", 0),
        ({"text": "x > 1", "kind": "set"}, "set_expected", None),
        ({"text": "3", "kind": "equation"}, "equation_expected", None),
        ({"text": "m/s", "kind": "quantity"}, "no_number", None),
        (
            {"text": "x + t", "kind": "expression", "symbols": {"variables": ["x"], "closed": True}},
            "unknown_symbol",
            4,
        ),
        ({"text": "(" * 400}, "too_deep", 0),
        ({"text": "{% debug %}"}, "prose", 0),
    ],
)
def test_what_marking_would_call_unreadable_is_said_with_its_place(
    student_api: ApiClient, data: dict[str, Any], code: str, position: int | None
) -> None:
    reading = read(student_api, **data)

    assert (reading["error"]["code"], reading["plain"]) == (code, "")
    if position is None:
        assert reading["error"]["position"] is None


def test_ambiguous_text_comes_with_both_ways_to_read_it(student_api: ApiClient) -> None:
    reading = read(student_api, text="sin x/2")

    assert reading["error"]["code"] == "ambiguous"
    assert [way["plain"] for way in reading["ways"]] == ["sin(x)/2", "sin(x/2)"]


def test_sentences_are_in_the_language_of_the_reader(student_api: ApiClient) -> None:
    english = read(student_api, text="x+")["error"]["message"]
    reply = student_api.call(
        "post", "api_grading_read", data={"text": "x+"}, headers={"accept-language": "ko"}
    )

    assert english == "Something is missing next to a sign. (Character 3)"
    assert reply.json()["error"]["message"] != english


def test_letters_of_units_and_constants_of_integration_are_read(student_api: ApiClient) -> None:
    only_x = {"variables": ["x"], "closed": True}

    assert read(student_api, text="12 m/s", kind="quantity", symbols=only_x)["error"] is None
    assert read(student_api, text="x^3/3 + C", kind="antiderivative", symbols=only_x)["error"] is None


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "text"),
        ({"text": "x" * 2_001}, "text"),
        ({"text": "x", "notation": "mathml"}, "notation"),
        ({"text": "x", "kind": "picture"}, "kind"),
        ({"text": "x", "symbols": {"variables": "x"}}, "symbols"),
        ({"text": "x", "symbols": [1]}, "symbols"),
    ],
)
def test_reading_of_another_shape_is_400_and_names_the_field(
    student_api: ApiClient, data: dict[str, Any], field: str
) -> None:
    reply = student_api.call("post", "api_grading_read", data=data)

    assert (reply.status_code, set(reply.json())) == (400, ERROR_FIELDS)
    assert [one["field"] for one in reply.json()["details"]["fields"]] == [field]


def test_reading_asks_the_database_for_nothing_but_the_reader(student_api: ApiClient) -> None:
    with CaptureQueriesContext(connection) as queries:
        read(student_api, text="{1, 2}", kind="set")

    assert len(queries) == 1


def test_check_says_what_marking_says(teacher_api: ApiClient) -> None:
    verdict = mark_response(
        SetKey(answer="{1, 2}", policy="per_element"), TextResponse(text="{1, 3/3}", locale="en")
    )

    told = check(teacher_api, response={"text": "{1, 3/3}", "locale": "en"}).json()

    assert (told["verdict"], told["credit"], told["code"]) == ("partial", "1/2", "some_right_elements")
    assert told["reason"] == "1 of 2 elements are there, and nothing wrong."
    assert told["certificate"] == verdict.certificate
    assert verdict.outcome == Outcome.PARTIAL


@pytest.mark.parametrize(
    ("part", "key", "response", "verdict"),
    [
        ({"id": "a", "kind": "number"}, 0.5, {"text": "1/2"}, "correct"),
        ({"id": "a", "kind": "equation"}, "x=3", {"text": "2x=6"}, "incorrect"),
        ({"id": "a", "kind": "true_false"}, True, {"choice": ["false"]}, "incorrect"),
        ({"id": "a", "kind": "set"}, "{1, 2}", {"text": "x > 1"}, "unreadable"),
        ({"id": "a", "kind": "set"}, "{1, 2}", None, "incorrect"),
        (
            {
                "id": "a",
                "kind": "choice",
                "options": [{"id": "o1", "text": {"en": "1"}}, {"id": "o2", "text": {"en": "2"}}],
            },
            "o1",
            {"choice": ["o1"]},
            "correct",
        ),
    ],
)
def test_check_marks_every_kind_by_keys_as_banks_write_them(
    teacher_api: ApiClient, part: Any, key: Any, response: Any, verdict: str
) -> None:
    reply = check(teacher_api, part=part, key=key, response=response)

    assert (reply.status_code, reply.json()["verdict"]) == (200, verdict)


@pytest.mark.parametrize(
    ("earlier", "verdict"),
    [
        ({"a": "52"}, "correct"),
        ({"a": "2*26"}, "correct"),
        ({"a": "20"}, "incorrect"),
        ({"a": "(52"}, "incorrect"),
        ({"a": ""}, "incorrect"),
    ],
)
def test_check_follows_what_was_typed_into_earlier_parts(
    teacher_api: ApiClient, earlier: dict[str, str], verdict: str
) -> None:
    key = {"value": "sqrt(20)", "follow": "sqrt({@a})"}

    reply = check(
        teacher_api,
        part={"id": "b", "kind": "number"},
        key=key,
        response={"text": "2sqrt(13)"},
        earlier=earlier,
    )

    assert (reply.status_code, reply.json()["verdict"]) == (200, verdict)


def test_key_that_follows_from_a_part_that_was_not_sent_cannot_be_checked(teacher_api: ApiClient) -> None:
    key = {"value": "sqrt(20)", "follow": "sqrt({@a})"}

    reply = check(teacher_api, part={"id": "b", "kind": "number"}, key=key, response={"text": "1"})

    assert (reply.status_code, reply.json()["error"]) == (422, "key")


def test_check_shows_the_witness(teacher_api: ApiClient) -> None:
    told = check(
        teacher_api, part={"id": "a", "kind": "expression"}, key="x^2-3x", response={"text": "x^2+3x"}
    ).json()

    assert told["witness"] == "At x = 2 your answer is 10, the key is -2."


@pytest.mark.parametrize(
    ("data", "code", "details"),
    [
        ({"key": "x > 1"}, "key", {"where": "key", "problem": "set_expected"}),
        ({"key": "{1, 2"}, "key", {"where": "key", "problem": "unreadable_key"}),
        ({"key": {"answer": "{1}", "policy": "some"}}, "bad_shape", None),
        ({"key": {"answer": "{1}", "colour": "red"}}, "unknown_field", {"where": "key set.colour"}),
        ({"part": {"id": "a", "kind": "picture"}}, "bad_shape", None),
        ({"part": 7}, "bad_shape", None),
        ({"response": {"txt": "1"}}, None, None),
        ({"key": {"kind": "number", "value": "1"}}, "bad_shape", None),
    ],
)
def test_what_cannot_be_checked_is_422_and_says_where(
    teacher_api: ApiClient, data: dict[str, Any], code: str | None, details: dict[str, Any] | None
) -> None:
    reply = check(teacher_api, **data)

    assert (reply.status_code, set(reply.json())) == (422, ERROR_FIELDS)
    assert reply.json()["message"] != ""
    if code:
        assert reply.json()["error"] == code
    if details:
        assert reply.json()["details"] == details


def test_check_without_its_fields_is_400(teacher_api: ApiClient) -> None:
    reply = teacher_api.call("post", "api_grading_check", data={"part": SET})

    assert (reply.status_code, reply.json()["error"]) == (400, "invalid")


def test_check_is_for_teachers(student_api: ApiClient) -> None:
    reply = check(student_api)

    assert (reply.status_code, reply.json()["error"]) == (403, "permission_denied")


@pytest.mark.parametrize("name", ["api_grading_read", "api_grading_check"])
def test_too_many_requests_are_told_when_to_come_back(
    teacher_api: ApiClient, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = name.removeprefix("api_")
    monkeypatch.setitem(ScopedRateThrottle.THROTTLE_RATES, scope, "1/min")
    cache.clear()

    first, second = (teacher_api.client.post(reverse(name), {}, "application/json") for _ in range(2))

    assert (first.status_code, second.status_code) == (400, 429)
    assert second["Retry-After"] != ""
