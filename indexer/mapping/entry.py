"""One catalogue entry as strings.  ``""`` is absent; the keys are those of the catalogue import."""

from dataclasses import dataclass, fields

from indexer.package import Element


@dataclass(frozen=True, slots=True)
class Entry:
    """The Chinese header of each key stands in the import table; ``further`` keeps what has no key, in order."""

    reference_code: str = ""
    title: str = ""
    creator: str = ""
    document_number: str = ""
    date: str = ""
    retention: str = ""
    fonds: str = ""
    fonds_name: str = ""
    department: str = ""
    year: str = ""
    series: str = ""
    kind: str = ""
    public_access: str = ""
    gov_sharing: str = ""
    tier: str = ""
    opens_on: str = ""
    custody: str = ""
    classification: str = ""
    declassified_by: str = ""
    declassified_on: str = ""
    network: str = ""
    validity: str = ""
    validity_act: str = ""
    index_number: str = ""
    life_topic: str = ""
    published_on: str = ""
    in_force_on: str = ""
    file: str = ""
    subjects: str = ""
    abstract: str = ""
    further: tuple[Element, ...] = ()


#: Every key of an entry but ``further``, in the order of the table above.
ENTRY_KEYS: tuple[str, ...] = tuple(field.name for field in fields(Entry) if field.name != "further")
