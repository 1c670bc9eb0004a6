"""Pages about how one likes to read: the settings, and the switch of language in every header."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language

from accounts.forms.settings import SettingsForm
from accounts.languages import keep_language
from accounts.services.settings import choose_language, save_settings

__all__ = ["edit_settings", "switch_language"]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_settings(request: HttpRequest) -> HttpResponse:
    """Language, colours, size of text, clock; and the way to a new password."""
    if request.method != "POST":
        form = SettingsForm.of(request.user, language=get_language() or settings.LANGUAGE_CODE)
        return render(request, "accounts/settings.html", {"form": form})
    form = SettingsForm(request.POST)
    if not form.is_valid():
        return render(request, "accounts/settings.html", {"form": form}, status=422)
    save_settings(request.user, **form.cleaned_data)
    language = form.cleaned_data["language"]
    with override(language):
        messages.success(request, _("Your settings are saved."))
    return keep_language(redirect("settings"), language)


def switch_language(request: HttpRequest) -> HttpResponse:
    """The other language, in this browser and, for who is signed in, in the account."""
    response = set_language(request)
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        choose_language(request.user, language=chosen)
    return response
