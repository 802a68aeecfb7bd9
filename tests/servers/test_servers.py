"""The test servers themselves: they answer, they are separate, and they do not outlive what wanted them."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page

from tests.servers import process
from tests.servers.browser import grave_violations
from tests.servers.opensearch.server import delete_indices, get_json
from tests.servers.postgresql import driver_url, fresh_database

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]


def put(url: str, body: dict[str, object]) -> None:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"}, method="PUT")
    urllib.request.urlopen(request).close()


def test_opensearch_finds_a_chinese_word_among_space_joined_tokens(opensearch_url: str, opensearch_prefix: str) -> None:
    index = f"{opensearch_url}/{opensearch_prefix}gov"
    put(index, {"mappings": {"properties": {"text": {"type": "text", "analyzer": "whitespace"}}}})
    put(f"{index}/_doc/1?refresh=true", {"text": "土地 征收 补偿 方案"})
    assert get_json(f"{index}/_search?q=text:征收".replace("征收", "%E5%BE%81%E6%94%B6"))["hits"]["total"]["value"] == 1
    assert get_json(f"{index}/_search?q=text:%E5%BE%81")["hits"]["total"]["value"] == 0


def test_opensearch_takes_thousands_of_clauses_and_ignores_disk_watermarks(opensearch_url: str) -> None:
    (node,) = get_json(f"{opensearch_url}/_nodes/settings?flat_settings=true")["nodes"].values()
    assert node["settings"]["indices.query.bool.max_clause_count"] == "8192"
    assert node["settings"]["cluster.routing.allocation.disk.threshold_enabled"] == "false"


def test_only_indices_of_the_prefix_are_removed(opensearch_url: str, opensearch_prefix: str) -> None:
    for name in ("a-one", "a-two", "b-one"):
        put(f"{opensearch_url}/{opensearch_prefix}{name}", {})
    delete_indices(opensearch_url, prefix=f"{opensearch_prefix}a-")
    left = get_json(f"{opensearch_url}/{opensearch_prefix}*/_alias")
    assert list(left) == [f"{opensearch_prefix}b-one"]
    with pytest.raises(ValueError, match="every index"):
        delete_indices(opensearch_url, prefix="")


def test_each_database_is_empty_and_gone_afterwards(postgresql_server: str) -> None:
    with fresh_database(postgresql_server) as first, fresh_database(postgresql_server) as second:
        with psycopg.connect(driver_url(first)) as connection:
            connection.execute("CREATE TABLE items (id integer)")
        with psycopg.connect(driver_url(second)) as connection:
            assert connection.execute("SELECT to_regclass('items')").fetchone() == (None,)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(driver_url(first))


def test_postgresql_speaks_utf8(postgresql_url: str) -> None:
    with psycopg.connect(driver_url(postgresql_url)) as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)


def test_stopping_ends_the_server_and_removes_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "server"
    folder.mkdir()
    process.launch(folder, SLEEPER, watched_pid=os.getpid(), stop_signal="SIGTERM")
    assert process.is_running(folder)
    process.discard(folder)
    assert not folder.exists()


def test_a_server_does_not_outlive_the_process_that_wanted_it(tmp_path: Path) -> None:
    with subprocess.Popen(SLEEPER) as wanted_it:
        process.launch(tmp_path, SLEEPER, watched_pid=wanted_it.pid, stop_signal="SIGTERM")
        assert process.is_running(tmp_path)
        wanted_it.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 30
    while tmp_path.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not tmp_path.exists()
    assert not process.is_running(tmp_path)


def test_a_server_that_ends_by_itself_is_reported_with_its_last_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no room')"]
    process.launch(tmp_path, command, watched_pid=os.getpid(), stop_signal="SIGTERM")
    with pytest.raises(process.ServerUnavailable, match="no room"):
        process.wait_until(tmp_path, lambda: False, seconds=30)


def test_axe_reports_a_picture_without_text_and_nothing_on_a_sound_page(page: Page) -> None:
    """Under the strict policy our pages have, which keeps inline scripts out: axe must get in all the same."""
    sound = "<!doctype html><html lang='zh-CN'><title>开卷</title><main><h1>开卷</h1>{}</main></html>"
    policy = {"Content-Security-Policy": "default-src 'none'", "Content-Type": "text/html; charset=utf-8"}
    page.route("**/sound", lambda route: route.fulfill(headers=policy, body=sound.format("")))
    page.route("**/broken", lambda route: route.fulfill(headers=policy, body=sound.format("<img src='x.png'>")))
    page.goto("http://kaijuan.invalid/sound")
    assert grave_violations(page) == []
    page.goto("http://kaijuan.invalid/broken")
    assert [violation.rule for violation in grave_violations(page)] == ["image-alt"]


def test_the_browser_has_a_chinese_font(page: Page) -> None:
    """Without one, two characters are drawn as the same box."""
    draw = """character => {
      const canvas = document.createElement("canvas");
      const context = canvas.getContext("2d");
      context.font = "40px sans-serif";
      context.fillText(character, 10, 60);
      return canvas.toDataURL();
    }"""
    assert page.evaluate(draw, "开") != page.evaluate(draw, "卷")
    assert page.evaluate(draw, "\U000e1234") == page.evaluate(draw, "\U000e1235")
