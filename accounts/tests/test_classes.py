from datetime import UTC, datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertNumQueries, assertRedirects

from accounts.models import AuditEntry, Classroom, Membership
from accounts.tests.browsers import client_of
from accounts.tests.factories import ClassroomFactory, EnrollmentFactory, TeachingFactory

MARCH = datetime(2026, 3, 2, tzinfo=UTC)


def names(rows):
    return [row.name for row in rows]


def test_classes_shows_a_teacher_their_own(teacher_client, teacher, colleague, other_teacher):
    response = teacher_client.get(reverse("classes"))

    assert names(response.context["taught"]) == ["1-3"]
    assert names(response.context["attended"]) == []


@pytest.mark.parametrize("who", ["student_client", "stranger_client"])
def test_classes_sends_a_student_to_the_page_of_their_own(request, who):
    response = request.getfixturevalue(who).get(reverse("classes"))

    assertRedirects(response, reverse("my_classes"))


@pytest.mark.parametrize("count", [1, 30])
def test_classes_costs_the_same_for_one_and_for_thirty_that_a_teacher_attends(teacher, count):
    for _ in range(count):
        place = ClassroomFactory()
        EnrollmentFactory(classroom=place, user=teacher)
        TeachingFactory(classroom=place)
    client = client_of(teacher)

    with assertNumQueries(8):  # session, person, roles, taught: years, count, rows; attended, their teachers
        client.get(reverse("classes"))


def test_classroom_shows_its_teacher_the_roster_by_number(teacher_client, classroom, student, classmate):
    EnrollmentFactory(classroom=classroom, user__name="Nobody Numbered")

    response = teacher_client.get(reverse("classroom", args=[classroom.pk]))

    rows = [(row.number, row.user.name) for row in response.context["enrollments"]]
    assert rows == [(1, "Student Kim"), (2, "Classmate Lee"), (None, "Nobody Numbered")]
    assert response.context["join_code"] == "ABCD-2345"


@pytest.mark.parametrize("count", [1, 30])
def test_classroom_costs_the_same_for_one_and_for_thirty(teacher_client, classroom, count):
    for n in range(count):
        EnrollmentFactory(classroom=classroom, number=n + 1)

    with assertNumQueries(9):  # session, person, class, teachers, may manage, count, counts, roles, roster
        teacher_client.get(reverse("classroom", args=[classroom.pk]))


def test_classroom_sends_a_student_to_the_page_of_their_own(student_client, classroom):
    response = student_client.get(reverse("classroom", args=[classroom.pk]))

    assertRedirects(response, reverse("my_class", args=[classroom.pk]))


@pytest.mark.parametrize("who", ["colleague", "stranger", "other_teacher", "other_student"])
@pytest.mark.parametrize(
    ("method", "page"),
    [("get", "classroom"), ("post", "renew_join_code"), ("post", "close_join_code")],
)
def test_classroom_of_others_does_not_exist(request, classroom, who, method, page):
    client = client_of(request.getfixturevalue(who))

    response = getattr(client, method)(reverse(page, args=[classroom.pk]))

    assert response.status_code == 404
    assert Classroom.objects.get(pk=classroom.pk).join_code == "ABCD2345"


@pytest.mark.parametrize("page", ["renew_join_code", "close_join_code"])
def test_student_cannot_touch_the_code_of_their_class(student_client, classroom, page):
    response = student_client.post(reverse(page, args=[classroom.pk]))

    assert response.status_code == 404


def test_classroom_does_not_exist_for_a_teacher_whose_role_ended(teacher, classroom):
    Membership.objects.filter(user=teacher).update(active=False)

    response = client_of(teacher).get(reverse("classroom", args=[classroom.pk]))

    assert response.status_code == 404


@pytest.mark.parametrize("page", ["classes", "classroom", "renew_join_code", "close_join_code"])
def test_classes_ask_a_visitor_to_sign_in(client, classroom, page):
    address = reverse(page, args=[] if page == "classes" else [classroom.pk])

    response = client.get(address)

    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next={address}")


@pytest.mark.parametrize("who", ["teacher", "school_admin", "operator"])
def test_code_is_renewed_by_who_manages_the_class(request, classroom, who):
    user = request.getfixturevalue(who)

    response = client_of(user).post(reverse("renew_join_code", args=[classroom.pk]))

    classroom.refresh_from_db()
    entry = AuditEntry.objects.get()
    assert (response.status_code, response.url) == (302, reverse("classroom", args=[classroom.pk]))
    assert classroom.join_code != "ABCD2345"
    assert (entry.verb, entry.actor, entry.school) == ("join_code_created", user, classroom.school)


def test_code_is_closed_by_the_teacher(teacher_client, classroom):
    teacher_client.post(reverse("close_join_code", args=[classroom.pk]))

    page = teacher_client.get(reverse("classroom", args=[classroom.pk]))
    classroom.refresh_from_db()
    assert (classroom.join_code, page.context["join_code"]) == (None, "")


def test_code_that_has_ended_is_not_shown(teacher_client, classroom):
    Classroom.objects.filter(pk=classroom.pk).update(join_expires_at=MARCH)

    response = teacher_client.get(reverse("classroom", args=[classroom.pk]))

    assert response.context["join_code"] == ""


@pytest.mark.parametrize("page", ["renew_join_code", "close_join_code"])
def test_code_is_not_changed_by_a_link(teacher_client, classroom, page):
    response = teacher_client.get(reverse(page, args=[classroom.pk]))

    assert response.status_code == 405
