"""What people type into the pages of this app, one module a theme."""

from accounts.forms.joining import JoinForm, LoginField, RegisterForm

__all__ = ["JoinForm", "LoginField", "RegisterForm"]
