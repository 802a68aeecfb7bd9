"""One rule, many interpreters: more than 20,000 random pairs of rule and record for SQL on both databases and each engine."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from access.facts import Custody, Network
from access.predicates import (
    AllOf,
    AnyOf,
    HasTier,
    InCustody,
    IsRecord,
    Marked,
    Not,
    Nothing,
    OfOrgan,
    OpenBy,
    Predicate,
    Under,
    Withdrawn,
    WorkSecret,
    matches,
)
from access.subjects import Zone
from access.tiers import Axis
from indexer.relay import Relay
from portal.migrating import STORE_CHAIN, migrate
from records import schema, scopes
from records.blobs import BlobFolder
from records.database import open_database, reading, sqlite_url, writing
from records.reading import cells
from records.stores import Places, Store
from search.clauses import Nowhere, unscored
from search.embedded.engine import EmbeddedEngine
from search.embedded.writer import EmbeddedWriter
from search.engine import Permit, SearchEngine, _compile
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.writer import OpenSearchWriter
from search.text import plain_analyser
from tests.access import lattice
from tests.house.lattice_archive import Kept, keep_records

RECORDS, RULES = 420, 50


def drawn_rules(kept: tuple[Kept, ...]) -> list[Predicate]:
    """Rules of any depth over the values that occur, and some that do not."""
    dice = random.Random(5)
    ids = [record.id for record in kept]
    nodes = sorted({node for record in kept for node in record.facts.ancestors})
    return [_rule(dice, ids, nodes, depth=4) for _ in range(RULES)]


def _rule(dice: random.Random, ids: list[str], nodes: list[str], *, depth: int) -> Predicate:
    if depth == 0 or dice.random() < 0.2:
        return _leaf(dice, ids, nodes)
    parts = tuple(_rule(dice, ids, nodes, depth=depth - 1) for _ in range(dice.randint(1, 3)))
    return dice.choice([AllOf(parts), AnyOf(parts), AnyOf(parts), Not(parts[0])])


def _leaf(dice: random.Random, ids: list[str], nodes: list[str]) -> Predicate:
    def some(values: list[str]) -> frozenset[str]:
        return frozenset(dice.sample([*values, "nowhere"], k=dice.randint(0, min(6, len(values)))))

    return dice.choice(
        [
            Nothing(),
            HasTier(Axis.PUBLIC, some(list(lattice.PUBLIC_TIERS))),
            HasTier(Axis.GOV, some(list(lattice.GOV_TIERS))),
            OpenBy(dice.choice([day for day in lattice.DAYS if day])),
            Marked(frozenset(dice.sample(list(Network), k=2))),
            OfOrgan(some(list(lattice.ORGANS))),
            InCustody(dice.choice(list(Custody))),
            Withdrawn(),
            WorkSecret(),
            IsRecord(frozenset(dice.sample(ids, k=40))),
            Under(some(nodes)),
        ]
    )


@dataclass(frozen=True, slots=True)
class Filled:
    """A government store with the sample, and the rules drawn over it."""

    store: Store
    kept: tuple[Kept, ...]
    rules: list[Predicate]

    def expected(self, rule: Predicate) -> set[str]:
        return {record.id for record in self.kept if matches(rule, record.facts)}


def _filled(database: Engine, folder: Path) -> Filled:
    store = Store(Zone.GOV, database, BlobFolder(folder / "blobs"), Places(folder))
    migrate(database, (STORE_CHAIN,))
    with writing(database) as connection:
        kept = keep_records(connection, lattice.sample(RECORDS, seed=9), store.blobs)
    return Filled(store, kept, drawn_rules(kept))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    folder = tmp_path_factory.mktemp("interpreters")
    return _filled(open_database(sqlite_url(folder / "store.sqlite3")), folder)


def test_there_are_pairs_enough_and_they_differ(filled: Filled) -> None:
    assert RECORDS * RULES > 20_000
    sizes = {len(filled.expected(rule)) for rule in filled.rules}
    assert len(sizes) > 20
    assert {0, RECORDS} < sizes


def test_sqlite_agrees(filled: Filled) -> None:
    _sql_agrees(filled)


def test_postgresql_agrees(postgresql_url: str, tmp_path: Path) -> None:
    database = open_database(postgresql_url)
    _sql_agrees(_filled(database, tmp_path))
    database.dispose()


def _sql_agrees(filled: Filled) -> None:
    with reading(filled.store.database) as connection:
        known = cells(connection)
        for rule in filled.rules:
            rows = connection.execute(select(schema.item.c.id).where(scopes.visible(rule, known)))
            assert set(rows.scalars()) == filled.expected(rule), rule


def test_the_embedded_engine_agrees(filled: Filled, tmp_path: Path) -> None:
    with EmbeddedWriter(tmp_path) as writer:
        Relay(filled.store, writer, plain_analyser()).rebuild()
    _engine_agrees(filled, EmbeddedEngine(tmp_path))


@pytest.fixture
def cluster(filled: Filled, opensearch_url: str, opensearch_prefix: str) -> Iterator[SearchEngine]:
    writer = OpenSearchWriter(opensearch_url, f"{opensearch_prefix}gov")
    Relay(filled.store, writer, plain_analyser()).rebuild()
    yield OpenSearchEngine(opensearch_url, f"{opensearch_prefix}gov", seconds=30)
    writer.close()


def test_opensearch_agrees(filled: Filled, cluster: SearchEngine) -> None:
    _engine_agrees(filled, cluster)


def _engine_agrees(filled: Filled, engine: SearchEngine) -> None:
    ids = [record.id for record in filled.kept]
    with reading(filled.store.database) as connection:
        known = cells(connection)
    for rule in filled.rules:
        permit = Permit(unscored(_compile(rule, known)), Nowhere())
        assert engine.among(ids, permit) == filled.expected(rule), rule
