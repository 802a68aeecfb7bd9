"""Small E-ARK packages for tests: any elements, any text files, any events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from load.demo.mets import Wrapper, mets_of
from load.demo.package import write_folder
from load.demo.premis import add_entity, objects_of
from load.demo.stored import Stored

_PREMIS = "http://www.loc.gov/premis/v3"


@dataclass(frozen=True, slots=True)
class Aip:
    """A package to be written.  ``files``: representation/name → text; ``events``: (type, outcome note)."""

    name: str
    elements: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)
    events: Iterable[tuple[str, str]] = ()


def write_aip(folder: Path, aip: Aip) -> Path:
    content = {
        name: Stored(f"representations/{name.replace('/', '/data/', 1)}", "text/plain", text.encode())
        for name, text in aip.files.items()
    }
    representations: dict[str, list[Stored]] = {}
    for name, stored in content.items():
        representations.setdefault(name.split("/", 1)[0], []).append(stored)
    premis_root = objects_of(content.values())
    add_entity(premis_root, aip.name)
    for number, (kind, note) in enumerate(aip.events):
        _event(premis_root, f"{aip.name}-{number}", kind, note)
    description = Stored("metadata/descriptive/dat46.xml", "application/xml", _xml(_description(aip.elements)))
    premis = Stored("metadata/preservation/premis.xml", "application/xml", _xml(premis_root))
    wrapper = Wrapper(aip.name, aip.name, "2024-12-31T09:00:00+08:00", "Kaijuan tests")
    mets = mets_of(wrapper, description=description, premis=premis, representations=representations)
    files = [*content.values(), description, premis, Stored("METS.xml", "application/xml", mets)]
    return write_folder(folder / aip.name, files)


def _description(elements: Mapping[str, str]) -> etree._Element:
    root = etree.Element("文件实体")
    for name, value in elements.items():
        etree.SubElement(root, name).text = value
    return root


def _event(root: etree._Element, identifier: str, kind: str, note: str) -> None:
    event = etree.SubElement(root, f"{{{_PREMIS}}}event")
    for path, text in (
        ("eventIdentifier/eventIdentifierType", "local"),
        ("eventIdentifier/eventIdentifierValue", identifier),
        ("eventType", kind),
        ("eventDateTime", "2011-05-06T09:00:00+08:00"),
        ("eventOutcomeInformation/eventOutcome", note),
    ):
        parent = event
        for name in path.split("/")[:-1]:
            found = parent.find(f"{{{_PREMIS}}}{name}")
            parent = etree.SubElement(parent, f"{{{_PREMIS}}}{name}") if found is None else found
        etree.SubElement(parent, f"{{{_PREMIS}}}{path.rsplit('/', 1)[-1]}").text = text


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
