"""Every page of the admin, whoever wrote it, shows a school's people nothing of another school.

Each test runs for every registered model with a row of the own school and one of a foreign school, as
the teacher and as the administrator of the own school. The operator, who sees both, shows each time
that the row would be found where it is looked for.
"""

import csv
import io
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.db.models import Model
from django.urls import reverse

from accounts.scoped_admin import ScopedModelAdmin
from accounts.tests.browsers import client_of
from mathtest.tests.admin_rows import ADMIN_ROWS

REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
MODELS = [model for model in REGISTERED if model in ADMIN_ROWS]
SCOPED = [model for model in MODELS if isinstance(admin.site._registry[model], ScopedModelAdmin)]
REFUSED = (302, 403, 404)
STAFF = ("teacher", "school_admin")

every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
every_scoped_model = pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
every_staff = pytest.mark.parametrize("who", STAFF)


def page_of(model: type[Model], page: str, *args: object) -> str:
    """The address of an admin page; ``index`` is the one that lists all models."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def relations_with_autocomplete() -> list[tuple[type[Model], str]]:
    """Every (model, field) for which the admin answers suggestions."""
    return [
        (model, field.name)
        for model in MODELS
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]
        if field.is_relation
        and field.related_model in admin.site._registry
        and admin.site._registry[field.related_model].search_fields
    ]


def suggestions(client, model, field):
    data = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field}
    response = client.get(reverse("admin:autocomplete"), data)
    return response.status_code, response.content.decode()


def text_of(response) -> str:
    """The page as text, or nothing where the page was refused."""
    return "" if response.status_code in REFUSED else response.content.decode()


def exported(client, model, file_format="0") -> str:
    response = client.post(page_of(model, "export"), {"format": file_format, "resource": "0"})
    return text_of(response)


def relation_choices(response):
    """Every choice of rows that the forms of a page offer: (model, rows). The hidden key by which Django
    finds the row of an inline again is no choice: only rows of the parent are looked for."""
    forms = [response.context["adminform"].form]
    for formset in response.context["inline_admin_formsets"]:
        forms += [*formset.formset.forms, formset.formset.empty_form]
    fields = [
        field
        for form in forms
        for name, field in form.fields.items()
        if name != form._meta.model._meta.pk.name
    ]
    return [
        (field.queryset.model, field.queryset)
        for field in fields
        if getattr(field, "queryset", None) is not None
    ]


@pytest.fixture
def foreign(other_school):
    """Makes the row of a model that belongs to the foreign school."""
    return lambda model: ADMIN_ROWS[model](other_school)


@pytest.fixture
def own(school):
    """Makes the row of a model that belongs to the own school."""
    return lambda model: ADMIN_ROWS[model](school)


@pytest.fixture
def staff_client(request, who):
    return client_of(request.getfixturevalue(who))


def test_admin_rows_know_every_registered_model():
    assert [model._meta.label for model in REGISTERED if model not in ADMIN_ROWS] == []


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_list_is_not_edited_in_place(model):
    assert tuple(admin.site._registry[model].list_editable) == ()


@every_model
@every_staff
def test_list_shows_no_foreign_row(staff_client, operator_client, foreign, own, model):
    row = foreign(model)
    own(model)
    link = page_of(model, "change", row.pk)

    shown = text_of(staff_client.get(page_of(model, "changelist")))

    assert (link in shown, "faraway" in shown.lower()) == (False, False)
    assert link in operator_client.get(page_of(model, "changelist")).content.decode()


@every_model
@every_staff
@pytest.mark.parametrize("term", ["far", "a", "of"])
def test_search_finds_no_foreign_row(staff_client, foreign, own, model, who, term):
    link = page_of(model, "change", foreign(model).pk)
    own(model)

    shown = text_of(staff_client.get(page_of(model, "changelist"), {"q": term}))

    assert (link in shown, "faraway" in shown.lower()) == (False, False)


@every_model
@every_staff
@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_page_of_a_foreign_row_is_refused(staff_client, operator_client, foreign, model, page):
    row = foreign(model)
    address = page_of(model, page, row.pk)

    answers = [staff_client.get(address), staff_client.post(address, {"post": "yes", "name": "taken over"})]

    assert [answer.status_code in REFUSED for answer in answers] == [True, True]
    assert "faraway" not in "".join(answer.content.decode().lower() for answer in answers)
    assert type(row)._default_manager.filter(pk=row.pk).exists()
    if page == "change":
        assert operator_client.get(address).status_code == 200


@every_model
@every_staff
def test_page_of_an_own_row_names_nothing_foreign(staff_client, foreign, own, model):
    for other in ADMIN_ROWS:
        foreign(other)

    shown = text_of(staff_client.get(page_of(model, "change", own(model).pk)))

    assert "faraway" not in shown.lower()


@every_scoped_model
@every_staff
def test_form_takes_no_foreign_row(staff_client, operator_client, foreign, own, model):
    rows = {other: foreign(other) for other in ADMIN_ROWS}
    addresses = [page_of(model, "change", own(model).pk), page_of(model, "add")]

    answers = [staff_client.get(address) for address in addresses]

    choices = [
        choice for answer in answers if answer.status_code == 200 for choice in relation_choices(answer)
    ]
    taken = [other._meta.label for other, offered in choices if other in rows and rows[other] in offered]
    assert taken == []
    assert "faraway" not in "".join(text_of(answer).lower() for answer in answers)


@pytest.mark.parametrize(
    ("model", "field"),
    relations_with_autocomplete(),
    ids=[f"{model._meta.label}.{field}" for model, field in relations_with_autocomplete()],
)
@every_staff
def test_suggestions_hold_no_foreign_row(staff_client, operator_client, foreign, model, field):
    related = model._meta.get_field(field).related_model
    key = str(foreign(related).pk)

    status, shown = suggestions(staff_client, model, field)
    _status, shown_to_operator = suggestions(operator_client, model, field)

    assert status in (200, 403)
    assert (f'"id": "{key}"' in shown, "faraway" in shown.lower()) == (False, False)
    assert f'"id": "{key}"' in shown_to_operator


@every_scoped_model
@every_staff
def test_filters_offer_no_foreign_row(staff_client, foreign, own, model):
    own(model)
    for other in ADMIN_ROWS:
        foreign(other)

    response = staff_client.get(page_of(model, "changelist"))

    specs = response.context["cl"].filter_specs if response.status_code == 200 else []
    offered = [str(choice) for spec in specs for choice in getattr(spec, "lookup_choices", [])]
    assert [choice for choice in offered if "faraway" in choice.lower()] == []


@every_scoped_model
@every_staff
def test_export_holds_no_foreign_row(staff_client, operator_client, foreign, own, model):
    key = str(foreign(model).pk)
    own(model)

    table = exported(staff_client, model)
    whole = exported(operator_client, model)

    assert "faraway" not in table.lower()
    assert key not in {cell for line in csv.reader(io.StringIO(table)) for cell in line[:1]}
    assert len(whole.splitlines()) > len(table.splitlines())


@every_scoped_model
def test_export_holds_no_secret(operator_client, own, model):
    own(model)

    header = exported(operator_client, model).splitlines()[0].split(",")

    assert sorted({"password", "current_token"} & set(header)) == []


@every_model
@pytest.mark.parametrize("who", ["student", "stranger", "other_student"])
def test_admin_is_closed_to_students(staff_client, own, model, who):
    addresses = [page_of(model, "changelist"), page_of(model, "add"), page_of(model, "change", own(model).pk)]

    statuses = [staff_client.get(address, follow=True).status_code for address in addresses]

    assert statuses == [403, 403, 403]


@every_model
def test_admin_sends_a_visitor_to_the_sign_in_of_the_site(client, db, model):
    address = page_of(model, "changelist")

    response = client.get(address, follow=True)

    assert [hop for hop, _status in response.redirect_chain] == [
        f"{reverse('admin:login')}?next={address}",
        f"{reverse('account_login')}?next={quote(address, safe='')}",
    ]
