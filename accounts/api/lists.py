"""What every list of the API has in common: pages by ``limit`` and ``offset``, filters, and an order that
leaves no two rows alike. What is not known is refused and never passed over: a filter that is misspelt
would otherwise give everything."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError as FieldError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import IsoDateTimeFilter, OrderingFilter
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import generics, serializers
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request

__all__ = ["FILTER_TEXT", "KnownFilters", "MomentFilter", "OneRow", "Ordering", "PagedList", "Pages"]

UNKNOWN_FILTER = _("There is no such filter here.")
OUT_OF_RANGE = _("Give a time between the years 1900 and 9000.")
FILTER_TEXT = 100  # characters
YEARS = range(1900, 9000)


class Pages(LimitOffsetPagination):
    """``{"count", "next", "previous", "results"}``: 50 rows unless ``limit`` says otherwise, 200 at most."""

    default_limit = 50
    max_limit = 200
    limit_query_description = "How many rows: 50 unless said otherwise, 200 at most."
    offset_query_description = "How many rows to leave out before the page."

    def get_limit(self, request: Request) -> int:
        """How many rows; more than the most is the most."""
        return min(_whole(request, "limit", default=self.default_limit, least=1), self.max_limit)

    def get_offset(self, request: Request) -> int:
        """How many rows before the page."""
        return _whole(request, "offset", default=0, least=0)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """With addresses like ours for examples."""
        shape = super().get_paginated_response_schema(schema)
        shape["properties"]["count"]["example"] = 101
        shape["properties"]["next"]["example"] = "https://mathtest.example/api/v1/…/?limit=50&offset=50"
        shape["properties"]["previous"]["example"] = None
        return shape


def _whole(request: Request, name: str, *, default: int, least: int) -> int:
    given = request.query_params.get(name, "")
    if not given:
        return default
    try:
        return int(serializers.IntegerField(min_value=least).run_validation(given))
    except serializers.ValidationError as error:
        raise serializers.ValidationError({name: error.detail}) from error


class KnownFilters(DjangoFilterBackend):
    """django-filter's own, and a 400 that names every parameter which the list does not know."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        known = {"limit", "offset", *view.filterset_class.base_filters}
        unknown = [name for name in request.query_params if name not in known]
        if unknown:
            raise serializers.ValidationError({name: [UNKNOWN_FILTER] for name in unknown})
        return super().filter_queryset(request, queryset, view)


class Ordering(OrderingFilter):
    """Orders by what is asked for, then by id, so that no row is on two pages and none on no page."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        rows = super().filter(qs, value)
        return rows.order_by(*rows.query.order_by, "pk")


class MomentFilter(IsoDateTimeFilter):
    """A time in RFC 3339, of years that every database can compare."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, validators=[_check_year], **options)


def _check_year(moment: datetime) -> None:
    if moment.year not in YEARS:
        raise FieldError(OUT_OF_RANGE)


class PagedList(generics.ListAPIView):
    """A list. ``queryset`` names the model for the schema; ``get_queryset`` gives the rows that the person
    may see."""

    filter_backends = (KnownFilters,)
    pagination_class = Pages
    throttle_scope = "read"


class OneRow(generics.RetrieveAPIView):
    """One row of those that the person may see; any other is a 404."""

    filter_backends = ()
    throttle_scope = "read"
