"""Classes and students, as programs read them: students see themselves, teachers whom they teach."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django_filters import BooleanFilter, CharFilter, FilterSet, NumberFilter, UUIDFilter
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers

from accounts.api.lists import FILTER_TEXT, OneRow, Ordering, PagedList
from accounts.models import Classroom, Enrollment, User
from accounts.models.classes import ClassroomQuerySet, EnrollmentQuerySet

__all__ = ["ClassroomDetail", "ClassroomList", "StudentDetail", "StudentList"]

CLASSROOM = {
    "id": "01a1fde5-7c00-7000-8000-000000000013",
    "name": "1학년 3반",
    "year": 2026,
    "school": "한빛고등학교",
    "taught": True,
    "archived": False,
    "students": 28,
}
STUDENT = {
    "id": "01a1fde5-7c00-7000-8000-000000000101",
    "name": "김하늘",
    "login": "hanbit-1-3-01",
    "enrollments": [
        {"classroom": CLASSROOM["id"], "classroom_name": "1학년 3반", "number": 1, "left_at": None}
    ],
}


@extend_schema_serializer(examples=[OpenApiExample("A class that I teach", value=CLASSROOM)])
class ClassroomSerializer(serializers.ModelSerializer):
    """A class."""

    school = serializers.CharField(source="school.name", read_only=True)
    taught = serializers.BooleanField(read_only=True, help_text="Whether I teach it.")
    archived = serializers.BooleanField(read_only=True, help_text="Over: kept, no longer used.")
    students = serializers.SerializerMethodField(help_text="How many are in it now; null unless I teach it.")

    class Meta:
        model = Classroom
        fields = ("id", "name", "year", "school", "taught", "archived", "students")

    def get_students(self, classroom: Any) -> int | None:
        """Students who have not left."""
        return classroom.present_students if classroom.taught else None


class EnrollmentSerializer(serializers.ModelSerializer):
    """A place in a class."""

    classroom = serializers.UUIDField(source="classroom_id", read_only=True)
    classroom_name = serializers.CharField(source="classroom.name", read_only=True)
    number = serializers.IntegerField(read_only=True, allow_null=True, help_text="On the roster.")

    class Meta:
        model = Enrollment
        fields = ("classroom", "classroom_name", "number", "left_at")
        read_only_fields = ("left_at",)


@extend_schema_serializer(examples=[OpenApiExample("A student of mine", value=STUDENT)])
class StudentSerializer(serializers.ModelSerializer):
    """A student, with their places in the classes that I teach; to a student, all of their own."""

    enrollments = EnrollmentSerializer(source="seen_enrollments", many=True, read_only=True)

    class Meta:
        model = User
        fields = ("id", "name", "login", "enrollments")


class WholeNumberFilter(NumberFilter):
    """A number without decimals."""

    field_class = forms.IntegerField


class ClassroomFilters(FilterSet):
    q = CharFilter("name", "icontains", max_length=FILTER_TEXT, label="Part of the name.")
    year = WholeNumberFilter("year", label="The school year.")
    taught = BooleanFilter("taught", label="Only classes that I teach, or only those that I do not.")
    archived = BooleanFilter("archived", label="Only classes that are over, or only those that are not.")
    ordering = Ordering(fields=["year", "name"], label="Newest year first unless said otherwise.")


class StudentFilters(FilterSet):
    q = CharFilter(method="find", max_length=FILTER_TEXT, label="Part of the name or of the login.")
    classroom = UUIDFilter(method="in_classroom", label="Only students of this class, also those who left.")
    present = BooleanFilter(
        method="by_presence", label="Only students who are in a class now, or only those who have left."
    )
    ordering = Ordering(fields=["name", "login"], label="By name unless said otherwise.")

    def find(self, rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """By name or login."""
        return rows.filter(Q(name__icontains=value) | Q(login__icontains=value))

    def in_classroom(self, rows: QuerySet[User], name: str, value: UUID) -> QuerySet[User]:
        """Of the places that the person may see: a foreign class has nobody in it."""
        return rows.filter(pk__in=self._seen().values("user"))

    def by_presence(self, rows: QuerySet[User], name: str, value: bool) -> QuerySet[User]:
        """In the class that is asked for, else in any."""
        is_present = Q(pk__in=self._seen().present().values("user"))
        return rows.filter(is_present if value else ~is_present)

    def _seen(self) -> EnrollmentQuerySet:
        seen = Enrollment.objects.visible_to(self.request.user)
        classroom = self.form.cleaned_data.get("classroom")
        return seen.filter(classroom=classroom) if classroom else seen


def _classrooms(user: User) -> ClassroomQuerySet:
    """With whether ``user`` teaches each, whether it is over, and how many are in it."""
    taught = Classroom.objects.taught_by(user).filter(pk=OuterRef("pk"))
    return (
        Classroom.objects.visible_to(user)
        .select_related("school")
        .annotate(
            taught=Exists(taught),
            archived=Q(archived_at__isnull=False),
            present_students=Count("enrollment", filter=Q(enrollment__left_at=None)),
        )
        .order_by("-year", "name", "pk")
    )


def _students(user: User) -> QuerySet[User]:
    """Whoever has a place in a class that ``user`` may see, with those places."""
    seen = Enrollment.objects.visible_to(user)
    places = Prefetch(
        "enrollment_set",
        queryset=seen.select_related("classroom").order_by("-classroom__year", "classroom__name"),
        to_attr="seen_enrollments",
    )
    rows = User.objects.filter(pk__in=seen.values("user"))
    return rows.prefetch_related(places).order_by("name", "login")


@extend_schema(summary="Classes that I teach or attend", tags=["people"])
class ClassroomList(PagedList):
    """Newest school year first."""

    queryset = Classroom.objects.none()
    serializer_class = ClassroomSerializer
    filterset_class = ClassroomFilters

    def get_queryset(self) -> ClassroomQuerySet:
        return _classrooms(self.request.user)


@extend_schema(summary="One class", tags=["people"])
class ClassroomDetail(OneRow):
    """A class that the person teaches or attends."""

    queryset = Classroom.objects.none()
    serializer_class = ClassroomSerializer
    lookup_url_kwarg = "classroom_id"

    def get_queryset(self) -> ClassroomQuerySet:
        return _classrooms(self.request.user)


@extend_schema(summary="Students whom I teach; to a student, themselves", tags=["people"])
class StudentList(PagedList):
    """By name."""

    queryset = User.objects.none()
    serializer_class = StudentSerializer
    filterset_class = StudentFilters

    def get_queryset(self) -> QuerySet[User]:
        return _students(self.request.user)


@extend_schema(summary="One student", tags=["people"])
class StudentDetail(OneRow):
    """A student whom the person teaches, or oneself."""

    queryset = User.objects.none()
    serializer_class = StudentSerializer
    lookup_url_kwarg = "student_id"

    def get_queryset(self) -> QuerySet[User]:
        return _students(self.request.user)
