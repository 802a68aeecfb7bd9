"""The metadata of a record in the order of DA/T 18, its context, and the steps of its life."""

from __future__ import annotations

from typing import Final

from access.facts import Custody
from access.subjects import Zone
from portal.pages.showing import date_text, item_date, written_date
from portal.views.parts import Pair
from portal.views.reading import LifeStep
from portal.visits import Visit
from portal.words import Words
from records.items import LifeEvent, day_of
from search.results import RecordSheet

#: What in an event's type names a step of the life line.  Other events stand in the context alone.
_STEPS: Final = (("归档", "life.filed"), ("移交", "life.transferred"), ("进馆", "life.transferred"))


def metadata_of(visit: Visit, sheet: RecordSheet) -> tuple[Pair, ...]:
    """题名与责任者, 文号, 密级与保管期限, 时间, 附注与提要, 排检与编号; empty fields are omitted.

    Abstract and subjects are content: who may see the entry alone does not see them.
    """
    words, description = visit.words, sheet.item.description
    figures = {"document_number", "date", "opens_on", "reference_code", "year", "index_number", "pages"}
    values = (
        ("title", description.title),
        ("creator", description.creator),
        ("document_number", description.document_number),
        ("validity", words.known("validity", description.validity)),
        ("validity_act", description.validity_act),
        ("retention", words.known("retention", description.retention)),
        *_access(visit, sheet),
        ("date", item_date(sheet.item, words)),
        ("published_on", written_date(description.published_on, words)),
        ("in_force_on", written_date(description.in_force_on, words)),
        ("pages", _pages(sheet)),
        ("abstract", description.abstract if sheet.readable else ""),
        ("reference_code", description.reference_code),
        ("fonds", f"{description.fonds_code} {description.fonds_name}".strip()),
        ("kind", description.kind),
        ("year", str(description.year or "")),
        ("series", description.series),
        ("file", description.file),
        ("department", description.department),
        ("custody", _custody(description.custody, words)),
        ("index_number", description.index_number),
        ("life_topic", description.life_topic),
        ("subjects", "；".join(description.subjects) if sheet.readable else ""),
    )
    return tuple(Pair(words(f"meta.{key}"), value, figures=key in figures) for key, value in values if value)


def _access(visit: Visit, sheet: RecordSheet) -> tuple[tuple[str, str], ...]:
    """Both axes are of interest inside; outside, the badge says what there is to say."""
    words = visit.words
    opens_on = date_text(sheet.item.marks.opens_on, "", words)
    if visit.house.zone is Zone.PUBLIC:
        return (("opens_on", opens_on),)
    public = words.known("tier", sheet.tier.label) if sheet.tier else ""
    sharing = words.known("tier", sheet.gov_tier.label) if sheet.gov_tier else ""
    return (("public_access", public), ("gov_sharing", sharing), ("opens_on", opens_on))


def _custody(custody: Custody, words: Words) -> str:
    return words(f"custody.{custody}") if custody is not Custody.UNKNOWN else ""


def _pages(sheet: RecordSheet) -> str:
    total = sum(component.renditions[0].page_count for component in sheet.components if component.renditions)
    return str(total or "")


def context_of(sheet: RecordSheet, words: Words) -> tuple[Pair, ...]:
    """Everything else the package said, kept whole: elements first, then events."""
    elements = tuple(Pair(element.name, element.value) for element in sheet.elements if element.value)
    events = tuple(Pair(event.type, event_text(event, words)) for event in sheet.events)
    return elements + events


def event_text(event: LifeEvent, words: Words) -> str:
    parts = (written_date(event.at, words), event.agent, event.outcome, event.detail)
    return "，".join(part for part in parts if part)


def life_of(visit: Visit, sheet: RecordSheet) -> tuple[LifeStep, ...]:
    """形成 → 发布 → 归档 → 移交 → 开放, as far as dates are known; one step alone is no line."""
    words, item = visit.words, sheet.item
    description = item.description
    opens_on = day_of(item.marks.opens_on)
    steps = [
        LifeStep(words("life.created"), item_date(item, words), past=True),
        LifeStep(words("life.published"), written_date(description.published_on, words), past=True),
        LifeStep(words("life.in_force"), written_date(description.in_force_on, words), past=True),
        *(LifeStep(words(key), written_date(at, words), past=True) for key, at in _milestones(sheet.events)),
        LifeStep(
            words("life.opened"),
            date_text(item.marks.opens_on, "", words),
            past=opens_on is not None and opens_on <= visit.house.catalogue.today(),
        ),
    ]
    known = tuple(step for step in steps if step.date)
    return known if len(known) > 1 else ()


def _milestones(events: tuple[LifeEvent, ...]) -> list[tuple[str, str]]:
    """The first event of each step, by the word in its type; the day is enough for a line."""
    found: dict[str, str] = {}
    for event in events:
        for word, key in _STEPS:
            if word in event.type and event.at:
                found.setdefault(key, event.at[:10])
    return [(key, found[key]) for key in ("life.filed", "life.transferred") if key in found]
