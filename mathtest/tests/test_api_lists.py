"""Every list of the API: who sees which rows, by what they are narrowed and ordered, and what they cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Classroom, Enrollment, User
from accounts.tests.factories import ClassroomFactory, EnrollmentFactory, TeachingFactory, UserFactory
from accounts.tests.programs import ERROR_FIELDS, ApiClient, api_of
from exams.models import Assignment, Attempt
from exams.models.attempt import AttemptState
from exams.services.delivery import start_attempt, submit_attempt
from exams.services.marking import mark_attempt
from exams.tests.factories import (
    AssignmentFactory,
    AttemptFactory,
    ExamFactory,
    PaperFactory,
    ResponseFactory,
    make_assignment,
)

LISTS = ("classrooms", "students", "exams", "assignments", "attempts", "responses", "results", "stats")
PEOPLE = ("student", "classmate", "other_student", "teacher", "other_teacher")
NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def ended(classroom: Classroom, teacher: User, student: User) -> Attempt:
    """The student's attempt, handed in and marked; classmate has not begun."""
    attempt = start_attempt(make_assignment(classroom, by=teacher), student=student)
    ResponseFactory(attempt=attempt)
    submit_attempt(attempt.pk, student=student)
    mark_attempt(Attempt.objects.get(pk=attempt.pk))
    return Attempt.objects.select_related("assignment__paper__exam").get()


def address(name: str, attempt: Attempt) -> tuple[Any, ...]:
    """What the address of a list takes."""
    return (attempt.pk,) if name == "responses" else ()


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("classrooms", (1, 1, 1, 1, 1)),
        ("students", (1, 1, 1, 2, 1)),
        ("exams", (0, 0, 0, 1, 0)),
        ("assignments", (1, 1, 0, 1, 0)),
        ("attempts", (1, 0, 0, 1, 0)),
        ("results", (1, 0, 0, 1, 0)),
        ("stats", (0, 0, 0, 1, 0)),
    ],
)
def test_students_see_their_own_and_teachers_what_they_teach(
    request: pytest.FixtureRequest, ended: Attempt, name: str, seen: tuple[int, ...]
) -> None:
    people = [request.getfixturevalue(who) for who in PEOPLE]

    counts = [len(api_of(person).rows(f"api_{name}")) for person in people]

    assert dict(zip(PEOPLE, counts, strict=True)) == dict(zip(PEOPLE, seen, strict=True))


def test_student_is_shown_only_themselves(student: User, classmate: User) -> None:
    (row,) = api_of(student).rows("api_students")

    assert row["login"] == "student"
    assert [place["number"] for place in row["enrollments"]] == [1]


def test_teacher_is_not_told_of_a_students_other_classes(
    teacher: User, student: User, other_classroom: Classroom
) -> None:
    EnrollmentFactory(classroom=other_classroom, user=student)

    (row,) = api_of(teacher).rows("api_students")
    found = api_of(teacher).rows("api_students", classroom=other_classroom.pk)

    assert [place["classroom_name"] for place in row["enrollments"]] == ["1-3"]
    assert found == []


def test_who_has_left_a_class_is_found_by_presence(teacher: User, student: User, classmate: User) -> None:
    Enrollment.objects.filter(user=student).update(left_at=timezone.now())
    api = api_of(teacher)

    present, left = (
        [row["login"] for row in api.rows("api_students", present=value)] for value in ("true", "false")
    )

    assert (present, left) == (["classmate"], ["student"])


def test_number_of_students_is_told_to_teachers_only(student: User, classmate: User, teacher: User) -> None:
    seen = [api_of(person).rows("api_classrooms")[0] for person in (teacher, student)]

    assert [(row["taught"], row["students"]) for row in seen] == [(True, 2), (False, None)]


def test_exam_has_items_with_points_and_kinds(teacher: User, ended: Attempt) -> None:
    exam = api_of(teacher).call("get", "api_exam", ended.assignment.paper.exam_id).json()

    assert (exam["status"], exam["editions"], exam["questions"], exam["points"]) == (
        "published",
        1,
        1,
        "2.00",
    )
    assert [(item["position"], item["number"], item["points"], item["kinds"]) for item in exam["items"]] == [
        (1, 1, "2.00", ["expression"])
    ]


