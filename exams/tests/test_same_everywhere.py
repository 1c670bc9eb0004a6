"""The same response earns the same wherever it is marked: on a page, through the API, by the check for
authors, and as a stored response of a bank."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any, get_args
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Classroom, User
from accounts.tests.programs import ApiClient, api_of
from exams.formats.native import read_question
from exams.models import Assignment, Attempt
from exams.services.trying import ask_parts
from exams.tests.demo_responses import ENTRIES, Tried, body_of, tried_at
from exams.tests.structured import give
from grading.engine import Outcome
from grading.engine.verdict import certificate_hash
from grading.keys import fill_key
from grading.kinds import Kind
from grading.marking import mark_parts
from grading.models import Mark
from grading.responses import TextResponse
from grading.services import reason_to_json

PLACES = 5  # of stored responses

# By position and part: verdict, credit, reason as it is stored, hash of the certificate.
Found = dict[tuple[int, str], tuple[str, str, dict[str, Any], str]]


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    """An exam with every question of the banks, in one variant each."""
    return give(classroom, *ENTRIES, by=teacher)


def marked_as_stored(tried: list[Tried]) -> Found:
    """As a bank's stored responses are marked when its questions are published."""
    found: Found = {}
    for one in tried:
        asked = ask_parts(one.content, one.keys, one.values, one.given)
        for part, verdict in zip(asked, mark_parts(asked), strict=True):
            told = (verdict.outcome.value, str(verdict.credit), reason_to_json(verdict))
            found[one.position, part.id] = (*told, certificate_hash(verdict.certificate))
    return found


def marked_on_paper(tried: list[Tried], attempt: UUID) -> Found:
    """The marks that an attempt got, at the positions that were answered."""
    positions = [one.position for one in tried]
    return {
        (mark.position, mark.part): (
            mark.verdict,
            str(Fraction(mark.credit_num, mark.credit_den)),
            mark.reason,
            certificate_hash(mark.certificate),
        )
        for mark in Mark.objects.current().filter(attempt=attempt, position__in=positions)
    }


def sit_on_pages(client: Client, assignment: Assignment, tried: list[Tried]) -> Found:
    client.post(reverse("start_attempt", args=[assignment.pk]))
    attempt = Attempt.objects.get(student__login="student")
    for one in tried:
        address = reverse("save_response", args=[attempt.pk, one.position])
        saved = client.put(address, json.dumps(body_of(one)), content_type="application/json")
        assert saved.status_code == 200, (one.position, saved.content)
    client.post(reverse("submit_attempt", args=[attempt.pk]))
    assert client.get(reverse("result", args=[attempt.pk])).status_code == 200
    return marked_on_paper(tried, attempt.pk)


def sit_by_program(api: ApiClient, assignment: Assignment, tried: list[Tried]) -> Found:
    attempt = UUID(api.call("post", "api_start", assignment.pk).json()["id"])
    for one in tried:
        saved = api.call("put", "api_response", attempt, one.position, data=body_of(one))
        assert saved.status_code == 200, (one.position, saved.content)
    assert api.call("post", "api_submit", attempt).status_code == 200
    assert api.call("get", "api_result", attempt).status_code == 200
    return marked_on_paper(tried, attempt)


def check_alone(api: ApiClient, tried: list[Tried]) -> Found:
    """By the check for authors, which sees one part by itself, with what was typed into those before it."""
    found: Found = {}
    for one in tried:
        given, earlier = one.given, dict[str, str]()
        for part in one.content.parts:
            response = given.get(part.id)
            sent = {
                "part": part.model_dump(mode="json"),
                "key": fill_key(one.keys[part.id], one.values).model_dump(mode="json"),
                "response": response and response.model_dump(mode="json"),
                "earlier": earlier,
            }
            reply = api.call("post", "api_grading_check", data=sent)
            assert reply.status_code == 200, (one.position, reply.content)
            found[one.position, part.id] = told_by_check(reply.json())
            if part.traits.answered_by == "formula":
                earlier[part.id] = response.text if isinstance(response, TextResponse) else ""
    return found


def told_by_check(reply: dict[str, Any]) -> tuple[str, str, dict[str, Any], str]:
    return reply["verdict"], reply["credit"], {"code": reply["code"]}, reply["hash"]


@pytest.mark.parametrize("place", range(PLACES))
def test_response_earns_the_same_on_pages_by_programs_in_checks_and_in_its_bank(
    assignment: Assignment, student_client: Client, classmate: User, teacher: User, place: int
) -> None:
    stored = tried_at(assignment, place)
    sent = [one for one in stored if one.can_be_sent]

    checked = check_alone(api_of(teacher), stored)

    assert len(sent) >= 40
    assert sit_on_pages(student_client, assignment, sent) == marked_as_stored(sent)
    assert sit_by_program(api_of(classmate), assignment, sent) == marked_as_stored(sent)
    assert checked == {
        where: (verdict, credit, {"code": reason["code"]}, certificate)
        for where, (verdict, credit, reason, certificate) in marked_as_stored(stored).items()
    }


def test_these_questions_have_every_kind_and_every_verdict() -> None:
    contents = [read_question(entry).content for entry in ENTRIES]
    tests = [test for content in contents for test in content.tests[:PLACES]]

    assert {part.kind for content in contents for part in content.parts} == set(get_args(Kind))
    assert {verdict for test in tests for verdict in test.verdict.values()} == set(Outcome)
