from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from accounts.errors import TokenRefused
from accounts.models import AuditEntry, RefreshFamily, User
from accounts.services.passwords import reset_password
from accounts.services.tokens import end_families, issue_tokens, rotate_tokens
from accounts.tests.factories import PASSWORD, UserFactory

MORNING = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
SHAPE = {"access_token", "refresh_token", "token_type", "expires_in"}


def post(client, page, **data):
    return client.post(reverse(page), data, content_type="application/json")


def sign_in(client, login="student", password=PASSWORD):
    return post(client, "api_token", login=login, password=password)


def refresh(client, token):
    return post(client, "api_token_refresh", refresh_token=token)


def test_token_is_given_for_a_login_and_a_password(client, student):
    with time_machine.travel(MORNING, tick=False):
        response = sign_in(client, "STUDENT")
        access = AccessToken(response.json()["access_token"])
        long_lived = RefreshToken(response.json()["refresh_token"])

    family = RefreshFamily.objects.get()
    assert (response.status_code, response.json().keys()) == (200, SHAPE)
    assert (response.json()["token_type"], response.json()["expires_in"]) == ("Bearer", 600)
    assert (access["user_id"], access["exp"] - access["iat"]) == (str(student.pk), 600)
    assert long_lived["exp"] - long_lived["iat"] == 14 * 86400
    assert (family.user, family.expires_at) == (student, MORNING + timedelta(days=14))
    assert "no-store" in response["Cache-Control"]


def test_token_says_the_same_of_known_unknown_and_inactive_accounts(client, student):
    UserFactory(login="inactive", is_active=False)

    answers = [
        sign_in(client, "student", "wrong-password"),
        sign_in(client, "nobody", "wrong-password"),
        sign_in(client, "inactive", PASSWORD),
    ]

    bodies = [{**answer.json(), "timestamp": None, "request_id": None} for answer in answers]
    assert [answer.status_code for answer in answers] == [401] * 3
    assert bodies == [bodies[0]] * 3
    assert RefreshFamily.objects.count() == 0


@pytest.mark.parametrize("data", [{}, {"login": "student"}, {"login": "student", "password": ["a"]}])
def test_token_wants_both_words(client, student, data):
    response = post(client, "api_token", **data)

    assert response.status_code == 400


def test_token_counts_wrong_passwords_together_with_the_sign_in_page(client, student):
    with time_machine.travel(MORNING, tick=False):
        for n in range(5):
            sign_in(client, "student", f"wrong-{n}")
            client.post(reverse("account_login"), {"login": "student", "password": f"worse-{n}"})
        response = sign_in(client, "student")

    assert (response.status_code, response["Retry-After"]) == (429, "300")


def test_refresh_gives_the_next_pair_of_the_same_shape(client, student):
    first = sign_in(client).json()

    response = refresh(client, first["refresh_token"])

    assert (response.status_code, response.json().keys()) == (200, SHAPE)
    assert response.json()["refresh_token"] != first["refresh_token"]
    assert RefreshFamily.objects.count() == 1


def test_refresh_does_not_make_a_sign_in_last_longer(client, student):
    with time_machine.travel(MORNING, tick=False) as clock:
        first = sign_in(client).json()
        clock.shift(timedelta(days=13))
        second = refresh(client, first["refresh_token"]).json()
        clock.shift(timedelta(days=1))
        late = refresh(client, second["refresh_token"])

    assert late.status_code == 401


def test_refresh_token_used_again_ends_the_family(client, student):
    first = sign_in(client).json()
    second = refresh(client, first["refresh_token"]).json()

    replayed = refresh(client, first["refresh_token"])
    newest = refresh(client, second["refresh_token"])

    assert (replayed.status_code, newest.status_code) == (401, 401)
    assert RefreshFamily.objects.get().revoked_at is not None
    assert AuditEntry.objects.filter(verb="refresh_token_replayed", actor=student).count() == 1


def test_refresh_token_used_again_leaves_other_sign_ins_alone(client, student):
    stolen = sign_in(client).json()["refresh_token"]
    other = sign_in(client).json()["refresh_token"]
    refresh(client, stolen)

    refresh(client, stolen)

    assert refresh(client, other).status_code == 200


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", ""])
def test_refresh_refuses_what_is_no_token(client, db, token):
    assert refresh(client, token).status_code == (401 if token else 400)


def test_refresh_refuses_an_access_token(client, student):
    assert refresh(client, sign_in(client).json()["access_token"]).status_code == 401


def test_refresh_refuses_a_token_of_no_family(client, student):
    assert refresh(client, str(RefreshToken.for_user(student))).status_code == 401


def test_refresh_refuses_an_inactive_person(client, student):
    token = sign_in(client).json()["refresh_token"]
    User.objects.update(is_active=False)

    assert refresh(client, token).status_code == 401


def test_refresh_is_refused_after_a_password_reset(client, teacher, classroom, student):
    token = sign_in(client).json()["refresh_token"]

    reset_password(student, classroom=classroom, by=teacher)

    assert refresh(client, token).status_code == 401


def test_revoked_family_gives_nothing(client, student):
    token = sign_in(client).json()["refresh_token"]

    response = post(client, "api_token_revoke", refresh_token=token)

    assert (response.status_code, response.content) == (204, b"")
    assert refresh(client, token).status_code == 401


def test_revoking_an_unknown_token_tells_nothing(client, db):
    assert post(client, "api_token_revoke", refresh_token="nonsense").status_code == 204


def test_end_families_counts_what_it_ended(student):
    issue_tokens(student)
    issue_tokens(student)

    assert (end_families(student), end_families(student)) == (2, 0)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_refreshes_at_once_have_one_winner():
    token = issue_tokens(UserFactory()).refresh_token
    together = Barrier(2)

    def attempt(_n):
        together.wait()
        try:
            rotate_tokens(token)
        except TokenRefused:
            return "refused"
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(attempt, range(2)))

    assert outcomes == ["refused", "won"]


def test_old_token_loses_after_the_row_changed_hands(student):
    token = issue_tokens(student).refresh_token
    RefreshFamily.objects.update(current_token="the-other-request-was-faster")

    with pytest.raises(TokenRefused):
        rotate_tokens(token)

    assert RefreshFamily.objects.get().revoked_at is not None


def test_schema_of_the_tokens_is_valid_and_without_warnings(capsys):
    schema = SchemaGenerator().get_schema(request=None, public=True)

    paths = {path: sorted(operations) for path, operations in schema["paths"].items() if "/token/" in path}
    validate_schema(schema)
    assert capsys.readouterr().err == ""
    assert paths == {
        "/api/v1/token/": ["post"],
        "/api/v1/token/refresh/": ["post"],
        "/api/v1/token/revoke/": ["post"],
    }
