"""The base of every admin page here: people see, choose, search and export only what is visible to them.

A model takes part by a QuerySet with ``visible_to(user)``. What has none is for operators alone.
"""

from typing import Any

from django.contrib.admin import RelatedFieldListFilter
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.utils import NestedObjects
from django.db.models import Field, Model, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from import_export.admin import ExportMixin
from import_export.resources import modelresource_factory
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.contrib.import_export.forms import ExportForm

from accounts.addresses import client_address
from accounts.exports import EXPORT_FORMATS, ExportResource
from accounts.models import User
from accounts.services import audit

__all__ = ["ScopedModelAdmin", "ScopedRelatedFilter", "ScopedTabularInline", "visible_rows"]


def visible_rows(model: type[Model], user: User) -> QuerySet:
    """The rows of ``model`` that ``user`` may know of; none where the model does not say."""
    rows = model._default_manager.all()
    if hasattr(rows, "visible_to"):
        return rows.visible_to(user)
    return rows if user.is_superuser else rows.none()


def choosable_rows(admin_site: Any, model: type[Model], request: HttpRequest) -> QuerySet:
    """The rows of ``model`` a form or a filter may offer: what its own admin list shows, in its order,
    with what their names are made of."""
    try:
        related_admin = admin_site.get_model_admin(model)
    except NotRegistered:
        return visible_rows(model, request.user)
    if isinstance(related_admin, ScopedModelAdmin):
        rows = related_admin.get_queryset(request)
        named_by = related_admin.list_select_related
        return rows.select_related(*named_by) if named_by and named_by is not True else rows
    return visible_rows(model, request.user)


