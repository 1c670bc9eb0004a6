"""Contact sheets: twelve pictures of pages on one, to look over a whole site at once."""

from __future__ import annotations

from html import escape
from pathlib import Path

from playwright.sync_api import Browser

__all__ = ["make_sheets"]

ON_A_SHEET = 12
SHEET_WIDTH = 1800


def make_sheets(browser: Browser, pictures: list[Path], *, folder: Path, name: str, width: int) -> None:
    """Writes ``name-1.png``, ``name-2.png`` … into ``folder``; ``width`` is that of the pages in CSS pixels:
    six narrow ones stand in a row, or four wide ones."""
    folder.mkdir(parents=True, exist_ok=True)
    columns, height = (6, 1100) if width < 600 else (4, 560)
    page = browser.new_page(viewport={"width": SHEET_WIDTH, "height": 800})
    for first in range(0, len(pictures), ON_A_SHEET):
        chosen = pictures[first : first + ON_A_SHEET]
        sheet = folder / f"{name}-{first // ON_A_SHEET + 1}.html"
        sheet.write_text(_sheet(chosen, columns=columns, height=height), encoding="utf-8")
        page.goto(sheet.as_uri())
        page.screenshot(path=sheet.with_suffix(".png"), full_page=True)
        sheet.unlink()
    page.close()


def _sheet(pictures: list[Path], *, columns: int, height: int) -> str:
    """A grid of pictures with their names; a long page is cut at ``height``."""
    figures = "".join(
        f'<figure><div><img src="{picture.as_uri()}"></div>'
        f"<figcaption>{escape(picture.stem)}</figcaption></figure>"
        for picture in pictures
    )
    return f"""<!doctype html><meta charset="utf-8"><style>
        body {{ margin: 16px; background: #888; font: 13px sans-serif;
                display: grid; grid-template-columns: repeat({columns}, 1fr); gap: 12px }}
        figure {{ margin: 0 }} div {{ max-height: {height}px; overflow: hidden }}
        img {{ width: 100%; display: block }}
        figcaption {{ padding: 4px; background: #fff }}</style>{figures}"""
