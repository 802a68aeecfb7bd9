"""The path of a search: state → clause → engine under a permit → every hit re-checked against the store → results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from access.tiers import Axis, find_tier
from records import reading
from records.items import Item
from search.clauses import Between, Clause, Everywhere, In, Nowhere, either, every, unscored
from search.compile import compile_loosely, compile_query
from search.cursors import seal, unseal
from search.document import KeyField, NumberField
from search.engine import EngineAnswer, EngineHit, FacetQuestion, Position, Question, SearchEngine, Sort
from search.results import FacetCounts, FacetValue, PageHit, ResultPage, SearchHit
from search.sight import Sight
from search.state import QUERY_LIMIT, Facet, SearchState, facets_of
from search.text import Analyser, Blank, Field, InField, Parsed, Phrase, marks, snippet
from search.understanding import understood

_FIELDS: dict[Facet, KeyField | NumberField] = {
    Facet.FONDS: KeyField.FONDS,
    Facet.DEPARTMENT: KeyField.DEPARTMENT,
    Facet.YEAR: NumberField.YEAR,
    Facet.KIND: KeyField.KIND,
    Facet.RETENTION: KeyField.RETENTION,
    Facet.CUSTODY: KeyField.CUSTODY,
    Facet.OPENNESS: KeyField.OPENNESS,
}
_FIRST_YEAR, _LAST_YEAR = 1, 9999
_PAGES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Labels:
    """Between what is indexed (fonds code, tier code) and what a reader sees and sends back."""

    fonds: dict[str, str]
    sight: Sight

    def shown(self, facet: Facet, value: str) -> str:
        if facet is Facet.FONDS:
            return self.fonds.get(value, value)
        if facet is Facet.OPENNESS:
            tier = self.sight.rules.tier(Axis.PUBLIC, value)
            return tier.label if tier else value
        return value

    def indexed(self, facet: Facet, label: str) -> frozenset[str]:
        """Every indexed value a label stands for: two fonds may bear one name."""
        if facet is Facet.FONDS:
            return frozenset({label, *(code for code, name in self.fonds.items() if name == label)})
        if facet is Facet.OPENNESS:
            tier = find_tier(label, tuple(t for t in self.sight.rules.tiers if t.axis is Axis.PUBLIC))
            return frozenset({tier.code} if tier else {label})
        return frozenset({label})


def ask(
    sight: Sight,
    engine: SearchEngine,
    state: SearchState,
    analyser: Analyser,
    key: bytes,
) -> tuple[ResultPage, tuple[str, ...]]:
    """One page of results for one reader, and the strays: ids the index offered and the store does not support.

    A stray is in no hit; the caller logs it and has it repaired.
    """
    parsed = understood(state.query)
    labels = Labels(sight.fonds_names(), sight)
    search = repr(state.at("").params())
    after = _after(unseal(key, sight.subject, search, state.cursor)) if state.cursor else None
    words = Nowhere() if _only_punctuation(parsed) else compile_query(parsed.tree, analyser)
    question = _question(state, words, labels, after)
    answer = engine.ask(question, sight.permit())
    loosened = False
    if answer.total == 0 and after is None:
        loose = compile_loosely(parsed.tree, analyser)
        if not isinstance(loose, Nowhere):
            answer = engine.ask(_question(state, loose, labels, None), sight.permit())
            loosened = answer.total > 0
    next_cursor = ""
    if answer.more and answer.hits and not loosened:
        next_cursor = seal(key, sight.subject, search, _numbers(answer.hits[-1].position))
    hits = _hits(sight, answer.hits, analyser.marking_terms(parsed.tree))
    shown = {hit.item.id for hit in hits}
    strays = tuple(hit.record_id for hit in answer.hits if hit.record_id not in shown)
    page = ResultPage(
        state=state,
        total=answer.total - len(strays),
        hits=hits,
        facets=_facets(state, answer, labels),
        next_cursor=next_cursor,
        notice=parsed.notice,
        loosened=loosened,
    )
    return page, strays


def _only_punctuation(parsed: Parsed) -> bool:
    """Something was typed and nothing of it can be looked for: that is not the same as asking for everything."""
    return parsed.literal and isinstance(parsed.tree, Blank)


def suggest(
    sight: Sight,
    engine: SearchEngine,
    beginning: str,
    analyser: Analyser,
    limit: int,
) -> tuple[str, ...]:
    """Titles that hold what has been typed so far, under the reader's scope like any search."""
    typed = beginning.strip()[:QUERY_LIMIT]
    if not typed:
        return ()
    clause = compile_query(InField(Field.TITLE, Phrase(typed)), analyser)
    answer = engine.ask(Question(clause, (), Sort.RELEVANCE, limit), sight.permit())
    items = reading.items_by_id(sight.connection, [hit.record_id for hit in answer.hits])
    found = [items[hit.record_id] for hit in answer.hits if _stands(sight, items.get(hit.record_id))]
    return tuple(dict.fromkeys(item.description.title for item in found))


