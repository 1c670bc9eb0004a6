"""One question of the file as content and keys, in the form that our own bank has."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pydantic import ValidationError

from exams.content import Content, canonical_hash
from exams.errors import QuestionError
from exams.formats.moodle_xml.answers import read_number
from exams.formats.moodle_xml.blanks import numbered
from exams.formats.moodle_xml.file import MoodleEntry, text_of
from exams.formats.moodle_xml.kinds import READERS, Asked, is_on
from exams.formats.moodle_xml.languages import HANGUL
from exams.formats.moodle_xml.texts import Texts
from exams.formats.native import BankQuestion, BankTopic, read_key, shape_error

__all__ = ["EntryReader", "topic_of"]

LONGEST_CODE = 40
FEEDBACKS = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
MOST_POINTS = 1000
CENT = Decimal("0.01")


class EntryReader:
    """Reads the questions of one file. Moodle's questions need no number of their own: two of one name and
    text that differ otherwise are told apart by their order, and one that stands there twice is taken once.
    """

    def __init__(self, *, language: str = "") -> None:
        self._language = language
        self._seen: dict[str, list[str]] = {}

    def read(self, entry: MoodleEntry) -> BankQuestion:
        """The question with the list of what it lost. Raises QuestionError: ``repeated_question``, a code
        that begins with ``moodle_``, or one as for our own format."""
        question = read_entry(entry, language=self._language)
        if (entry.element.findtext("idnumber") or "").strip():
            return question
        keys = {part: key.model_dump(mode="json") for part, key in question.keys.items()}
        digest = canonical_hash([question.content.to_json(), keys])
        seen = self._seen.setdefault(question.external_id, [])
        if digest in seen:
            raise QuestionError("repeated_question")
        seen.append(digest)
        if len(seen) == 1:
            return question
        return replace(question, external_id=f"{question.external_id}:{len(seen)}")


def read_entry(entry: MoodleEntry, *, language: str = "") -> BankQuestion:
    """The question with the list of what it lost. ``language`` is that of texts that mark none.
    Raises QuestionError."""
    reader = READERS.get(entry.kind)
    if reader is None:
        raise QuestionError("moodle_type", type=entry.kind or "?")
    texts = Texts(entry.element, language=language)
    asked = reader(entry.element, texts)
    _add_old_picture(entry, asked, texts)
    if not asked.text:
        raise QuestionError("moodle_no_text")
    solution = texts.read(entry.element.find("generalfeedback"))
    _tell_left_out(entry, texts)
    parts, raw_keys = _parts(asked)
    raw: dict[str, Any] = {
        "v": 1,
        "text": asked.text,
        "points": _points(entry, asked, texts),
        "parts": parts,
        "figures": texts.pictures.figures(),
        "solution": solution,
    }
    try:
        content = Content.model_validate(raw)
    except ValidationError as error:
        raise shape_error(error) from error
    keys = {
        part.id: read_key(part.kind, raw_keys[part.id], where=f"key of part {part.id}")
        for part in content.parts
    }
    topic = topic_of(entry)
    return BankQuestion(
        external_id(entry),
        topic.code if topic else None,
        content,
        keys,
        tuple(texts.pictures.pictures),
        tuple(texts.losses),
    )


def _parts(asked: Asked) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    weights = asked.weights or [1] * len(asked.parts)
    parts: list[dict[str, Any]] = []
    keys: dict[str, Any] = {}
    for weight, (name, part, key) in zip(weights, numbered(asked.parts), strict=True):
        parts.append({"id": name, "weight": weight, **part})
        keys[name] = key
    return parts, keys


def _add_old_picture(entry: MoodleEntry, asked: Asked, texts: Texts) -> None:
    """Moodle 1.9 had one picture beside the text; it comes below."""
    encoded = (entry.element.findtext("image_base64") or "").strip()
    if not encoded:
        return
    name = " ".join((entry.element.findtext("image") or "picture").split())[:120]
    for language in texts.languages:
        shown = texts.pictures.show_old(encoded, name, language)
        asked.text[language] = f"{asked.text.get(language, '')}\n\n{shown}".strip()


def _tell_left_out(entry: MoodleEntry, texts: Texts) -> None:
    """What no part of the question has a place for."""
    question = entry.element
    answers = [*question.findall("answer/feedback"), *(question.find(tag) for tag in FEEDBACKS)]
    if any(text_of(one).strip() for one in answers if one is not None):
        texts.lose("feedback")
    if any(text_of(one).strip() for one in question.findall("hint")):
        texts.lose("hints")
    tags = [name for one in question.findall("tags/tag") if (name := " ".join(text_of(one).split()))]
    if tags:
        texts.lose("tags", ", ".join(tags)[:200])
    if is_on(question, "hidden"):
        texts.lose("hidden")


def _points(entry: MoodleEntry, asked: Asked, texts: Texts) -> str:
    given = (entry.element.findtext("defaultgrade") or "").strip()
    if asked.points == 0 or not given:
        return str(1 if asked.points is None else asked.points)
    points = read_number(given)
    if points > MOST_POINTS:
        return format(points, "f")
    rounded = points.quantize(CENT, rounding=ROUND_HALF_UP)
    if rounded != points:
        texts.lose("points", given[:20])
    return format(rounded.normalize() if rounded else Decimal(0), "f")


def external_id(entry: MoodleEntry) -> str:
    """The number that its author gave it in Moodle; else its name and what it says, shortened to a hash: so
    a changed answer is a new version, and a changed name or text another question."""
    given = " ".join((entry.element.findtext("idnumber") or "").split())
    if given:
        return f"moodle:{given}"[:120]
    name, text = (" ".join(text_of(entry.element.find(tag)).split()) for tag in ("name", "questiontext"))
    digest = hashlib.sha256("\0".join((entry.kind, name, text)).encode()).hexdigest()[:12]
    return f"moodle:{entry.name[:90]}:{digest}"


def topic_of(entry: MoodleEntry) -> BankTopic | None:
    """A category is a topic of the same name. Its code is the category's id number, so that one with the
    code of a topic that is there already means that one, else its path. What Moodle makes itself is none."""
    if not entry.category:
        return None
    name = entry.category[-1][:200]
    code = entry.category_id or "/".join(entry.category)
    if len(code) > LONGEST_CODE:
        digest = hashlib.sha256(code.encode()).hexdigest()[:8]
        code = f"{name[: LONGEST_CODE - 9]}-{digest}"
    return BankTopic(code=code, name={"ko" if HANGUL.search(name) else "en": name})
