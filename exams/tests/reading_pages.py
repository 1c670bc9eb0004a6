"""Pages as a reader sees them, and where they are."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

__all__ = ["page", "shown_questions", "text"]


def page(name: str, *arguments: Any, **query: Any) -> str:
    """The address of a page."""
    return reverse(name, args=arguments, query=query or None)


def text(response: HttpResponse) -> str:
    """What a reader sees, tags taken out and white space made one."""
    html = re.sub(r"<(script|style|annotation)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def shown_questions(response: HttpResponse) -> list[int]:
    """The positions of the sections that are not hidden."""
    sections = re.findall(r"<section class=\"question\"[^>]*>", response.content.decode())
    return [
        int(re.search(r'data-position="(\d+)"', section)[1])
        for section in sections
        if " hidden" not in section
    ]
