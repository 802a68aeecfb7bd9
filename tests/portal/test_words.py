"""The catalogue of interface strings: both languages say everything, and pages ask for nothing it does not hold."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from portal.words import CATALOGUE, Language, Words, _joined

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MODULES = sorted(path for path in (ROOT / "portal").rglob("*.py") if "words" not in path.parts)
IN_TEMPLATE = re.compile(r"""\bt\(\s*["']([\w.·]+)["']""")
IN_MODULE = re.compile(r"""words\(\s*f?["']([^"']+)["']""")
HAN = re.compile(r"[\u4e00-\u9fff]")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", CATALOGUE)
def test_both_languages_say_it_with_the_same_values(key: str) -> None:
    chinese, english = CATALOGUE[key]
    assert chinese, key
    assert fields(chinese) == fields(english), key
    assert not HAN.search(english) or key.startswith("switch.language"), key


def test_templates_ask_for_keys_that_exist() -> None:
    asked = {key for path in TEMPLATES for key in IN_TEMPLATE.findall(path.read_text("utf-8"))}
    assert len(asked) > 50
    assert asked <= set(CATALOGUE)


def test_modules_ask_for_keys_that_exist() -> None:
    """A key with a value in braces must have at least one key of that form."""
    for path in MODULES:
        for key in IN_MODULE.findall(path.read_text("utf-8")):
            form = re.compile(re.sub(r"\\\{.*?\\\}", ".+", re.escape(key)))
            assert any(form.fullmatch(known) for known in CATALOGUE), f"{path.name}: {key}"


def test_every_key_is_used_somewhere() -> None:
    """A string that nothing shows is a string nobody keeps true."""
    sources = "\n".join(path.read_text("utf-8") for path in [*TEMPLATES, *MODULES])
    families = re.findall(r"""f["']([a-z_.]*\{[^"']+)["']""", sources)
    forms = [re.compile(re.sub(r"\\\{.*?\\\}", ".+", re.escape(family))) for family in families]
    prefixes = tuple(f"{name}." for name in ("tier", "custody", "retention", "validity", "role", "signin", "error"))
    idle = [
        key
        for key in CATALOGUE
        if f'"{key}"' not in sources
        and f"'{key}'" not in sources
        and not key.startswith(prefixes)
        and not any(form.fullmatch(key) for form in forms)
    ]
    assert idle == []


def test_a_key_cannot_be_said_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        _joined({"a": ("甲", "a")}, {"a": ("乙", "b")})


def test_an_unknown_label_of_an_edited_vocabulary_is_shown_as_it_stands() -> None:
    assert Words(Language.ENGLISH).known("tier", "控制") == "Controlled"
    assert Words(Language.ENGLISH).known("tier", "本馆自定") == "本馆自定"
