"""Zip containers whose bytes do not depend on the clock: every member carries one fixed day."""

import io
import zipfile
from collections.abc import Mapping

_DAY = (2025, 12, 1, 8, 0, 0)


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            container.writestr(entry, content)
    return out.getvalue()


def rezipped(content: bytes) -> bytes:
    """The same members in the same order, without the time they were packed at."""
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        return zipped({name: container.read(name) for name in container.namelist()})
