"""Every page of the site, and as whom and in which state to look at it.

The list is checked against the URLconf (test_pages.py): an address stands in ``SHOTS``, or in ``NOT_PAGES``
with the reason. A page that is listed gets pictures, a run of axe and a walk by keyboard.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Page

from mathtest.tests.happenings import HAPPENINGS

__all__ = ["NOT_PAGES", "SHOTS", "Shot"]

State = Literal["full", "field", "empty", "wrong"]


@dataclass(frozen=True, slots=True)
class Shot:
    """One look at a page: ``page`` is the name of its address, ``names`` the words in ``World.things`` that
    fill it, ``who`` a word in ``World.people`` or "" for nobody, ``then`` what is done before looking, and
    ``apart`` whether that leaves something on the device which the next look must not find."""

    page: str
    who: str = ""
    names: tuple[str, ...] = ()
    state: State = "full"
    query: str = ""
    status: int = 200
    then: Callable[[Page], None] | None = None
    note: str = ""
    apart: bool = False

    @property
    def id(self) -> str:
        """How a picture of it is called."""
        words = [self.page.replace(":", "-"), self.who, self.state, self.note]
        return "-".join(word for word in words if word)


def press(page: Page) -> None:
    """Presses the first button of the page's form, and waits for the page that answers."""
    with page.expect_navigation():
        page.click("main form button")


def sign_in_wrongly(page: Page) -> None:
    page.fill("[name=login]", "nobody")
    page.fill("[name=password]", "wrong-password")
    press(page)


def join_wrongly(page: Page) -> None:
    page.fill("[name=code]", "ZZZZ9999")
    with page.expect_navigation():
        page.locator("main form").first.evaluate("form => { form.noValidate = true; form.requestSubmit() }")


def send_file(page: Page, name: str, media_type: str, text: str) -> None:
    content = {"name": name, "mimeType": media_type, "buffer": text.encode()}
    page.set_input_files("[name=file]", content)
    press(page)


ROSTER = "번호,이름,아이디\n1,김하늘,student\n12,강도윤,mate01\n31,새봄,\n"


def send_roster(page: Page, text: str = ROSTER) -> None:
    send_file(page, "roster.csv", "text/csv", text)


def send_wrong_roster(page: Page) -> None:
    send_roster(page, "번호,이름\n열,김하늘\n3,\n31,새봄\n31,새별\n")


def confirm_roster(page: Page) -> None:
    send_roster(page, "번호,이름\n1,박새봄\n2,이새별\n3,최새솔\n")
    press(page)


BANK = """<quiz>
<question type="truefalse"><name><text>Seven</text></name>
<questiontext format="html"><text>&lt;p&gt;\\(7\\) is prime.&lt;/p&gt;</text></questiontext>
<answer fraction="100"><text>true</text></answer>
<answer fraction="0"><text>false</text></answer></question>
<question type="numerical"><name><text>A half</text></name>
<questiontext format="html"><text>&lt;u&gt;How much&lt;/u&gt; is a half?</text></questiontext>
<answer fraction="100"><text>0.5</text></answer>
<answer fraction="50"><text>0.6</text></answer></question>
<question type="stack"><name><text>A stack question</text></name></question></quiz>"""


def send_bank(page: Page, text: str = BANK) -> None:
    send_file(page, "bank.xml", "text/xml", text)


def send_wrong_bank(page: Page) -> None:
    send_bank(page, "<quiz")


def hand_in(page: Page) -> None:
    """A file for this attempt: two answers, and one to a question that is not there."""
    attempt = page.url.rstrip("/").split("/")[-2]
    given = ({"choice": ["o1"]}, {"choice": ["o1"]}, {"text": "?"})
    sent = [
        {
            "position": position,
            "device": "phone-of-a-student",
            "seq": 900 + position,
            "base_revision": 0,
            "response": {"v": 1, "parts": {"a": value}},
            "typed_at": "2026-03-02T02:04:05Z",
        }
        for position, value in zip((1, 2, 99), given, strict=True)
    ]
    whole = {"mathtest": "unsent answers", "v": 1, "attempt": attempt, "name": "김하늘", "exam": "중간고사"}
    text = json.dumps({**whole, "made_at": "2026-03-02T02:20:00Z", "messages": sent})
    send_handed(page, text)


def hand_in_wrongly(page: Page) -> None:
    send_handed(page, "{}")


