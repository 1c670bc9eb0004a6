"""Moodle XML for tests: a question of each type in short, and a file of them."""

from __future__ import annotations

import base64
import struct
import zlib
from xml.sax.saxutils import escape, quoteattr

__all__ = ["PNG", "answer", "file_of", "moodle_question", "multichoice", "picture_file"]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\0\0" * 2))
    + _chunk(b"IEND", b"")
)


def picture_file(name: str = "a.png", content: bytes = PNG) -> str:
    """A ``<file>`` beside a text."""
    return (
        f'<file name={quoteattr(name)} path="/" encoding="base64">{base64.b64encode(content).decode()}</file>'
    )


def answer(fraction: str | int, text: str, inner: str = "", form: str = "html") -> str:
    """An ``<answer>``."""
    return f'<answer fraction="{fraction}" format="{form}"><text>{escape(text)}</text>{inner}</answer>'


def moodle_question(
    kind: str, text: str = "<p>What is it?</p>", inner: str = "", *, name: str = "Q", files: str = ""
) -> str:
    """A ``<question>`` of type ``kind``; ``text`` is HTML, ``inner`` XML."""
    return (
        f"<question type={quoteattr(kind)}><name><text>{escape(name)}</text></name>"
        f'<questiontext format="html"><text>{escape(text)}</text>{files}</questiontext>'
        f"<defaultgrade>1.0000000</defaultgrade>{inner}</question>"
    )


def multichoice(text: str = "<p>Which is even?</p>", *answers: str, inner: str = "", **options: str) -> str:
    """One of two options is right, unless other answers are given."""
    options_xml = "".join(answers) or answer(100, "two") + answer(0, "three")
    return moodle_question("multichoice", text, f"<single>true</single>{options_xml}{inner}", **options)


def file_of(*questions: str) -> bytes:
    """A file of questions."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{"".join(questions)}</quiz>'.encode()
