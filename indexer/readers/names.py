"""Member names of packages: what may be a logical name, and what is refused before a byte is read.

A logical name is never used as a place on disk; it is still refused when it could hurt whoever uses it later.
"""

import re
import unicodedata

from indexer.errors import PackageRefused, RefusalCode
from indexer.readers.limits import UnpackLimits

_DRIVE = re.compile(r"[A-Za-z]:")
#: C0 controls, DEL, and the bidirectional overrides that make a name read differently from what it is.
_DECEIVING = re.compile("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_JUNK = re.compile(r"(\.DS_Store|Thumbs\.db|desktop\.ini|\._.*|\.git(keep|ignore)|.*\.py[co])", re.IGNORECASE)


def shown(name: str) -> str:
    """A name as it may stand in a message: one line, harmless, not endless."""
    clean = _DECEIVING.sub("\ufffd", name.encode("utf-8", "replace").decode())
    return clean if len(clean) <= 120 else clean[:117] + "…"


def safe_name(name: str, limits: UnpackLimits) -> str:
    """Return the name without ``./`` parts and trailing slash, or refuse it.

    Refused: absolute, ``..`` (also hidden behind compatibility characters), backslash, drive letter, control and
    bidirectional characters, not UTF-8, parts above 255 bytes, paths above 4096 bytes.
    """
    problem = _problem(name, limits)
    if problem:
        raise PackageRefused(RefusalCode.UNSAFE_NAME, f"文件名“{shown(name)}”不安全（{problem}），请改名后重新打包。")
    return "/".join(part for part in name.split("/") if part not in {"", "."})


def _problem(name: str, limits: UnpackLimits) -> str:
    try:
        encoded = name.encode("utf-8")
    except UnicodeEncodeError:
        return "编码无法识别"
    if not name.strip("/.") and ".." not in name:
        return "为空"
    if len(encoded) > limits.path_bytes or any(len(part.encode()) > limits.name_bytes for part in name.split("/")):
        return "过长"
    if _DECEIVING.search(name):
        return "含控制字符"
    if name.startswith("/") or "\\" in name or any(_DRIVE.match(part) for part in name.split("/")):
        return "绝对路径、反斜杠或盘符"
    if any(".." in unicodedata.normalize("NFKC", part).split("/") for part in name.split("/")):
        return "指向上级目录"
    return ""


def is_junk(name: str) -> bool:
    """Files that operating systems and tools drop everywhere: tolerated beside a package, never content."""
    parts = name.split("/")
    return "__MACOSX" in parts or _JUNK.fullmatch(parts[-1]) is not None
