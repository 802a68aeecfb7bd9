"""``make bench``: ingest, index size, search and record times in one run, printed and kept under ``load/results``.

It measures; it judges nothing.  Everything happens in a folder of its own that is removed afterwards.
"""

import argparse
import json
import os
import random
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from access.subjects import CITIZEN, Zone
from indexer.extraction import ExtractionPool
from indexer.pipeline import Verdict
from indexer.readers import find_packages
from indexer.relay import Relay
from load.demo import build
from load.measures import Times, bytes_below, copy_and_digest, seconds_of, times_of
from load.real_documents import read_documents, write_packages
from portal import wiring
from portal.settings import Settings, ZoneSettings, for_zone, load_settings
from records import schema
from records.database import reading
from records.stores import Store
from search.catalogue import Catalogue
from search.opensearch.client import connect
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.writer import OpenSearchWriter
from search.state import SearchState
from search.text import plain_analyser

RESULTS = Path(__file__).parent / "results"
_QUERIES, _RECORDS = 500, 200
_SEED = 20261122
_MEGA = 1_000_000
Figures = dict[str, object]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m load.bench", description="测量接收、索引和检索")
    parser.add_argument("--documents", type=Path, help="真实公文 .jsonl.gz；不写则用演示档案")
    parser.add_argument("--records", type=int, default=2000, help="最多多少件")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kaijuan-bench-") as folder:
        figures = measure(Path(folder), wanted.documents, wanted.records)
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(figures, ensure_ascii=False, indent=2)
    (RESULTS / f"{datetime.now(UTC):%Y-%m-%d-%H%M}.json").write_text(text + "\n", encoding="utf-8")
    print(text)


def measure(folder: Path, documents: Path | None, records: int) -> Figures:
    """Every figure, by name.  Rates are per second, sizes in bytes, times in milliseconds."""
    packages = _packages(folder, documents, records)
    settings = load_settings(folder / "data").model_copy(update={"engine": "embedded"})
    for zone in Zone:
        wiring.create_store(for_zone(settings, zone))
    figures: Figures = {"material": "documents" if documents else "demonstration", "cores": os.cpu_count()}
    figures |= _ingest(settings, packages, folder)
    own = for_zone(settings, Zone.PUBLIC)
    store = wiring.open_store(own)
    catalogue = wiring.open_catalogue(own, store)
    questions = _questions(store)
    figures |= _sizes(own, store)
    figures["search_embedded"] = asdict(_searches(catalogue, questions))
    figures["record"] = asdict(_record_times(catalogue, store))
    url = settings.gov_opensearch_url
    if url:
        figures |= _on_cluster(url, catalogue, store, questions)
    return figures


def _packages(folder: Path, documents: Path | None, records: int) -> Path:
    if documents is not None:
        write_packages(read_documents(documents)[:records], folder / "packages")
    else:
        build(folder, records=records, seed=_SEED, progress=lambda _done: None)
    return folder / "packages"


def _ingest(settings: Settings, packages: Path, folder: Path) -> Figures:
    paths = list(find_packages([packages]))
    size = bytes_below(packages)
    plain = seconds_of(lambda: copy_and_digest(packages, folder / "copy"))
    intake = wiring.open_intake(settings, by="bench")
    with ExtractionPool(workers=2) as pool:
        reports: list[Verdict] = []
        taken = seconds_of(lambda: reports.extend(r.verdict for r in intake.ingest(paths, pool, wiring.today())))
    worker = wiring.open_worker(settings, (Zone.GOV, Zone.PUBLIC))
    indexed = seconds_of(worker.drain)
    return {
        "packages": len(paths),
        "accepted": reports.count(Verdict.ACCEPTED),
        "package_bytes": size,
        "copy_mb_per_s": round(size / plain / _MEGA, 1),
        "ingest_mb_per_s": round(size / taken / _MEGA, 2),
        "ingest_per_s": round(len(paths) / taken, 1),
        "ingest_over_copy": round(taken / plain, 1),
        "worker_per_s": round(len(paths) / indexed, 1),
    }


def _text_bytes(store: Store) -> int:
    """Bytes of everything searchable in its original form: page texts and titles."""
    with reading(store.database) as connection:
        pages = connection.execute(select(schema.page.c.text)).scalars()
        titles = connection.execute(select(schema.item.c.title)).scalars()
        return sum(len(text.encode()) for texts in (pages, titles) for text in texts)


def _sizes(own: ZoneSettings, store: Store) -> Figures:
    text, index = _text_bytes(store), bytes_below(own.places.index(Zone.PUBLIC))
    return {
        "public_text_bytes": text,
        "public_index_bytes": index,
        "index_over_text": round(index / text, 2),
        "public_store_bytes": bytes_below(own.places.catalogue(Zone.PUBLIC)) - index,
        "gov_store_bytes": bytes_below(own.places.catalogue(Zone.GOV)) - bytes_below(own.places.index(Zone.GOV)),
    }


def _questions(store: Store) -> list[str]:
    """Pieces of titles, two to twelve characters, the same for the same holdings."""
    with reading(store.database) as connection:
        titles = list(connection.execute(select(schema.item.c.title).order_by(schema.item.c.reference_code)).scalars())
    rng = random.Random(_SEED)
    chosen = rng.choices(titles, k=_QUERIES)
    return [_piece(title, rng) for title in chosen]


def _piece(title: str, rng: random.Random) -> str:
    size = rng.choice((2, 3, 4, 4, 6, 8, 12))
    start = rng.randrange(max(1, len(title) - size + 1))
    return title[start : start + size]


def _searches(catalogue: Catalogue, questions: list[str]) -> Times:
    """Each question under a citizen's scope with hits, highlights and all facets of the zone."""

    def ask(query: str) -> Callable[[], object]:
        return lambda: catalogue.search(CITIZEN, SearchState(zone=Zone.PUBLIC, query=query))

    for query in questions[:20]:
        ask(query)()
    return times_of(ask(query) for query in questions)


def _record_times(catalogue: Catalogue, store: Store) -> Times:
    with reading(store.database) as connection:
        ids = list(
            connection.execute(select(schema.item.c.id).order_by(func.length(schema.item.c.title))).scalars(),
        )
    chosen = random.Random(_SEED).choices(ids, k=_RECORDS)

    def show(record_id: str) -> Callable[[], object]:
        return lambda: catalogue.record(CITIZEN, record_id)

    return times_of(show(record_id) for record_id in chosen)


def _on_cluster(url: str, catalogue: Catalogue, store: Store, questions: list[str]) -> Figures:
    """The same holdings and questions on the cluster, under an alias of this run's own."""
    alias = f"bench-{uuid.uuid4().hex[:12]}"
    writer = OpenSearchWriter(url, alias)
    client = connect(url, seconds=60)
    try:
        built = seconds_of(Relay(store, writer, plain_analyser()).rebuild)
        there = replace(catalogue, engine=OpenSearchEngine(url, alias))
        return {
            "opensearch_build_s": round(built, 1),
            "opensearch_index_bytes": _cluster_bytes(client, alias),
            "search_opensearch": asdict(_searches(there, questions)),
        }
    finally:
        writer.close()
        _remove(client, alias)


def _cluster_bytes(client: Any, alias: str) -> int:
    indices = client.indices
    indices.forcemerge(index=alias, params={"max_num_segments": 1})
    told = indices.stats(index=alias, metric="store")
    return int(told["_all"]["primaries"]["store"]["size_in_bytes"])


def _remove(client: Any, alias: str) -> None:
    for name in client.indices.get(index=f"{alias}-*"):
        client.indices.delete(index=name)


if __name__ == "__main__":
    main()
