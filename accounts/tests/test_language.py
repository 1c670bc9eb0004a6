import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import get_language
from pytest_django.asserts import assertNumQueries

from accounts.context_processors import viewer
from accounts.middleware import UserLocaleMiddleware


@pytest.mark.parametrize(
    ("cookie", "header", "language"),
    [
        ("en", "ko", "en"),
        ("ko", "en", "ko"),
        (None, "en", "en"),
        (None, "fr, en;q=0.5", "en"),
        (None, "fr", "ko"),
        (None, "", "ko"),
        ("xx", "en", "en"),
    ],
)
def test_language_is_the_cookie_then_the_browser_then_the_default(cookie, header, language):
    request = RequestFactory().get("/", headers={"accept-language": header})
    if cookie:
        request.COOKIES["django_language"] = cookie
    shown = []

    response = UserLocaleMiddleware(lambda request: HttpResponse(shown.append(get_language())))(request)

    assert shown == [language]
    assert response["Content-Language"] == language
    assert response["Vary"] == "Accept-Language, Cookie"


def test_language_costs_no_query(db):
    request = RequestFactory().get("/")

    with assertNumQueries(0):
        UserLocaleMiddleware(lambda request: HttpResponse())(request)


def viewed(user, template):
    request = RequestFactory().get("/")
    request.user = user
    return Template(template).render(Context(viewer(request)))


def test_viewer_costs_nothing_that_the_template_does_not_read(teacher):
    with assertNumQueries(0):
        shown = viewed(teacher, "{{ viewer.name }}")

    assert shown == "Teacher Han"


@pytest.mark.parametrize(
    ("who", "is_teacher"),
    [("teacher", True), ("school_admin", True), ("operator", True), ("student", False), ("stranger", False)],
)
def test_viewer_knows_who_teaches(request, who, is_teacher):
    shown = viewed(request.getfixturevalue(who), "{{ viewer.is_teacher }}")

    assert shown == str(is_teacher)


def test_viewer_of_a_visitor_is_nobody(client, db):
    response = client.get(reverse("join"))

    someone = response.context["viewer"]
    assert (someone.name, someone.is_teacher, someone.is_signed_in) == ("", False, False)
