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
        if base and not text.startswith("../"):
            candidates.append(_inside(text, href))
    for name in candidates:
        for form in (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)):
            if form in tree:
                return form
    return candidates[0]


def _inside(joined: str, href: str) -> str:
    """The normalised path, refused where it climbs out of the package."""
    path = posixpath.normpath(joined)
    if "\\" in joined or joined.startswith("/") or path == ".." or path.startswith("../"):
        raise _outside(href)
    return safe_name(path, DEFAULT_LIMITS)


def _outside(href: str) -> PackageRefused:
    return PackageRefused(RefusalCode.UNSAFE_NAME, f"METS 中的路径“{shown(href)}”指向包外，请修正后重新提交。")
