"""What every writer must do: run by test_embedded.py and test_opensearch.py over the real engines.

``engine_process`` names an engine on a command line, so that another process can open the same index.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from search.clauses import In, Nowhere, Term
from search.document import IndexDocument, KeyField, NumberField, TextField
from search.engine import Permit, Question, Sort
from search.errors import DocumentUnfit
from tests.search.engine_contract import Bench, everywhere, ids, plain
from tests.search.making import EVERYTHING, archive

ROOT = Path(__file__).parents[2]


def start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.search.engine_process", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


class WriterContract:
    """Subclasses give the fixtures ``bench`` and ``address`` (words that name the index to another process)."""

    def test_deletes_and_replacements(self, bench: Bench) -> None:
        bench.writer.apply([plain(1), plain(2), plain(3)], (), marker=1)
        bench.writer.apply([replace(plain(2, "新"), version=2)], ["r000001", "never-there"], marker=2)
        assert ids(bench.engine) == {"r000002", "r000003"}
        old = Question(Term(TextField.TITLE_WORDS, "的"), (), Sort.RELEVANCE, 10)
        assert [hit.record_id for hit in bench.engine.ask(old, EVERYTHING).hits] == ["r000003"]
        assert sorted(bench.writer.contents()) == [("r000002", 2, "cell"), ("r000003", 1, "cell")]

    def test_put_and_deleted_at_once_is_deleted(self, bench: Bench) -> None:
        bench.writer.apply([plain(1), plain(2)], ["r000001"], marker=1)
        assert ids(bench.engine) == {"r000002"}

    def test_late_messages_write_the_state_they_are_given(self, bench: Bench) -> None:
        """The relay gives current state, so the last call counts, whatever its version; repeats change nothing."""
        bench.writer.apply([replace(plain(1, cell=("b",)), version=9)], (), marker=9)
        bench.writer.apply([replace(plain(1, cell=("a",)), version=3), plain(1, cell=("c",))], (), marker=10)
        bench.writer.apply([replace(plain(1, cell=("a",)), version=3)], (), marker=10)
        assert list(bench.writer.contents()) == [("r000001", 3, "a")]
        bench.writer.apply((), ["r000001"], marker=11)
        bench.writer.apply((), ["r000001"], marker=11)
        assert list(bench.writer.contents()) == []
        assert bench.engine.among(["r000001"], EVERYTHING) == frozenset()

    def test_a_document_without_order_keys_stops_the_whole_batch(self, bench: Bench) -> None:
        bench.writer.apply([plain(1)], (), marker=1)
        with pytest.raises(DocumentUnfit, match="排序键"):
            bench.writer.apply([plain(2), replace(plain(3), numbers={})], (), marker=2)
        assert bench.writer.marker() == 1
        bench.writer.apply([plain(4)], (), marker=3)
        assert ids(bench.engine) >= {"r000001", "r000004"}
        assert "r000003" not in ids(bench.engine)

    def test_rebuild_beside_with_writes_going_on(self, bench: Bench) -> None:
        bench.writer.apply([plain(1), plain(2)], (), marker=1)
        seen: list[set[str]] = []

        def documents() -> Iterator[IndexDocument]:
            yield plain(1)
            writing = threading.Thread(target=bench.writer.apply, args=([plain(3)], ["r000002"]), kwargs={"marker": 2})
            writing.start()
            writing.join(20)
            assert not writing.is_alive(), "a rebuild must not keep writes waiting"
            seen.append(ids(bench.engine))
            yield plain(2)

        rebuild = bench.writer.rebuild(documents(), marker=1)
        assert seen == [{"r000001", "r000003"}]
        assert (ids(bench.engine), bench.writer.marker()) == ({"r000001", "r000003"}, 2)
        rebuild.apply([plain(3)], ["r000002"], marker=2)
        rebuild.apply([plain(4)], (), marker=3)
        assert ids(bench.engine) == {"r000001", "r000003"}
        rebuild.swap()
        assert (ids(bench.engine), bench.writer.marker()) == ({"r000001", "r000003", "r000004"}, 3)
        bench.writer.apply([plain(5)], (), marker=4)
        assert ids(bench.engine) == {"r000001", "r000003", "r000004", "r000005"}

    def test_an_abandoned_or_failed_rebuild_leaves_nothing(self, bench: Bench) -> None:
        def broken() -> Iterator[IndexDocument]:
            yield plain(7)
            raise RuntimeError("the database went away")

        bench.writer.apply([plain(1)], (), marker=1)
        bench.writer.rebuild([plain(2)], marker=5).abandon()
        with pytest.raises(RuntimeError):
            bench.writer.rebuild(broken(), marker=6)
        assert (ids(bench.engine), bench.writer.marker()) == ({"r000001"}, 1)
        bench.writer.rebuild([plain(3)], marker=7).swap()
        assert (ids(bench.engine), bench.writer.marker()) == ({"r000003"}, 7)

    def test_the_first_index_may_come_from_a_rebuild(self, bench: Bench) -> None:
        bench.writer.rebuild([plain(1)], marker=3).swap()
        assert (ids(bench.engine), bench.writer.marker()) == ({"r000001"}, 3)

    def test_readers_ask_through_a_swap(self, bench: Bench) -> None:
        """While indices change places, every answer is the old or the new archive, whole."""
        old, new = {"r000001"}, {"r000002", "r000003"}
        bench.writer.apply([plain(1)], (), marker=1)
        answers: list[set[str]] = []
        failures: list[Exception] = []
        stop = threading.Event()

        def ask() -> None:
            while not stop.is_set():
                try:
                    answers.append({hit.record_id for hit in bench.engine.ask(everywhere(), EVERYTHING).hits})
                except Exception as error:  # noqa: BLE001 - whatever a reader sees here is the finding
                    failures.append(error)

        reader = threading.Thread(target=ask)
        reader.start()
        for number in range(6):
            held = [plain(1)] if number % 2 else [plain(2), plain(3)]
            bench.writer.rebuild(held, marker=number).swap()
        stop.set()
        reader.join(30)
        assert failures == []
        assert answers
        assert all(answer in (old, new) for answer in answers)

    def test_another_process_sees_each_commit_at_once(self, bench: Bench, address: tuple[str, ...]) -> None:
        bench.writer.apply((), (), marker=0)
        with start("count", *address) as reader:
            assert reader.stdin is not None
            assert reader.stdout is not None
            for number in range(1, 21):
                bench.writer.apply([plain(number)], (), marker=number)
                reader.stdin.write("\n")
                reader.stdin.flush()
                assert reader.stdout.readline() == f"{number}\n"
            reader.stdin.close()

    def test_a_killed_writer_keeps_what_it_acknowledged(self, bench: Bench, address: tuple[str, ...]) -> None:
        """Five rounds: kill -9 in the middle of commits; acknowledged batches stand, batches are whole under the marker."""
        done = 0
        for _ in range(5):
            with start("write", *address, str(done)) as writer:
                assert writer.stdout is not None
                for _ in range(4):
                    done = int(writer.stdout.readline())
                os.kill(writer.pid, signal.SIGKILL)
                left = writer.stdout.read().split()
            done = max([done, *(int(line) for line in left)])
            marker = bench.writer.marker()
            assert marker in (done, done + 1)
            held = ids(bench.engine, Permit(In(KeyField.CELL, frozenset({f"b{done}"})), Nowhere()))
            assert len(held) == 20
            done = marker
        bench.writer.apply([plain(1)], (), marker=done + 1)
        assert bench.writer.marker() == done + 1

    def test_contents_are_every_document(self, bench: Bench) -> None:
        records, documents = archive(8, 200)
        bench.writer.apply(documents, (), marker=1)
        wanted = sorted((d.record_id, d.version, r.cell.encode()) for r, d in zip(records, documents, strict=True))
        assert sorted(bench.writer.contents()) == wanted
        assert all(d.numbers[NumberField.DATE_ORDER] >= 0 for d in documents)
