"""What a roster changes in a class, and what it never does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertNumQueries

from accounts.errors import ClassRefused, RosterChanged
from accounts.models import AuditEntry, Enrollment, Membership, Role, User
from accounts.rosters.logins import LoginMaker
from accounts.rosters.planning import Kind, plan_roster
from accounts.rosters.reading import read_roster
from accounts.rosters.rows import Row
from accounts.rosters.tables import roster_csv, roster_xlsx
from accounts.services.rosters import import_roster
from accounts.tests.factories import EnrollmentFactory, MembershipFactory, UserFactory

MARCH = datetime(2026, 3, 2, tzinfo=UTC)


def kinds(plan):
    return [str(entry.kind) for entry in plan.entries]


def codes(plan):
    return [(problem.line, problem.code) for problem in plan.problems]


def import_rows(classroom, rows, by):
    return import_roster(classroom, rows=rows, agreed=plan_roster(classroom, rows).fingerprint, by=by)


def test_import_makes_accounts_that_can_sign_in(classroom, teacher):
    plan, newcomers = import_rows(
        classroom, [Row(2, 7, "Minji"), Row(3, None, "Seojun", language="en")], teacher
    )

    people = User.objects.filter(enrollment__classroom=classroom).order_by("name")
    entry = AuditEntry.objects.get()
    assert [(it.login, it.name, it.language) for it in people] == [
        ("hanbit26.1-3.07", "Minji", "ko"),
        ("hanbit26.1-3.s1", "Seojun", "en"),
    ]
    assert [people[at].check_password(newcomers[at].password) for at in (0, 1)] == [True, True]
    assert Membership.objects.filter(school=classroom.school, role=Role.STUDENT).count() == 2
    assert (entry.verb, entry.actor, entry.data["new"]) == (
        "roster_imported",
        teacher,
        [str(it.pk) for it in people],
    )
    assert not any(it.password in str(entry.data) for it in newcomers)
    assert len(plan.changes) == 2


def test_same_rows_twice_change_nothing(classroom, teacher):
    rows = [Row(2, 7, "Minji"), Row(3, 8, "Minji"), Row(4, None, "Seojun"), Row(5, 9, "Ha", "ha.1")]
    import_rows(classroom, rows, teacher)

    plan, newcomers = import_rows(classroom, rows, teacher)

    assert (kinds(plan), newcomers) == (["same"] * 4, [])
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize("write", [roster_csv, roster_xlsx])
def test_exported_roster_is_imported_without_a_change(classroom, student, classmate, write):
    EnrollmentFactory(classroom=classroom, user__name='=HYPERLINK("x")', user__login="odd", number=3)
    places = Enrollment.objects.filter(classroom=classroom).select_related("user")

    read = read_roster(write(places))

    assert (kinds(plan_roster(classroom, read.rows)), read.problems) == (["same"] * 3, [])


def test_export_is_no_formula(classroom):
    EnrollmentFactory(classroom=classroom, user__name="=1+1", number=3)

    text = roster_csv(Enrollment.objects.select_related("user")).decode()

    assert text.startswith("\ufeffNumber,Name,Login")
    assert ",'=1+1," in text


def test_numbers_may_change_hands_within_the_file(classroom, teacher, student, classmate):
    import_rows(classroom, [Row(2, 2, "Student Kim"), Row(3, 1, "Classmate Lee")], teacher)

    assert list(Enrollment.objects.order_by("number").values_list("number", "user__login")) == [
        (1, "classmate"),
        (2, "student"),
    ]


def test_login_lets_a_name_be_corrected(classroom, teacher, student):
    import_rows(classroom, [Row(2, 1, "Student Kimm", "student")], teacher)

    student.refresh_from_db()
    assert student.name == "Student Kimm"
    assert AuditEntry.objects.get().data["renamed"] == [str(student.pk)]


def test_row_without_a_number_keeps_the_number(classroom, student):
    plan = plan_roster(classroom, [Row(2, None, "Student Kim")])

    assert (kinds(plan), plan.entries[0].number) == (["same"], 1)


def test_who_is_not_in_the_file_stays(classroom, teacher, student, classmate):
    plan, _new = import_rows(classroom, [Row(2, 1, "Student Kim")], teacher)

    assert [place.user for place in plan.staying] == [classmate]
    assert Enrollment.objects.present().count() == 2


def test_who_left_comes_back(classroom, teacher, student):
    Enrollment.objects.update(left_at=MARCH)

    plan, _new = import_rows(classroom, [Row(2, 1, "Student Kim")], teacher)

    assert kinds(plan) == ["back"]
    assert Enrollment.objects.get().left_at is None


def test_who_comes_back_does_not_get_a_number_that_was_given_away(classroom, teacher, student, classmate):
    Enrollment.objects.filter(user=student).update(left_at=MARCH)
    Enrollment.objects.filter(user=classmate).update(number=1)

    import_rows(classroom, [Row(2, None, "Student Kim", "student")], teacher)

    assert Enrollment.objects.get(user=student).number is None


def test_student_of_the_school_comes_in_by_login(classroom, teacher, school, stranger):
    MembershipFactory(user=stranger, school=school)

    plan, newcomers = import_rows(classroom, [Row(2, 5, "Stranger Park", "stranger")], teacher)

    assert (kinds(plan), newcomers) == (["enrolled"], [])
    assert Enrollment.objects.get(classroom=classroom).user == stranger


@pytest.mark.parametrize(
    "who", ["other_student", "other_teacher", "operator", "stranger", "colleague", "school_admin"]
)
def test_login_of_anyone_who_is_no_student_of_the_school_is_just_taken(request, classroom, who):
    person = request.getfixturevalue(who)

    plan = plan_roster(
        classroom, [Row(2, 5, person.name, person.login), Row(3, 6, "Other", person.login + "x")]
    )

    assert codes(plan) == [(2, "login_taken")]
    assert plan.of_kind(Kind.ENROLLED) == []


def test_student_of_the_school_needs_the_right_name(classroom, school, stranger):
    MembershipFactory(user=stranger, school=school)

    assert codes(plan_roster(classroom, [Row(2, 5, "Someone", "stranger")])) == [(2, "login_of_another")]


def test_student_whose_membership_ended_does_not_come_back_by_file(classroom, student):
    Membership.objects.filter(user=student).update(active=False)
    Enrollment.objects.update(left_at=MARCH)

    assert codes(plan_roster(classroom, [Row(2, 1, "Student Kim")])) == [(2, "membership_ended")]


def test_name_that_another_school_reads_is_not_changed(classroom, student, other_school):
    MembershipFactory(user=student, school=other_school)

    assert codes(plan_roster(classroom, [Row(2, 1, "New Name", "student")])) == [(2, "name_fixed")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (Row(2, 2, "Nobody Yet"), "number_taken"),
        (Row(2, 2, "Student Kim"), "number_taken"),
    ],
)
def test_number_of_somebody_who_stays_is_not_given_away(classroom, student, classmate, row, code):
    assert codes(plan_roster(classroom, [row])) == [(2, code)]


def test_name_that_means_two_is_a_problem(classroom):
    for number in (1, 2):
        EnrollmentFactory(classroom=classroom, user__name="Minji", number=number)

    assert codes(plan_roster(classroom, [Row(2, None, "Minji")])) == [(2, "name_ambiguous")]


def test_namesake_of_one_who_is_in_the_file_is_new(classroom):
    EnrollmentFactory(classroom=classroom, user__name="Minji", number=1)

    assert kinds(plan_roster(classroom, [Row(2, 1, "Minji"), Row(3, 2, "Minji")])) == ["same", "new"]


def test_namesake_of_one_who_left_is_a_problem(classroom):
    EnrollmentFactory(classroom=classroom, user__name="Minji", number=1, left_at=MARCH)

    assert codes(plan_roster(classroom, [Row(2, 2, "Minji")])) == [(2, "name_left")]


def test_two_rows_for_one_student_are_a_problem(classroom, student):
    plan = plan_roster(classroom, [Row(2, 1, "Student Kim"), Row(3, 4, "Student Kim", "student")])

    assert codes(plan) == [(3, "student_repeated")]


def test_import_refuses_what_was_changed_since_it_was_looked_at(classroom, teacher):
    rows = [Row(2, 7, "Minji")]
    agreed = plan_roster(classroom, rows).fingerprint
    import_roster(classroom, rows=rows, agreed=agreed, by=teacher)

    with pytest.raises(RosterChanged):
        import_roster(classroom, rows=rows, agreed=agreed, by=teacher)

    assert User.objects.filter(name="Minji").count() == 1


def test_import_with_a_problem_writes_nothing(classroom, teacher, other_student):
    rows = [Row(2, 7, "Minji"), Row(3, 8, "X", "other.student")]

    with pytest.raises(RosterChanged):
        import_rows(classroom, rows, teacher)

    assert Enrollment.objects.filter(classroom=classroom).count() == 0


def test_import_into_the_archive_is_refused(classroom, teacher):
    classroom.archived_at = MARCH
    classroom.save()

    with pytest.raises(ClassRefused):
        import_rows(classroom, [Row(2, 7, "Minji")], teacher)


def test_logins_are_never_made_twice(classroom):
    UserFactory(login="hanbit26.1-3.07")
    maker = LoginMaker.load(classroom, {"hanbit26.1-3.s1"})

    assert [maker.make(number) for number in (7, 7, None, None)] == [
        "hanbit26.1-3.07-2",
        "hanbit26.1-3.07-3",
        "hanbit26.1-3.s2",
        "hanbit26.1-3.s3",
    ]


@pytest.mark.parametrize("name", ["1학년 3반", "★★", "A" * 80, "-._", "수학 (심화) Ⅱ"])
def test_login_that_is_made_is_a_login(classroom, name):
    classroom.name = name
    login = LoginMaker.load(classroom, ()).make(999)

    User(login=login, name="x", password="x").full_clean(exclude=["id"])


@pytest.mark.parametrize("count", [1, 30])
def test_plan_costs_the_same_for_one_and_for_thirty(classroom, count):
    rows = [Row(2 + n, 1 + n, f"Person {n}", f"login{n}") for n in range(count)]
    for row in rows[::2]:
        EnrollmentFactory(classroom=classroom, user__name=row.name, user__login=row.login, number=row.number)

    with assertNumQueries(4):  # places, people by login, memberships, logins that begin the same
        plan_roster(classroom, rows)


def test_import_of_thirty_writes_in_batches(classroom, teacher):
    rows = [Row(2 + n, 1 + n, f"Person {n}") for n in range(30)]

    with CaptureQueriesContext(connection) as queries:
        import_rows(classroom, rows, teacher)

    assert len(queries) < 25
