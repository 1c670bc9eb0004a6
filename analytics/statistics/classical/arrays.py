"""Score matrices: their shapes, and what rounding may hide."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Matrix", "as_vector", "checked", "correlate", "covary", "is_constant"]

Matrix = NDArray[np.float64]
# Two scores closer than this share of the points at stake are one score, told apart by rounding alone.
ROUNDING = 1e-9


def checked(earned: ArrayLike, worth: ArrayLike) -> tuple[Matrix, Matrix]:
    """Both as arrays of shapes (n, k) and (k,). Raises ValueError when they do not fit."""
    scores = np.asarray(earned, dtype=np.float64)
    points = np.asarray(worth, dtype=np.float64)
    if not scores.size:
        scores = scores.reshape(-1, points.size) if points.size else np.zeros((len(scores), 0))
    if points.ndim != 1 or scores.ndim != 2 or scores.shape[1] != points.size:
        raise ValueError(f"earned {scores.shape} does not fit worth {points.shape}")
    return scores, points


def as_vector(values: ArrayLike) -> Matrix:
    """``values`` of shape (n,). Raises ValueError for another."""
    vector = np.asarray(values, dtype=np.float64)
    if vector.ndim != 1:
        raise ValueError(f"one number a student is needed, not an array of shape {vector.shape}")
    return vector


def covary(left: Matrix, right: Matrix) -> float:
    """Covariance, dividing by n − 1; for two students or more."""
    return float((left - left.mean()) @ (right - right.mean())) / (left.size - 1)


def correlate(left: Matrix, right: Matrix, *, scale: float) -> float | None:
    """Pearson's r, None where either has no variance beyond rounding. ``scale``: the points at stake."""
    if left.size < 2 or is_constant(left, scale=scale) or is_constant(right, scale=scale):
        return None
    left, right = left - left.mean(), right - right.mean()
    # Each scaled by its own length first: the product of two small variances may vanish.
    r = float((left / np.linalg.norm(left)) @ (right / np.linalg.norm(right)))
    return max(-1.0, min(1.0, r))


def is_constant(values: Matrix, *, scale: float) -> bool:
    """All alike, but for rounding."""
    return float(np.ptp(values)) <= ROUNDING * scale