def send_handed(page: Page, text: str) -> None:
    send_file(page, "mathtest-unsent.json", "application/json", text)


# What is asked for at the first positions of the exam with one question for each way to answer. Those behind
# them have the same fields.
WAYS = (
    "one-of-five",
    "order",
    "required-form",
    "unit",
    "blanks",
    "matrix",
    "follow",
    "working",
    "essay",
    "graph",
)

SHOTS = [
    # Before sign-in
    Shot("account_login"),
    Shot("account_login", state="wrong", then=sign_in_wrongly),
    Shot("account_signup"),
    Shot("account_inactive"),
    Shot("join"),
    Shot("join", state="wrong", then=join_wrongly),
    # Account
    Shot("account_logout", "student"),
    Shot("account_reauthenticate", "student"),
    Shot("account_change_password", "student"),
    Shot("settings", "student"),
    # A student
    Shot("home", "student"),
    Shot("home", "new_student", state="empty"),
    Shot("my_exams", "student"),
    Shot("my_classes", "student"),
    Shot("my_classes", "new_student", state="empty"),
    Shot("my_class", "student", ("classroom",)),
    Shot("try_typing", "student"),
    Shot("assignment", "student", ("waiting",)),
    Shot("assignment", "student", ("running",), note="under-way"),
    Shot("assignment", "student", ("sat",), note="used-up"),
    Shot("assignment", "student", ("coming",), state="empty"),
    Shot("attempt", "student", ("attempt",)),
    Shot("attempt", "student", ("long_attempt",), note="30-questions"),
    *(
        Shot("attempt", "student", ("ways_attempt",), state="field", query=f"?q={position}", note=note)
        for position, note in enumerate(WAYS, start=1)
    ),
    *(
        Shot("attempt", "student", ("long_attempt",), state="field", note=note, then=then, apart=True)
        for note, then in HAPPENINGS.items()
    ),
    Shot("submit_attempt", "student", ("attempt",)),
    Shot("receipt", "student", ("ended",)),
    Shot("result", "student", ("ended",)),
    Shot("result", "student", ("essay_attempt",), note="waiting"),
    Shot("result", "student", ("ways_ended",), note="ways"),
    Shot("result", "student", ("result_later",), state="empty"),
    # A teacher
    Shot("home", "teacher"),
    Shot("home", "new_teacher", state="empty"),
    Shot("classes", "teacher"),
    Shot("classes", "new_teacher", state="empty"),
    Shot("classroom", "teacher", ("classroom",)),
    Shot("classroom", "teacher", ("empty_classroom",), state="empty"),
    Shot("new_classroom", "teacher"),
    Shot("edit_classroom", "teacher", ("classroom",)),
    Shot("classroom_student", "teacher", ("classroom", "student")),
    Shot("import_roster", "teacher", ("classroom",)),
    Shot("import_roster", "teacher", ("classroom",), note="preview", then=send_roster),
    Shot("import_roster", "teacher", ("classroom",), state="wrong", then=send_wrong_roster),
    Shot("cards", "teacher", ("empty_classroom",), state="empty"),
    Shot("import_roster", "teacher", ("empty_classroom",), note="done", then=confirm_roster),
    Shot("cards", "teacher", ("classroom",)),
    Shot("cards", "teacher", ("classroom",), query="?blank=8", note="blank"),
    Shot("teacher_exams", "teacher"),
    Shot("teacher_exams", "new_teacher", state="empty"),
    Shot("teacher_exam_new", "teacher"),
    Shot("teacher_import", "teacher"),
    Shot("teacher_import", "teacher", note="preview", then=send_bank),
    Shot("teacher_import", "teacher", state="wrong", then=send_wrong_bank),
    Shot("teacher_exam", "teacher", ("exam",)),
    Shot("teacher_exam", "teacher", ("empty_exam",), state="empty"),
    Shot("teacher_exam_add", "teacher", ("exam",)),
    Shot("teacher_exam_title", "teacher", ("exam",)),
    Shot("teacher_preview", "teacher", ("exam",)),
    Shot("teacher_preview_page", "teacher", ("exam",)),
    Shot("teacher_publish", "teacher", ("exam",)),
    Shot("teacher_publish", "teacher", ("empty_exam",), state="wrong"),
    Shot("teacher_assign", "teacher", ("paper",)),
    Shot("teacher_assignment", "teacher", ("running",)),
    Shot("teacher_assignment", "teacher", ("running",), query="?names=hidden", note="names-off"),
    Shot("teacher_assignment", "teacher", ("sat",), query="?question=4", note="question"),
    Shot("teacher_assignment", "teacher", ("sat",), query="?question=1&names=hidden", note="options"),
    Shot("teacher_assignment", "teacher", ("ways_over",), query="?question=5", note="blanks", state="field"),
    Shot("teacher_assignment", "teacher", ("nobody",), state="empty"),
    Shot("teacher_assignment_settings", "teacher", ("running",)),
    Shot("teacher_give_time", "teacher", ("running",)),
    Shot("teacher_announce", "teacher", ("running",)),
    Shot("teacher_pause", "teacher", ("running",), state="field"),
    Shot("teacher_resume", "teacher", ("running",), state="field"),
    Shot("teacher_withdraw", "teacher", ("running",)),
    Shot("teacher_withdraw", "teacher", ("running",), note="one", query="?item=1"),
    Shot("teacher_results", "teacher", ("sat",)),
    Shot("teacher_results", "teacher", ("coming",), state="empty"),
    Shot("teacher_marking", "teacher", ("essays",)),
    Shot("teacher_marking", "teacher", ("sat",), state="empty"),
    Shot("teacher_marking", "teacher", ("ways_over",), note="rubric"),
    Shot("teacher_attempt", "teacher", ("ended",)),
    Shot("teacher_hand_in", "teacher", ("ended",)),
    Shot("teacher_hand_in", "teacher", ("ended",), note="preview", then=hand_in),
    Shot("teacher_hand_in", "teacher", ("ended",), state="wrong", then=hand_in_wrongly),
    Shot("teacher_attempt", "teacher", ("ways_ended",), note="ways"),
    Shot("teacher_results", "teacher", ("ways_over",), note="ways"),
    Shot("reset_password", "teacher", ("classroom", "student")),
    Shot("receipt", "teacher", ("ended",)),
    Shot("result", "teacher", ("ended",)),
    Shot("report", "teacher", ("sat",)),
    Shot("report", "teacher", ("essays",), note="calculus"),
    Shot("report", "teacher", ("ways_over",), note="ways"),
    Shot("report", "teacher", ("coming",), state="empty"),
    Shot("assignment", "new_student", ("waiting",), state="wrong", status=404),
]

