"""Our own bank format: YAML, version 1, described in docs/bank-format.md.

``read_bank`` refuses a file that is not one; ``read_question`` turns one entry into content and keys,
or says what is wrong with it, so that one bad question never stops the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from exams.content import Content, Localized, typed_or_chosen
from exams.errors import BankError, QuestionError
from exams.formats.figures import read_figures
from exams.formats.losses import Loss
from exams.formats.native_keys import NO_BLANKS, expand_key
from exams.pictures import Picture
from grading.keys import Key, load_key

__all__ = [
    "Bank",
    "BankQuestion",
    "BankTopic",
    "load_yaml",
    "read_bank",
    "read_key",
    "read_question",
    "shape_error",
]

FORMAT = "mathtest-bank"
VERSION = 1
LARGEST_FILE = 5_000_000
DEEPEST = 40
MOST_QUESTIONS = 5_000
FILE_FIELDS = frozenset({"format", "version", "title", "topics", "questions"})
PART_FIELDS = ("kind", "stems", "options", "blanks", "shuffle", "symbols")


class BankTopic(BaseModel):
    """A topic that questions of the file name by its code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]+$")]
    name: Localized


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """One question of a file, read and checked in shape; ``losses`` is what it had to leave behind."""

    external_id: str
    topic: str | None
    content: Content
    keys: dict[str, Key]
    pictures: tuple[Picture, ...] = ()
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Bank:
    """A file that could be read; ``entries`` are still unread, ``name → raw mapping``."""

    title: dict[str, str]
    topics: dict[str, BankTopic]
    entries: list[tuple[str, Any]] = field(default_factory=list)


class _Loader(yaml.SafeLoader):
    """YAML without anchors' aliases, which is how a small file becomes a huge one, and not nested deeply."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise BankError("yaml_alias", line=self.peek_event().start_mark.line + 1)
        self.depth += 1
        if self.depth > DEEPEST:
            raise BankError("too_deep", line=self.peek_event().start_mark.line + 1)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise BankError("not_a_name", line=key.start_mark.line + 1)
            if key.value in seen:
                raise BankError("repeated_field", field=str(key.value), line=key.start_mark.line + 1)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def read_bank(data: bytes) -> Bank:
    """The bank in ``data``. Raises BankError: ``too_large``, ``not_utf8``, ``not_yaml``, ``not_a_bank``,
    ``wrong_version``, ``unknown_file_field``, ``bad_topic``, ``yaml_alias``,
    ``repeated_field``, ``not_a_name``, ``too_deep``, ``too_many_questions``."""
    document = load_yaml(data)
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise BankError("not_a_bank", expected=f"format: {FORMAT}")
    if document.get("version") != VERSION:
        raise BankError("wrong_version", found=str(document.get("version")), expected=VERSION)
    unknown = sorted({str(name) for name in document} - FILE_FIELDS)
    if unknown:
        raise BankError("unknown_file_field", field=unknown[0])
    entries = document.get("questions")
    if not isinstance(entries, list):
        raise BankError("not_a_bank", expected="questions: [...]")
    if len(entries) > MOST_QUESTIONS:
        raise BankError("too_many_questions", most=MOST_QUESTIONS, found=len(entries))
    title = document.get("title")
    return Bank(
        title={str(code): str(text) for code, text in title.items()} if isinstance(title, Mapping) else {},
        topics=_read_topics(document.get("topics") or []),
        entries=[(_name(entry, number), entry) for number, entry in enumerate(entries, start=1)],
    )


def load_yaml(data: bytes) -> Any:
    """What a YAML document holds, read with care. Raises BankError."""
    if len(data) > LARGEST_FILE:
        raise BankError("too_large", most=LARGEST_FILE, found=len(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BankError("not_utf8", byte=error.start) from error
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader that refuses more
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BankError("not_yaml", line=mark.line + 1 if mark else 0, problem=error.problem or "") from error
    except (yaml.YAMLError, ValueError) as error:
        raise BankError("not_yaml", line=0, problem=str(error)) from error


def _read_topics(raw: Any) -> dict[str, BankTopic]:
    if not isinstance(raw, list):
        raise BankError("bad_topic", where="topics")
    topics = {}
    for number, entry in enumerate(raw, start=1):
        try:
            topic = BankTopic.model_validate(entry)
        except ValidationError as error:
            raise BankError("bad_topic", where=f"topics[{number}]") from error
        topics[topic.code] = topic
    return topics


def _name(entry: Any, number: int) -> str:
    given = entry.get("id") if isinstance(entry, Mapping) else None
    return str(given) if given else f"questions[{number}]"


def read_question(entry: Any) -> BankQuestion:
    """One entry of ``questions``. Raises QuestionError: ``not_a_mapping``, ``missing``, ``unknown_field``,
    ``figure``, ``bad_shape`` (with ``where`` and ``problem``)."""
    if not isinstance(entry, Mapping):
        raise QuestionError("not_a_mapping", where="")
    fields = {str(name): value for name, value in entry.items()}
    external_id, topic = fields.pop("id", None), fields.pop("topic", None)
    if not external_id:
        raise QuestionError("missing", where="id")
    if "\0" in str(external_id):
        raise QuestionError("bad_shape", where="id", problem="nul")
    if len(str(external_id)) > 120:
        raise QuestionError("bad_shape", where="id", problem="too_long", limit=120)
    parts, raw_keys = _split_parts(fields)
    kinds = {part["id"]: part.get("kind") for part in parts if isinstance(part.get("id"), str)}
    tests = [
        _read_test(test, kinds, number)
        for number, test in enumerate(_list(fields.pop("tests", []), "tests"), 1)
    ]
    struck = [
        _read_struck(row, number) for number, row in enumerate(_list(fields.pop("struck", []), "struck"), 1)
    ]
    figures, pictures = read_figures(_list(fields.pop("figures", []), "figures"))
    try:
        content = Content.model_validate(
            {**fields, "v": 1, "parts": parts, "tests": tests, "figures": figures, "struck": struck}
        )
    except ValidationError as error:
        raise shape_error(error) from error
    keys = {
        part.id: read_key(
            part.kind,
            raw_keys[part.id],
            where=f"key of part {part.id}",
            blanks={blank.id: blank.kind for blank in part.blanks},
        )
        for part in content.parts
    }
    return BankQuestion(str(external_id), None if topic is None else str(topic), content, keys, pictures)


def _split_parts(fields: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The parts without their keys, and the raw keys by part id; a question without ``parts`` is one part."""
    if "parts" not in fields:
        part = {name: fields.pop(name) for name in PART_FIELDS if name in fields}
        if "key" not in fields:
            raise QuestionError("missing", where="key")
        return [{"id": "a", **part}], {"a": fields.pop("key")}
    parts: list[dict[str, Any]] = []
    keys: dict[str, Any] = {}
    for number, raw in enumerate(_list(fields.pop("parts"), "parts"), start=1):
        if not isinstance(raw, Mapping):
            raise QuestionError("not_a_mapping", where=f"parts[{number}]")
        for name in ("id", "key"):
            if name not in raw:
                raise QuestionError("missing", where=f"parts[{number}].{name}")
        keys[str(raw["id"])] = raw["key"]
        parts.append({str(name): value for name, value in raw.items() if name != "key"})
    return parts, keys


