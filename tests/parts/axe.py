"""Accessibility: axe-core looks at a page, shadow roots included, and says what it finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from playwright.sync_api import Page

WCAG_22_AA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OF_COLOUR = ("color-contrast", "link-in-text-block")


@dataclass(frozen=True)
class Violation:
    """One broken rule and the elements that break it."""

    rule: str
    impact: str
    help: str
    elements: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.rule} ({self.impact}): {self.help}\n    " + "\n    ".join(self.elements)


def violations(page: Page, *, within: str | None = None, tags: Sequence[str] = WCAG_22_AA) -> list[Violation]:
    """What axe-core finds in the page, or in the part that matches the selector ``within``."""
    return _found(page, within, {"type": "tag", "values": list(tags)})


def assert_readable(page: Page) -> None:
    """Fail when colours break a rule: all that another colour scheme can change."""
    found = _found(page, None, {"type": "rule", "values": list(OF_COLOUR)})
    assert not found, f"{page.url} is hard to read:\n" + "\n".join(map(str, found))


def assert_accessible(page: Page, *, within: str | None = None) -> None:
    """Fail with a readable list when the page breaks WCAG 2.2 AA."""
    found = violations(page, within=within)
    assert not found, f"{page.url} is not accessible:\n" + "\n".join(map(str, found))


def _found(page: Page, within: str | None, only: dict[str, Any]) -> list[Violation]:
    if not page.evaluate("'axe' in window"):
        # Evaluated over the debugging protocol: a script element would be refused by our own CSP, and rightly.
        page.evaluate(resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    run = "([within, options]) => axe.run(within ?? document, options)"
    found = page.evaluate(run, [within, {"runOnly": only, "resultTypes": ["violations"]}])
    return [_violation(each) for each in found["violations"]]


def _violation(each: dict[str, Any]) -> Violation:
    elements = tuple(f"{node['target']}: {node['html'][:160]}" for node in each["nodes"])
    return Violation(each["id"], each["impact"] or "unknown", each["help"], elements)
