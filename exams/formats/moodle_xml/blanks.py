"""Blanks in a text: Cloze, drag words into text, select missing words. The text keeps a numbered blank at
each place, and the answers stand below it as parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

from exams.errors import QuestionError
from exams.formats.moodle_xml.answers import (
    Answer,
    Keyed,
    choice_part,
    number_part,
    read_fraction,
    several_part,
    text_part,
)
from exams.formats.moodle_xml.file import text_of
from exams.formats.moodle_xml.markdown import blank_mark
from exams.formats.moodle_xml.texts import Texts

__all__ = ["Blanked", "read_cloze", "read_gaps"]

MOST_BLANKS = 26
WORDS = "SHORTANSWER|SA|MW|SHORTANSWER_C|SAC|MWC"
CASED = frozenset({"SHORTANSWER_C", "SAC", "MWC"})
NUMBERS = "NUMERICAL|NM"
CHOICES = (
    "MULTICHOICE|MC|MULTICHOICE_V|MCV|MULTICHOICE_H|MCH|"
    "MULTICHOICE_S|MCS|MULTICHOICE_VS|MCVS|MULTICHOICE_HS|MCHS"
)
SEVERAL = "MULTIRESPONSE|MR|MULTIRESPONSE_H|MRH|MULTIRESPONSE_S|MRS|MULTIRESPONSE_HS|MRHS"
OPENING = re.compile(rf"\{{([0-9]{{0,3}}):({WORDS}|{NUMBERS}|{CHOICES}|{SEVERAL}):")
UNREAD = re.compile(r"\{[0-9]{0,3}:[A-Z_]{2,20}:")
SHARE = re.compile(r"\s*%(-?[0-9]+(?:[.,][0-9]*)?)%")
ESCAPED = re.compile(r"\\([\\~#{}=\"/:])")
GAP = re.compile(r"\[\[([0-9]{1,3})\]\]")


@dataclass(frozen=True, slots=True)
class Blanked:
    """The text with its blanks, and a part with its key for each; ``weights`` are Moodle's."""

    source: str
    parts: list[Keyed]
    weights: list[int]


def read_cloze(source: str, texts: Texts) -> Blanked:
    """``{1:SHORTANSWER:=Owl#Well done~*#No}``. Raises QuestionError."""
    pieces: list[str] = []
    parts: list[Keyed] = []
    weights: list[int] = []
    position = 0
    while found := OPENING.search(source, position):
        end = _end_of_blank(source, found.end())
        if end < 0:
            raise QuestionError("moodle_blank", text=source[found.start() : found.start() + 60])
        pieces += [source[position : found.start()], blank_mark(len(parts) + 1)]
        _count(parts)
        parts.append(_cloze_part(found[2], source[found.end() : end], texts))
        weights.append(int(found[1] or 1))
        position = end + 1
    pieces.append(source[position:])
    text = "".join(pieces)
    if unread := UNREAD.search(text):
        raise QuestionError("moodle_blank", text=text[unread.start() : unread.start() + 60])
    return Blanked(text, parts, weights)


def _count(parts: Sequence[Keyed]) -> None:
    if len(parts) == MOST_BLANKS:
        raise QuestionError("moodle_too_many_blanks", most=MOST_BLANKS)


def _end_of_blank(source: str, start: int) -> int:
    """The brace that closes it: one without a backslash before it."""
    end = source.find("}", start)
    while end > 0 and source[end - 1] == "\\":
        end = source.find("}", end + 1)
    return end


def _cloze_part(kind: str, body: str, texts: Texts) -> Keyed:
    answers = [_cloze_answer(alternative, texts) for alternative in re.split(r"(?<!\\)~", body)]
    if kind in NUMBERS.split("|"):
        return number_part([_with_tolerance(_as_text(answer)) for answer in answers], texts)
    if kind in WORDS.split("|"):
        return text_part([_as_text(answer) for answer in answers], texts, case_sensitive=kind in CASED)
    shown = [Answer(answer.fraction, shown=texts.write(answer.text)) for answer in answers]
    shuffle = kind.endswith("S")
    if kind in SEVERAL.split("|"):
        return several_part(shown, texts, shuffle=shuffle)
    return choice_part(shown, texts, shuffle=shuffle)


def _cloze_answer(alternative: str, texts: Texts) -> Answer:
    """``%50%text#feedback``, ``=text``, ``text``. A ``#`` in ``&#39;`` is no feedback."""
    text, sign, feedback = (*re.split(r"(?<!\\)(?<!&)(#)", alternative, maxsplit=1), "", "")[:3]
    if sign and feedback.strip():
        texts.lose("feedback")
    fraction = Fraction(0)
    if share := SHARE.match(text):
        fraction, text = read_fraction(share[1]), text[share.end() :]
    elif text.lstrip().startswith("="):
        fraction, text = Fraction(1), text.lstrip()[1:]
    return Answer(fraction, ESCAPED.sub(_unescape, text).strip())


def _unescape(match: re.Match[str]) -> str:
    r"""``\}`` is a brace; before a bracket or another backslash the backslash may belong to a formula."""
    return match[0] if match[1] == "\\" else match[1]


def _as_text(answer: Answer) -> Answer:
    return Answer(answer.fraction, " ".join(unescape(re.sub(r"<[^<>]{0,200}>", " ", answer.text)).split()))


def _with_tolerance(answer: Answer) -> Answer:
    value, _colon, tolerance = answer.text.partition(":")
    return Answer(answer.fraction, value, tolerance=tolerance)


def read_gaps(question: Element, source: str, texts: Texts, *, tag: str, shuffle: bool) -> Blanked:
    """``[[2]]`` takes the second ``<selectoption>`` or ``<dragbox>``; its group is what may be chosen from.
    Raises QuestionError: ``moodle_missing_choice``."""
    boxes = question.findall(tag)
    if tag == "dragbox" and any(box.find("infinite") is None for box in boxes):
        texts.lose("box_once")
    groups: dict[str, list[int]] = {}
    for number, box in enumerate(boxes, start=1):
        groups.setdefault((box.findtext("group") or "1").strip(), []).append(number)
    parts: list[Keyed] = []
    pieces: list[str] = []
    position = 0
    for gap in GAP.finditer(source):
        number = int(gap[1])
        group = next((group for group in groups.values() if number in group), None)
        if group is None:
            raise QuestionError("moodle_missing_choice", number=number)
        _count(parts)
        pieces += [source[position : gap.start()], blank_mark(len(parts) + 1)]
        parts.append(_gap_part([boxes[one - 1] for one in group], group.index(number), texts, shuffle))
        position = gap.end()
    return Blanked("".join([*pieces, source[position:]]), parts, [1] * len(parts))


def _gap_part(boxes: list[Element], right: int, texts: Texts, shuffle: bool) -> Keyed:
    """A word that stands twice in the group is one option."""
    written = [texts.write_option(text_of(box)) for box in boxes]
    answers = [
        Answer(Fraction(shown == written[right]), shown=shown)
        for place, shown in enumerate(written)
        if shown not in written[:place]
    ]
    return choice_part(answers, texts, shuffle=shuffle)


def numbered(parts: Sequence[Keyed]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Parts with their ids: a, b, c …"""
    for place, (part, key) in enumerate(parts):
        yield chr(ord("a") + place), part, key
