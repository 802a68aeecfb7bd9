"""What every test may ask for: the real servers, the browser, and an honest account of what was skipped.

Fixtures of one package's tests live beside those tests, not here.
"""

import os
import uuid
from collections.abc import Callable, Iterator

import pytest

from tests.servers import shared
from tests.servers.process import ServerUnavailable

NO_SKIPS = "KAIJUAN_NO_SKIPS"
MARKER_OF_FIXTURE = {
    "opensearch_url": "opensearch",
    "postgresql_server": "postgresql",
    "chromium": "browser",
}


def pytest_configure(config: pytest.Config) -> None:
    if _controls_the_run(config):
        shared.open_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _controls_the_run(config) and shared.RUN_FOLDER in os.environ:
        shared.close_run()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever uses a server carries its marker, so that ``-m "not opensearch"`` means what it says."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in MARKER_OF_FIXTURE:
                item.add_marker(MARKER_OF_FIXTURE[fixture])


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """``make test`` promises that nothing was skipped: there, a skip fails the run."""
    if _controls_the_run(session.config) and _skipped(session.config) and _skips_forbidden():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    verdict = "，而此处不允许跳过（KAIJUAN_NO_SKIPS=1）" if skipped and _skips_forbidden() else ""
    terminalreporter.write_line(f"跳过 {len(skipped)} 项{verdict}", red=bool(verdict))
    for report in skipped:
        terminalreporter.write_line(f"  {report.nodeid}")


def _controls_the_run(config: pytest.Config) -> bool:
    """xdist workers carry an input from their controller; a run without xdist controls itself."""
    return not hasattr(config, "workerinput")


def _skipped(config: pytest.Config) -> bool:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return reporter is not None and bool(reporter.stats.get("skipped"))


def _skips_forbidden() -> bool:
    return os.environ.get(NO_SKIPS) == "1"


@pytest.fixture(scope="session")
def opensearch_url() -> str:
    """The run's OpenSearch, shared by all tests: keep to indices whose names begin with ``opensearch_prefix``."""
    return _address_or_skip(shared.opensearch)


@pytest.fixture
def opensearch_prefix(opensearch_url: str) -> Iterator[str]:
    """A beginning for index and alias names that no other test has; such indices are removed afterwards."""
    from tests.servers.opensearch.server import delete_indices

    prefix = f"test-{uuid.uuid4().hex[:12]}-"
    yield prefix
    delete_indices(opensearch_url, prefix=prefix)


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    """The run's PostgreSQL cluster; a test rather asks for ``postgresql_url``."""
    return _address_or_skip(shared.postgresql)


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """SQLAlchemy's URL of an empty database that is this test's alone."""
    from tests.servers.postgresql import fresh_database

    with fresh_database(postgresql_server) as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """One Chromium per test file: Playwright holds this thread's event loop while it is open."""
    from tests.servers.browser import open_chromium

    try:
        opened = open_chromium()
        browser = opened.__enter__()
    except ServerUnavailable as error:
        pytest.skip(str(error))
    yield browser
    opened.__exit__(None, None, None)


@pytest.fixture
def page(chromium: object) -> Iterator[object]:
    """A page in a context of its own, in Chinese, that waits ten seconds at most for anything."""
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def _address_or_skip(ask: Callable[[], str]) -> str:
    try:
        return ask()
    except ServerUnavailable as error:
        pytest.skip(str(error))