def _list(raw: Any, where: str) -> list[Any]:
    if not isinstance(raw, list):
        raise QuestionError("bad_shape", where=where, problem="list_type")
    return raw


def _read_test(raw: Any, kinds: Mapping[str, Any], number: int) -> dict[str, Any]:
    """A stored test in its short form (one part) or by part ids."""
    where = f"tests[{number}]"
    if not isinstance(raw, Mapping):
        raise QuestionError("not_a_mapping", where=where)
    for name in ("response", "verdict"):
        if name not in raw:
            raise QuestionError("missing", where=f"{where}.{name}")
    only = next(iter(kinds), "a")
    responses = raw["response"] if _goes_by_part(raw["response"], kinds) else {only: raw["response"]}
    verdicts = raw["verdict"] if isinstance(raw["verdict"], Mapping) else {only: raw["verdict"]}
    try:
        given = {part: typed_or_chosen(str(kinds.get(part)), value) for part, value in responses.items()}
    except ValidationError as error:
        raise shape_error(error, where=f"{where}.response") from error
    credit = raw.get("credit", {})
    credits = credit if isinstance(credit, Mapping) else {only: credit}
    return {
        **{str(name): value for name, value in raw.items()},
        "response": given,
        "verdict": verdicts,
        "credit": {str(part): str(share) for part, share in credits.items()},
    }


def _read_struck(raw: Any, number: int) -> dict[str, str]:
    """Values of parameters that no variant may have; a number is written as variants store it."""
    if not isinstance(raw, Mapping):
        raise QuestionError("not_a_mapping", where=f"struck[{number}]")
    return {str(name): _as_stored(value) for name, value in raw.items()}


def _as_stored(value: Any) -> str:
    """``0.5`` is ``1/2``."""
    try:
        return str(Fraction(str(value)))
    except (ValueError, ZeroDivisionError):
        return str(value)


def _goes_by_part(response: Any, kinds: Mapping[str, Any]) -> bool:
    """Whether a response names parts. Pairs or blanks of the only part, ``{s1: o2}``, ``{b1: x+1}``, may also
    stand by themselves."""
    if not isinstance(response, Mapping):
        return False
    by_itself = list(kinds.values()) in (["matching"], ["ordering"], ["cloze"])
    return not by_itself or any(isinstance(pairs, Mapping) for pairs in response.values())


def read_key(kind: str, raw: Any, *, where: str, blanks: Mapping[str, str] = NO_BLANKS) -> Key:
    """The key of a part of ``kind``, in its long or its short form; ``blanks`` are the kinds of a cloze's
    blanks by id. Raises QuestionError: ``bad_shape``."""
    try:
        key = load_key(expand_key(kind, raw, blanks=blanks))
    except ValidationError as error:
        raise shape_error(error, where=where) from error
    if key.kind != kind:
        raise QuestionError("bad_shape", where=f"{where} kind", problem="literal_error", expected=kind)
    return key


def shape_error(error: ValidationError, *, where: str = "") -> QuestionError:
    """The first thing that pydantic found wrong, as a code and a place."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(step) for step in first["loc"] if step not in ("function-after",))
    path = " ".join(word for word in (where, place) if word)
    codes = {"missing": "missing", "extra_forbidden": "unknown_field"}
    if first["type"] in codes:
        return QuestionError(codes[first["type"]], where=path)
    return QuestionError("bad_shape", where=path, problem=first["type"], detail=first["msg"])
