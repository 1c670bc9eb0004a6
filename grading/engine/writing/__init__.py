"""The tree to text: plain text that reads back, LaTeX and MathML for the page, words for the ear."""

from grading.engine.writing.latex import write_latex
from grading.engine.writing.mathml import write_mathml
from grading.engine.writing.plain import write_plain
from grading.engine.writing.speech import write_speech

__all__ = ["write_latex", "write_mathml", "write_plain", "write_speech"]
