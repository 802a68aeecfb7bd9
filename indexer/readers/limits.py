"""How much a package may cost before it is refused.  A settings value: callers may replace it, never omit it."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class UnpackLimits:
    """Sizes in bytes.  ``ratio`` counts only for members above ``ratio_from``: small repetitive files are honest."""

    members: int = 100_000
    member_bytes: int = 20 * 1024 * MEGABYTE
    total_bytes: int = 50 * 1024 * MEGABYTE
    ratio: int = 100
    ratio_from: int = MEGABYTE
    name_bytes: int = 255
    path_bytes: int = 4096


#: What holds where an installation sets nothing else.
DEFAULT_LIMITS = UnpackLimits()
