"""What a report says, and when it is summed up again."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Classroom, Enrollment, User
from analytics.exports import report_csv
from analytics.models import Snapshot
from analytics.pages import TopicLine, item_row, topic_line
from analytics.reports import advise, build_report
from analytics.statistics.classical import Reliability
from analytics.summaries import WrongAnswer
from analytics.tests.sittings import answer, choice, enroll, give, hand_in, integer, sit, text
from exams.models import Assignment, Attempt, Topic, Variant
from exams.models.attempt import AttemptState
from exams.services.delivery import start_attempt, submit_attempt
from exams.services.marking import mark_attempt
from grading.models import Mark

PICK = {n: {"a": {"choice": [f"o{n}"]}} for n in (1, 2, 3)}


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    """Two questions: a whole number (7) for 2 points, and a choice (o1) for 1."""
    return give(classroom, [integer(7), choice("o1")], by=teacher)


def loaded(assignment: Assignment) -> Assignment:
    return Assignment.objects.select_related("paper__exam", "classroom__school").get(pk=assignment.pk)


def hand_in_all(assignment: Assignment, sheets: list[tuple[str, int]]) -> list[Attempt]:
    """One student per ``(typed, picked)``, numbered from 1."""
    return [
        hand_in(assignment, enroll(assignment.classroom, number), {1: text(typed), 2: PICK[picked]})
        for number, (typed, picked) in enumerate(sheets, start=1)
    ]


# Points of the two questions: 2+1, 2+1, 2+0, 0+1, 0+0.
FIVE = [("7", 1), ("7", 1), ("7", 2), ("8", 1), ("9", 3)]


def test_report_counts_what_wrong_answers_cost(classroom: Classroom, teacher: User, teacher_client: Client):
    given = give(classroom, [integer(7, penalty="1"), choice("o1")], by=teacher)
    hand_in_all(given, [("8", 2), ("8", 1), ("8", 2), ("8", 1), ("7", 1)])

    report = build_report(loaded(given))

    # Points −2+0, −2+1, −2+0, −2+1, 2+1: attempts score 0 at least.
    assert (report.distribution.n, report.distribution.mean) == (5, 0.6)
    assert [part.count for part in report.histogram] == [4, 0, 0, 0, 0, 1]
    assert [item.facility for item in report.items] == [-0.6, 0.6]
    assert report_csv(given).splitlines()[1].endswith(",0,-2,0")
    page = teacher_client.get(reverse("report", args=[given.pk])).content.decode()
    assert "\N{MINUS SIGN}0.60" in page


def test_build_report_gives_the_numbers_worked_by_hand(assignment):
    hand_in_all(assignment, FIVE)

    report = build_report(loaded(assignment))

    assert report.total == 3
    assert (report.distribution.n, report.distribution.mean, report.distribution.median) == (5, 1.8, 2)
    assert [part.count for part in report.histogram] == [1, 0, 1, 0, 1, 2]
    assert [item.facility for item in report.items] == [0.6, 0.6]
    # Credits 1 1 1 0 0 and 1 1 0 1 0: deviation products sum to 0.2, squares to 1.2 each.
    assert [item.item_rest for item in report.items] == [pytest.approx(1 / 6), pytest.approx(1 / 6)]
    # Variances of points 1.2 and 0.3, of totals 1.7: 2 · (1 − 1.5 / 1.7).
    assert report.reliability.alpha == pytest.approx(4 / 17)
    assert [item.verdicts for item in report.items] == [{"correct": 3, "incorrect": 2}] * 2
    assert [item.action for item in report.items] == ["weak", "weak"]


def test_build_report_counts_wrong_answers_alike_whatever_their_spaces(assignment):
    hand_in_all(
        assignment, [("12", 2), (" 12", 2), ("\uff11\uff12", 3), ("7", 1), ("", 2), ("3", 1), ("4", 1)]
    )

    report = build_report(loaded(assignment))

    assert report.items[0].wrong == (
        WrongAnswer(part="a", text="12", choice=(), count=3),
        WrongAnswer(part="a", text="3", choice=(), count=1),
        WrongAnswer(part="a", text="4", choice=(), count=1),
    )
    assert report.items[1].wrong == (
        WrongAnswer(part="a", text="", choice=("o2",), count=3),
        WrongAnswer(part="a", text="", choice=("o3",), count=1),
    )
    assert report.items[0].verdicts == {"correct": 1, "incorrect": 5, "unanswered": 1}
    assert [(row.option, row.count) for row in report.items[1].options[0].options] == [
        ("o1", 3),
        ("o2", 3),
        ("o3", 1),
    ]


def test_item_row_words_options_as_they_were_rendered(assignment):
    hand_in_all(assignment, FIVE)

    row = item_row(build_report(loaded(assignment)).items[1])

    assert [(answer.picks, answer.count) for answer in row.wrong] == [
        (("<p>Busan</p>\n",), 1),
        (("<p>Jeju</p>\n",), 1),
    ]
    assert [(option.count, option.percent) for option in row.options] == [(3, 60), (1, 20), (1, 20)]


def test_item_row_shows_the_distractor_table_with_what_is_odd(assignment):
    # The two best on question 1 pick Jeju, which the key calls wrong; two of the others the right option.
    hand_in_all(assignment, [("7", 3), ("7", 3), ("8", 1), ("9", 1), ("9", 1)])

    row = item_row(build_report(loaded(assignment)).items[1])

    assert [(option.is_right, option.count, option.mean_rest, option.note) for option in row.options] == [
        (True, 3, 0.0, "The right option, but weaker students pick it more often: check the key."),
        (False, 0, None, "Nobody picked it: it does no work."),
        (False, 2, 2.0, "Stronger students pick it: can it be read as right?"),
    ]


def test_build_report_says_what_the_class_can_do_of_each_topic(assignment):
    questions = [item.question_version.question for item in assignment.paper.items.order_by("position")]
    topic = Topic.objects.create(school=None, code="10-1", name={"ko": "이차식", "en": "Quadratics"})
    for question in questions:
        question.topic = topic
        question.save(update_fields=["topic"])
    hand_in_all(assignment, FIVE)

    report = build_report(loaded(assignment))

    # Of 2 points 0.6, of 1 point 0.6.
    assert [topic_line(row) for row in report.topics] == [
        TopicLine("10-1", "Quadratics", (1, 2), 3.0, pytest.approx(0.6))
    ]


def test_build_report_names_a_variant_that_is_not_as_hard_as_the_others(classroom, teacher):
    question = {
        "points": "1",
        "content": {
            "text": {"en": "{a} + 1"},
            "parts": [{"id": "a", "kind": "integer"}],
            "parameters": "a = one of 1, 2",
        },
        "keys": {"a": {"v": 1, "kind": "integer", "value": "7"}},
    }
    assignment = give(classroom, [question, integer(7)], by=teacher)
    easy, hard = Variant.objects.filter(paper_item__paper=assignment.paper, paper_item__position=1).order_by(
        "number"
    )
    for number in range(1, 13):
        attempt = start_attempt(assignment, student=enroll(classroom, number))
        attempt.layout["items"][0]["variant"] = (easy if number % 2 else hard).pk
        attempt.save(update_fields=["layout"])
        answer(attempt, {1: text("7" if number % 2 else "8"), 2: text("7" if number > 6 else "8")})
        mark_attempt(submit_attempt(attempt.pk, student=attempt.student))

    item = build_report(loaded(assignment)).items[0]

    assert {variant.variant: variant.facility for variant in item.variants} == {1: 1.0, 2: 0.0}
    assert {variant.variant for variant in item.unfair} == {1, 2}
    assert item_row(item).attention


def test_build_report_of_nobody_has_counts_and_no_numbers(assignment):
    enroll(assignment.classroom, 1)

    report = build_report(loaded(assignment))

    assert report.standings == {"not_started": 1}
    assert (report.distribution.n, report.distribution.mean) == (0, None)
    assert [(item.facility, item.item_rest) for item in report.items] == [(None, None), (None, None)]


def test_build_report_tells_how_far_each_student_has_come(assignment):
    names = ["finished", "waiting", "in progress", "not started", "void"]
    students = [enroll(assignment.classroom, number, name=name) for number, name in enumerate(names, start=1)]
    hand_in(assignment, students[0], {1: text("7")})
    submit_attempt(sit(assignment, students[1], {}).pk, student=students[1])
    sit(assignment, students[2], {})
    void = hand_in(assignment, students[4], {1: text("7")})
    Attempt.objects.filter(pk=void.pk).update(state=AttemptState.VOID)

    report = build_report(loaded(assignment))

    assert [(one.name, one.standing, one.score) for one in report.students] == [
        ("finished", "finished", Decimal(2)),
        ("waiting", "waiting", None),
        ("in progress", "in_progress", None),
        ("not started", "not_started", None),
        ("void", "not_started", None),
    ]
    assert report.distribution.n == 1


def test_build_report_counts_the_attempt_that_ended_last(classroom, teacher):
    assignment = give(classroom, [integer(7)], by=teacher, max_attempts=3)
    student = enroll(classroom, 1)
    hand_in(assignment, student, {1: text("7")})
    last = hand_in(assignment, student, {1: text("8")})
    sit(assignment, student, {1: text("7")})

    report = build_report(loaded(assignment))

    assert [(one.attempt_id, one.standing, one.score) for one in report.students] == [
        (last.pk, "finished", Decimal(0))
    ]
    assert (report.distribution.n, report.distribution.mean) == (1, 0)


def test_build_report_keeps_counting_who_has_left_the_class(assignment):
    attempt = hand_in_all(assignment, [("7", 1)])[0]
    absent = enroll(assignment.classroom, 2)
    left = Enrollment.objects.filter(user__in=[attempt.student, absent])
    left.update(left_at=attempt.started_at)

    report = build_report(loaded(assignment))

    assert [(one.attempt_id, one.number) for one in report.students] == [(attempt.pk, 1)]
    assert report.distribution.n == 1


def test_build_report_withholds_what_a_small_group_would_give_away(assignment):
    hand_in_all(assignment, FIVE[:4])

    report = build_report(loaded(assignment))

    assert (report.is_small, report.smallest_group) == (True, 5)
    assert report.reliability == Reliability()
    assert [(item.facility, item.item_rest, item.action) for item in report.items] == [
        (0.75, None, "few_students"),
        (0.75, None, "few_students"),
    ]


def test_build_report_sums_over_the_parts_of_an_item(classroom, teacher):
    question = {
        "points": "3",
        "content": {
            "text": {"en": "Both"},
            "parts": [{"id": "a", "kind": "integer"}, {"id": "b", "kind": "true_false", "weight": 2}],
        },
        "keys": {
            "a": {"v": 1, "kind": "integer", "value": "7"},
            "b": {"v": 1, "kind": "true_false", "correct": True},
        },
    }
    assignment = give(classroom, [question], by=teacher)
    hand_in(assignment, enroll(classroom, 1), {1: {**text("8"), "b": {"choice": ["true"]}}})
    hand_in(assignment, enroll(classroom, 2), {1: {**text("7"), "b": {"choice": ["false"]}}})

    report = build_report(loaded(assignment))
    row = item_row(report.items[0])

    assert report.items[0].facility == 0.5
    assert report.distribution.mean == 1.5
    assert [(answer.part, answer.text, answer.picks) for answer in row.wrong] == [
        ("(1)", "8", ()),
        ("(2)", "", ("False",)),
    ]


def test_build_report_reads_what_it_kept_while_no_mark_changes(assignment):
    hand_in_all(assignment, FIVE)
    first = build_report(loaded(assignment))
    kept = Snapshot.objects.get()

    with CaptureQueriesContext(connection) as captured:
        again = build_report(loaded(assignment))

    assert (again.distribution, again.items) == (first.distribution, first.items)
    assert Snapshot.objects.get().pk == kept.pk
    assert [
        query["sql"] for query in captured if "exams_response" in query["sql"] or "INSERT" in query["sql"]
    ] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda attempt: Mark.objects.filter(attempt=attempt, position=1).update(current=False),
        lambda attempt: Attempt.objects.filter(pk=attempt.pk).update(state=AttemptState.VOID),
        lambda attempt: hand_in(attempt.assignment, enroll(attempt.assignment.classroom, 9), {}),
    ],
    ids=["a mark is no longer current", "an attempt is void", "another attempt is marked"],
)
def test_build_report_sums_up_again_when(assignment, change):
    attempt = hand_in_all(assignment, FIVE)[0]
    before = build_report(loaded(assignment))
    kept = Snapshot.objects.get()

    change(attempt)
    after = build_report(loaded(assignment))

    assert after.distribution != before.distribution
    assert Snapshot.objects.get().pk == kept.pk
    assert Snapshot.objects.get().upto != kept.upto


@pytest.mark.parametrize(
    ("facility", "item_rest", "undecided", "is_small", "code"),
    [
        (0.5, 0.4, 0, False, "fine"),
        (0.5, 0.2, 0, False, "fine"),
        (0.5, None, 0, False, "fine"),
        (0.5, 0.19, 0, False, "weak"),
        (0.5, 0.0, 0, False, "weak"),
        (0.5, -0.01, 0, False, "check_key"),
        (0.1, -0.01, 0, False, "check_key"),
        (0.9, -0.01, 0, False, "too_easy"),
        (0.95, 0.4, 0, True, "too_easy"),
        (0.2, 0.4, 0, False, "too_hard"),
        (0.0, None, 0, True, "too_hard"),
        (0.5, None, 0, True, "few_students"),
        (None, None, 0, False, "not_counted"),
        (0.95, -0.5, 1, False, "decide"),
    ],
)
def test_advise_names_what_a_teacher_should_know_first(facility, item_rest, undecided, is_small, code):
    advice = advise(facility, item_rest, undecided=undecided, is_small=is_small)

    assert advice == code
