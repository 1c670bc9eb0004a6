"""Moodle's HTML as our Markdown. What has no counterpart is left out and told to ``lose``."""

from __future__ import annotations

import re
from collections.abc import Callable

from exams.errors import QuestionError
from exams.formats.moodle_xml.formulas import BLANK, Formulas
from exams.formats.moodle_xml.inline import BREAK, Line, escape_prose, fence
from exams.formats.moodle_xml.nodes import BLOCKS, Node, read_html
from exams.formats.moodle_xml.tables import write_table

__all__ = ["blank_mark", "to_markdown"]

Lose = Callable[[str, str], None]
Show = Callable[[str, str], str]

EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "var": "*", "dfn": "*"} | {
    "s": "~~",
    "del": "~~",
    "strike": "~~",
}
CODE = frozenset({"code", "kbd", "samp", "tt"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt"})
SCRIPTS = {"sup": "^", "sub": "_"}
# Left out with all that is in them.
LEFT_OUT_LISTED = """
    script style head title template noscript iframe object embed applet audio video canvas select
    textarea input button map
"""
LEFT_OUT = frozenset(LEFT_OUT_LISTED.split())
# Nothing that a student reads could take their place.
UNREADABLE = frozenset({"math", "svg"})
UNDERLINES = frozenset({"u", "ins"})
SIMPLE_SCRIPT = re.compile(r"[\w+\-−±=(),.*′'° /]{1,30}")


def blank_mark(number: int) -> str:
    """Stands for a blank while the text is read."""
    return f"\ue012{number}\ue013"


def to_markdown(source: str, *, lose: Lose, show: Show) -> str:
    """``source`` (HTML) as Markdown. ``show`` gives the Markdown of a picture by its address and alt text.
    Raises QuestionError."""
    formulas = Formulas()
    writer = _Writer(formulas, lose, show)
    blocks = writer.blocks(read_html(formulas.hold(source)))
    text = formulas.write("\n\n".join(blocks))
    return BLANK.sub(r"\\_\\_(\1)\\_\\_", text)


class _Writer:
    def __init__(self, formulas: Formulas, lose: Lose, show: Show) -> None:
        self._formulas = formulas
        self._lose = lose
        self._show = show

    def blocks(self, node: Node) -> list[str]:
        """The Markdown blocks of an element's content."""
        blocks: list[str] = []
        line = Line()
        for child in node.children:
            if isinstance(child, str) or not _has_blocks(child):
                self.inline(child, line)
                continue
            blocks += self._end(line)
            line = Line()
            blocks += self._block(child)
        return [*blocks, *self._end(line)]

    def _end(self, line: Line) -> list[str]:
        text, is_whole = line.join()
        if not is_whole:
            self._lose("markup", "emphasis")
        return [text] if text else []

    def _block(self, node: Node) -> list[str]:
        self._check(node)
        match node.tag:
            case "ul" | "ol":
                return self._list(node)
            case "table":
                return write_table(node, self)
            case "pre":
                code = self._formulas.restore(_text(node)).strip("\n")
                return [f"{fence(code, least=3)}\n{code}\n{fence(code, least=3)}"] if code.strip() else []
            case "hr":
                return ["---"]
            case "blockquote":
                return ["\n".join(f"> {line}".rstrip() for line in _lines(self.blocks(node)))]
            case tag if tag in HEADINGS:
                return self._end(self._heading(node))
        return [] if node.tag in LEFT_OUT else self.blocks(node)

    def _heading(self, node: Node) -> Line:
        line = Line()
        mark = line.open("**")
        self.inline_children(node, line)
        line.close(mark)
        return line

    def _list(self, node: Node) -> list[str]:
        start = node.attributes.get("start", "")
        number = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
        if node.tag == "ol" and node.attributes.get("type", "1") != "1":
            self._lose("markup", "list numbering")
        items: list[str] = []
        for child in node.children:
            if isinstance(child, str):
                items += [f"- {escape_prose(child.strip())}"] if child.strip() else []
                continue
            sign = f"{number + len(items)}." if node.tag == "ol" else "-"
            blocks = self._block(child) if child.tag in ("ul", "ol") else self.blocks(child)
            indent = " " * (len(sign) + 1)
            lines = "\n".join(blocks).split("\n") if _is_tight(child) else _lines(blocks)
            body = "\n".join(f"{indent}{line}" if line else "" for line in lines)
            items.append(f"{sign} {body.strip()}".rstrip())
        is_loose = any("\n\n" in item for item in items)
        return [("\n\n" if is_loose else "\n").join(items)] if items else []

    def inline_children(self, node: Node, line: Line) -> None:
        """What is in an element, in one line: blocks become words after a space."""
        for child in node.children:
            if isinstance(child, Node) and child.tag in BLOCKS:
                line.add(" ")
            self.inline(child, line)

    def inline(self, node: Node | str, line: Line) -> None:
        """Adds an element or a text to ``line``."""
        if isinstance(node, str):
            line.add(escape_prose(re.sub(r"\s+", " ", node.replace("\xad", "").replace(BREAK, "\ufffd"))))
            return
        self._check(node)
        tag = node.tag
        if tag in LEFT_OUT:
            return
        if tag == "br":
            line.add(BREAK)
        elif tag == "img":
            alt = self._formulas.restore(node.attributes.get("alt", ""))
            line.add(self._show(node.attributes.get("src", ""), alt))
        elif tag in EMPHASIS:
            mark = line.open(EMPHASIS[tag])
            self.inline_children(node, line)
            line.close(mark)
        elif tag in CODE:
            line.add(self._code(node))
        elif tag in SCRIPTS:
            self._script(node, line)
        elif tag == "q":
            line.add("“")
            self.inline_children(node, line)
            line.add("”")
        else:
            self.inline_children(node, line)

    def _code(self, node: Node) -> str:
        code = " ".join(self._formulas.restore(_text(node)).split())
        return (
            f"{fence(code)}{' ' if '`' in code else ''}{code}{' ' if '`' in code else ''}{fence(code)}"
            * bool(code)
        )

    def _script(self, node: Node, line: Line) -> None:
        """A raised or lowered word is a formula with nothing before it."""
        text = " ".join(_text(node).split())
        if not text:
            return
        if not SIMPLE_SCRIPT.fullmatch(text):
            self._lose("markup", node.tag)
            self.inline_children(node, line)
            return
        words = re.sub(r"[^\W\d_]{2,}", lambda match: f"\\text{{{match[0]}}}", text.replace("_", r"\_"))
        line.add(self._formulas.add(f"{{}}{SCRIPTS[node.tag]}{{{words}}}"))

    def lose(self, code: str, what: str) -> None:
        """Tells what is left out."""
        self._lose(code, what)

    def _check(self, node: Node) -> None:
        """Tells what this element loses."""
        if node.tag in UNREADABLE:
            raise QuestionError("moodle_element", element=node.tag)
        if node.tag in LEFT_OUT:
            self._lose("markup", node.tag)
        elif node.tag in UNDERLINES:
            self._lose("markup", "underline")
        elif node.tag == "a" and (address := node.attributes.get("href", "").strip()):
            self._lose("link", address[:200])
        elif node.tag == "font" or node.attributes.get("style", "").strip():
            self._lose("markup", "styling")


def _is_tight(item: Node) -> bool:
    """Whether only lists follow the words of an item, and such as Markdown sees without an empty line."""
    blocks = [child for child in item.children if isinstance(child, Node) and _has_blocks(child)]
    return all(
        block.tag == "ul" or (block.tag == "ol" and block.attributes.get("start", "1") == "1")
        for block in blocks
    )


def _has_blocks(node: Node) -> bool:
    """Whether it is a block or has one somewhere inside."""
    waiting: list[Node | str] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Node) and one.tag not in LEFT_OUT:
            if one.tag in BLOCKS:
                return True
            waiting.extend(one.children)
    return False


def _text(node: Node) -> str:
    """All text inside, line breaks as such."""
    return "".join(
        child if isinstance(child, str) else "\n" if child.tag == "br" else _text(child)
        for child in node.children
    )


def _lines(blocks: list[str]) -> list[str]:
    return "\n\n".join(blocks).split("\n")
