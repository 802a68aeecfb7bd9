"""The access lattice as records of a real pair of stores: tiers, organs, accounts and grants as the tables keep them.

It knows nothing of what the answers are: those are the oracle's.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from access.facts import RecordFacts
from access.store.accounts import NewAccount, add_account
from access.store.moments import number_of_day, stamp
from access.store.rules import ListedTier, add_succession, put_tier, register_organ
from access.store.schema import access_grant
from access.subjects import STAFF_ROLES, GrantTarget, Subject, Zone
from indexer.worker import Worker
from portal import wiring
from records import schema
from records.blobs import BlobFolder
from records.database import writing
from records.items import (
    AccessMarks,
    Component,
    Description,
    Draft,
    LifeEvent,
    MetadataElement,
    Rendition,
    RenditionKind,
    Target,
)
from records.places import Level, natural_key
from records.reading import items_by_id
from records.writing import Authorship, save
from tests.access import lattice
from tests.archive import PASSWORD, Archive

#: The moment all of this happens at: noon in China on the lattice's day.
NOW = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
#: Stands in the text of every record and in no entry.
COMMON = "qcommonword"
#: Stands in the title of every record.
TITLE = "qtitleword"


@dataclass(frozen=True, slots=True)
class Kept:
    """One record as held.  ``facts`` bear the id and the ancestors the store gave it."""

    facts: RecordFacts
    rendition_id: str
    word: str

    @property
    def id(self) -> str:
        return self.facts.record_id


@dataclass(frozen=True, slots=True)
class LatticeArchive:
    """What was written, and the principals as they are here."""

    archive: Archive
    kept: tuple[Kept, ...]
    principals: dict[str, Subject]

    def worker(self) -> Worker:
        """The worker on the lattice's day."""
        return replace(wiring.open_worker(self.archive.settings, tuple(Zone)), today=lambda: lattice.TODAY)


def build(archive: Archive, size: int, seed: int) -> LatticeArchive:
    """Rules, records and people in the government store; indexed and published."""
    store = archive.store(Zone.GOV)
    drawn = lattice.sample(size, seed=seed)
    with writing(store.database) as connection:
        keep_rules(connection)
        kept = keep_records(connection, drawn, store.blobs)
        principals = {name: _here(connection, each, kept) for name, each in lattice.PRINCIPALS.items()}
        for subject in principals.values():
            if may_have_account(subject):
                _add_person(connection, subject)
    built = LatticeArchive(archive, kept, principals)
    built.worker().drain()
    return built


def may_have_account(subject: Subject) -> bool:
    """An account has a role, and staff have a department; the other principals are values only."""
    in_place = bool(subject.departments) or subject.roles.isdisjoint(STAFF_ROLES)
    return subject.zone is Zone.GOV and bool(subject.roles) and in_place


def keep_rules(connection: Connection) -> None:
    for position, tier in enumerate(lattice.TIERS):
        put_tier(connection, ListedTier(tier, position))
    for organ in (lattice.ARCHIVE, *(name for name in lattice.ORGANS if name)):
        register_organ(connection, organ, archive_name=lattice.ARCHIVE)
    for succession in lattice.RULES.successions:
        add_succession(connection, succession)


def keep_records(connection: Connection, drawn: Iterable[RecordFacts], blobs: BlobFolder) -> tuple[Kept, ...]:
    """The records of the sample, in its order: the first are those that grants name."""
    ids, renditions = [], []
    for number, facts in enumerate(drawn):
        draft = _draft(number, facts, blobs)
        saved = save(connection, draft, Authorship("tests", stamp(NOW), "取样"), (Target.INDEX, Target.PUBLICATION))
        ids.append(saved.item_id)
        renditions.append(draft.components[0].renditions[0].id)
    held = items_by_id(connection, ids)
    return tuple(
        Kept(held[item_id].facts, rendition, word(number))
        for number, (item_id, rendition) in enumerate(zip(ids, renditions, strict=True))
    )


def word(number: int) -> str:
    """A word that stands in the text of one record alone."""
    return f"qword{hashlib.sha256(str(number).encode()).hexdigest()[:12]}"


def _draft(number: int, facts: RecordFacts, blobs: BlobFolder) -> Draft:
    cell, code = facts.cell, f"Q001-WS·2001-D30-{number:04d}"
    text = f"正文 {COMMON} {word(number)}"
    digest, size = blobs.put(io.BytesIO(text.encode()))
    rendition = Rendition(
        id=f"rendition{number:07d}",
        kind=RenditionKind.ORIGINAL,
        file_name=f"{word(number)}.txt",
        media_type="text/plain",
        size=size,
        sha256=digest,
        text_status="complete",
        page_count=1,
    )
    level = lattice.GRANTED_LEVEL if lattice.GRANTED_LEVEL in facts.ancestors else lattice.OTHER_LEVEL
    return Draft(
        description=Description(
            fonds_code="Q001",
            fonds_name="格点全宗",
            reference_code=code,
            code_key=code,
            order_key=natural_key(code),
            title=f"第{number}件 {TITLE}",
            date_text="2001-05-06",
            date=20010506,
            year=2001,
            department=cell.organ,
            custody=cell.custody,
            kind=level,
        ),
        marks=AccessMarks(
            public_tier=cell.public_tier,
            gov_tier=cell.gov_tier,
            opens_on=number_of_day(facts.opens_on),
            network=cell.network,
            withdrawn=cell.withdrawn,
            work_secret=cell.work_secret,
        ),
        components=(Component(id=f"component{number:07d}", role="正本", title="正本", renditions=(rendition,)),),
        pages={rendition.id: (text,)},
        elements=(MetadataElement("description", "载体形态", f"{word(number)}element", "/x"),),
        events=(LifeEvent("签发", "2001-05-06", f"{word(number)}agent"),),
        content_digest=hashlib.sha256(code.encode()).hexdigest(),
    )


def _here(connection: Connection, principal: Subject, kept: tuple[Kept, ...]) -> Subject:
    """The same person with grants that name the records and the level as the store has named them."""
    below = (schema.node.c.level == Level.KIND, schema.node.c.value == lattice.GRANTED_LEVEL)
    level_id = connection.execute(select(schema.node.c.id).where(*below)).scalar_one()
    named = {name: record.id for name, record in zip(lattice.GRANTED_RECORDS, kept, strict=False)}
    grants = tuple(
        replace(grant, target_id=level_id if grant.target is GrantTarget.LEVEL else named[grant.target_id])
        for grant in principal.grants
    )
    return replace(principal, grants=grants)


def _add_person(connection: Connection, subject: Subject) -> None:
    department = next(iter(subject.departments), "")
    add_account(
        connection, NewAccount(subject.user, subject.user, department, subject.roles), password=PASSWORD, now=NOW
    )
    rows = [
        {
            "id": f"{subject.user}-{number}",
            "holder_kind": "person",
            "holder": subject.user,
            "target": grant.target.value,
            "target_id": grant.target_id,
            "purpose": grant.purpose,
            "until": number_of_day(grant.until),
            "proposed_by": "one",
            "approved_by": "another",
            "withdrawn_on": 0,
        }
        for number, grant in enumerate(subject.grants)
    ]
    if rows:
        connection.execute(insert(access_grant), rows)
