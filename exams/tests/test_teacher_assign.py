"""Giving a paper to classes, and other terms later."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Classroom, School, User
from accounts.tests.factories import ClassroomFactory, TeachingFactory
from exams.errors import Refused
from exams.models import Assignment, Paper
from exams.services.assigning import Terms, assign_to_classes, change_terms
from exams.services.delivery import start_attempt
from exams.services.supervising import give_time
from exams.tests.factories import make_assignment, make_paper

SEOUL = ZoneInfo("Asia/Seoul")
INPUTS = re.compile(r"<input[^>]*>")
ATTRIBUTES = re.compile(r'([a-z-]+)="([^"]*)"')


@pytest.fixture
def paper(school: School, teacher: User) -> Paper:
    return make_paper(school, by=teacher)


@pytest.fixture
def second_class(school: School, teacher: User) -> Classroom:
    classroom = ClassroomFactory(school=school, name="1-9")
    TeachingFactory(classroom=classroom, user=teacher)
    return classroom


def sent(*classrooms: Classroom, **changes: Any) -> dict[str, Any]:
    fields = {
        "classrooms": [str(classroom.pk) for classroom in classrooms],
        "opens_at": "2030-03-04T10:00",
        "closes_at": "2030-03-04T10:50",
        "limit_minutes": "",
        "max_attempts": "1",
        "access_code": "",
        "grace_s": "30",
        "result": "after_submit",
        "solution": "after_close",
    }
    return fields | changes


def terms_of(assignment: Assignment, **changes: Any) -> Terms:
    fields = {"opens_at": assignment.opens_at, "closes_at": assignment.closes_at}
    return Terms(**(fields | changes))


def test_paper_is_given_to_several_classes_on_the_same_terms(
    teacher_client: Client, paper: Paper, classroom: Classroom, second_class: Classroom
) -> None:
    body = sent(classroom, second_class, limit_minutes="40", access_code=" pi ", result="never")

    teacher_client.post(reverse("teacher_assign", args=[paper.pk]), body)

    rows = Assignment.objects.order_by("classroom__name")
    assert [row.classroom for row in rows] == [classroom, second_class]
    row = rows[0]
    assert row.opens_at == datetime(2030, 3, 4, 10, 0, tzinfo=SEOUL)
    assert (row.limit_s, row.access_code, row.grace_s) == (2400, "pi", 30)
    assert row.review == {"v": 1, "result": "never", "solution": "after_close"}
    assert AuditEntry.objects.filter(verb="assignment.created").count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"closes_at": "2030-03-04T10:00"}, "must close after it opens"),
        ({"opens_at": "soon"}, "Write a date and a time."),
        ({"opens_at": ""}, "Say when."),
        ({"classrooms": []}, "Choose at least one class."),
        ({"max_attempts": "0"}, "greater than or equal to 1"),
    ],
)
def test_terms_that_make_no_sense_give_nothing(
    teacher_client: Client, paper: Paper, classroom: Classroom, changes: dict[str, Any], sentence: str
) -> None:
    response = teacher_client.post(reverse("teacher_assign", args=[paper.pk]), sent(classroom, **changes))

    assert (response.status_code, Assignment.objects.count()) == (422, 0)
    assert sentence in response.content.decode()


def test_networks_are_kept_in_their_usual_spelling(
    teacher_client: Client, paper: Paper, classroom: Classroom
) -> None:
    lines = " 10.20.3.4/16 \r\n\r\n192.0.2.7\r\n２００１:db8::/32\r\n10.20.0.0/16"

    teacher_client.post(reverse("teacher_assign", args=[paper.pk]), sent(classroom, networks=lines))

    assignment = Assignment.objects.get()
    assert assignment.networks == ["10.20.0.0/16", "192.0.2.7/32", "2001:db8::/32"]
    page = teacher_client.get(reverse("teacher_assignment_settings", args=[assignment.pk]))
    assert page.context["form"]["networks"].value().splitlines() == assignment.networks


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("10.20.0.0/16\n10.20", "Line 2: “10.20” is no network."),
        ("10.0.0.0/33", "Line 1: “10.0.0.0/33” is no network."),
        ("<script>", "Line 1: “&lt;script&gt;” is no network."),
        ("\n".join(f"10.{n}.0.0/16" for n in range(51)), "At most 50 networks can be named."),
    ],
)
def test_line_that_is_no_network_gives_nothing(
    teacher_client: Client, paper: Paper, classroom: Classroom, lines: str, sentence: str
) -> None:
    response = teacher_client.post(
        reverse("teacher_assign", args=[paper.pk]), sent(classroom, networks=lines)
    )

    assert (response.status_code, Assignment.objects.count()) == (422, 0)
    assert sentence in response.content.decode()


def test_classes_that_one_does_not_teach_cannot_be_chosen(
    teacher_client: Client, paper: Paper, school: School, other_classroom: Classroom
) -> None:
    not_mine = ClassroomFactory(school=school)

    for classroom in (not_mine, other_classroom):
        teacher_client.post(reverse("teacher_assign", args=[paper.pk]), sent(classroom))

    assert Assignment.objects.count() == 0


def test_one_class_that_is_refused_leaves_the_others_without_it_too(
    paper: Paper, classroom: Classroom, other_classroom: Classroom, teacher: User
) -> None:
    now = timezone.now()
    terms = Terms(opens_at=now, closes_at=now + timedelta(hours=1))

    with pytest.raises(Refused):
        assign_to_classes(paper, [classroom, other_classroom], terms, by=teacher)

    assert Assignment.objects.count() == 0


def test_teacher_without_classes_is_told_what_to_do(
    school_admin_client: Client, school: School, school_admin: User
) -> None:
    paper = make_paper(school, by=school_admin)

    html = school_admin_client.get(reverse("teacher_assign", args=[paper.pk])).content.decode()

    assert "You teach no class yet" in html


def test_settings_that_nobody_touched_stay_to_the_second(
    teacher_client: Client, classroom: Classroom, teacher: User, student: User
) -> None:
    assignment = make_assignment(classroom, by=teacher, limit_s=601)
    start_attempt(assignment, student=student)
    address = reverse("teacher_assignment_settings", args=[assignment.pk])
    form = teacher_client.get(address).context["form"]
    body = {field.name: field.value() if field.value() is not None else "" for field in form}
    for name in ("opens_at", "closes_at"):
        body[name] = timezone.localtime(getattr(assignment, name)).strftime("%Y-%m-%dT%H:%M")

    teacher_client.post(address, body | {"access_code": "pi"})

    changed = Assignment.objects.get()
    assert (changed.opens_at, changed.closes_at) == (assignment.opens_at, assignment.closes_at)
    assert (changed.limit_s, changed.access_code) == (601, "pi")
    entry = AuditEntry.objects.get(verb="assignment.changed")
    assert (entry.actor, entry.data["changed"]) == (teacher, ["access_code"])


def test_settings_opened_before_more_time_was_given_do_not_take_it_back(
    teacher_client: Client, classroom: Classroom, teacher: User, student: User
) -> None:
    assignment = make_assignment(classroom, by=teacher)
    start_attempt(assignment, student=student)
    address = reverse("teacher_assignment_settings", args=[assignment.pk])
    html = teacher_client.get(address).content.decode()
    shown = [dict(ATTRIBUTES.findall(tag)) for tag in INPUTS.findall(html)]
    body = {tag["name"]: tag.get("value", "") for tag in shown if tag.get("type") != "submit"}
    body |= {"result": "after_submit", "solution": "after_close"}
    give_time(assignment, seconds=600, by=teacher)

    teacher_client.post(address, body | {"access_code": "pi"})

    changed = Assignment.objects.get()
    assert changed.closes_at == assignment.closes_at + timedelta(minutes=10)
    assert changed.access_code == "pi"
    assert "initial-closes_at" in body

    wanted = timezone.localtime(changed.closes_at + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    teacher_client.post(address, body | {"closes_at": wanted})

    moved = Assignment.objects.get().closes_at
    assert timezone.localtime(moved).strftime("%Y-%m-%dT%H:%M") == wanted


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"opens_at": timezone.now() - timedelta(hours=5)}, "opening_has_passed"),
        ({"limit_s": 60}, "limit_is_fixed"),
        ({"closes_at": timezone.now() - timedelta(hours=9)}, "window_is_empty"),
    ],
)
def test_change_that_is_unfair_to_those_who_started_is_refused(
    classroom: Classroom, teacher: User, student: User, changes: dict[str, Any], code: str
) -> None:
    assignment = make_assignment(classroom, by=teacher)
    start_attempt(assignment, student=student)

    with pytest.raises(Refused) as refusal:
        change_terms(assignment.pk, terms_of(assignment, **changes), by=teacher)

    assert refusal.value.code == code


def test_attempts_cannot_become_fewer_than_were_used(
    teacher_client: Client, classroom: Classroom, teacher: User, student: User
) -> None:
    assignment = make_assignment(classroom, by=teacher, max_attempts=3)
    attempt = start_attempt(assignment, student=student)
    type(attempt).objects.update(number=2)

    with pytest.raises(Refused) as refusal:
        change_terms(assignment.pk, terms_of(assignment, max_attempts=1), by=teacher)

    assert (refusal.value.code, refusal.value.values) == ("attempts_used", {"used": 2})


def test_nothing_changed_leaves_no_record(classroom: Classroom, teacher: User) -> None:
    assignment = make_assignment(classroom, by=teacher)

    _row, changed = change_terms(assignment.pk, terms_of(assignment), by=teacher)

    assert (changed, AuditEntry.objects.filter(verb="assignment.changed").count()) == ([], 0)


def test_running_attempt_keeps_its_deadline(classroom: Classroom, teacher: User, student: User) -> None:
    assignment = make_assignment(classroom, by=teacher)
    attempt = start_attempt(assignment, student=student)
    later = assignment.closes_at + timedelta(hours=1)

    change_terms(assignment.pk, terms_of(assignment, closes_at=later), by=teacher)

    attempt.refresh_from_db()
    assert attempt.deadline_at == assignment.closes_at
    assert Assignment.objects.get().closes_at == later
