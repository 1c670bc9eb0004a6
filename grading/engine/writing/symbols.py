"""Names of variables taken apart: ``x_1``, ``a_{n+1}``, ``v_vec``, ``y'``, ``alpha``."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["GREEK", "NameParts", "name_parts"]

_LETTERS: Final = {
    "alpha": "αΑ",
    "beta": "βΒ",
    "gamma": "γΓ",
    "delta": "δΔ",
    "epsilon": "εΕ",
    "zeta": "ζΖ",
    "eta": "ηΗ",
    "theta": "θΘ",
    "iota": "ιΙ",
    "kappa": "κΚ",
    "lambda": "λΛ",
    "mu": "μΜ",
    "nu": "νΝ",
    "xi": "ξΞ",
    "omicron": "οΟ",
    "pi": "πΠ",
    "rho": "ρΡ",
    "sigma": "σΣ",
    "tau": "τΤ",
    "upsilon": "υΥ",
    "phi": "φΦ",
    "chi": "χΧ",
    "psi": "ψΨ",
    "omega": "ωΩ",
}
GREEK: Final = {
    **{name: letters[0] for name, letters in _LETTERS.items()},
    **{name.capitalize(): letters[1] for name, letters in _LETTERS.items()},
}
_ACCENTS: Final = frozenset({"vec", "bar", "hat", "tilde"})


class NameParts(NamedTuple):
    """``base`` with an ``accent`` over it, a ``subscript`` and ``primes``; empty where there is none."""

    base: str
    accent: str
    subscript: str
    primes: int


def name_parts(name: str) -> NameParts:
    """The parts of a canonical name. Only letters and digits are kept, and ``+-,`` in subscripts."""
    bare = name.rstrip("'")
    base, _, subscript = bare.partition("_")
    accent = subscript if subscript in _ACCENTS else ""
    kept = "".join(each for each in subscript if each.isalnum() or each in "+-,") if not accent else ""
    return NameParts("".join(filter(str.isalnum, base)), accent, kept, len(name) - len(bare))
