"""HTML as a small tree, read the way browsers do: whatever is wrong with it, there is a tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from exams.errors import QuestionError

__all__ = ["BLOCKS", "Node", "read_html"]

DEEPEST = 60
MOST_NODES = 20_000
VOID_LISTED = "area base br col embed hr img input link meta param source track wbr"
VOID = frozenset(VOID_LISTED.split())
BLOCKS_LISTED = """
    p div h1 h2 h3 h4 h5 h6 ul ol li table pre blockquote hr section article header footer main aside
    figure figcaption dl dt dd center form fieldset address details summary
"""
BLOCKS = frozenset(BLOCKS_LISTED.split())
# An opening tag that ends what stands open before it, up to the elements that keep it inside.
ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
}
KEEPS_PARAGRAPH = frozenset({"li", "td", "th", "div", "blockquote", "table", "section", "article"})


@dataclass(slots=True)
class Node:
    """An element; ``children`` are elements and texts."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]
        self.count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count += 1
        if self.count > MOST_NODES:
            raise QuestionError("moodle_text_too_long", most=MOST_NODES)
        self._end_implied(tag)
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag in VOID:
            return
        if len(self.open) > DEEPEST:
            raise QuestionError("moodle_text_too_deep", most=DEEPEST)
        self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def _end_implied(self, tag: str) -> None:
        ended, kept = ENDS.get(tag, (frozenset(), frozenset()))
        if tag in BLOCKS and tag not in ENDS:
            ended, kept = frozenset({"p"}), KEEPS_PARAGRAPH
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag in kept:
                return
            if self.open[place].tag in ended:
                del self.open[place:]
                return


def read_html(source: str) -> Node:
    """The tree of ``source``, under a node without a tag. Raises QuestionError: ``moodle_text_too_long``,
    ``moodle_text_too_deep``."""
    builder = _Builder()
    builder.feed(source)
    builder.close()
    return builder.root
