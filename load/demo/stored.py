"""A file as it lies in a package: its path, size and SHA-256, which METS and PREMIS both state."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stored:
    path: str
    media_type: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()
