"""Randomised questions: the parameter language, its values, and the placeholders they fill."""

from grading.engine.variants.answers import fill_answer
from grading.engine.variants.errors import ParameterError
from grading.engine.variants.generation import generate
from grading.engine.variants.objects import Matrix, Polynomial, Rounded, Value
from grading.engine.variants.pieces import Piece, split_text
from grading.engine.variants.program import Program, parse_parameters
from grading.engine.variants.texts import fill_prose, fill_text, fill_words
from grading.engine.variants.values import Values

__all__ = [
    "Matrix",
    "ParameterError",
    "Piece",
    "Polynomial",
    "Program",
    "Rounded",
    "Value",
    "Values",
    "fill_answer",
    "fill_prose",
    "fill_text",
    "fill_words",
    "generate",
    "parse_parameters",
    "split_text",
]
