"""Checksums: names as written in packages, digests as computed here.

MD5 and SHA-1 are read for older packages' sake and prove nothing against an attacker;
new digests are never made with them.
"""

import hashlib
from collections.abc import Iterable

from indexer.errors import PackageRefused, RefusalCode
from indexer.package import Digest
from indexer.readers.names import shown
from indexer.readers.tree import Tree

_CHUNK = 1024 * 1024
_KNOWN = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sm3")


def algorithm_named(name: str) -> str | None:
    """``SHA-256``, ``SHA256`` and ``sha_256`` are ``sha256``; ``None`` when this machine cannot compute it."""
    plain = name.casefold().replace("-", "").replace("_", "").strip()
    return plain if plain in _KNOWN and plain in hashlib.algorithms_available else None


def digests_of(tree: Tree, name: str, algorithms: Iterable[str]) -> tuple[Digest, ...]:
    """Every wanted digest of one file in one pass over its bytes."""
    sums = {algorithm: hashlib.new(algorithm, usedforsecurity=False) for algorithm in algorithms}
    with tree.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            for running in sums.values():
                running.update(chunk)
    return tuple(Digest(algorithm, running.hexdigest()) for algorithm, running in sums.items())


def mismatch(tree: Tree, name: str, *, declared: tuple[Digest, ...], size: int | None) -> PackageRefused | None:
    """The refusal this file deserves, or ``None`` when it is what was declared."""
    if name not in tree:
        return PackageRefused(RefusalCode.MISSING_FILE, f"缺少文件“{shown(name)}”，请补齐后重新提交。")
    if size is not None and tree.size(name) != size:
        return PackageRefused(
            RefusalCode.SIZE_MISMATCH,
            f"文件“{shown(name)}”大小为 {tree.size(name)} 字节，登记为 {size} 字节，请核对。",
        )
    found = digests_of(tree, name, (digest.algorithm for digest in declared))
    for stated, computed in zip(declared, found, strict=True):
        if stated.value != computed.value:
            return PackageRefused(
                RefusalCode.CHECKSUM_MISMATCH,
                f"文件“{shown(name)}”的 {stated.algorithm.upper()} 校验值与登记不符，内容可能已改动，请核对。",
            )
    return None
