"""Static files from libraries: those that are named are found, nothing else is."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from mathtest.finders import BrowserLibraryFinder
from mathtest.storage import HashedStaticStorage

STYLES = "vendor/pretendard/pretendardvariable-dynamic-subset.css"
FOLDER = "node_modules/pretendard/dist/web/variable"


@pytest.fixture
def installed(settings: Settings, tmp_path: Path) -> Path:
    """The library's folder, with a file that pages use and one that nobody may ask for."""
    settings.BASE_DIR = tmp_path
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    (folder / "pretendardvariable-dynamic-subset.css").write_text("")
    (folder / "LICENSE").write_text("")
    return folder


def test_find_gives_the_path_of_an_allowed_file(installed: Path) -> None:
    found = BrowserLibraryFinder().find(STYLES)

    assert found == str(installed / "pretendardvariable-dynamic-subset.css")


def test_find_all_gives_a_list(installed: Path) -> None:
    found = BrowserLibraryFinder().find(STYLES, find_all=True)

    assert found == [str(installed / "pretendardvariable-dynamic-subset.css")]


@pytest.mark.parametrize("find_all", [False, True])
@pytest.mark.parametrize(
    "path", ["vendor/pretendard/LICENSE", "vendor/pretendard/../../../LICENSE", "vendor/other/a.css", ""]
)
def test_find_gives_an_empty_list_for_any_other_path(installed: Path, path: str, find_all: bool) -> None:
    found = BrowserLibraryFinder().find(path, find_all=find_all)

    assert found == []


def test_list_skips_what_collectstatic_ignores(installed: Path) -> None:
    names = [name for name, _storage in BrowserLibraryFinder().list(["*.css"])]

    assert [name for name in names if name.endswith(".css")] == []


def test_storage_leaves_the_extensions_of_another_htmx_alone(tmp_path: Path) -> None:
    storage = HashedStaticStorage(location=tmp_path)
    for name in ("django_htmx/ext/other.js", "site.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text('import "./not-there.js";' if "ext" in name else "export {};")

    processed = list(
        storage.post_process({"django_htmx/ext/other.js": (storage, ""), "site.js": (storage, "site.js")})
    )

    assert [name for name, _hashed, _done in processed] == ["site.js"]
