"""Calculus on trees: derivatives by rule, and what is written with ``diff``, ``integral`` and ``sum``."""

from grading.engine.calculus.derivative import NoDerivativeError, derivative

__all__ = ["NoDerivativeError", "derivative"]
