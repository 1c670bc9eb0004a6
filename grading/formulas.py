"""Formulas for a page: LaTeX to MathML, guarded and safe to put there as it is."""

from __future__ import annotations

import re

import nh3
from math_core import LatexError, LatexToMathML

__all__ = ["RenderError", "render_formula"]

MAX_FORMULA = 4_000
MAX_NESTING = 100
# The converter's time doubles with every opening bracket that has no partner.
MAX_UNPAIRED = 10

_CONVERTER = LatexToMathML(annotation=True, max_expansions=0, fancy_error=False)

_MATHML_TAGS = {
    "math",
    "semantics",
    "annotation",
    "mrow",
    "mi",
    "mn",
    "mo",
    "ms",
    "mtext",
    "mspace",
    "mfrac",
    "msqrt",
    "mroot",
    "mstyle",
    "mpadded",
    "mphantom",
    "menclose",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mmultiscripts",
    "mprescripts",
    "mtable",
    "mtr",
    "mtd",
}
_ATTRIBUTES = {
    "math": {"display"},
    "annotation": {"encoding"},
    "mi": {"mathvariant"},
    "mo": {
        "accent",
        "fence",
        "form",
        "largeop",
        "lspace",
        "maxsize",
        "minsize",
        "movablelimits",
        "rspace",
        "separator",
        "stretchy",
        "symmetric",
    },
    "mfrac": {"displaystyle", "linethickness", "scriptlevel"},
    "mrow": {"displaystyle", "scriptlevel", "style"},
    "mstyle": {"displaystyle", "scriptlevel", "style"},
    "mspace": {"height", "width"},
    "mpadded": {"depth", "height", "lspace", "style", "voffset", "width"},
    "menclose": {"notation", "style"},
    "munder": {"accentunder"},
    "mover": {"accent"},
    "munderover": {"accent", "accentunder"},
    "mtable": {"displaystyle", "scriptlevel", "style"},
    "mtr": {"style"},
    "mtd": {"columnspan", "rowspan", "style"},
}
_STYLES = {
    "border-bottom",
    "border-left",
    "border-right",
    "border-top",
    "color",
    "justify-items",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "text-align",
    "width",
}
# fmt: on
_CLEANER = nh3.Cleaner(
    tags=set(_MATHML_TAGS),
    attributes=_ATTRIBUTES,
    filter_style_properties=_STYLES,
    url_schemes=set(),
    link_rel=None,
)

_TOKEN = re.compile(r"\\(?P<command>[A-Za-z]+)|(?P<escaped>\\.)|(?P<space>\s+)|(?P<character>.)", re.DOTALL)
# Every delimiter that the converter pairs.
# fmt: off
_OPENS = frozenset({
    "lAngle", "lBrace", "lVert", "lang", "langle", "lbrace", "lbrack", "lceil", "lfloor", "lgroup", "llangle",
    "llbracket", "llcorner", "llparenthesis", "lmoustache", "lparen", "lvert", "ulcorner",
    "bigl", "Bigl", "biggl", "Biggl", r"\{", *"([⌈⌊⌜⌞⎰❲⟅⟦⟨⟪⟬⟮⦃⦅⦇⦉⦋⦍⦏⦑⦓⦕⦗⧘⧚⧼",
})
_CLOSES = frozenset({
    "rAngle", "rBrace", "rVert", "rang", "rangle", "rbrace", "rbrack", "rceil", "rfloor", "rgroup", "rrangle",
    "rrbracket", "lrcorner", "rrparenthesis", "rmoustache", "rparen", "rvert", "urcorner",
    "bigr", "Bigr", "biggr", "Biggr", r"\}", *")]⌉⌋⌝⌟⎱❳⟆⟧⟩⟫⟭⟯⦄⦆⦈⦊⦌⦎⦐⦒⦔⦖⦘⧙⧛⧽",
})
# fmt: on
# The converter draws a line above with the low line that combines, which a browser shifts aside.
_OVERLINE = re.compile("(<mo[^>]*>)\u0332(</mo></mover>)")
_MESSAGE = re.compile(r"(?P<position>[0-9]+): (?P<detail>.*)", re.DOTALL)


