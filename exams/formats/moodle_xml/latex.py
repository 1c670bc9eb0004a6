"""LaTeX as MathJax reads it, in the words that our own reader of formulas has."""

from __future__ import annotations

import re

__all__ = ["in_our_words"]

# Another name for the same sign.
NAMES = {
    "implies": r"\Longrightarrow",
    "impliedby": r"\Longleftarrow",
    "iff": r"\Longleftrightarrow",
    "ldots": r"\dots",
    "dotsc": r"\dots",
    "dotsb": r"\cdots",
    "bmod": r"\operatorname{mod}",
    "sech": r"\operatorname{sech}",
    "csch": r"\operatorname{csch}",
    "cosec": r"\operatorname{cosec}",
    "arcsec": r"\operatorname{arcsec}",
    "arccot": r"\operatorname{arccot}",
    "arsinh": r"\operatorname{arsinh}",
    "arcosh": r"\operatorname{arcosh}",
    "artanh": r"\operatorname{artanh}",
    "mbox": r"\text",
    "hbox": r"\text",
    "textup": r"\text",
    "textnormal": r"\text",
    "widetilde": r"\tilde",
    "surd": "√",
    "euro": "€",
    "C": r"\mathbb{C}",
    "Q": r"\mathbb{Q}",
    # How large, how far, how counted: nothing that is said.
    "hfill": "",
    "strut": "",
    "small": "",
    "large": "",
    "Large": "",
    "normalsize": "",
    "nonumber": "",
    "notag": "",
}
NAME = re.compile(rf"\\({'|'.join(sorted(NAMES, key=len, reverse=True))})(?![A-Za-z])")
PMOD = re.compile(r"\\pmod\s*\{([^{}]{1,200})\}")
WITH_ARGUMENT = re.compile(r"\\(?:label|tag\*?|vspace\*?|textcolor)\s*\{[^{}]{0,200}\}")
# The forms of an environment that stand inside a formula.
ENVIRONMENTS = {
    "align": "aligned",
    "alignat": "aligned",
    "alignedat": "aligned",
    "eqnarray": "aligned",
    "split": "aligned",
    "gather": "gathered",
    "multline": "gathered",
    "smallmatrix": "matrix",
}
ENVIRONMENT = re.compile(rf"\\(begin|end)\{{({'|'.join(ENVIRONMENTS)})\*?\}}")
COLUMNS = re.compile(r"(\\begin\{aligned\})\{\d\}")
EQUATION = re.compile(r"\\(?:begin|end)\{(?:equation|displaymath|math)\*?\}")
BARE_DOLLAR = re.compile(r"(?<!\\)\$")
LAST_BACKSLASH = re.compile(r"(?<!\\)((?:\\\\)*)\\$")


def in_our_words(latex: str) -> str:
    """``latex`` on one line, fit to stand between dollars."""
    latex = EQUATION.sub("", latex)
    latex = ENVIRONMENT.sub(lambda match: f"\\{match[1]}{{{ENVIRONMENTS[match[2]]}}}", latex)
    latex = COLUMNS.sub(r"\1", latex)
    latex = PMOD.sub(r"\\quad(\\operatorname{mod}\\,\1)", WITH_ARGUMENT.sub("", latex))
    latex = NAME.sub(lambda match: NAMES[match[1]], latex)
    latex = BARE_DOLLAR.sub(r"\\$", " ".join(latex.split()))
    # A last backslash with nothing behind it would take the dollar that ends the formula.
    return LAST_BACKSLASH.sub(r"\1", latex).strip()
