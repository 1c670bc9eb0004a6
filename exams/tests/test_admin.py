"""A teacher's way through the admin: topic, exam, publishing, giving it to a class."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Classroom, School, User
from accounts.tests.factories import ClassroomFactory
from exams.models import Assignment, Exam, Paper, Question, Topic
from exams.services.authoring import import_bank
from exams.tests.banks import bank_file, question
from exams.tests.factories import (
    AttemptFactory,
    ExamFactory,
    ExamItemFactory,
    QuestionFactory,
    TopicFactory,
    make_assignment,
    make_paper,
)

WRONG = {"response": "x(x-3)", "verdict": "incorrect"}


def page(model: str, name: str, *arguments: Any) -> str:
    return reverse(f"admin:exams_{model}_{name}", args=arguments)


def messages_of(response: HttpResponse) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def errors_of(response: HttpResponse) -> dict[str, list[str]]:
    return response.context["adminform"].form.errors


@pytest.fixture
def vertex(school: School, teacher: User) -> Question:
    import_bank(bank_file(question()), school=school, owner=teacher)
    return Question.objects.get()


# --- topics and questions ---


def test_teacher_makes_a_topic_of_their_school(teacher_client: Client, school: School) -> None:
    sent = {"school": school.pk, "code": "10공수1-01-02", "name_ko": "항등식", "name_en": "Identities"}

    answer = teacher_client.post(page("topic", "add"), sent)

    topic = Topic.objects.get()
    assert answer.status_code == 302
    assert (topic.school, topic.name) == (school, {"ko": "항등식", "en": "Identities"})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"school": ""}, "school"),
        ({"code": ""}, "code"),
        ({"name_ko": "", "name_en": ""}, "name"),
        ({"code": "x" * 41}, "code"),
    ],
)
def test_topic_with_a_missing_field_says_which_and_keeps_the_rest(
    teacher_client: Client, school: School, changes: dict[str, str], field: str
) -> None:
    sent = {"school": school.pk, "code": "T-1", "name_ko": "항등식", "name_en": "", **changes}

    answer = teacher_client.post(page("topic", "add"), sent)

    form = answer.context["adminform"].form
    assert (answer.status_code, list(form.errors)) == (200, [field])
    assert form["code"].value() == sent["code"]
    assert Topic.objects.count() == 0


def test_teacher_makes_no_topic_of_another_school(teacher_client: Client, other_school: School) -> None:
    sent = {"school": other_school.pk, "code": "T-1", "name_ko": "가"}

    assert list(errors_of(teacher_client.post(page("topic", "add"), sent))) == ["school"]
    assert Topic.objects.count() == 0


def test_shared_topic_is_for_reading(teacher_client: Client, operator_client: Client) -> None:
    topic = TopicFactory(school=None, code="shared")
    sent = {"school": "", "code": "changed", "name_ko": "가"}

    statuses = [
        client.post(page("topic", "change", topic.pk), sent).status_code
        for client in (teacher_client, operator_client)
    ]

    assert (statuses, Topic.objects.get().code) == ([403, 302], "changed")


@pytest.mark.parametrize("term", ["vertex", "전개", "Expand"])
def test_question_is_found_by_its_id_and_its_text(
    teacher_client: Client, vertex: Question, school: School, term: str
) -> None:
    QuestionFactory(school=school, external_id="another")

    shown = teacher_client.get(page("question", "changelist"), {"q": term})

    assert list(shown.context["cl"].queryset) == [vertex]


def test_question_shows_the_beginning_of_its_newest_text(
    teacher_client: Client, vertex: Question, teacher: User
) -> None:
    long = {"ko": "가" * 100, "en": "Long " * 40}
    import_bank(bank_file(question(text=long)), school=vertex.school, owner=teacher)

    html = teacher_client.get(page("question", "changelist")).content.decode()

    assert ("Long " * 16)[:79] + "…" in html


# --- exams ---


def exam_form(school: School, *items: tuple[int, Question, str]) -> dict[str, Any]:
    """What the exam's form sends, with its items."""
    sent = {"school": school.pk, "title_ko": "중간고사", "title_en": "Midterm", "items-INITIAL_FORMS": 0}
    for place, (position, row, points) in enumerate(items):
        prefix = f"items-{place}"
        sent |= {f"{prefix}-position": position, f"{prefix}-question": row.pk, f"{prefix}-points": points}
    return {**sent, "items-TOTAL_FORMS": len(items)}