# The rest of the URLconf: no page of ours to look at, and why.
NOT_PAGES = {
    "teacher_board": "a fragment, seen on the class page",
    "start_attempt": "POST",
    "save_response": "JSON",
    "pulse": "JSON",
    "exam_worker": "a script",
    "archive_classroom": "POST",
    "restore_classroom": "POST",
    "confirm_roster": "POST; what it shows is seen after import_roster",
    "export_roster": "a download",
    "remove_student": "POST",
    "enrol_again": "POST",
    "set_accommodation": "POST",
    "end_accommodation": "POST",
    "renew_join_code": "POST",
    "close_join_code": "POST",
    "grading_read": "a fragment, seen on the exam page",
    "grading_read_lines": "a fragment, seen on the exam page",
    "picture": "a picture, seen in its question",
    "report_csv": "a download",
    "report_items_csv": "a download",
    "set_language": "POST",
    "sign_in_again": "JSON, seen as a dialog of the exam page",
    "health": "JSON",
    "ready": "JSON",
    "api_token": "JSON",
    "api_token_refresh": "JSON",
    "api_token_revoke": "JSON",
    "api_schema": "YAML",
    "api_docs": "a frame of ours around Swagger UI, looked at in test_api_docs",
    "api_classrooms": "JSON",
    "api_classroom": "JSON",
    "api_students": "JSON",
    "api_student": "JSON",
    "api_exams": "JSON",
    "api_exam": "JSON",
    "api_assignments": "JSON",
    "api_assignment": "JSON",
    "api_start": "JSON",
    "api_attempts": "JSON",
    "api_attempt": "JSON",
    "api_responses": "JSON",
    "api_response": "JSON",
    "api_pulse": "JSON",
    "api_submit": "JSON",
    "api_result": "JSON",
    "api_results": "JSON",
    "api_result_by_attempt": "JSON",
    "api_grading_read": "JSON",
    "api_grading_check": "JSON",
    "api_stats": "JSON",
    "api_stats_of_assignment": "JSON",
}
