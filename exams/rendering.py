"""Markdown with LaTeX to HTML with MathML, safe to put on a page as it is.

Formulas are taken out before Markdown sees the text and put back afterwards, so that neither reads the
other's characters (``$|a|$`` works inside a table). Text and formulas each pass an allow-list of their own;
a figure is nothing but the tag that is written here, put back after both, and so is the box of a blank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Protocol

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from grading.engine.variants import ParameterError, Piece, split_text
from grading.formulas import RenderError, render_formula

__all__ = [
    "FigureTag",
    "RenderError",
    "Shown",
    "named_blanks",
    "named_figures",
    "render_formula",
    "render_markdown",
]

MAX_SOURCE = 50_000
# A formula comes again in the other language, among the options, in the solution and in the next variant.
REMEMBERED = 500

_MARKDOWN = (
    MarkdownIt("commonmark", {"html": False})
    .enable(["table", "strikethrough"])
    .disable(["link", "image", "autolink", "reference", "html_block", "html_inline", "code"])
)

_BLANK = re.compile(r"\[\[([a-z][a-z0-9_]{0,15})\]\]")
_FIGURE = re.compile(r"!\[\]\(([a-z][a-z0-9_-]{0,39})\)")


def _read_figure(state: StateInline, silent: bool) -> bool:
    """``![](name)``, and no other image."""
    found = _FIGURE.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("figure", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _hold_figure(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    place: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    env["shown"].append(tokens[place].content)
    return f"{_OPENING_MARK}f{len(env['shown']) - 1}{_CLOSING_MARK}"


_MARKDOWN.inline.ruler.before("image", "figure", _read_figure)
_MARKDOWN.add_render_rule("figure", _hold_figure)

_TEXT_TAGS = {
    "p",
    "br",
    "hr",
    "em",
    "strong",
    "s",
    "code",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
_CLEANER = nh3.Cleaner(
    tags=set(_TEXT_TAGS),
    attributes={"ol": {"start"}, "th": {"style"}, "td": {"style"}},
    filter_style_properties={"text-align"},
    url_schemes=set(),
    link_rel=None,
)

# A formula's stand-in while Markdown is read: private-use characters, which no rule of Markdown knows.
_OPENING_MARK, _CLOSING_MARK = "\ue000", "\ue001"
_STAND_IN = re.compile(f"{_OPENING_MARK}([0-9]+){_CLOSING_MARK}((?:[가-힣]{{1,3}}(?![가-힣]))?[,.;:?!)]*)")
_FIGURE_STAND_IN = re.compile(f"{_OPENING_MARK}f([0-9]+){_CLOSING_MARK}")
_BLANK_STAND_IN = re.compile(f"{_OPENING_MARK}b([^{_CLOSING_MARK}]*){_CLOSING_MARK}")
_FOREIGN_MARKS = str.maketrans({_OPENING_MARK: "\ufffd", _CLOSING_MARK: "\ufffd"})


class Shown(Protocol):
    """What stands on the page for ``![](name)``; it answers for its own safety."""

    def to_html(self) -> str: ...


@dataclass(frozen=True, slots=True)
class FigureTag:
    """What the page shows for ``![](name)``: the picture's SHA-256, its size, and the text in its place."""

    asset: str
    width: int
    height: int
    alt: str

    def to_html(self) -> str:
        """The tag; its address is that of the view ``picture``. It is fetched with the page, also for a
        question that is not in view yet: the network may be gone by then."""
        return (
            f'<img class="figure" src="/pictures/{escape(self.asset)}" alt="{escape(self.alt)}"'
            f' width="{self.width}" height="{self.height}" decoding="async">'
        )


def named_figures(source: str) -> set[str]:
    """The names in every ``![](name)`` of ``source``."""
    return set(_FIGURE.findall(source))


def named_blanks(source: str) -> set[str]:
    """The ids in every ``[[id]]`` of ``source``, in prose and in formulas."""
    return set(_BLANK.findall(source))


@lru_cache(maxsize=REMEMBERED)
def _formula_html(latex: str, *, display: bool) -> str:
    return render_formula(latex, display=display)


def render_markdown(
    source: str,
    *,
    figures: Mapping[str, Shown] | None = None,
    blanks: Mapping[str, str] | None = None,
) -> str:
    """HTML for ``source``: Markdown without HTML or links, formulas in ``$…$`` and ``$$…$$``, and no images
    but ``figures`` by name, ``![](name)``. With ``blanks`` (labels by id) ``[[id]]`` is the box of a blank,
    in formulas too; without, it is text like any other.

    Raises RenderError for the first formula that cannot be shown, for a ``$`` without its partner (a dollar
    sign is written ``\\$``), and ``unknown_figure``, ``unknown_blank`` for a name that is not given.
    """
    if len(source) > MAX_SOURCE:
        raise RenderError("too_long", source[:100], MAX_SOURCE)
    source = source.translate(_FOREIGN_MARKS)
    formulas: list[str] = []
    parts: list[str] = []
    for piece in _pieces(source):
        if piece.kind == "code":
            parts.append(piece.text)
            continue
        if piece.kind == "prose":
            parts.append(_hold_blanks(piece.text, blanks, "{}"))
            continue
        parts.append(f"{_OPENING_MARK}{len(formulas)}{_CLOSING_MARK}")
        latex = _hold_blanks(piece.text, blanks, r"{{\text{{{}}}}}")
        formulas.append(_box_blanks(_formula_html(latex, display=piece.kind == "display")))
    shown: list[str] = []
    html = _CLEANER.clean(_MARKDOWN.render("".join(parts), {"shown": shown}))
    tags = [_figure_html(name, figures or {}) for name in shown]
    html = _BLANK_STAND_IN.sub(r'<span class="blank-box">\1</span>', html)
    html = _STAND_IN.sub(lambda match: _with_punctuation(formulas[int(match[1])], match[2]), html)
    return _FIGURE_STAND_IN.sub(lambda match: tags[int(match[1])], html)


def _hold_blanks(text: str, blanks: Mapping[str, str] | None, frame: str) -> str:
    """``text`` with a stand-in in place of each blank; ``frame`` is what the language of ``text`` needs."""
    if blanks is None:
        return text

    def stand_in(match: re.Match[str]) -> str:
        if match[1] not in blanks:
            raise RenderError("unknown_blank", match[1])
        return frame.format(f"{_OPENING_MARK}b{blanks[match[1]]}{_CLOSING_MARK}")

    return _BLANK.sub(stand_in, text)


def _box_blanks(mathml: str) -> str:
    """A formula's stand-ins as boxes; its annotation, which is LaTeX, has the labels alone."""
    boxed = mathml.replace(f"<mtext>{_OPENING_MARK}b", f'<mtext class="blank-box">{_OPENING_MARK}b')
    return _BLANK_STAND_IN.sub(r"\1", boxed)


def _figure_html(name: str, figures: Mapping[str, Shown]) -> str:
    if name not in figures:
        raise RenderError("unknown_figure", name)
    return figures[name].to_html()


def _with_punctuation(formula: str, signs: str) -> str:
    """A comma, a full stop or a Korean particle never begins the next line."""
    return f'<span class="formula">{formula}{signs}</span>' if signs else formula


def _pieces(source: str) -> list[Piece]:
    try:
        return split_text(source)
    except ParameterError as error:
        line = source.splitlines()[error.line - 1]
        raise RenderError(error.code, line, error.position) from error