def test_teacher_makes_an_exam_with_items_and_publishes_it(
    teacher_client: Client, school: School, vertex: Question, teacher: User
) -> None:
    made = teacher_client.post(page("exam", "add"), exam_form(school, (1, vertex, "2.5")))
    exam = Exam.objects.get()

    told = teacher_client.post(
        page("exam", "changelist"), {"action": "publish", "_selected_action": [exam.pk]}, follow=True
    )

    paper = Paper.objects.get()
    assert (made.status_code, exam.title) == (302, {"ko": "중간고사", "en": "Midterm"})
    assert (str(paper.total), paper.by) == ("2.50", teacher)
    assert messages_of(told)[-1:] == ["Published: Midterm, edition 1"]


def test_exam_takes_no_question_of_another_school(
    teacher_client: Client, school: School, other_school: School
) -> None:
    foreign = QuestionFactory(school=other_school)

    answer = teacher_client.post(page("exam", "add"), exam_form(school, (1, foreign, "1")))

    (formset,) = answer.context["inline_admin_formsets"]
    assert [list(errors) for errors in formset.formset.errors] == [["question"]]
    assert Exam.objects.count() == 0


def test_exam_takes_no_two_items_at_one_place(
    teacher_client: Client, school: School, vertex: Question
) -> None:
    answer = teacher_client.post(page("exam", "add"), exam_form(school, (1, vertex, "1"), (1, vertex, "2")))

    assert (answer.status_code, Exam.objects.count()) == (200, 0)


def test_publishing_says_question_by_question_what_stands_in_the_way(
    teacher_client: Client, school: School, teacher: User
) -> None:
    import_bank(bank_file(question(tests=[WRONG])), school=school, owner=teacher)
    exam, empty = (
        ExamFactory(school=school, title={"en": "Midterm"}),
        ExamFactory(school=school, title={"en": "Empty"}),
    )
    ExamItemFactory(exam=exam, question=Question.objects.get(), position=1)
    ExamItemFactory(exam=exam, question=QuestionFactory(school=school, external_id="bare"), position=2)

    told = teacher_client.post(
        page("exam", "changelist"),
        {"action": "publish", "_selected_action": [exam.pk, empty.pk]},
        follow=True,
    )

    assert sorted(messages_of(told)) == [
        "Empty: The exam has no questions yet. Add at least one.",
        "Midterm: Question 1 (vertex): tests[1]: the response should be incorrect but is correct.",
        "Midterm: Question 2 (bare): The question has no version that could be published.",
    ]
    assert Paper.objects.count() == 0


def test_action_publishes_no_exam_of_another_school(
    teacher_client: Client, other_school: School, other_teacher: User
) -> None:
    make_paper(other_school, by=other_teacher)
    ExamItemFactory(exam=Exam.objects.get(), position=9)

    teacher_client.post(
        page("exam", "changelist"),
        {"action": "publish", "_selected_action": [Exam.objects.get().pk]},
        follow=True,
    )

    assert Paper.objects.count() == 1


@pytest.mark.parametrize(
    "model", ["paper", "variant", "questionversion", "keyrevision", "attempt", "response"]
)
def test_what_is_frozen_has_no_form(teacher_client: Client, operator_client: Client, model: str) -> None:
    statuses = {client.get(page(model, "add")).status_code for client in (teacher_client, operator_client)}

    assert statuses == {403}


# --- giving it to a class ---


def assignment_form(of: Paper, to: Classroom, **changes: Any) -> dict[str, Any]:
    """What the assignment's form sends: open for two hours from tomorrow nine o'clock, Seoul time."""
    day = (timezone.localtime() + timedelta(days=1)).date().isoformat()
    sent = {
        "paper": of.pk,
        "classroom": to.pk,
        "opens_at_0": day,
        "opens_at_1": "09:00",
        "closes_at_0": day,
        "closes_at_1": "11:00",
        "limit_minutes": 50,
        "grace_s": 45,
        "max_attempts": 2,
        "access_code": "Noether",
        "result": "after_close",
        "solution": "never",
    }
    return {**sent, **changes}


@pytest.fixture
def paper(school: School, teacher: User) -> Paper:
    return make_paper(school, by=teacher)


