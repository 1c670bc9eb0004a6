"""A live board in parts: made again, and sent, only where something is another one."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Classroom, Enrollment, User
from exams.models import Assignment
from exams.presenting.teaching.live import Choices, Memory, RowMemory, look_at, make_board
from exams.services.delivery import start_attempt
from exams.services.supervising import announce
from exams.tests.factories import make_assignment
from exams.tests.sittings import put_answer
from exams.tests.teaching import fill_class, sit
from exams.views.live.frames import Frame, said
from exams.views.live.hubs import Hub, Painter, View, Viewer
from exams.views.live.streams import next_event

CLASS = View(Choices(), "en")
PART = re.compile(r'data-live-part="([^"]+)"')
SMALL = {"as-of", "say", "tiles"}  # they may change with any answer


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    made = make_assignment(classroom, by=teacher, questions=2)
    return Assignment.objects.select_related("paper__exam", "classroom__school").get(pk=made.pk)


@pytest.fixture
def painter(assignment: Assignment) -> Painter:
    return Painter(assignment)


@pytest.fixture
def viewer(assignment: Assignment) -> Viewer:
    return Viewer(Hub(assignment), CLASS)


def look(painter: Painter, view: View = CLASS) -> Frame:
    return painter.paint([view], {})[view]


def show(viewer: Viewer, frame: Frame, tag: str = "") -> tuple[str, str]:
    """What the viewer is sent when the hub has made ``frame``: the event and its data."""
    viewer.hub.frames = {viewer.view: frame}
    return read(next_event(viewer, tag, has_news=True))


def read(event: bytes) -> tuple[str, str]:
    lines = [line.partition(": ") for line in event.decode().split("\n") if line]
    told = {name: value for name, _colon, value in lines if name != "data"}
    return told["event"], "\n".join(value for name, _colon, value in lines if name == "data")


@pytest.mark.parametrize(
    "choices",
    [Choices(), Choices(names="hidden"), Choices(question=1), Choices(state="paused")],
    ids=["class", "hidden", "question", "nobody"],
)
def test_every_part_bears_its_name_and_stands_in_the_board(
    assignment: Assignment, painter: Painter, student: User, teacher: User, choices: Choices
) -> None:
    sit(assignment, student, "x^2", hand_in=False)
    announce(assignment, text="Ten minutes left.", by=teacher)

    frame = look(painter, View(choices, "en"))

    assert [name for name in PART.findall(frame.html) if name != "class"] == list(frame.pieces)
    assert [PART.findall(html)[0] for html in frame.pieces.values()] == list(frame.pieces)
    assert all(html.startswith("<") for html in frame.pieces.values())
    assert all(html in frame.html for html in frame.pieces.values())


def test_only_parts_that_changed_are_sent(
    assignment: Assignment,
    painter: Painter,
    viewer: Viewer,
    student: User,
    classmate: User,
    student_client: Client,
) -> None:
    sit(assignment, classmate, "x^2", hand_in=False)
    attempt = start_attempt(assignment, student=student)

    first = show(viewer, look(painter))
    put_answer(student_client, attempt, {"text": "x^2+x"})
    event, data = show(viewer, after := look(painter))

    assert first[0] == "board"
    assert event == "parts"
    parts = json.loads(data)
    assert parts.keys() - SMALL == {"row-1"}
    assert student.name in parts["row-1"]
    assert "1 of 2" in parts["row-1"]
    assert all(after.pieces[name] == html for name, html in parts.items())


def test_slow_viewer_is_sent_all_that_changed_since_what_they_have(
    assignment: Assignment,
    painter: Painter,
    viewer: Viewer,
    student: User,
    classmate: User,
    student_client: Client,
    classmate_client: Client,
) -> None:
    attempts = [start_attempt(assignment, student=person) for person in (student, classmate)]
    _event, _board = show(viewer, before := look(painter))

    put_answer(student_client, attempts[0], {"text": "x^2+x"})
    viewer.hub.frames = {CLASS: look(painter)}  # they are not there yet
    put_answer(classmate_client, attempts[1], {"text": "x^2+x"})
    event, data = show(viewer, newest := look(painter))

    assert event == "parts"
    assert json.loads(data).keys() - SMALL == {"row-1", "row-2"}
    assert {**before.pieces, **json.loads(data)} == newest.pieces


def test_event_is_made_once_for_all_who_go_the_same_way(
    assignment: Assignment, painter: Painter, student: User
) -> None:
    before = look(painter)
    sit(assignment, student, "x^2", hand_in=False)
    after = look(painter)

    assert after.since(before) is after.since(before)
    assert after.since(None) is after.since(None)
    assert after.since(before) != after.since(None)


def test_another_order_or_set_of_rows_or_parts_is_sent_whole(
    assignment: Assignment, painter: Painter, student: User, classmate: User, teacher: User
) -> None:
    least_first, under_way = View(Choices(sort="answered"), "en"), View(Choices(state="under_way"), "en")
    for person in (student, classmate):
        start_attempt(assignment, student=person)
    viewers = {view: Viewer(Hub(assignment), view) for view in (CLASS, least_first, under_way)}

    def events() -> list[str]:
        return [show(viewer, look(painter, view))[0] for view, viewer in viewers.items()]

    told = [events()]
    sit(assignment, student, "x^2", hand_in=False)
    told.append(events())
    sit(assignment, classmate, "x^2")
    told.append(events())
    announce(assignment, text="Ten minutes left.", by=teacher)
    told.append(events())

    assert told == [["board"] * 3, ["parts", "board", "parts"], ["parts", "board", "board"], ["board"] * 3]


def test_who_comes_back_is_sent_nothing_where_they_show_the_newest_and_else_the_whole(
    assignment: Assignment, painter: Painter, viewer: Viewer, student: User, classmate: User
) -> None:
    sit(assignment, student, "x^2", hand_in=False)
    frame = look(painter)

    again = show(viewer, frame, tag=frame.tag)[0]
    unknown = show(Viewer(viewer.hub, CLASS), frame, tag="unknown")[0]
    sit(assignment, classmate, "x^2", hand_in=False)

    assert (again, unknown) == ("beat", "board")
    assert show(viewer, look(painter), tag=frame.tag)[0] == "parts"


def test_viewer_is_told_that_a_look_failed_and_misses_nothing_by_it(
    assignment: Assignment, painter: Painter, viewer: Viewer, student: User
) -> None:
    show(viewer, look(painter))

    viewer.hub.is_old = True
    sit(assignment, student, "x^2", hand_in=False)
    old = [show(viewer, look(painter))[0], read(next_event(viewer, "", has_news=False))[0]]
    viewer.hub.is_old = False

    assert old == ["old", "old"]
    assert show(viewer, look(painter))[0] == "parts"


def test_rows_are_the_same_on_the_page_in_an_answer_and_in_a_stream(
    assignment: Assignment, painter: Painter, student: User, teacher_client: Client
) -> None:
    look(painter)
    sit(assignment, student, "x^2", hand_in=False)
    frame = look(painter)

    rows = [html for name, html in frame.pieces.items() if name.startswith("row-")]
    answers = [
        teacher_client.get(reverse(name, args=[assignment.pk]), headers={"Accept-Language": "en"})
        for name in ("teacher_assignment", "teacher_board")
    ]

    assert len(rows) == 1
    assert all(row in answer.content.decode() for row in rows for answer in answers)


def test_rows_are_made_again_only_where_they_say_something_else(
    assignment: Assignment, student: User, classmate: User
) -> None:
    made = RowMemory()

    def rows() -> list[str]:
        board = make_board(seen := look_at(assignment), memory := Memory())
        memory.read_answers(seen)
        return [row.html for row in made.rows_of(board.rows, hides_names=False)]

    before = rows()
    sit(assignment, student, "x^2")
    classmate.name = "Student Lee-Park"
    classmate.save()
    after, same = rows(), rows()

    assert "Student Lee-Park" in after[1]
    assert [one is other for one, other in zip(before, after, strict=True)] == [False, False]
    assert [one is other for one, other in zip(after, same, strict=True)] == [True, True]


def test_rows_of_who_has_left_are_forgotten(assignment: Assignment, classroom: Classroom) -> None:
    gone, stays = fill_class(classroom, count=2)
    made = RowMemory()
    made.rows_of(make_board(look_at(assignment), Memory()).rows, hides_names=True)

    Enrollment.objects.filter(user=gone).delete()
    made.forget_others(row.student.pk for row in make_board(look_at(assignment), Memory()).rows)

    assert [list(rows) for rows in made.made.values()] == [[stays.pk]]


def test_only_line_ends_of_a_stream_end_a_line() -> None:
    assert said("board", "a\r\nb\rc\u2028d") == "event: board\ndata: a\ndata: b\ndata: c\u2028d\n\n".encode()