def test_draft_is_told_from_a_published_exam(teacher: User, ended: Attempt, classroom: Classroom) -> None:
    draft = ExamFactory(school=classroom.school, title={"ko": "초안", "en": "Draft"})
    api = api_of(teacher)

    statuses = {row["id"]: (row["status"], row["points"]) for row in api.rows("api_exams")}

    assert statuses == {
        str(draft.pk): ("draft", "0.00"),
        str(ended.assignment.paper.exam_id): ("published", "2.00"),
    }
    assert [row["id"] for row in api.rows("api_exams", status="draft")] == [str(draft.pk)]
    assert [row["title"] for row in api.rows("api_exams", q="초")] == ["Draft"]


def test_assignment_tells_each_what_concerns_them(student: User, teacher: User, ended: Attempt) -> None:
    mine, taught = (
        api_of(person).call("get", "api_assignment", ended.assignment_id).json()
        for person in (student, teacher)
    )

    told = ("phase", "attempts_left", "last_attempt", "taught", "exam", "sitting", "finished")
    assert [mine[name] for name in told] == ["done", 0, str(ended.pk), False, None, None, None]
    exam = str(ended.assignment.paper.exam_id)
    assert [taught[name] for name in told] == ["open", 0, None, True, exam, 0, 1]


def test_access_code_is_not_told(student: User, ended: Attempt) -> None:
    Assignment.objects.update(access_code="Noether")

    row = api_of(student).call("get", "api_assignment", ended.assignment_id)

    assert (row.json()["needs_code"], "Noether" in row.content.decode()) == (True, False)


REVIEWS: list[tuple[dict[str, Any], bool, bool]] = [
    # review settings, whether the exam has closed, whether its student sees the result
    ({"v": 1, "result": "after_submit", "solution": "never"}, False, True),
    ({"v": 1, "result": "after_close", "solution": "never"}, False, False),
    ({"v": 1, "result": "after_close", "solution": "never"}, True, True),
    ({"v": 1, "result": "never", "solution": "never"}, True, False),
    ({"v": 1}, False, True),
]


@pytest.mark.parametrize(("review", "closed", "seen"), REVIEWS)
def test_score_is_seen_by_its_student_when_the_review_settings_allow(
    student: User, teacher: User, ended: Attempt, review: dict[str, Any], closed: bool, seen: bool
) -> None:
    now = timezone.now()
    closes = now - timedelta(minutes=1) if closed else now + timedelta(hours=1)
    Assignment.objects.update(review=review, closes_at=closes)

    for person, expected in ((student, seen), (teacher, True)):
        api = api_of(person)
        (attempt,) = api.rows("api_attempts")
        assert (attempt["score"] is not None) is expected
        assert bool(api.rows("api_results")) is expected
        status = 200 if expected else 409
        assert api.call("get", "api_result_by_attempt", ended.pk).status_code == status
        assert api.call("get", "api_responses", ended.pk).status_code == status


def test_answers_are_read_by_their_student_while_sitting_and_by_teachers_any_time(
    student: User, teacher: User, classroom: Classroom
) -> None:
    attempt = start_attempt(make_assignment(classroom, by=teacher), student=student)
    given = ResponseFactory(attempt=attempt)

    for person in (student, teacher):
        (row,) = api_of(person).rows("api_responses", attempt.pk)
        one = api_of(person).call("get", "api_response", attempt.pk, 1).json()
        assert one == row
        assert (row["position"], row["revision"], row["response"]) == (1, 1, given.value)


def test_position_without_an_answer_is_404(student: User, teacher: User, classroom: Classroom) -> None:
    attempt = start_attempt(make_assignment(classroom, by=teacher), student=student)

    reply = api_of(student).call("get", "api_response", attempt.pk, 1)

    assert (reply.status_code, reply.json()["error"]) == (404, "not_found")


def test_result_gives_verdict_reason_answer_and_what_waits(teacher: User, ended: Attempt) -> None:
    result = api_of(teacher).call("get", "api_result_by_attempt", ended.pk).json()

    assert result == api_of(teacher).call("get", "api_result", ended.pk).json()
    (item,) = result["items"]
    assert (result["waiting"], item["number"], item["verdict"]) == (0, 1, "incorrect")
    assert item["response"]["parts"]["a"]["text"] == "x"
    (part,) = item["parts"]
    assert part["code"].startswith("differs")
    assert part["reason"] == "The answer and the key differ."
    assert part["witness"].startswith("At x = ")


