"""HTML tables as Markdown's: one line a row, a header row always."""

from __future__ import annotations

import re
from typing import Protocol

from exams.formats.moodle_xml.inline import Line
from exams.formats.moodle_xml.nodes import Node

__all__ = ["write_table"]

CELLS = ("td", "th")
# What a cell of ours cannot hold as it was.
TOO_MUCH = frozenset({"ul", "ol", "table", "pre", "blockquote", "br"})


class Writer(Protocol):
    """What writes the content of a cell."""

    def blocks(self, node: Node) -> list[str]: ...

    def inline_children(self, node: Node, line: Line) -> None: ...

    def lose(self, code: str, what: str) -> None: ...


def write_table(table: Node, writer: Writer) -> list[str]:
    """The blocks of a table. A table of a single cell only places something: that cell's blocks."""
    rows = [cells for row in _rows(table) if (cells := _cells(row))]
    captions = [block for child in _nodes(table) if child.tag == "caption" for block in writer.blocks(child)]
    if not rows:
        return captions
    if len(rows) == 1 and len(rows[0]) == 1:
        return [*captions, *writer.blocks(rows[0][0])]
    if any("colspan" in cell.attributes or "rowspan" in cell.attributes for row in rows for cell in row):
        writer.lose("markup", "merged table cells")
    width = max(map(len, rows))
    lines = [[_cell(cell, writer) for cell in row] + [""] * (width - len(row)) for row in rows]
    has_header = all(cell.tag == "th" for cell in rows[0])
    header = lines.pop(0) if has_header else [""] * width
    written = [header, ["---"] * width, *lines]
    return [*captions, "\n".join(f"| {' | '.join(row)} |" for row in written)]


def _cell(cell: Node, writer: Writer) -> str:
    if any(node.tag in TOO_MUCH for node in _inside(cell)):
        writer.lose("markup", "lines inside a table cell")
    line = Line()
    writer.inline_children(cell, line)
    text, is_whole = line.join()
    if not is_whole:
        writer.lose("markup", "emphasis")
    text = re.sub(r"\s*\\\n\s*", " ", text).replace("\n", " ")
    return re.sub(r"(?<!\\)\|", r"\\|", text)


def _nodes(node: Node) -> list[Node]:
    return [child for child in node.children if isinstance(child, Node)]


def _rows(table: Node) -> list[Node]:
    rows: list[Node] = []
    for child in _nodes(table):
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows += [row for row in _nodes(child) if row.tag == "tr"]
    return rows


def _cells(row: Node) -> list[Node]:
    return [cell for cell in _nodes(row) if cell.tag in CELLS]


def _inside(node: Node) -> list[Node]:
    found: list[Node] = []
    waiting = _nodes(node)
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += _nodes(one)
    return found
