"""Banks that others wrote in Moodle: how much of each is taken; every key marks its own answer right.

The samples stand beside the checkout and are read from there. docs/formats.md has the table that
``sample_table`` makes; when it differs, the test prints the new one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from accounts.models import School, User
from exams.content import Content, Part, load_keys
from exams.import_wording import word_loss
from exams.models import Asset, KeyRevision, Question, QuestionVersion, Topic
from exams.services.authoring import ImportReport, import_bank, preview_bank
from exams.services.trying import make_variants
from exams.wording import word_error
from grading.keys import (
    ChoiceKey,
    EssayKey,
    Key,
    MatchingKey,
    MultipleChoiceKey,
    NumberKey,
    ShortTextKey,
    TrueFalseKey,
)
from grading.marking import mark_response
from grading.responses import ChoiceResponse, MatchResponse, PartResponse, TextResponse
from mathtest.tests.requirements_plugin import SHARED_FOLDER

pytestmark = [pytest.mark.shared, pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

SAMPLES = SHARED_FOLDER / "samples" / "moodle_xml"
FILES = sorted(SAMPLES.rglob("*.xml"))
PAGE = Path(__file__).resolve().parents[2] / "docs" / "formats.md"
BEGIN, END = "<!-- samples: begin -->\n", "<!-- samples: end -->"
HEADER = (
    "| file | taken | simplified | refused | what was simplified or refused |\n|---|---:|---:|---:|---|\n"
)


def take(path: Path, school: School, teacher: User) -> ImportReport:
    return import_bank(path.read_bytes(), school=school, owner=teacher)


def best_response(key: Key) -> PartResponse:
    """What earns everything by ``key``."""
    match key:
        case ChoiceKey(correct=correct):
            return ChoiceResponse(choice=(correct,))
        case MultipleChoiceKey(correct=correct):
            return ChoiceResponse(choice=correct)
        case TrueFalseKey(correct=correct):
            return ChoiceResponse(choice=("true" if correct else "false",))
        case NumberKey(value=value):
            return TextResponse(text=value)
        case ShortTextKey(accepted=accepted):
            return TextResponse(text=next(one.text for one in accepted if one.share == 1).replace("*", "x"))
        case MatchingKey(pairs=pairs):
            return MatchResponse(match=pairs)
        case EssayKey():
            return TextResponse(text="Something.")
    raise TypeError(key)


def outcome(part: Part, key: Key) -> str:
    verdict = mark_response(
        key,
        best_response(key),
        options=part.option_ids,
        stems=part.stem_ids,
        symbols=part.symbols.to_symbols(),
    )
    return verdict.outcome.value


def sample_table(school: School, teacher: User) -> str:
    """What becomes of every sample, one line a file."""
    lines = []
    for path in FILES:
        report = preview_bank(path.read_bytes(), school=school, owner=teacher)
        said = [word_loss(loss) for one in report.simplified for loss in one.losses]
        said += [f"**{one.name}**: {word_error(one.error)}" for one in report.refused]
        reasons = " ".join(dict.fromkeys(said)).replace("|", "\\|")
        name = path.relative_to(SAMPLES).as_posix()
        counts = f"{report.taken} | {len(report.simplified)} | {len(report.refused)}"
        lines.append(f"| `{name}` | {counts} | {reasons} |".replace("|  |", "| |"))
    return HEADER + "\n".join(lines) + "\n"


def test_there_are_samples() -> None:
    assert len(FILES) >= 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_question_of_the_samples_is_taken(path: Path, school: School, teacher: User) -> None:
    report = take(path, school, teacher)

    assert [word_error(one.error) for one in report.refused] == []
    assert report.taken == path.read_text(encoding="utf-8").count("<question type=") - path.read_text(
        encoding="utf-8"
    ).count('<question type="category"')


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_key_of_a_taken_question_marks_its_own_answer_right(
    path: Path, school: School, teacher: User
) -> None:
    take(path, school, teacher)

    for revision in KeyRevision.objects.select_related("question_version"):
        content = Content.model_validate(revision.question_version.content)
        keys = load_keys(revision.keys)
        assert len(list(make_variants(content, keys, seed=1))) == 1
        assert {part.id: outcome(part, keys[part.id]) for part in content.parts} == {
            part.id: "undecided" if part.kind == "essay" else "correct" for part in content.parts
        }


def test_samples_twice_add_nothing(school: School, teacher: User) -> None:
    def rows() -> list[int]:
        models = (Question, QuestionVersion, KeyRevision, Topic, Asset)
        return [model.objects.count() for model in models]

    for path in FILES:
        take(path, school, teacher)
        before = rows()

        again = take(path, school, teacher)

        assert (again.unchanged, rows()) == (again.taken, before)


def test_page_has_the_table_that_the_samples_make(school: School, teacher: User) -> None:
    table = sample_table(school, teacher)

    stored = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert stored == table, table
