"""Forms for joining a class, and the field for a login."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.codes import JOIN_CODE_LENGTH, normal_join_code
from accounts.errors import JoinRefused
from accounts.identifiers import normal_login
from accounts.models import Classroom, User

__all__ = ["JoinForm", "LoginField", "RegisterForm"]

CODE_UNKNOWN = _("No class has this code now. Check it on the board, or ask your teacher for a new one.")
LOGIN_TAKEN = _("This login is taken. Choose another one, or sign in if it is yours.")
REFUSALS = {
    "code_unknown": ("code", CODE_UNKNOWN),
    "login_taken": ("login", LOGIN_TAKEN),
    "staff": (None, _("You teach at the school of this class, so you cannot join it as a student.")),
    "membership_ended": (None, _("Your membership of this school has ended. Ask your teacher to renew it.")),
}


class LoginField(forms.CharField):
    """A login, however it was typed: "Kim" is a good way to write "kim"."""

    def to_python(self, value: Any) -> str:
        """The login in its one spelling."""
        return normal_login(super().to_python(value) or "")


class JoinForm(forms.Form):
    """A class code, for people who are signed in."""

    code = forms.CharField(
        label=_("Class code"),
        help_text=_("The eight letters and digits your teacher shows, for example ABCD-2345."),
        error_messages={"required": _("Enter the class code.")},
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "class": "field-code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        """The code as it is stored; only one that opens a class is good."""
        code = normal_join_code(self.cleaned_data["code"])
        if len(code) != JOIN_CODE_LENGTH or not Classroom.objects.joinable(code).exists():
            raise ValidationError(CODE_UNKNOWN, code="code_unknown")
        return code

    def refuse(self, refusal: JoinRefused) -> None:
        """Put the sentence for ``refusal`` where it belongs."""
        field, sentence = REFUSALS[refusal.code]
        self.add_error(field, ValidationError(sentence, code=refusal.code))

    def has_wrong_code(self) -> bool:
        """Whether a code was given and opens nothing."""
        return self.has_error("code", "code_unknown")


class RegisterForm(JoinForm):
    """A class code and a new account."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    number = forms.IntegerField(
        label=_("Number in the class"),
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    login = LoginField(
        label=_("Choose a login"),
        help_text=_("2 to 64 small letters, Hangul, digits, dots, hyphens or underscores."),
        max_length=64,
        error_messages={"required": _("Choose a login.")},
        validators=[User._meta.get_field("login").validators[0]],
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_("At least 8 characters, and not a common word."),
        max_length=128,
        strip=False,
        error_messages={"required": _("Choose a password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Whether the login is taken is said only to those who hold a good class code."""
        cleaned = super().clean() or self.cleaned_data
        login = cleaned.get("login")
        if login and "code" in cleaned and User.objects.filter(login=login).exists():
            self.refuse(JoinRefused("login_taken"))
        if cleaned.get("password"):
            self._check_password(cleaned)
        return cleaned

    def _check_password(self, cleaned: dict[str, Any]) -> None:
        owner = User(login=cleaned.get("login", ""), name=cleaned.get("name", ""))
        try:
            validate_password(cleaned["password"], owner)
        except ValidationError as error:
            self.add_error("password", error)
