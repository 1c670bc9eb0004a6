"""Solution sets: which values a proposition allows, and whether two propositions allow the same.

A proposition becomes a formula over signs of polynomials (``propositions``, ``signs``, ``domains``). With
one letter the real line is cut at the roots of all polynomials and both are read off every cell
(``cells``, ``lines``): that decides. With more letters the table of signs (``tables``, ``linear``) and
ideals (``ideals``, ``systems``) prove, and lines through the space refute.

Real numbers only, and polynomials, fractions, square roots and absolute values of them; every other
function is one more unknown, for which equal formulas are still a proof and nothing is refuted.
"""

from grading.engine.solutions.comparing import ELEMENT, implies, same_sets, same_solutions
from grading.engine.solutions.propositions import both_signs, is_proposition
from grading.engine.solutions.results import Found

__all__ = ["ELEMENT", "Found", "both_signs", "implies", "is_proposition", "same_sets", "same_solutions"]
