"""Sitting an exam without JavaScript while things happen: signed out, paused, told something, out of time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import limits
from accounts.models import User
from accounts.tests.browsers import BACKEND
from accounts.tests.factories import PASSWORD
from exams.models import Acknowledgement, Attempt, Notice, Response, ResponseEvent
from exams.services.delivery import start_attempt
from exams.services.supervising import announce, pause_attempts, resume_attempts
from exams.tests.reading_pages import page, text
from exams.tests.sittings import put_answer, run_out

TYPED = {"position": "1", "q1-revision": "0", "q1-part-a": "x^2-3x", "next": "2"}


def sign_in(client: Client, address: str, login: str = "student") -> str:
    """Through the page that ``address`` leads to; where it goes on from there."""
    return str(client.post(address, {"login": login, "password": PASSWORD}).headers["Location"])


def test_answer_posted_when_signed_out_is_shown_again_after_signing_in(
    client: Client, student: User, attempt: Attempt
) -> None:
    away = client.post(page("attempt", attempt.pk), TYPED)
    back = sign_in(client, away.url)
    shown = client.get(back)

    assert (back, Response.objects.count()) == (page("attempt", attempt.pk, q=1), 0)
    assert 'value="x^2-3x"' in shown.content.decode()
    assert "it is not saved yet" in text(shown)


def test_answer_held_is_saved_with_the_next_step_and_let_go(
    client: Client, student: User, attempt: Attempt
) -> None:
    back = sign_in(client, client.post(page("attempt", attempt.pk), TYPED).url)

    client.post(back, TYPED)

    assert Response.objects.get().value["parts"]["a"]["text"] == "x^2-3x"
    assert "not saved yet" not in text(client.get(back))


def test_answer_held_is_let_go_when_the_script_of_the_page_has_saved_it(
    client: Client, student: User, attempt: Attempt
) -> None:
    back = sign_in(client, client.post(page("attempt", attempt.pk), TYPED).url)
    assert " data-held" in client.get(back).content.decode()

    put_answer(client, attempt, {"text": "x^2-3x"}, position=1, seq=1)
    put_answer(client, attempt, {"text": "x^2-4x"}, position=1, seq=2, base=1)
    shown = client.get(back).content.decode()

    assert (" data-held" in shown, 'value="x^2-4x"' in shown) == (False, True)


def test_two_browsers_without_script_do_not_write_over_one_another(student: User, attempt: Attempt) -> None:
    one, other = Client(headers={"accept-language": "en"}), Client(headers={"accept-language": "en"})
    for browser in (one, other):
        browser.force_login(student, backend=BACKEND)

    one.post(page("attempt", attempt.pk), TYPED)
    refused = other.post(page("attempt", attempt.pk), {**TYPED, "q1-part-a": "old"})
    again = one.post(page("attempt", attempt.pk), {**TYPED, "q1-part-a": "x^2-4x"})

    assert (refused.status_code, "changed on another device" in text(refused)) == (409, True)
    assert again.status_code == 302
    assert Response.objects.get().value["parts"]["a"]["text"] == "x^2-4x"
    outcomes = ResponseEvent.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["accepted", "conflict", "accepted"]


def test_answer_held_is_shown_to_nobody_else(
    client: Client, classmate: User, student: User, attempt: Attempt
) -> None:
    back = sign_in(client, client.post(page("attempt", attempt.pk), TYPED).url, login="classmate")

    assert client.get(back).status_code == 404


def test_answers_are_held_within_limits(
    client: Client, attempt: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "HELD_ANSWERS", limits.Limit.of("held_answers", "2/h"))
    huge = {**TYPED, "q1-part-a": "x" * 70_000}

    client.post(page("attempt", attempt.pk), huge)
    held = dict(client.session)
    client.post(page("attempt", attempt.pk), TYPED)
    refused = client.post(page("attempt", attempt.pk), TYPED)

    assert (held, refused.status_code) == ({}, 429)


def test_held_option_that_the_question_does_not_have_is_passed_over(
    client: Client, student: User, attempt: Attempt
) -> None:
    away = client.post(page("attempt", attempt.pk), {"position": "2", "q2-part-a": "o9"})

    assert client.get(sign_in(client, away.url)).status_code == 200


def test_page_of_a_paused_attempt_covers_the_questions(
    student_client: Client, teacher: User, attempt: Attempt
) -> None:
    pause_attempts(attempt.assignment, by=teacher)

    html = student_client.get(page("attempt", attempt.pk)).content.decode()

    assert 'class="exam-questions" inert' in html
    assert "Paused by the teacher</span>" in html
    assert "Look whether it goes on" in html


def test_answer_posted_in_a_pause_is_held_until_the_exam_goes_on(
    student_client: Client, teacher: User, attempt: Attempt
) -> None:
    pause_attempts(attempt.assignment, by=teacher)
    Attempt.objects.filter(pk=attempt.pk).update(paused_at=timezone.now() - timedelta(minutes=5))

    refused = student_client.post(page("attempt", attempt.pk), TYPED)
    resume_attempts(attempt.assignment, by=teacher)
    shown = student_client.get(page("attempt", attempt.pk))

    assert (refused.status_code, "has paused the exam" in text(refused)) == (409, True)
    assert ResponseEvent.objects.get().outcome == "late"
    assert ('value="x^2-3x"' in shown.content.decode(), "not saved yet" in text(shown)) == (True, True)


def test_notice_stands_on_the_page_until_it_is_acknowledged_with_the_answer_in_view(
    student_client: Client, teacher: User, attempt: Attempt
) -> None:
    announce(attempt.assignment, text="x is <positive>.", by=teacher)
    notice = Notice.objects.get()
    shown = student_client.get(page("attempt", attempt.pk)).content.decode()

    form = {name: value for name, value in TYPED.items() if name != "next"}
    moved = student_client.post(page("attempt", attempt.pk), {**form, "acknowledge": notice.pk})
    again = student_client.get(moved.url).content.decode()

    assert f'name="acknowledge" value="{notice.pk}"' in shown
    assert "x is &lt;positive&gt;." in shown
    assert moved.url == page("attempt", attempt.pk, q=1)
    assert Response.objects.get().value["parts"]["a"]["text"] == "x^2-3x"
    assert Acknowledgement.objects.get().notice == notice
    assert ('name="acknowledge"' in again, "x is &lt;positive&gt;." in again) == (False, True)


@pytest.mark.parametrize("said", ["", "x", "0", "999999", "9" * 30, "٣"])
def test_acknowledging_what_was_not_told_changes_nothing(
    student_client: Client, attempt: Attempt, said: str
) -> None:
    moved = student_client.post(page("attempt", attempt.pk), {**TYPED, "acknowledge": said})

    assert (moved.status_code, Acknowledgement.objects.count()) == (302, 0)


def test_notice_to_somebody_else_is_neither_shown_nor_acknowledged(
    student_client: Client, teacher: User, attempt: Attempt, classmate: User
) -> None:
    other = start_attempt(attempt.assignment, student=classmate)
    announce(attempt.assignment, text="for one", by=teacher, attempt=other)
    notice = Notice.objects.get()

    student_client.post(page("attempt", attempt.pk), {**TYPED, "acknowledge": notice.pk})

    assert "for one" not in text(student_client.get(page("attempt", attempt.pk)))
    assert not Acknowledgement.objects.exists()


def test_answer_posted_after_the_end_is_kept_as_evidence_and_the_student_is_told(
    student_client: Client, attempt: Attempt
) -> None:
    run_out(attempt)

    moved = student_client.post(page("attempt", attempt.pk), TYPED)

    assert moved.url == reverse("receipt", args=[attempt.pk])
    assert ResponseEvent.objects.get().outcome == "late"
    assert "What arrived too late is kept for your teacher" in text(student_client.get(moved.url))


def test_title_in_another_language_stays_inside_the_attribute_that_names_the_exam(
    student_client: Client, attempt: Attempt
) -> None:
    exam = attempt.assignment.paper.exam
    exam.title = {"ko": '함수 <f(x) "1">'}
    exam.save()

    shown = student_client.get(page("attempt", attempt.pk)).content.decode()

    assert 'data-exam="함수 &lt;f(x) &quot;1&quot;&gt;"' in shown


def test_second_answer_held_stands_beside_the_first(client: Client, student: User, attempt: Attempt) -> None:
    client.post(page("attempt", attempt.pk), TYPED)
    away = client.post(page("attempt", attempt.pk), {"position": "5", "q5-part-a": "42"})

    shown = client.get(sign_in(client, away.url)).content.decode()

    assert shown.count(" data-held") == 2


def test_form_with_an_old_token_shows_what_was_typed_and_sends_nothing(
    student: User, attempt: Attempt
) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    browser.force_login(student, backend=BACKEND)

    refused = browser.post(page("attempt", attempt.pk), {**TYPED, "password": "secret", "q1-part-b": "<b>"})

    assert (refused.status_code, "x^2-3x" in text(refused)) == (403, True)
    assert ("&lt;b&gt;" in refused.content.decode(), "secret" in text(refused)) == (True, False)
    assert not ResponseEvent.objects.exists()
