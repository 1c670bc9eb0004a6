"""The Korean catalogue is whole: every text of the code and the templates, each with its placeholders."""

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation.template import templatize

SOURCES = ("accounts", "grading", "exams", "analytics", "mathtest", "templates")
SUFFIXES = (".py", ".html", ".txt")
# Which arguments hold the texts, as `manage.py makemessages` tells xgettext.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")
# Particles that change with the sound before them, which nobody knows of a placeholder.
SOUND_DEPENDENT = re.compile(
    rf"(?:{PLACEHOLDER.pattern})[”’]?(?:을|를|은|는|이|가|과|와|으로|로|예요|이에요|여야|이어야)(?![가-힣])"
)

Text = tuple[str, str | tuple[str, ...]]


def read_catalogue(language: str) -> Catalog:
    path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django", abort_invalid=True)


def texts_of(catalogue: Catalog) -> list[Message]:
    """The entries without the header."""
    return [message for message in catalogue if message.id]


KOREAN = texts_of(read_catalogue("ko"))


def name_of(message: Message) -> Text:
    """How code asks for a text: its context, and what it says in English."""
    return message.context or "", message.id


def translations_of(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def fullest_english(message: Message) -> str:
    """The plural where there is one: the singular may leave the number out."""
    return message.id[1] if isinstance(message.id, tuple) else message.id


def source_files() -> Iterator[Path]:
    for folder in SOURCES:
        files = (path for path in Path(settings.BASE_DIR, folder).rglob("*") if path.suffix in SUFFIXES)
        yield from sorted(files)


def texts_in(path: Path) -> Iterator[Text]:
    """The texts that one file asks for; a template is first rewritten as calls, as Django does."""
    source = path.read_text()
    if path.suffix != ".py":
        # Within brackets the indentation of a template is no indentation of Python.
        source = f"({templatize(source, origin=str(path))}\n)"
    found = extract("python", io.BytesIO(source.encode()), KEYWORDS, options={"encoding": "utf-8"})
    for _line, text, _comments, context in found:
        yield context or "", text


def asks_for_a_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS


def test_catalogue_has_exactly_the_texts_in_use() -> None:
    """After a change of texts: ``make messages``, then translate what is new."""
    used = {text for path in source_files() for text in texts_in(path)}

    translated = {name_of(message) for message in KOREAN}

    assert (sorted(map(str, used - translated)), sorted(map(str, translated - used))) == ([], [])


def test_no_text_stands_inside_an_f_string() -> None:
    """There ``make messages`` does not find it."""
    hidden = [
        f"{path}:{part.lineno}"
        for path in source_files()
        if path.suffix == ".py"
        for string in ast.walk(ast.parse(path.read_text()))
        if isinstance(string, ast.JoinedStr)
        for part in ast.walk(string)
        if asks_for_a_text(part)
    ]

    assert hidden == []


def test_every_text_has_its_korean() -> None:
    empty = [message.id for message in KOREAN if not all(translations_of(message))]

    assert empty == []


def test_no_translation_is_a_guess() -> None:
    guessed = [message.id for message in KOREAN if message.fuzzy]

    assert guessed == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_entry_is_obsolete(language: str) -> None:
    assert list(read_catalogue(language).obsolete) == []


def test_placeholders_are_those_of_the_english() -> None:
    different = [
        (message.id, korean)
        for message in KOREAN
        for korean in translations_of(message)
        if set(PLACEHOLDER.findall(korean)) != set(PLACEHOLDER.findall(fullest_english(message)))
    ]

    assert different == []


def test_no_placeholder_is_followed_by_a_particle_that_depends_on_its_sound() -> None:
    stiff = [
        korean for message in KOREAN for korean in translations_of(message) if SOUND_DEPENDENT.search(korean)
    ]

    assert stiff == []


def test_compiled_catalogue_is_this_one_and_wins_over_those_of_other_packages() -> None:
    """``make install`` compiles it."""
    with translation.override("ko"):
        served = {message.id: serve(message) for message in KOREAN}

    assert served == {message.id: translations_of(message)[0] for message in KOREAN}


def serve(message: Message) -> str:
    if isinstance(message.id, tuple):
        return translation.ngettext(*message.id, 1)
    if message.context:
        return translation.pgettext(message.context, message.id)
    return translation.gettext(message.id)
