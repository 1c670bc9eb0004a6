"""How a person likes to read, as one page of choices."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import TextSize, Theme, User

__all__ = ["SettingsForm"]


class SettingsForm(forms.Form):
    """Every choice has an answer already: what holds now."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Colours"), choices=Theme.choices, widget=forms.RadioSelect)
    text_size = forms.ChoiceField(label=_("Size of text"), choices=TextSize.choices, widget=forms.RadioSelect)
    hides_clock = forms.BooleanField(label=_("Begin exams with the clock hidden"), required=False)

    @classmethod
    def of(cls, user: User, *, language: str) -> SettingsForm:
        """The settings of ``user`` as they hold now; ``language`` is that of the page."""
        return cls(
            initial={
                "language": language,
                "theme": user.theme,
                "text_size": user.text_size,
                "hides_clock": user.hides_clock,
            }
        )
