"""One student's paper, and marking by a person: what waits, what is decided, and two teachers at once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, Classroom, User
from accounts.tests.browsers import client_of
from accounts.tests.factories import TeachingFactory, UserFactory
from exams.models import Assignment, Attempt
from exams.services.delivery import start_attempt
from exams.tests.banks import question
from exams.tests.factories import make_assignment
from exams.tests.sittings import give_mixed_exam
from exams.tests.structured import give
from exams.tests.teaching import HUGE, count_queries, fill_class, sit
from grading.models import Mark


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return make_assignment(classroom, by=teacher, questions=2)


@pytest.fixture
def waiting(assignment: Assignment, student: User) -> Mark:
    """Question 1 is right, question 2 waits for a person."""
    attempt = sit(assignment, student, "x^2+x", HUGE)
    return Mark.objects.get(attempt=attempt, verdict="undecided")


def marking(assignment: Assignment, query: str = "") -> str:
    return reverse("teacher_marking", args=[assignment.pk]) + query


def paper(attempt: Attempt) -> str:
    return reverse("teacher_attempt", args=[attempt.pk])


def test_paper_shows_key_certificate_and_what_was_saved(
    teacher_client: Client, waiting: Mark, student: User
) -> None:
    response = teacher_client.get(paper(waiting.attempt))

    html = response.content.decode()
    (question, _parts), _second = response.context["rows"]
    assert (question.parts[0].key[0].text, question.parts[0].worth) == ("x^2+1x", 2)
    assert [line.words for line in question.saved] == ["x^2+x"]
    assert "Proved by exact forms" in html
    assert student.name in html


def test_paper_of_every_kind_can_be_read(
    teacher_client: Client, classroom: Classroom, teacher: User, student: User
) -> None:
    attempt = sit(give_mixed_exam(classroom, by=teacher), student)

    response = teacher_client.get(paper(attempt))

    assert response.status_code == 200
    keys = [question.parts[0].key for question, _parts in response.context["rows"]]
    assert all(keys)


def test_paper_that_is_not_handed_in_cannot_be_read_yet(
    teacher_client: Client, assignment: Assignment, student: User
) -> None:
    attempt = start_attempt(assignment, student=student)

    assert "Not handed in yet" in teacher_client.get(paper(attempt)).content.decode()


def test_decision_on_the_paper_changes_the_score_and_stands_in_the_history(
    teacher_client: Client, waiting: Mark, teacher: User
) -> None:
    sent = {"mark": waiting.pk, "points": "1.5", "comment": "Good idea."}

    response = teacher_client.post(paper(waiting.attempt), sent)

    attempt = Attempt.objects.get(pk=waiting.attempt_id)
    assert response["Location"] == f"{paper(attempt)}#q2"
    assert attempt.score == Decimal("3.5")
    html = teacher_client.get(paper(attempt)).content.decode()
    assert "Good idea." in html
    assert teacher.name in html
    assert AuditEntry.objects.get(verb="mark.decided").actor == teacher


@pytest.mark.parametrize(
    ("points", "sentence"), [("2.5", "At most 2 points"), ("", "Say how many"), ("x", "Enter")]
)
def test_points_that_cannot_be_given_decide_nothing(
    teacher_client: Client, waiting: Mark, points: str, sentence: str
) -> None:
    response = teacher_client.post(paper(waiting.attempt), {"mark": waiting.pk, "points": points})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Attempt.objects.get(pk=waiting.attempt_id).score == 2


def test_mark_of_another_paper_is_not_found(
    teacher_client: Client, waiting: Mark, assignment: Assignment, classmate: User
) -> None:
    other = sit(assignment, classmate, "x")

    assert teacher_client.post(paper(other), {"mark": waiting.pk, "points": "1"}).status_code == 404


def test_queue_goes_from_answer_to_answer_by_question(
    teacher_client: Client, assignment: Assignment, waiting: Mark, classmate: User
) -> None:
    sit(assignment, classmate, HUGE, HUGE)

    first = teacher_client.get(marking(assignment))
    decided = teacher_client.post(
        marking(assignment, f"?mark={first.context['mark'].pk}"), {"points": "0", "comment": ""}
    )
    second = teacher_client.get(decided["Location"])

    assert [(group.number, group.waiting) for group, _link in first.context["groups"]] == [(1, 1), (2, 2)]
    assert (first.context["mark"].position, first.context["place"], first.context["queue"].total) == (1, 1, 3)
    assert (second.context["mark"].position, second.context["place"], second.context["queue"].total) == (
        2,
        2,
        3,
    )


def test_queue_names_parts_as_students_know_them(
    teacher_client: Client, classroom: Classroom, teacher: User, student: User
) -> None:
    essay = {"kind": "essay", "key": {}, "text": {"ko": "증명하시오.", "en": "Prove it."}}
    parts = [{"id": "b", **essay}, {"id": "a", **essay}]
    one = question(id="one", **{**essay, "symbols": None})
    two = question(id="two", kind=None, key=None, symbols=None, parts=parts)
    assignment = give(classroom, one, two, by=teacher)
    sit(assignment, student, "p", "p")

    shown = teacher_client.get(marking(assignment))

    groups = [(group.number, group.part_number, group.part) for group, _link in shown.context["groups"]]
    assert groups == [(1, 0, "a"), (2, 2, "a")]


def test_names_are_hidden_unless_asked_for(
    teacher_client: Client, assignment: Assignment, waiting: Mark, student: User
) -> None:
    hidden = teacher_client.get(marking(assignment)).content.decode()
    shown = teacher_client.get(marking(assignment, "?names=shown")).content.decode()

    assert (student.name in hidden, student.name in shown) == (False, True)


def test_second_teacher_sees_what_the_first_decided(
    teacher_client: Client, assignment: Assignment, waiting: Mark, classroom: Classroom
) -> None:
    colleague = UserFactory(name="Colleague Min")
    TeachingFactory(classroom=classroom, user=colleague)
    here = marking(assignment, f"?mark={waiting.pk}")
    client_of(colleague).post(here, {"points": "1", "comment": "Half."})

    late = teacher_client.post(here, {"points": "2", "comment": ""})
    look = teacher_client.get(here)

    assert late.status_code == 409
    for response in (late, look):
        html = response.content.decode()
        assert "Already decided by Colleague Min: 1 of 2 points" in html
        assert "Half." in html
    assert Attempt.objects.get(pk=waiting.attempt_id).score == 3


def test_unreadable_answers_are_there_when_asked_for(
    teacher_client: Client, assignment: Assignment, student: User
) -> None:
    sit(assignment, student, "(x")

    without = teacher_client.get(marking(assignment))
    with_them = teacher_client.get(marking(assignment, "?also=unreadable"))

    assert "Nothing waits for you" in without.content.decode()
    assert with_them.context["queue"].marks == (Mark.objects.get(verdict="unreadable").pk,)


def test_nothing_left_says_how_many_were_decided(
    teacher_client: Client, assignment: Assignment, waiting: Mark
) -> None:
    last = teacher_client.post(marking(assignment), {"points": "2", "comment": ""}, follow=True)

    assert "1 answer was decided by a person." in last.content.decode()


@pytest.mark.parametrize("query", ["?mark=999999", "?mark=99999999999999999999", "?mark=x"])
def test_mark_that_is_not_there(
    teacher_client: Client, assignment: Assignment, waiting: Mark, query: str
) -> None:
    expected = 404 if query == "?mark=999999" else 200

    assert teacher_client.get(marking(assignment, query)).status_code == expected


def test_pages_cost_as_much_for_thirty_answers_as_for_one(
    teacher_client: Client, classroom: Classroom, teacher: User
) -> None:
    costs = []
    for count in (1, 30):
        assignment = make_assignment(classroom, by=teacher, questions=count)
        attempts = [
            sit(assignment, person, *([HUGE] * min(count, 3)))
            for person in fill_class(classroom, count=min(count, 5))
        ]
        costs.append(count_queries(lambda a=assignment: teacher_client.get(marking(a))))
        costs.append(count_queries(lambda a=attempts[0]: teacher_client.get(paper(a))))

    assert costs[:2] == costs[2:]
