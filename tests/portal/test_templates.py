"""Every template renders its view, in both zones, strictly; and the HTML keeps what accessibility and the CSP need."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import UndefinedError, meta

from portal.templating import TEMPLATES, environment, render
from portal.views.parts import BadgeShape
from tests.portal.samples import every_page

PAGES = every_page()
SOURCES = sorted(TEMPLATES.rglob("*.html"))
VOID = {"meta", "link", "input", "br", "img", "path", "circle", "rect", "hr"}


class Outline(HTMLParser):
    """What a page holds: ids, headings, labels, landmarks, attributes; and whether its tags are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(values)
        if tag not in VOID:
            self.open.append(tag)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "label" and values.get("for"):
            self.labelled.add(str(values["for"]))
        if tag == "input" and values.get("type") != "hidden":
            self.fields.append(values | {"within": "label" if "label" in self.open else ""})

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open, f"</{tag}> closes nothing"
            assert self.open.pop() == tag, f"</{tag}> closes something else"


def outline(html: str) -> Outline:
    parser = Outline()
    parser.feed(html)
    assert parser.open == []
    return parser


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str) -> None:
    template, view = PAGES[name]
    html = render(template, view)
    page = outline(html)
    assert len(page.ids) == len(set(page.ids)), "an id stands once"
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip([0, *page.headings], page.headings, strict=False))
    assert page.tags.count("main") == 1
    assert {"header", "footer", "nav"} <= set(page.tags)
    assert all(field.get("id") in page.labelled or field["within"] for field in page.fields)
    assert not {attribute for attribute in page.attributes if attribute == "style" or attribute.startswith("on")}
    assert 'class="skip" href="#main"' in html
    assert 'role="status"' in html
    assert ("hx-history" in page.attributes) == name.startswith("gov")


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("public")])
def test_nothing_public_leads_to_the_government_portal_or_a_sign_in(name: str) -> None:
    html = render(*PAGES[name])
    assert "signin" not in html
    assert "政务网" not in html


def test_the_government_strip_names_reader_and_recording_on_every_page() -> None:
    for name, (template, view) in PAGES.items():
        if name.startswith("gov"):
            html = render(template, view)
            assert "仅限工作使用" in html
            assert "操作有记录" in html
            assert "<title>【政务网】" in html


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_receives_one_variable(path: Path) -> None:
    """A part that wanted more than ``view`` would render inside its page and fail alone."""
    tree = environment().parse(path.read_text("utf-8"))
    assert meta.find_undeclared_variables(tree) <= {"view", "asset"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_lets_text_through_unescaped_or_code_in(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\|\s*safe|autoescape|style=|\son\w+=|<style|javascript:|hx-on", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


def test_what_a_record_says_is_text_never_markup() -> None:
    template, view = PAGES["public-record"]
    html = render(template, view)
    assert "<script>alert" not in html
    source = environment().from_string(
        '{% from "components/marks.html" import pieces %}{{ pieces(view) }}',
    )
    evil = [type("Run", (), {"text": "<script>alert(1)</script>", "marked": True})()]
    assert source.render(view=evil) == "<mark>&lt;script&gt;alert(1)&lt;/script&gt;</mark>"


@pytest.mark.parametrize("shape", list(BadgeShape))
def test_every_badge_has_a_shape_and_a_style_of_its_own(shape: BadgeShape) -> None:
    macro = environment().from_string('{% from "components/icons.html" import badge_shape %}{{ badge_shape(view) }}')
    drawn = {other: macro.render(view=other) for other in BadgeShape}
    assert drawn[shape].startswith("<svg")
    assert [other for other in BadgeShape if drawn[other] == drawn[shape]] == [shape]
    styles = (Path(__file__).parents[2] / "portal/static/page.css").read_text("utf-8")
    assert f".badge-{shape} {{" in styles


def test_a_missing_name_is_an_error_not_an_empty_place() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ view.nothing_of_the_kind }}").render(view=object())
