"""People and classes in the admin. Sign-in goes by the site's own page, with its limits and its log."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from csp.decorators import csp_update
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminPasswordWidget

from accounts.addresses import client_address
from accounts.forms import LoginField
from accounts.models import (
    Accommodation,
    AuditEntry,
    Classroom,
    Enrollment,
    Membership,
    RefreshFamily,
    School,
    Teaching,
    User,
)
from accounts.scoped_admin import ScopedModelAdmin, ScopedTabularInline
from accounts.services import passwords

# What one may do follows from memberships here, and addresses live on the person.
admin.site.unregister(Group)
admin.site.unregister(EmailAddress)
admin.site.login = secure_admin_login(admin.site.login)

# The admin's own scripts build functions from text, and its colours are a style element. Nothing that
# a student wrote is shown there as markup; every other page keeps the strict policy.
ADMIN_POLICY = {"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]}
_admin_view = admin.site.admin_view


def admin_view(view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponseBase]:
    """``view`` for people of the admin, with the content policy its scripts need."""
    return csp_update(ADMIN_POLICY)(_admin_view(view, cacheable))


admin.site.admin_view = admin_view


def administers(user: User, school_id: UUID | None = None) -> bool:
    """Whether ``user`` runs the school, or any school at all."""
    schools = School.objects.administered_by(user)
    if school_id is not None:
        schools = schools.filter(pk=school_id)
    return user.is_active and schools.exists()


@admin.register(School)
class SchoolAdmin(ScopedModelAdmin):
    list_display = ["name", "slug", "time_zone", "min_group"]
    list_filter = ["time_zone"]
    search_fields = ["name", "slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[School]:
        """The schools one works at, not those one attends."""
        return super().get_queryset(request).staffed_by(request.user)


class UserForm(forms.ModelForm):
    """A person, and on wish a new password for them."""

    new_password = forms.CharField(
        label=_("New password"),
        help_text=_("Leave empty to keep the one they have. A new one signs them out everywhere."),
        required=False,
        strip=False,
        max_length=128,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = User
        fields = ["login", "name", "email", "language", "birth_year", "is_active", "is_superuser"]
        field_classes = {"login": LoginField}

    def clean(self) -> dict[str, Any]:
        """The password is held against the name and the login beside it."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("new_password"):
            self._check_password(cleaned)
        return cleaned

    def _check_password(self, cleaned: dict[str, Any]) -> None:
        owner = User(login=cleaned.get("login", ""), name=cleaned.get("name", ""))
        try:
            validate_password(cleaned["new_password"], owner)
        except ValidationError as error:
            self.add_error("new_password", error)


@admin.register(User)
class UserAdmin(ScopedModelAdmin):
    """Teachers read; only operators change people, who may belong to more than one school."""

    form = UserForm
    list_display = ["login", "name", "language", "is_active", "last_login"]
    list_filter = ["is_active", "language"]
    search_fields = ["login", "name"]
    readonly_fields = ["last_login"]
    export_columns = ("login", "name", "language", "is_active")

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """The field for a new password is for who may write."""
        shown = [*UserForm.Meta.fields, "last_login"]
        return [*shown, "new_password"] if self.may(request, "change") else shown

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        """Save, and give the new password if there is one."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if form.cleaned_data.get("new_password"):
            address = client_address(request)
            passwords.set_password(obj, form.cleaned_data["new_password"], by=request.user, address=address)


@admin.register(Membership)
class MembershipAdmin(ScopedModelAdmin):
    """Administrators of a school say who has which role in it."""

    list_display = ["user", "school", "role", "active"]
    list_filter = ["school", "role", "active"]
    list_select_related = ["user", "school"]
    search_fields = ["user__login", "user__name"]
    autocomplete_fields = ["user"]

    def may(self, request: HttpRequest, act: str, row: Membership | None = None) -> bool:
        """Administrators may add and change; only operators delete."""
        if act == "delete":
            return super().may(request, act, row)
        return administers(request.user, row and row.school_id)

    def changeable(self, request: HttpRequest) -> QuerySet[Membership]:
        """Not one's own role in a school that another person runs."""
        return self.get_queryset(request).filter(school__in=School.objects.administered_by(request.user))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Roles are given only in schools one runs."""
        if db_field.name == "school":
            kwargs["queryset"] = School.objects.administered_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class TeachingInline(ScopedTabularInline):
    model = Teaching
    autocomplete_fields = ["user"]

    def may(self, request: HttpRequest, act: str, row: Classroom | None = None) -> bool:
        """Administrators say who teaches a class."""
        return administers(request.user, row and row.school_id)


class EnrollmentInline(ScopedTabularInline):
    """Teachers correct numbers and note who has left; students come by the class code."""

    model = Enrollment
    autocomplete_fields = ["user"]
    teachers_may_change = True

    def may(self, request: HttpRequest, act: str, row: Classroom | None = None) -> bool:
        """Administrators may add students by hand."""
        if act == "add":
            return administers(request.user, row and row.school_id)
        return super().may(request, act, row)


@admin.register(Classroom)
class ClassroomAdmin(ScopedModelAdmin):
    list_display = ["name", "year", "school", "archived_at"]
    list_filter = ["school", "year"]
    list_select_related = ["school"]
    search_fields = ["name"]
    fields = ["school", "name", "year", "archived_at"]
    export_columns = ("id", "school", "name", "year", "archived_at")
    inlines = [TeachingInline, EnrollmentInline]
    teachers_may_add = True
    teachers_may_change = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Classroom]:
        """The classes one teaches, not those one attends."""
        return super().get_queryset(request).taught_by(request.user)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Who makes a class teaches it, or they could not see it."""
        super().save_related(request, form, formsets, change)
        if not change and not administers(request.user, form.instance.school_id):
            Teaching.objects.get_or_create(classroom=form.instance, user=request.user)


@admin.register(Accommodation)
class AccommodationAdmin(ScopedModelAdmin):
    list_display = ["user", "school", "factor", "since", "until"]
    list_filter = ["school"]
    list_select_related = ["user", "school"]
    search_fields = ["user__login", "user__name"]
    autocomplete_fields = ["user"]
    teachers_may_add = True
    teachers_may_change = True
    teachers_may_delete = True

    def changeable(self, request: HttpRequest) -> QuerySet[Accommodation]:
        """Not what another school granted to oneself."""
        return self.get_queryset(request).filter(school__in=School.objects.staffed_by(request.user))


@admin.register(AuditEntry)
class AuditEntryAdmin(ScopedModelAdmin):
    read_only = True
    list_display = ["at", "actor", "verb", "object", "address", "school"]
    list_filter = ["verb", "school"]
    list_select_related = ["actor", "school"]
    search_fields = ["verb", "object", "actor__login"]
    date_hierarchy = "at"


@admin.register(RefreshFamily)
class RefreshFamilyAdmin(ScopedModelAdmin):
    read_only = True
    list_display = ["user", "created_at", "expires_at", "revoked_at"]
    list_filter = ["created_at", "revoked_at"]
    list_select_related = ["user"]
    search_fields = ["user__login"]
    exclude = ["current_token"]
