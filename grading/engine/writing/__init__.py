"""The tree to text: plain text that reads back, and LaTeX for the page."""

from grading.engine.writing.latex import write_latex
from grading.engine.writing.plain import write_plain

__all__ = ["write_latex", "write_plain"]
