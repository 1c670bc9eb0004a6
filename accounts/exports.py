"""Tables that leave the system for a spreadsheet."""

from typing import Any

from import_export.formats.base_formats import CSV, XLSX, Format
from import_export.resources import ModelResource

__all__ = ["EXPORT_FORMATS", "ExportResource", "escaped_cell"]

# A cell that begins with one of these is a formula, or becomes one after trimming (OWASP, CSV Injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
EXPORT_FORMATS: list[type[Format]] = [CSV, XLSX]


def escaped_cell(value: Any) -> Any:
    """``value`` as a spreadsheet shows it without running it; numbers and dates stay what they are.

    >>> escaped_cell("=1+1"), escaped_cell("x = 1"), escaped_cell(-3)
    ("'=1+1", 'x = 1', -3)
    """
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


class ExportResource(ModelResource):
    """A model's columns, every cell escaped."""

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        """One cell."""
        return escaped_cell(super().export_field(field, instance, **kwargs))
