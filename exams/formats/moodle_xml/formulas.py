"""Formulas in Moodle's texts: found before the HTML is read, because ``a < b`` in one is no tag, and held by
stand-ins until they are written in our way."""

from __future__ import annotations

import re
from html import unescape

from exams.formats.moodle_xml.latex import in_our_words

__all__ = ["STAND_IN", "Formula", "Formulas"]

ENVIRONMENTS = (
    "align|alignat|alignedat|aligned|array|bmatrix|cases|eqnarray|equation|gather|matrix|multline|pmatrix|"
    "split|vmatrix"
)
OPENING = re.compile(rf"\\\(|\\\[|\$\$|\[tex\]|\\begin\{{((?:{ENVIRONMENTS})\*?)\}}")
CLOSING = {r"\(": r"\)", r"\[": r"\]", "$$": "$$", "[tex]": "[/tex]"}
# A formula never runs from one block into another: then its beginning was no beginning.
BLOCK = re.compile(r"</?(?:p|div|li|ul|ol|td|th|tr|table|h[1-6]|pre|blockquote)\b", re.IGNORECASE)
TAG = re.compile(r"</?(?:br|span|b|i|em|strong|font|nobr|wbr)\b[^<>]{0,500}>", re.IGNORECASE)
LONGEST = 8_000

STAND_IN = re.compile("\ue010([0-9]{1,6})\ue011")
BLANK = re.compile("\ue012([0-9]{1,3})\ue013")


class Formula:
    """One formula: its LaTeX, whether it stands on its own line, and what it was in the text."""

    __slots__ = ("display", "latex", "source")

    def __init__(self, source: str, inner: str, *, display: bool) -> None:
        self.source = source
        self.display = display
        latex = unescape(TAG.sub(" ", inner)).replace("\xa0", " ")
        self.latex = BLANK.sub(r"\\underline{\\text{(\1)}}", in_our_words(latex))

    def to_markdown(self) -> str:
        """In dollars; nothing for an empty one."""
        if not self.latex:
            return ""
        sign = "$$" if self.display else "$"
        return f"{sign}{self.latex}{sign}"


class Formulas:
    """The formulas of one text, by the numbers of their stand-ins."""

    def __init__(self) -> None:
        self._found: list[Formula] = []

    def hold(self, text: str) -> str:
        """``text`` with a stand-in for each formula."""
        pieces: list[str] = []
        position = 0
        ends: dict[str, int] = {}
        while found := OPENING.search(text, position):
            opening = found[0]
            closing = CLOSING.get(opening) or f"\\end{{{found[1]}}}"
            end = self._end(text, found.end(), closing, ends)
            inner = text[found.end() : end] if end >= 0 else ""
            if end < 0 or opening in inner or BLOCK.search(inner):
                pieces.append(text[position : found.end()])
                position = found.end()
                continue
            whole = text[found.start() : end + len(closing)]
            is_environment = found[1] is not None
            pieces += [text[position : found.start()], f"\ue010{len(self._found)}\ue011"]
            self._found.append(
                Formula(
                    whole,
                    whole if is_environment else inner,
                    display=opening in (r"\[", "$$") or is_environment,
                )
            )
            position = end + len(closing)
        return "".join([*pieces, text[position:]])

    def add(self, latex: str) -> str:
        """The stand-in of a formula in the line that was none before."""
        self._found.append(Formula("", latex, display=False))
        return f"\ue010{len(self._found) - 1}\ue011"

    def _end(self, text: str, start: int, closing: str, ends: dict[str, int]) -> int:
        """Where the formula ends; each closing sign is looked for from where it was last seen."""
        known = ends.get(closing)
        if known is None or 0 <= known < start:
            ends[closing] = known = text.find(closing, start)
        return known if known - start <= LONGEST else -1

    def write(self, text: str) -> str:
        """``text`` with its formulas as Markdown has them."""
        return STAND_IN.sub(lambda match: self._found[int(match[1])].to_markdown(), text)

    def restore(self, text: str) -> str:
        """``text`` with its formulas as they stood: for code and attributes, where they are letters."""
        return STAND_IN.sub(lambda match: self._found[int(match[1])].source, text)
