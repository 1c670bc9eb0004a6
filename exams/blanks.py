"""The blanks of a question: how texts name them, and whether every text shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from exams.content import Content, Part
from exams.errors import QuestionError
from exams.rendering import named_blanks
from grading.keys import ClozeKey, Key

__all__ = ["MOST_BLANKS", "check_blanks", "label_blanks", "labels_of"]

SYLLABLES = "가나다라마바사아자차카타파하거너더러머버"
LETTERS = "ABCDEFGHIJKLMNOPQRST"
MOST_BLANKS = len(SYLLABLES)


def label_blanks(ids: Iterable[str], language: str) -> dict[str, str]:
    """The labels of the blanks of one question (at most ``MOST_BLANKS``) by id: (가), (나) … or (A), (B) …"""
    signs = LETTERS if language == "en" else SYLLABLES
    return {blank: f"({sign})" for blank, sign in zip(ids, signs, strict=False)}


def labels_of(content: Content, language: str) -> dict[str, str] | None:
    """The labels of all blanks by id, in the order of the parts; None where no part has blanks."""
    return label_blanks(_ids(content), language) or None


def _ids(content: Content) -> list[str]:
    return [blank.id for part in content.parts for blank in part.blanks]


def check_blanks(content: Content, keys: Mapping[str, Key]) -> None:
    """Refuses blanks that one could not tell apart, one whose key is of another kind, and one that the text
    does not show in a language that students read. A ``[[name]]`` that is no blank is found on rendering.
    Raises QuestionError."""
    ids = _ids(content)
    if len(ids) > MOST_BLANKS:
        raise QuestionError("too_many_blanks", where="parts", found=len(ids), most=MOST_BLANKS)
    for place, blank in enumerate(ids):
        if blank in ids[:place]:
            raise QuestionError("repeated_blank", where="parts", name=blank)
    for part in content.parts:
        _check_kinds(part, keys.get(part.id))
    for language in sorted(content.text) if ids else ():
        shown = {name for text in _asking_texts(content, language) for name in named_blanks(text)}
        for blank in ids:
            if blank not in shown:
                raise QuestionError("unused_blank", where=f"text ({language})", name=blank)


def _check_kinds(part: Part, key: Key | None) -> None:
    asked = key.blanks if isinstance(key, ClozeKey) else {}
    for blank in part.blanks:
        if blank.id in asked and asked[blank.id].kind != blank.kind:
            raise QuestionError("blank_kind", where=f"key of part {part.id}", name=blank.id, kind=blank.kind)


def _asking_texts(content: Content, language: str) -> Iterator[str]:
    """What stands above the answer fields: not the solution."""
    for text in (content.text, *(part.text for part in content.parts)):
        yield text.get(language) or next(iter(text.values()), "")
