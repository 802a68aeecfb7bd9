"""The embedded engine under the contract, and what only a folder on disk can do wrong."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.embedded.engine import EmbeddedEngine
from search.embedded.errors import WriterBusy, asking, writing
from search.embedded.folders import serving
from search.embedded.writer import EmbeddedWriter
from search.errors import EngineUnavailable, IndexMissing, QueryRejected
from tests.search.engine_contract import Bench, EngineContract, everywhere, ids, plain
from tests.search.making import EVERYTHING
from tests.search.writer_contract import ROOT, WriterContract

#: The interpreter may stand where only root may go, so the child drops its rights after the imports.
READ = """
import os, sys
from pathlib import Path
from search.embedded.engine import EmbeddedEngine
from tests.search.engine_contract import ids
os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(65534)
assert not os.access(sys.argv[1], os.W_OK)
print(len(ids(EmbeddedEngine(Path(sys.argv[1])))))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def bench(folder: Path) -> Iterator[Bench]:
    with EmbeddedWriter(folder) as writer:
        yield Bench(writer, EmbeddedEngine(folder))


@pytest.fixture
def address(folder: Path) -> tuple[str, ...]:
    return ("embedded", str(folder))


class TestEngine(EngineContract):
    pass


class TestWriter(WriterContract):
    pass


def test_a_second_writer_is_told_who_is_in_the_way(bench: Bench, folder: Path) -> None:
    bench.writer.apply([plain(1)], (), marker=1)
    with EmbeddedWriter(folder) as second:
        assert second.marker() == 1
        assert [line[0] for line in second.contents()] == ["r000001"]
        with pytest.raises(WriterBusy, match="kaijuan worker"):
            second.apply([plain(2)], (), marker=2)
        with pytest.raises(WriterBusy):
            second.rebuild([], marker=2)
    assert issubclass(WriterBusy, EngineUnavailable)


def test_a_closed_writer_lets_the_next_one_write(folder: Path) -> None:
    for number in (1, 2):
        with EmbeddedWriter(folder) as writer:
            writer.apply([plain(number)], (), marker=number)
    assert ids(EmbeddedEngine(folder)) == {"r000001", "r000002"}


def test_leftovers_of_a_crashed_rebuild_are_removed(folder: Path) -> None:
    with EmbeddedWriter(folder) as writer:
        writer.apply([plain(1)], (), marker=1)
    shutil.copytree(folder / "index-1", folder / "index-7")
    with EmbeddedWriter(folder) as writer:
        writer.rebuild([plain(2)], marker=2).swap()
    assert sorted(path.name for path in folder.glob("index-*")) == ["index-2"]
    assert ids(EmbeddedEngine(folder)) == {"r000002"}


def test_an_old_index_is_gone_after_a_swap(bench: Bench, folder: Path) -> None:
    bench.writer.apply([plain(1)], (), marker=1)
    before = serving(folder)
    bench.writer.rebuild([plain(1)], marker=1).swap()
    assert before is not None
    assert not before.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="只有 root 能换成另一个用户来读")
def test_a_reader_needs_no_permission_to_write(bench: Bench, folder: Path, tmp_path: Path) -> None:
    """Another user of the writer's group reads, also after later commits; the folder stays closed to its writing."""
    bench.writer.apply([plain(1)], (), marker=1)
    bench.writer.apply([plain(2)], (), marker=2)
    for path in (*tmp_path.parents, tmp_path, folder):
        if path.is_relative_to("/tmp") and path != Path("/tmp"):
            path.chmod(path.stat().st_mode | stat.S_IXGRP | stat.S_IXOTH | stat.S_IRGRP | stat.S_IROTH)
    command = [sys.executable, "-c", READ, str(folder), str(os.getegid())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("2\n", 0), done.stderr


def test_a_damaged_index_is_unavailable_not_empty(folder: Path) -> None:
    with EmbeddedWriter(folder) as writer:
        writer.apply([plain(1)], (), marker=1)
    (folder / "index-1" / "meta.json").write_text("{")
    with pytest.raises(IndexMissing, match="reindex"):
        EmbeddedEngine(folder).ask(everywhere(), EVERYTHING)
    (folder / "current").write_text("../elsewhere")
    with pytest.raises(IndexMissing):
        EmbeddedEngine(folder).ask(everywhere(), EVERYTHING)


def test_a_failed_commit_writes_nothing_and_can_be_repeated(bench: Bench, folder: Path) -> None:
    bench.writer.apply([plain(1)], (), marker=1)
    hidden = folder / "index-1.hidden"
    (folder / "index-1").rename(hidden)
    with pytest.raises(EngineUnavailable):
        bench.writer.apply([plain(2)], (), marker=2)
    hidden.rename(folder / "index-1")
    assert bench.writer.marker() == 1
    bench.writer.apply([plain(2)], (), marker=2)
    assert ids(bench.engine) == {"r000001", "r000002"}


def test_a_panic_of_the_engine_is_an_error_of_ours(tmp_path: Path) -> None:
    import tantivy

    index = tantivy.Index(tantivy.SchemaBuilder().build(), path=str(tmp_path))
    searcher = index.searcher()
    with pytest.raises(QueryRejected), asking():
        searcher.search(tantivy.Query.all_query(), limit=0)
    with pytest.raises(EngineUnavailable), writing(tmp_path):
        searcher.search(tantivy.Query.all_query(), limit=0)
    with pytest.raises(KeyboardInterrupt), asking():
        raise KeyboardInterrupt
