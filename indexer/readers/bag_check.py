"""The strict check of a bag: complete, and every checksum right.  ``fetch.txt`` is never fetched.

Returns warnings for what older tools got wrong harmlessly; refuses everything else.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from indexer.errors import PackageRefused, RefusalCode
from indexer.package import Digest
from indexer.readers.bag_tags import (
    Declaration,
    ManifestLine,
    bad_bag,
    decoded,
    parse_declaration,
    parse_fetch,
    parse_info,
    parse_manifest,
)
from indexer.readers.fixity import algorithm_named, mismatch
from indexer.readers.names import is_junk, shown
from indexer.readers.tree import Tree

_MANIFEST = re.compile(r"(tag)?manifest-([A-Za-z0-9_-]+)\.txt")
_TAG_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CheckedBag:
    """What is known of a bag that passed.  ``payload`` maps each path under ``data/`` to its verified digests."""

    declaration: Declaration
    info_name: str
    info: tuple[tuple[str, str], ...]
    payload: dict[str, tuple[Digest, ...]]
    warnings: tuple[str, ...]


@dataclass(slots=True)
class _Check:
    """One bag under examination: collects warnings and forgiven absences on the way."""

    tree: Tree
    declaration: Declaration
    warnings: list[str] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)

    def text(self, name: str) -> str:
        return decoded(self.tree.read(name, limit=_TAG_BYTES), self.declaration.encoding, name)

    def manifests(self, *, tag: bool) -> dict[str, list[ManifestLine]]:
        """Manifest name → lines, of one kind.  Unknown algorithms prove nothing and are only mentioned."""
        found = {}
        for name in self.tree.names():
            match = _MANIFEST.fullmatch(name)
            if match is None or bool(match[1]) is not tag:
                continue
            if algorithm_named(match[2]) is None:
                self.warnings.append(f"清单“{shown(name)}”的校验算法不受支持，未核对")
                continue
            found[name] = self._distinct(parse_manifest(self.text(name), name, self.declaration.version), name)
        return found

    def _distinct(self, lines: list[ManifestLine], name: str) -> list[ManifestLine]:
        """One line per path.  Since 1.0 a repeated line is an error; before, only a contradicting one."""
        by_path: dict[str, ManifestLine] = {}
        for line in lines:
            if line.forgiven:
                self.warnings.append(f"清单“{shown(name)}”：“{shown(line.path)}”{line.forgiven}")
            earlier = by_path.setdefault(line.path, line)
            if earlier is line:
                continue
            if earlier.digest != line.digest or self.declaration.version >= (1, 0):
                raise bad_bag(f"清单“{shown(name)}”重复列出“{shown(line.path)}”")
            self.warnings.append(f"清单“{shown(name)}”重复列出“{shown(line.path)}”")
        return list(by_path.values())

    def verify(self, name: str, lines: list[ManifestLine]) -> dict[str, Digest]:
        """Check every listed file and return path → digest for those present."""
        match = _MANIFEST.fullmatch(name)
        algorithm = algorithm_named(match[2]) if match else None
        if algorithm is None:
            raise bad_bag(f"清单“{shown(name)}”的校验算法不受支持")
        verified: dict[str, Digest] = {}
        twins = _twins(lines)
        for line in lines:
            path = self._present(line, twins)
            if path is None:
                continue
            digest = Digest(algorithm, line.digest)
            refusal = mismatch(self.tree, path, declared=(digest,), size=None)
            if refusal is not None:
                raise refusal
            verified[path] = digest
        return verified

    def _present(self, line: ManifestLine, twins: dict[tuple[str, str], list[str]]) -> str | None:
        """Where the listed file is; ``None`` for an absence that file systems and tools explain."""
        if line.path in self.tree:
            return line.path
        for other in twins[_folded(line.path), line.digest]:
            if other != line.path and other in self.tree:
                self.warnings.append(f"“{shown(line.path)}”与“{shown(other)}”只差大小写或字符规范化，视为同一文件")
                return None
        if is_junk(line.path):
            self.warnings.append(f"清单所列系统文件“{shown(line.path)}”不在包内，已忽略")
            self.absent.add(line.path)
            return None
        for form in ("NFC", "NFD"):
            other = unicodedata.normalize(form, line.path)
            if other in self.tree:
                self.warnings.append(f"“{shown(line.path)}”与磁盘上文件名的字符规范化不同，视为同一文件")
                return other
        raise PackageRefused(RefusalCode.MISSING_FILE, f"清单所列文件“{shown(line.path)}”不在包内，请补齐后重新提交。")


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _twins(lines: list[ManifestLine]) -> dict[tuple[str, str], list[str]]:
    """Listed paths that a careless file system would make one file, with the same digest."""
    twins: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in lines:
        twins[_folded(line.path), line.digest].append(line.path)
    return twins


def check_bag(tree: Tree) -> CheckedBag:
    """Validate a bag completely.  Raises :class:`PackageRefused` at the first thing that is wrong."""
    declaration = parse_declaration(tree.read("bagit.txt", limit=_TAG_BYTES))
    check = _Check(tree, declaration)
    if not tree.has_folder("data"):
        raise bad_bag("缺少 data 文件夹")
    payload_lists = check.manifests(tag=False)
    if not payload_lists:
        raise bad_bag("缺少可核对的 manifest 清单")
    _check_places(payload_lists)
    _check_fetch(check, payload_lists)
    for name, lines in check.manifests(tag=True).items():
        check.verify(name, lines)
    payload: dict[str, tuple[Digest, ...]] = {}
    for name, lines in payload_lists.items():
        for path, digest in check.verify(name, lines).items():
            payload[path] = (*payload.get(path, ()), digest)
    _check_all_listed(tree, payload, lists=len(payload_lists), version=declaration.version)
    info_name = "package-info.txt" if "bag-info.txt" not in tree else "bag-info.txt"
    info = tuple(parse_info(check.text(info_name), info_name)) if info_name in tree else ()
    _check_oxum(check, info, payload)
    check.warnings.extend(f"payload 内有系统文件“{shown(path)}”" for path in sorted(payload) if is_junk(path))
    return CheckedBag(declaration, info_name, info, payload, tuple(check.warnings))


def _check_places(payload_lists: dict[str, list[ManifestLine]]) -> None:
    for name, lines in payload_lists.items():
        for line in lines:
            if not line.path.startswith("data/"):
                raise PackageRefused(
                    RefusalCode.UNSAFE_NAME, f"清单“{shown(name)}”所列“{shown(line.path)}”不在 data 文件夹内，请修正。"
                )


def _check_fetch(check: _Check, payload_lists: dict[str, list[ManifestLine]]) -> None:
    """Holes are not filled: whoever wants a bag taken in sends all of it."""
    if "fetch.txt" not in check.tree:
        return
    listed = {line.path for lines in payload_lists.values() for line in lines}
    for path in parse_fetch(check.text("fetch.txt"), check.declaration.version):
        if not path.startswith("data/"):
            raise PackageRefused(RefusalCode.UNSAFE_NAME, f"fetch.txt 所列“{shown(path)}”不在 data 文件夹内，请修正。")
        if path not in check.tree:
            raise PackageRefused(
                RefusalCode.INCOMPLETE_BAG, f"“{shown(path)}”需自网络取回，本系统不下载，请补齐文件后重新提交。"
            )
        if path not in listed:
            raise bad_bag(f"fetch.txt 所列“{shown(path)}”不在清单内")
    check.warnings.append("包内有 fetch.txt；所列文件均已在包内，未从网络取回")


def _check_all_listed(
    tree: Tree, payload: dict[str, tuple[Digest, ...]], *, lists: int, version: tuple[int, int]
) -> None:
    """Every payload file is in a manifest; since 1.0, in every manifest."""
    for path in tree.names():
        if not path.startswith("data/"):
            continue
        if path not in payload:
            raise PackageRefused(RefusalCode.UNLISTED_FILE, f"文件“{shown(path)}”未列入清单，请登记或移出后重新提交。")
        if version >= (1, 0) and len(payload[path]) < lists:
            raise PackageRefused(RefusalCode.UNLISTED_FILE, f"文件“{shown(path)}”未列入每一份清单，请重新制作。")


def _check_oxum(check: _Check, info: tuple[tuple[str, str], ...], payload: dict[str, tuple[Digest, ...]]) -> None:
    """``Payload-Oxum`` is bytes.count; it cannot be judged when system files are forgiven as absent."""
    stated = [value for label, value in info if label.casefold() == "payload-oxum"]
    if not stated:
        return
    if check.absent:
        check.warnings.append("有系统文件缺失，Payload-Oxum 未核对")
        return
    found = f"{sum(check.tree.size(path) for path in payload)}.{len(payload)}"
    for value in stated:
        if value != found:
            raise PackageRefused(
                RefusalCode.SIZE_MISMATCH, f"Payload-Oxum 登记为“{shown(value)}”，实际为“{found}”，请核对。"
            )
