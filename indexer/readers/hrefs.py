"""Hrefs of METS documents as names inside the package.

Tolerated because real packages have them: ``file://./``, ``./``, percent-encoding or its absence, NFC against NFD,
paths from the package root where the standard wants them from the document.  Never tolerated: leaving the package.
"""

import posixpath
import re
import unicodedata
from urllib.parse import unquote

from indexer.errors import PackageRefused, RefusalCode
from indexer.readers.limits import DEFAULT_LIMITS
from indexer.readers.names import safe_name, shown
from indexer.readers.tree import Tree

_FILE_SCHEME = re.compile(r"file:(//)?(?=[^/]|/\./)(/(?=\./))?", re.IGNORECASE)
_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def is_remote(href: str) -> bool:
    """An address outside any package (``http:``, ``urn:``).  ``file:`` is not one: it is resolved or refused."""
    return _REMOTE.match(href) is not None and not href.casefold().startswith("file:")


def resolve(href: str, *, base: str, tree: Tree) -> str:
    """The logical name an href means, seen from the folder ``base`` (``""`` for the root).

    The name need not exist; absence is judged by whoever checks fixity.  Raises ``unsafe_name``.
    """
    plain = _FILE_SCHEME.sub("", href, count=1)
    if plain.casefold().startswith("file:"):
        raise _outside(href)
    candidates = []
    for text in dict.fromkeys((unquote(plain), plain)):
        candidates.append(_inside(posixpath.join(base, text), href))
        if base:
            candidates.append(_inside(text, href))
    usable = [name for name in candidates if name is not None]
    if candidates[0] is None and not any(name in tree for name in usable):
        raise _outside(href)
    for name in usable:
        for form in (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)):
            if form in tree:
                return form
    return usable[0]


def _inside(joined: str, href: str) -> str | None:
    """The normalised path, ``None`` where it climbs out of the package."""
    if "\\" in joined or joined.startswith("/") or "\0" in joined:
        raise _outside(href)
    path = posixpath.normpath(joined)
    if path == ".." or path.startswith("../"):
        return None
    return safe_name(path, DEFAULT_LIMITS)


def _outside(href: str) -> PackageRefused:
    return PackageRefused(RefusalCode.UNSAFE_NAME, f"METS 中的路径“{shown(href)}”指向包外，请修正后重新提交。")
