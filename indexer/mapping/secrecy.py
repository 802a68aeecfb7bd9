"""Whether a marking says state secret.  Pure, and on the safe side: what cannot be read is ``UNKNOWN``, never ``NONE``.

Levels of the Law on Guarding State Secrets: 绝密 top secret, 机密 secret, 秘密 confidential.  工作秘密 is none.
A level whose declassification is recorded still reads as its level here: the record, not the marking, lifts it.
"""

import re
import unicodedata
from enum import StrEnum


class Secrecy(StrEnum):
    """What a 密级 value says."""

    NONE = "none"  # blank, 无, 公开, 非密
    INTERNAL = "internal"  # 内部, 限制, 商业秘密
    WORK = "work"  # 工作秘密
    CONFIDENTIAL = "confidential"  # 秘密
    SECRET = "secret"  # 机密  # noqa: S105 - a level, not a password
    TOP_SECRET = "top_secret"  # 绝密  # noqa: S105 - as above
    UNKNOWN = "unknown"  # anything else: a person has to look

    @property
    def is_state_secret(self) -> bool:
        return self in {Secrecy.CONFIDENTIAL, Secrecy.SECRET, Secrecy.TOP_SECRET}


_TRADITIONAL = str.maketrans("機絕級無開內標識長啟廢為業個國資檔屬沒間", "机绝级无开内标识长启废为业个国资档属没间")
_NOISE = re.compile(
    r"[\s\u200b-\u200f\u2060\ufeff\[\]()<>{}【】〖〗〔〕《》〈〉「」『』“”\"'’‘·・.,;:、。，；：_\-—~|/\\]"
)
_STAR = re.compile(r"[★☆*※✩✭✯✰⭐﹡＊]")
_TERM = r"(长期|永久|\d+(年|个月|月|天|日)(以上)?|[一二三四五六七八九十百两]+(年|个月|月)|(启用|公开|公布|发布|解密)前)"
_LEVEL_WORDS = (
    (Secrecy.TOP_SECRET, "绝密"),
    (Secrecy.SECRET, "机密"),
    (Secrecy.CONFIDENTIAL, "秘密"),
)
_EXACT = {
    "绝": Secrecy.TOP_SECRET,
    "机": Secrecy.SECRET,
    "秘": Secrecy.CONFIDENTIAL,
    # Letter codes of GB/T 7156.
    "um": Secrecy.TOP_SECRET,
    "jm": Secrecy.SECRET,
    "mm": Secrecy.CONFIDENTIAL,
    "nb": Secrecy.INTERNAL,
    "xz": Secrecy.INTERNAL,
    "gn": Secrecy.INTERNAL,
    "gk": Secrecy.NONE,
}
#: Words that deny a level when they stand directly before it or make up the whole value.
_DENIED = re.compile(
    r"(非|无|不|未|没有|不属于|不涉及|不含|未涉及?|无涉)(国家)?(机密|秘密|涉密|密级|保密|密)(级|件|文件|信息|内容|事项|档案)*"
    r"|(un|de)classified|not(top)?(secret|confidential|classified)|non(top)?(secret|confidential|classified)"
)
_OTHER_SECRETS = re.compile(r"(商业|个人|技术|企业|通信)秘密|商密")
_WORK = re.compile(r"工作秘密|工作密|workingsecrets?|worksecrets?|officialuseonly")
_NONE = re.compile(
    r"(无|没有|空|公开级?|普通级?|一般|普件|平件|非密|不涉密|不保密|已?解密|已公开|主动公开|依申请公开"
    r"|none|public|no|na|null|open)+"
)
_INTERNAL = re.compile(
    r"(内部|内部级|内部资料|内部使用|内部文件|内部公开|内部掌握|内部事项|限制|限制级|国内|internal(useonly)?|restricted|limited)+"
)
_ENGLISH = (
    (Secrecy.TOP_SECRET, "topsecret"),
    (Secrecy.CONFIDENTIAL, "confidential"),
    (Secrecy.SECRET, "secret"),
    # Classified, and nobody says how highly: at least the lowest level.
    (Secrecy.CONFIDENTIAL, "涉密"),
    (Secrecy.CONFIDENTIAL, "classified"),
)


def _plain(text: str) -> str:
    """One spelling: half width, simplified, lower case, without spaces, brackets, stars and punctuation."""
    folded = unicodedata.normalize("NFKC", text).translate(_TRADITIONAL).casefold()
    return _STAR.sub("", _NOISE.sub("", folded))


def secrecy_of(text: str) -> Secrecy:
    """Judge the value of a 密级 field.  Not for running text: any sentence with 机密 in it would be a secret."""
    plain = _plain(text)
    if plain in _EXACT:
        return _EXACT[plain]
    rest = _DENIED.sub("", plain)
    denied = rest != plain
    without_work = _WORK.sub("", rest)
    without_others = _OTHER_SECRETS.sub("", without_work)
    level = _level_in(without_others)
    if level is not None:
        return level
    if without_work != rest:
        return Secrecy.WORK
    if without_others != without_work or _INTERNAL.fullmatch(rest):
        return Secrecy.INTERNAL
    return Secrecy.NONE if not rest or _NONE.fullmatch(rest) or (denied and _harmless(rest)) else Secrecy.UNKNOWN


def _level_in(plain: str) -> Secrecy | None:
    """The highest level named, in Chinese or English."""
    for level, word in (*_LEVEL_WORDS, *_ENGLISH):
        if word in plain:
            return level
    return None


def _harmless(rest: str) -> bool:
    """What may stand beside a denial: 文件, 级, a denial in other words."""
    return re.fullmatch(r"(文件|档案|级|件|内容|信息|国家|资料|记录|等级)*", rest) is not None


_LEVELS = "|".join(word for _, word in _LEVEL_WORDS)
_URGENCY = r"(特急|加急|急件|特提|平急|平件|限时送达)"
#: A bare level counts as a marking only where markings stand; with a star or a term it counts anywhere on the page.
_MARKED = re.compile(rf"\d{{0,7}}(密级|保密级别)?(?P<level>{_LEVELS})级?(?P<term>★?{_TERM}|★.{{1,12}}前|★)?{_URGENCY}?")
_MARKING_LINES = 15
_MARKING_LENGTH = 40


def marked_secret(first_page_text: str) -> Secrecy:
    """Look for a marking line such as ``机密★10年`` on the first page of a document; ``NONE`` when there is none.

    Strict: the line consists of the marking, at most with a copy number before and an urgency behind.
    """
    lines = [line for line in first_page_text.splitlines() if line.strip()]
    found = [
        level
        for position, line in enumerate(lines)
        if len(line) <= _MARKING_LENGTH and (level := _marking(line, bare=position < _MARKING_LINES)) is not None
    ]
    order = [level for level, _ in _LEVEL_WORDS]
    return min(found, key=order.index) if found else Secrecy.NONE


def _marking(line: str, *, bare: bool) -> Secrecy | None:
    folded = unicodedata.normalize("NFKC", line).translate(_TRADITIONAL)
    match = _MARKED.fullmatch(_STAR.sub("★", _NOISE.sub("", _STAR.sub("★", folded))))
    if match is None or not (bare or match["term"]):
        return None
    return next(level for level, word in _LEVEL_WORDS if word == match["level"])
