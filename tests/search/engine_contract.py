"""What every engine must do: run by test_embedded.py and test_opensearch.py over the real engines."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Protocol

import pytest

from access import predicates
from search.clauses import Either, Everywhere, In, Nowhere, Run, Term, WhereReadable, Without
from search.document import IndexDocument, KeyField, NumberField, TextField
from search.engine import (
    FacetQuestion,
    IndexWriter,
    Permit,
    Position,
    Question,
    SearchEngine,
    Sort,
    _compile,
    permit_for,
)
from search.errors import BadSearch, IndexMissing
from search.reference import reading
from tests.search.making import EVERYTHING, archive, predicate, question, scopes
from tests.search.meaning import Seen, in_order, meant, walk


class Writer(IndexWriter, Protocol):
    def create(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Bench:
    """An empty index: its writer, and a reader of it."""

    writer: Writer
    engine: SearchEngine


def plain(number: int, text: str = "的", **keys: tuple[str, ...]) -> IndexDocument:
    """A document with one text everywhere."""
    held = {
        KeyField.CODE_ORDER: (f"c{number:06}",),
        KeyField.CELL: ("cell",),
        **{KeyField(k): v for k, v in keys.items()},
    }
    return IndexDocument(f"r{number:06}", 1, dict.fromkeys(TextField, text), held, {NumberField.DATE_ORDER: number})


def everywhere(sort: Sort = Sort.RELEVANCE, limit: int = 100, facets: tuple[FacetQuestion, ...] = ()) -> Question:
    return Question(Everywhere(), facets, sort, limit)


def ids(engine: SearchEngine, permit: Permit = EVERYTHING) -> set[str]:
    return {hit.record_id for hit in walk(engine, everywhere(), permit)[1]}


class EngineContract:
    """Subclasses give the fixture ``bench``."""

    def test_without_an_index_it_says_so(self, bench: Bench) -> None:
        with pytest.raises(IndexMissing):
            bench.engine.ask(everywhere(), EVERYTHING)
        with pytest.raises(IndexMissing):
            bench.engine.among(["r"], EVERYTHING)
        assert bench.writer.marker() == 0
        bench.writer.create()
        bench.writer.create()
        assert bench.engine.ask(everywhere(), EVERYTHING).total == 0

    def test_hits_totals_and_facets_are_what_is_meant(self, bench: Bench) -> None:
        records, documents = archive(1, 300)
        bench.writer.apply(documents, (), marker=1)
        cells = {record.cell.encode() for record in records}
        dice = random.Random(2)
        read = [reading(document) for document in documents]
        found = 0
        for scope in scopes(dice, records):
            permit = permit_for(scope, cells)
            seen = Seen.of(permit, read)
            for _ in range(12):
                asked = question(dice, limit=50)
                answer, hits = walk(bench.engine, asked, permit)
                wanted, counts = meant(asked, seen)
                assert answer.total == len(wanted) == len(hits)
                assert {hit.record_id for hit in hits} == wanted
                assert answer.facets == counts
                found += len(hits)
        assert found > 1000, "questions that find nothing prove nothing"

    def test_rules_decide_alike_in_memory_and_in_the_engine(self, bench: Bench) -> None:
        """200 rules of every shape x 120 records."""
        records, documents = archive(3, 120)
        bench.writer.apply(documents, (), marker=1)
        cells = tuple({record.cell.encode() for record in records})
        dice = random.Random(4)
        allowed = 0
        for _ in range(200):
            rule = predicate(dice, records)
            clause = _compile(rule, cells)
            wanted = {record.record_id for record in records if predicates.matches(rule, record)}
            assert ids(bench.engine, Permit(clause, Nowhere())) == wanted, rule
            assert bench.engine.among([r.record_id for r in records], Permit(clause, Nowhere())) == wanted, rule
            allowed += len(wanted)
        assert 2000 < allowed < 22000, "rules that allow all or nothing prove nothing"

    @pytest.mark.parametrize("sort", list(Sort))
    @pytest.mark.parametrize("limit", [1, 7, 100])
    def test_pages_neither_repeat_nor_skip(self, bench: Bench, sort: Sort, limit: int) -> None:
        _, documents = archive(5, 130)
        bench.writer.apply(documents, (), marker=1)
        _, hits = walk(bench.engine, everywhere(sort, limit), EVERYTHING)
        assert [hit.record_id for hit in hits] == in_order(documents, sort)

    @pytest.mark.parametrize("limit", [3, 100])
    def test_pages_by_score_are_the_full_list(self, bench: Bench, limit: int) -> None:
        _, documents = archive(6, 250)
        bench.writer.apply(documents, (), marker=1)
        words = Either((Term(TextField.TITLE_WORDS, "一"), Term(TextField.ENTRY_WORDS, "的", 2.0)))
        asked = Question(words, (), Sort.RELEVANCE, limit)
        answer, hits = walk(bench.engine, asked, EVERYTHING)
        assert len({hit.record_id for hit in hits}) == len(hits) == answer.total > 100
        keys = [(-hit.position.score, hit.record_id) for hit in hits]
        assert keys == sorted(keys)
        assert hits[0].position.score > hits[-1].position.score > 0

    def test_equal_scores_are_ordered_by_id_however_many(self, bench: Bench) -> None:
        """More equal scores than the engine fetches at first, written in no order."""
        documents = [plain(number) for number in range(700)]
        shuffled = random.Random(7).sample(documents, len(documents))
        bench.writer.apply(shuffled[:300], (), marker=1)
        bench.writer.apply(shuffled[300:], (), marker=2)
        asked = Question(Term(TextField.TITLE_WORDS, "的"), (), Sort.RELEVANCE, 90)
        _, hits = walk(bench.engine, asked, EVERYTHING)
        assert [hit.record_id for hit in hits] == [d.record_id for d in documents]

    def test_too_deep_and_nonsense_are_refused(self, bench: Bench) -> None:
        bench.writer.apply([plain(1)], (), marker=1)
        words = Question(Term(TextField.TITLE_WORDS, "的"), (), Sort.RELEVANCE, 20)
        with pytest.raises(BadSearch, match="页码太深"):
            bench.engine.ask(replace(words, after=Position(1.0, "9990", "r")), EVERYTHING)
        for bad in (Position(1.0, "x", "r"), Position(1.0, "", "r"), Position(1.0, "²", "r")):
            with pytest.raises(BadSearch):
                bench.engine.ask(replace(words, after=bad), EVERYTHING)
        with pytest.raises(BadSearch):
            bench.engine.ask(replace(words, sort=Sort.NEWEST, after=Position(0.0, "x", "r")), EVERYTHING)
        for limit in (0, -1, 101):
            with pytest.raises(BadSearch):
                bench.engine.ask(replace(words, limit=limit), EVERYTHING)

    def test_a_cursor_beyond_every_number_is_the_end(self, bench: Bench) -> None:
        bench.writer.apply([plain(1)], (), marker=1)
        asked = replace(everywhere(Sort.OLDEST), after=Position(0.0, "9" * 20, "r"))
        assert bench.engine.ask(asked, EVERYTHING).hits == ()

    def test_among_names_only_what_the_permit_finds(self, bench: Bench) -> None:
        bench.writer.apply([plain(1), plain(2, cell=("other",)), plain(3)], (), marker=1)
        permit = Permit(In(KeyField.CELL, frozenset({"cell"})), Nowhere())
        assert bench.engine.among(["r000001", "r000002", "r000009"], permit) == {"r000001"}
        assert bench.engine.among([], permit) == frozenset()
        many = [f"r{number:06}" for number in range(2500)]
        assert bench.engine.among(many, permit) == {"r000001", "r000003"}

    def test_content_is_not_searched_where_it_may_not_be_read(self, bench: Bench) -> None:
        secret = replace(plain(1), texts={TextField.CONTENT_WORDS: "拆迁", TextField.TITLE_WORDS: "通知"})
        told = replace(plain(2, cell=("open",)), texts=secret.texts)
        bench.writer.apply([secret, told], (), marker=1)
        permit = Permit(Everywhere(), In(KeyField.CELL, frozenset({"open"})))
        content = WhereReadable(Term(TextField.CONTENT_WORDS, "拆迁"))
        facet = FacetQuestion("cell", KeyField.CELL, None)
        answer = bench.engine.ask(Question(content, (facet,), Sort.RELEVANCE, 10), permit)
        assert [hit.record_id for hit in answer.hits] == ["r000002"]
        assert answer.facets == {"cell": (("open", 1),)}
        inverse = bench.engine.ask(Question(Without(content), (), Sort.RELEVANCE, 10), permit)
        assert [hit.record_id for hit in inverse.hits] == ["r000001"]

    def test_the_marker_is_never_found(self, bench: Bench) -> None:
        bench.writer.apply([plain(1, "")], (), marker=41)
        bench.writer.apply((), (), marker=42)
        assert bench.writer.marker() == 42
        for clause in (Everywhere(), Without(Nowhere()), Term(TextField.TITLE_WORDS, "∅")):
            answer = bench.engine.ask(Question(clause, (), Sort.CODE, 10), EVERYTHING)
            assert answer.total == len(answer.hits) == (0 if isinstance(clause, Term) else 1)
        assert ids(bench.engine) == {"r000001"}

    def test_facets_are_exact_above_every_default(self, bench: Bench) -> None:
        """3,000 values, frequent ones spread, the tail equal: counts exact, ties by value, cut at the size."""
        documents = [plain(number, department=(f"d{number % 3000:04}",)) for number in range(4500)]
        bench.writer.apply(documents[::2], (), marker=1)
        bench.writer.apply(documents[1::2], (), marker=2)
        facet = FacetQuestion("department", KeyField.DEPARTMENT, None, size=2000)
        counted = bench.engine.ask(everywhere(facets=(facet,)), EVERYTHING).facets["department"]
        twice = [(f"d{number:04}", 2) for number in range(1500)]
        assert counted == (*twice, *((f"d{number:04}", 1) for number in range(1500, 2000)))

    def test_a_facet_tells_nothing_of_hidden_records(self, bench: Bench) -> None:
        bench.writer.apply([plain(1, kind=("文书",)), plain(2, kind=("密",), cell=("hidden",))], (), marker=1)
        facet = FacetQuestion("kind", KeyField.KIND, In(KeyField.KIND, frozenset({"密"})))
        permit = Permit(In(KeyField.CELL, frozenset({"cell"})), Nowhere())
        answer = bench.engine.ask(everywhere(facets=(facet,)), permit)
        assert (answer.total, answer.facets) == (0, {"kind": (("文书", 1),)})

    def test_values_no_engine_could_hold_are_cut_alike(self, bench: Bench) -> None:
        long, wide = "长" * 70_000, "宽" * 40_000
        odd = replace(plain(1, fonds=(wide,)), texts={TextField.TITLE_GRAMS: f"甲 {long} 乙\u00a0丙\u3000丁 \udc80x"})
        bench.writer.apply([odd, plain(2, fonds=("",)), plain(3, fonds=("窄", "窄"))], (), marker=1)
        for clause in (
            Term(TextField.TITLE_GRAMS, long),
            Run(TextField.TITLE_GRAMS, (long, "乙", "丙")),
            Run(TextField.TITLE_GRAMS, ("丁", "\udc80x")),
            In(KeyField.FONDS, frozenset({wide})),
        ):
            answer = bench.engine.ask(Question(clause, (), Sort.RELEVANCE, 10), EVERYTHING)
            assert [hit.record_id for hit in answer.hits] == ["r000001"], clause
        for token in ("", " ", "乙 丙", "乙\u00a0丙"):
            asked = Question(Term(TextField.TITLE_GRAMS, token), (), Sort.RELEVANCE, 10)
            assert bench.engine.ask(asked, EVERYTHING).total == 0
        facet = FacetQuestion("fonds", KeyField.FONDS, None)
        counted = bench.engine.ask(everywhere(facets=(facet,)), EVERYTHING).facets["fonds"]
        assert counted == (("", 1), ("宽" * 8000, 1), ("窄", 1))

    def test_a_question_of_fifteen_hundred_clauses_is_answered(self, bench: Bench) -> None:
        bench.writer.apply([plain(1, "t1499")], (), marker=1)
        words = Either(tuple(Term(field, f"t{n}") for n in range(500, 1500) for field in TextField if "words" in field))
        assert bench.engine.ask(Question(words, (), Sort.RELEVANCE, 10), EVERYTHING).total == 1