class ScopedRelatedFilter(RelatedDropdownFilter):
    """A list filter by a related row that offers only visible ones."""

    def field_choices(self, field: Field, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """Identifier and name of each row on offer."""
        rows = choosable_rows(model_admin.admin_site, field.remote_field.model, request)
        return [(row.pk, str(row)) for row in rows]


class ScopedForms:
    """What a page and its inlines share: whose rows, who edits, and what relations offer.

    ``teachers_may_add`` and its like open a page that is otherwise for reading; operators may do
    everything unless it is ``read_only``.
    """

    read_only = False
    teachers_may_add = False
    teachers_may_change = False
    teachers_may_delete = False

    def may(self, request: HttpRequest, act: str, row: Model | None = None) -> bool:
        """Whether the person may ``act`` (add, change, delete) on rows of this kind.

        ``row`` is the row, where there is one; of an inline, the row it hangs on.
        """
        if self.read_only or not request.user.is_active:
            return False
        if request.user.is_superuser:
            return True
        return request.user.is_teacher and getattr(self, f"teachers_may_{act}")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The rows that exist for this person."""
        rows = visible_rows(self.model, request.user)
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        """A choice among visible rows; what is posted is checked against the same rows."""
        kwargs.setdefault("queryset", choosable_rows(self.admin_site, db_field.remote_field.model, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        """Choices among visible rows; what is posted is checked against the same rows."""
        kwargs.setdefault("queryset", choosable_rows(self.admin_site, db_field.remote_field.model, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class ScopedTabularInline(ScopedForms, TabularInline):
    """Rows of a parent. Whether the parent may be seen or changed was decided by the parent's page."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Teachers see the rows that are visible to them."""
        return request.user.is_staff

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """See ``may``."""
        return self.may(request, "add", obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """See ``may``."""
        return self.may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """See ``may``."""
        return self.may(request, "delete", obj)


class ScopedModelAdmin(ScopedForms, ExportMixin, ModelAdmin):
    """A page of the admin limited to what is visible to the person.

    Subclasses widen it by ``teachers_may_…``, narrow the rows by ``get_queryset``, and say by
    ``changeable`` which of the rows one sees may also be changed. ``export_columns`` names the fields
    that exports hold; without it, all but ``secret_fields``.
    ``list_editable`` is not for use here: Django saves it without asking about each row.
    """

    export_form_class = ExportForm
    export_formats = EXPORT_FORMATS
    export_columns: tuple[str, ...] = ()
    secret_fields: tuple[str, ...] = ("password", "current_token")
    list_per_page = 30

    def changeable(self, request: HttpRequest) -> QuerySet:
        """The rows this person may change or delete, if they may do so at all."""
        return self.get_queryset(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The admin is for teachers, administrators and operators."""
        return request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whoever may enter sees the list; a row, only if it is in the list."""
        return request.user.is_staff and _holds(self.get_queryset(request), obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """See ``may``."""
        return self.may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """See ``may`` and ``changeable``."""
        return self.may(request, "change", obj) and _holds(self.changeable(request), obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """See ``may`` and ``changeable``."""
        return self.may(request, "delete", obj) and _holds(self.changeable(request), obj)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """What may be seen may be exported."""
        return self.has_view_permission(request)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """The filters, those by a related row limited to visible ones."""
        return [_scoped_filter(self.model, entry) for entry in super().get_list_filter(request)]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only fields that a list filter names, so that no hidden column can be guessed sign by sign."""
        name = lookup.partition("__")[0]
        named = {_filter_path(entry).partition("__")[0] for entry in self.get_list_filter(request)}
        is_column = any(name in (field.name, field.attname) for field in self.model._meta.concrete_fields)
        if is_column and name not in {*named, self.date_hierarchy, self.model._meta.pk.name}:
            return False
        return super().lookup_allowed(lookup, value, request)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """What a deletion takes along. If any of it is not visible, that is not named, and it is refused."""
        if self._touches_foreign_rows(objs, request):
            names = {str(self.model._meta.verbose_name)}
            return [str(row) for row in objs], {}, names, []
        return super().get_deleted_objects(objs, request)

    def get_export_resource_classes(self, request: HttpRequest) -> list[type[ExportResource]]:
        """One kind of table: the columns of the model, without its secrets."""
        columns = self.export_columns or tuple(
            field.name for field in self.model._meta.concrete_fields if field.name not in self.secret_fields
        )
        options = {"fields": columns, "export_order": columns}
        return [modelresource_factory(self.model, resource_class=ExportResource, meta_options=options)]

    def get_valid_export_item_pks(self, request: HttpRequest) -> QuerySet:
        """Rows that a selection may name."""
        return self.get_queryset(request).values_list("pk", flat=True)

    def _do_file_export(
        self, file_format: Any, request: HttpRequest, queryset: QuerySet, export_form: Any = None
    ) -> HttpResponse:
        audit.record(
            "exported",
            by=request.user,
            address=client_address(request),
            data={"model": self.model._meta.label_lower, "rows": queryset.count()},
        )
        return super()._do_file_export(file_format, request, queryset, export_form=export_form)

    def _touches_foreign_rows(self, objs: Any, request: HttpRequest) -> bool:
        if request.user.is_superuser or not objs:
            return False
        collector = NestedObjects(using=objs[0]._state.db, origin=objs)
        collector.collect(objs)
        touched = {model: {row.pk for row in rows} for model, rows in collector.model_objs.items()}
        for row in collector.protected:
            touched.setdefault(type(row), set()).add(row.pk)
        return any(
            visible_rows(model, request.user).filter(pk__in=keys).count() < len(keys)
            for model, keys in touched.items()
        )


def _holds(rows: QuerySet, row: Model | None) -> bool:
    return row is None or rows.filter(pk=row.pk).exists()


def _filter_path(entry: Any) -> str:
    """The field, or the parameter, that a ``list_filter`` entry is about."""
    if isinstance(entry, str):
        return entry
    if isinstance(entry, (list, tuple)):
        return entry[0]
    return getattr(entry, "parameter_name", None) or ""


def _scoped_filter(model: type[Model], entry: Any) -> Any:
    path = _filter_path(entry)
    is_plain = isinstance(entry, str) or (
        isinstance(entry, (list, tuple)) and issubclass(entry[1], RelatedFieldListFilter)
    )
    if is_plain and _leads_to_relation(model, path):
        return (path, ScopedRelatedFilter)
    return entry


def _leads_to_relation(model: type[Model], path: str) -> bool:
    field = None
    for name in path.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model or model
    return bool(field and field.is_relation)
