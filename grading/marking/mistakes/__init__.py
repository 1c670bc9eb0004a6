"""Mistakes that are known by a rule: a sign, a factor, an angle in the other unit.

A rule looks at an answer that is not right, and makes of the key what the mistake would make of it; whether
the answer is that is judged as the key's own answer would be. Only where the two may be equal at a point are
they compared, so that most answers cost next to nothing.
"""

from grading.marking.mistakes.rules import find_mistake
from grading.marking.mistakes.unsimplified import find_unsimplified

__all__ = ["find_mistake", "find_unsimplified"]
