"""The teacher's page for bringing questions in: looking changes nothing, agreeing does."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, School, User
from accounts.tests.browsers import client_of
from accounts.tests.factories import MembershipFactory
from exams.models import Question
from exams.tests.banks import bank_file, question
from exams.tests.moodle import answer, file_of, moodle_question, multichoice

pytestmark = pytest.mark.django_db

PAGE = "/teach/import/"
HALF = answer(100, "two") + answer(50, "three")


@pytest.fixture
def mixed() -> bytes:
    """One question that is whole, one simplified, one refused."""
    return file_of(
        multichoice(name="Even"),
        moodle_question("multichoice", "<p>Less?</p>", HALF, name="Half"),
        moodle_question("stack", name="Stacked"),
    )


def send(client: Client, data: bytes, name: str = "bank.xml", **fields: Any) -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, data), **fields})


def agree(client: Client, looked: Any, **fields: Any) -> Any:
    return client.post(PAGE, {"agreed": looked.context["agreed"], **fields})


def test_looking_says_what_would_come_and_changes_nothing(teacher_client: Client, mixed: bytes) -> None:
    response = send(teacher_client, mixed)

    assert (response.status_code, Question.objects.count()) == (200, 0)
    assert response.context["counts"] == {"new": 2, "unchanged": 0, "simplified": 1, "refused": 1}
    assert [(one.name, losses) for one, losses in response.context["simplified"]] == [
        ("Half", ["Options that earned a part of the points earn nothing here."])
    ]
    assert response.context["refused"][0][0] == "Stacked"


def test_agreeing_takes_what_was_looked_at(
    teacher_client: Client, teacher: User, school: School, mixed: bytes
) -> None:
    looked = send(teacher_client, mixed)

    response = agree(teacher_client, looked)

    rows = list(Question.objects.all())
    assert (response.status_code, {(row.school, row.owner) for row in rows}) == (200, {(school, teacher)})
    for row in rows:
        assert reverse("admin:exams_question_change", args=[row.pk]) in response.content.decode()
    entry = AuditEntry.objects.get(verb="bank_imported")
    assert (entry.actor, entry.data) == (teacher, {"new_or_changed": 2, "refused": 1})


def test_same_file_again_has_nothing_to_import(teacher_client: Client, mixed: bytes) -> None:
    agree(teacher_client, send(teacher_client, mixed))

    response = send(teacher_client, mixed)

    assert response.context["counts"]["new"] == 0
    assert "There is nothing to import." in response.content.decode()


def test_our_own_format_comes_in_by_the_same_page(teacher_client: Client) -> None:
    agree(teacher_client, send(teacher_client, bank_file(question()), "any-name.txt"))

    assert list(Question.objects.values_list("external_id", flat=True)) == ["vertex"]


def test_file_that_cannot_be_read_is_refused_at_its_field(teacher_client: Client) -> None:
    response = send(teacher_client, b"<quiz")

    assert response.status_code == 422
    assert response.context["form"].errors["file"][0].startswith("The file is not whole XML")


def test_page_wants_a_file(teacher_client: Client) -> None:
    response = teacher_client.post(PAGE, {})

    assert (response.status_code, response.context["form"].errors["file"]) == (422, ["Choose a file."])


def test_larger_file_is_refused_before_it_is_read(teacher_client: Client) -> None:
    response = send(teacher_client, b" " * 8_000_001)

    assert response.context["form"].errors["file"] == ["The file is larger than 8000000 bytes. Split it."]


@pytest.mark.parametrize("agreed", ["0" * 64, "no digest", ""])
def test_file_that_is_gone_has_to_be_sent_again(teacher_client: Client, agreed: str) -> None:
    response = teacher_client.post(PAGE, {"agreed": agreed}, follow=True)

    assert response.redirect_chain == [(PAGE, 302)]
    assert "The file is no longer at hand." in response.content.decode()


def test_file_of_a_colleague_cannot_be_agreed_to(
    teacher_client: Client, colleague: User, mixed: bytes
) -> None:
    looked = send(teacher_client, mixed)

    response = agree(client_of(colleague), looked)

    assert (response.status_code, Question.objects.count()) == (302, 0)


def test_teacher_of_two_schools_chooses_and_no_other_school_can_be_chosen(
    teacher: User, other_school: School, mixed: bytes
) -> None:
    client = client_of(teacher)
    refused = send(client, mixed, school=other_school.pk)  # with one school there is nothing to choose
    MembershipFactory(user=teacher, school=other_school, role="teacher")

    looked = send(client, mixed, school=other_school.pk)
    agree(client, looked, school=other_school.pk)

    assert refused.context["school"] != other_school
    assert {row.school for row in Question.objects.all()} == {other_school}


@pytest.mark.parametrize(("language", "stored"), [("", "en"), ("ko", "ko")])
def test_language_of_the_texts_may_be_chosen(teacher_client: Client, language: str, stored: str) -> None:
    data = file_of(moodle_question("description", "2 + 2"))

    agree(teacher_client, send(teacher_client, data, language=language), language=language)

    assert list(Question.objects.get().versions.get().content["text"]) == [stored]


def test_names_of_a_file_are_only_words(teacher_client: Client) -> None:
    data = file_of(multichoice(name="<script>alert(1)</script>"))

    response = send(teacher_client, data, "<b>.xml")

    assert "<script>alert(1)" not in response.content.decode()
    assert "<b>.xml" not in response.content.decode()
