"""The names that a question declares: they decide how letters are read."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Symbols"]


@dataclass(frozen=True, slots=True)
class Symbols:
    """The symbol list of one question.

    ``variables`` and ``constants`` may have several letters (``Area``) and are then read as one name;
    constants are taken as variables when comparing. ``functions`` are unknown functions: ``f(x)`` is a
    call and not a product. A bare ``log`` is base 10 unless ``natural_log`` is set. When ``closed`` is
    set, a letter that is not declared is refused as unknown instead of being taken as a variable.
    """

    variables: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    constants: tuple[str, ...] = ()
    natural_log: bool = False
    closed: bool = False
