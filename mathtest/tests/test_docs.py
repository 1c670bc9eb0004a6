"""The documentation says what is so: its links, commands, files and tables are those of the code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands

from mathtest.management.commands.er_diagram import draw_tables, list_indexes

ROOT = Path(settings.BASE_DIR)
APPS = ("accounts", "grading", "exams", "analytics", "mathtest")
FOLDERS = (*APPS, "bench", "deploy", "docs", "locale", "static", "templates")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PAGE_NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]

FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"^```[^\n]*\n(?P<block>.*?)^```|`(?P<span>[^`\n]+)`", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"(?<!!\[)\]\((?!https?:)(?P<path>[^)#\s]*)(?:#(?P<anchor>[^)\s]*))?\)")
FILE = re.compile(r"[\w./-]+\.(?:py|md|yaml|toml|ini|txt|js|css|html)")
MAKE = re.compile(r"(?:^|&& |\s)make ([a-z][a-z-]*)", re.MULTILINE)
MANAGE = re.compile(r"manage\.py ([a-z_]+)")
AUDIT = re.compile(r'\brecord\(\s*"([a-z_.]+)"')
# Folders of whoever writes, which exist nowhere else.
FOREIGN_PATH = re.compile(r"(?<![\w.])/(?:work|root|home|tmp|opt|Users|mnt)/\w*")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code_of(name: str) -> Iterator[str]:
    """Every fenced block and every span of code of a page."""
    for match in CODE.finditer(text_of(name)):
        yield match["block"] if match["block"] is not None else match["span"]


def marked(name: str, marker: str) -> str:
    """What stands on a page between two markers."""
    return text_of(name).partition(f"<!-- {marker}:begin -->\n")[2].partition(f"<!-- {marker}:end -->")[0]


def first_column(table: str) -> list[str]:
    """The names in the first column of a table, each in code."""
    return re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """The anchors that the headings of a page get when it is shown."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_every_link_leads_somewhere(name: str) -> None:
    page = ROOT / name
    links = [(match["path"], match["anchor"]) for match in LINK.finditer(FENCE.sub("", text_of(name)))]

    broken = []
    for path, anchor in links:
        target = (page.parent / path).resolve() if path else page
        if not target.is_file() or (anchor and anchor not in anchors(target)):
            broken.append(f"{path}#{anchor or ''}")

    assert broken == []


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_every_command_that_a_page_names_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    code = "\n".join(code_of(name))

    unknown = [f"make {word}" for word in MAKE.findall(code) if word not in targets]
    unknown += [f"manage.py {word}" for word in MANAGE.findall(code) if word not in get_commands()]

    assert unknown == []


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_every_file_that_a_page_names_exists(name: str) -> None:
    spans = [match["span"] for match in CODE.finditer(text_of(name)) if match["span"]]
    named = {span for span in spans if FILE.fullmatch(span)}
    files = {path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in (ROOT / folder).rglob("*.*")}
    files |= {path.name for path in ROOT.iterdir()}

    missing = [span for span in named if not any(f"/{file}".endswith(f"/{span}") for file in files)]

    assert sorted(missing) == []


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_no_page_names_a_folder_of_one_machine(name: str) -> None:
    assert FOREIGN_PATH.findall(text_of(name)) == []


def test_layers_are_those_that_import_linter_checks() -> None:
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    between, inside = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    lines = [" → ".join(between), " → ".join(inside).replace(" : ", " | ").replace("(", "").replace(")", "")]

    assert [line for line in lines if line not in text_of("docs/architecture.md")] == []


def test_diagram_is_that_of_the_models() -> None:
    assert marked("docs/architecture.md", "er").strip() == draw_tables()


def test_command_prints_the_diagram_and_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("er_diagram")
    call_command("er_diagram", "--indexes")

    names = [line.split("\t")[0] for line in capsys.readouterr().out.removeprefix(draw_tables()).split("\n")]
    assert [name for name in names if name] == [name for name, _table, _what in list_indexes()]


def test_every_constraint_and_index_has_a_line_with_its_reason() -> None:
    rows = re.findall(
        r"^\| `([^`]+)` \| (\w+) \| [^|]+ \| [^|]{10,} \|$",
        marked("docs/architecture.md", "indexes"),
        re.MULTILINE,
    )

    assert sorted(rows) == sorted((name, table) for name, table, _what in list_indexes())


def test_every_verb_of_the_audit_log_is_listed() -> None:
    modules = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "tests" not in path.parts]
    verbs = {verb for path in modules for verb in AUDIT.findall(path.read_text(encoding="utf-8"))}

    assert sorted(first_column(marked("docs/security.md", "audit"))) == sorted(verbs)


def test_every_setting_from_the_environment_is_listed() -> None:
    read = re.findall(r'(?:\benv\.\w+|environment_list)\(\s*"([A-Z_]+)"', text_of("mathtest/settings.py"))

    assert sorted(first_column(marked("docs/operations.md", "environment"))) == sorted(read)


def test_readme_says_the_same_in_both_languages() -> None:
    english, korean = text_of("README.md"), text_of("README.ko.md")

    assert korean.count("\n## ") == english.count("\n## ")
    assert FENCE.findall(korean) == FENCE.findall(english)
    assert {path for path, _anchor in LINK.findall(korean)} - {"README.md"} == {
        path for path, _anchor in LINK.findall(english)
    } - {"README.ko.md"}
