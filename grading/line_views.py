"""“We read this as …” for a working: the reading of its lines, while they are typed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from grading.keys import SymbolList
from grading.line_readings import read_lines_for_page
from grading.responses import TextResponse

__all__ = ["read_lines"]

LONGEST_TYPED = 2_000


@login_required
@require_POST
def read_lines(request: HttpRequest) -> HttpResponse:
    """The fragment below a field of lines. ``name`` says which field of the form holds them, ``symbols`` is
    the JSON of the part's symbol list."""
    text = request.POST.get(request.POST.get("name", ""), "")[:LONGEST_TYPED]
    try:
        symbols = SymbolList.model_validate_json(request.POST.get("symbols") or "{}").to_symbols()
    except ValidationError:
        return HttpResponse(status=422)
    locale = "en" if (get_language() or "ko").startswith("en") else "ko"
    lines = read_lines_for_page(TextResponse(text=text, locale=locale), symbols=symbols)
    return render(request, "grading/_lines.html", {"reading": lines})
