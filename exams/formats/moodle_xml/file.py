"""The file: its bytes to one element a question, within limits that no file can talk its way out of.

There is no DTD, hence no entity; nothing is ever fetched; depth and number of elements are counted while
the parser runs, and what is no question is dropped at once.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from exams.errors import BankError

__all__ = ["MoodleEntry", "is_xml", "read_moodle", "text_of"]

LARGEST_FILE = 20_000_000
DEEPEST = 40
MOST_ELEMENTS = 500_000
MOST_QUESTIONS = 5_000
CHUNK = 65_536
LONGEST_NAME = 120

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARATION = re.compile(r"\s*<\?xml\b([^>]{0,400})\?>")
DECLARED = re.compile(r"""encoding\s*=\s*["']([\w.-]{1,40})["']""")
# What old exports were written in. A codec that does more than letters is never looked up.
OLD_ENCODINGS = frozenset(
    {"iso-8859-1", "iso-8859-15", "latin-1", "windows-1252", "euc-kr", "cp949", "ks_c_5601-1987", "us-ascii"}
)


@dataclass(frozen=True, slots=True)
class MoodleEntry:
    """One ``<question>`` and the category that it stands in, outermost first."""

    number: int
    element: Element
    category: tuple[str, ...] = ()
    category_id: str = ""

    @property
    def name(self) -> str:
        """What its author called it; without a name, its place."""
        name = " ".join(text_of(self.element.find("name")).split())[:LONGEST_NAME]
        return name or f"question[{self.number}]"

    @property
    def kind(self) -> str:
        """Moodle's type of question."""
        return self.element.get("type", "")[:60].strip()


def text_of(element: Element | None) -> str:
    """What stands in an element's ``<text>``, or in itself where there is none."""
    if element is None:
        return ""
    inner = element.find("text")
    return (element if inner is None else inner).text or ""


def is_xml(data: bytes) -> bool:
    """Whether the file means to be XML: its first sign is ``<``."""
    head = data[:1000]
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, errors="ignore").lstrip().startswith("<")
    return head.lstrip().startswith(b"<")


def read_moodle(data: bytes) -> list[MoodleEntry]:
    """The questions of a file. Raises BankError: ``too_large``, ``not_utf8``, ``not_xml``, ``xml_dtd``,
    ``xml_too_deep``, ``xml_too_many_elements``, ``not_moodle``, ``too_many_questions``."""
    if len(data) > LARGEST_FILE:
        raise BankError("too_large", most=LARGEST_FILE, found=len(data))
    text = _decode(data)
    if (nul := text.find("\0")) >= 0:
        before = text[:nul].split("\n")
        raise BankError("not_xml", line=len(before), column=len(before[-1]) + 1)
    gathering = _Gathering()
    parser = DefusedXMLParser(target=gathering, forbid_dtd=True)
    try:
        for start in range(0, len(text), CHUNK):
            parser.feed(text[start : start + CHUNK])
        parser.close()
    except ParseError as error:
        raise BankError("not_xml", line=error.position[0], column=error.position[1] + 1) from error
    except DefusedXmlException as error:
        raise BankError("xml_dtd") from error
    if gathering.questions > MOST_QUESTIONS:
        raise BankError("too_many_questions", most=MOST_QUESTIONS, found=gathering.questions)
    return gathering.entries


def _decode(data: bytes) -> str:
    """Without its declaration. What is valid UTF-8 is UTF-8, whatever it declares."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _without_declaration(_strictly(data[len(mark) :], encoding))
    try:
        return _without_declaration(data.decode())
    except UnicodeDecodeError as error:
        found = DECLARATION.match(data[:500].decode("latin-1"))
        named = DECLARED.search(found[1]) if found else None
        declared = named[1].lower() if named else ""
        if declared not in OLD_ENCODINGS:
            raise BankError("not_utf8", byte=error.start) from error
        return _without_declaration(_strictly(data, declared))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BankError("not_utf8", byte=error.start) from error


def _without_declaration(text: str) -> str:
    """Its lines stay, so that an error names the right one."""
    found = DECLARATION.match(text)
    return "\n" * found[0].count("\n") + text[found.end() :] if found else text


@dataclass(slots=True)
class _Gathering:
    """What the parser tells: builds the element of one question after the other."""

    entries: list[MoodleEntry] = field(default_factory=list)
    depth: int = 0
    elements: int = 0
    questions: int = 0
    category: tuple[str, ...] = ()
    category_id: str = ""
    builder: Any = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST:
            raise BankError("xml_too_deep", most=DEEPEST)
        if self.elements > MOST_ELEMENTS:
            raise BankError("xml_too_many_elements", most=MOST_ELEMENTS)
        if self.depth == 1 and tag != "quiz":
            raise BankError("not_moodle", found=tag[:40])
        if self.depth == 2 and tag == "question":
            self.builder = TreeBuilder()
        if self.builder is not None:
            self.builder.start(tag, attributes)

    def data(self, text: str) -> None:
        if self.builder is not None:
            self.builder.data(text)

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self.builder is None:
            return
        self.builder.end(tag)
        if self.depth == 1:
            element = self.builder.close()
            self.builder = None
            self._take(element)

    def close(self) -> None:
        """Nothing is left to do; the parser asks for it."""

    def _take(self, element: Element) -> None:
        if element.get("type") == "category":
            self.category = category_path(text_of(element.find("category")))
            self.category_id = (element.findtext("idnumber") or "").strip()
            return
        self.questions += 1
        if self.questions <= MOST_QUESTIONS:
            self.entries.append(MoodleEntry(self.questions, element, self.category, self.category_id))


def category_path(text: str) -> tuple[str, ...]:
    """The names in ``$course$/top/Algebra/Quadratic equations``, without those that Moodle makes itself.
    A slash in a name is written ``//``."""
    names = [
        " ".join(name.replace("\0", "/").split()) for name in text.strip().replace("//", "\0").split("/")
    ]
    return tuple(
        name
        for name in names
        if name
        and name != "top"
        and not re.fullmatch(r"\$\w+\$", name)
        and not name.startswith("Default for ")
    )
