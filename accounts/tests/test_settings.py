"""How a person likes to read: kept in the account, and written into the first tag of every page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.tests.browsers import client_of

CHOICES = {"language": "ko", "theme": "dark", "text_size": "larger", "hides_clock": "on"}


def first_tag(client: Client, name: str = "settings") -> str:
    return re.search(r"<html[^>]*>", client.get(reverse(name)).content.decode())[0]


def test_settings_are_kept(student: User, student_client: Client) -> None:
    answer = student_client.post(reverse("settings"), CHOICES)

    student.refresh_from_db()
    assert answer.url == reverse("settings")
    assert (student.language, student.theme, student.text_size, student.hides_clock) == (
        "ko",
        "dark",
        "larger",
        True,
    )


def test_settings_hold_on_every_page_at_once(student_client: Client) -> None:
    student_client.post(reverse("settings"), CHOICES)

    tag = first_tag(student_client, "home")

    assert [words in tag for words in ('lang="ko"', 'data-theme="dark"', 'data-text-size="larger"')] == [
        True
    ] * 3


def test_settings_as_the_device_has_them_leave_the_page_alone(student_client: Client) -> None:
    tag = first_tag(student_client)

    assert ("data-theme" in tag, "data-text-size" in tag) == (False, False)


def test_settings_of_a_visitor_are_those_of_the_device(client: Client) -> None:
    tag = first_tag(client, "account_login")

    assert ("data-theme" in tag, "data-text-size" in tag) == (False, False)


@pytest.mark.parametrize(("theme", "colours"), [("light", ["#fbfaf7"]), ("dark", ["#15181b"])])
def test_chosen_theme_colours_the_frame_of_the_browser(student: User, theme: str, colours: list[str]) -> None:
    User.objects.filter(pk=student.pk).update(theme=theme)

    html = client_of(User.objects.get(pk=student.pk)).get(reverse("settings")).content.decode()

    assert re.findall(r'name="theme-color" content="(#\w+)">', html) == colours
    assert f'name="color-scheme" content="{theme}"' in html


@pytest.mark.parametrize(
    "wrong", [{"theme": "pink"}, {"text_size": ""}, {"language": "fr"}, {"language": ""}, {"theme": "dark\0"}]
)
def test_settings_that_do_not_exist_change_nothing(
    student: User, student_client: Client, wrong: dict[str, Any]
) -> None:
    answer = student_client.post(reverse("settings"), CHOICES | wrong)

    student.refresh_from_db()
    assert answer.status_code == 422
    assert (student.language, student.theme, student.text_size) == ("en", "system", "normal")


@pytest.mark.parametrize("changed", [{"theme": "pink"}, {"text_size": "huge"}])
def test_database_refuses_settings_that_do_not_exist(student: User, changed: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=student.pk).update(**changed)


def test_person_written_by_the_version_before_has_the_usual_settings(student: User) -> None:
    """While a new version comes up, the old one still writes people and names none of these columns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_user LIMIT 0")
        columns = [column[0] for column in cursor.description]
        known = [name for name in columns if name not in ("theme", "text_size", "hides_clock", "id", "login")]
        names = ", ".join(f'"{name}"' for name in known)
        cursor.execute(
            f"INSERT INTO accounts_user (id, login, {names}) SELECT %s, %s, {names} FROM accounts_user",  # noqa: S608
            ["0" * 32, "old.version"],
        )

    written = User.objects.get(login="old.version")

    assert (written.theme, written.text_size, written.hides_clock) == ("system", "normal", False)


def test_language_switch_is_kept_in_the_account(student: User, student_client: Client) -> None:
    student_client.post(reverse("set_language"), {"language": "ko", "next": "/settings/"})

    student.refresh_from_db()
    assert student.language == "ko"
    assert first_tag(student_client).startswith('<html lang="ko"')


def test_language_that_nobody_speaks_here_is_not_kept(student: User, student_client: Client) -> None:
    student_client.post(reverse("set_language"), {"language": "fr"})

    student.refresh_from_db()
    assert student.language == "en"


def test_language_switch_of_a_visitor_holds_in_the_browser(client: Client, db: None) -> None:
    client.post(reverse("set_language"), {"language": "ko", "next": "/accounts/login/"})

    assert first_tag(client, "account_login").startswith('<html lang="ko"')


def test_settings_lead_to_a_new_password(student_client: Client) -> None:
    assert reverse("account_change_password") in student_client.get(reverse("settings")).content.decode()
