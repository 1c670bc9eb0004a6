from decimal import Decimal

import pytest
from django.contrib import admin
from django.urls import reverse
from openpyxl import load_workbook

from accounts.exports import escaped_cell
from accounts.models import (
    Accommodation,
    AuditEntry,
    Classroom,
    Enrollment,
    Membership,
    RefreshFamily,
    Role,
    School,
    Teaching,
    User,
)
from accounts.tests.browsers import client_of
from accounts.tests.factories import (
    PASSWORD,
    AccommodationFactory,
    AuditEntryFactory,
    EnrollmentFactory,
    MembershipFactory,
    RefreshFamilyFactory,
    TeachingFactory,
    UserFactory,
)

NO_INLINES = {
    f"{prefix}-{name}": "0"
    for prefix in ("teaching_set", "enrollment_set")
    for name in ("TOTAL_FORMS", "INITIAL_FORMS")
}


def page(name, *args):
    return reverse(f"admin:accounts_{name}", args=args)


@pytest.mark.parametrize("name", ["School", "Person", "=1+1", "+8210", "-3 ranks", "@cmd", "\tx", "\rx"])
def test_cell_that_would_be_a_formula_is_escaped(name):
    shown = escaped_cell(name)

    assert shown == (name if name in ("School", "Person") else f"'{name}")


@pytest.mark.parametrize("value", [-3, Decimal("-0.5"), None, True])
def test_cell_that_is_no_text_stays_what_it_is(value):
    assert escaped_cell(value) is value


@pytest.mark.parametrize("file_format", ["0", "1"])
def test_export_escapes_formulas_in_every_format(operator_client, tmp_path, file_format):
    UserFactory(name='=HYPERLINK("https://evil.example")', login="joker")

    response = operator_client.post(page("user_export"), {"format": file_format, "resource": "0"})

    if file_format == "0":
        assert "'=HYPERLINK" in response.content.decode()
        return
    (tmp_path / "people.xlsx").write_bytes(response.content)
    rows = load_workbook(tmp_path / "people.xlsx").active.iter_rows(values_only=True)
    assert [row[1] for row in rows if row[0] == "joker"] == ['\'=HYPERLINK("https://evil.example")']


def test_export_is_recorded(teacher, teacher_client, student, classmate):
    teacher_client.post(page("user_export"), {"format": "0", "resource": "0"})

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.data) == (
        "exported",
        teacher,
        {"model": "accounts.user", "rows": 3},
    )


def test_teacher_sees_their_students_and_cannot_change_them(teacher_client, student, other_student):
    shown = teacher_client.get(page("user_changelist")).context["cl"].result_list
    refused = teacher_client.post(page("user_change", student.pk), {"name": "Renamed"})

    assert sorted(row.login for row in shown) == ["student", "teacher"]
    assert refused.status_code == 403


def test_password_hash_is_on_no_page_and_in_no_filter(teacher_client, student):
    shown = teacher_client.get(page("user_change", student.pk)).content.decode()
    guessed = teacher_client.get(page("user_changelist"), {"password__startswith": "argon2"})

    assert "argon2" not in shown
    assert guessed.status_code == 400


def test_operator_gives_a_password(operator_client, student):
    RefreshFamilyFactory(user=student)

    response = operator_client.post(
        page("user_change", student.pk),
        {
            "login": "student",
            "name": "Student Kim",
            "language": "ko",
            "is_active": "on",
            "new_password": "new-green-circles",
        },
    )

    student.refresh_from_db()
    assert response.status_code == 302
    assert (student.check_password("new-green-circles"), student.language) == (True, "ko")
    assert RefreshFamily.objects.filter(revoked_at=None).count() == 0


def test_operator_keeps_the_password_by_saying_nothing(operator_client, student):
    operator_client.post(
        page("user_change", student.pk),
        {"login": "student", "name": "Renamed", "language": "ko", "is_active": "on", "new_password": ""},
    )

    student.refresh_from_db()
    assert (student.name, student.check_password(PASSWORD)) == ("Renamed", True)


