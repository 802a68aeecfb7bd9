"""Publication: from the government store to the public catalogue, only what the policy lets a citizen see.

Field by field, rendition by rendition: an entry whose text is closed crosses with its public entry fields and
nothing else.  What may no longer be seen is removed, and the caller purges index and files of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from access.facts import Custody, Network
from access.policy import Scope, scope_for
from access.predicates import matches
from access.rules import Rules
from access.store.moments import number_of_day
from access.store.rules import load_rules, save_tiers
from access.subjects import CITIZEN
from access.tiers import Axis
from records import outbox, places, reading, schema
from records.database import reading as snapshot
from records.database import writing
from records.items import AccessMarks, Component, Description, Item, RenditionKind, Target
from records.places import Level
from records.stores import Store
from records.writing import Content, mirror, unmirror

_BATCH = 100
#: Fields of the public entry (DESIGN section 3); for current documents also the second group.
_ENTRY = ("fonds_code", "fonds_name", "reference_code", "code_key", "order_key", "title", "creator")
_ENTRY_2 = ("document_number", "number_key", "date_text", "date", "year", "department", "kind")
_CURRENT = ("index_number", "validity", "validity_act", "life_topic", "published_on", "in_force_on")
CURRENT_TIERS = frozenset({"proactive"})
_NOTHING = Content((), {}, (), ())


@dataclass(frozen=True, slots=True)
class Copy:
    """What the public store is to hold of one record, and the levels it stands under there."""

    item: Item
    content: Content
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """What one run did.  ``retracted``: something a citizen could see before is gone or smaller; purge is due."""

    handled: int = 0
    retracted: bool = False


@dataclass(frozen=True, slots=True)
class Publisher:
    """Both stores on one machine.  Reads the government side, writes the public one."""

    gov: Store
    public: Store

    def drain(self, today: date) -> Published:
        """Publish until nothing waits."""
        total = Published()
        while (step := self._step(today)).handled:
            total = Published(total.handled + step.handled, total.retracted or step.retracted)
        return total

    def _step(self, today: date) -> Published:
        with snapshot(self.gov.database) as connection:
            rows = outbox.pending(connection, Target.PUBLICATION, _BATCH)
            ids = tuple(dict.fromkeys(row.item_id for row in rows))
            rules = load_rules(connection)
            copies = _copies(connection, ids, rules, today)
        if not rows:
            return Published()
        retracted = self._write(ids, copies, rules)
        with writing(self.gov.database) as connection:
            outbox.done(connection, rows)
        return Published(len(rows), retracted)

    def _write(self, ids: Iterable[str], copies: dict[str, Copy], rules: Rules) -> bool:
        """Blobs first, then one transaction of rows: a kill in between leaves a file that the sweep removes."""
        for copy in copies.values():
            self._copy_blobs(copy.content)
        retracted = False
        with writing(self.public.database) as connection:
            copy_tiers(connection, rules)
            before = reading.items_by_id(connection, list(ids))
            for item_id in ids:
                known = before.get(item_id)
                if item_id not in copies:
                    retracted |= unmirror(connection, item_id)
                    continue
                copy = copies[item_id]
                if known is not None and known == _as_known(copy.item, known):
                    continue
                retracted |= known is not None
                _know_fonds(connection, copy.item)
                mirror(connection, copy.item, copy.content, copy.levels)
        return retracted

    def _copy_blobs(self, content: Content) -> None:
        for component in content.components:
            for rendition in component.renditions:
                if not self.public.blobs.holds(rendition.sha256):
                    with self.gov.blobs.path(rendition.sha256).open("rb") as stream:
                        self.public.blobs.put(stream)

    def announce_openings(self, since: date, today: date) -> int:
        """Have everything published whose opening day came after ``since``: an opening is a loosening, it may lag."""
        table = schema.item.c
        with writing(self.gov.database) as connection:
            due = select(table.id).where(table.opens_on > number_of_day(since), table.opens_on <= number_of_day(today))
            ids = connection.execute(due).scalars().all()
            for item_id in ids:
                outbox.announce(connection, item_id, (Target.PUBLICATION,))
        return len(ids)

    def announce_all(self, connection: Connection) -> None:
        """Have every record considered again, in the caller's transaction: a tier has changed."""
        for item_id in connection.execute(select(schema.item.c.id)).scalars().all():
            outbox.announce(connection, item_id, (Target.PUBLICATION,))


