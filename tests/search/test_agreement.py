"""Two engines, one answer: ids, totals, facet counts and the order by (score, id), against each other and the meaning."""

import random
from collections.abc import Iterator
from math import isclose
from pathlib import Path

import pytest

from search.document import IndexDocument
from search.embedded.engine import EmbeddedEngine
from search.embedded.writer import EmbeddedWriter
from search.engine import Permit, SearchEngine, permit_for
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.writer import OpenSearchWriter
from search.reference import reading
from tests.search.making import archive, question, scopes
from tests.search.meaning import Seen, meant

QUESTIONS = 2200
DOCUMENTS = 600


@pytest.fixture(scope="module")
def engines(
    opensearch_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[SearchEngine, SearchEngine, list[IndexDocument], list[Permit]]]:
    from tests.servers.opensearch.server import delete_indices

    records, documents = archive(11, DOCUMENTS)
    cells = {record.cell.encode() for record in records}
    permits = [permit_for(scope, cells) for scope in scopes(random.Random(12), records)]
    folder, prefix = tmp_path_factory.mktemp("agreement"), "test-agreement-"
    delete_indices(opensearch_url, prefix=prefix)
    with EmbeddedWriter(folder) as writer:
        writer.rebuild(documents, marker=1).swap()
    other = OpenSearchWriter(opensearch_url, f"{prefix}gov")
    other.rebuild(documents, marker=1).swap()
    other.close()
    yield EmbeddedEngine(Path(folder)), OpenSearchEngine(opensearch_url, f"{prefix}gov", seconds=30), documents, permits
    delete_indices(opensearch_url, prefix=prefix)


def test_two_engines_give_one_answer(
    engines: tuple[SearchEngine, SearchEngine, list[IndexDocument], list[Permit]],
) -> None:
    embedded, cluster, documents, permits = engines
    dice = random.Random(13)
    read = [reading(document) for document in documents]
    shown = [(permit, Seen.of(permit, read)) for permit in permits]
    found = scored = 0
    for number in range(QUESTIONS):
        asked, (permit, seen) = question(dice), dice.choice(shown)
        one, other = embedded.ask(asked, permit), cluster.ask(asked, permit)
        assert (one.total, one.facets, one.more) == (other.total, other.facets, other.more), (number, asked)
        assert [h.record_id for h in one.hits] == [h.record_id for h in other.hits], (number, asked)
        assert [h.position.order for h in one.hits] == [h.position.order for h in other.hits], (number, asked)
        for mine, theirs in zip(one.hits, other.hits, strict=True):
            assert isclose(mine.position.score, theirs.position.score, rel_tol=0.0011), (number, asked)
        wanted, counts = meant(asked, seen)
        assert (one.total, one.facets) == (len(wanted), counts), (number, asked)
        assert {h.record_id for h in one.hits} <= wanted
        assert len(one.hits) == min(asked.limit, len(wanted))
        found += bool(one.hits)
        scored += bool(one.hits) and one.hits[0].position.score > 0
    assert found > QUESTIONS / 3, "questions that find nothing prove nothing"
    assert scored > QUESTIONS / 20, "questions without scores prove no order"
