"""Where a file stands in an E-ARK package, told from its path alone (CSIP; some AIPs keep a ``submission/``)."""

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What a file is to the package."""

    METS = "mets"
    METADATA = "metadata"
    SCHEMA = "schema"
    DOCUMENTATION = "documentation"
    CONTENT = "content"
    PROVENANCE = "provenance"  # loose files of a submission that is no package itself


@dataclass(frozen=True, slots=True)
class Place:
    """``representation`` is its name or ``""``; ``inner`` is the path inside the representation's ``data``."""

    part: Part
    submitted: bool
    representation: str
    inner: str


_FOLDERS = {"metadata": Part.METADATA, "schemas": Part.SCHEMA, "documentation": Part.DOCUMENTATION}


def place_of(path: str) -> Place:
    """Decide by the folders on the way; unknown folders hold content, so that nothing slips by as harmless."""
    parts = path.split("/")
    submitted = False
    while len(parts) > 1 and parts[0] == "submission":
        submitted, parts = True, parts[1:]
    representation = ""
    if len(parts) > 2 and parts[0] == "representations":
        representation, parts = parts[1], parts[2:]
    part = _part(parts, submitted=submitted, represented=bool(representation))
    inner = parts[1:] if len(parts) > 1 and parts[0] == "data" else parts
    return Place(part, submitted, representation, "/".join(inner))


def _part(parts: list[str], *, submitted: bool, represented: bool) -> Part:
    if parts == ["METS.xml"]:
        return Part.METS
    if len(parts) > 1 and parts[0] in _FOLDERS:
        part = _FOLDERS[parts[0]]
        schema = part is Part.DOCUMENTATION and parts[-1].casefold().endswith(".xsd")
        return Part.SCHEMA if schema else part
    if submitted and not represented and parts[0] != "data":
        return Part.PROVENANCE
    return Part.CONTENT
