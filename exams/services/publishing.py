"""Publishing freezes an exam into a paper: every variant is made, checked and rendered now, so that
nothing is computed when students start."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from accounts.services.audit import record
from exams.content import Content, canonical_hash, load_keys
from exams.errors import Problem, PublishError, QuestionError
from exams.models import Exam, ExamItem, KeyRevision, Paper, PaperItem, QuestionVersion, Variant
from exams.services.trying import MadeVariant, make_variants
from exams.shapes import Outline, OutlineItem, OutlinePart

__all__ = ["Draft", "load_draft", "publish_exam", "seed_of"]


@dataclass(frozen=True, slots=True)
class Draft:
    """An exam as it stands: its items in order, and the newest version and keys of their questions."""

    exam: Exam
    items: Sequence[ExamItem]
    versions: dict[UUID, QuestionVersion]
    keys: dict[UUID, KeyRevision]

    @property
    def hash(self) -> str:
        """Equal to that of the paper that publishing would make now."""
        return _hash(self.exam, self.items, self.versions, self.keys)


def load_draft(exam: Exam) -> Draft:
    """What publishing would work from, in three queries; an exam without items has none."""
    items = list(exam.items.select_related("question__topic").order_by("position"))
    versions = _newest_versions([item.question_id for item in items])
    return Draft(exam, items, versions, _newest_keys(versions.values()))


@transaction.atomic
def publish_exam(exam: Exam, *, by: User) -> Paper:
    """A new paper from ``exam`` as it stands, its items numbered from 1. Publishing an unchanged exam
    again gives the paper that is there. Raises PublishError with every problem that was found."""
    Exam.objects.select_for_update().get(pk=exam.pk)
    items = _items(exam)
    versions = _newest_versions([item.question_id for item in items])
    keys = _newest_keys(versions.values())
    digest = _hash(exam, items, versions, keys)
    newest = exam.papers.order_by("-edition").first()
    if newest is not None and newest.hash == digest:
        return newest
    made = _make_all(items, versions, keys)
    paper = Paper.objects.create(
        exam=exam,
        edition=(exam.papers.aggregate(newest=Max("edition"))["newest"] or 0) + 1,
        settings=exam.settings,
        outline={},
        total=sum((_worth(item, versions[item.question_id]) for item in items), Decimal(0)),
        hash=digest,
        by=by,
    )
    outline = _store_items(paper, items, versions, made)
    # The outline names rows that exist only now; it is part of making the paper, in this transaction.
    Paper.objects.filter(pk=paper.pk).update(outline=outline.model_dump(mode="json"))
    record("paper.published", by=by, subject=paper, school=exam.school, data={"edition": paper.edition})
    return Paper.objects.get(pk=paper.pk)


def _worth(item: ExamItem, version: QuestionVersion) -> Decimal:
    """What an item is worth; a description asks nothing and is worth nothing, whatever the exam says."""
    return item.points if version.content["parts"] else Decimal(0)


def _items(exam: Exam) -> list[ExamItem]:
    items = list(exam.items.select_related("question").order_by("position"))
    if not items:
        raise PublishError([Problem("no_items", question="", position=0)])
    return items


def _newest_versions(question_ids: Sequence[UUID]) -> dict[UUID, QuestionVersion]:
    versions = QuestionVersion.objects.newest().filter(question__in=question_ids)
    return {version.question_id: version for version in versions}


def _newest_keys(
    versions: Iterable[QuestionVersion],
) -> dict[UUID, KeyRevision]:
    revisions = KeyRevision.objects.filter(question_version__in=list(versions)).order_by("number")
    return {revision.question_version_id: revision for revision in revisions}


def _hash(
    exam: Exam,
    items: Sequence[ExamItem],
    versions: dict[UUID, QuestionVersion],
    keys: dict[UUID, KeyRevision],
) -> str:
    """Equal for an exam that would give the same paper."""
    rows = []
    for item in items:
        version = versions.get(item.question_id)
        revision = keys.get(version.pk) if version else None
        rows.append([str(item.points), version and version.hash, revision and revision.keys])
    return canonical_hash([exam.title, exam.settings, rows])


def _make_all(
    items: Sequence[ExamItem], versions: dict[UUID, QuestionVersion], keys: dict[UUID, KeyRevision]
) -> dict[int, list[MadeVariant]]:
    """The variants of every item by its primary key. Raises PublishError with all problems of all items."""
    made: dict[int, list[MadeVariant]] = {}
    problems: list[Problem] = []
    for position, item in enumerate(items, start=1):
        try:
            made[item.pk] = _make(versions.get(item.question_id), keys)
        except QuestionError as error:
            problems.append(Problem(error.code, str(item.question), position, error.values))
    if problems:
        raise PublishError(problems)
    return made


def _make(version: QuestionVersion | None, keys: dict[UUID, KeyRevision]) -> list[MadeVariant]:
    if version is None or version.pk not in keys:
        raise QuestionError("no_version", where="")
    content = Content.model_validate(version.content)
    return list(make_variants(content, load_keys(keys[version.pk].keys), seed=seed_of(content.drawn_from)))


def seed_of(drawn_from: str) -> int:
    """Drawn from the content (``Content.drawn_from``), so that publishing the same version gives the same
    variants."""
    return int.from_bytes(hashlib.sha256(drawn_from.encode()).digest()[:7])


def _store_items(
    paper: Paper,
    items: Sequence[ExamItem],
    versions: dict[UUID, QuestionVersion],
    made: dict[int, list[MadeVariant]],
) -> Outline:
    paper_items = PaperItem.objects.bulk_create(
        PaperItem(
            paper=paper,
            position=position,
            question_version=versions[item.question_id],
            points=_worth(item, versions[item.question_id]),
        )
        for position, item in enumerate(items, start=1)
    )
    variants = [
        Variant(
            paper_item=paper_item,
            number=variant.number,
            seed=variant.seed,
            values=variant.values.to_json(),
            rendered={language: html.model_dump(mode="json") for language, html in variant.rendered.items()},
        )
        for paper_item, item in zip(paper_items, items, strict=True)
        for variant in made[item.pk]
    ]
    Variant.objects.bulk_create(variants, batch_size=200)
    ids: dict[int, list[int]] = {}
    for variant in variants:
        ids.setdefault(variant.paper_item_id, []).append(variant.pk)
    return Outline(
        items=tuple(_outline_item(paper_item, tuple(ids[paper_item.pk])) for paper_item in paper_items)
    )


def _outline_item(paper_item: PaperItem, variants: tuple[int, ...]) -> OutlineItem:
    content = Content.model_validate(paper_item.question_version.content)
    return OutlineItem(
        position=paper_item.position,
        item=paper_item.pk,
        points=paper_item.points,
        variants=variants,
        parts=tuple(
            OutlinePart(
                id=part.id,
                kind=part.kind,
                options=part.option_ids,
                stems=part.stem_ids,
                shuffle=part.may_shuffle,
            )
            for part in content.parts
        ),
    )
