"""A reader or a writer of an index in a process of its own: ``python -m tests.search.engine_process``.

``count embedded FOLDER`` answers each line of input with the number of documents; ``write embedded FOLDER N`` writes
batches from N+1 on and prints each number once the batch is acknowledged.  ``opensearch URL ALIAS`` names the other engine.
"""

import sys
from itertools import count
from pathlib import Path

from search.embedded.engine import EmbeddedEngine
from search.embedded.writer import EmbeddedWriter
from search.engine import IndexWriter, SearchEngine
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.writer import OpenSearchWriter
from tests.search.engine_contract import everywhere, plain
from tests.search.making import EVERYTHING


def main(task: str, kind: str, *words: str) -> None:
    if task == "count":
        engine: SearchEngine = EmbeddedEngine(Path(words[0])) if kind == "embedded" else OpenSearchEngine(*words[:2])
        for _ in sys.stdin:
            print(engine.ask(everywhere(), EVERYTHING).total, flush=True)
        return
    *place, done = words
    writer: IndexWriter = EmbeddedWriter(Path(place[0])) if kind == "embedded" else OpenSearchWriter(place[0], place[1])
    for number in count(int(done) + 1):
        batch = [plain(number * 100 + at, cell=(f"b{number}",)) for at in range(20)]
        writer.apply(batch, (), marker=number)
        print(number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
