"""The units that are known, each with its exact factor to SI base units.

Sources: SI Brochure, 9th edition (BIPM 2019), tables 2, 4, 7 and 8; the international foot and pound of
1959, with the standard gravity of 1901; CODATA 2018 for the dalton. Conventions: an angle is a dimension
of its own, so that rad/s is not Hz; degrees Celsius have one, too, as their zero is not that of the kelvin.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

__all__ = ["SHOWN", "Dimension", "Unit", "canonical", "suggestions", "unit_named"]

# Base units with their exponents, by name, none of them zero.
Dimension = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """``factor * pi^half_turns`` in the base units of ``dimension``."""

    factor: Fraction
    dimension: Dimension
    half_turns: int = 0


def _unit(factor: str | int = 1, *, half_turns: int = 0, **exponents: int) -> Unit:
    return Unit(Fraction(factor), tuple(sorted(exponents.items())), half_turns)


PREFIXES: Final[Mapping[str, int]] = {
    **{"Y": 24, "Z": 21, "E": 18, "P": 15, "T": 12, "G": 9, "M": 6, "k": 3, "h": 2, "da": 1},
    **{"d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15, "a": -18, "z": -21, "y": -24},
}

# Units that take every prefix.
PREFIXABLE: Final[Mapping[str, Unit]] = {
    "m": _unit(m=1),
    "g": _unit("1/1000", kg=1),
    "s": _unit(s=1),
    "A": _unit(A=1),
    "K": _unit(K=1),
    "mol": _unit(mol=1),
    "cd": _unit(cd=1),
    "rad": _unit(rad=1),
    "sr": _unit(rad=2),
    "Hz": _unit(s=-1),
    "N": _unit(kg=1, m=1, s=-2),
    "Pa": _unit(kg=1, m=-1, s=-2),
    "J": _unit(kg=1, m=2, s=-2),
    "W": _unit(kg=1, m=2, s=-3),
    "C": _unit(A=1, s=1),
    "V": _unit(A=-1, kg=1, m=2, s=-3),
    "F": _unit(A=2, kg=-1, m=-2, s=4),
    "ohm": _unit(A=-2, kg=1, m=2, s=-3),
    "S": _unit(A=2, kg=-1, m=-2, s=3),
    "Wb": _unit(A=-1, kg=1, m=2, s=-2),
    "T": _unit(A=-1, kg=1, s=-2),
    "H": _unit(A=-2, kg=1, m=2, s=-2),
    "lm": _unit(cd=1, rad=2),
    "lx": _unit(cd=1, m=-2, rad=2),
    "Bq": _unit(s=-1),
    "Gy": _unit(m=2, s=-2),
    "Sv": _unit(m=2, s=-2),
    "kat": _unit(mol=1, s=-1),
    "L": _unit("1/1000", m=3),
    "t": _unit(1000, kg=1),
    "bar": _unit(100_000, kg=1, m=-1, s=-2),
    "eV": _unit("1.602176634e-19", kg=1, m=2, s=-2),
    "Da": _unit("1.66053906660e-27", kg=1),
    "cal": _unit("4.184", kg=1, m=2, s=-2),
    "Wh": _unit(3600, kg=1, m=2, s=-2),
    "Ah": _unit(3600, A=1, s=1),
    "pc": _unit("96939420213600000", half_turns=-1, m=1),
    "B": _unit(8, bit=1),
    "bit": _unit(bit=1),
}

PLAIN: Final[Mapping[str, Unit]] = {
    "min": _unit(60, s=1),
    "h": _unit(3600, s=1),
    "d": _unit(86_400, s=1),
    "wk": _unit(604_800, s=1),
    "ha": _unit(10_000, m=2),
    "cc": _unit("1/1000000", m=3),
    "au": _unit(149_597_870_700, m=1),
    "ly": _unit(9_460_730_472_580_800, m=1),
    "deg": _unit("1/180", half_turns=1, rad=1),
    "rev": _unit(2, half_turns=1, rad=1),
    "rpm": _unit("1/30", half_turns=1, rad=1, s=-1),
    "percent": _unit("1/100"),
    "ppm": _unit("1/1000000"),
    "degC": _unit(degC=1),
    "degF": _unit("5/9", degC=1),
    "dpt": _unit(m=-1),
    "atm": _unit(101_325, kg=1, m=-1, s=-2),
    "mmHg": _unit("133.322387415", kg=1, m=-1, s=-2),
    "Torr": _unit("101325/760", kg=1, m=-1, s=-2),
    "psi": _unit("8896443230521/1290320000", kg=1, m=-1, s=-2),
    "lbf": _unit("4.4482216152605", kg=1, m=1, s=-2),
    "in": _unit("0.0254", m=1),
    "ft": _unit("0.3048", m=1),
    "yd": _unit("0.9144", m=1),
    "mi": _unit("1609.344", m=1),
    "nmi": _unit(1852, m=1),
    "lb": _unit("0.45359237", kg=1),
    "oz": _unit("0.028349523125", kg=1),
    "mph": _unit("0.44704", m=1, s=-1),
}

# Other spellings of the same unit.
ALIASES: Final[Mapping[str, str]] = {
    **{"l": "L", "Ohm": "ohm", "Omega": "ohm", "amu": "Da", "u": "Da", "AU": "au"},
    **{"sec": "s", "hr": "h", "day": "d", "days": "d", "week": "wk", "inch": "in", "torr": "Torr"},
}

# How a unit is shown where it is not by its name.
SHOWN: Final[Mapping[str, str]] = {
    **{"deg": "°", "degC": "°C", "degF": "°F", "percent": "%", "ohm": "Ω"},
    **{"won": "원", "people": "명", "pieces": "개"},
}

# Names that are not accepted but lead to the unit that is meant.
NAMES: Final[Mapping[str, str]] = {
    **{"meter": "m", "metre": "m", "gram": "g", "second": "s", "minute": "min", "hour": "h"},
    **{"liter": "L", "litre": "L", "newton": "N", "joule": "J", "watt": "W", "volt": "V", "pascal": "Pa"},
    **{"ampere": "A", "amp": "A", "kelvin": "K", "mole": "mol", "hertz": "Hz", "coulomb": "C"},
    **{"tonne": "t", "ton": "t", "hectare": "ha", "degree": "deg", "radian": "rad", "mins": "min"},
    **{"hrs": "h", "secs": "s", "gm": "g", "gms": "g", "kgs": "kg", "kph": "km/h", "kmh": "km/h"},
}
NAMED_PREFIXES: Final[Mapping[str, str]] = {
    **{"kilo": "k", "centi": "c", "milli": "m", "mega": "M", "giga": "G", "micro": "u", "nano": "n"},
    **{"deci": "d", "hecto": "h"},
}


def _by_lower_case() -> Mapping[str, tuple[str, ...]]:
    """Every unit by its name in lower case; usual prefixes first."""
    usual = ("", "k", "c", "m", "M", *PREFIXES)
    names = [*PLAIN, *(prefix + base for prefix in usual for base in PREFIXABLE), *ALIASES]
    table: dict[str, tuple[str, ...]] = {}
    for name in dict.fromkeys(names):
        table[name.lower()] = (*table.get(name.lower(), ()), name)
    return table


BY_LOWER_CASE: Final = _by_lower_case()


def unit_named(name: str) -> Unit | None:
    """The unit that is written ``name``, with or without a prefix; case matters."""
    name = canonical(name)
    if name in PLAIN:
        return PLAIN[name]
    if name in PREFIXABLE:
        return PREFIXABLE[name]
    for length in (1, 2):
        power, base = PREFIXES.get(name[:length]), PREFIXABLE.get(name[length:])
        if power is not None and base is not None:
            return Unit(base.factor * Fraction(10) ** power, base.dimension, base.half_turns)
    return None


def canonical(name: str) -> str:
    """One spelling for each unit: ``L`` for ``l``, ``mL`` for ``ml``."""
    if name in PLAIN or name in PREFIXABLE:
        return name
    if name in ALIASES:
        return ALIASES[name]
    return f"{name[:-1]}L" if name[-1:] == "l" and name[:-1] in PREFIXES else name


def suggestions(name: str) -> list[str]:
    """Units that may be meant by the unknown ``name``: another case, a whole word, a forgotten ``^``."""
    word = name.lower()
    found = list(BY_LOWER_CASE.get(word, ()))
    stem = name.rstrip("0123456789")
    if stem != name and unit_named(stem) is not None:
        found.append(f"{stem}^{name[len(stem) :]}")
    found += [prefix + NAMES[rest] for prefix, rest in _readings(word) if rest in NAMES]
    return list(dict.fromkeys(found))


def _readings(word: str) -> Iterator[tuple[str, str]]:
    """``kilometers`` as a prefix and a name, with and without the plural."""
    for spelled, prefix in (("", ""), *NAMED_PREFIXES.items()):
        if word.startswith(spelled):
            yield prefix, word[len(spelled) :]
            yield prefix, word[len(spelled) :].removesuffix("s")
