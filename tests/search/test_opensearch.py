"""The cluster engine under the contract, and what only a network can do wrong."""

import json
import socket
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from search.errors import EngineUnavailable, IndexMissing, QueryRejected, SearchError
from search.opensearch.client import connect
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.mapping import index_body
from search.opensearch.writer import OpenSearchWriter, serving
from tests.search.engine_contract import Bench, EngineContract, everywhere, ids, plain
from tests.search.making import EVERYTHING
from tests.search.writer_contract import WriterContract

Answering = Callable[[int, dict[str, object]], str]


@pytest.fixture
def alias(opensearch_prefix: str) -> str:
    return f"{opensearch_prefix}gov"


@pytest.fixture
def bench(opensearch_url: str, alias: str) -> Iterator[Bench]:
    writer = OpenSearchWriter(opensearch_url, alias)
    yield Bench(writer, OpenSearchEngine(opensearch_url, alias, seconds=30))
    writer.close()


@pytest.fixture
def address(opensearch_url: str, alias: str) -> tuple[str, ...]:
    return ("opensearch", opensearch_url, alias)


class TestEngine(EngineContract):
    pass


class TestWriter(WriterContract):
    pass


def test_leftovers_of_a_crashed_rebuild_are_removed(bench: Bench, opensearch_url: str, alias: str) -> None:
    bench.writer.apply([plain(1)], (), marker=1)
    client = connect(opensearch_url, seconds=30)
    for name in (f"{alias}-7", f"{alias}-other-1"):
        client.indices.create(index=name, body=index_body())
    bench.writer.rebuild([plain(2)], marker=2).swap()
    assert sorted(client.indices.get(index=f"{alias}*")) == [f"{alias}-2", f"{alias}-other-1"]
    assert serving(client, alias) == (f"{alias}-2",)
    assert ids(bench.engine) == {"r000002"}
    client.close()


def test_a_refused_line_of_a_bulk_stops_the_marker(bench: Bench, opensearch_url: str, alias: str) -> None:
    """The bulk itself answers 200."""
    bench.writer.apply([plain(1)], (), marker=1)
    client = connect(opensearch_url, seconds=30)
    client.indices.put_settings(index=f"{alias}-1", body={"index.blocks.write": True})
    with pytest.raises(SearchError, match="没有收下"):
        bench.writer.apply([plain(2)], (), marker=2)
    client.indices.put_settings(index=f"{alias}-1", body={"index.blocks.write": False})
    assert bench.writer.marker() == 1
    client.close()


def test_nobody_listens() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        url = f"http://somebody:secret@127.0.0.1:{held.getsockname()[1]}"
        for act in (
            lambda: OpenSearchEngine(url, "gov").ask(everywhere(), EVERYTHING),
            lambda: OpenSearchEngine(url, "gov").among(["r"], EVERYTHING),
            lambda: OpenSearchWriter(url, "gov").apply([plain(1)], (), marker=1),
            lambda: OpenSearchWriter(url, "gov").marker(),
        ):
            with pytest.raises(EngineUnavailable) as caught:
                act()
            assert "secret" not in str(caught.value)


def test_a_silent_cluster_is_not_waited_for() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        engine = OpenSearchEngine(f"http://127.0.0.1:{silent.getsockname()[1]}", "gov", seconds=0.3)
        with pytest.raises(EngineUnavailable, match="没有及时应答"):
            engine.ask(everywhere(), EVERYTHING)


@pytest.fixture
def answering() -> Iterator[Answering]:
    """A small server that gives every request one status and body; the headers it was sent are in ``seen``."""
    servers: list[HTTPServer] = []

    def serve(status: int, body: dict[str, object]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                server.seen = self.headers
                self.rfile.read(int(self.headers.get("content-length", 0)))
                raw = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_: object) -> None:
                """Requests of a test are no news."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        serve.seen = lambda: server.seen
        return f"127.0.0.1:{server.server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "kind", "error"),
    [
        (400, "parsing_exception", QueryRejected),
        (500, "too_many_clauses", QueryRejected),
        (404, "index_not_found_exception", IndexMissing),
        (401, "security_exception", EngineUnavailable),
        (403, "security_exception", EngineUnavailable),
        (429, "rejected_execution_exception", EngineUnavailable),
        (500, "other", EngineUnavailable),
        (503, "search_phase_execution_exception", EngineUnavailable),
    ],
)
def test_what_a_status_means(answering: Answering, status: int, kind: str, error: type[SearchError]) -> None:
    place = answering(status, {"error": {"type": kind}, "status": status})
    with pytest.raises(error) as caught:
        OpenSearchEngine(f"http://{place}", "gov").ask(everywhere(), EVERYTHING)
    assert type(caught.value) is error


@pytest.mark.parametrize(
    "half", [{"timed_out": True, "_shards": {"failed": 0}}, {"timed_out": False, "_shards": {"failed": 1}}]
)
def test_half_an_answer_is_none(answering: Answering, half: dict[str, object]) -> None:
    place = answering(200, {**half, "hits": {"total": {"value": 0}, "hits": []}})
    with pytest.raises(EngineUnavailable, match="部分结果"):
        OpenSearchEngine(f"http://{place}", "gov").ask(everywhere(), EVERYTHING)


def test_credentials_of_the_url_are_sent(answering: Answering) -> None:
    place = answering(200, {"timed_out": False, "_shards": {"failed": 0}, "hits": {"total": {"value": 0}, "hits": []}})
    assert OpenSearchEngine(f"http://us%40er:pa%3Ass@{place}", "gov").ask(everywhere(), EVERYTHING).total == 0
    assert answering.seen()["Authorization"] == "Basic " + b64encode(b"us@er:pa:ss").decode()
