"""``python -m tests.servers``: keep both servers up for a developer, and say what to put into the environment.

Test runs with these variables set use the servers given and start none.  Ctrl-C ends them.
"""

import signal

from tests.servers.opensearch.server import OpenSearchServer
from tests.servers.postgresql import PostgresServer
from tests.servers.shared import OPENSEARCH_URL, POSTGRESQL_URL


def main() -> None:
    with OpenSearchServer() as opensearch, PostgresServer() as postgresql:
        print(f"export {OPENSEARCH_URL}={opensearch.url}\nexport {POSTGRESQL_URL}={postgresql.url}", flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    main()
