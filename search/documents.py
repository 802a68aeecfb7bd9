"""From an item as held to the document an index keeps of it.  Facts are indexed, rights never.

Which fields are entry and which are content is DESIGN section 3 (catalogue and content), per zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from access.facts import Custody
from access.subjects import Zone
from records.items import Item, MetadataElement
from search.document import PLACEHOLDER, IndexDocument, KeyField, NumberField, TextField
from search.text import Analyser, code_prefixes

CUSTODY_LABELS = {Custody.FILED: "未进馆", Custody.TRANSFERRED: "进馆", Custody.UNKNOWN: ""}
#: Joins fields of one group: a character that no phrase crosses.
_GAP = "\n"
#: Marks the whole reference code among its prefixes, so that the exact one can be put first.
WHOLE = "="


def document_of(
    item: Item,
    elements: Iterable[MetadataElement],
    texts: Sequence[str],
    *,
    zone: Zone,
    analyser: Analyser,
) -> IndexDocument:
    """The index document of one item.  ``texts``: file names and page texts, all of them content."""
    entry, content = _entry(item, zone), _content(item, elements, texts, zone)
    return IndexDocument(
        record_id=item.id,
        version=item.version,
        texts=_texts(item, entry, content, analyser),
        keys=_keys(item, zone),
        numbers=_numbers(item),
    )


def _entry(item: Item, zone: Zone) -> str:
    d = item.description
    shown = [d.creator, d.document_number, d.reference_code, d.fonds_name, d.department, d.kind, d.date_text]
    shown += [d.index_number, d.life_topic, d.validity, d.validity_act]
    if zone is Zone.GOV:
        shown += [d.retention, d.series]
    return _GAP.join(part for part in shown if part)


def _content(item: Item, elements: Iterable[MetadataElement], texts: Sequence[str], zone: Zone) -> str:
    d = item.description
    parts = [d.abstract, *d.subjects, d.file]
    if zone is Zone.PUBLIC:
        parts += [d.retention, d.series]
    parts += [element.value for element in elements]
    return _GAP.join(part for part in (*parts, *texts) if part)


def _texts(item: Item, entry: str, content: str, analyser: Analyser) -> dict[TextField, str]:
    title, about, inside = (analyser.analyse(text) for text in (item.description.title, entry, content))
    creator = analyser.analyse(item.description.creator)
    fields = {
        TextField.TITLE_WORDS: title.words,
        TextField.TITLE_GRAMS: title.grams,
        TextField.TITLE_CHARS: title.chars,
        TextField.ENTRY_WORDS: about.words,
        TextField.ENTRY_GRAMS: about.grams,
        TextField.ENTRY_CHARS: about.chars,
        TextField.CREATOR_GRAMS: creator.grams,
        TextField.CONTENT_WORDS: inside.words,
        TextField.CONTENT_GRAMS: inside.grams,
        TextField.CONTENT_CHARS: inside.chars,
    }
    return {field: tokens or PLACEHOLDER for field, tokens in fields.items()}


def _keys(item: Item, zone: Zone) -> dict[KeyField, tuple[str, ...]]:
    d = item.description
    keys = {
        KeyField.ID: (item.id,),
        KeyField.CELL: (item.cell.encode(),),
        KeyField.ANCESTORS: tuple(sorted(item.ancestors)),
        KeyField.CODE_KEYS: (*code_prefixes(d.reference_code), WHOLE + d.code_key),
        KeyField.NUMBER_KEYS: (d.number_key,),
        KeyField.CODE_ORDER: (f"{d.order_key}\t{item.id}",),
        KeyField.FONDS: (d.fonds_code,),
        KeyField.DEPARTMENT: (d.department,),
        KeyField.KIND: (d.kind,),
        KeyField.OPENNESS: (item.marks.public_tier,),
    }
    if zone is Zone.GOV:
        keys[KeyField.RETENTION] = (d.retention,)
        keys[KeyField.CUSTODY] = (CUSTODY_LABELS[d.custody],)
    return {field: kept for field, values in keys.items() if (kept := tuple(v for v in values if v))}


def _numbers(item: Item) -> dict[NumberField, int]:
    numbers = {
        NumberField.YEAR: item.description.year,
        NumberField.DATE: item.description.date,
        NumberField.OPENS_ON: item.marks.opens_on,
    }
    present = {field: value for field, value in numbers.items() if value}
    return {**present, NumberField.DATE_ORDER: (item.description.date << 32) | item.sequence}
