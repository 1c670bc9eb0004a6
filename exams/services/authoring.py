"""Writing the bank: importing files of questions, and adding versions to what is there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import School, User
from accounts.services import audit
from exams.content import Content, canonical_hash
from exams.errors import ExamError, QuestionError
from exams.formats.losses import Loss
from exams.formats.native import BankQuestion, BankTopic
from exams.formats.opening import OpenFile, open_file
from exams.models import Asset, KeyRevision, Question, QuestionVersion, Topic
from exams.pictures import Picture
from exams.services.trying import check_question
from grading.keys import Key

__all__ = [
    "ImportReport",
    "Refusal",
    "Taken",
    "import_bank",
    "preview_bank",
    "store_pictures",
    "store_question",
]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question that was not taken, and why; ``exams.wording`` says it in the reader's language."""

    name: str
    error: ExamError


@dataclass(frozen=True, slots=True)
class Taken:
    """A question that the bank now holds as the file has it, and what it lost on the way."""

    name: str
    question: Question
    is_changed: bool
    losses: tuple[Loss, ...] = ()


@dataclass(slots=True)
class ImportReport:
    """What became of every question of a file, in its order."""

    questions: list[Taken] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """How many are in the bank now: new ones, changed ones, and those that were there already."""
        return len(self.questions)

    @property
    def unchanged(self) -> int:
        """How many were there already."""
        return sum(not one.is_changed for one in self.questions)

    @property
    def simplified(self) -> list[Taken]:
        """Those taken that lost a construct."""
        return [one for one in self.questions if one.losses]


def import_bank(
    data: bytes, *, school: School, owner: User, language: str = "", address: str | None = None
) -> ImportReport:
    """Takes every good question of a bank file, ours or Moodle's, in one transaction; imported twice, it
    changes nothing. ``language`` is that of Moodle's texts that name none.
    Raises BankError when the file as a whole cannot be read."""
    file, report = open_file(data, language=language), ImportReport()
    good = _good_questions(file, report)
    with transaction.atomic():
        _store_all(good, file, report, school=school, owner=owner)
        if report.taken > report.unchanged:
            counts = {"new_or_changed": report.taken - report.unchanged, "refused": len(report.refused)}
            audit.record(
                "bank_imported", by=owner, subject=school, school=school, address=address, data=counts
            )
    return report


def preview_bank(data: bytes, *, school: School, owner: User, language: str = "") -> ImportReport:
    """What ``import_bank`` would do. It is done and undone, so that both always say the same."""
    file, report = open_file(data, language=language), ImportReport()
    good = _good_questions(file, report)
    with transaction.atomic():
        _store_all(good, file, report, school=school, owner=owner)
        transaction.set_rollback(True)
    return report


def _good_questions(file: OpenFile, report: ImportReport) -> list[tuple[str, BankQuestion]]:
    """The questions that can be used, each with its name. Nothing is locked meanwhile: looking at
    every formula of a large file takes its time."""
    good: list[tuple[str, BankQuestion]] = []
    seen: set[str] = set()
    for name, entry in file.entries:
        try:
            question = file.read(entry)
            if question.external_id in seen:
                raise QuestionError("repeated_id", where="id")
            seen.add(question.external_id)
            check_question(question.content, question.keys)
        except ExamError as error:
            report.refused.append(Refusal(name, error))
            continue
        good.append((name, question))
    return good


def _store_all(
    good: list[tuple[str, BankQuestion]],
    file: OpenFile,
    report: ImportReport,
    *,
    school: School,
    owner: User,
) -> None:
    existing = _newest_versions(school)
    topics: dict[str, Topic] = {}
    for name, question in good:
        try:
            topic = _topic(question, file.topics, topics, school)
        except QuestionError as error:
            report.refused.append(Refusal(name, error))
            continue
        row, is_changed = _store(question, topic, existing, school=school, owner=owner)
        report.questions.append(Taken(name, row, is_changed, question.losses))


def _newest_versions(school: School) -> dict[str, QuestionVersion]:
    """The newest version of every question of the school that has an external id."""
    versions = QuestionVersion.objects.newest().filter(question__school=school).select_related("question")
    return {version.question.external_id: version for version in versions if version.question.external_id}


def _topic(
    question: BankQuestion, named: dict[str, BankTopic], found: dict[str, Topic], school: School
) -> Topic | None:
    """The topic of a question: the school's, else a shared one, else made from what the file says of it."""
    code = question.topic
    if code is None:
        return None
    if code in found:
        return found[code]
    topic = (
        Topic.objects.filter(school=school, code=code).first()
        or Topic.objects.filter(school=None, code=code).first()
    )
    if topic is None:
        if code not in named:
            raise QuestionError("unknown_topic", where="topic", topic=code)
        topic = Topic.objects.create(school=school, code=code, name=named[code].name)
    found[code] = topic
    return topic


def _store(
    question: BankQuestion,
    topic: Topic | None,
    existing: dict[str, QuestionVersion],
    *,
    school: School,
    owner: User,
) -> tuple[Question, bool]:
    """Adds what is new; the question, and False when the bank had exactly this already."""
    store_pictures(question.pictures, content=question.content, school=school)
    newest = existing.get(question.external_id)
    if newest is None:
        row = Question.objects.create(
            school=school, owner=owner, topic=topic, external_id=question.external_id
        )
        store_question(row, question.content, question.keys, by=owner)
        return row, True
    if newest.question.topic_id != (topic.pk if topic else None):
        newest.question.topic = topic
        newest.question.save(update_fields=["topic"])
    version = store_question(newest.question, question.content, question.keys, by=owner, newest=newest)
    return newest.question, version is not newest


def store_pictures(pictures: Collection[Picture], *, content: Content, school: School) -> None:
    """Keeps the pictures that ``content`` shows, each once in the school however often it is used."""
    if not pictures:
        return
    alts = {figure.asset: dict(figure.alt) for figure in content.figures}
    Asset.objects.bulk_create(
        (
            Asset(
                school=school,
                sha256=picture.sha256,
                media_type=picture.media_type,
                content=picture.content,
                alt=alts.get(picture.sha256, {}),
            )
            for picture in pictures
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def store_question(
    question: Question,
    content: Content,
    keys: dict[str, Key],
    *,
    by: User,
    newest: QuestionVersion | None = None,
    reason: str = "",
) -> QuestionVersion:
    """Adds a version with its keys; equal content adds nothing, and equal content with other keys adds
    only a key revision. Returns the version that now holds, ``newest`` itself if nothing changed."""
    data = content.to_json()
    keys_data = keys_to_json(keys)
    digest = canonical_hash(data)
    if newest is None or newest.hash != digest:
        number = newest.number + 1 if newest else 1
        version = QuestionVersion.objects.create(
            question=question, number=number, content=data, hash=digest, by=by
        )
        KeyRevision.objects.create(question_version=version, number=1, keys=keys_data, reason=reason, by=by)
        return version
    revision = newest.key_revisions.order_by("-number").first()
    if revision is not None and revision.keys == keys_data:
        return newest
    KeyRevision.objects.create(
        question_version=newest,
        number=revision.number + 1 if revision else 1,
        keys=keys_data,
        reason=reason or _("Imported again with another key"),
        by=by,
    )
    return QuestionVersion.objects.get(pk=newest.pk)


def keys_to_json(keys: dict[str, Key]) -> dict[str, Any]:
    """JSON-ready, as stored."""
    return {part: key.model_dump(mode="json") for part, key in keys.items()}