def test_statistics_are_withheld_from_a_small_group(teacher: User, ended: Attempt) -> None:
    stats = api_of(teacher).call("get", "api_stats_of_assignment", ended.assignment_id).json()

    assert (stats["is_small"], stats["smallest_group"], stats["distribution"]["n"]) == (True, 5, 1)
    assert stats["standings"] == {"finished": 1, "waiting": 0, "in_progress": 0, "not_started": 0}
    assert set(stats["reliability"].values()) == {None}
    (item,) = stats["items"]
    assert (item["points"], item["facility"], item["item_rest"], item["alpha_without"]) == (
        2.0,
        0.0,
        None,
        None,
    )
    assert (item["action"], item["verdicts"]) == ("too_hard", {"incorrect": 1})
    assert item["advice"].startswith("Hardly anyone earned points")


FILTERS: list[tuple[str, dict[str, Any], int]] = [
    # list, query, rows that a teacher gets of one
    ("classrooms", {"q": "1-3", "year": 2026, "taught": "true", "archived": "false"}, 1),
    ("classrooms", {"taught": "false"}, 0),
    ("classrooms", {"year": 1999}, 0),
    ("students", {"q": "Kim", "ordering": "-login", "present": "true"}, 1),
    ("students", {"q": "nobody"}, 0),
    ("students", {"classroom": NOBODY}, 0),
    ("exams", {"status": "published", "ordering": "-points,questions"}, 1),
    ("exams", {"school": NOBODY}, 0),
    ("assignments", {"phase": "open", "taught": "true", "closes_after": "2026-01-01T00:00:00Z"}, 1),
    ("assignments", {"phase": "upcoming"}, 0),
    ("assignments", {"opens_after": "8999-01-01T00:00:00+09:00"}, 0),
    ("assignments", {"opens_before": "1901-01-01T00:00:00+09:00"}, 0),
    ("attempts", {"state": "submitted", "ordering": "started_at"}, 1),
    ("attempts", {"state": "void"}, 0),
    ("attempts", {"student": NOBODY}, 0),
    ("attempts", {"assignment": NOBODY}, 0),
    ("responses", {"ordering": "-saved_at", "saved_after": "2026-01-01T00:00:00Z"}, 1),
    ("responses", {"saved_after": "8000-01-01T00:00:00Z"}, 0),
    ("results", {"waits": "false", "ordering": "-score", "ended_after": "2026-01-01T00:00:00Z"}, 1),
    ("results", {"waits": "true"}, 0),
    ("results", {"classroom": NOBODY}, 0),
    ("stats", {"phase": "open", "ordering": "closes_at"}, 1),
    ("stats", {"exam": NOBODY}, 0),
]


@pytest.mark.parametrize(("name", "query", "rows"), FILTERS)
def test_filters_narrow_the_list(
    teacher: User, ended: Attempt, name: str, query: dict[str, Any], rows: int
) -> None:
    assert len(api_of(teacher).rows(f"api_{name}", *address(name, ended), **query)) == rows


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    # list, query, the field that is refused
    *((name, {"clasroom": "x"}, "clasroom") for name in LISTS),
    *((name, {"ordering": "password"}, "ordering") for name in LISTS),
    *((name, {"limit": "many"}, "limit") for name in LISTS),
    ("attempts", {"ordering": "score"}, "ordering"),
    ("attempts", {"limit": "0"}, "limit"),
    ("attempts", {"offset": "-1"}, "offset"),
    ("attempts", {"state": "lost"}, "state"),
    ("attempts", {"student": "me"}, "student"),
    ("attempts", {"started_after": "yesterday"}, "started_after"),
    ("attempts", {"started_after": "0001-01-01T00:00:00+09:00"}, "started_after"),
    ("attempts", {"started_before": "9999-12-31T23:59:59-09:00"}, "started_before"),
    ("stats", {"taught": "true"}, "taught"),
    ("classrooms", {"year": "2026.5"}, "year"),
    ("classrooms", {"q": "x" * 101}, "q"),
    ("classrooms", {"q": "a\x00b"}, "q"),
]


@pytest.mark.parametrize(("name", "query", "field"), REFUSED)
def test_what_a_list_does_not_know_is_refused_in_the_one_error_shape(
    teacher: User, ended: Attempt, name: str, query: dict[str, Any], field: str
) -> None:
    reply = api_of(teacher).call("get", f"api_{name}", *address(name, ended), data=query)

    error = reply.json()
    assert (reply.status_code, error["error"], set(error)) == (400, "invalid", ERROR_FIELDS)
    assert [wrong["field"].split(".")[0] for wrong in error["details"]["fields"]] == [field]


