"""The tag files of a bag as text: ``bagit.txt``, manifests, ``bag-info.txt``, ``fetch.txt`` (RFC 8493 and drafts).

Parsing only.  Whether the listed files are there and right is decided in ``bagit.py``.
"""

import codecs
import re
from dataclasses import dataclass

from indexer.errors import PackageRefused, RefusalCode
from indexer.readers.limits import DEFAULT_LIMITS
from indexer.readers.names import safe_name, shown

VERSIONS = {(0, 93), (0, 94), (0, 95), (0, 96), (0, 97), (1, 0)}
_DECLARATION = re.compile(r"BagIt-Version: (\d+)\.(\d+)\r?[\n\r]Tag-File-Character-Encoding: (\S+)\s*")
#: Before 1.0 the drafts did not say how much white space may stand there.
_OLD_DECLARATION = re.compile(
    r"BagIt-Version:[ \t]*(0)\.(\d+)[ \t]*\r?[\n\r]Tag-File-Character-Encoding:[ \t]*(\S+)\s*"
)
_MANIFEST_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+(.+)")
_INFO_LINE = re.compile(r"([^:\s][^:]*?)[ \t]*:[ \t]*(.*)")


@dataclass(frozen=True, slots=True)
class Declaration:
    """``bagit.txt``: version as two numbers and the codec name of the other tag files."""

    version: tuple[int, int]
    encoding: str

    @property
    def version_text(self) -> str:
        return f"{self.version[0]}.{self.version[1]}"


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """One line of a manifest: lower-case hex, clean path, and what had to be forgiven (Chinese, may be empty)."""

    digest: str
    path: str
    forgiven: str


def bad_bag(reason: str) -> PackageRefused:
    return PackageRefused(RefusalCode.BAD_BAG, f"{reason}，不是有效的 BagIt 包，请重新制作。")


def parse_declaration(content: bytes) -> Declaration:
    """Read ``bagit.txt``, which is strict: UTF-8 without a mark, two lines, known version, known encoding."""
    if content.startswith(codecs.BOM_UTF8):
        raise bad_bag("bagit.txt 以字节顺序标记（BOM）开头")
    text = decoded(content, "utf-8", "bagit.txt")
    match = _DECLARATION.fullmatch(text) or _OLD_DECLARATION.fullmatch(text)
    if match is None:
        raise bad_bag("bagit.txt 的两行内容不合规")
    version = (int(match[1]), int(match[2]))
    if version not in VERSIONS:
        raise bad_bag(f"BagIt 版本 {shown(match[1])}.{shown(match[2])} 不受支持")
    try:
        encoding = codecs.lookup(match[3]).name
        "".encode(encoding)
    except (LookupError, ValueError, UnicodeError) as error:
        raise bad_bag(f"标签文件编码“{shown(match[3])}”无法识别") from error
    return Declaration(version, encoding)


def decoded(content: bytes, encoding: str, name: str) -> str:
    """A tag file as text in the declared encoding."""
    try:
        text = content.decode(encoding)
    except (UnicodeError, LookupError) as error:
        raise bad_bag(f"“{shown(name)}”不是 {encoding} 编码") from error
    return text.removeprefix("\ufeff")


def _lines(text: str) -> list[str]:
    """RFC 8493 knows LF, CR and CRLF, and no other line ends."""
    return re.split(r"\r\n|\n|\r", text)


def parse_manifest(text: str, name: str, version: tuple[int, int]) -> list[ManifestLine]:
    """Read a payload or tag manifest.  Unsafe paths are refused here, whatever system they are unsafe on."""
    lines = []
    for line in _lines(text):
        if not line.strip():
            continue
        match = _MANIFEST_LINE.fullmatch(line)
        if match is None:
            raise bad_bag(f"清单“{shown(name)}”有不合规的行“{shown(line)}”")
        path, forgiven = _forgiven(match[2])
        lines.append(ManifestLine(match[1].lower(), _path(path, name, version), forgiven))
    return lines


def _forgiven(path: str) -> tuple[str, str]:
    """The marks of md5sum and of relative paths: forgiven, and said so."""
    forgiven = []
    if path.startswith("*"):
        path = path[1:]
        forgiven.append("路径前有 md5sum 的“*”")
    if path.startswith("./"):
        path = path[2:]
        forgiven.append("路径以“./”开头")
    return path, "、".join(forgiven)


def _path(raw: str, source: str, version: tuple[int, int]) -> str:
    path = raw
    if version >= (0, 97):
        path = re.sub("%0[Aa]", "\n", re.sub("%0[Dd]", "\r", path))
    if version >= (1, 0):
        path = path.replace("%25", "%")
    try:
        clean = safe_name(path, DEFAULT_LIMITS)
    except PackageRefused as refusal:
        raise PackageRefused(RefusalCode.UNSAFE_NAME, f"“{shown(source)}”：{refusal.reason_zh}") from refusal
    if clean != path or clean.startswith(("~", "%")):
        raise PackageRefused(RefusalCode.UNSAFE_NAME, f"“{shown(source)}”所列路径“{shown(raw)}”指向包外，请修正。")
    return clean


def parse_fetch(text: str, version: tuple[int, int]) -> list[str]:
    """The paths of ``fetch.txt``.  The addresses are never used."""
    paths = []
    for line in _lines(text):
        if not line.strip():
            continue
        parts = line.split(maxsplit=2)
        if len(parts) != 3 or not (parts[1] == "-" or parts[1].isdecimal()):
            raise bad_bag(f"fetch.txt 有不合规的行“{shown(line)}”")
        paths.append(_path(parts[2].removeprefix("./"), "fetch.txt", version))
    return paths


def parse_info(text: str, name: str) -> list[tuple[str, str]]:
    """Labels and values in order, repeated ones kept; a continued value becomes one line."""
    pairs: list[tuple[str, str]] = []
    for line in _lines(text):
        if not line.strip():
            continue
        if line[0] in " \t" and pairs:
            label, value = pairs[-1]
            pairs[-1] = (label, f"{value} {line.strip()}".strip())
            continue
        match = _INFO_LINE.fullmatch(line)
        if match is None:
            raise bad_bag(f"“{shown(name)}”有不合规的行“{shown(line)}”")
        pairs.append((match[1], match[2].strip()))
    return pairs
