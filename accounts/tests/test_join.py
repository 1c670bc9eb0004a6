from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.errors import JoinRefused
from accounts.models import AuditEntry, Enrollment, Membership, Role, User
from accounts.services.classes import (
    JOIN_CODE_LIFETIME,
    close_join_code,
    create_join_code,
    join_classroom,
    register_student,
)
from accounts.tests.browsers import client_of
from accounts.tests.factories import PASSWORD, MembershipFactory, UserFactory

MORNING = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
NEW_STUDENT = {
    "code": "abcd-2345",
    "name": "Minji Kim",
    "number": "7",
    "login": "Minji.Kim",
    "password": PASSWORD,
}


def errors_of(response):
    """Field -> codes of what the form refused."""
    data = response.context["form"].errors.as_data()
    return {field: [error.code for error in errors] for field, errors in data.items()}


def test_join_makes_an_account_a_membership_and_an_enrolment_and_signs_in(client, classroom):
    response = client.post(reverse("join"), NEW_STUDENT)

    user = User.objects.get(login="minji.kim")
    enrollment = Enrollment.objects.get(user=user)
    membership = Membership.objects.get(user=user)
    assert (response.status_code, response.url) == (302, reverse("home"))
    assert (user.name, user.language, user.check_password(PASSWORD)) == ("Minji Kim", "en", True)
    assert (enrollment.classroom, enrollment.number, enrollment.left_at) == (classroom, 7, None)
    assert (membership.school, membership.role, membership.active) == (classroom.school, Role.STUDENT, True)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "classroom_joined",
        "signed_in",
    ]


def test_join_without_a_number_is_fine(client, classroom):
    client.post(reverse("join"), {**NEW_STUDENT, "number": ""})

    assert Enrollment.objects.get().number is None


@pytest.mark.parametrize("missing", ["code", "name", "login", "password"])
def test_join_keeps_what_was_typed_and_says_what_is_missing(client, classroom, missing):
    response = client.post(reverse("join"), {**NEW_STUDENT, missing: ""})

    page = response.content.decode()
    kept = {name: value for name, value in NEW_STUDENT.items() if name not in (missing, "password")}
    assert response.status_code == 200
    assert errors_of(response) == {missing: ["required"]}
    assert [f'value="{value}"' in page for value in kept.values()] == [True] * len(kept)
    assert PASSWORD not in page
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"code": "ZZZZ-9999"}, {"code": ["code_unknown"]}),
        ({"code": "short"}, {"code": ["code_unknown"]}),
        ({"code": "ZZZZ-9999", "login": "taken"}, {"code": ["code_unknown"]}),
        ({"login": "taken"}, {"login": ["login_taken"]}),
        ({"login": "TAKEN "}, {"login": ["login_taken"]}),
        ({"login": "a b"}, {"login": ["invalid"]}),
        ({"login": "x"}, {"login": ["invalid"]}),
        ({"number": "many"}, {"number": ["invalid"]}),
        ({"number": "0"}, {"number": ["min_value"]}),
        ({"password": "short"}, {"password": ["password_too_short"]}),
        ({"password": "password1"}, {"password": ["password_too_common"]}),
        ({"password": "minji.kim"}, {"password": ["password_too_similar"]}),
    ],
)
def test_join_refuses_and_makes_nothing(client, classroom, changed, errors):
    UserFactory(login="taken")

    response = client.post(reverse("join"), {**NEW_STUDENT, **changed})

    assert errors_of(response) == errors
    assert Enrollment.objects.count() == 0
    assert User.objects.count() == 1


def test_join_page_offers_the_way_for_those_with_an_account(client, classroom):
    page = client.get(reverse("join")).content.decode()

    assert f'href="{reverse("account_login")}?next={reverse("join")}"' in page


def test_join_signed_in_asks_for_the_code_alone(stranger_client, classroom):
    response = stranger_client.get(reverse("join"))

    assert list(response.context["form"].fields) == ["code"]


def test_join_signed_in_enrols_the_account(stranger, stranger_client, classroom):
    response = stranger_client.post(reverse("join"), {"code": "ABCD 2345"})

    assert (response.status_code, response.url) == (302, reverse("home"))
    assert Enrollment.objects.get().user == stranger