def _numbers(position: Position) -> list[object]:
    return [position.score, position.order, position.record_id]


def _after(values: list[object]) -> Position:
    score, order, record_id = values
    return Position(float(str(score)), str(order), str(record_id))


def _question(state: SearchState, words: Clause, labels: Labels, after: Position | None) -> Question:
    clause = every((words, *_filters(state)))
    facets = tuple(
        FacetQuestion(facet.value, _FIELDS[facet], _chosen(state, facet, labels)) for facet in facets_of(state.zone)
    )
    return Question(clause, facets, state.sort, state.limit, after)


def _filters(state: SearchState) -> Iterable[Clause]:
    if state.first_year is not None or state.last_year is not None:
        first = _FIRST_YEAR if state.first_year is None else state.first_year
        last = _LAST_YEAR if state.last_year is None else state.last_year
        yield unscored(Between(NumberField.YEAR, first, last))
    if state.level:
        yield unscored(In(KeyField.ANCESTORS, frozenset({state.level})))
    yield Everywhere()


def _chosen(state: SearchState, facet: Facet, labels: Labels) -> Clause | None:
    values = state.chosen(facet)
    if not values:
        return None
    if facet is Facet.YEAR:
        years = [int(value) for value in values if value.isascii() and value.isdigit() and len(value) <= 4]
        return unscored(either(Between(NumberField.YEAR, year, year) for year in years))
    field = _FIELDS[facet]
    assert isinstance(field, KeyField)
    return unscored(In(field, frozenset().union(*(labels.indexed(facet, value) for value in values))))


def _facets(state: SearchState, answer: EngineAnswer, labels: Labels) -> tuple[FacetCounts, ...]:
    return tuple(_counts(state, facet, answer, labels) for facet in facets_of(state.zone))


def _counts(state: SearchState, facet: Facet, answer: EngineAnswer, labels: Labels) -> FacetCounts:
    """Counts by label, the most frequent first; a chosen value without records is kept with 0."""
    summed: dict[str, int] = {}
    for value, count in answer.facets.get(facet.value, ()):
        label = labels.shown(facet, value)
        summed[label] = summed.get(label, 0) + count
    chosen = {labels.shown(facet, value) for value in state.chosen(facet)}
    for label in chosen:
        summed.setdefault(label, 0)
    ordered = sorted(summed.items(), key=lambda pair: (-pair[1], pair[0]))
    return FacetCounts(facet, tuple(FacetValue(label, count, label in chosen) for label, count in ordered))


def _hits(sight: Sight, found: tuple[EngineHit, ...], terms: tuple[str, ...]) -> tuple[SearchHit, ...]:
    """Re-check every hit against the store's own facts and mark the words; what disagrees is left out."""
    items = reading.items_by_id(sight.connection, [hit.record_id for hit in found])
    kept = [(hit, items[hit.record_id]) for hit in found if _stands(sight, items.get(hit.record_id))]
    readable = [item.id for _, item in kept if sight.may_read(item.facts)]
    texts = reading.texts_of(sight.connection, readable) if terms else {}
    return tuple(
        SearchHit(
            item=sight.shown(item),
            score=hit.position.score,
            title_spans=marks(item.description.title, terms),
            pages=_pages(texts.get(item.id, []), terms),
            readable=item.id in readable,
            tier=sight.tier(item),
        )
        for hit, item in kept
    )


def _stands(sight: Sight, item: Item | None) -> bool:
    return item is not None and sight.may_find(item.facts)


def _pages(texts: list[tuple[str, int, str]], terms: tuple[str, ...]) -> tuple[PageHit, ...]:
    """The first pages on which the words stand."""
    pages = []
    for rendition_id, number, text in texts:
        shown = snippet(text, terms)
        if shown.spans:
            pages.append(PageHit(rendition_id, number, shown))
            if len(pages) == _PAGES_SHOWN:
                break
    return tuple(pages)
