"""The look: every contrast the design promises is computed from the tokens, and the styles stay within old browsers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "portal" / "static"
STYLES = sorted(STATIC.glob("*.css"))
BLOCK = re.compile(r":root(?:\[data-zone=\"(\w+)\"\])?\s*\{([^}]*)\}")
TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})")


def tokens(zone: str) -> dict[str, str]:
    text = (STATIC / "tokens.css").read_text("utf-8")
    found: dict[str, str] = {}
    for named, body in BLOCK.findall(text):
        if named in ("", zone):
            found |= dict(TOKEN.findall(body))
    return found


def luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


#: (text, ground, least) for both zones; the figures are the design's table, to its rounding.
PAIRS = [
    ("ink", "ground", 15.0),
    ("muted", "ground", 6.0),
    ("accent", "ground", 6.5),
    ("visited", "ground", 7.6),
    ("control", "ground", 3.4),
    ("ink", "mark", 13.2),
    ("accent", "mark", 5.4),
    ("focus", "ground", 5.7),
    ("focus-on-dark", "accent-strong", 4.7),
    ("danger", "danger-tint", 6.4),
    ("warning", "warning-tint", 6.7),
    ("done", "done-tint", 6.4),
    ("danger", "surface", 6.4),
    ("ink", "surface", 15.0),
    ("muted", "surface", 6.0),
    ("accent", "surface", 6.5),
    *((f"chart-{number}", "surface", 6.0) for number in range(1, 5)),
    *(
        (f"badge-{shape}", f"badge-{shape}-tint", 6.1)
        for shape in ("public", "entry", "gov", "department", "archives", "postponed", "unreviewed", "withdrawn")
    ),
    ("strip-ink", "strip", 9.3),
]


@pytest.mark.parametrize("zone", ["public", "gov"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_contrast(zone: str, text: str, ground: str, least: float) -> None:
    colours = tokens(zone)
    assert contrast(colours[text], colours[ground]) >= least


@pytest.mark.parametrize("zone", ["public", "gov"])
def test_white_on_the_accents(zone: str) -> None:
    colours = tokens(zone)
    assert contrast("#ffffff", colours["accent"]) >= 6.7
    assert contrast("#ffffff", colours["accent-strong"]) >= 9.9


def test_the_zones_differ_in_brightness() -> None:
    """The government header is dark where the public one is white, so that a photocopy tells them apart."""
    assert contrast(tokens("gov")["accent-strong"], tokens("public")["surface"]) > 10


def test_styles_stay_within_chromium_90_and_firefox_102() -> None:
    for path in STYLES:
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        for modern in (":has(", "@container", "oklch(", "color-mix(", "@layer", "&:", "& ", "@scope", "text-wrap"):
            assert modern not in text, f"{path.name}: {modern}"
        assert "font-style: italic" not in text
        assert "box-shadow: 0 " not in text, f"{path.name}: shadows belong to open menus"


def test_no_colour_is_named_outside_the_tokens() -> None:
    """Black and white are print's and the dark header's; every other colour has a token, or its contrast is unproven."""
    for path in STYLES:
        if path.name != "tokens.css":
            assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text("utf-8"))) <= {"#ffffff", "#000000"}, path.name


def test_text_is_never_smaller_than_14_pixels() -> None:
    for path in STYLES:
        for size in re.findall(r"font(?:-size)?:[^;]*?([\d.]+)rem", path.read_text("utf-8")):
            assert float(size) >= 0.875, path.name
