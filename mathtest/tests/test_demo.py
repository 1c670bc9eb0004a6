"""The demo: what a first run makes, what a second keeps, and that a taken port is said in a sentence."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import Classroom, User
from exams.models import Assignment, Attempt
from exams.services.delivery import start_attempt, submit_attempt
from mathtest.demo.exam import open_assignment, prepare_paper
from mathtest.demo.school import DemoSchool, prepare_school
from mathtest.demo.sitting import simulate_class
from mathtest.demo.static_files import collect_static_files

pytestmark = pytest.mark.django_db

PASSWORD = "demo-mathtest"
BANK = """
format: mathtest-bank
version: 1
title: {ko: '두 문제', en: 'Two questions'}
questions:
  - id: two-plus-two
    points: 2
    text: {ko: '$2+2$의 값은?', en: 'What is $2+2$?'}
    kind: integer
    key: 4
    tests:
      - {response: '04', verdict: correct}
      - {response: '5', verdict: incorrect}
  - id: pick
    points: 3
    text: {ko: '짝수를 고르시오.', en: 'Pick the even number.'}
    kind: choice
    options:
      - {id: o1, text: {ko: '3', en: '3'}}
      - {id: o2, text: {ko: '8', en: '8'}}
    key: o2
    tests:
      - {response: o2, verdict: correct}
      - {response: o1, verdict: incorrect}
      - {response: o9, verdict: unreadable}