@pytest.mark.parametrize(
    "query", [{"offset": 10**30}, {"year": 10**30}, {"limit": 10**6}, {"q": ""}, {"q": "%_\\'\""}]
)
def test_strange_numbers_and_signs_break_nothing(teacher: User, query: dict[str, Any]) -> None:
    assert api_of(teacher).call("get", "api_classrooms", data=query).status_code == 200


def test_pages_hold_every_row_once_also_where_rows_are_alike(teacher: User) -> None:
    for _number in range(4):
        TeachingFactory(user=teacher, classroom=ClassroomFactory(name="Same", year=2025))
    api = api_of(teacher)

    pages = [api.call("get", "api_classrooms", data={"ordering": "name", "limit": 2}).json()]
    while pages[-1]["next"]:
        pages.append(api.client.get(pages[-1]["next"]).json())

    ids = [row["id"] for page in pages for row in page["results"]]
    assert ([len(page["results"]) for page in pages], len(set(ids))) == ([2, 2, 1], 5)
    assert {page["count"] for page in pages} == {5}
    assert pages[0]["previous"] is None


def test_more_rows_than_the_most_are_the_most(teacher: User, classroom: Classroom) -> None:
    Enrollment.objects.bulk_create(
        Enrollment(classroom=classroom, user=person, number=number)
        for number, person in enumerate(
            User.objects.bulk_create(
                User(login=f"many{number}", name="Many", password="!") for number in range(201)
            ),
            start=1,
        )
    )
    api = api_of(teacher)

    assert (len(api.rows("api_students")), len(api.rows("api_students", limit=1000))) == (50, 200)


def test_lists_take_no_writing(teacher: User, ended: Attempt) -> None:
    api = api_of(teacher)

    statuses = {
        api.call(method, f"api_{name}", *address(name, ended)).status_code
        for name in LISTS
        for method in ("post", "put", "patch", "delete")
    }

    assert statuses == {405}


def many_rows(classroom: Classroom, teacher: User, *, rows: int) -> Attempt:
    """``rows`` of everything; gives an attempt with as many answers."""
    attempts = []
    for number in range(rows):
        TeachingFactory(user=teacher, classroom=ClassroomFactory(school=classroom.school))
        person = UserFactory()
        EnrollmentFactory(classroom=classroom, user=person, number=number)
        assignment = AssignmentFactory(
            paper=PaperFactory(exam=ExamFactory(school=classroom.school)), classroom=classroom
        )
        attempts.append(
            AttemptFactory(
                assignment=assignment,
                student=person,
                state=AttemptState.SUBMITTED,
                submitted_at=timezone.now(),
                score=number,
            )
        )
        ResponseFactory(attempt=attempts[0], position=number + 1)
    return attempts[0]


def cost(api: ApiClient, name: str, attempt: Attempt) -> tuple[int, int]:
    """The rows of a list, and the statements that it took."""
    with CaptureQueriesContext(connection) as captured:
        rows = api.rows(f"api_{name}", *address(name, attempt))
    return len(rows), len(captured)


MOST = {"students": 4, "responses": 4}  # the places of the students; the attempt that is asked about


@pytest.mark.parametrize("rows", [1, 30])
def test_lists_cost_as_much_for_thirty_rows_as_for_one(
    classroom: Classroom, teacher: User, rows: int
) -> None:
    attempt = many_rows(classroom, teacher, rows=rows)
    api = api_of(teacher)

    costs = {name: cost(api, name, attempt) for name in LISTS}

    listed = {name: rows + 1 if name == "classrooms" else rows for name in LISTS}
    # Who asks, how many rows there are, and the rows.
    assert costs == {name: (listed[name], MOST.get(name, 3)) for name in LISTS}


@pytest.mark.parametrize("questions", [1, 30])
def test_exam_costs_as_much_for_thirty_items_as_for_one(
    classroom: Classroom, teacher: User, questions: int
) -> None:
    exam = make_assignment(classroom, by=teacher, questions=questions).paper.exam
    api = api_of(teacher)

    with CaptureQueriesContext(connection) as captured:
        items = api.call("get", "api_exam", exam.pk).json()["items"]

    assert (len(items), len(captured)) == (questions, 4)
