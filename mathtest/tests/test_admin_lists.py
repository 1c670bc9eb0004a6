"""Every list of the admin can be searched, filtered, sorted and turned page by page, and asks the database
as often for thirty rows as for one."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import School
from accounts.scoped_admin import ScopedModelAdmin
from accounts.tests.factories import SchoolFactory
from mathtest.tests.admin_rows import ADMIN_ROWS

REGISTERED = sorted(ADMIN_ROWS, key=lambda model: model._meta.label)
OURS = [model for model in REGISTERED if isinstance(admin.site._registry[model], ScopedModelAdmin)]
every_model = pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
every_list_of_ours = pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)


def list_page(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def add_rows(model: type[Model], school: School, count: int) -> None:
    for _row in range(count):
        ADMIN_ROWS[model](SchoolFactory() if model is School else school)


def queries_of(client: Client, model: type[Model]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(list_page(model))
    assert response.status_code == 200
    return len(asked)


@every_model
def test_list_asks_as_often_for_thirty_rows_as_for_one(
    operator_client: Client, school: School, model: type[Model]
) -> None:
    add_rows(model, school, 1)
    queries_of(operator_client, model)  # what is asked once and kept
    for_one = queries_of(operator_client, model)
    add_rows(model, school, 30)

    assert queries_of(operator_client, model) == for_one


@every_list_of_ours
def test_list_can_be_searched_filtered_and_turned_page_by_page(
    operator_client: Client, school: School, model: type[Model]
) -> None:
    add_rows(model, school, 1)
    page: Any = admin.site._registry[model]

    answers = [
        operator_client.get(list_page(model), query).status_code
        for query in ({"q": "a"}, {"o": "1"}, {"o": "-1"}, {"p": "1"})
    ]

    assert bool(page.search_fields) is True
    assert bool(page.list_filter) is True
    assert page.list_per_page <= 50
    assert answers == [200, 200, 200, 200]
