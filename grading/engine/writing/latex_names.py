"""LaTeX for names: symbols, constants, functions. Names hold letters, digits and underscores only."""

from __future__ import annotations

from grading.engine.writing.symbols import GREEK, name_parts

__all__ = ["CONSTANTS", "function_latex", "symbol_latex"]

CONSTANTS = {
    "pi": r"\pi",
    "e": "e",
    "i": "i",
    "infinity": r"\infty",
    "empty": r"\varnothing",
    "none": r"\mathrm{none}",
    "all": r"\mathbb{R}",
    "true": r"\mathrm{true}",
    "false": r"\mathrm{false}",
}

# Capitals that look like Latin letters have no command of their own.
_LATIN_LOOKING = {
    "Alpha": "A",
    "Beta": "B",
    "Epsilon": "E",
    "Zeta": "Z",
    "Eta": "H",
    "Iota": "I",
    "Kappa": "K",
    "Mu": "M",
    "Nu": "N",
    "Omicron": "O",
    "Rho": "P",
    "Tau": "T",
    "Chi": "X",
    "omicron": "o",
}
_COMMANDS = frozenset(
    {
        "sin",
        "cos",
        "tan",
        "cot",
        "sec",
        "csc",
        "sinh",
        "cosh",
        "tanh",
        "coth",
        "arcsin",
        "arccos",
        "arctan",
        "ln",
        "log",
        "exp",
        "gcd",
        "min",
        "max",
        "arg",
    },
)


def symbol_latex(name: str) -> str:
    """``x``, ``\\alpha``, ``x_{1}``, ``a_{n+1}``, ``\\vec{a}``, ``y'``, ``\\mathrm{Area}``."""
    base, accent, subscript, primes = name_parts(name)
    text = _word(base)
    if accent:
        text = rf"\{accent}{{{text}}}"
    if subscript:
        text += f"_{{{_word(subscript) if subscript.isalnum() else subscript}}}"
    return text + "'" * primes


def function_latex(name: str) -> str:
    """The operator name of a function; ``f`` and ``f'`` stay as they are."""
    if name in _COMMANDS:
        return "\\" + name
    bare = name.rstrip("'")
    if len(bare) == 1 or "_" in bare or bare in GREEK:
        return symbol_latex(name)
    return rf"\operatorname{{{_plain(bare)}}}" + "'" * (len(name) - len(bare))


def _word(word: str) -> str:
    if word in _LATIN_LOOKING:
        return rf"\mathrm{{{_LATIN_LOOKING[word]}}}"
    if word in GREEK and word != "omicron":
        return "\\" + word
    stem = word.rstrip("0123456789")
    if stem in GREEK and stem != word:
        return rf"\mathrm{{\{stem} {word[len(stem) :]}}}"
    plain = _plain(word)
    return plain if len(plain) == 1 or plain.isdigit() else rf"\mathrm{{{plain}}}"


def _plain(word: str) -> str:
    """Only what cannot be a command."""
    return "".join(character for character in word if character.isalnum())
