"""One reader's view of one store at one moment: subject, rules, scope and the facts re-check, in one snapshot.

Every method of ``Catalogue`` begins by making a ``Sight``; nothing reads the store for a reader without one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, select

from access.explanation import Verdict, explain
from access.facts import RecordFacts
from access.policy import Scope, scope_for
from access.predicates import matches
from access.rules import Rules
from access.store.rules import load_rules
from access.subjects import Subject
from access.tiers import Axis, Tier
from records import reading, schema, scopes
from records.items import Item
from records.places import Level, Node
from search.engine import Permit, permit_for
from search.errors import RecordNotFound


@dataclass(frozen=True, slots=True)
class Sight:
    """What one reader may see, with the connection whose snapshot it holds for."""

    connection: Connection
    subject: Subject
    rules: Rules
    scope: Scope
    cells: tuple[str, ...]
    today: date

    @classmethod
    def of(cls, connection: Connection, subject: Subject, today: date) -> Sight:
        rules = load_rules(connection)
        return cls(connection, subject, rules, scope_for(subject, rules, today), reading.cells(connection), today)

    def permit(self) -> Permit:
        """The scope compiled for an engine; kept while neither the scope nor the list of cells changes."""
        return _permit(self.scope, self.cells)

    def may_find(self, facts: RecordFacts) -> bool:
        return matches(self.scope.discoverable, facts)

    def may_read(self, facts: RecordFacts) -> bool:
        return matches(self.scope.readable, facts)

    def findable(self) -> ColumnElement[bool]:
        """The item rows this reader may find."""
        return scopes.visible(self.scope.discoverable, self.cells)

    def item(self, item_id: str) -> Item:
        """The item, or the one answer for absent and forbidden."""
        item = reading.item_by_id(self.connection, item_id)
        if item is None or not self.may_find(item.facts):
            raise RecordNotFound
        return item

    def shown(self, item: Item) -> Item:
        """The item as this reader may have it in hand: without the fields of the content where that is closed."""
        if self.may_read(item.facts):
            return item
        return replace(item, description=replace(item.description, abstract="", subjects=(), file=""))

    def tier(self, item: Item) -> Tier | None:
        return self.rules.tier(Axis.PUBLIC, item.marks.public_tier)

    def explain(self, item: Item) -> Verdict:
        return explain(self.subject, self.rules, item.facts, self.today)

    def fonds_names(self) -> dict[str, str]:
        """Fonds codes with the names to show for them."""
        rows = self.connection.execute(select(schema.fonds.c.code, schema.fonds.c.name))
        return {row.code: row.name or row.code for row in rows}


@lru_cache(maxsize=256)
def _permit(scope: Scope, cells: tuple[str, ...]) -> Permit:
    return permit_for(scope, cells)


UNSTATED = "未注明"


def node_label(node: Node, fonds_names: dict[str, str]) -> str:
    """How a level of the arrangement is named on a page."""
    if node.level is Level.FONDS:
        name = fonds_names.get(node.value, node.value)
        return name if name == node.value else f"{node.value} {name}"
    if node.level is Level.YEAR and node.value:
        return f"{node.value}年"
    return node.value or UNSTATED