def test_teacher_gives_a_paper_to_their_class(
    teacher_client: Client, paper: Paper, classroom: Classroom, teacher: User
) -> None:
    answer = teacher_client.post(page("assignment", "add"), assignment_form(paper, classroom))

    made = Assignment.objects.get()
    assert answer.status_code == 302
    assert (made.paper, made.classroom, made.limit_s, made.grace_s) == (paper, classroom, 3000, 45)
    assert (made.max_attempts, made.access_code) == (2, "Noether")
    assert made.review == {"v": 1, "result": "after_close", "solution": "never"}
    assert timezone.localtime(made.opens_at).hour == 9
    assert AuditEntry.objects.get(verb="assignment.created").actor == teacher


def test_assignment_without_limit_and_code_has_none(
    teacher_client: Client, paper: Paper, classroom: Classroom
) -> None:
    sent = assignment_form(paper, classroom, limit_minutes="", access_code="")

    teacher_client.post(page("assignment", "add"), sent)

    made = Assignment.objects.get()
    assert (made.limit_s, made.access_code or None) == (None, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closes_at_1": "09:00"}, "closes_at"),
        ({"closes_at_1": "08:00"}, "closes_at"),
        ({"opens_at_0": ""}, "opens_at"),
        ({"closes_at_1": "nine"}, "closes_at"),
        ({"limit_minutes": "0"}, "limit_minutes"),
        ({"limit_minutes": "1441"}, "limit_minutes"),
        ({"max_attempts": "0"}, "max_attempts"),
        ({"max_attempts": ""}, "max_attempts"),
        ({"grace_s": "-1"}, "grace_s"),
        ({"result": "soon"}, "result"),
        ({"access_code": "x" * 41}, "access_code"),
        ({"paper": ""}, "paper"),
    ],
)
def test_assignment_that_cannot_be_says_which_field(
    teacher_client: Client, paper: Paper, classroom: Classroom, changes: dict[str, str], field: str
) -> None:
    answer = teacher_client.post(page("assignment", "add"), assignment_form(paper, classroom, **changes))

    assert (answer.status_code, list(errors_of(answer))) == (200, [field])
    assert Assignment.objects.count() == 0


def test_teacher_gives_nothing_to_a_class_they_do_not_teach(
    teacher_client: Client, paper: Paper, school: School, other_classroom: Classroom
) -> None:
    for foreign in (ClassroomFactory(school=school), other_classroom):
        answer = teacher_client.post(page("assignment", "add"), assignment_form(paper, foreign))
        assert list(errors_of(answer)) == ["classroom"]

    assert Assignment.objects.count() == 0


def test_teacher_gives_no_paper_of_another_school(
    teacher_client: Client, classroom: Classroom, other_school: School, other_teacher: User
) -> None:
    foreign = make_paper(other_school, by=other_teacher)

    answer = teacher_client.post(page("assignment", "add"), assignment_form(foreign, classroom))

    assert list(errors_of(answer)) == ["paper"]


def test_operator_gives_no_paper_to_a_class_of_another_school(
    operator_client: Client, paper: Paper, other_classroom: Classroom
) -> None:
    answer = operator_client.post(page("assignment", "add"), assignment_form(paper, other_classroom))

    assert errors_of(answer) == {"classroom": ["The paper and the class belong to different schools."]}


def test_window_moves_and_paper_and_class_stay(
    teacher_client: Client, classroom: Classroom, teacher: User, school: School
) -> None:
    assignment = make_assignment(classroom, by=teacher, limit_s=600)
    other = make_paper(school, by=teacher)
    sent = assignment_form(other, ClassroomFactory(school=school), limit_minutes=30)

    shown = teacher_client.get(page("assignment", "change", assignment.pk))
    answer = teacher_client.post(page("assignment", "change", assignment.pk), sent)

    moved = Assignment.objects.get()
    assert shown.context["adminform"].form.initial["limit_minutes"] == 10
    assert answer.status_code == 302
    assert (moved.paper, moved.classroom, moved.limit_s) == (assignment.paper, classroom, 1800)
    assert (timezone.localtime(moved.closes_at).hour, moved.review["result"]) == (11, "after_close")
    assert AuditEntry.objects.get(verb="assignment.moved").actor == teacher


def test_attempt_of_a_foreign_class_is_not_listed(
    teacher_client: Client, colleague_client: Client, classroom: Classroom, teacher: User, student: User
) -> None:
    attempt = AttemptFactory(assignment=make_assignment(classroom, by=teacher), student=student)

    seen = [
        list(client.get(page("attempt", "changelist")).context["cl"].queryset)
        for client in (teacher_client, colleague_client)
    ]

    assert seen == [[attempt], []]
