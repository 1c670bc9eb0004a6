from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts.errors import ResetRefused
from accounts.models import AuditEntry, Enrollment, RefreshFamily, Role
from accounts.services.passwords import reset_password
from accounts.tests.browsers import client_of
from accounts.tests.factories import PASSWORD, EnrollmentFactory, MembershipFactory, RefreshFamilyFactory

MARCH = datetime(2026, 3, 2, tzinfo=UTC)


def page_of(classroom, student):
    return reverse("reset_password", args=[classroom.pk, student.pk])


def test_reset_asks_first(teacher_client, classroom, student):
    response = teacher_client.get(page_of(classroom, student))

    student.refresh_from_db()
    assert response.status_code == 200
    assert "password" not in response.context
    assert student.check_password(PASSWORD)


def test_reset_shows_the_new_password_once(teacher, teacher_client, classroom, student):
    response = teacher_client.post(page_of(classroom, student))

    password = response.context["password"]
    student.refresh_from_db()
    entry = AuditEntry.objects.get()
    assert response.content.decode().count(password) == 1
    assert "no-store" in response["Cache-Control"]
    assert student.check_password(password)
    assert (entry.verb, entry.actor, entry.object) == (
        "password_reset",
        teacher,
        f"accounts.user:{student.pk}",
    )
    assert entry.data == {}


def test_reset_ends_every_session_and_api_sign_in_of_the_student(
    teacher_client, classroom, student, classmate
):
    phone, computer, neighbour = client_of(student), client_of(student), client_of(classmate)
    family = RefreshFamilyFactory(user=student)
    kept = RefreshFamilyFactory(user=classmate)

    teacher_client.post(page_of(classroom, student))

    answers = [browser.get(reverse("home")).status_code for browser in (phone, computer, neighbour)]
    family.refresh_from_db()
    kept.refresh_from_db()
    assert answers == [302, 302, 200]
    assert (family.revoked_at is None, kept.revoked_at is None) == (False, True)


def test_reset_lets_a_student_in_who_had_guessed_too_often(teacher_client, classroom, student):
    browser = client_of()
    for n in range(11):
        browser.post(reverse("account_login"), {"login": "student", "password": f"wrong-{n}"})

    password = teacher_client.post(page_of(classroom, student)).context["password"]

    response = browser.post(reverse("account_login"), {"login": "student", "password": password})
    assert response.status_code == 302


@pytest.mark.parametrize("who", ["school_admin", "operator"])
def test_reset_is_open_to_who_runs_the_school(request, classroom, student, who):
    response = client_of(request.getfixturevalue(who)).post(page_of(classroom, student))

    student.refresh_from_db()
    assert student.check_password(response.context["password"])


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["colleague", "stranger", "other_teacher", "student", "classmate"])
def test_reset_does_not_exist_for_others(request, classroom, student, who, method):
    client = client_of(request.getfixturevalue(who))

    response = getattr(client, method)(page_of(classroom, student))

    student.refresh_from_db()
    assert response.status_code == 404
    assert student.check_password(PASSWORD)


def test_reset_does_not_exist_for_a_student_of_another_class(teacher_client, classroom, other_student):
    response = teacher_client.post(page_of(classroom, other_student))

    assert response.status_code == 404


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_ADMIN])
def test_reset_refuses_staff_who_joined_the_class(teacher_client, classroom, other_school, stranger, role):
    EnrollmentFactory(classroom=classroom, user=stranger)
    MembershipFactory(user=stranger, school=other_school, role=role)

    response = teacher_client.post(page_of(classroom, stranger))

    stranger.refresh_from_db()
    assert response.status_code == 403
    assert stranger.check_password(PASSWORD)


def test_reset_refuses_an_operator_who_joined_the_class(teacher_client, classroom, operator):
    EnrollmentFactory(classroom=classroom, user=operator)

    assert teacher_client.post(page_of(classroom, operator)).status_code == 403


def test_reset_refuses_a_student_of_two_schools(teacher_client, classroom, other_student):
    EnrollmentFactory(classroom=classroom, user=other_student)

    response = teacher_client.post(page_of(classroom, other_student))

    other_student.refresh_from_db()
    assert response.status_code == 403
    assert other_student.check_password(PASSWORD)


def test_reset_refuses_a_student_who_left(teacher_client, teacher, classroom, student):
    Enrollment.objects.update(left_at=MARCH)

    response = teacher_client.post(page_of(classroom, student))

    assert response.status_code == 403
    with pytest.raises(ResetRefused):
        reset_password(student, classroom=classroom, by=teacher)


def test_changing_ones_own_password_ends_api_sign_ins(student, student_client):
    RefreshFamilyFactory(user=student)

    student_client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "new-green-circles", "password2": "new-green-circles"},
    )

    student.refresh_from_db()
    assert student.check_password("new-green-circles")
    assert RefreshFamily.objects.filter(revoked_at=None).count() == 0
