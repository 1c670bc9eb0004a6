"""The cast of the tests, and their browsers.

One school with a teacher, a colleague who teaches another class of it, an administrator, two students
of the teacher's class, and a stranger who is in no class; an operator; and a second school whose
people must never see, or be seen by, those of the first.
"""

import os
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings

from accounts.models import Classroom, Role, School, User
from accounts.tests.browsers import client_of
from accounts.tests.factories import (
    ClassroomFactory,
    EnrollmentFactory,
    MembershipFactory,
    SchoolFactory,
    TeachingFactory,
    UserFactory,
)

MADE_BY_MIGRATIONS = {"auth_permission", "django_content_type", "django_migrations"}

# Tests assert behaviour and never time, so a busy machine fails none of them. In CI hypothesis has a profile
# of its own, which also tries the same examples every time.
if "CI" not in os.environ:
    settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """No counter of one test is seen by the next, nor by a test that runs beside it."""
    forget_everything()
    yield
    forget_everything()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Sentences in tests are English unless a test chooses otherwise."""
    with translation.override("en"):
        yield


def forget_everything() -> None:
    """Empties this run's part of the cache; a Redis is shared with runs beside this one."""
    delete_pattern = getattr(cache, "delete_pattern", None)
    if delete_pattern is None:
        cache.clear()
    else:
        delete_pattern("*")


@pytest.fixture(autouse=True, scope="session")
def _rows_leave_by_delete() -> Iterator[None]:
    """After a test that commits Django truncates every table and makes all permissions anew, which takes
    longer than most tests. Nothing holds a row back: keys are checked when the transaction ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", delete_all_rows)
        yield


def delete_all_rows(_test: TransactionTestCase) -> None:
    """All that a test made; what migrations made stays."""
    made = set(connection.introspection.django_table_names()) - MADE_BY_MIGRATIONS
    tables = [connection.ops.quote_name(table) for table in sorted(made)]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # whoever still writes, for a page just closed, comes first
            cursor.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608


@pytest.fixture
def school(db: None) -> School:
    return SchoolFactory(name="Hanbit School", slug="hanbit")


@pytest.fixture
def other_school(db: None) -> School:
    return SchoolFactory(name="Faraway School", slug="faraway")


@pytest.fixture
def classroom(school: School) -> Classroom:
    return ClassroomFactory(school=school, name="1-3", join_code="ABCD2345")


@pytest.fixture
def other_classroom(other_school: School) -> Classroom:
    return ClassroomFactory(school=other_school, name="Faraway 2-1", join_code="WXYZ6789")


@pytest.fixture
def teacher(classroom: Classroom) -> User:
    user = UserFactory(login="teacher", name="Teacher Han")
    TeachingFactory(classroom=classroom, user=user)
    return user


@pytest.fixture
def colleague(school: School) -> User:
    """Teaches another class of the same school."""
    user = UserFactory(login="colleague", name="Colleague Seo")
    TeachingFactory(classroom=ClassroomFactory(school=school, name="1-4"), user=user)
    return user


@pytest.fixture
def school_admin(school: School) -> User:
    user = UserFactory(login="school.admin", name="Administrator Oh")
    MembershipFactory(user=user, school=school, role=Role.SCHOOL_ADMIN)
    return user


@pytest.fixture
def student(classroom: Classroom) -> User:
    user = UserFactory(login="student", name="Student Kim")
    EnrollmentFactory(classroom=classroom, user=user, number=1)
    return user


@pytest.fixture
def classmate(classroom: Classroom) -> User:
    user = UserFactory(login="classmate", name="Classmate Lee")
    EnrollmentFactory(classroom=classroom, user=user, number=2)
    return user


@pytest.fixture
def stranger(db: None) -> User:
    """Has an account, and is in no class and no school."""
    return UserFactory(login="stranger", name="Stranger Park")


@pytest.fixture
def operator(db: None) -> User:
    return UserFactory(login="operator", name="Operator Choi", is_superuser=True)


@pytest.fixture
def other_teacher(other_classroom: Classroom) -> User:
    user = UserFactory(login="other.teacher", name="Faraway Teacher")
    TeachingFactory(classroom=other_classroom, user=user)
    return user


@pytest.fixture
def other_student(other_classroom: Classroom) -> User:
    user = UserFactory(login="other.student", name="Faraway Student")
    EnrollmentFactory(classroom=other_classroom, user=user, number=1)
    return user


@pytest.fixture
def client() -> Client:
    """A browser in which nobody is signed in."""
    return client_of()


@pytest.fixture
def teacher_client(teacher: User) -> Client:
    return client_of(teacher)


@pytest.fixture
def colleague_client(colleague: User) -> Client:
    return client_of(colleague)


@pytest.fixture
def school_admin_client(school_admin: User) -> Client:
    return client_of(school_admin)


@pytest.fixture
def student_client(student: User) -> Client:
    return client_of(student)


@pytest.fixture
def classmate_client(classmate: User) -> Client:
    return client_of(classmate)


@pytest.fixture
def stranger_client(stranger: User) -> Client:
    return client_of(stranger)


@pytest.fixture
def operator_client(operator: User) -> Client:
    return client_of(operator)


@pytest.fixture
def other_teacher_client(other_teacher: User) -> Client:
    return client_of(other_teacher)


@pytest.fixture
def other_student_client(other_student: User) -> Client:
    return client_of(other_student)
