"""The page that documents the API: Swagger UI from our own files, inside a frame of ours."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

FILES = ["vendor/swagger-ui/swagger-ui.css", "vendor/swagger-ui/swagger-ui-bundle.js"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_page_is_there_for_everybody_in_their_language(db: None, client: Client, language: str) -> None:
    page = client.get(reverse("api_docs"), headers={"accept-language": language}).content.decode()

    with translation.override(language):
        title = gettext("API documentation")
    assert f'<html lang="{language}"' in page
    assert f"<title>{title} · mathtest</title>" in page
    assert f'data-schema="{reverse("api_schema")}"' in page


def test_page_asks_no_other_server_and_has_no_script_written_into_it(db: None, client: Client) -> None:
    page = client.get(reverse("api_docs")).content.decode()

    loaded = re.findall(r'<(?:script|link)\b[^>]*\b(?:src|href)="([^"]+)"', page)
    assert [address for address in loaded if not address.startswith("/static/")] == []
    assert re.findall(r"<style|<script(?![^>]*\bsrc=)[^>]*>", page) == []


@pytest.mark.parametrize("name", FILES)
def test_swagger_ui_is_served_from_here(name: str) -> None:
    assert finders.find(name)


@pytest.mark.parametrize("name", ["oauth2-redirect.html", "swagger-ui-standalone-preset.js"])
def test_what_the_page_does_not_use_is_not_served(name: str) -> None:
    assert finders.find(f"vendor/swagger-ui/{name}") is None


def test_schema_is_in_english_whatever_the_reader_prefers(db: None, client: Client) -> None:
    korean = client.get(
        reverse("api_schema"),
        headers={"accept-language": "ko", "accept": "application/vnd.oai.openapi+json"},
    ).content.decode()

    assert "Part of the title, in any language." in korean
    assert "페이지" not in korean


def test_schema_puts_nothing_of_the_query_into_a_header(db: None, client: Client) -> None:
    reply = client.get(reverse("api_schema"), {"version": "9\r\nX-Forged: 1"})

    assert (reply.status_code, "9" in reply["Content-Disposition"]) == (200, False)


def test_every_operation_tells_of_errors_in_the_one_shape(db: None, client: Client) -> None:
    schema = client.get(reverse("api_schema"), headers={"accept": "application/vnd.oai.openapi+json"}).json()

    shapes = {
        answer["content"]["application/json"]["schema"]["$ref"]
        for operations in schema["paths"].values()
        for operation in operations.values()
        for status, answer in operation["responses"].items()
        if status >= "400"
    }
    assert shapes == {"#/components/schemas/Error"}
    assert set(schema["components"]["schemas"]["Error"]["properties"]) == {
        "error",
        "message",
        "details",
        "timestamp",
        "request_id",
    }


def test_every_parameter_and_every_list_is_described(db: None, client: Client) -> None:
    schema = client.get(reverse("api_schema"), headers={"accept": "application/vnd.oai.openapi+json"}).json()
    operations = {
        f"{method} {path}": operation
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    }

    silent = [
        f"{name} {parameter['name']}"
        for name, operation in operations.items()
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query" and not parameter.get("description")
    ]
    lists = {
        name: {parameter["name"] for parameter in operation["parameters"]}
        for name, operation in operations.items()
        if operation["operationId"].endswith("_list")
    }
    assert silent == []
    assert len(lists) == 8
    assert [
        name for name, parameters in lists.items() if not {"limit", "offset", "ordering"} <= parameters
    ] == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_page_shows_the_operations_in_a_frame_that_passes_axe(open_browser: Callable[[], Page]) -> None:
    """What the policy of the page forbids would be an error in the console, which fails the test."""
    page = open_browser()

    page.goto(reverse("api_docs"))

    expect(page.locator(".opblock-summary-path").first).to_be_visible()
    expect(page.locator("#api-docs main")).to_have_attribute("role", "region")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    frame = Axe().run(page, context={"exclude": ["#api-docs"]}).response["violations"]
    assert [rule["id"] for rule in frame] == []
