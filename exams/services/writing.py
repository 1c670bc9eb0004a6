"""Writing a question by hand: a new version, or a new key, unless somebody else was faster."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts.models import School, User
from accounts.services.audit import record
from exams.content import Content, canonical_hash, load_keys
from exams.errors import Refused
from exams.models import Asset, KeyRevision, Question, QuestionVersion
from exams.pictures import Picture, PictureError, read_picture, read_svg
from exams.services.authoring import keys_to_json, store_pictures, store_question
from exams.services.publishing import seed_of
from exams.services.trying import make_variants
from grading.keys import Key

__all__ = ["Standing", "keep_pictures", "load_pictures", "load_standing", "try_question", "write_question"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a question says now: its newest version and the newest revision of its key."""

    version: QuestionVersion | None = None
    revision: KeyRevision | None = None

    @property
    def token(self) -> tuple[str, int]:
        """What tells this standing from every other."""
        return (
            str(self.version.pk) if self.version else "",
            self.revision.number if self.revision else 0,
        )

    @property
    def keys(self) -> dict[str, Key]:
        """The keys by part."""
        return load_keys(self.revision.keys) if self.revision else {}

    @property
    def struck(self) -> tuple[dict[str, str], ...]:
        """Values that no variant may have."""
        return Content.model_validate(self.version.content).struck if self.version else ()

    def is_only_key(self, content: Content, keys: dict[str, Key]) -> bool:
        """Whether writing these would change the key and nothing else."""
        if self.version is None or self.revision is None:
            return False
        same_text = canonical_hash(content.to_json()) == self.version.hash
        return same_text and keys_to_json(keys) != self.revision.keys


def load_standing(question: Question) -> Standing:
    """What ``question`` says now. Two queries."""
    version = question.versions.select_related("by").order_by("-number").first()
    if version is None:
        return Standing()
    return Standing(version, version.key_revisions.order_by("-number").first())


def try_question(content: Content, keys: dict[str, Key]) -> int:
    """Makes every variant that publishing would make and marks the stored responses: how many there are.
    Raises QuestionError."""
    seed = seed_of(content.drawn_from)
    return sum(1 for _variant in make_variants(content, keys, seed=seed))


@transaction.atomic
def write_question(
    question: Question,
    content: Content,
    keys: dict[str, Key],
    *,
    by: User,
    based_on: tuple[str, int],
    pictures: Collection[Picture] = (),
    reason: str = "",
) -> QuestionVersion:
    """Saves ``question`` with what it says from now on. ``based_on`` is the token of the standing that the
    author began from. Raises Refused ``question_changed`` where it is another by now."""
    if question._state.adding:
        question.save(force_insert=True)
    else:
        Question.objects.select_for_update().get(pk=question.pk)
    standing = load_standing(question)
    if standing.token != based_on:
        raise Refused("question_changed")
    question.save()
    store_pictures(pictures, content=content, school=question.school)
    version = store_question(question, content, keys, by=by, newest=standing.version, reason=reason)
    record(
        "question.written", by=by, subject=question, school=question.school, data={"version": version.number}
    )
    return version


def load_pictures(names: Iterable[str], *, school: School) -> dict[str, Picture]:
    """The pictures of the school that have these SHA-256."""
    kept = Asset.objects.filter(school=school, sha256__in=list(names))
    return {asset.sha256: picture for asset in kept if (picture := _read(asset)) is not None}


def keep_pictures(
    pictures: Collection[Picture], *, alts: Mapping[str, Mapping[str, str]], school: School
) -> None:
    """Keeps what an author sent while the question cannot be saved yet: a file cannot be sent back. ``alts``
    are the words in place of each picture, by its SHA-256."""
    Asset.objects.bulk_create(
        (
            Asset(
                school=school,
                sha256=picture.sha256,
                media_type=picture.media_type,
                content=picture.content,
                alt=dict(alts.get(picture.sha256, {})),
            )
            for picture in pictures
        ),
        ignore_conflicts=True,
    )


def _read(asset: Asset) -> Picture | None:
    data = bytes(asset.content)
    try:
        if asset.media_type == "image/svg+xml":
            size = read_svg(data.decode())
            return Picture(asset.media_type, data, size.width, size.height)
        return read_picture(data, asset.media_type)
    except PictureError:
        return None
