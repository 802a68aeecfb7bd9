"""Known items: every real document is found by its own title and by its own 文号, on both engines.

The packages go in through the command line, as a user's would; the questions are asked of the ``Catalogue`` itself.
"""

import json
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from access.subjects import CITIZEN, Zone
from indexer.relay import Relay
from load.real_documents import Document, read_documents, write_packages
from portal import wiring
from portal.settings import for_zone, load_settings
from search.catalogue import Catalogue
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.writer import OpenSearchWriter
from search.state import PAGE_SIZE, SearchState
from search.text import plain_analyser
from tests.material import material

DOCUMENTS = 2576
BRACKETS = ("〔〕", "[]", "（）", "【】")
#: A title may be longer than a question may be.
LONGEST_QUESTION = 190
FEW = 3
_BRACKET = re.compile(r"[\[\]()〔〕【】（）]")

pytestmark = pytest.mark.timeout(1200)


@dataclass(frozen=True)
class Archive:
    data: Path
    documents: tuple[Document, ...]
    catalogue: Catalogue
    reports: tuple[dict[str, object], ...]


def run(data: Path, *words: str) -> str:
    """One command of ours over this data folder, with nothing of the caller's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KAIJUAN_")}
    command = [sys.executable, "-m", "portal.cli", *words]
    environment = {**kept, "KAIJUAN_DATA": str(data), "KAIJUAN_ARCHIVE_NAME": "河北省档案馆"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)} ended with {done.returncode}: {done.stderr[-2000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("real")
    documents = read_documents(material("government-documents.jsonl.gz"))
    write_packages(documents, folder / "packages")
    data = folder / "data"
    run(data, "init")
    lines = run(data, "ingest", "--json", str(folder / "packages")).splitlines()
    run(data, "worker", "--once")
    public = for_zone(load_settings(data), Zone.PUBLIC)
    catalogue = wiring.open_catalogue(public, wiring.open_store(public))
    return Archive(data, documents, catalogue, tuple(json.loads(line) for line in lines))


@pytest.fixture(scope="module")
def on_cluster(archive: Archive, opensearch_url: str) -> Iterator[Archive]:
    """The same public holdings, indexed on the cluster by the relay's own rebuild, under an alias nobody else has."""
    from tests.servers.opensearch.server import delete_indices

    alias = f"test-{uuid.uuid4().hex[:12]}-public"
    public = for_zone(load_settings(archive.data), Zone.PUBLIC)
    writer = OpenSearchWriter(opensearch_url, alias)
    Relay(wiring.open_store(public), writer, plain_analyser()).rebuild()
    yield replace(archive, catalogue=replace(archive.catalogue, engine=OpenSearchEngine(opensearch_url, alias)))
    writer.close()
    delete_indices(opensearch_url, prefix=alias)


@pytest.fixture(params=["embedded", "opensearch"])
def served(request: pytest.FixtureRequest) -> Archive:
    return request.getfixturevalue("archive" if request.param == "embedded" else "on_cluster")


def plain(title: str) -> str:
    return " ".join(title.split())


def bare(number: str) -> str:
    """A 文号 without its brackets, by other means than the product's own."""
    return "".join(_BRACKET.sub("", number).split())


def bracketed(number: str, pair: str) -> str:
    """The same 文号 with brackets of another style around its year."""
    return re.sub(r"[\[(〔【（](.*?)[\])〕】）]", rf"{pair[0]}\1{pair[1]}", number, count=1)


def misses(archive: Archive, questions: list[tuple[str, str]], judge: str) -> list[str]:
    """The questions whose answer is wrong, each with what stood first instead."""

    def first(query: str, limit: int) -> list[str]:
        page = archive.catalogue.search(CITIZEN, SearchState(zone=Zone.PUBLIC, query=query, limit=limit))
        found = [hit.item.description for hit in page.hits]
        return [d.title for d in found] if judge == "title" else [bare(d.document_number) for d in found[:1]]

    def ask(asked: tuple[str, str]) -> str | None:
        query, wanted = asked
        # Marking the words of twenty texts costs more than finding them: a short page first, the whole one if need be.
        if wanted in first(query, FEW):
            return None
        shown = first(query, PAGE_SIZE)
        return None if wanted in shown else f"{query}: first {shown[:1]}"

    with ThreadPoolExecutor(2) as pool:
        return [miss for miss in pool.map(ask, questions) if miss]


def test_every_package_is_accepted_and_published(archive: Archive) -> None:
    assert len(archive.documents) == DOCUMENTS
    assert [report for report in archive.reports if report["verdict"] != "accepted"] == []
    assert len(archive.reports) == DOCUMENTS
    assert archive.catalogue.search(CITIZEN, SearchState(zone=Zone.PUBLIC)).total == DOCUMENTS


def test_every_document_is_found_by_its_title(served: Archive) -> None:
    questions = [(plain(d.title)[:LONGEST_QUESTION], plain(d.title)) for d in served.documents]
    missed = misses(served, questions, "title")
    assert not missed, "\n".join([f"{len(missed)} of {len(questions)} missed", *missed[:40]])


@pytest.mark.parametrize("pair", BRACKETS)
def test_every_document_number_is_found_in_any_brackets(served: Archive, pair: str) -> None:
    numbers = sorted({document.number for document in served.documents if document.number})
    questions = [(bracketed(number, pair), bare(number)) for number in numbers]
    assert all(pair[0] in query and pair[1] in query for query, _ in questions)
    missed = misses(served, questions, "number")
    assert not missed, "\n".join([f"{len(missed)} of {len(questions)} missed", *missed[:40]])


def test_writing_the_packages_again_gives_the_same_bytes(tmp_path: Path) -> None:
    documents = read_documents(material("government-documents.jsonl.gz"))
    assert len({document.code for document in documents}) == DOCUMENTS
    some = documents[:40]
    for name in ("first", "second"):
        write_packages(some, tmp_path / name)
    first, second = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "first", tmp_path / "second")
    )
    assert first == second
    assert len([path for path in first if path.name == "METS.xml"]) == len(some)
