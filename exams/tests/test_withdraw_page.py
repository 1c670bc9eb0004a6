"""The page on which a teacher takes a question out, and where else it shows that one was."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Classroom, School, User
from accounts.tests.factories import ClassroomFactory, TeachingFactory
from exams.models import Assignment, Attempt, Question, Withdrawal
from exams.services.delivery import start_attempt
from exams.services.publishing import publish_exam
from exams.tests.factories import AssignmentFactory
from exams.tests.teaching import count_queries, draft, fill_class, sit
from exams.tests.withdrawals import item_at, mend, regrade_all, withdraw


@pytest.fixture
def assignment(school: School, classroom: Classroom, teacher: User) -> Assignment:
    paper = publish_exam(draft(school, by=teacher), by=teacher)
    return AssignmentFactory(paper=paper, classroom=classroom)


@pytest.fixture
def address(assignment: Assignment) -> str:
    return reverse("teacher_withdraw", args=[assignment.pk])


def asked(**changes: str) -> dict[str, str]:
    said = {"policy": "full", "reason": "Two options are right.", "sure": "on", **changes}
    return {name: value for name, value in said.items() if value}


def test_page_lists_every_question_with_a_way_to_withdraw_it(teacher_client: Client, address: str) -> None:
    page = teacher_client.get(address).content.decode()

    assert [f"?item={position}" in page for position in (1, 2, 3, 4)] == [True, True, True, False]


def test_page_says_whom_it_concerns(
    teacher_client: Client, assignment: Assignment, student: User, classmate: User, address: str
) -> None:
    sit(assignment, student, "x^2-x")
    start_attempt(assignment, student=classmate)

    context = teacher_client.get(f"{address}?item=1").context

    given = context["given"]
    assert (given.answered, given.sitting, given.ended) == (1, 1, 1)
    assert (context["chosen"].number, "scope" in context["form"].fields) == (1, False)


def test_teacher_withdraws_a_question_and_sees_how_far_marking_again_is(
    teacher_client: Client, assignment: Assignment, student: User, teacher: User, address: str
) -> None:
    sit(assignment, student, "x")

    done = teacher_client.post(f"{address}?item=2", asked(policy="drop"), follow=True)

    row = Withdrawal.objects.get()
    assert (row.assignment, row.policy, row.by) == (assignment, "drop", teacher)
    assert "0 of 1 papers looked at again." in done.content.decode()
    regrade_all()
    after = teacher_client.get(address).content.decode()
    assert "1 paper looked at again." in after
    assert "?item=2" not in after


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"policy": ""}, "Choose what becomes of the points."),
        ({"reason": " "}, "Say why, in a few words."),
        ({"sure": ""}, "Tick this to go on"),
        ({"policy": "replace"}, "Mend its text in the question bank first"),
    ],
)
def test_page_says_what_is_missing_and_keeps_what_was_said(
    teacher_client: Client, address: str, changes: dict[str, str], sentence: str
) -> None:
    response = teacher_client.post(f"{address}?item=1", asked(**changes))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Withdrawal.objects.exists()


def test_teacher_replaces_a_question_by_its_mended_version(
    teacher_client: Client, assignment: Assignment, student: User, teacher: User, address: str
) -> None:
    attempt = start_attempt(assignment, student=student)
    mend(item_at(assignment, 1), by=teacher)

    teacher_client.post(f"{address}?item=1", asked(policy="replace"))

    replacement = Withdrawal.objects.get().replacement
    assert replacement is not None
    assert Attempt.objects.get(pk=attempt.pk).layout["items"][-1]["item"] == replacement.pk


def test_new_edition_that_cannot_be_published_withdraws_nothing(
    teacher_client: Client, assignment: Assignment, teacher: User, address: str
) -> None:
    mend(item_at(assignment, 1), by=teacher)
    exam = assignment.paper.exam
    exam.items.create(question=Question.objects.create(school=exam.school, owner=teacher), position=9)

    response = teacher_client.post(f"{address}?item=1", asked(policy="replace"))

    assert response.status_code == 422
    assert "no version" in response.content.decode()
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize(("scope", "classes"), [("one", 1), ("mine", 2)])
def test_teacher_chooses_one_class_or_all_of_their_own(
    teacher_client: Client,
    assignment: Assignment,
    school: School,
    teacher: User,
    address: str,
    scope: str,
    classes: int,
) -> None:
    """A class of somebody else keeps its question."""
    second, foreign = ClassroomFactory(school=school), ClassroomFactory(school=school)
    TeachingFactory(classroom=second, user=teacher)
    for classroom in (second, foreign):
        AssignmentFactory(paper=assignment.paper, classroom=classroom)

    teacher_client.post(f"{address}?item=1", asked(scope=scope))

    withdrawn = Withdrawal.objects.values_list("assignment__classroom", flat=True)
    assert (len(withdrawn), foreign.pk in withdrawn, None in withdrawn) == (classes, False, False)


def test_question_that_is_withdrawn_has_no_form_any_more(
    teacher_client: Client, assignment: Assignment, teacher: User, address: str
) -> None:
    withdraw(assignment, 1, "full", by=teacher)

    again = teacher_client.post(f"{address}?item=1", asked(), follow=True)

    assert "This question has been withdrawn already." in again.content.decode()
    assert Withdrawal.objects.count() == 1
    assert teacher_client.get(f"{address}?item=7").status_code == 404


def test_page_costs_the_same_for_many_withdrawn_questions(
    teacher_client: Client, assignment: Assignment, teacher: User, address: str
) -> None:
    withdraw(assignment, 1, "full", by=teacher)
    one = count_queries(lambda: teacher_client.get(address))
    withdraw(assignment, 2, "drop", by=teacher)

    assert count_queries(lambda: teacher_client.get(address)) == one


def test_exam_page_says_at_the_question_what_became_of_it(
    student_client: Client, assignment: Assignment, student: User, teacher: User
) -> None:
    attempt = sit(assignment, student, "my answer", hand_in=False)
    withdraw(assignment, 1, "replace", by=teacher, reason="A word is missing.")

    page = student_client.get(reverse("attempt", args=[attempt.pk])).content.decode()

    assert "question 4 stands in its place. You need not answer it." in page
    assert "Why: A word is missing." in page
    assert "my answer" in page
    assert 'id="q4"' in page
    assert 'data-number="1" data-answered data-withdrawn' in page
    assert "0 of 3 answered" in page


def test_handing_in_does_not_ask_for_a_withdrawn_question(
    student_client: Client, assignment: Assignment, student: User, teacher: User
) -> None:
    attempt = start_attempt(assignment, student=student)
    withdraw(assignment, 1, "full", by=teacher)

    context = student_client.get(reverse("submit_attempt", args=[attempt.pk])).context

    assert [question.number for question in context["unanswered"]] == [2, 3]


def test_result_page_shows_the_withdrawn_question_and_the_right_total(
    student_client: Client, assignment: Assignment, student: User, teacher: User
) -> None:
    attempt = sit(assignment, student, "x", "x^2-2x", "x^2-3x")
    withdraw(assignment, 1, "drop", by=teacher)
    regrade_all()

    page = student_client.get(reverse("result", args=[attempt.pk])).content.decode()

    assert '<span class="score-earned">4</span> <span class="score-total">/ 4</span>' in page
    assert 'data-verdict="withdrawn"' in page
    assert "This question does not count." in page


def test_table_of_scores_has_the_replacement_and_the_right_total(
    teacher_client: Client, assignment: Assignment, student: User, teacher: User
) -> None:
    sit(assignment, student, "x", "x^2-2x", "x^2-3x")
    withdraw(assignment, 1, "replace", by=teacher)
    withdraw(assignment, 2, "drop", by=teacher)
    regrade_all()

    response = teacher_client.get(reverse("teacher_results", args=[assignment.pk]))

    table = response.context["table"]
    assert table.worth == (None, 0, 2, 2)
    assert table.policies == ("replace", "drop", "", "")
    assert table.rows[0].points == (2, 0, 2, None)
    assert response.context["assignment"].total == 4


@pytest.mark.parametrize("name", ["home", "assignment"])
def test_lists_tell_the_right_total(
    student_client: Client, assignment: Assignment, student: User, teacher: User, name: str
) -> None:
    sit(assignment, student, "x^2-x", "x^2-2x")
    withdraw(assignment, 3, "drop", by=teacher)
    regrade_all()

    page = student_client.get(reverse(name, args=[] if name == "home" else [assignment.pk]))

    assert ("/ 4" if name == "home" else '<dd class="number">4</dd>') in page.content.decode()


def test_marking_queue_names_a_replacement_by_its_number(
    teacher_client: Client, assignment: Assignment, classroom: Classroom, teacher: User
) -> None:
    mend(item_at(assignment, 1), by=teacher, key="x^2+7x")
    (person,) = fill_class(classroom, count=1)
    withdraw(assignment, 1, "replace", by=teacher)
    sit(assignment, person, "x", "x", "x", "10^(10^(10^10)) x")

    response = teacher_client.get(reverse("teacher_marking", args=[assignment.pk]))

    assert [(group.number, group.position) for group in response.context["queue"].groups] == [(4, 4)]
