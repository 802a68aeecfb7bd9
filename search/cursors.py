"""Where a page ended, sealed: bound to the reader and the search, so that it is of no use to anybody else."""

from __future__ import annotations

import base64
import hmac
import json
from hashlib import sha256

from access.subjects import Subject
from search.errors import BadSearch

_MAC_BYTES = 16


def seal(key: bytes, subject: Subject, search: str, position: list[object]) -> str:
    """An opaque cursor for this reader and this search (the address without its cursor)."""
    body = json.dumps(position, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_mac(key, subject, search, body) + body).decode().rstrip("=")


def unseal(key: bytes, subject: Subject, search: str, cursor: str) -> list[object]:
    """The position in a cursor that was sealed for this very reader and search."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        mac, body = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        if hmac.compare_digest(mac, _mac(key, subject, search, body)):
            position = json.loads(body)
            if isinstance(position, list):
                return position
    except (ValueError, UnicodeError):
        pass
    raise BadSearch("翻页标记已失效。请从第一页重新查找。")


def _mac(key: bytes, subject: Subject, search: str, body: bytes) -> bytes:
    bound = f"{subject.zone}\0{subject.user}\0{search}".encode()
    return hmac.new(key, len(bound).to_bytes(4, "big") + bound + body, sha256).digest()[:_MAC_BYTES]
