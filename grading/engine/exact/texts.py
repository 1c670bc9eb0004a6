"""Polynomials as texts, by which generators are named and factors are put in order."""

from __future__ import annotations

from typing import Final

from flint import fmpq, fmpq_mpoly

__all__ = ["NAMES", "text_of"]

# The names of generators, as many as there may be.
NAMES: Final = tuple(f"g{index}" for index in range(64))


def text_of(poly: fmpq_mpoly) -> str:
    """``poly`` as a text: the one that ``str`` gives, whose memory python-flint 0.9.0 never gives back."""
    if poly.is_constant():
        return str(poly.leading_coefficient()) if len(poly) else "0"
    used = [(place, NAMES[place]) for place, degree in enumerate(poly.degrees()) if degree > 0]
    terms = [
        _term_text(coefficient, [(name, monomial[place]) for place, name in used if monomial[place]])
        for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True)
    ]
    return "".join([terms[0], *(f" - {term[1:]}" if term[0] == "-" else f" + {term}" for term in terms[1:])])


def _term_text(coefficient: fmpq, powers: list[tuple[str, int]]) -> str:
    number = str(coefficient)
    if not powers:
        return number
    product = "*".join([name if degree == 1 else f"{name}^{degree}" for name, degree in powers])
    if number == "1":
        return product
    return f"-{product}" if number == "-1" else f"{number}*{product}"
