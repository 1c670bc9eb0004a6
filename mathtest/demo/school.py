"""The people of the demo: a school with its administrator, two teachers and two classes of 30."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import Classroom, Enrollment, Membership, Role, School, Teaching, User
from accounts.services.classes import create_join_code

__all__ = ["DemoClass", "DemoSchool", "prepare_school"]

SCHOOL = {"slug": "demo", "name": "한빛고등학교"}
ADMIN = ("school", "정다은")
TEACHER = ("teacher", "한지우")
SECOND_TEACHER = ("teacher2", "오승현")
STUDENT = ("student", "김하늘")
FIRST_CLASS = "3학년 수학 A반"
FIRST_CLASSMATES = (
    "강도윤", "고서아", "권시우", "김라온", "김민서", "나예준", "남하린", "노은우", "문채원", "박이안",
    "박지훈", "배소율", "백건우", "서지안", "손유진", "송다온", "신유나", "안태오", "오수아", "유현서",
    "윤가람", "이로운", "이서윤", "임세빈", "장민재", "전하율", "정아린", "조은찬", "최보미",
)  # fmt: skip
SECOND_CLASS = "3학년 수학 B반"
SECOND_CLASSMATES = (
    "강예린", "고준서", "구나연", "김도현", "김수빈", "김태윤", "류지민", "민서준", "박서연", "박준영",
    "서은채", "성민규", "신재원", "심유주", "안서진", "양다인", "오하준", "유채은", "이건호", "이수현",
    "이예나", "임현우", "장서영", "정시윤", "조민지", "차윤호", "최유진", "한승민", "허지안", "황동현",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoClass:
    """A class and everyone in it, by number."""

    classroom: Classroom
    students: Sequence[User]


@dataclass(frozen=True, slots=True)
class DemoSchool:
    """Whom the demo is about. ``student`` is the first of the first class, ``classmates`` the others there;
    ``teacher`` teaches both classes, the second with a colleague."""

    school: School
    teacher: User
    student: User
    classes: Sequence[DemoClass]

    @property
    def classroom(self) -> Classroom:
        """The class that ``student`` attends."""
        return self.classes[0].classroom

    @property
    def classmates(self) -> Sequence[User]:
        """Who else attends it."""
        return self.classes[0].students[1:]


@transaction.atomic
def prepare_school(*, password: str) -> DemoSchool:
    """The demo's school, made or kept; ``password`` is what its staff and the student sign in with now."""
    school, _new = School.objects.get_or_create(slug=SCHOOL["slug"], defaults={"name": SCHOOL["name"]})
    admin = _person(*ADMIN, school=school, role=Role.SCHOOL_ADMIN)
    teacher = _person(*TEACHER, school=school, role=Role.TEACHER)
    second_teacher = _person(*SECOND_TEACHER, school=school, role=Role.TEACHER)
    student = _person(*STUDENT, school=school, role=Role.STUDENT)
    for person in (admin, teacher, second_teacher, student):
        _set_password(person, password)
    mates = [
        _person(f"demo{number:02}", name, school=school, role=Role.STUDENT)
        for number, name in enumerate((*FIRST_CLASSMATES, *SECOND_CLASSMATES), start=1)
    ]
    cut = len(FIRST_CLASSMATES)
    first = _class(FIRST_CLASS, school=school, teachers=[teacher], students=[student, *mates[:cut]])
    second = _class(SECOND_CLASS, school=school, teachers=[teacher, second_teacher], students=mates[cut:])
    return DemoSchool(school, teacher, student, (first, second))


def _person(login: str, name: str, *, school: School, role: Role) -> User:
    user = User.objects.filter(login=login).first() or User.objects.create_user(login, name=name)
    Membership.objects.get_or_create(user=user, school=school, role=role)
    return user


def _set_password(person: User, password: str) -> None:
    if not person.check_password(password):
        person.set_password(password)
        person.save(update_fields=["password"])


def _class(name: str, *, school: School, teachers: Sequence[User], students: Sequence[User]) -> DemoClass:
    classroom, _new = Classroom.objects.get_or_create(
        school=school, name=name, defaults={"year": timezone.localdate().year}
    )
    for teacher in teachers:
        Teaching.objects.get_or_create(classroom=classroom, user=teacher)
    for number, student in enumerate(students, start=1):
        Enrollment.objects.get_or_create(classroom=classroom, user=student, defaults={"number": number})
    if not Classroom.objects.joinable(classroom.join_code or "").filter(pk=classroom.pk).exists():
        classroom.join_code = create_join_code(classroom, by=teachers[0])
    return DemoClass(classroom, students)
