"""``manage.py import_questions``: what it prints, how it ends, and what it leaves in the bank."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.models import School, User
from exams.models import KeyRevision, Question, QuestionVersion, Topic
from exams.services.authoring import import_bank
from exams.tests.banks import bank_file, question

pytestmark = pytest.mark.usefixtures("in_english")

TOPICS = [{"code": "10공수1-01-02", "name": {"ko": "항등식", "en": "Identities"}}]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two good questions, one of them with a topic, and a bad one."""
    path = tmp_path / "bank.yaml"
    entries = (
        question(topic="10공수1-01-02"),
        question(id="broken", key="(x"),
        question(id="linear", key="2x"),
    )
    path.write_bytes(bank_file(*entries, topics=TOPICS))
    return path


@pytest.fixture
def run(school: School, teacher: User, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs the command on a file as the teacher; returns what it printed."""

    def command(path: Path, *options: str, slug: str = "hanbit", owner: str = "teacher") -> str:
        call_command("import_questions", str(path), "--school", slug, "--owner", owner, *options)
        return capsys.readouterr().out

    return command


def counts() -> dict[str, int]:
    return {
        model.__name__: model.objects.count() for model in (Question, QuestionVersion, KeyRevision, Topic)
    }


def points_of_versions() -> list[str]:
    return [version.content["points"] for version in QuestionVersion.objects.order_by("number")]


def test_report_as_json_has_its_four_fields(run: Any, file: Path) -> None:
    printed = run(file, "--report", "json")

    assert json.loads(printed) == {
        "file": str(file),
        "taken": 2,
        "simplified": 0,
        "refused": [
            {
                "name": "broken",
                "reason": "key of part a: “(x” cannot be read: A bracket has no partner. (Character 1)",
            }
        ],
    }


def test_report_as_text_says_the_same(run: Any, file: Path) -> None:
    assert run(file).splitlines() == [
        f"{file}: 2 questions taken, 0 of them unchanged",
        "  broken: key of part a: “(x” cannot be read: A bracket has no partner. (Character 1)",
    ]


def test_import_twice_adds_nothing(run: Any, file: Path) -> None:
    run(file)
    before = counts()

    printed = run(file)

    assert before == {"Question": 2, "QuestionVersion": 2, "KeyRevision": 2, "Topic": 1}
    assert counts() == before
    assert printed.splitlines()[0] == f"{file}: 2 questions taken, 2 of them unchanged"


def test_login_of_the_owner_may_be_written_in_capitals(run: Any, file: Path) -> None:
    run(file, owner="Teacher")

    assert {row.owner.login for row in Question.objects.select_related("owner")} == {"teacher"}


@pytest.mark.parametrize(
    "content",
    [b"format: mathtest-bank\nversion: 9\n", b"\xff\xfe", b"- a list"],
    ids=["version", "bytes", "list"],
)
def test_file_that_cannot_be_read_ends_with_status_two(run: Any, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bank.yaml"
    path.write_bytes(content)

    with pytest.raises(CommandError) as end:
        run(path, "--report", "json")

    assert end.value.returncode == 2
    assert str(end.value).startswith(f"{path}: The file ")
    assert counts() == {"Question": 0, "QuestionVersion": 0, "KeyRevision": 0, "Topic": 0}


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_file_that_is_not_there_ends_with_status_two(run: Any, tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError) as end:
        run(tmp_path / name)

    assert end.value.returncode == 2


@pytest.mark.parametrize(
    ("slug", "owner", "sentence"),
    [
        ("nowhere", "teacher", "There is no school “nowhere”."),
        ("hanbit", "nobody", "“nobody” is not a teacher of this school."),
        ("hanbit", "student", "“student” is not a teacher of this school."),
        ("hanbit", "other.teacher", "“other.teacher” is not a teacher of this school."),
    ],
)
@pytest.mark.usefixtures("student", "other_teacher")
def test_school_and_owner_must_belong_together(
    run: Any, file: Path, slug: str, owner: str, sentence: str
) -> None:
    with pytest.raises(CommandError) as end:
        run(file, slug=slug, owner=owner)

    assert (str(end.value), end.value.returncode) == (sentence, 1)
    assert Question.objects.count() == 0


def test_changed_content_makes_version_two(school: School, teacher: User) -> None:
    import_bank(bank_file(question()), school=school, owner=teacher)

    report = import_bank(bank_file(question(points=3)), school=school, owner=teacher)

    assert points_of_versions() == ["1", "3"]
    assert (report.taken, report.unchanged, Question.objects.count()) == (1, 0, 1)


def test_changed_key_alone_makes_key_revision_two(school: School, teacher: User) -> None:
    import_bank(bank_file(question()), school=school, owner=teacher)

    report = import_bank(bank_file(question(key="x^2+3x")), school=school, owner=teacher)

    revisions = KeyRevision.objects.order_by("number").values_list("number", "keys__a__expression")
    assert list(revisions) == [(1, "x^2-3x"), (2, "x^2+3x")]
    assert (report.unchanged, QuestionVersion.objects.count()) == (0, 1)


def test_content_that_comes_back_is_a_version_again(school: School, teacher: User) -> None:
    """What counts is the newest version: going back is a change too."""
    for points in (1, 3, 1):
        import_bank(bank_file(question(points=points)), school=school, owner=teacher)

    assert points_of_versions() == ["1", "3", "1"]


def test_question_moves_to_the_topic_that_the_file_names(school: School, teacher: User) -> None:
    import_bank(bank_file(question()), school=school, owner=teacher)

    import_bank(bank_file(question(topic="10공수1-01-02"), topics=TOPICS), school=school, owner=teacher)

    assert Question.objects.get().topic.code == "10공수1-01-02"
    assert QuestionVersion.objects.count() == 1


def test_topic_of_the_school_is_used_before_a_shared_one(school: School, teacher: User) -> None:
    Topic.objects.create(school=None, code="10공수1-01-02")
    own = Topic.objects.create(school=school, code="10공수1-01-02")

    import_bank(bank_file(question(topic="10공수1-01-02")), school=school, owner=teacher)

    assert Question.objects.get().topic == own


def test_shared_topic_is_not_made_again(school: School, teacher: User) -> None:
    shared = Topic.objects.create(school=None, code="10공수1-01-02")

    import_bank(bank_file(question(topic="10공수1-01-02"), topics=TOPICS), school=school, owner=teacher)

    assert (Question.objects.get().topic, Topic.objects.count()) == (shared, 1)


def test_two_schools_keep_questions_of_one_id_apart(
    school: School, teacher: User, other_school: School, other_teacher: User
) -> None:
    import_bank(bank_file(question()), school=school, owner=teacher)

    report = import_bank(bank_file(question()), school=other_school, owner=other_teacher)

    assert (report.unchanged, Question.objects.count()) == (0, 2)


def test_fault_in_the_middle_leaves_nothing_of_the_file(school: School, teacher: User) -> None:
    """A row that another program left without a version stands in the way of the second question."""
    Question.objects.create(school=school, owner=teacher, external_id="linear")

    with pytest.raises(IntegrityError), transaction.atomic():
        import_bank(bank_file(question(), question(id="linear", key="2x")), school=school, owner=teacher)

    assert list(Question.objects.values_list("external_id", flat=True)) == ["linear"]
