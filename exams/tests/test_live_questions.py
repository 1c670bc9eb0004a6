"""What a class has given to one question so far: grouped by what it means, marked as it stands."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Classroom, User
from accounts.tests.browsers import client_of
from exams.models import Assignment, Attempt, Question
from exams.presenting.teaching.live import QuestionBoard
from exams.services.authoring import import_bank
from exams.services.delivery import start_attempt
from exams.services.publishing import publish_exam
from exams.tests.banks import bank_file, question
from exams.tests.factories import AssignmentFactory, ExamFactory, ExamItemFactory, make_assignment
from exams.tests.sittings import give_mixed_exam, put_answer
from exams.tests.teaching import HUGE, count_queries, fill_class, sit
from grading.models import Mark


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return make_assignment(classroom, by=teacher, questions=2)


@pytest.fixture
def pupils(classroom: Classroom, student: User) -> list[User]:
    return [student, *fill_class(classroom, count=5)]


def look(client: Client, assignment: Assignment, query: str = "?question=1") -> QuestionBoard:
    response = client.get(reverse("teacher_assignment", args=[assignment.pk]) + query)
    return response.context["question"]


def told(board: QuestionBoard) -> list[tuple[int, str, list[str]]]:
    """Count, verdict and people of each group of the only part."""
    (part,) = board.parts
    return [(group.count, group.verdict, [row.student.name for row in group.people]) for group in part.groups]


def test_answers_are_together_by_what_they_mean(
    teacher_client: Client, assignment: Assignment, pupils: list[User]
) -> None:
    for person, text in zip(pupils, ("x^2+x", "x(x+1)", "x+x^2", "x^2", "1x^2", "(x"), strict=True):
        sit(assignment, person, text, hand_in=False)

    board = look(teacher_client, assignment)

    assert told(board) == [
        (3, "correct", ["Student Kim", "Pupil 01", "Pupil 02"]),
        (2, "incorrect", ["Pupil 03", "Pupil 04"]),
        (1, "unreadable", ["Pupil 05"]),
    ]
    assert [group.lines[0].spellings for group in board.parts[0].groups] == [3, 2, 1]
    assert board.parts[0].tally == (("correct", 3), ("incorrect", 2), ("unreadable", 1))
    assert (board.parts[0].given, board.parts[0].of) == (6, 6)


def test_what_is_handed_in_counts_and_what_is_empty_does_not(
    teacher_client: Client, assignment: Assignment, pupils: list[User]
) -> None:
    sit(assignment, pupils[0], "x^2+x")
    sit(assignment, pupils[1], "  ", hand_in=False)
    start_attempt(assignment, student=pupils[2])

    board = look(teacher_client, assignment)

    assert told(board) == [(1, "correct", ["Student Kim"])]
    assert (board.parts[0].given, board.parts[0].of) == (1, 3)


def test_nothing_is_stored_by_looking(teacher_client: Client, assignment: Assignment, student: User) -> None:
    sit(assignment, student, "x^2", hand_in=False)

    look(teacher_client, assignment)

    assert not Mark.objects.exists()
    assert Attempt.objects.get().score is None


def test_answer_that_changes_moves_to_another_group(
    teacher_client: Client, assignment: Assignment, student: User, student_client: Client
) -> None:
    attempt = sit(assignment, student, "x^2", hand_in=False)
    before = told(look(teacher_client, assignment))

    put_answer(student_client, attempt, {"text": "x^2+x"}, seq=9, base=1)

    assert before == [(1, "incorrect", ["Student Kim"])]
    assert told(look(teacher_client, assignment)) == [(1, "correct", ["Student Kim"])]


def test_hostile_answers_are_for_a_person_and_stop_nothing(
    teacher_client: Client, assignment: Assignment, pupils: list[User]
) -> None:
    for person, text in zip(pupils, (HUGE, "((((", "{" * 400, "<b>x", "x^2+x", "0/0"), strict=True):
        sit(assignment, person, text, hand_in=False)

    response = teacher_client.get(reverse("teacher_assignment", args=[assignment.pk]) + "?question=1")

    (part,) = response.context["question"].parts
    assert part.given == 6
    assert ("undecided", 1) in part.tally
    assert "<b>x" not in response.content.decode()


def test_right_and_wrong_stand_nowhere_while_names_are_hidden(
    teacher_client: Client, assignment: Assignment, pupils: list[User]
) -> None:
    for person, text in zip(pupils, ("x^2+x", "x(x+1)", "x^2", "(x"), strict=False):
        sit(assignment, person, text, hand_in=False)
    address = reverse("teacher_assignment", args=[assignment.pk])

    hidden = teacher_client.get(f"{address}?question=1&names=hidden")
    shown = teacher_client.get(f"{address}?question=1&names=hidden&verdicts=shown")

    assert [group.count for group in hidden.context["question"].parts[0].groups] == [2, 1, 1]
    assert "so far" not in hidden.content.decode().replace("Answers so far", "")
    assert "Right so far" in shown.content.decode()
    for response in (hidden, shown):
        assert not [person.name for person in pupils if person.name in response.content.decode()]


def test_options_are_bars_by_option_and_sets_by_what_was_picked(
    teacher_client: Client, classroom: Classroom, teacher: User, student: User, classmate: User
) -> None:
    assignment = give_mixed_exam(classroom, by=teacher)
    for person, one, several in ((student, ["o2"], ["o1", "o3"]), (classmate, ["o1"], ["o3", "o1"])):
        attempt = start_attempt(assignment, student=person)
        put_answer(client_of(person), attempt, {"choice": one}, position=2, seq=1)
        put_answer(client_of(person), attempt, {"choice": several}, position=3, seq=2)

    choice = look(teacher_client, assignment, "?question=2").parts[0]
    sets = look(teacher_client, assignment, "?question=3").parts[0]

    assert [(bar.option.id, bar.count, bar.percent, bar.verdict) for bar in choice.bars] == [
        ("o1", 1, 50, "incorrect"),
        ("o2", 1, 50, "correct"),
        ("o3", 0, 0, ""),
    ]
    assert choice.groups == ()
    assert [(bar.option.id, bar.count) for bar in sets.bars] == [("o1", 2), ("o2", 0), ("o3", 2)]
    assert [(group.count, group.verdict) for group in sets.groups] == [(2, "correct")]


def give_bank(classroom: Classroom, teacher: User, entry: dict[str, Any]) -> Assignment:
    import_bank(bank_file(entry), school=classroom.school, owner=teacher)
    exam = ExamFactory(school=classroom.school)
    ExamItemFactory(exam=exam, question=Question.objects.get(external_id=entry["id"]), position=1, points=2)
    return AssignmentFactory(paper=publish_exam(exam, by=teacher), classroom=classroom)


def test_answers_to_different_variants_meet_only_in_what_became_of_them(
    teacher_client: Client, classroom: Classroom, teacher: User, pupils: list[User]
) -> None:
    entry = question(
        id="varied",
        text={"en": "Expand $x(x+{a})$.", "ko": "$x(x+{a})$"},
        parameters="a = one of 2, 3, 4, 5, 6, 7, 8, 9",
        variants=8,
        key="x^2+{a}x",
    )
    assignment = give_bank(classroom, teacher, entry)
    for person in pupils:
        attempt = start_attempt(assignment, student=person)
        put_answer(client_of(person), attempt, {"text": "x^2"})

    together = look(teacher_client, assignment)
    apart = look(teacher_client, assignment, "?question=1&verdicts=hidden")

    assert together.variants > 1
    assert [(group.count, group.verdict) for group in together.parts[0].groups] == [(6, "incorrect")]
    assert len(apart.parts[0].groups) == together.variants


def test_essays_are_only_counted(
    teacher_client: Client, classroom: Classroom, teacher: User, student: User
) -> None:
    entry = question(id="why", kind="essay", symbols=None, text={"en": "Why?", "ko": "왜?"}, key={})
    assignment = give_bank(classroom, teacher, entry)
    attempt = start_attempt(assignment, student=student)
    put_answer(client_of(student), attempt, {"text": "Because it is private."})

    response = teacher_client.get(reverse("teacher_assignment", args=[assignment.pk]) + "?question=1")

    (part,) = response.context["question"].parts
    assert (part.given, part.groups, part.is_counted_only) == (1, (), True)
    assert "private" not in response.content.decode()


def test_question_that_is_not_there_is_the_class(teacher_client: Client, assignment: Assignment) -> None:
    found = [look(teacher_client, assignment, f"?question={word}") for word in ("99", "x", "²", "-1")]

    assert found == [None] * 4


def test_question_costs_as_much_for_thirty_students_as_for_one(
    teacher_client: Client, assignment: Assignment, classroom: Classroom, student: User
) -> None:
    address = reverse("teacher_assignment", args=[assignment.pk]) + "?question=1"
    sit(assignment, student, "x^2", hand_in=False)
    few = count_queries(lambda: teacher_client.get(address))
    for person in fill_class(classroom, count=29):
        sit(assignment, person, "x^2", hand_in=False)

    assert count_queries(lambda: teacher_client.get(address)) == few
