"""Debian's Chromium under Playwright, and the accessibility rules it is asked about.

Playwright's own browser download is never used.  The flags keep Chromium from talking to anybody but the page under test.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it ships no types
from playwright.sync_api import Browser, Page, sync_playwright

from tests.servers.process import ServerUnavailable

FLAGS = [
    "--no-sandbox",  # Chromium refuses its sandbox to root, and CI is root.
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
GRAVE = ("serious", "critical")


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken accessibility rule: the rule, how grave, and the selectors of the elements that break it."""

    rule: str
    impact: str
    targets: tuple[str, ...]


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """A headless Chromium; ask it for one context per test, so that tests share no cookies."""
    path = shutil.which("chromium")
    if path is None:
        raise ServerUnavailable("没有 Chromium 浏览器：请先执行 make setup-test")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def grave_violations(page: Page) -> list[Violation]:
    """What axe finds serious or critical on the page as it stands now."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        Violation(rule["id"], rule["impact"], tuple(str(node["target"]) for node in rule["nodes"]))
        for rule in found
        if rule["impact"] in GRAVE
    ]
