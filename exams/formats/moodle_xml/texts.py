"""One question's texts, read one after the other in every language that the question has."""

from __future__ import annotations

import re
from html import escape
from xml.etree.ElementTree import Element

from markdown_it import MarkdownIt

from exams.errors import QuestionError
from exams.formats.losses import Loss
from exams.formats.moodle_xml.file import text_of
from exams.formats.moodle_xml.languages import HANGUL, OTHER, in_language, languages_in
from exams.formats.moodle_xml.markdown import to_markdown
from exams.formats.moodle_xml.pictures import Pictures

__all__ = ["Texts"]

OURS = ("ko", "en")
LONGEST = 200_000
FOREIGN = re.compile("[\ue000-\ue0ff]")
DATA_ADDRESS = re.compile(r"data:image/[\w.+-]{1,20};base64,[A-Za-z0-9+/=]+", re.IGNORECASE)
BLOCK_TAG = re.compile(r"<(?:p|div|br|ul|ol|table|h[1-6]|pre)\b", re.IGNORECASE)
INLINE_TAG = re.compile(r"</?(?:sub|sup|b|i|em|strong|span|p|br)\b[^<>]{0,200}>", re.IGNORECASE)
_MOODLE_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class Texts:
    """Reads texts and gathers what they lose. ``language`` is that of texts that mark none; by default
    Korean where the question has Hangul, else English."""

    def __init__(self, question: Element, *, language: str = "") -> None:
        whole = "\n".join(one.text or "" for one in question.iter("text"))
        marked = languages_in(whole)
        plain = language or ("ko" if HANGUL.search(whole) else "en")
        self.languages = tuple(one for one in OURS if one in marked or OTHER in marked) or (plain,)
        self.losses: dict[Loss, None] = {}
        self.pictures = Pictures(self.lose)
        self._data: list[str] = []
        foreign = sorted(marked - {*OURS, OTHER})
        if foreign:
            self.lose("languages", ", ".join(foreign)[:100])

    def lose(self, code: str, what: str = "") -> None:
        """Notes a loss, once."""
        self.losses[Loss(code, what)] = None

    def source(self, element: Element | None) -> str:
        """The HTML in an element's ``<text>``, by its ``format``, without signs that we use ourselves."""
        text = FOREIGN.sub("\ufffd", text_of(element)).strip()
        if len(text) > LONGEST:
            text = DATA_ADDRESS.sub(self._hold, text)
        if len(text) > LONGEST:
            raise QuestionError("moodle_text_too_long", most=LONGEST)
        form = element.get("format", "html") if element is not None else "html"
        if form == "plain_text":
            return plain_html(text)
        if form == "markdown":
            return str(_MOODLE_MARKDOWN.render(text))
        if form == "moodle_auto_format" and not BLOCK_TAG.search(text):
            return text.replace("\n", "<br>")
        return text

    def _hold(self, match: re.Match[str]) -> str:
        self._data.append(match[0])
        return f"data-held:{len(self._data) - 1}"

    def read(self, element: Element | None, *, pictures: bool = True) -> dict[str, str]:
        """A text with its pictures, by language; empty when nothing is there."""
        if element is None:
            return {}
        self.pictures.add_files(element)
        return self.write(self.source(element), pictures=pictures)

    def write(self, source: str, *, pictures: bool = True) -> dict[str, str]:
        """HTML as Markdown, by language."""
        texts = {
            language: to_markdown(
                in_language(source, language),
                lose=self.lose,
                show=lambda address, alt, language=language: (  # type: ignore[misc]
                    self.pictures.show(self._address(address), alt, language)
                    if pictures
                    else self._left(address)
                ),
            )
            for language in self.languages
        }
        return texts if any(texts.values()) else {}

    def _address(self, address: str) -> str:
        number = address.removeprefix("data-held:")
        return self._data[int(number)] if number != address and number.isdigit() else address

    def _left(self, address: str) -> str:
        self.lose("picture_left", address.removeprefix("@@PLUGINFILE@@/")[:200])
        return ""

    def write_option(self, text: str) -> dict[str, str]:
        """What stands in a list to choose from: plain text, or a little HTML where there clearly is some."""
        text = FOREIGN.sub("\ufffd", text).strip()
        return self.write(text if INLINE_TAG.search(text) else plain_html(text))


def plain_html(text: str) -> str:
    """HTML that shows ``text`` as it stands."""
    return escape(text, quote=False).replace("\n", "<br>")
