"""``METS.xml`` of an E-ARK AIP (CSIP 2.x): every file with its size and SHA-256, and the map of the folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from lxml import etree

from load.demo.stored import Stored

_METS = "http://www.loc.gov/METS/"
_XLINK = "http://www.w3.org/1999/xlink"
_CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
_NAMESPACES = {"mets": _METS, "xlink": _XLINK, "csip": _CSIP}
_PROFILE = "https://earkaip.dilcis.eu/profile/E-ARK-AIP.xml"


@dataclass(frozen=True, slots=True)
class Wrapper:
    """What METS says of the package itself: its name, its title, the moment it was made, and by what."""

    package: str
    title: str
    created: str
    maker: str


def mets_of(
    wrapper: Wrapper, *, description: Stored, premis: Stored, representations: Mapping[str, Sequence[Stored]]
) -> bytes:
    """A package without representations is a description alone; METS knows no empty list of files, so it gets none."""
    created = wrapper.created
    root = etree.Element(f"{{{_METS}}}mets", nsmap=_NAMESPACES, OBJID=wrapper.package, TYPE="Other", PROFILE=_PROFILE)
    root.set("LABEL", wrapper.title)
    root.set(f"{{{_CSIP}}}OTHERTYPE", "电子文件")
    root.set(f"{{{_CSIP}}}CONTENTINFORMATIONTYPE", "MIXED")
    _header(root, wrapper)
    section = _add(root, "dmdSec", ID="dmd-1", CREATED=created, STATUS="CURRENT")
    _reference(section, description, created, kind="OTHER", other="DA/T 46")
    administrative = _add(root, "amdSec", ID="amd-1")
    provenance = _add(administrative, "digiprovMD", ID="digiprov-1", CREATED=created, STATUS="CURRENT")
    _reference(provenance, premis, created, kind="PREMIS", other=None)
    if representations:
        _files(root, representations, created)
    _structure(root, representations)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_METS}}}{name}", attributes)


def _header(root: etree._Element, wrapper: Wrapper) -> None:
    header = _add(root, "metsHdr", CREATEDATE=wrapper.created, RECORDSTATUS="NEW")
    header.set(f"{{{_CSIP}}}OAISPACKAGETYPE", "AIP")
    maker = _add(header, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    _add(maker, "name").text = wrapper.maker
    note = _add(maker, "note")
    note.text = "1.0"
    note.set(f"{{{_CSIP}}}NOTETYPE", "SOFTWARE VERSION")


def _located(element: etree._Element, path: str) -> None:
    element.set("LOCTYPE", "URL")
    element.set(f"{{{_XLINK}}}type", "simple")
    element.set(f"{{{_XLINK}}}href", quote(path))


def _fixed(element: etree._Element, file: Stored, created: str) -> None:
    element.set("MIMETYPE", file.media_type)
    element.set("SIZE", str(file.size))
    element.set("CREATED", created)
    element.set("CHECKSUM", file.sha256)
    element.set("CHECKSUMTYPE", "SHA-256")


def _reference(section: etree._Element, file: Stored, created: str, *, kind: str, other: str | None) -> None:
    reference = _add(section, "mdRef", MDTYPE=kind)
    if other:
        reference.set("OTHERMDTYPE", other)
    _located(reference, file.path)
    _fixed(reference, file, created)


def _files(root: etree._Element, representations: Mapping[str, Sequence[Stored]], created: str) -> None:
    section = _add(root, "fileSec", ID="fileSec-1")
    for name, files in representations.items():
        group = _add(section, "fileGrp", ID=f"grp-{name}", USE=f"Representations/{name}")
        for nth, stored in enumerate(files, start=1):
            file = _add(group, "file", ID=f"file-{name}-{nth}", ADMID="digiprov-1", DMDID="dmd-1")
            _fixed(file, stored, created)
            _located(_add(file, "FLocat"), stored.path)


def _structure(root: etree._Element, representations: Mapping[str, Sequence[Stored]]) -> None:
    structure = _add(root, "structMap", ID="struct-1", TYPE="PHYSICAL", LABEL="CSIP")
    package = _add(structure, "div", ID="div-package", LABEL=str(root.get("OBJID")))
    _add(package, "div", ID="div-metadata", LABEL="Metadata", DMDID="dmd-1", ADMID="digiprov-1")
    for name, files in representations.items():
        division = _add(package, "div", ID=f"div-{name}", LABEL=f"Representations/{name}")
        _add(division, "fptr", FILEID=f"grp-{name}")
        for nth, stored in enumerate(files, start=1):
            role = stored.path.rpartition("/")[2].partition("-")[0]
            part = _add(division, "div", ID=f"div-{name}-{nth}", LABEL=role)
            _add(part, "fptr", FILEID=f"file-{name}-{nth}")
