"""Rows for tests. Nothing is random, and nothing is made that was not asked for.

Every person's password is ``PASSWORD``, hashed once for the whole run.
"""

from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone

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

PASSWORD = "seven-green-triangles"


@cache
def _hashed(password: str) -> str:
    return make_password(password)


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = School

    name = factory.Sequence(lambda n: f"School {n}")
    slug = factory.Sequence(lambda n: f"school-{n}")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    login = factory.Sequence(lambda n: f"person{n}")
    name = factory.Sequence(lambda n: f"Person {n}")
    language = "en"
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        kwargs["password"] = _hashed(kwargs["password"])
        return super()._create(model_class, *args, **kwargs)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    school = factory.SubFactory(SchoolFactory)
    role = Role.STUDENT


class ClassroomFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Classroom

    school = factory.SubFactory(SchoolFactory)
    name = factory.Sequence(lambda n: f"Class {n}")
    year = 2026


class TeachingFactory(factory.django.DjangoModelFactory):
    """A teacher of a class, who is a teacher of its school as well."""

    class Meta:
        model = Teaching

    classroom = factory.SubFactory(ClassroomFactory)
    user = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: type[Teaching], *args: Any, **kwargs: Any) -> Teaching:
        teaching = super()._create(model_class, *args, **kwargs)
        Membership.objects.get_or_create(
            user=teaching.user, school=teaching.classroom.school, role=Role.TEACHER
        )
        return teaching


class EnrollmentFactory(factory.django.DjangoModelFactory):
    """A student in a class, who is a student of its school as well."""

    class Meta:
        model = Enrollment

    classroom = factory.SubFactory(ClassroomFactory)
    user = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: type[Enrollment], *args: Any, **kwargs: Any) -> Enrollment:
        enrollment = super()._create(model_class, *args, **kwargs)
        Membership.objects.get_or_create(
            user=enrollment.user, school=enrollment.classroom.school, role=Role.STUDENT
        )
        return enrollment


class AccommodationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Accommodation

    school = factory.SubFactory(SchoolFactory)
    user = factory.SubFactory(UserFactory)
    factor = Decimal("1.50")


class AuditEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AuditEntry

    verb = "signed_in"


class RefreshFamilyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RefreshFamily

    user = factory.SubFactory(UserFactory)
    current_token = factory.Sequence(lambda n: f"token-{n}")
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))
