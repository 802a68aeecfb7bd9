"""What both engines do alike with a question: its plan, the order of equal scores, the page by relevance.

Engines compute the same scores up to floating noise (about 1e-6); ``score_key`` rounds it away so that the id decides.
It must not know any engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TypeVar

from search.clauses import (
    Clause,
    Constant,
    Either,
    Every,
    Favour,
    Run,
    Term,
    bind,
    every,
    unscored,
)
from search.engine import EngineHit, Permit, Position, Question
from search.errors import BadSearch
from search.fitting import fit_number

Handle = TypeVar("Handle")

#: Hits by relevance can be paged this far; beyond it a question wants narrowing, not paging.
DEPTH = 10_000
LIMIT = 100
#: Asked beyond the page at first, so that the last group of equal scores is usually whole.
_SLACK = 60
_FACTOR = 4
#: Values of one facet an engine collects before the most frequent are kept; tantivy stops at 65,000.
BUCKETS = 60_000


@dataclass(frozen=True, slots=True)
class Plan:
    """``base`` is the question under the permit, ``chosen`` the reader's facet choices by facet name, unscored."""

    base: Clause
    chosen: dict[str, Clause]
    scored: bool

    def without(self, name: str) -> tuple[Clause, ...]:
        """Every choice but the one within this facet."""
        return tuple(clause for facet, clause in self.chosen.items() if facet != name)


def plan(question: Question, permit: Permit) -> Plan:
    """Bind the question to the permit.  The permit is a part of the base, so nothing is ever counted outside it."""
    if not 1 <= question.limit <= LIMIT:
        raise BadSearch(f"每页条数应在 1 到 {LIMIT} 之间。")
    bound = bind(question.clause, permit.read)
    chosen = {f.name: unscored(bind(f.chosen, permit.read)) for f in question.facets if f.chosen is not None}
    return Plan(every((bound, unscored(permit.find))), chosen, ranks(bound))


def ranks(clause: Clause) -> bool:
    """Whether any matching document may have a score above zero.  When none can, the order is by id alone."""
    match clause:
        case Term() | Run():
            return True
        case Constant(_, score):
            return score != 0.0
        case Every(parts) | Either(parts):
            return any(ranks(part) for part in parts)
        case Favour(part, bonus):
            return ranks(part) or any(ranks(extra) for extra in bonus)
        case _:
            return False


def score_key(score: float) -> float:
    """Four significant digits: far above the engines' noise, far below what a reader could notice."""
    return float(f"{score:.4g}")


def relevance_page(
    find: Callable[[int], Sequence[tuple[float, Handle]]],
    name: Callable[[Handle], str],
    question: Question,
) -> tuple[tuple[EngineHit, ...], bool]:
    """One page by (score key descending, id ascending), and whether another follows.

    ``find(n)`` gives the n best by raw score, fewer when there are no more; ``name`` gives a hit's record id.
    The last group of equal keys is not trusted until it is whole: more is fetched while the page needs it.
    """
    before = depth(question.after)
    if before + question.limit > DEPTH:
        raise BadSearch(f"页码太深：最多翻到第 {DEPTH} 条。请加检索词或筛选条件，缩小范围后再翻。")
    size = before + question.limit + 1 + _SLACK
    while True:
        scored = find(size)
        whole = len(scored) < size
        wanted = list(islice(_following(scored, name, question.after, whole=whole), question.limit + 1))
        if whole or len(wanted) > question.limit:
            hits = tuple(
                EngineHit(record_id, Position(key, str(before + number), record_id))
                for number, (key, record_id) in enumerate(wanted[: question.limit], start=1)
            )
            return hits, len(wanted) > question.limit
        size *= _FACTOR


def _following(
    scored: Sequence[tuple[float, Handle]],
    name: Callable[[Handle], str],
    after: Position | None,
    *,
    whole: bool,
) -> Iterator[tuple[float, str]]:
    """Hits behind the position in their true order; without the last group unless everything was fetched."""
    keyed = [(score_key(score), handle) for score, handle in scored]
    last = None if whole or not keyed else keyed[-1][0]
    for key, group in groupby(keyed, key=lambda pair: pair[0]):
        if key == last:
            return
        if after is not None and key > after.score:
            continue
        names = sorted(name(handle) for _, handle in group)
        for record_id in names:
            if after is None or (-key, record_id) > (-after.score, after.record_id):
                yield key, record_id


def depth(after: Position | None) -> int:
    """How many hits stand before this page.  The cursor carries it, so that both engines stop at the same page."""
    if after is None:
        return 0
    if not after.order.isascii() or not after.order.isdigit():
        raise BadSearch("翻页标记无效，请从第一页重新开始。")
    return int(after.order[:9])


def date_after(after: Position | None) -> int | None:
    """The order key that a page by date continues behind."""
    if after is None:
        return None
    try:
        return fit_number(int(after.order[:20]))
    except ValueError as error:
        raise BadSearch("翻页标记无效，请从第一页重新开始。") from error


def sorted_counts(pairs: Iterable[tuple[str, int]], size: int) -> tuple[tuple[str, int], ...]:
    """Most frequent first, then by value; a count of nothing is never told."""
    present = [pair for pair in pairs if pair[1] >= 1]
    return tuple(sorted(present, key=lambda pair: (-pair[1], pair[0]))[:size])
