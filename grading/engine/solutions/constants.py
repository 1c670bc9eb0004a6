"""Generators of a field that are numbers, such as pi, and values of unknown functions, which may be any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flint import arb, fmpz

from grading.engine.balls import has_unknown_function, working_precision
from grading.engine.exact.field import Field, Key, text_of
from grading.engine.exact.powers import E_KEY
from grading.engine.exact.trigonometry import PI
from grading.engine.nodes import Call

__all__ = ["BITS", "constant_value", "free_calls"]

BITS: Final = 1_024


def constant_value(key: Key) -> arb | None:
    """The number that a generator is, or nothing for a letter and for what depends on one."""
    with working_precision(BITS):
        if key == PI:
            return arb.pi()
        if key == E_KEY:
            return arb.const_e()
        if len(key) == 2 and key[0] == "ln" and key[1].isdigit():
            return arb(fmpz(int(key[1]))).log()
    return None


def free_calls(field: Field, used: Sequence[int]) -> dict[int, str]:
    """The generators among ``used`` that are ``f(2)``, ``f(3)`` or a single ``f(x)`` of an unknown function,
    with their texts: there is a function for whatever values they are given."""
    found: dict[str, dict[int, str]] = {}
    for place in used:
        key = field.keys[place]
        if key[0] == "call" and has_unknown_function(Call(key[1], ())):
            found.setdefault(key[1], {})[place] = _argument(field, key)
    calls = {}
    for name, arguments in found.items():
        numbers = all(argument and not argument[0].isalpha() for argument in arguments.values())
        if numbers or (len(arguments) == 1 and all(arguments.values())):
            calls.update({place: f"{name}({argument})" for place, argument in arguments.items()})
    return calls


def _argument(field: Field, key: Key) -> str:
    """A number, or a letter; nothing for any other argument."""
    if len(key) != 4 or key[3] != "1":
        return ""
    if "g" not in key[2]:
        return key[2]
    letters = (place for place, each in enumerate(field.keys) if each[0] == "symbol")
    found = (place for place in letters if text_of(field.context.gen(place)) == key[2])
    return next((field.keys[place][1] for place in found), "")
