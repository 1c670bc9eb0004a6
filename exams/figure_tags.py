"""What a page shows for the figures of a question: pictures as they are, plots drawn for a variant."""

from __future__ import annotations

from collections.abc import Mapping

from exams.content import Content, Figure
from exams.errors import QuestionError
from exams.plots import PlotError, draw_plot
from exams.rendering import FigureTag, Shown
from grading.engine.variants import ParameterError, Values, fill_prose

__all__ = ["draw_figure", "figure_tags"]


def figure_tags(content: Content, values: Values, language: str) -> dict[str, Shown]:
    """The figures by name, in words of ``language`` where there are some. Raises QuestionError ``figure`` and
    ``parameters``."""
    return {figure.name: draw_figure(figure, values, language) for figure in content.figures}


def draw_figure(figure: Figure, values: Values, language: str) -> Shown:
    """One figure. Raises QuestionError."""
    alt = _words(figure.alt, language)
    if figure.plot is None:
        return FigureTag(figure.asset, width=figure.width, height=figure.height, alt=alt)
    where = f"figure {figure.name}"
    try:
        return draw_plot(figure.plot, values, alt=fill_prose(alt, values))
    except PlotError as error:
        place = f"{where}, {error.where}"
        raise QuestionError("figure", where=place, problem=error.code, **error.values) from error
    except ParameterError as error:
        told = {"problem": error.code, "line": error.line, **dict(error.values)}
        raise QuestionError("parameters", where=where, **told) from error


def _words(alt: Mapping[str, str], language: str) -> str:
    return alt.get(language) or next(filter(None, alt.values()))
