"""A long list, one page at a time, under the filters that chose it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.http import urlencode

__all__ = ["ListPage", "list_page"]

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class ListPage:
    """``rows`` of one page; ``query`` are the filters, ready to stand before ``page=``."""

    rows: Page
    query: str

    @property
    def count(self) -> int:
        """How many rows there are on all pages."""
        return self.rows.paginator.count


def list_page(rows: Any, given: Mapping[str, Any], *, per_page: int = PER_PAGE) -> ListPage:
    """The page that ``given["page"]`` names; a page that is not there is the nearest one that is."""
    filters = {name: value for name, value in given.items() if name != "page" and value}
    return ListPage(Paginator(rows, per_page).get_page(given.get("page")), urlencode(filters))
