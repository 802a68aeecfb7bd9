"""What a content file is called, which part of the item it is, and which rendition: read from names, never from bytes.

An unknown rendition is the original, because the original is the one guarded most; an unknown role is ``""``.
"""

import mimetypes
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from indexer.package import ContentFile, Digest, Rendition
from indexer.readers.tree import Tree

#: Role → words that open a folder name, a file name or a label (DA/T 22: 正本, 定稿, 文件处理单, 附件).
_ROLES = {
    "正本": ("正本", "正文", "main", "final copy"),
    "定稿": ("定稿", "签发稿", "发文稿", "原稿", "finalized draft"),
    "办理单": ("办理单", "处理单", "文件处理单", "发文稿纸", "收文处理", "阅办单", "阅文单", "handling"),
    "附件": ("附件", "附录", "附表", "attachment", "annex", "appendix"),
}
#: Whole words: an accession number makes no access copy.
_ACCESS = re.compile(r"(?<![a-z])(access|dissemination|dip)(?![a-z])|^利用|利用(件|版|副本)|浏览(件|版|副本)|公开版")
_REDACTED = re.compile(r"redact|saniti[sz]ed|脱敏|遮盖|遮挡|去标识|删减")
_TYPES = {
    ".ofd": "application/ofd",
    ".wps": "application/vnd.ms-works",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".md": "text/markdown",
    ".eml": "message/rfc822",
}
_UNKNOWN_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class ContentEntry:
    """A content file as the package's own list states it.  ``labels`` are words the list puts on it, nearest first."""

    path: str
    declared: tuple[Digest, ...]
    media_type: str
    original_name: str
    labels: tuple[str, ...]
    group: str  # the representation it belongs to, "" where a package knows none
    inner: str  # its path inside that representation


def media_type_of(name: str, declared: str = "") -> str:
    """The declared type, or the one its name suggests; extraction decides by content anyway."""
    if declared.strip() and declared.strip() != _UNKNOWN_TYPE:
        return declared.strip()
    suffix = PurePosixPath(name).suffix.casefold()
    return _TYPES.get(suffix) or mimetypes.guess_type(f"x{suffix}", strict=False)[0] or _UNKNOWN_TYPE


def role_of(words: Iterable[str]) -> str:
    """The first role that one of the words opens with."""
    for word in words:
        plain = re.sub(r"^[\d\W_]+", "", word.casefold())
        for role, openings in _ROLES.items():
            if plain.startswith(openings):
                return role
    return ""


def rendition_of(words: Iterable[str]) -> Rendition:
    """Redacted wins over access: a redacted access copy is first of all redacted."""
    plain = [word.casefold() for word in words]
    if any(_REDACTED.search(word) for word in plain):
        return "redacted"
    return "access" if any(_ACCESS.search(word) for word in plain) else "original"


def content_files(tree: Tree, entries: Iterable[ContentEntry]) -> tuple[ContentFile, ...]:
    """Number the files in the order of the list and group renditions of one component.

    Two files make one component when their paths inside two representations agree but for the suffix and their
    renditions differ; otherwise each stands alone.
    """
    files: list[ContentFile] = []
    taken: set[tuple[str, str]] = set()
    for ordinal, entry in enumerate(entries, start=1):
        rendition = rendition_of((*entry.labels, entry.group))
        component = str(PurePosixPath(entry.inner).with_suffix(""))
        if (component, rendition) in taken:
            component = entry.path
        taken.add((component, rendition))
        file_name = PurePosixPath(entry.inner).name
        files.append(
            ContentFile(
                path=entry.path,
                local=tree.local(entry.path),
                size=tree.size(entry.path),
                declared=entry.declared,
                media_type=media_type_of(entry.path, entry.media_type),
                original_name=entry.original_name or file_name,
                role=role_of((*entry.labels, file_name, *reversed(PurePosixPath(entry.inner).parts[:-1]))),
                rendition=rendition,
                component=component,
                ordinal=ordinal,
            )
        )
    return tuple(files)
