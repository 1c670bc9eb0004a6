"""What an answer is worth as mathematics: a pure library without Django, clock, files or wording.

``read`` turns what people type, in plain text or LaTeX, into a tree; ``write_plain``, ``write_latex``,
``write_mathml`` and ``write_speech`` turn a tree into text, marks and words; ``compare`` and
``compare_number`` say whether two trees are equal, ``equal`` does it from text.

Promises:

- Nothing that a student types is ever executed; the cost of every computation is bounded before it
  starts, and what is beyond the bounds is ``undecided``, for a human to decide.
- ``incorrect`` is proved: by canonical forms, or by disjoint balls at the witness, or by a proof that
  one side is undefined on an interval. ``correct`` is proved where the certificate says ``exact``;
  otherwise the certificate tells at which points and with which precision the two agreed.
- The same two texts give the same verdict and the same certificate, byte for byte.
"""

from grading.engine.answering import equal, look_alone, read_quantity
from grading.engine.calculus.undone import is_worked_out
from grading.engine.equality import compare, compare_number, comparer, one_effort
from grading.engine.exact.zeros import divides_by_zero
from grading.engine.judging import OptionsError
from grading.engine.nodes import Node
from grading.engine.reading import ReadError, read
from grading.engine.symbols import Symbols
from grading.engine.verdict import ENGINE_VERSION, Outcome, Reason, Verdict, Witness
from grading.engine.writing import write_latex, write_mathml, write_plain, write_speech

__all__ = [
    "ENGINE_VERSION",
    "Node",
    "OptionsError",
    "Outcome",
    "ReadError",
    "Reason",
    "Symbols",
    "Verdict",
    "Witness",
    "compare",
    "compare_number",
    "comparer",
    "divides_by_zero",
    "equal",
    "is_worked_out",
    "look_alone",
    "one_effort",
    "read",
    "read_quantity",
    "write_latex",
    "write_mathml",
    "write_plain",
    "write_speech",
]
