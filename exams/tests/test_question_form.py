"""A question is written on a page of the admin: what comes back is what was written, and what is wrong is
said where it stands."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, School, User
from accounts.tests.browsers import client_of
from exams.content import Content, load_keys
from exams.formats.native import read_bank, read_question
from exams.forms.questions import AboutForm, QuestionForms, open_question
from exams.models import Asset, Question, QuestionVersion, Topic
from exams.pictures import Picture
from exams.services.authoring import import_bank
from exams.tests.banks import bank_file, question
from exams.tests.factories import TopicFactory
from exams.tests.question_pages import change_page, fields_of, press

BANKS = sorted((settings.BASE_DIR / "exams" / "banks").glob("*.yaml"))
ADD = "/admin/exams/question/add/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20"><path d="M0 0L10 20"/></svg>'


def about(**options: Any) -> AboutForm:
    topics = Topic.objects.none()
    return AboutForm(instance=Question(), schools=School.objects.all(), topics=topics, **options)


class Answer:
    """What ``fields_of`` looks at."""

    def __init__(self, forms: QuestionForms) -> None:
        self.context = {"forms": forms, "base": {"version": "", "key": 0}}


@pytest.mark.parametrize("bank", BANKS, ids=lambda path: path.stem)
def test_every_question_of_the_banks_comes_back_as_it_was(school: School, bank: Any) -> None:
    different = []
    for name, entry in read_bank(bank.read_bytes()).entries:
        read = read_question(entry)
        pictures: dict[str, Picture] = {picture.sha256: picture for picture in read.pictures}
        shown = QuestionForms(about, tree=open_question(read.content, read.keys))
        data = QueryDict(mutable=True)
        data.update(fields_of(Answer(shown)))

        sent = QuestionForms(about, data=data)
        made = sent.assembled(pictures=pictures, before=read.keys)

        wrong = [form.errors for form in sent.everything() if form.errors]
        if wrong or made != (read.content, read.keys):
            different.append((name, wrong, made))
    assert different == []


@pytest.fixture
def vertex(school: School, teacher: User) -> Question:
    import_bank(bank_file(question()), school=school, owner=teacher)
    return Question.objects.get()


# A row that asks for the factored form; the key of ``blank`` is a difference of squares.
FACTORED = {
    "parts-0-forms-TOTAL_FORMS": "1",
    "parts-0-forms-0-test": "factored",
    "parts-0-forms-0-options": "",
    "parts-0-form_credit": "0",
    "body-parameters": "a = one of 4, 9",
}


@pytest.fixture
def blank(teacher_client: Client) -> dict[str, str]:
    """A new question with one typed part, filled in well."""
    sent = fields_of(teacher_client.get(ADD))
    return sent | {
        "external_id": "square",
        "body-text_ko": "$x^2-{a}$의 값은?",
        "body-text_en": "What is $x^2-{a}$?",
        "body-parameters": "a = random integer 2..9",
        "parts-0-kind": "expression",
        "parts-0-value": "x^2-{a}",
        "parts-0-variables": "x",
        "tests-TOTAL_FORMS": "1",
        "tests-0-response_a": "-{a}+x*x",
        "tests-0-verdict_a": "correct",
        "tests-0-note_ko": "",
        "tests-0-note_en": "",
    }


def newest(row: Question) -> tuple[Content, dict[str, Any]]:
    version = row.versions.order_by("-number")[0]
    return Content.model_validate(version.content), load_keys(
        version.key_revisions.order_by("-number")[0].keys
    )


def errors_of(answer: HttpResponse) -> dict[str, list[str]]:
    """Every error by the name of its field."""
    found = {}
    for form in answer.context["forms"].everything():
        for name, errors in form.errors.items():
            found[form.add_prefix(name)] = list(errors)
    return found


# --- writing ---


def test_new_question_is_written_with_its_key_and_tests(
    teacher_client: Client, teacher: User, school: School, blank: dict[str, str]
) -> None:
    answer = press(teacher_client, ADD, blank, "_save")

    row = Question.objects.get()
    content, keys = newest(row)
    assert answer.status_code == 302
    assert (row.school, row.owner, row.external_id) == (school, teacher, "square")
    assert [part.kind for part in content.parts] == ["expression"]
    assert (keys["a"].expression, content.tests[0].response["a"].text) == ("x^2-{a}", "-{a}+x*x")
    assert AuditEntry.objects.filter(verb="question.written", actor=teacher).count() == 1


def test_page_that_is_saved_as_it_was_changes_nothing(teacher_client: Client, vertex: Question) -> None:
    sent = fields_of(teacher_client.get(change_page(vertex)))

    answer = press(teacher_client, change_page(vertex), sent, "_save")

    assert answer.status_code == 302
    assert (vertex.versions.count(), vertex.versions.get().key_revisions.count()) == (1, 1)


def test_changed_text_makes_a_version_and_changed_key_a_revision(
    teacher_client: Client, vertex: Question
) -> None:
    page = change_page(vertex)
    key = fields_of(teacher_client.get(page))["parts-0-value"]
    sent = fields_of(teacher_client.get(page)) | {"parts-0-value": f"0+{key}", "base-reason": "shorter"}
    press(teacher_client, page, sent, "_save")
    revisions = list(vertex.versions.get().key_revisions.values_list("number", "reason"))
    sent = fields_of(teacher_client.get(page)) | {"body-text_en": "Another text."}

    press(teacher_client, page, sent, "_save")

    assert sorted(revisions)[-1] == (2, "shorter")
    assert newest(vertex)[0].text["en"] == "Another text."
    assert vertex.versions.count() == 2


def test_key_alone_is_not_changed_without_a_reason(teacher_client: Client, vertex: Question) -> None:
    page = change_page(vertex)
    sent = fields_of(teacher_client.get(page))
    sent["parts-0-value"] = "0+" + sent["parts-0-value"]

    answer = press(teacher_client, page, sent, "_save")

    assert errors_of(answer) == {"base-reason": ["Say why the key changes."]}
    assert vertex.versions.get().key_revisions.count() == 1


def test_second_of_two_authors_is_told_and_keeps_what_was_typed(
    teacher_client: Client, colleague: User, vertex: Question
) -> None:
    page, other = change_page(vertex), client_of(colleague)
    mine = fields_of(teacher_client.get(page)) | {"body-text_en": "Mine."}
    theirs = fields_of(other.get(page)) | {"body-text_en": "Theirs."}
    press(other, page, theirs, "_save")

    refused = press(teacher_client, page, mine, "_save")
    kept = fields_of(refused)
    again = press(teacher_client, page, kept, "_save")

    assert refused.status_code == 200
    assert "Somebody else has saved this question" in refused.context["conflict"]
    assert kept["body-text_en"] == "Mine."
    assert again.status_code == 302
    assert [version.content["text"]["en"] for version in vertex.versions.order_by("number")][1:] == [
        "Theirs.",
        "Mine.",
    ]


def test_question_without_parts_is_information(teacher_client: Client, blank: dict[str, str]) -> None:
    sent = fields_of(press(teacher_client, ADD, blank, "act", "remove:parts:0")) | {"tests-TOTAL_FORMS": "0"}

    press(teacher_client, ADD, sent, "_save")

    assert newest(Question.objects.get())[0].is_description


def test_essay_keeps_its_guidance(teacher_client: Client, blank: dict[str, str]) -> None:
    sent = blank | {
        "parts-0-kind": "essay",
        "parts-0-guidance_ko": "근거가 있으면 맞음",
        "tests-TOTAL_FORMS": "0",
    }

    press(teacher_client, ADD, sent, "_save")

    assert newest(Question.objects.get())[1]["a"].guidance == {"ko": "근거가 있으면 맞음"}


def test_form_is_asked_for_by_a_row_and_comes_back_as_one(
    teacher_client: Client, blank: dict[str, str]
) -> None:
    wanted = {"parts-0-value": "(x-{a})(x+{a})", "parts-0-form_credit": "1/2", "tests-TOTAL_FORMS": "0"}
    asked = fields_of(press(teacher_client, ADD, blank, "act", "add:parts-0-forms"))

    press(teacher_client, ADD, asked | FACTORED | wanted, "_save")

    row = Question.objects.get()
    key = newest(row)[1]["a"]
    assert [(form.test, form.options) for form in key.forms] == [("factored", "")]
    shown = fields_of(teacher_client.get(change_page(row)))
    assert shown["parts-0-forms-0-test"] == "factored"
    assert shown["parts-0-form_credit"] == key.form_credit == "1/2"


# --- what is wrong stands where it is ---


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"body-text_ko": "", "body-text_en": ""}, "body-text_ko", "at least one language"),
        ({"body-text_en": r"What is $\nosuch{x}$?"}, "body-text_en", "cannot be shown"),
        ({"body-points": "many"}, "body-points", "Enter a number"),
        ({"body-parameters": "a = random integer 2"}, "body-parameters", "line 1"),
        ({"body-variants": "0"}, "body-variants", "greater than or equal to 1"),
        ({"parts-0-value": ""}, "parts-0-value", "Write what is right."),
        ({"parts-0-value": "x^2-("}, "parts-0-value", "cannot be read"),
        ({"parts-0-value": "x^2-{b}"}, "parts-0-value", "there is no parameter"),
        ({"parts-0-variables": "x, 2"}, "parts-0-variables", "is not a name"),
        ({"parts-0-weight": "0"}, "parts-0-weight", "greater than or equal to 1"),
        ({"parts-0-kind": "number", "parts-0-value": "2", "parts-0-tolerance_kind": "absolute",
          "parts-0-tolerance": "some"}, "parts-0-tolerance", "is not a tolerance"),
        ({**FACTORED, "parts-0-value": "(x-{a})(x+{a})", "parts-0-forms-0-options": "2"},
          "parts-0-forms-0-options", "say in which letter"),
        (FACTORED, "parts-0-value", "has not the form “factored”"),
        ({**FACTORED, "parts-0-forms-0-test": ""}, "parts-0-forms-0-test", "This field is required"),
        ({**FACTORED, "parts-0-form_credit": "1"}, "parts-0-form_credit", "a number below 1"),
        ({**FACTORED, "parts-0-form_credit": "some"}, "parts-0-form_credit", "a number below 1"),
        ({**FACTORED, "parts-0-forms-TOTAL_FORMS": "2", "parts-0-forms-1-test": "factored"},
          "parts-0-__all__", "A form is asked for twice."),
        ({"parts-0-kind": "true_false", "parts-0-truth": ""}, "parts-0-truth", "Say whether"),
        ({"tests-0-verdict_a": "incorrect"}, "tests-0-verdict_a", "should be incorrect but is correct"),
        ({"tests-0-verdict_a": ""}, "tests-0-verdict_a", "Say which verdict"),
        ({"topic": "no such topic"}, "topic", "no such topic"),
        ({"body-solution_ko": "![](graph)"}, "body-solution_ko", "there is no figure"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    teacher_client: Client, blank: dict[str, str], changes: dict[str, str], field: str, sentence: str
) -> None:
    sent = blank | changes

    answer = press(teacher_client, ADD, sent, "_save")

    errors = errors_of(answer)
    assert (answer.status_code, list(errors)) == (200, [field])
    assert sentence in errors[field][0]
    assert {name: fields_of(answer)[name] for name in sent if name in fields_of(answer)} == {
        name: value for name, value in sent.items() if name in fields_of(answer)
    }
    assert Question.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Mark exactly one option as right."),
        ({"parts-0-options-0-right": "on", "parts-0-options-1-right": "on"}, "Mark exactly one"),
        ({"parts-0-kind": "multiple_choice"}, "Mark at least one"),
        ({"parts-0-options-0-right": "on", "parts-0-options-1-id": "o1"}, "Two options have the same id."),
        ({"parts-0-options-0-right": "on", "parts-0-options-1-text_ko": "1"}, "two options read the same"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    teacher_client: Client, blank: dict[str, str], changes: dict[str, str], sentence: str
) -> None:
    options = {f"parts-0-options-{place}-text_ko": str(place + 1) for place in range(4)}
    sent = blank | {"parts-0-kind": "choice", "tests-TOTAL_FORMS": "0"} | options | changes

    errors = errors_of(press(teacher_client, ADD, sent, "_save"))

    assert list(errors) == ["parts-0-__all__"]
    assert sentence in errors["parts-0-__all__"][0]


def test_page_says_it_in_the_language_of_the_author(teacher_client: Client) -> None:
    teacher_client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ko"
    sent = fields_of(teacher_client.get(ADD)) | {"body-points": "x", "body-text_ko": "가"}

    html = press(teacher_client, ADD, sent, "_save").content.decode()

    assert "숫자를 입력하세요." in html


# --- rows ---


def test_rows_are_added_moved_and_removed_without_judging_them(
    teacher_client: Client, blank: dict[str, str]
) -> None:
    added = press(teacher_client, ADD, blank, "act", "add:parts")
    second = fields_of(added) | {"parts-1-text_ko": "둘째"}
    moved = press(teacher_client, ADD, second, "act", "up:parts:1")
    removed = press(teacher_client, ADD, fields_of(moved), "act", "remove:parts:1")

    assert [errors_of(answer) for answer in (added, moved, removed)] == [{}, {}, {}]
    assert (fields_of(moved)["parts-0-text_ko"], fields_of(moved)["parts-0-id"]) == ("둘째", "b")
    assert (fields_of(removed)["parts-TOTAL_FORMS"], fields_of(removed)["parts-0-id"]) == ("1", "b")
    assert Question.objects.count() == 0


@pytest.mark.parametrize("act", ["add:nothing", "remove:parts:77", "up:parts:0", "down:parts", "x", "add:"])
def test_button_that_is_not_on_the_page_changes_nothing(
    teacher_client: Client, blank: dict[str, str], act: str
) -> None:
    before = fields_of(press(teacher_client, ADD, blank, "act", "refresh"))

    assert fields_of(press(teacher_client, ADD, blank, "act", act)) == before


def test_new_option_has_an_id_of_its_own(teacher_client: Client, blank: dict[str, str]) -> None:
    less = fields_of(press(teacher_client, ADD, blank, "act", "remove:parts-0-options:1"))

    more = fields_of(press(teacher_client, ADD, less, "act", "add:parts-0-options"))

    assert [more[f"parts-0-options-{place}-id"] for place in range(4)] == ["o1", "o3", "o4", "o2"]


def test_another_kind_loses_nothing(teacher_client: Client, blank: dict[str, str]) -> None:
    there = fields_of(press(teacher_client, ADD, blank | {"parts-0-kind": "essay"}, "act", "refresh"))

    back = fields_of(press(teacher_client, ADD, there | {"parts-0-kind": "expression"}, "act", "refresh"))

    assert back["parts-0-value"] == "x^2-{a}"
    assert back["parts-0-options-TOTAL_FORMS"] == "4"


def test_matching_begins_with_lines_and_options_to_choose(
    teacher_client: Client, blank: dict[str, str]
) -> None:
    shown = fields_of(press(teacher_client, ADD, blank | {"parts-0-kind": "matching"}, "act", "refresh"))
    texts = {f"parts-0-options-{place}-text_ko": f"답 {place}" for place in range(4)}
    stems = {f"parts-0-stems-{place}-text_ko": f"물음 {place}" for place in range(2)}
    pairs = {"parts-0-stems-0-option": "o3", "parts-0-stems-1-option": "o1", "tests-TOTAL_FORMS": "0"}

    press(teacher_client, ADD, shown | texts | stems | pairs, "_save")

    assert newest(Question.objects.get())[1]["a"].pairs == {"s1": "o3", "s2": "o1"}


# --- looking before saving ---


def test_variants_are_shown_with_their_keys_and_nothing_is_saved(
    teacher_client: Client, blank: dict[str, str]
) -> None:
    answer = press(teacher_client, ADD, blank | {"body-variants": "3"}, "act", "variants")

    rows = answer.context["variants"]
    assert [row.number for row in rows] == [1, 2, 3]
    assert [row.keys[0][0].text for row in rows] == [f"x^2-{row.values['a']}" for row in rows]
    assert Question.objects.count() == 0


def test_variant_in_which_something_fails_says_so(teacher_client: Client, blank: dict[str, str]) -> None:
    sent = blank | {"tests-0-response_a": "x^2-2", "body-variants": "8"}

    rows = press(teacher_client, ADD, sent, "act", "variants").context["variants"]

    assert sorted(row.values["a"] for row in rows if not row.problem) == ["2"]


def test_preview_shows_both_languages_as_students_see_them(
    teacher_client: Client, blank: dict[str, str]
) -> None:
    answer = press(teacher_client, ADD, blank, "act", "preview")

    assert [view.language for view in answer.context["views"]] == ["ko", "en"]
    assert answer.content.decode().count("<iframe") == 2


def test_one_text_is_rendered_while_it_is_typed(teacher_client: Client, blank: dict[str, str]) -> None:
    good = press(teacher_client, ADD, blank, "act", "render:body-text_en").content.decode()
    bad = press(teacher_client, ADD, blank | {"body-text_en": "$x^{$"}, "act", "render:body-text_en")

    assert good.startswith("<p>What is <span") or good.startswith("<p>What is <math")
    assert "cannot be shown" in bad.content.decode()


# --- figures ---


def with_figure(sent: dict[str, str], upload: SimpleUploadedFile | None) -> dict[str, Any]:
    figure = {
        "figures-TOTAL_FORMS": "1",
        "figures-0-name": "graph",
        "figures-0-alt_ko": "그래프",
        "figures-0-alt_en": "",
        "figures-0-asset": "",
        "body-solution_ko": "![](graph)",
    }
    return sent | figure | ({"figures-0-file": upload} if upload else {})


def drawing() -> SimpleUploadedFile:
    return SimpleUploadedFile("graph.svg", SVG, content_type="image/svg+xml")


def test_figure_is_stored_with_its_size(teacher_client: Client, blank: dict[str, str]) -> None:
    press(teacher_client, ADD, with_figure(blank, drawing()), "_save")

    figure = newest(Question.objects.get())[0].figures[0]
    assert (figure.name, figure.width, figure.height, figure.alt) == ("graph", 10, 20, {"ko": "그래프"})
    assert Asset.objects.get().sha256 == figure.asset


def test_file_is_not_lost_when_something_else_is_wrong(teacher_client: Client, blank: dict[str, str]) -> None:
    refused = press(teacher_client, ADD, with_figure(blank, drawing()) | {"body-points": "x"}, "_save")

    saved = press(teacher_client, ADD, fields_of(refused) | {"body-points": "2"}, "_save")

    assert (list(errors_of(refused)), saved.status_code) == (["body-points"], 302)
    assert newest(Question.objects.get())[0].figures[0].name == "graph"


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (None, "Choose a file"),
        (SimpleUploadedFile("a.svg", b"<svg><script/></svg>", content_type="image/svg+xml"), "<script>"),
        (SimpleUploadedFile("a.png", b"no picture", content_type="image/png"), "not a picture"),
        (SimpleUploadedFile("a.pdf", b"%PDF", content_type="application/pdf"), "kind of picture"),
    ],
    ids=["nothing", "script", "not a picture", "pdf"],
)
def test_file_that_cannot_be_shown_is_refused_at_its_field(
    teacher_client: Client, blank: dict[str, str], upload: SimpleUploadedFile | None, sentence: str
) -> None:
    errors = errors_of(press(teacher_client, ADD, with_figure(blank, upload), "_save"))

    assert list(errors) == ["figures-0-file"]
    assert sentence in errors["figures-0-file"][0]


def test_picture_of_another_school_is_no_figure(
    teacher_client: Client, other_school: School, blank: dict[str, str]
) -> None:
    picture = Picture("image/svg+xml", SVG, 10, 20)
    Asset.objects.create(
        school=other_school, sha256=picture.sha256, media_type=picture.media_type, content=SVG
    )
    sent = with_figure(blank, None) | {"figures-0-asset": picture.sha256}

    errors = errors_of(press(teacher_client, ADD, sent, "_save"))

    assert errors == {"figures-0-file": ["Choose the file again."]}


# --- who may, and where ---


def test_topic_is_taken_by_its_code_and_another_schools_is_not_offered(
    teacher_client: Client, school: School, other_school: School, blank: dict[str, str]
) -> None:
    TopicFactory(school=other_school, code="far")
    own = TopicFactory(school=school, code="near")

    refused = press(teacher_client, ADD, blank | {"topic": "far"}, "_save")
    press(teacher_client, ADD, blank | {"topic": "near"}, "_save")

    assert list(errors_of(refused)) == ["topic"]
    assert Question.objects.get().topic == own


def test_external_id_is_unique_in_the_school(
    teacher_client: Client, vertex: Question, blank: dict[str, str]
) -> None:
    answer = press(teacher_client, ADD, blank | {"external_id": "vertex"}, "_save")

    assert errors_of(answer) == {"external_id": ["Another question of the school has this id."]}


def test_school_cannot_be_another_one(
    teacher_client: Client, other_school: School, blank: dict[str, str]
) -> None:
    answer = press(teacher_client, ADD, blank | {"school": other_school.pk}, "_save")

    assert (list(errors_of(answer)), Question.objects.count()) == (["school"], 0)


# --- history and list ---


def test_history_says_what_changed_and_who_did_it(
    teacher_client: Client, vertex: Question, teacher: User
) -> None:
    page = change_page(vertex)
    sent = fields_of(teacher_client.get(page)) | {"body-text_en": "Another text."}
    press(teacher_client, page, sent, "_save")

    steps = teacher_client.get(reverse("admin:exams_question_history", args=[vertex.pk])).context["steps"]

    assert [(step.version, step.by, step.is_first) for step in steps] == [
        (2, teacher, False),
        (1, teacher, True),
    ]
    assert [(change.place, change.after) for change in steps[0].changes] == [
        ("text, English", "Another text.")
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "expression"}, ["vertex"]),
        ({"kind": "choice"}, []),
        ({"kind": "description"}, []),
        ({"used": "no"}, ["vertex"]),
        ({"used": "yes"}, []),
        ({"archived": "yes"}, ["old"]),
        ({"archived": "all"}, ["old", "vertex"]),
        ({"q": "vertex"}, ["vertex"]),
    ],
)
def test_list_is_filtered(
    teacher_client: Client, vertex: Question, query: dict[str, str], found: list[str]
) -> None:
    old = Question.objects.create(school=vertex.school, owner=vertex.owner, external_id="old")
    action = {"action": "archive", "_selected_action": [old.pk]}
    teacher_client.post(reverse("admin:exams_question_changelist"), action)

    shown = teacher_client.get(reverse("admin:exams_question_changelist"), query)

    assert sorted(map(str, shown.context["cl"].queryset)) == found


def test_archived_question_comes_back(teacher_client: Client, vertex: Question) -> None:
    page = reverse("admin:exams_question_changelist")
    teacher_client.post(page, {"action": "archive", "_selected_action": [vertex.pk]})
    archived = Question.objects.get().archived_at

    teacher_client.post(f"{page}?archived=all", {"action": "unarchive", "_selected_action": [vertex.pk]})

    assert (archived is not None, Question.objects.get().archived_at) == (True, None)


def test_action_archives_no_question_of_another_school(
    teacher_client: Client, other_school: School, other_teacher: User
) -> None:
    foreign = Question.objects.create(school=other_school, owner=other_teacher)

    teacher_client.post(
        reverse("admin:exams_question_changelist"), {"action": "archive", "_selected_action": [foreign.pk]}
    )

    assert Question.objects.get().archived_at is None
    assert QuestionVersion.objects.count() == 0
