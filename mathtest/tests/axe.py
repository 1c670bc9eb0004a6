"""What axe finds on a page, once the page holds still."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

__all__ = ["settle", "violations"]

# Two frames: what a ResizeObserver does belongs to the end of the first.
SETTLED = """
async () => {
  await document.fonts.ready
  const ends = it => Number.isFinite(it.effect?.getComputedTiming().endTime)
  await Promise.allSettled(document.getAnimations().filter(ends).map(it => it.finished))
  await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))
}
"""
# The rest of what axe could say, a description of every element that is as it should be, takes longer than
# finding out.
VIOLATIONS = """
([context, options]) => axe.run(context, {...options, resultTypes: ["violations"]}).then(({violations}) =>
  violations.flatMap(({id, nodes}) => nodes.map(({html}) => `axe ${id}: ${html.slice(0, 160)}`)))
"""


def settle(page: Page) -> None:
    """Waits until fonts are there, transitions are over, and the page has been drawn as it then is."""
    page.evaluate(SETTLED)


def violations(
    page: Page, *, context: dict[str, Any] | None = None, options: dict[str, Any] | None = None
) -> list[str]:
    """The rule and the element of every violation on ``page``, once it has settled. ``context`` and
    ``options`` go to ``axe.run``: by default the whole document and every rule."""
    settle(page)
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(VIOLATIONS, [context or {"exclude": []}, options or {}])
    return found