"""


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "bank.yaml"
    path.write_text(BANK, encoding="utf-8")
    return path


@pytest.fixture
def demo() -> DemoSchool:
    return prepare_school(password=PASSWORD)


@pytest.fixture
def assignment(demo: DemoSchool, bank: Path) -> Assignment:
    return open_assignment(demo, prepare_paper(demo, bank=bank))


def run_again(bank: Path, *, password: str = PASSWORD) -> Assignment:
    """What a later start of the demo gives."""
    demo = prepare_school(password=password)
    return open_assignment(demo, prepare_paper(demo, bank=bank))


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as coordinates:
        yield coordinates


def test_the_demo_has_a_teacher_of_two_classes_of_30(demo: DemoSchool) -> None:
    classes = [each.classroom.enrollment_set.count() for each in demo.classes]
    taught = Classroom.objects.taught_by(demo.teacher).count()

    assert (classes, taught, demo.teacher.is_teacher, demo.student.is_teacher) == ([30, 30], 2, True, False)


def test_nobody_in_the_demo_has_the_name_of_another(demo: DemoSchool) -> None:
    names = list(User.objects.values_list("name", flat=True))

    assert (len(names), len(set(names))) == (63, 63)


def test_the_second_class_has_a_second_teacher_and_the_school_an_administrator(demo: DemoSchool) -> None:
    second = Classroom.objects.taught_by(User.objects.get(login="teacher2"))
    all_of_them = Classroom.objects.taught_by(User.objects.get(login="school"))

    assert (list(second), all_of_them.count()) == ([demo.classes[1].classroom], 2)


def test_teacher_and_student_sign_in_with_the_password_and_nobody_else_signs_in(demo: DemoSchool) -> None:
    known = [person.check_password(PASSWORD) for person in (demo.teacher, demo.student)]
    others = {person.has_usable_password() for person in demo.classmates}

    assert (known, others) == ([True, True], {False})


def test_a_second_run_keeps_everything_and_takes_the_new_password(demo: DemoSchool) -> None:
    again = prepare_school(password="another-one")

    assert (again.classroom, again.teacher, again.student) == (demo.classroom, demo.teacher, demo.student)
    assert list(again.classmates) == list(demo.classmates)
    assert again.classroom.join_code == demo.classroom.join_code
    assert again.student.check_password("another-one")


def test_a_class_code_that_ended_is_made_anew(demo: DemoSchool, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(days=400))

    again = prepare_school(password=PASSWORD)

    assert again.classroom.join_code != demo.classroom.join_code


def test_the_paper_has_the_questions_of_the_bank_with_their_points(assignment: Assignment) -> None:
    items = assignment.paper.items.values_list("question_version__question__external_id", "points")

    assert [(name, int(points)) for name, points in items] == [("two-plus-two", 2), ("pick", 3)]


def test_a_second_run_keeps_the_paper_and_moves_the_window(
    assignment: Assignment, bank: Path, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=30))

    again = run_again(bank)

    assert (again.pk, again.paper_id) == (assignment.pk, assignment.paper_id)
    assert again.opens_at < timezone.now() < again.closes_at


def test_a_student_in_the_middle_of_the_exam_goes_on_with_it(
    assignment: Assignment, demo: DemoSchool, bank: Path
) -> None:
    start_attempt(assignment, student=demo.student)

    again = run_again(bank)

    assert again.pk == assignment.pk


def test_a_student_who_has_sat_the_exam_gets_another(
    assignment: Assignment, demo: DemoSchool, bank: Path
) -> None:
    attempt = start_attempt(assignment, student=demo.student)
    submit_attempt(attempt.pk, student=demo.student)

    again = run_again(bank)

    assert (again.pk == assignment.pk, again.paper_id) == (False, assignment.paper_id)


def test_a_student_whose_time_ran_out_gets_another(
    assignment: Assignment, demo: DemoSchool, bank: Path
) -> None:
    attempt = start_attempt(assignment, student=demo.student)
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=timezone.now() - timedelta(minutes=1))

    again = run_again(bank)

    assert again.pk != assignment.pk


def test_a_changed_bank_is_published_anew(assignment: Assignment, bank: Path) -> None:
    bank.write_text(BANK.replace("points: 2", "points: 4"), encoding="utf-8")

    again = run_again(bank)

    assert (again.paper.edition, int(again.paper.total)) == (2, 7)


def test_the_class_sits_the_exam_once_and_is_marked(assignment: Assignment, demo: DemoSchool) -> None:
    sat = simulate_class(assignment, demo.classmates)
    sat_again = simulate_class(assignment, demo.classmates)

    assert (sat, sat_again) == (29, 0)
    assert Attempt.objects.unmarked().count() == 0
    assert not Attempt.objects.of(demo.student).exists()


def test_the_class_answers_differently_and_alike_every_time(assignment: Assignment, demo: DemoSchool) -> None:
    simulate_class(assignment, demo.classmates)
    rows = Attempt.objects.filter(assignment=assignment).values_list("student__login", "score")
    scores = {login: int(score) for login, score in rows}

    second = Assignment.objects.create(
        paper=assignment.paper,
        classroom=assignment.classroom,
        opens_at=assignment.opens_at,
        closes_at=assignment.closes_at,
    )
    simulate_class(second, demo.classmates)
    again = Attempt.objects.filter(assignment=second).values_list("student__login", "score")

    assert {login: int(score) for login, score in again} == scores
    assert set(scores.values()) == {2, 5}


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    """A place for one static file, and where it is collected to."""
    source, root = tmp_path / "source", tmp_path / "collected"
    source.mkdir()
    (source / "a.css").write_text("a {}")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = root
    return root


def test_static_files_are_collected_only_when_one_has_changed(collected: Path, tmp_path: Path) -> None:
    first, second = collect_static_files(), collect_static_files()
    (tmp_path / "source" / "a.css").write_text("a { color: red }")
    third = collect_static_files()

    assert (first, second, third) == (True, False, True)
    assert (collected / "a.css").read_text() == "a { color: red }"


def test_a_taken_port_is_said_before_anything_is_made() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=rf"^Port {port} is taken\. .* PORT={port + 1}$"):
            call_command("demo", port=port, stdout=StringIO())


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_port_that_is_none_is_refused(port: int) -> None:
    with pytest.raises(CommandError, match=f"^Port {port} cannot be used here"):
        call_command("demo", port=port, stdout=StringIO())


def test_the_demo_refuses_production(settings: Settings) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="not for production"):
        call_command("demo", stdout=StringIO())


def test_starting_over_refuses_a_database_that_may_be_someones(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")

    with pytest.raises(CommandError, match="SQLite file only"):
        call_command("demo", reset=True, no_serve=True, stdout=StringIO())
