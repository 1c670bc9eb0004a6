"""Serve the few files we need of the installed browser libraries, and nothing else of their folders."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import drf_spectacular_sidecar
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

SIDECAR = Path(drf_spectacular_sidecar.__file__).parent / "static" / "drf_spectacular_sidecar"

# address below STATIC_URL, folder below node_modules or an absolute one, names served from that folder
LIBRARIES: list[tuple[str, str | Path, list[str]]] = [
    ("vendor/stix-two-math", "@fontsource/stix-two-math", ["files/stix-two-math-latin-400-normal.woff2"]),
    (
        "vendor/pretendard",
        "pretendard/dist/web/variable",
        ["pretendardvariable-dynamic-subset.css", "woff2-dynamic-subset/PretendardVariable.subset.*.woff2"],
    ),
    (
        "vendor/swagger-ui",
        SIDECAR / "swagger-ui-dist",
        ["swagger-ui.css", "swagger-ui.css.map", "swagger-ui-bundle.js", "swagger-ui-bundle.js.map"],
    ),
]


class LibraryStorage(FileSystemStorage):
    """One library's folder, with the address that collectstatic and WhiteNoise put before its names."""

    def __init__(self, folder: Path, *, prefix: str) -> None:
        super().__init__(location=folder)
        self.prefix = prefix


class BrowserLibraryFinder(BaseFinder):
    """A staticfiles finder over an allow-list: a file not named in LIBRARIES cannot be asked for."""

    def check(self, **kwargs: Any) -> Any:
        """Nothing can be set wrongly; a library that is not installed is simply not found."""
        return []

    def find(self, path: str, find_all: bool = False) -> Any:
        """Return the absolute path of a served file (in a list with ``find_all``), else an empty list.

        Never None: Django gathers the misses of all finders into one list of paths.
        """
        for name, storage in self.list(None):
            if f"{storage.prefix}/{name}" == path:
                return [storage.path(name)] if find_all else storage.path(name)
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, LibraryStorage]]:
        """Yield every served file as (name below its address, storage), as collectstatic expects."""
        for prefix, folder, allowed in LIBRARIES:
            storage = LibraryStorage(settings.BASE_DIR / "node_modules" / folder, prefix=prefix)
            for name in _names_in(Path(storage.location), allowed=allowed):
                if not matches_patterns(name, ignore_patterns or ()):
                    yield name, storage


def _names_in(folder: Path, *, allowed: Iterable[str]) -> Iterable[str]:
    return sorted(file.relative_to(folder).as_posix() for pattern in allowed for file in folder.glob(pattern))
