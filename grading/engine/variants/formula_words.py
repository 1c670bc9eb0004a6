"""What the commands and characters of a formula are, as far as printing numbers among them needs."""

from __future__ import annotations

from typing import Literal

__all__ = [
    "CLOSING",
    "LETTERS",
    "ONE",
    "OPENING",
    "TEXT",
    "TWO",
    "Kind",
    "kind_of_command",
    "kind_of_text",
]

Kind = Literal[
    "function",
    "letter",
    "mark",
    "number",
    "opaque",
    "operand",
    "operator",
    "point",
    "separator",
    "sign",
    "space",
]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


TWO = _names("frac dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel")
ONE = _names(
    "sqrt overline underline hat widehat bar dot ddot tilde boxed cancel phantom overbrace underbrace"
    " overrightarrow overleftarrow overleftrightarrow pmod"
)
# Their argument is letters, never a parameter: `\mathrm{d}` stays an upright d.
LETTERS = _names(
    "mathrm mathbf mathit mathsf mathtt mathbb mathcal mathfrak mathscr boldsymbol vec operatorname"
)
TEXT = _names("text textrm textbf textit textsf mbox")
_FUNCTIONS = _names(
    "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp lim max min sup inf gcd det"
    " sum prod int iint iiint oint bigcup bigcap"
)
_OPERATORS = _names("cdot times div pm mp ast bmod mod circ setminus")
_SEPARATORS = _names(
    "le leq leqq leqslant ge geq geqq geqslant ne neq lt gt equiv approx sim simeq cong propto to rightarrow"
    " leftarrow Rightarrow Leftarrow leftrightarrow Leftrightarrow longrightarrow Longrightarrow iff implies"
    " mapsto in notin ni subset subseteq supset cup cap land lor wedge vee mid parallel perp quad qquad"
    " colon therefore because hline middle"
)
_MARKS = _names("% prime degree")
_SPACES = _names(", ; : ! > displaystyle textstyle limits nolimits big Big bigg Bigg bigl bigr Bigl Bigr")
OPENING = frozenset({"(", "[", r"\{", r"\lfloor", r"\lceil", r"\langle", r"\lvert", r"\lVert", r"\lbrace"})
CLOSING = frozenset({")", "]", r"\}", r"\rfloor", r"\rceil", r"\rangle", r"\rvert", r"\rVert", r"\rbrace"})
_CHARACTERS: dict[str, Kind] = {
    **dict.fromkeys("+-−", "sign"),
    **dict.fromkeys("*/·×÷±∓", "operator"),
    **dict.fromkeys("=<>≤≥≠,;:&|", "separator"),
    **dict.fromkeys("!'’", "mark"),
    ".": "point",
    "~": "space",
}


def kind_of_text(group: str, text: str) -> Kind:
    """The kind of a token that is no command; ``group`` is what the scanner called it."""
    if group == "number":
        return "number"
    if group == "space":
        return "space"
    if group == "environment":
        return "separator"
    if text in _CHARACTERS:
        return _CHARACTERS[text]
    is_letter = text.isascii() or "α" <= text <= "ω" or "Α" <= text <= "Ω"
    return "letter" if text.isalpha() and is_letter else "opaque"


def kind_of_command(name: str) -> Kind:
    """The kind of a command without arguments; what is not listed is an operand, as Greek letters are."""
    if name in _FUNCTIONS:
        return "function"
    if name in _OPERATORS:
        return "operator"
    if name in _SEPARATORS or name == "\\":
        return "separator"
    if name in _MARKS:
        return "mark"
    return "space" if name in _SPACES or name.isspace() else "operand"
