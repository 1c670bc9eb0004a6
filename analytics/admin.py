"""Stored reports in the admin, to look at."""

from django.contrib import admin

from accounts.scoped_admin import ScopedModelAdmin
from analytics.models import Snapshot


@admin.register(Snapshot)
class SnapshotAdmin(ScopedModelAdmin):
    read_only = True
    list_display = ["assignment", "kind", "rule_version"]
    list_filter = ["kind"]
    list_select_related = ["assignment__paper__exam", "assignment__classroom"]
    search_fields = ["assignment__classroom__name"]
    fields = ["assignment", "kind", "rule_version", "upto", "payload"]
