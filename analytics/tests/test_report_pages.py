"""The report as a page and as a table: who sees it, what it costs, what it says."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry, Classroom, User
from analytics.models import Snapshot
from analytics.tests.sittings import choice, enroll, give, hand_in, integer, sit, text
from exams.models import Assignment
from grading.models import Mark

ADDRESSES = ("report", "report_csv", "report_items_csv")


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return give(classroom, [integer(7), choice("o1")], by=teacher)


def get(client: Client, assignment: Assignment, name: str = "report"):
    return client.get(reverse(name, args=[assignment.pk]))


def rows_of(response) -> list[list[str]]:
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("who", ["teacher", "school_admin", "operator"])
def test_reports_are_open_to_who_teaches_the_class_or_runs_the_school(request, assignment, name, who):
    client = request.getfixturevalue(f"{who}_client")

    response = get(client, assignment, name)

    assert response.status_code == 200


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("who", ["student", "colleague", "stranger", "other_teacher", "other_student"])
def test_reports_do_not_exist_for_anyone_else(request, assignment, name, who):
    client = request.getfixturevalue(f"{who}_client")

    response = get(client, assignment, name)

    assert response.status_code == 404
    assert not AuditEntry.objects.filter(verb="report.exported").exists()


@pytest.mark.parametrize("name", ADDRESSES)
def test_reports_send_anonymous_visitors_to_sign_in(client, assignment, name):
    response = get(client, assignment, name)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ADDRESSES)
def test_reports_are_not_kept_by_browsers_or_proxies(teacher_client, assignment, name):
    response = get(teacher_client, assignment, name)

    assert "no-store" in response["Cache-Control"]


def test_report_shows_scores_questions_and_links_to_results(teacher_client, assignment):
    attempts = [
        hand_in(
            assignment, enroll(assignment.classroom, number), {1: text(typed), 2: {"a": {"choice": ["o1"]}}}
        )
        for number, typed in enumerate(["7", "7", "7", "8", "<b>9"], start=1)
    ]

    page = get(teacher_client, assignment).content.decode()

    assert "Midterm" in page
    assert page.count('<rect class="histogram-bar"') == 6
    assert page.count('<circle class="item-map-dot"') == 0  # the second question has no correlation
    assert "Scores of 5 students" in page
    assert "Histogram of scores from 0 to 3 points. The most in one bar, 3, scored from 2.5 to 3." in page
    assert "Too easy to tell students apart: keep for warm-up." in page
    assert "<code>&lt;b&gt;9</code>" not in page  # unreadable answers are not wrong ones
    assert "<code>8</code>" in page
    assert all(reverse("result", args=[attempt.pk]) in page for attempt in attempts)
    assert "style=" not in page
    assert "<script>" not in page


def test_report_of_nobody_says_what_will_appear(teacher_client, assignment):
    page = get(teacher_client, assignment).content.decode()

    assert "Nobody has finished yet" in page
    assert '<svg class="histogram"' not in page


def test_report_of_few_students_says_what_is_withheld(teacher_client, assignment):
    hand_in(assignment, enroll(assignment.classroom, 1), {1: text("8")})

    page = get(teacher_client, assignment).content.decode()

    assert "Fewer than 5 students have finished" in page
    assert "<code>8</code>" in page
    assert "Reliability (Cronbach’s alpha)</dt>" not in page


def test_report_says_how_many_answers_wait_for_a_decision(teacher_client, assignment):
    attempt = hand_in(assignment, enroll(assignment.classroom, 1), {1: text("8")})
    Mark.objects.filter(attempt=attempt, position=1).update(verdict="undecided")

    page = get(teacher_client, assignment).content.decode()

    assert "1 answer waits for your decision" in page
    assert "Some answers wait for your decision." in page


def test_report_is_written_in_the_language_of_the_reader(teacher_client, assignment):
    hand_in(assignment, enroll(assignment.classroom, 1), {1: text("8")})
    teacher_client.cookies["django_language"] = "ko"

    page = get(teacher_client, assignment)

    assert page.status_code == 200
    assert '<html lang="ko"' in page.content.decode()


def test_report_shows_what_was_kept_while_no_mark_changes(teacher_client, assignment):
    hand_in(assignment, enroll(assignment.classroom, 1), {1: text("8")})
    get(teacher_client, assignment)
    kept = Snapshot.objects.get()
    payload = {**kept.payload, "distribution": {**kept.payload["distribution"], "mean": 2.7}}
    Snapshot.objects.update(payload=payload)

    page = get(teacher_client, assignment).content.decode()

    assert "2.7 of 3" in page
    assert Snapshot.objects.get().pk == kept.pk


@pytest.mark.parametrize("name", ADDRESSES)
def test_reports_cost_the_same_for_1_and_for_30_students_and_questions(
    teacher_client, classroom, teacher, name
):
    costs = []
    for number in (1, 30):
        assignment = give(classroom, [integer(7)] * number, by=teacher)
        for student in range(number):
            hand_in(assignment, enroll(classroom, 100 * number + student), {1: text("8")})
        costs.append([_cost(teacher_client, assignment, name) for _visit in range(2)])

    assert costs[0] == costs[1]
    assert max(costs[0]) <= 16


def _cost(client: Client, assignment: Assignment, name: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert get(client, assignment, name).status_code == 200
    return len(captured)


def test_report_csv_has_one_row_per_student_and_one_column_per_question(teacher_client, assignment):
    hand_in(assignment, enroll(assignment.classroom, 1), {1: text("7")})
    sit(assignment, enroll(assignment.classroom, 2), {1: text("7")})
    enroll(assignment.classroom, 3)

    response = get(teacher_client, assignment, "report_csv")

    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="report-{assignment.pk}.csv"'
    header, *rows = rows_of(response)
    assert header == [
        "Number",
        "Name",
        "Login",
        "Status",
        "Handed in",
        "Score",
        "Question 1 (of 2)",
        "Question 2 (of 1)",
    ]
    assert [[*row[:2], row[3], *row[5:]] for row in rows] == [
        ["1", "Student 01", "Finished", "2", "2", "0"],
        ["2", "Student 02", "In progress", "", "", ""],
        ["3", "Student 03", "Not started", "", "", ""],
    ]


def test_report_items_csv_has_one_row_per_question_with_its_numbers(teacher_client, assignment):
    for number, typed in enumerate(["7", "7", "7", "8", "8"], start=1):
        answers = {1: text(typed), 2: {"a": {"choice": ["o1" if number < 3 else "o2"]}}}
        hand_in(assignment, enroll(assignment.classroom, number), answers)

    header, *rows = rows_of(get(teacher_client, assignment, "report_items_csv"))

    assert header[:6] == [
        "Question", "Topic", "Points", "Facility", "Standard deviation", "Item-rest correlation"
    ]  # fmt: skip
    # Credits 1 1 1 0 0 and 1 1 0 0 0: deviation products sum to 0.8, squares to 1.2 each.
    assert [row[:6] for row in rows] == [
        ["1", "", "2", "0.6", "0.5477", "0.6667"],
        ["2", "", "1", "0.4", "0.5477", "0.6667"],
    ]


@pytest.mark.parametrize(
    ("order", "positions"),
    [("", [1, 2, 3]), ("facility", [3, 1, 2]), ("attention", [3, 1, 2]), ("nonsense", [1, 2, 3])],
)
def test_report_puts_questions_in_the_order_asked_for(teacher_client, classroom, teacher, order, positions):
    assignment = give(classroom, [integer(7), integer(8), integer(9)], by=teacher)
    for number, typed in enumerate([("7", "8"), ("7", "8"), ("0", "8"), ("0", "0"), ("7", "8")], start=1):
        hand_in(assignment, enroll(classroom, number), {1: text(typed[0]), 2: text(typed[1]), 3: text("0")})

    page = teacher_client.get(reverse("report", args=[assignment.pk]), {"sort": order})

    assert [row.position for row in page.context["items"]] == positions


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ('Kim, "Min"', 'Kim, "Min"'),
        ("김민수", "김민수"),
    ],
)
def test_report_csv_writes_a_name_so_that_no_spreadsheet_runs_it(teacher_client, assignment, name, cell):
    enroll(assignment.classroom, 1, name=name)

    response = get(teacher_client, assignment, "report_csv")

    assert rows_of(response)[1][1] == cell


def test_report_csv_leaves_a_record(teacher_client, teacher, assignment):
    get(teacher_client, assignment, "report_csv")

    entry = AuditEntry.objects.get(verb="report.exported")
    assert (entry.actor, entry.school, entry.object, entry.address) == (
        teacher,
        assignment.classroom.school,
        f"exams.assignment:{assignment.pk}",
        "127.0.0.1",
    )


def test_stored_reports_are_listed_to_teachers_of_the_class_and_never_changed(
    teacher_client, other_teacher_client, assignment
):
    get(teacher_client, assignment)
    stored = Snapshot.objects.get()
    listing, page = reverse("admin:analytics_snapshot_changelist"), "admin:analytics_snapshot_change"

    own = teacher_client.get(listing)
    foreign = other_teacher_client.get(listing)

    assert list(own.context["cl"].queryset) == [stored]
    assert list(foreign.context["cl"].queryset) == []
    assert teacher_client.get(reverse(page, args=[stored.pk])).status_code == 200
    assert teacher_client.post(reverse(page, args=[stored.pk]), {"kind": "other"}).status_code == 403
