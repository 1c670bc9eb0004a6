"""How static files are stored for serving: compressed, and named by what they contain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

__all__ = ["HashedStaticStorage"]

UNUSED = "django_htmx/ext/"  # extensions for another htmx, which import a file that is not there


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    """Also renames what JavaScript modules import from one another, so that no stale module is used."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], *arguments: Any, **options: Any) -> Iterator[Any]:
        """Names and compresses what pages use; yields (old name, new name, whether it was done)."""
        used = {name: path for name, path in paths.items() if not name.startswith(UNUSED)}
        yield from super().post_process(used, *arguments, **options)