def copy_tiers(connection: Connection, rules: Rules) -> None:
    """The public axis of the tier table, so that rights on the public side are resolved when asking, too."""
    public = tuple(tier for tier in rules.tiers if tier.axis is Axis.PUBLIC)
    if load_rules(connection).tiers != public:
        save_tiers(connection, public)


def _copies(connection: Connection, ids: Iterable[str], rules: Rules, today: date) -> dict[str, Copy]:
    """What a citizen may see of these records today.  Blocks do not count: they speak of caches, facts of truth."""
    scope = scope_for(CITIZEN, replace(rules, blocks=()), today)
    copies = {}
    for item_id, item in reading.items_by_id(connection, list(ids)).items():
        if matches(scope.discoverable, item.facts):
            copy, content = public_copy(connection, item, scope)
            levels = places.public_levels(places.levels_for(connection, copy.description))
            copies[item_id] = Copy(copy, content, levels)
    return copies


def public_copy(connection: Connection, item: Item, scope: Scope) -> tuple[Item, Content]:
    """The item as the public store may hold it."""
    readable = matches(scope.readable, item.facts)
    description = item.description if readable else _entry_only(item)
    copy = replace(
        item,
        description=replace(description, custody=Custody.UNKNOWN),
        marks=AccessMarks(public_tier=item.marks.public_tier, gov_tier="", opens_on=item.marks.opens_on),
        network_effective=Network.UNMARKED,
        # Not the real digest: over closed content it would answer guesses.
        content_digest=f"{item.version}:{'content' if readable else 'entry'}",
    )
    return copy, _content(connection, item) if readable else _NOTHING


def _entry_only(item: Item) -> Description:
    names = (*_ENTRY, *_ENTRY_2, *(_CURRENT if item.marks.public_tier in CURRENT_TIERS else ()))
    return Description(**{name: getattr(item.description, name) for name in names})


def _content(connection: Connection, item: Item) -> Content:
    components = tuple(_outside(component) for component in reading.components_of(connection, item.id))
    kept = {rendition.id for component in components for rendition in component.renditions}
    pages: dict[str, list[str]] = {}
    for rendition_id, _, text in reading.texts_of(connection, [item.id])[item.id]:
        if rendition_id in kept:
            pages.setdefault(rendition_id, []).append(text)
    return Content(
        components=components,
        pages={rendition_id: tuple(texts) for rendition_id, texts in pages.items()},
        elements=tuple(reading.elements_of(connection, [item.id])[item.id]),
        events=reading.events_of(connection, item.id),
    )


def _outside(component: Component) -> Component:
    """Where a redacted copy exists it alone leaves the house."""
    redacted = tuple(r for r in component.renditions if r.kind is RenditionKind.REDACTED)
    return replace(component, renditions=redacted or component.renditions)


def _as_known(item: Item, known: Item) -> Item:
    """The copy as it would read back from the public store: its own sequence and place."""
    return replace(item, sequence=known.sequence, node_id=known.node_id, ancestors=known.ancestors)


def _know_fonds(connection: Connection, item: Item) -> None:
    table = schema.fonds
    code, name = item.description.fonds_code, item.description.fonds_name
    row = connection.execute(select(table.c.name).where(table.c.code == code)).one_or_none()
    if row is None:
        connection.execute(table.insert().values(code=code, name=name, public_tier="", gov_tier=""))
    elif name and row.name != name:
        connection.execute(table.update().where(table.c.code == code).values(name=name))
