"""Pictures of Moodle's texts: files inside the XML, named ``@@PLUGINFILE@@/name`` where a text shows them."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from exams.errors import QuestionError
from exams.formats.moodle_xml.inline import escape_prose
from exams.pictures import Picture, PictureError, read_picture, read_svg

__all__ = ["Pictures"]

HERE = "@@PLUGINFILE@@"
# Four signs of base64 are three bytes; more is never decoded.
LONGEST_BASE64 = 3_000_000
DATA_ADDRESS = re.compile(r"data:image/[\w.+-]{1,20};base64,(.*)", re.DOTALL | re.IGNORECASE)
SIGNATURES = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
)
UNNAMED = {"ko": "그림 %d", "en": "Picture %d"}


class Pictures:
    """The files of one question, and the figures that its texts show."""

    def __init__(self, lose: Callable[[str, str], None]) -> None:
        self._lose = lose
        self._files: dict[str, str] = {}
        self._shown: dict[str, int] = {}
        self.pictures: list[Picture] = []
        self._alts: list[dict[str, str]] = []

    def add_files(self, element: Element) -> None:
        """Takes note of the ``<file>`` elements beside a text. A name is only ever a name here."""
        for file in element.findall("file"):
            name = f"{file.get('path', '/').strip('/')}/{file.get('name', '')}".strip("/")
            self._files[name] = file.text or ""

    def show(self, address: str, alt: str, language: str) -> str:
        """The Markdown for an ``<img>``. Raises QuestionError: ``moodle_picture_missing``, ``figure``."""
        alt = " ".join(alt.split())
        address = address.strip()
        data = DATA_ADDRESS.match(address)
        if data is None and not address.startswith(HERE):
            self._lose("picture_elsewhere", address[:200])
            return escape_prose(alt)
        name = unescape(unquote(address.removeprefix(HERE).partition("?")[0])).strip("/")
        if data is None and name not in self._files:
            raise QuestionError("moodle_picture_missing", name=name[:120])
        return self._figure(address, data[1] if data else self._files[name], alt, language)

    def show_old(self, encoded: str, name: str, language: str) -> str:
        """The Markdown for the one picture that a question of Moodle 1.9 could have."""
        self._files[name] = encoded
        return self._figure(f"{HERE}/{name}", encoded, "", language)

    def _figure(self, address: str, encoded: str, alt: str, language: str) -> str:
        if address not in self._shown:
            self._shown[address] = len(self.pictures)
            self.pictures.append(self._read(encoded, len(self.pictures) + 1))
            self._alts.append({})
        place = self._shown[address]
        if not alt:
            label = "" if address.startswith("data:") else address.removeprefix(HERE).strip("/")[:120]
            self._lose("no_alt", label or UNNAMED["en"] % (place + 1))
        self._alts[place].setdefault(language, alt[:500] or UNNAMED[language] % (place + 1))
        return f"![](figure-{place + 1})"

    @staticmethod
    def _read(encoded: str, number: int) -> Picture:
        where = f"figures[{number}]"
        if len(encoded) > LONGEST_BASE64:
            raise QuestionError(
                "figure", where=where, problem="picture_too_large", most=LONGEST_BASE64 // 4 * 3
            )
        try:
            data = base64.b64decode(re.sub(r"\s+", "", encoded), validate=True)
        except (binascii.Error, ValueError) as error:
            raise QuestionError("figure", where=where, problem="not_base64") from error
        try:
            media_type = next((kind for start, kind in SIGNATURES if data.startswith(start)), "")
            if media_type:
                return read_picture(data, media_type)
            return read_svg(data.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise QuestionError("figure", where=where, problem="not_a_picture") from error
        except PictureError as error:
            raise QuestionError("figure", where=where, problem=error.code, **error.values) from error

    def figures(self) -> list[dict[str, Any]]:
        """As content stores them."""
        return [
            {
                "name": f"figure-{number}",
                "alt": alts,
                "asset": picture.sha256,
                "media_type": picture.media_type,
                "width": picture.width,
                "height": picture.height,
            }
            for number, (picture, alts) in enumerate(zip(self.pictures, self._alts, strict=True), start=1)
        ]