class RenderError(Exception):
    """A formula cannot be shown.

    ``code`` is too_long, too_deep, unpaired_brackets, unclosed_formula, unknown_command or
    cannot_render; ``position`` counts code points from 0 in ``formula``; ``detail`` is the converter's
    own (English) remark, where it made one.
    """

    def __init__(self, code: str, formula: str, position: int = 0, *, detail: str = "") -> None:
        super().__init__(code, formula, position)
        self.code = code
        self.formula = formula
        self.position = position
        self.detail = detail


def render_formula(latex: str, *, display: bool = False) -> str:
    """MathML for one formula without its dollars, with the LaTeX as its annotation; RenderError if none."""
    return _OVERLINE.sub("\\1\u203e\\2", _CLEANER.clean(_convert(latex, display=display)))


def _convert(latex: str, *, display: bool) -> str:
    _refuse_what_harms(latex)
    try:
        return _CONVERTER.convert_with_local_state(latex, displaystyle=display)
    except LatexError as error:
        raise _worded(latex, str(error)) from error


def _worded(latex: str, message: str) -> RenderError:
    match = _MESSAGE.fullmatch(message)
    if match is None:
        return RenderError("cannot_render", latex, 0, detail=message)
    code = "unknown_command" if match["detail"].startswith("Unknown command") else "cannot_render"
    return RenderError(code, latex, int(match["position"]), detail=match["detail"])


def _refuse_what_harms(latex: str) -> None:
    """Refuses what would hold up or end the process: a converter in this process cannot be stopped."""
    if len(latex) > MAX_FORMULA:
        raise RenderError("too_long", latex, MAX_FORMULA)
    nesting = _Nesting()
    for match in _TOKEN.finditer(latex):
        nesting.step(match)
        if max(len(nesting.opened), nesting.chained) > MAX_NESTING:
            raise RenderError("too_deep", latex, match.start())
    if nesting.unpaired + nesting.opened.count("(") > MAX_UNPAIRED:
        raise RenderError("unpaired_brackets", latex)


class _Nesting:
    """What is open while a formula is looked through.

    ``opened`` holds ``{``, ``(`` for any ordinary bracket, and ``left`` for ``\\left`` and ``\\begin``;
    ``chained`` counts commands in a row, each of which may be the argument of the one before.
    """

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.unpaired = 0
        self.chained = 0
        self._between = 0
        self._is_delimiter = False

    def step(self, match: re.Match[str]) -> None:
        """Takes one token into account."""
        if match["space"]:
            return
        self._count_chain(match)
        role = self._role(match)
        delimiter, self._is_delimiter = self._is_delimiter, match["command"] in ("left", "right", "middle")
        if delimiter:
            return
        if role in ("{", "(", "left"):
            self.opened.append(role)
        elif role == ")" and self.opened[-1:] == ["("]:
            self.opened.pop()
        elif role in ("}", "right"):
            self._close("{" if role == "}" else "left")

    def _count_chain(self, match: re.Match[str]) -> None:
        if match["command"]:
            self.chained += 1
            self._between = 0
            return
        self._between += 1
        if self._between > 1:
            self.chained = 0

    def _role(self, match: re.Match[str]) -> str:
        name = match["command"] or match[0]
        if name in ("left", "begin"):
            return "left"
        if name in ("right", "end"):
            return "right"
        if name in ("{", "}"):
            return name
        if name in _OPENS:
            return "("
        return ")" if name in _CLOSES else ""

    def _close(self, opening: str) -> None:
        """Closes the innermost ``opening``; ordinary brackets still open inside it have no partner."""
        if opening not in self.opened:
            return
        while (last := self.opened.pop()) != opening:
            self.unpaired += last == "("