def test_join_again_changes_nothing(student, student_client, classroom):
    before = Enrollment.objects.get()

    student_client.post(reverse("join"), {"code": "ABCD2345"})

    after = Enrollment.objects.get()
    assert (after.pk, after.number, after.left_at) == (before.pk, 1, None)
    assert AuditEntry.objects.count() == 0


def test_join_brings_back_a_student_who_left(student, classroom):
    Enrollment.objects.update(left_at=MORNING)

    join_classroom(student, code="ABCD2345")

    assert Enrollment.objects.get().left_at is None


def test_join_refuses_who_teaches_at_the_school(colleague, classroom):
    response = client_of(colleague).post(reverse("join"), {"code": "ABCD2345"})

    assert errors_of(response) == {"__all__": ["staff"]}
    assert Enrollment.objects.count() == 0


def test_join_refuses_whose_membership_the_school_ended(stranger, classroom):
    MembershipFactory(user=stranger, school=classroom.school, active=False)

    response = client_of(stranger).post(reverse("join"), {"code": "ABCD2345"})

    assert errors_of(response) == {"__all__": ["membership_ended"]}
    assert Enrollment.objects.count() == 0


def test_register_with_a_login_that_was_taken_meanwhile_leaves_nothing(classroom):
    UserFactory(login="minji")

    with pytest.raises(JoinRefused) as refusal:
        register_student("ABCD2345", name="Minji", login="minji", password=PASSWORD, language="ko")

    assert refusal.value.code == "login_taken"
    assert Membership.objects.count() == 0


def test_code_ends_after_two_weeks(classroom, teacher, stranger):
    with time_machine.travel(MORNING, tick=False) as clock:
        code = create_join_code(classroom, by=teacher)
        clock.shift(JOIN_CODE_LIFETIME)

        with pytest.raises(JoinRefused) as refusal:
            join_classroom(stranger, code=code)

    assert refusal.value.code == "code_unknown"


@pytest.mark.parametrize("seconds_left", [1, 60])
def test_code_works_until_its_last_second(classroom, teacher, stranger, seconds_left):
    with time_machine.travel(MORNING, tick=False) as clock:
        code = create_join_code(classroom, by=teacher)
        clock.shift(JOIN_CODE_LIFETIME - timedelta(seconds=seconds_left))

        assert join_classroom(stranger, code=code).classroom == classroom


def test_new_code_ends_the_one_before(classroom, teacher, stranger):
    create_join_code(classroom, by=teacher)

    with pytest.raises(JoinRefused):
        join_classroom(stranger, code="ABCD2345")


def test_closed_class_is_joined_by_nobody(classroom, teacher, stranger):
    close_join_code(classroom, by=teacher)

    with pytest.raises(JoinRefused):
        join_classroom(stranger, code="ABCD2345")


def test_archived_class_is_joined_by_nobody(classroom, stranger):
    classroom.archived_at = MORNING
    classroom.save()

    with pytest.raises(JoinRefused):
        join_classroom(stranger, code="ABCD2345")


def test_wrong_codes_from_one_address_are_limited(client, classroom, settings):
    settings.JOIN_CODE_RATE_LIMITS = {"address": "300/m", "code": "200/h", "code_failed_address": "3/m"}
    with time_machine.travel(MORNING + timedelta(seconds=15), tick=False):
        answers = [client.post(reverse("join"), {**NEW_STUDENT, "code": "ZZZZ9999"}) for _ in range(4)]
        right = client_of().post(reverse("join"), NEW_STUDENT)

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1]["Retry-After"] == "45"
    assert right.status_code == 302


def test_uses_of_one_code_are_limited(classroom, settings):
    settings.JOIN_CODE_RATE_LIMITS = {"address": "300/m", "code": "2/h", "code_failed_address": "60/m"}
    with time_machine.travel(MORNING, tick=False):
        answers = [
            client_of().post(
                reverse("join"), {**NEW_STUDENT, "login": f"pupil{n}"}, REMOTE_ADDR=f"192.0.2.{n}"
            )
            for n in range(3)
        ]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert answers[-1]["Retry-After"] == "1800"


def test_forms_from_one_address_are_limited(settings, client, classroom):
    settings.JOIN_CODE_RATE_LIMITS = {"address": "2/m", "code": "200/h", "code_failed_address": "60/m"}
    with time_machine.travel(MORNING, tick=False):
        answers = [client.post(reverse("join"), {}) for _ in range(3)]
        page = client.get(reverse("join"))

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert page.status_code == 200
