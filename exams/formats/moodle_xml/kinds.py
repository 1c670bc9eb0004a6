"""Moodle's types of question, one reader a type: an element in, parts with their keys out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element

from exams.errors import QuestionError
from exams.formats.moodle_xml.answers import (
    Answer,
    Keyed,
    choice_part,
    number_part,
    read_fraction,
    read_number,
    several_part,
    text_part,
)
from exams.formats.moodle_xml.blanks import Blanked, read_cloze, read_gaps
from exams.formats.moodle_xml.file import text_of
from exams.formats.moodle_xml.texts import Texts

__all__ = ["READERS", "Asked"]

NO_UNITS = "3"
UNIT_TEXT = {"ko": "단위: %s", "en": "In %s."}
TYPE_WITHOUT_TEXT = "noinline"


@dataclass(slots=True)
class Asked:
    """What a question asks: its text and its parts with their keys. ``points`` where the type says them."""

    text: dict[str, str]
    parts: list[Keyed] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    points: int | None = None


def is_on(question: Element, tag: str, *, default: bool = False) -> bool:
    """A switch: ``1``, ``true``, or an empty element."""
    element = question.find(tag)
    if element is None:
        return default
    return (element.text or "1").strip().lower() in ("1", "true", "yes")


def _text(question: Element, texts: Texts) -> dict[str, str]:
    return texts.read(question.find("questiontext"))


def _fraction(answer: Element) -> Fraction:
    return read_fraction(answer.get("fraction") or answer.findtext("fraction") or "0")


def _single(question: Element, texts: Texts) -> Asked:
    """multichoice: one option or any number of them."""
    text = _text(question, texts)
    answers = [Answer(_fraction(one), shown=texts.read(one)) for one in question.findall("answer")]
    shuffle = is_on(question, "shuffleanswers", default=True)
    build = choice_part if is_on(question, "single", default=True) else several_part
    return Asked(text, [build(answers, texts, shuffle=shuffle)])


def _whole_set(question: Element, texts: Texts) -> Asked:
    """multichoiceset: exactly the right options or nothing."""
    text = _text(question, texts)
    answers = [Answer(_fraction(one), shown=texts.read(one)) for one in question.findall("answer")]
    shuffle = is_on(question, "shuffleanswers", default=True)
    return Asked(text, [several_part(answers, texts, shuffle=shuffle, whole=True)])


def _true_false(question: Element, texts: Texts) -> Asked:
    said = [text_of(one).strip().lower() for one in question.findall("answer") if _fraction(one) == 1]
    if len(said) != 1 or said[0] not in ("true", "false"):
        raise QuestionError("moodle_nothing_right")
    return Asked(_text(question, texts), [({"kind": "true_false"}, {"correct": said[0] == "true"})])


def _short_answer(question: Element, texts: Texts) -> Asked:
    answers = [Answer(_fraction(one), text_of(one).strip()) for one in question.findall("answer")]
    part = text_part(answers, texts, case_sensitive=is_on(question, "usecase"))
    return Asked(_text(question, texts), [part])


def _numerical(question: Element, texts: Texts) -> Asked:
    answers = [
        Answer(_fraction(one), text_of(one), tolerance=one.findtext("tolerance") or "")
        for one in question.findall("answer")
    ]
    part, key = number_part(answers, texts)
    unit = _unit(question, texts)
    if unit:
        part["text"] = {language: UNIT_TEXT[language] % shown for language, shown in unit.items()}
    return Asked(_text(question, texts), [(part, key)])


def _unit(question: Element, texts: Texts) -> dict[str, str]:
    """The unit in which the key is given; students type the number alone."""
    units = [
        (one.findtext("unit_name") or "", one.findtext("multiplier") or "1")
        for one in question.findall("units/unit")
    ]
    if not units or (question.findtext("showunits") or "").strip() == NO_UNITS:
        return {}
    texts.lose("units")
    name = next((name for name, factor in units if read_number(factor) == 1), units[0][0])
    return texts.write_option(name)


def _matching(question: Element, texts: Texts) -> Asked:
    """matching and ddmatch: a stem without text is one more answer that fits nothing."""
    text = _text(question, texts)
    stems: list[dict[str, Any]] = []
    options: list[dict[str, str]] = []
    pairs: dict[str, str] = {}
    for one in question.findall("subquestion"):
        stem = texts.read(one)
        shown = _match_answer(one, texts)
        if not shown:
            continue
        if shown not in options:
            options.append(shown)
        if stem:
            stems.append({"id": f"s{len(stems) + 1}", "text": stem})
            pairs[stems[-1]["id"]] = f"o{options.index(shown) + 1}"
    if len(stems) < 2 or len(options) < 2:
        raise QuestionError("moodle_too_few_pairs")
    part = {
        "kind": "matching",
        "stems": stems,
        "options": [{"id": f"o{number}", "text": option} for number, option in enumerate(options, start=1)],
        "shuffle": is_on(question, "shuffleanswers", default=True),
    }
    return Asked(text, [(part, {"pairs": pairs})])


def _match_answer(subquestion: Element, texts: Texts) -> dict[str, str]:
    answer = subquestion.find("answer")
    if answer is None:
        return {}
    shown = texts.read(answer) if answer.get("format") == "html" else texts.write_option(text_of(answer))
    if any("![](" in text for text in shown.values()):
        raise QuestionError("moodle_picture_in_list")
    return shown


def _essay(question: Element, texts: Texts) -> Asked:
    if (question.findtext("responseformat") or "").strip() == TYPE_WITHOUT_TEXT:
        raise QuestionError("moodle_files_only")
    if text_of(question.find("responsetemplate")).strip():
        texts.lose("template")
    if (question.findtext("attachments") or "0").strip() not in ("", "0"):
        texts.lose("attachments")
    limits = ("minwordlimit", "maxwordlimit")
    if any((question.findtext(tag) or "0").strip() not in ("", "0", "-1") for tag in limits):
        texts.lose("word_limits")
    text = _text(question, texts)
    guidance = texts.read(question.find("graderinfo"), pictures=False)
    return Asked(text, [({"kind": "essay"}, {"guidance": guidance})])


def _description(question: Element, texts: Texts) -> Asked:
    return Asked(_text(question, texts), points=0)


def _blanked(blanked: Blanked, texts: Texts, *, points: int | None = None) -> Asked:
    if not blanked.parts:
        raise QuestionError("moodle_no_blanks")
    texts.lose("blanks_below")
    weights = [max(1, weight) for weight in blanked.weights]
    if weights != blanked.weights:
        texts.lose("zero_weight")
    return Asked(texts.write(blanked.source), blanked.parts, weights, points)


def _cloze(question: Element, texts: Texts) -> Asked:
    element = question.find("questiontext")
    if element is not None:
        texts.pictures.add_files(element)
    blanked = read_cloze(texts.source(element), texts)
    return _blanked(blanked, texts, points=sum(blanked.weights) or None)


def _gaps(tag: str) -> Reader:
    def read(question: Element, texts: Texts) -> Asked:
        element = question.find("questiontext")
        if element is not None:
            texts.pictures.add_files(element)
        shuffle = is_on(question, "shuffleanswers")
        return _blanked(read_gaps(question, texts.source(element), texts, tag=tag, shuffle=shuffle), texts)

    return read


Reader = Callable[[Element, Texts], Asked]

READERS: Mapping[str, Reader] = {
    "multichoice": _single,
    "multichoiceset": _whole_set,
    "truefalse": _true_false,
    "shortanswer": _short_answer,
    "numerical": _numerical,
    "matching": _matching,
    "match": _matching,
    "ddmatch": _matching,
    "essay": _essay,
    "description": _description,
    "cloze": _cloze,
    "multianswer": _cloze,
    "gapselect": _gaps("selectoption"),
    "ddwtos": _gaps("dragbox"),
}