def test_operator_adds_a_person_without_a_password(operator_client):
    operator_client.post(
        page("user_add"), {"login": "New.Person", "name": "New", "language": "ko", "is_active": "on"}
    )

    assert User.objects.get(login="new.person").has_usable_password() is False


def test_operator_cannot_give_a_common_password(operator_client, student):
    response = operator_client.post(
        page("user_change", student.pk),
        {"login": "student", "name": "S", "language": "ko", "is_active": "on", "new_password": "password1"},
    )

    student.refresh_from_db()
    assert response.context["adminform"].form.errors.keys() == {"new_password"}
    assert student.check_password(PASSWORD)


def test_teacher_makes_a_class_and_teaches_it(teacher, teacher_client, school):
    response = teacher_client.post(
        page("classroom_add"), {"school": school.pk, "name": "2-1", "year": "2027", **NO_INLINES}
    )

    made = Classroom.objects.get(name="2-1")
    assert response.status_code == 302
    assert list(Teaching.objects.filter(classroom=made).values_list("user", flat=True)) == [teacher.pk]


def test_teacher_makes_no_class_in_a_school_they_only_attend(teacher, teacher_client, other_school):
    MembershipFactory(user=teacher, school=other_school, role=Role.STUDENT)

    response = teacher_client.post(
        page("classroom_add"), {"school": other_school.pk, "name": "2-1", "year": "2027", **NO_INLINES}
    )

    assert response.context["adminform"].form.errors.keys() == {"school"}


def test_teacher_cannot_change_a_class_they_attend(teacher, teacher_client, other_classroom):
    EnrollmentFactory(classroom=other_classroom, user=teacher)

    response = teacher_client.get(page("classroom_change", other_classroom.pk))

    assert response.status_code == 302


def test_teacher_cannot_make_somebody_a_teacher_of_the_class(teacher_client, classroom, student):
    teacher_client.post(
        page("classroom_change", classroom.pk),
        {
            "school": classroom.school.pk,
            "name": "1-3",
            "year": "2026",
            **NO_INLINES,
            "teaching_set-TOTAL_FORMS": "1",
            "teaching_set-0-user": student.pk,
        },
    )

    assert Teaching.objects.filter(user=student).count() == 0


def test_teacher_corrects_a_number_on_the_roster(teacher_client, classroom, student):
    row = Enrollment.objects.get(user=student)

    teacher_client.post(
        page("classroom_change", classroom.pk),
        {
            "school": classroom.school.pk,
            "name": "1-3",
            "year": "2026",
            **NO_INLINES,
            "enrollment_set-TOTAL_FORMS": "1",
            "enrollment_set-INITIAL_FORMS": "1",
            "enrollment_set-0-id": row.pk,
            "enrollment_set-0-classroom": classroom.pk,
            "enrollment_set-0-user": student.pk,
            "enrollment_set-0-number": "27",
        },
    )

    row.refresh_from_db()
    assert row.number == 27


def test_administrator_of_one_school_names_no_teachers_of_another(school_admin, other_classroom):
    TeachingFactory(classroom=other_classroom, user=school_admin)
    client = client_of(school_admin)

    client.post(
        page("classroom_change", other_classroom.pk),
        {
            "school": other_classroom.school.pk,
            "name": "Faraway 2-1",
            "year": "2026",
            **NO_INLINES,
            "teaching_set-TOTAL_FORMS": "1",
            "teaching_set-0-user": school_admin.pk,
        },
    )

    assert Teaching.objects.filter(classroom=other_classroom).count() == 1


def test_teacher_cannot_make_themselves_administrator(teacher, teacher_client):
    own = Membership.objects.get(user=teacher)

    response = teacher_client.post(
        page("membership_change", own.pk),
        {"user": teacher.pk, "school": own.school.pk, "role": Role.SCHOOL_ADMIN, "active": "on"},
    )

    own.refresh_from_db()
    assert (response.status_code, own.role) == (403, Role.TEACHER)


