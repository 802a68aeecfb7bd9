"""A row about a record that is held already: it corrects the entry and takes nothing away that it does not speak of.

Files, pages, history and metadata of a package stay.  A row without a 密级 or 网络 column never lifts a restriction.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from sqlalchemy import Connection

from access.facts import strictest
from indexer.catalogue_import.columns import PATH, Columns
from records.items import AccessMarks, Description, Draft, Item
from records.reading import components_of, elements_of, events_of, item_by_identity, texts_of

#: Fields of a description with the key of the column that speaks of them.
_KEY_OF = {
    "fonds_name": "fonds_name",
    "creator": "creator",
    "document_number": "document_number",
    "number_key": "document_number",
    "date_text": "date",
    "date": "date",
    "retention": "retention",
    "department": "department",
    "custody": "custody",
    "kind": "kind",
    "series": "series",
    "file": "file",
    "abstract": "abstract",
    "subjects": "subjects",
    "index_number": "index_number",
    "validity": "validity",
    "validity_act": "validity_act",
    "life_topic": "life_topic",
    "published_on": "published_on",
    "in_force_on": "in_force_on",
}


def corrected(connection: Connection, draft: Draft, columns: Columns) -> Draft:
    """The draft to save for this row: as it is for a new record, joined with what is held for another."""
    held = item_by_identity(connection, draft.description.fonds_code, draft.description.code_key)
    if held is None or held.content_digest == draft.content_digest:
        return draft
    draft = replace(draft, marks=_marks(draft.marks, held.marks, columns))
    components = components_of(connection, held.id)
    if not components:
        return draft
    pages: dict[str, list[str]] = defaultdict(list)
    for rendition_id, _, text in texts_of(connection, [held.id])[held.id]:
        pages[rendition_id].append(text)
    kept = [e for e in elements_of(connection, [held.id])[held.id] if not e.path.startswith(PATH)]
    return replace(
        draft,
        description=_description(draft.description, held, columns),
        components=components,
        pages={rendition_id: tuple(texts) for rendition_id, texts in pages.items()},
        elements=(*kept, *draft.elements),
        events=events_of(connection, held.id),
    )


def _marks(new: AccessMarks, held: AccessMarks, columns: Columns) -> AccessMarks:
    """A restriction falls only when the file has the column that speaks of it."""
    if "classification" not in columns.fields:
        new = replace(new, work_secret=new.work_secret or held.work_secret)
    if "network" not in columns.fields:
        new = replace(new, network=strictest((new.network, held.network)))
    return new


def _description(new: Description, held: Item, columns: Columns) -> Description:
    """Fields the file has no column for keep what the package said."""
    old = held.description
    silent = {name: getattr(old, name) for name, key in _KEY_OF.items() if key not in columns.fields}
    if not {"year", "date"} & columns.fields.keys():
        silent["year"] = old.year
    return replace(new, **silent)
