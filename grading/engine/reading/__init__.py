"""What people type, to the tree. ``read`` is the way in; every notation becomes the same tokens."""

from __future__ import annotations

import unicodedata

from grading.engine.nodes import Constant, Node, children
from grading.engine.reading.bars import pair_bars
from grading.engine.reading.choices import Choices, readings
from grading.engine.reading.errors import ReadError
from grading.engine.reading.latex import latex_tokens
from grading.engine.reading.latex_scan import looks_like_latex, with_typed_difference
from grading.engine.reading.names import PHRASES
from grading.engine.reading.parser import parse
from grading.engine.reading.plain import plain_tokens
from grading.engine.symbols import Symbols
from grading.engine.writing import write_plain

__all__ = ["MOST_CHARACTERS", "MOST_DEPTH", "MOST_NODES", "ReadError", "read"]

MOST_CHARACTERS = 500
MOST_DEPTH = 60
MOST_NODES = 400

_NOTATIONS = {"plain": plain_tokens, "latex": latex_tokens}
_NOTHING_DECLARED = Symbols()


def read(
    text: str, *, symbols: Symbols = _NOTHING_DECLARED, notation: str = "plain", locale: str = "en"
) -> Node:
    """The tree that ``text`` spells.

    ``notation`` is ``plain``, ``latex`` or ``auto`` (LaTeX when the text has a command, dollar signs or
    braces that only LaTeX has, else plain); ``locale`` (a language tag) says whether ``0,5`` is a half.
    Raises ReadError, whose position is an index in ``text``; ``ambiguous`` carries both ``readings`` as
    plain text when the text means two different things.
    """
    if len(text) > MOST_CHARACTERS:
        raise ReadError("too_long", MOST_CHARACTERS, limit=MOST_CHARACTERS, length=len(text))
    if not text.strip():
        raise ReadError("empty", 0)
    phrase = PHRASES.get(" ".join(unicodedata.normalize("NFC", text).lower().rstrip(" .").split()))
    if phrase is not None:
        return Constant(phrase)

    typed = with_typed_difference(text)
    if notation == "auto":
        notation = "latex" if looks_like_latex(typed) else "plain"
    if notation == "plain":
        text = typed
    lexed = _NOTATIONS[notation]

    def reading(choices: Choices) -> Node:
        tokens = lexed(text, symbols=symbols, locale=locale, choices=choices)
        node = parse(pair_bars(tokens, choices=choices), symbols=symbols, choices=choices)
        _check_size(node)
        return node

    trees, position = readings(reading)
    if len(trees) > 1:
        raise ReadError("ambiguous", position, readings=[write_plain(tree) for tree in trees[:2]])
    return trees[0]


def _check_size(node: Node) -> None:
    """Refuses a tree with too many nodes or too many levels."""
    level, depth, count = [node], 0, 0
    while level:
        depth += 1
        count += len(level)
        if depth > MOST_DEPTH:
            raise ReadError("too_deep", 0, limit=MOST_DEPTH)
        if count > MOST_NODES:
            raise ReadError("too_many_nodes", 0, limit=MOST_NODES)
        level = [child for parent in level for child in children(parent)]
