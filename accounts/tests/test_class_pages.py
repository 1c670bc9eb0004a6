"""A teacher's class pages: making and changing classes, one student, files in and out, cards."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertNumQueries

from accounts.forms.classes import school_year
from accounts.limits import ROSTERS
from accounts.models import Accommodation, AuditEntry, Classroom, Enrollment, Membership, Teaching, User
from accounts.tests.browsers import client_of
from accounts.tests.factories import (
    AccommodationFactory,
    ClassroomFactory,
    EnrollmentFactory,
    SchoolFactory,
    TeachingFactory,
)

MARCH = datetime(2026, 3, 2, tzinfo=UTC)
MANAGED = [
    ("get", "edit_classroom"),
    ("post", "archive_classroom"),
    ("post", "restore_classroom"),
    ("get", "cards"),
    ("get", "import_roster"),
    ("post", "confirm_roster"),
]
STUDENTS = [
    ("get", "classroom_student"),
    ("post", "remove_student"),
    ("post", "enrol_again"),
    ("post", "set_accommodation"),
    ("post", "end_accommodation"),
]


def at(page, classroom, *more):
    return reverse(page, args=[classroom.pk, *(getattr(it, "pk", it) for it in more)])


def send(client, classroom, text, name="roster.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(at("import_roster", classroom), {"file": SimpleUploadedFile(name, content)})


def confirm(client, classroom, preview):
    return client.post(at("confirm_roster", classroom), {"sealed": preview.context["sealed"]})


def verbs():
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


# --- The list, a new class, its name ------------------------------------------------------------


def test_classes_are_filtered_by_year_and_archive_and_sorted(teacher, teacher_client, classroom):
    for name, year, archived in (("2-1", 2025, None), ("1-1", 2026, None), ("old", 2024, MARCH)):
        TeachingFactory(
            classroom=ClassroomFactory(school=classroom.school, name=name, year=year, archived_at=archived),
            user=teacher,
        )

    def shown(query):
        return [it.name for it in teacher_client.get(reverse("classes"), query).context["taught"]]

    assert shown({}) == ["1-1", "1-3", "2-1"]
    assert shown({"year": "2025"}) == ["2-1"]
    assert shown({"show": "archived"}) == ["old"]
    assert shown({"sort": "name"}) == ["1-1", "1-3", "2-1"]
    assert shown({"year": "x' OR 1", "sort": "password", "page": "999"}) == ["1-1", "1-3", "2-1"]


@pytest.mark.parametrize("count", [1, 30])
def test_taught_classes_cost_the_same_for_one_and_for_thirty(teacher, teacher_client, school, count):
    for _ in range(count):
        made = ClassroomFactory(school=school)
        TeachingFactory(classroom=made, user=teacher)
        EnrollmentFactory(classroom=made)

    with assertNumQueries(7):  # session, person, roles, attended, count, page, years
        teacher_client.get(reverse("classes"))


def test_new_class_is_taught_by_who_makes_it(teacher, teacher_client, school):
    response = teacher_client.post(
        reverse("new_classroom"), {"school": school.pk, "name": "2-1", "year": "2026"}
    )

    made = Classroom.objects.get(name="2-1")
    assert response.url == at("classroom", made)
    assert Teaching.objects.get(classroom=made).user == teacher
    assert verbs() == ["classroom_created"]


def test_new_class_of_the_same_name_and_year_is_refused(teacher_client, school, classroom):
    data = {"school": school.pk, "name": "1-3", "year": "2026"}

    response = teacher_client.post(reverse("new_classroom"), data)

    assert "name" in response.context["form"].errors
    assert Classroom.objects.filter(name="1-3").count() == 1


def test_new_class_is_not_made_at_a_school_of_others(teacher_client, other_school):
    data = {"school": other_school.pk, "name": "2-1", "year": "2026"}

    response = teacher_client.post(reverse("new_classroom"), data)

    assert "school" in response.context["form"].errors


def test_new_class_asks_who_teaches_at_two_schools_for_the_school(teacher, teacher_client):
    TeachingFactory(classroom=ClassroomFactory(school=SchoolFactory()), user=teacher)

    field = teacher_client.get(reverse("new_classroom")).context["form"]["school"]

    assert (field.is_hidden, len(field.field.queryset)) == (False, 2)


@pytest.mark.parametrize(("day", "year"), [("2026-02-28", 2025), ("2026-03-02", 2026)])
def test_school_year_begins_in_march(day, year):
    with time_machine.travel(f"{day}T12:00:00+09:00", tick=False):
        assert school_year() == year


def test_class_is_renamed(teacher_client, classroom):
    teacher_client.post(at("edit_classroom", classroom), {"name": "1-5", "year": "2027"})

    classroom.refresh_from_db()
    assert (classroom.name, classroom.year) == ("1-5", 2027)
    assert AuditEntry.objects.get().data == {"name": "1-3", "year": 2026}


def test_archived_class_leaves_the_list_and_cannot_be_joined_and_comes_back(teacher_client, classroom):
    teacher_client.post(at("archive_classroom", classroom))
    archived = list(teacher_client.get(reverse("classes")).context["taught"])
    classroom.refresh_from_db()
    code = classroom.join_code
    teacher_client.post(at("restore_classroom", classroom))

    classroom.refresh_from_db()
    assert (archived, code, classroom.archived_at) == ([], None, None)
    assert verbs() == ["classroom_archived", "classroom_restored"]


@pytest.mark.parametrize(("choice", "hours"), [("1", 1), ("24", 24), ("336", 336), ("", 336), ("x", 336)])
def test_code_is_good_for_as_long_as_was_chosen(teacher_client, classroom, choice, hours):
    with time_machine.travel(MARCH, tick=False):
        client = teacher_client
        client.post(at("renew_join_code", classroom), {"lifetime": choice})

    classroom.refresh_from_db()
    assert (classroom.join_expires_at - MARCH).total_seconds() == hours * 3600


# --- Who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["student", "colleague", "stranger", "other_teacher"])
@pytest.mark.parametrize(("method", "page"), MANAGED)
def test_pages_of_a_class_of_others_do_not_exist(request, classroom, who, method, page):
    client = client_of(request.getfixturevalue(who))

    assert getattr(client, method)(at(page, classroom)).status_code == 404


@pytest.mark.parametrize("who", ["classmate", "colleague", "other_teacher"])
@pytest.mark.parametrize(("method", "page"), STUDENTS)
def test_students_of_others_do_not_exist(request, classroom, student, who, method, page):
    client = client_of(request.getfixturevalue(who))

    assert getattr(client, method)(at(page, classroom, student)).status_code == 404


@pytest.mark.parametrize(("method", "page"), STUDENTS)
def test_people_who_never_were_in_the_class_do_not_exist(
    teacher_client, classroom, other_student, method, page
):
    assert getattr(teacher_client, method)(at(page, classroom, other_student)).status_code == 404


# --- The roster and one student -----------------------------------------------------------------


def test_roster_is_searched_sorted_and_shows_who_left(teacher_client, classroom, student, classmate):
    EnrollmentFactory(classroom=classroom, user__name="Gone Away", number=9, left_at=MARCH)

    def shown(**query):
        page = teacher_client.get(at("classroom", classroom), query).context["enrollments"]
        return [row.user.name for row in page]

    assert shown(sort="name") == ["Classmate Lee", "Student Kim"]
    assert (shown(q="kim"), shown(q="2"), shown(q="CLASSMATE")) == (
        ["Student Kim"],
        ["Classmate Lee"],
        ["Classmate Lee"],
    )
    assert shown(show="left") == ["Gone Away"]
    assert shown(q="\0", sort="x", page="-1") == ["Student Kim", "Classmate Lee"]


def test_roster_comes_in_pages_of_fifty(teacher_client, classroom):
    for n in range(51):
        EnrollmentFactory(classroom=classroom, number=n + 1)

    second = teacher_client.get(at("classroom", classroom), {"page": "2"}).context["enrollments"]

    assert [row.number for row in second] == [51]


def test_roster_shows_the_time_that_holds_today(teacher_client, classroom, student, classmate):
    AccommodationFactory(school=classroom.school, user=student, factor=Decimal("1.5"))
    AccommodationFactory(school=classroom.school, user=classmate, until=date(2020, 1, 1))

    rows = teacher_client.get(at("classroom", classroom)).context["enrollments"]

    assert [row.factor for row in rows] == [Decimal("1.5"), None]


def test_number_is_changed(teacher_client, classroom, student):
    teacher_client.post(at("classroom_student", classroom, student), {"number": "12"})

    assert Enrollment.objects.get(user=student).number == 12
    assert AuditEntry.objects.get().data == {"classroom": str(classroom.pk), "before": 1, "after": 12}


@pytest.mark.parametrize("number", ["2", "0", "-1", "1000", "x"])
def test_number_that_cannot_be_is_refused(teacher_client, classroom, student, classmate, number):
    response = teacher_client.post(at("classroom_student", classroom, student), {"number": number})

    assert "number" in response.context["number_form"].errors
    assert Enrollment.objects.get(user=student).number == 1


def test_number_of_somebody_who_left_is_free(teacher_client, classroom, student, classmate):
    Enrollment.objects.filter(user=classmate).update(left_at=MARCH)

    teacher_client.post(at("classroom_student", classroom, student), {"number": "2"})

    assert Enrollment.objects.get(user=student).number == 2


def test_student_is_removed_and_taken_back(teacher_client, classroom, student):
    teacher_client.post(at("remove_student", classroom, student))
    left = Enrollment.objects.get().left_at
    gone = client_of(student).get(at("classroom", classroom)).status_code
    teacher_client.post(at("enrol_again", classroom, student))

    assert (left is None, gone, Enrollment.objects.get().left_at) == (False, 404, None)
    assert verbs() == ["student_removed", "student_enrolled"]


def test_student_whose_membership_ended_is_not_taken_back(teacher_client, classroom, student):
    Enrollment.objects.update(left_at=MARCH)
    Membership.objects.filter(user=student).update(active=False)

    teacher_client.post(at("enrol_again", classroom, student))

    assert Enrollment.objects.get().left_at == MARCH


@pytest.mark.parametrize("page", ["remove_student", "enrol_again"])
def test_archived_class_keeps_its_roster(teacher_client, classroom, student, page):
    Classroom.objects.update(archived_at=MARCH)

    teacher_client.post(at(page, classroom, student))

    assert Enrollment.objects.get().left_at is None
    assert verbs() == []


def test_time_is_given_changed_and_ended(teacher, teacher_client, classroom, student):
    address = at("set_accommodation", classroom, student)
    teacher_client.post(address, {"factor": "1.5", "since": "2026-03-02", "until": "2026-07-20"})
    teacher_client.post(address, {"factor": "2", "since": "", "until": ""})
    changed = Accommodation.objects.get()
    page = teacher_client.get(at("classroom_student", classroom, student)).content.decode()
    teacher_client.post(at("end_accommodation", classroom, student))

    assert (changed.school, changed.user, changed.factor, changed.until) == (
        classroom.school,
        student,
        2,
        None,
    )
    assert "It holds in every class and exam of Hanbit School" in page
    assert Accommodation.objects.count() == 0
    assert verbs() == ["accommodation_set", "accommodation_set", "accommodation_ended"]
    assert AuditEntry.objects.first().data == {"factor": "2.00", "since": None, "until": None}


@pytest.mark.parametrize(
    "data",
    [
        {"factor": "0.5"},
        {"factor": "5"},
        {"factor": ""},
        {"factor": "NaN"},
        {"factor": "2", "since": "2026-03-02", "until": "2026-03-01"},
        {"factor": "2", "since": "soon"},
    ],
)
def test_time_that_cannot_be_is_refused(teacher_client, classroom, student, data):
    response = teacher_client.post(at("set_accommodation", classroom, student), data)

    assert response.context["accommodation_form"].errors
    assert Accommodation.objects.count() == 0


def test_time_set_in_the_admin_can_be_kept(teacher_client, classroom, student):
    AccommodationFactory(school=classroom.school, user=student, factor=Decimal("1.33"))

    teacher_client.post(
        at("set_accommodation", classroom, student), {"factor": "1.33", "until": "2026-12-31"}
    )

    assert Accommodation.objects.get().until == date(2026, 12, 31)


def test_time_of_a_student_who_left_is_not_ours_to_set(teacher_client, classroom, student):
    Enrollment.objects.update(left_at=MARCH)

    assert (
        teacher_client.post(at("set_accommodation", classroom, student), {"factor": "2"}).status_code == 404
    )


# --- Import, export, cards ----------------------------------------------------------------------


def test_preview_writes_nothing_and_confirming_shows_the_passwords_once(teacher_client, classroom):
    preview = send(teacher_client, classroom, "번호,이름\n7,김민지\n")
    before = User.objects.filter(name="김민지").count()

    done = confirm(teacher_client, classroom, preview)

    newcomer = done.context["newcomers"][0]
    assert before == 0
    assert "no-store" in done["Cache-Control"]
    assert done.content.decode().count(newcomer.password) == 1
    assert User.objects.get(name="김민지").check_password(newcomer.password)
    assert newcomer.password not in teacher_client.get(at("cards", classroom)).content.decode()


def test_confirming_twice_imports_once(teacher_client, classroom):
    preview = send(teacher_client, classroom, "번호,이름\n7,김민지\n")

    confirm(teacher_client, classroom, preview)
    again = confirm(teacher_client, classroom, preview)

    assert (again.context["changed"], again.context["plan"].changes) == (True, [])
    assert User.objects.filter(name="김민지").count() == 1


def test_problems_come_with_row_and_reason_and_nothing_can_be_confirmed(
    teacher_client, classroom, other_student
):
    preview = send(teacher_client, classroom, "번호,이름,아이디\n7,김민지,\n8,,\n9,이서준,other.student\n")

    page = preview.content.decode()
    assert [line for line, _sentence in preview.context["problems"]] == [3, 4]
    assert (preview.context["sealed"], "Faraway" in page, "is taken" in page) == ("", False, True)
    assert confirm(teacher_client, classroom, preview).url == at("import_roster", classroom)


@pytest.mark.parametrize("sealed", ["", "x", "a:b:c", "☃"])
def test_what_was_not_previewed_is_not_imported(teacher_client, classroom, sealed):
    response = teacher_client.post(at("confirm_roster", classroom), {"sealed": sealed})

    assert response.url == at("import_roster", classroom)


def test_preview_is_good_for_its_class_and_person_only(
    teacher_client, school_admin_client, classroom, school, teacher
):
    other = ClassroomFactory(school=school)
    TeachingFactory(classroom=other, user=teacher)
    preview = send(teacher_client, classroom, "이름\n김민지\n")

    responses = [confirm(teacher_client, other, preview), confirm(school_admin_client, classroom, preview)]

    assert [response.status_code for response in responses] == [302, 302]
    assert User.objects.filter(name="김민지").count() == 0


def test_preview_grows_old(teacher_client, classroom):
    with time_machine.travel(MARCH, tick=False):
        preview = send(teacher_client, classroom, "이름\n김민지\n")
    with time_machine.travel(datetime(2026, 3, 2, 1, 1, tzinfo=UTC), tick=False):
        response = confirm(teacher_client, classroom, preview)

    assert response.url == at("import_roster", classroom)


def test_import_says_how_many_stay(teacher_client, classroom, student, classmate):
    preview = send(teacher_client, classroom, "이름,번호\nStudent Kim,1\n")

    page = preview.content.decode()
    assert "1 student of the class is not in the file and stays." in page
    assert "There is nothing to import." in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"x" * (3 * 1024 * 1024), "larger than 2 MB"),
        (b"%PDF\0", "This is not a table."),
        ("번호,이름\n1,\ufeff<b>x</b>\n".encode(), None),
    ],
)
def test_bad_file_is_answered_with_a_sentence(teacher_client, classroom, content, sentence):
    response = send(teacher_client, classroom, content)

    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page if sentence else "<b>x</b>" not in page


def test_no_file_is_answered_with_a_sentence(teacher_client, classroom):
    response = teacher_client.post(at("import_roster", classroom))

    assert "Choose a file." in response.content.decode()


def test_too_many_files_are_refused(teacher_client, classroom):
    with time_machine.travel(MARCH, tick=False):
        answers = [
            teacher_client.post(at("import_roster", classroom)).status_code for _ in range(ROSTERS.amount + 1)
        ]

    assert answers[-2:] == [200, 429]


def test_archived_class_takes_no_file(teacher_client, classroom):
    Classroom.objects.update(archived_at=MARCH)

    assert send(teacher_client, classroom, "이름\n김민지\n").url == at("classroom", classroom)


@pytest.mark.parametrize(("name", "start"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK\x03\x04")])
def test_export_is_a_file_and_an_entry(teacher, teacher_client, classroom, student, name, start):
    response = teacher_client.get(at("export_roster", classroom, name))

    entry = AuditEntry.objects.get()
    assert response.content.startswith(start)
    assert response["Content-Disposition"].startswith('attachment; filename="1-3-')
    assert (entry.verb, entry.actor, entry.data) == ("roster_exported", teacher, {"rows": 1, "format": name})


def test_cards_say_login_and_address_and_the_code_while_it_is_good(teacher_client, classroom, student):
    page = teacher_client.get(at("cards", classroom)).content.decode()
    Classroom.objects.update(join_expires_at=MARCH)
    later = teacher_client.get(at("cards", classroom)).content.decode()

    assert [word in page for word in ("Student Kim", "http://testserver/", "ABCD-2345")] == [True] * 3
    assert "ABCD-2345" not in later


@pytest.mark.parametrize(
    ("asked", "got"), [("8", 8), ("0", 0), ("61", 60), ("9999999999", 0), ("x", 0), ("٣", 0)]
)
def test_blank_cards_are_as_many_as_asked(teacher_client, classroom, asked, got):
    page = teacher_client.get(at("cards", classroom), {"blank": asked}).content.decode()

    assert page.count('class="slip"') == got