def test_administrator_of_one_school_cannot_rise_in_another(school_admin, school_admin_client, other_school):
    own = MembershipFactory(user=school_admin, school=other_school, role=Role.TEACHER)

    response = school_admin_client.post(
        page("membership_change", own.pk),
        {"user": school_admin.pk, "school": other_school.pk, "role": Role.SCHOOL_ADMIN, "active": "on"},
    )

    own.refresh_from_db()
    assert (response.status_code, own.role) == (403, Role.TEACHER)


def test_administrator_gives_roles_in_their_own_school_alone(
    school_admin, school_admin_client, school, other_school
):
    MembershipFactory(user=school_admin, school=other_school, role=Role.TEACHER)
    data = {"user": school_admin.pk, "role": Role.TEACHER, "active": "on"}

    elsewhere = school_admin_client.post(page("membership_add"), {**data, "school": other_school.pk})
    here = school_admin_client.post(page("membership_add"), {**data, "school": school.pk})

    assert elsewhere.context["adminform"].form.errors.keys() == {"school"}
    assert here.status_code == 302


def test_teacher_gives_time_to_a_student_of_theirs(teacher_client, school, student):
    response = teacher_client.post(
        page("accommodation_add"), {"school": school.pk, "user": student.pk, "factor": "1.5"}
    )

    assert response.status_code == 302
    assert Accommodation.objects.get().factor == Decimal("1.50")


def test_teacher_gives_no_time_to_a_student_of_others(teacher_client, school, other_student):
    response = teacher_client.post(
        page("accommodation_add"), {"school": school.pk, "user": other_student.pk, "factor": "1.5"}
    )

    assert response.context["adminform"].form.errors.keys() == {"user"}


def test_teacher_cannot_change_the_time_another_school_gave_them(teacher, teacher_client, other_school):
    row = AccommodationFactory(school=other_school, user=teacher)

    response = teacher_client.post(
        page("accommodation_change", row.pk), {"school": other_school.pk, "user": teacher.pk, "factor": "4"}
    )

    row.refresh_from_db()
    assert (response.status_code, row.factor) == (403, Decimal("1.50"))


@pytest.mark.parametrize("make", [AuditEntryFactory, RefreshFamilyFactory])
def test_records_are_read_by_operators_and_written_by_nobody(operator_client, make, db):
    row = make()
    name = row._meta.model_name

    statuses = [
        operator_client.get(page(f"{name}_change", row.pk)).status_code,
        operator_client.post(page(f"{name}_change", row.pk), {}).status_code,
        operator_client.get(page(f"{name}_add")).status_code,
        operator_client.get(page(f"{name}_delete", row.pk)).status_code,
    ]

    assert statuses == [200, 403, 403, 403]


def test_deletion_that_would_take_foreign_rows_is_refused_and_names_none(rf, teacher, school):
    AccommodationFactory(school=school, user__name="Unknown Guest")
    request = rf.get("/")
    request.user = teacher

    listed, counted, missing, protected = admin.site.get_model_admin(School).get_deleted_objects(
        [school], request
    )

    assert (listed, counted, missing, protected) == (["Hanbit School"], {}, {"school"}, [])


def test_deletion_by_an_operator_names_everything(rf, operator, school):
    AccommodationFactory(school=school, user__name="Unknown Guest")
    request = rf.get("/")
    request.user = operator

    _listed, counted, missing, protected = admin.site.get_model_admin(School).get_deleted_objects(
        [school], request
    )

    assert (counted, missing, protected) == ({"schools": 1, "accommodations": 1}, set(), [])


@pytest.mark.parametrize(
    ("address", "is_admin"), [("/admin/", True), ("/admin/accounts/user/", True), ("/join/", False)]
)
def test_policy_is_loosened_for_the_admin_alone(operator_client, address, is_admin):
    policy = operator_client.get(address)["Content-Security-Policy"]

    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert ("'unsafe-eval'" in directives["script-src"]) is is_admin
    assert ("'unsafe-inline'" in directives["style-src"]) is is_admin
    assert "'unsafe-inline'" not in directives["script-src"]
