"""A site whose pages fail, each in its own way."""

from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class SeatSerializer(serializers.Serializer):
    row = serializers.IntegerField(min_value=1)
    name = serializers.CharField()


class SeatTaken(exceptions.APIException):
    status_code = 409
    default_detail = "This seat is taken."
    default_code = "seat_taken"

    def __init__(self, **details: Any) -> None:
        super().__init__()
        self.details = details


class OpenView(APIView):
    authentication_classes = ()
    permission_classes = ()


class SeatView(OpenView):
    """Takes ``{"row", "name"}``."""

    def post(self, request: Request) -> Response:
        serializer = SeatSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response(serializer.validated_data)


class ClosedView(APIView):
    def get(self, request: Request) -> Response:
        return Response({})


RAISED = {
    "taken": lambda: SeatTaken(row=7),
    "throttled": lambda: exceptions.Throttled(wait=12.2),
    "denied": PermissionDenied,
    "suspicious": lambda: SuspiciousOperation("secret detail"),
    "broken": lambda: RuntimeError("secret detail"),
    "cut-off": lambda: OperationalError("secret detail"),
}


class RaisingView(OpenView):
    def get(self, request: Request, name: str) -> Response:
        raise RAISED[name]()


def raising_page(request: HttpRequest, name: str) -> HttpResponse:
    raise RAISED[name]()


urlpatterns = [
    path("", include("mathtest.urls")),
    path("api/test/seat/", SeatView.as_view()),
    path("api/test/closed/", ClosedView.as_view()),
    path("api/test/<name>/", RaisingView.as_view()),
    path("api/page/<name>/", raising_page),
    path("page/<name>/", raising_page),
]

handler400 = "mathtest.errors.handler400"
handler403 = "mathtest.errors.handler403"
handler404 = "mathtest.errors.handler404"
handler500 = "mathtest.errors.handler500"
