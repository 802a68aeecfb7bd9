"""The one door: every outlet of the portal, the command line and the API goes through ``Catalogue``.

Each method is the same steps: one snapshot, rules, scope, answer, re-check, audit.  An act whose audit event
cannot be written is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from access.explanation import Verdict
from access.subjects import Subject, Zone
from access.tiers import Axis
from records import reading
from records.blobs import BlobFolder
from records.database import reading as snapshot
from records.items import Component, Item, Rendition
from search import asking, browsing
from search.engine import SearchEngine
from search.errors import RecordNotFound
from search.results import CurrentPage, Holdings, PageSheet, RecordSheet, ResultPage, TreePage
from search.sight import Sight, node_label
from search.state import SearchState
from search.text import Analyser, marks
from search.understanding import understood

_SUGGESTIONS = 8


class Witness(Protocol):
    """Who hears of every read before it is answered.  Raises when the event cannot be kept."""

    def saw(self, subject: Subject, act: str, *, about: str, outcome: str) -> None: ...

    def disagreed(self, record_id: str) -> None:
        """The index offered a record that the store does not support for this reader."""
        ...


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One zone's holdings, asked on behalf of a subject.  There is no method without one."""

    zone: Zone
    database: Engine
    blobs: BlobFolder
    engine: SearchEngine
    analyser: Analyser
    witness: Witness
    today: Callable[[], date]
    cursor_key: bytes

    @contextmanager
    def _sight(self, subject: Subject) -> Iterator[Sight]:
        """A subject of another zone sees nothing here: the zone is the process, not the request."""
        if subject.zone is not self.zone:
            raise RecordNotFound
        with snapshot(self.database) as connection:
            yield Sight.of(connection, subject, self.today())

    def search(self, subject: Subject, state: SearchState) -> ResultPage:
        """One page of results under the reader's scope."""
        with self._sight(subject) as sight:
            page, strays = asking.ask(sight, self.engine, state, self.analyser, self.cursor_key)
        for stray in strays:
            self.witness.disagreed(stray)
        self.witness.saw(subject, "search", about="", outcome=str(page.total))
        return page

    def suggest(self, subject: Subject, beginning: str) -> tuple[str, ...]:
        """Titles of records this reader may find; never other people's queries, never the term dictionary."""
        with self._sight(subject) as sight:
            titles = asking.suggest(sight, self.engine, beginning, self.analyser, _SUGGESTIONS)
        self.witness.saw(subject, "suggest", about="", outcome=str(len(titles)))
        return titles

    def record(self, subject: Subject, record_id: str) -> RecordSheet:
        """One record, as far as this reader may see it."""
        with self._found(subject, "record", record_id) as (sight, item):
            readable = sight.may_read(item.facts)
            connection = sight.connection
            previous, following = browsing.neighbours(sight, item)
            sheet = RecordSheet(
                item=sight.shown(item),
                tier=sight.tier(item),
                gov_tier=sight.rules.tier(Axis.GOV, item.marks.gov_tier),
                path=tuple(
                    (node, node_label(node, sight.fonds_names())) for node in browsing.path_to(sight, item.node_id)
                ),
                readable=readable,
                verdict=sight.explain(item),
                components=reading.components_of(connection, item.id) if readable else (),
                elements=tuple(reading.elements_of(connection, [item.id])[item.id]) if readable else (),
                events=reading.events_of(connection, item.id) if readable else (),
                previous=previous and sight.shown(previous),
                following=following and sight.shown(following),
            )
        self.witness.saw(subject, "record", about=record_id, outcome="read" if readable else "found")
        return sheet

    def why(self, subject: Subject, record_id: str) -> tuple[Item, Verdict]:
        """Why this reader sees what he sees of a record he may find."""
        with self._found(subject, "why", record_id) as (sight, item):
            shown, verdict = sight.shown(item), sight.explain(item)
        self.witness.saw(subject, "why", about=record_id, outcome="found")
        return shown, verdict

    def file(self, subject: Subject, record_id: str, rendition_id: str) -> tuple[Rendition, Path]:
        """The bytes of one rendition.  Withheld content is the same answer as an absent record."""
        with self._found(subject, "file", record_id) as (sight, item):
            _, rendition = self._rendition(sight, item, rendition_id)
        path = self.blobs.path(rendition.sha256)
        self.witness.saw(subject, "file", about=f"{record_id}/{rendition_id}", outcome="read")
        return rendition, path

    def page(self, subject: Subject, record_id: str, rendition_id: str, *, number: int, query: str) -> PageSheet:
        """One page of text, with the query's words marked."""
        with self._found(subject, "page", record_id) as (sight, item):
            component, rendition = self._rendition(sight, item, rendition_id)
            text = reading.page_text(sight.connection, rendition_id, number)
        pages = max(rendition.page_count, 1)
        if text is None and not 1 <= number <= pages:
            raise RecordNotFound
        shown = text or ""
        spans = marks(shown, self.analyser.marking_terms(understood(query).tree)) if query else ()
        self.witness.saw(subject, "page", about=f"{record_id}/{rendition_id}/{number}", outcome="read")
        return PageSheet(item, component, rendition, number, shown, spans)

    def _rendition(self, sight: Sight, item: Item, rendition_id: str) -> tuple[Component, Rendition]:
        if sight.may_read(item.facts):
            for component in reading.components_of(sight.connection, item.id):
                for rendition in component.renditions:
                    if rendition.id == rendition_id:
                        return component, rendition
        raise RecordNotFound

    @contextmanager
    def _found(self, subject: Subject, act: str, record_id: str) -> Iterator[tuple[Sight, Item]]:
        """The record under the reader's scope."""
        with self._refusals(subject, act, record_id), self._sight(subject) as sight:
            yield sight, sight.item(record_id)

    @contextmanager
    def _refusals(self, subject: Subject, act: str, about: str) -> Iterator[None]:
        """A refusal is an event too."""
        try:
            yield
        except RecordNotFound:
            self.witness.saw(subject, act, about=about[:64], outcome="not found")
            raise

    def tree(self, subject: Subject, node_id: str, cursor: str) -> TreePage:
        """One level of the arrangement; the empty id is the list of fonds."""
        after = browsing.window_start(cursor)
        with self._refusals(subject, "tree", node_id), self._sight(subject) as sight:
            page = browsing.tree(sight, node_id, after)
        self.witness.saw(subject, "tree", about=node_id, outcome=str(page.total))
        return page

    def current_documents(self, subject: Subject, choice: browsing.CurrentChoice, cursor: str) -> CurrentPage:
        """现行文件 by organ, life topic and validity."""
        after = browsing.window_start(cursor)
        with self._sight(subject) as sight:
            page = browsing.current_documents(sight, choice, after)
        self.witness.saw(subject, "current", about="", outcome=str(page.total))
        return page

    def holdings(self, subject: Subject) -> Holdings:
        """The figures of the home page, as this reader may know them."""
        with self._sight(subject) as sight:
            figures = browsing.holdings(sight)
        self.witness.saw(subject, "home", about="", outcome=str(figures.records))
        return figures
