"""Write one planned record as an AIP folder.  The folder is complete or absent: it is written aside and renamed."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from load.demo.contents import MEDIA_TYPES, contents_of
from load.demo.description import description_of
from load.demo.mets import Wrapper, mets_of
from load.demo.premis import premis_of
from load.demo.record import Record
from load.demo.stored import Stored


def write_package(record: Record, folder: Path) -> Path:
    """Write the package into ``folder`` and return where it lies; one that is already there is replaced."""
    return write_folder(folder / record.package, _files_of(record))


def write_folder(target: Path, files: Iterable[Stored]) -> Path:
    """Put the files of one package in its place."""
    beside = target.with_name(f".{target.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    for file in files:
        path = beside / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    shutil.rmtree(target, ignore_errors=True)
    beside.rename(target)
    return target


def damage(package: Path) -> None:
    """Change one letter of the main document, size kept, so that only its checksum can tell."""
    path = min((package / "representations" / "rep1" / "data").iterdir())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x01
    path.write_bytes(bytes(content))


def _files_of(record: Record) -> list[Stored]:
    contents = contents_of(record)
    representations = {
        name: [
            Stored(f"representations/{name}/data/{file.name}", MEDIA_TYPES[file.form], file.content) for file in files
        ]
        for name, files in contents.representations.items()
    }
    stored = [file for files in representations.values() for file in files]
    description = Stored("metadata/descriptive/dat46.xml", "application/xml", description_of(record, contents))
    premis = Stored("metadata/preservation/premis.xml", "application/xml", premis_of(record, stored))
    created = f"{max(record.written_on.year, 2005)}-12-31T09:00:00+08:00"
    wrapper = Wrapper(record.package, record.title, created, "Kaijuan demonstration archive")
    mets = mets_of(wrapper, description=description, premis=premis, representations=representations)
    return [*stored, description, premis, Stored("METS.xml", "application/xml", mets)]
