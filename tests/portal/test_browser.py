"""Both portals in Chromium under their own content-security policy: scripts on, scripts off, keyboard, axe."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from access.subjects import Zone
from portal.apps import create_app
from portal.house import House
from tests.portal.holdings import PASSWORD
from tests.servers.browser import grave_violations

QUERY = quote("婚姻登记")


def serve(house: House) -> tuple[uvicorn.Server, threading.Thread, str]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(house), log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server ended before it began"
        time.sleep(0.02)
    return server, thread, f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture(scope="module")
def addresses(houses: dict[Zone, House]) -> Iterator[dict[Zone, str]]:
    running = {zone: serve(house) for zone, house in houses.items()}
    yield {zone: address for zone, (_, _, address) in running.items()}
    for server, thread, _ in running.values():
        server.should_exit = True
        thread.join(10)


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/signin")
    page.fill("#account", "minzheng")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")


@pytest.mark.parametrize("zone", list(Zone))
def test_axe_finds_nothing_grave_on_any_template(
    page: Page, addresses: dict[Zone, str], ids: dict[int, str], zone: Zone
) -> None:
    address, said = addresses[zone], []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if "Security Policy" in message.text else None)
    if zone is Zone.GOV:
        page.goto(f"{address}/records/{ids[1]}")
        assert grave_violations(page) == []
        sign_in(page, address)
    page.goto(f"{address}/records/{ids[1]}")
    reading = page.get_attribute(".act a", "href")
    for path in (
        "/",
        f"/search?q={QUERY}",
        f"/search?q={QUERY}&from=1901&to=1902",
        "/search?sort=none",
        f"/records/{ids[1]}",
        f"/records/{ids[2]}",
        f"/records/{ids[5]}",
        f"/records/{ids[2]}/why",
        f"{reading}?q={QUERY}",
        "/catalogue",
        "/current",
        "/about/help",
        "/about/keys",
        "/nothing",
        "/?lang=en",
    ):
        page.goto(address + path)
        assert grave_violations(page) == [], path
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} is wider than {width}"
    assert said == []


def test_a_facet_changes_the_results_alone(page: Page, addresses: dict[Zone, str]) -> None:
    page.goto(f"{addresses[Zone.PUBLIC]}/search?q={quote('会议')}")
    page.evaluate("window.stays = true")
    page.locator("a[id^='facet-kind']").first.click()
    page.wait_for_selector("a[id^='facet-kind'][aria-current]")
    assert page.evaluate("window.stays") is True
    assert "kind=" in page.url
    assert page.evaluate("document.activeElement.id").startswith("facet-kind")
    assert page.inner_text("#announcement").startswith("找到")
    page.go_back()
    page.wait_for_selector("a[id^='facet-kind']:not([aria-current])")
    assert page.locator("#results").count() == 1


def test_by_keyboard_alone_from_the_first_page_to_the_text(page: Page, addresses: dict[Zone, str]) -> None:
    page.goto(addresses[Zone.PUBLIC])
    page.keyboard.press("/")
    page.keyboard.type("婚姻登记工作规范")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hits")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector(".record")
    page.locator(".act a").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".reader")
    page.keyboard.press("]")
    page.wait_for_url("**/pages/2")
    page.keyboard.press("[")
    page.wait_for_url("**/pages/1")


def test_keys_can_be_switched_off(page: Page, addresses: dict[Zone, str]) -> None:
    page.goto(f"{addresses[Zone.PUBLIC]}/about/keys")
    page.get_by_text("关闭单键操作").click()
    page.goto(f"{addresses[Zone.PUBLIC]}/search?q={QUERY}")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "q"


def test_everything_is_there_without_scripts(chromium: Browser, addresses: dict[Zone, str]) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(addresses[Zone.PUBLIC])
    page.fill("#q", "会议")
    page.click(".search button")
    assert page.locator(".hits h3").count() > 1
    page.locator("a[id^='facet-kind']").first.click()
    assert page.locator(".facets [aria-current]").count() == 1
    page.locator("a[rel=next]").click()
    page.locator(".hits h3 a").first.click()
    page.locator(".act a").click()
    assert page.locator(".page-text").count() == 1
    context.close()


def test_two_hundred_percent_keeps_everything_within_the_window(chromium: Browser, addresses: dict[Zone, str]) -> None:
    """A 1280-pixel screen zoomed to 200 % is a window of 640; 大字版 comes on top."""
    context = chromium.new_context(viewport={"width": 640, "height": 400})
    page = context.new_page()
    for path in ("/?size=large", f"/search?q={QUERY}", "/current", "/catalogue"):
        page.goto(addresses[Zone.PUBLIC] + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, path
    context.close()
