"""Graphs that are drawn from their description, one for each variant: what an author says, to SVG."""

from exams.plots.drawing import DrawnPlot, draw_plot
from exams.plots.errors import PlotError
from exams.plots.shapes import Plot

__all__ = ["DrawnPlot", "Plot", "PlotError", "draw_plot"]
