"""What an author says of a plot: a part of a question's content."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

__all__ = ["Amount", "Curve", "Interval", "Plot", "Point", "Region", "Segment", "Span"]


def _as_text(raw: Any) -> Any:
    """Numbers are kept as they are written; ``true`` is none."""
    return str(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else raw


def _as_place(raw: Any) -> Any:
    return [raw] if isinstance(raw, int | float | str) else raw


def _as_curve(raw: Any) -> Any:
    return {"of": raw} if isinstance(raw, int | float | str) else raw


def _as_interval(raw: Any) -> Any:
    return {"of": raw} if isinstance(raw, str) else raw


def _as_line(raw: Any) -> Any:
    return {"at": raw} if isinstance(raw, int | float | str) else raw


# A number or an expression of one, with parameters in braces: `3`, `pi/2`, `{a}+1`.
Amount = Annotated[str, BeforeValidator(_as_text), Field(min_length=1, max_length=120)]
Formula = Annotated[str, BeforeValidator(_as_text), Field(min_length=1, max_length=300)]
Label = Annotated[str, BeforeValidator(_as_text), Field(max_length=60)]
Span = tuple[Amount, Amount]


class _Sparse(BaseModel):
    """Only what was said is stored."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_serializer(mode="wrap")
    def without_defaults(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """The fields that differ from their defaults, by the names that authors write."""
        dumped: dict[str, Any] = dump(self)
        kept = {}
        for name, field in type(self).model_fields.items():
            if field.is_required() or getattr(self, name) != field.default:
                kept[field.alias or name] = dumped.get(name, dumped.get(field.alias or name))
        return kept


class Curve(_Sparse):
    """The graph of an expression in x, perhaps between two places."""

    of: Formula
    start: Annotated[Amount | None, Field(alias="from")] = None
    end: Annotated[Amount | None, Field(alias="to")] = None
    dashed: bool = False
    label: Label = ""


class Point(_Sparse):
    """A dot, or a circle where it is ``open``; of a number line one number is its place."""

    at: Annotated[tuple[Amount, ...], BeforeValidator(_as_place), Field(min_length=1, max_length=2)]
    open: bool = False
    label: Label = ""


class Segment(_Sparse):
    """A straight line between two points."""

    start: Annotated[Span, Field(alias="from")]
    end: Annotated[Span, Field(alias="to")]
    dashed: bool = False
    label: Label = ""


class Line(_Sparse):
    """A line across the frame, such as an asymptote."""

    at: Amount
    dashed: bool = True
    label: Label = ""


class Region(_Sparse):
    """What is shaded between two curves (``down_to`` is the axis unless it is said) from one x to another."""

    of: Formula
    down_to: Formula = "0"
    start: Annotated[Amount, Field(alias="from")]
    end: Annotated[Amount, Field(alias="to")]


class Interval(_Sparse):
    """An interval of a number line: ``(-2, 3]``, ``[1, inf)``."""

    of: Formula
    label: Label = ""


Curves = Annotated[tuple[Annotated[Curve, BeforeValidator(_as_curve)], ...], Field(max_length=8)]
Lines = Annotated[tuple[Annotated[Line, BeforeValidator(_as_line)], ...], Field(max_length=8)]
Intervals = Annotated[tuple[Annotated[Interval, BeforeValidator(_as_interval)], ...], Field(max_length=4)]


class Plot(_Sparse):
    """A coordinate plane (``x`` and ``y`` say what is in view) or a number line (``line`` does)."""

    x: Span | None = None
    y: Span | None = None
    curves: Curves = ()
    regions: Annotated[tuple[Region, ...], Field(max_length=4)] = ()
    vertical: Lines = ()
    horizontal: Lines = ()
    segments: Annotated[tuple[Segment, ...], Field(max_length=20)] = ()
    points: Annotated[tuple[Point, ...], Field(max_length=20)] = ()
    line: Span | None = None
    intervals: Intervals = ()
    axes: bool = True
    ticks: bool = True
    grid: bool = False
    same_scale: bool = False
    x_step: Amount | None = None
    y_step: Amount | None = None
    x_name: Label = "x"
    y_name: Label = "y"

    @model_validator(mode="after")
    def is_a_plane_or_a_line(self) -> Self:
        if self.line is not None:
            of_a_plane = (self.x, self.y, *self.curves, *self.regions, *self.vertical, *self.horizontal)
            if any(of_a_plane) or self.segments or any(len(point.at) != 1 for point in self.points):
                raise ValueError("a number line takes intervals, and points at one number each")
            return self
        if self.x is None or self.y is None:
            raise ValueError("a plot needs x and y, or line")
        if self.intervals or any(len(point.at) != 2 for point in self.points):
            raise ValueError("a plane takes no intervals, and points at two numbers each")
        return self
