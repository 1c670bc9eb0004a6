"""Signing in from inside an open page."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from accounts.tests.browsers import client_of
from accounts.tests.factories import PASSWORD

AGAIN = "sign_in_again"


def test_sign_in_again_begins_a_session_and_is_recorded(client: Client, student: User) -> None:
    reply = client.post(reverse(AGAIN), {"login": student.login, "password": PASSWORD})

    assert (reply.status_code, reply.json()) == (200, {"login": student.login})
    assert client.session["_auth_user_id"] == str(student.pk)
    assert AuditEntry.objects.get().verb == "signed_in"


def test_sign_in_again_takes_the_place_of_another_account(student: User, classmate: User) -> None:
    client = client_of(classmate)

    client.post(reverse(AGAIN), {"login": student.login, "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(student.pk)


def test_sign_in_again_with_a_wrong_password_changes_nothing(student: User, classmate: User) -> None:
    client = client_of(classmate)

    wrong = client.post(reverse(AGAIN), {"login": student.login, "password": "wrong"})
    empty = client.post(reverse(AGAIN), {})

    assert (wrong.status_code, wrong.json()["error"]) == (400, "wrong_password")
    assert (empty.status_code, empty.json()["error"]) == (400, "wrong_password")
    assert client.session["_auth_user_id"] == str(classmate.pk)


def test_sign_in_again_is_limited_as_the_page_for_it_is(client: Client, student: User) -> None:
    for _try in range(10):
        client.post(reverse(AGAIN), {"login": student.login, "password": "wrong"})

    refused = client.post(reverse(AGAIN), {"login": student.login, "password": PASSWORD})

    assert (refused.status_code, refused.json()["error"]) == (429, "too_many_requests")
    assert int(refused["Retry-After"]) == refused.json()["details"]["retry_after"] > 0


def test_sign_in_again_gives_a_csrf_cookie_and_wants_it_back(student: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    form = {"login": student.login, "password": PASSWORD}

    refused = browser.post(reverse(AGAIN), form)
    asked = browser.get(reverse(AGAIN))
    token = browser.cookies["csrftoken"].value
    taken = browser.post(reverse(AGAIN), form, headers={"X-CSRFToken": token})

    assert (refused.status_code, asked.status_code, taken.status_code) == (403, 204, 200)
