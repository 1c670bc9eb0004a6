"""The list of exams and one exam: drafting on a page, by buttons and a keyboard."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Classroom, School, User
from exams.models import Exam
from exams.services.publishing import publish_exam
from exams.tests.factories import AssignmentFactory, ExamFactory
from exams.tests.teaching import bank_questions, count_queries, draft

EXAMS = reverse("teacher_exams")


@pytest.fixture
def exam(school: School, teacher: User) -> Exam:
    return draft(school, by=teacher)


def page(client: Client, exam: Exam, query: str = "") -> str:
    response = client.get(reverse("teacher_exam", args=[exam.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def titles(client: Client, query: str) -> list[str]:
    rows = client.get(f"{EXAMS}{query}").context["page"].rows
    return [str(row) for row in rows]


def test_exams_are_filtered_by_where_they_stand(
    teacher_client: Client, school: School, classroom: Classroom, teacher: User
) -> None:
    ExamFactory(school=school, title={"en": "Draft"})
    published = draft(school, by=teacher)
    paper = publish_exam(published, by=teacher)
    AssignmentFactory(paper=paper, classroom=classroom)

    found = {state: titles(teacher_client, f"?state={state}") for state in ("draft", "published", "running")}

    assert found == {"draft": ["Draft"], "published": ["Midterm"], "running": ["Midterm"]}


def test_exams_are_searched_in_both_languages_and_sorted(teacher_client: Client, school: School) -> None:
    for korean, english in (("가 함수", "B function"), ("나 수열", "A sequence")):
        ExamFactory(school=school, title={"ko": korean, "en": english})
    by_age = [str(row) for row in Exam.objects.order_by("pk")]

    assert titles(teacher_client, "?q=수열") == ["A sequence"]
    assert titles(teacher_client, "?q=FUNC") == ["B function"]
    assert titles(teacher_client, "?sort=title") == ["A sequence", "B function"]
    assert titles(teacher_client, "?sort=oldest") == by_age
    assert titles(teacher_client, "?state=nonsense&sort=nonsense&page=nonsense") == by_age[::-1]


def test_exams_come_thirty_a_page(teacher_client: Client, school: School) -> None:
    for _number in range(31):
        ExamFactory(school=school, title={"en": "Alike"})

    shown = [len(titles(teacher_client, f"?q=alike&page={number}")) for number in (1, 2, 99)]

    assert shown == [30, 1, 1]


def test_exams_of_another_school_are_not_listed(
    teacher_client: Client, other_school: School, exam: Exam
) -> None:
    ExamFactory(school=other_school, title={"en": "Foreign"})

    assert titles(teacher_client, "") == ["Midterm"]


def test_new_exam_needs_a_title_in_one_language(teacher_client: Client, school: School) -> None:
    empty = teacher_client.post(reverse("teacher_exam_new"), {"title_ko": " ", "title_en": ""})
    made = teacher_client.post(reverse("teacher_exam_new"), {"title_ko": "기말고사", "title_en": ""})

    exam = Exam.objects.get()
    assert "at least one language" in empty.content.decode()
    assert made["Location"] == reverse("teacher_exam", args=[exam.pk])
    assert (exam.title, exam.school) == ({"ko": "기말고사"}, school)


def test_exam_shows_its_questions_with_total_and_time(teacher_client: Client, exam: Exam) -> None:
    response = teacher_client.get(reverse("teacher_exam", args=[exam.pk]))

    assert [row.number for row, _field in response.context["rows"]] == [1, 2, 3]
    assert (response.context["total"], response.context["minutes"]) == (6, 10)
    assert "<math" in response.content.decode()


def test_buttons_move_and_remove_and_keep_the_points_that_stand_in_the_fields(
    teacher_client: Client, exam: Exam
) -> None:
    address = reverse("teacher_exam", args=[exam.pk])
    first, second, third = exam.items.order_by("position")

    moved = teacher_client.post(address, {f"points-{third.pk}": "3,5", "do": f"up-{third.pk}"})
    moved = teacher_client.post(address, {f"points-{third.pk}": "3.5", "do": f"up-{third.pk}"})
    teacher_client.post(address, {"do": f"remove-{first.pk}"})

    assert moved["Location"] == f"{address}?moved=up-{third.pk}#item-{third.pk}"
    left = [(item.pk, item.points) for item in exam.items.order_by("position")]
    assert left == [(third.pk, Decimal("3.5")), (second.pk, Decimal(2))]


def test_points_that_cannot_be_read_change_nothing(teacher_client: Client, exam: Exam) -> None:
    first, second, _third = exam.items.order_by("position")
    sent = {f"points-{first.pk}": "-1", f"points-{second.pk}": "9", "do": f"down-{first.pk}"}

    response = teacher_client.post(reverse("teacher_exam", args=[exam.pk]), sent)

    assert response.status_code == 422
    assert [item.points for item in exam.items.order_by("position")] == [2, 2, 2]


def test_button_that_was_pressed_has_the_focus_again(teacher_client: Client, exam: Exam) -> None:
    second = exam.items.get(position=2).pk

    html = page(teacher_client, exam, f"?moved=up-{second}")

    assert f'value="up-{second}" autofocus' in html


def test_exam_says_whether_it_changed_since_it_was_published(
    teacher_client: Client, exam: Exam, teacher: User
) -> None:
    publish_exam(exam, by=teacher)
    unchanged = teacher_client.get(reverse("teacher_exam", args=[exam.pk])).context["is_changed"]
    exam.items.filter(position=1).update(points=7)

    changed = teacher_client.get(reverse("teacher_exam", args=[exam.pk])).context["is_changed"]

    assert (unchanged, changed) == (False, True)


def test_title_is_changed_on_its_own_page(teacher_client: Client, exam: Exam) -> None:
    teacher_client.post(reverse("teacher_exam_title", args=[exam.pk]), {"title_ko": "", "title_en": "Final"})

    exam.refresh_from_db()
    assert exam.title == {"en": "Final"}


@pytest.mark.parametrize(
    ("query", "names"),
    [("?q=x-2", ["q2"]), ("?q=q3", ["q3"]), ("?kind=choice", []), ("?q=전개", ["q1", "q2", "q3"])],
)
def test_bank_is_searched_by_text_id_and_kind(
    teacher_client: Client, exam: Exam, query: str, names: list[str]
) -> None:
    response = teacher_client.get(reverse("teacher_exam_add", args=[exam.pk]) + query)

    assert [card.question.external_id for card, _there in response.context["cards"]] == names


def test_ticked_questions_are_added_and_foreign_ones_are_not(
    teacher_client: Client,
    exam: Exam,
    school: School,
    teacher: User,
    other_school: School,
    other_teacher: User,
) -> None:
    mine = bank_questions(school, by=teacher, count=4)[-1]
    foreign = bank_questions(other_school, by=other_teacher, count=1)[0]
    sent = {"question": [str(mine.pk), str(foreign.pk), "nonsense"]}

    response = teacher_client.post(reverse("teacher_exam_add", args=[exam.pk]), sent)

    assert response.status_code == 302
    assert list(exam.items.order_by("position").values_list("question__external_id", flat=True)) == [
        "q1",
        "q2",
        "q3",
        "q4",
    ]


def test_adding_nothing_says_what_to_do(teacher_client: Client, exam: Exam) -> None:
    address = reverse("teacher_exam_add", args=[exam.pk]) + "?q=x"

    response = teacher_client.post(address, {}, follow=True)

    assert response.redirect_chain == [(address, 302)]
    assert "Nothing was chosen" in response.content.decode()


def test_question_that_cannot_be_shown_says_why(teacher_client: Client, exam: Exam) -> None:
    exam.items.get(position=1).question.versions.all().delete()

    assert "has no version" in page(teacher_client, exam)


def test_exam_and_bank_cost_as_much_for_thirty_questions_as_for_one(
    teacher_client: Client, school: School, teacher: User
) -> None:
    costs = []
    for count in (1, 30):
        exam = draft(school, by=teacher, count=count)
        for name in ("teacher_exam", "teacher_exam_add"):
            address = reverse(name, args=[exam.pk])
            teacher_client.get(address)
            costs.append(count_queries(lambda address=address: teacher_client.get(address)))

    assert costs[:2] == costs[2:]


def test_list_costs_as_much_for_thirty_exams_as_for_one(teacher_client: Client, school: School) -> None:
    ExamFactory(school=school)
    one = count_queries(lambda: teacher_client.get(EXAMS))
    for _number in range(29):
        ExamFactory(school=school)

    assert count_queries(lambda: teacher_client.get(EXAMS)) == one
