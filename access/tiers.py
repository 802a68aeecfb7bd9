"""The two axes of access and their tiers, as security administrators keep them.

The shipped rows follow DA/T 18-2022 (开放标识, 公开属性) and the design's government axis; every row is data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from access.errors import BadTier


class Axis(StrEnum):
    """PUBLIC: 开放标识 of archives and 公开属性 of current documents.  GOV: 政务共享范围."""

    PUBLIC = "public"
    GOV = "gov"


class Audience(IntEnum):
    """Who a tier speaks to.  A larger number is a wider audience and contains the smaller ones."""

    NOBODY = 0
    ARCHIVES = 1
    DEPARTMENT = 2
    GOV = 3
    PUBLIC = 4


class Surface(StrEnum):
    """What is asked about: the catalogue entry, or the content behind it."""

    CATALOGUE = "catalogue"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Tier:
    """One row of the tier table.  ``content`` is never wider than ``catalogue``."""

    axis: Axis
    code: str
    label: str
    catalogue: Audience
    content: Audience

    def __post_init__(self) -> None:
        if self.content > self.catalogue:
            raise BadTier(f"等级“{self.label}”：正文的范围不能比目录更宽。请缩小正文范围，或放宽目录范围。")
        if self.axis is Axis.GOV and self.catalogue > Audience.GOV:
            raise BadTier(f"等级“{self.label}”：政务共享范围最宽只到政务网。对公众开放请用开放标识。")

    def audience(self, surface: Surface) -> Audience:
        return self.catalogue if surface is Surface.CATALOGUE else self.content


UNREVIEWED = "unreviewed"
OWN_UNIT = "own_unit"

_P, _G, _D = Audience.PUBLIC, Audience.GOV, Audience.DEPARTMENT
SHIPPED: tuple[Tier, ...] = (
    Tier(Axis.PUBLIC, "open_full", "开放·全文上网", _P, _P),
    Tier(Axis.PUBLIC, "open_catalogue", "开放·目录上网", _P, _D),
    Tier(Axis.PUBLIC, "proactive", "主动公开", _P, _P),
    Tier(Axis.PUBLIC, "on_request", "依申请公开", _P, _D),
    Tier(Axis.PUBLIC, "postponed", "延期开放", _D, _D),
    Tier(Axis.PUBLIC, "controlled", "控制", _D, _D),
    Tier(Axis.PUBLIC, "not_disclosed", "不予公开", _D, _D),
    Tier(Axis.PUBLIC, UNREVIEWED, "未审核", _D, _D),
    Tier(Axis.GOV, "shared_full", "全文共享", _G, _G),
    Tier(Axis.GOV, "shared_catalogue", "目录共享", _G, _D),
    Tier(Axis.GOV, OWN_UNIT, "本单位", _D, _D),
)

#: Plain words that imports may use for a shipped label.
ALIASES = {"开放": "开放·全文上网", "政务共享": "全文共享", "内部": "目录共享"}

_SEPARATORS = re.compile(r"[\s·•・．.\-—_/（）()]+")


def plain_label(label: str) -> str:
    """A label without its separators, so that 开放-全文上网 and 开放·全文上网 are one."""
    return _SEPARATORS.sub("", label)


def find_tier(label: str, tiers: tuple[Tier, ...]) -> Tier | None:
    """The tier an imported word means, on either axis, or ``None`` when no row has that label or code."""
    wanted = plain_label(ALIASES.get(label.strip(), label))
    for tier in tiers:
        if wanted and wanted in {plain_label(tier.label), plain_label(tier.code)}:
            return tier
    return None
