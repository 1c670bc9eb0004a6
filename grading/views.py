"""“We read this as …”: the reading of what a student is typing, while they type."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from grading.keys import SymbolList
from grading.readings import read_answer_for_page
from grading.responses import TextResponse

__all__ = ["read_answer"]

LONGEST_TYPED = 2_000


@login_required
@require_POST
def read_answer(request: HttpRequest) -> HttpResponse:
    """The fragment below an answer field. ``name`` says which field of the form holds the text,
    ``symbols`` is the JSON of the part's symbol list, ``kind`` the kind of the part."""
    text = request.POST.get(request.POST.get("name", ""), "")[:LONGEST_TYPED]
    try:
        symbols = SymbolList.model_validate_json(request.POST.get("symbols") or "{}").to_symbols()
    except ValidationError:
        return HttpResponse(status=422)
    locale = "en" if (get_language() or "ko").startswith("en") else "ko"
    response = TextResponse(text=text, locale=locale)
    reading = read_answer_for_page(response, kind=request.POST.get("kind", ""), symbols=symbols)
    return render(request, "grading/_reading.html", {"reading": reading})
