import re
from datetime import UTC, datetime
from html import escape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.hashers import ClassroomArgon2PasswordHasher
from accounts.models import AuditEntry, User
from accounts.tests.browsers import client_of
from accounts.tests.factories import PASSWORD, UserFactory

MORNING = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)


class CountingHasher(ClassroomArgon2PasswordHasher):
    """The hasher in use, counting how often it works."""

    count = 0

    def encode(self, password, salt):
        CountingHasher.count += 1
        return super().encode(password, salt)

    def verify(self, password, encoded):
        CountingHasher.count += 1
        return super().verify(password, encoded)


def sign_in(client, login, password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": login, "password": password}, **extra)


def without_varying_parts(response, login):
    """The page as text, without what differs between any two requests."""
    text = response.content.decode().replace(escape(login), "")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return re.sub(r'nonce="[^"]*"', "", text)


@pytest.mark.parametrize("typed", ["student", "STUDENT", " student "])
def test_sign_in_opens_a_session_and_is_recorded(client, student, typed):
    response = sign_in(client, typed)

    entry = AuditEntry.objects.get()
    assert (response.status_code, response.url) == (302, reverse("home"))
    assert client.session["_auth_user_id"] == str(student.pk)
    assert (entry.verb, entry.actor, entry.address) == ("signed_in", student, "127.0.0.1")


def test_sign_in_reads_hangul_that_a_keyboard_sent_in_pieces(client, db):
    person = UserFactory(login="김민지")

    sign_in(client, "\u1100\u1175\u11b7\u1106\u1175\u11ab\u110c\u1175")

    assert client.session["_auth_user_id"] == str(person.pk)


def test_sign_in_goes_on_where_the_person_wanted_to_go(client, student):
    response = client.post(
        reverse("account_login") + "?next=/classes/", {"login": "student", "password": PASSWORD}
    )

    assert response.url == "/classes/"


def test_sign_in_goes_to_no_other_site(client, student):
    response = client.post(
        reverse("account_login") + "?next=https://evil.example/", {"login": "student", "password": PASSWORD}
    )

    assert response.url == reverse("home")


def test_sign_in_takes_the_language_of_the_account(db):
    client = client_of()
    UserFactory(login="minji", language="ko")

    response = sign_in(client, "minji")

    assert response.cookies["django_language"].value == "ko"


def test_sign_in_keeps_the_language_this_browser_has_chosen(client, db):
    UserFactory(login="minji", language="ko")
    client.cookies["django_language"] = "en"

    response = sign_in(client, "minji")

    assert "django_language" not in response.cookies


def test_sign_in_says_the_same_of_known_unknown_and_inactive_accounts(client, student):
    UserFactory(login="inactive", is_active=False)
    known = sign_in(client, "student", "wrong-password")
    unknown = sign_in(client, "nobody.at.all", "wrong-password")
    inactive = sign_in(client, "inactive", PASSWORD)

    page = without_varying_parts(known, "student")
    assert known.status_code == 200
    assert "The login or the password is not right." in page
    assert (unknown.status_code, without_varying_parts(unknown, "nobody.at.all")) == (200, page)
    assert (inactive.status_code, without_varying_parts(inactive, "inactive")) == (200, page)


def test_sign_in_does_the_same_work_for_known_and_unknown_accounts(settings, student):
    settings.PASSWORD_HASHERS = ["accounts.tests.test_sign_in.CountingHasher"]
    hashes = []
    queries = []
    for login in ("student", "nobody"):
        CountingHasher.count = 0
        with CaptureQueriesContext(connection) as captured:
            sign_in(client_of(), login, "wrong-password")
        hashes.append(CountingHasher.count)
        queries.append(len(captured))

    assert hashes == [1, 1]
    assert queries[0] == queries[1]


def test_refused_sign_in_is_recorded_without_what_was_typed(client, student):
    sign_in(client, "my-secret-password", "wrong-password")

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.object, list(entry.data)) == (
        "sign_in_refused",
        None,
        "",
        ["account"],
    )
    assert re.fullmatch("[0-9a-f]{64}", entry.data["account"])


def test_class_of_forty_joins_and_signs_in_from_one_address_within_a_minute(classroom):
    with time_machine.travel(MORNING, tick=False):
        joined = [
            client_of().post(
                reverse("join"),
                {"code": "ABCD-2345", "name": f"Pupil {n}", "login": f"pupil{n}", "password": PASSWORD},
            )
            for n in range(40)
        ]
        signed_in = [sign_in(client_of(), f"pupil{n}") for n in range(40)]

    assert {response.status_code for response in joined + signed_in} == {302}
    assert User.objects.filter(enrollment__classroom=classroom).count() == 40


def test_eleventh_wrong_password_from_one_address_is_refused(client, student):
    with time_machine.travel(MORNING, tick=False):
        answers = [sign_in(client, "student", f"wrong-{n}") for n in range(11)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[-1]["Retry-After"] == "300"
    assert answers[-1].templates[0].name == "429.html"


def test_right_password_after_ten_wrong_ones_waits_too(client, student):
    with time_machine.travel(MORNING, tick=False) as clock:
        for n in range(10):
            sign_in(client, "student", f"wrong-{n}")
        at_once = sign_in(client, "student")
        clock.shift(300)
        later = sign_in(client, "student")

    assert (at_once.status_code, later.status_code) == (429, 302)


def test_wrong_passwords_from_elsewhere_do_not_lock_the_student_out(student):
    with time_machine.travel(MORNING, tick=False):
        for n in range(11):
            sign_in(client_of(), "student", f"wrong-{n}", REMOTE_ADDR="203.0.113.5")
        response = sign_in(client_of(), "student", REMOTE_ADDR="192.0.2.7")

    assert response.status_code == 302


def test_unknown_account_is_limited_like_a_known_one(client, db):
    with time_machine.travel(MORNING, tick=False):
        answers = [sign_in(client, "nobody", f"wrong-{n}").status_code for n in range(11)]

    assert answers == [200] * 10 + [429]


def test_sign_in_without_a_password_says_what_is_missing(client, student):
    response = sign_in(client, "student", "")

    assert response.status_code == 200
    assert response.context["form"].errors.as_data().keys() == {"password"}
    assert 'value="student"' in response.content.decode()


def test_sign_up_page_is_closed(client, db):
    before = User.objects.count()

    client.post(reverse("account_signup"), {"username": "intruder", "password1": PASSWORD})

    assert User.objects.count() == before
