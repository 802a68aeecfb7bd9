"""The house rules hold in this tree, and each of them notices a tree that breaks it."""

import tomllib
from pathlib import Path

import pytest

from tests import house_rules
from tests.house_rules import Rule

ROOT = Path(__file__).parents[1]
HTMX = house_rules.FRAGMENT_HEADER
OPEN_END = "TO" + "DO"

# (rule, file that breaks it, its text)
BREACHES: list[tuple[Rule, str, str]] = [
    (house_rules.too_long, "search/engine.py", "x = 1\n" * 301),
    (house_rules.scope_made_elsewhere, "portal/wiring.py", "from access import policy\nwide = policy.Scope(1, 2)\n"),
    (house_rules.scope_made_elsewhere, "search/catalogue.py", "wide = replace(self.scope, find=())\n"),
    (house_rules.htmx_headers_elsewhere, "portal/pages/search.py", f"header = '{HTMX}Request'\n"),
    (house_rules.htmx_headers_elsewhere, "templates/search/page.html", f"<!-- {HTMX}Target -->\n"),
    (house_rules.dangerous_templates, "templates/a/page.html", "<p>{{ view.title | safe }}</p>"),
    (house_rules.dangerous_templates, "templates/a/page.html", "{% autoescape false %}"),
    (house_rules.dangerous_templates, "templates/a/page.html", '<p style="color: red">'),
    (house_rules.dangerous_templates, "templates/a/page.html", "<style>p {}</style>"),
    (house_rules.dangerous_templates, "templates/a/page.html", '<a onclick="go()">'),
    (house_rules.dangerous_templates, "templates/a/page.html", "<script>go()</script>"),
    (house_rules.dangerous_templates, "templates/a/page.html", '<a href="javascript:go()">'),
    (house_rules.open_ends, "records/blobs.py", f"# {OPEN_END}: later\n"),
    (house_rules.open_ends, "templates/a/_part.html", f"{{# {OPEN_END} #}}"),
    (house_rules.open_ends, "search/engine.py", "def ask():\n    raise NotImplemented" + "Error\n"),
    (house_rules.rules_of_access_that_know_the_store, "access/tiers.py", "from access.store import people\n"),
    (house_rules.rules_of_access_that_know_the_store, "access/tiers.py", "from access import store\n"),
    (house_rules.rules_of_access_that_know_the_store, "access/tiers.py", "from .store.people import find\n"),
    (house_rules.folders_without_init, "tests/records/test_blobs.py", "x = 1\n"),
    (house_rules.files_without_docstring, "indexer/errors.py", "x = 1\n"),
]
SOUND = {
    "access/policy.py": '"""Policy."""\n\nscope = Scope(1, 2)\n',
    "access/store/people.py": '"""People."""\n\nfrom access.store import tables\n',
    "portal/rendering.py": f'"""Rendering."""\n\nHEADER = "{HTMX}Request"\n',
    "templates/a/page.html": '<script src="/static/a.js" defer></script><p class="style">{{ view.safe }}</p>',
    "tests/__init__.py": "",
    "search/__init__.py": "",
}
RULES = sorted({rule for rule, _, _ in BREACHES}, key=lambda rule: rule.__name__)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_tree_keeps(rule: Rule) -> None:
    assert rule(ROOT) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_sound_tree_is_not_accused(rule: Rule, tmp_path: Path) -> None:
    for name, text in SOUND.items():
        write(tmp_path / name, text)
    assert rule(tmp_path) == []


@pytest.mark.parametrize(("rule", "name", "text"), BREACHES)
def test_a_breach_is_named(rule: Rule, name: str, text: str, tmp_path: Path) -> None:
    write(tmp_path / name, text)
    (found,) = rule(tmp_path)
    assert found.startswith(name.rsplit("/", 1)[0])


def test_the_rules_look_at_something() -> None:
    looked_at = {path.relative_to(ROOT).parts[0] for path in house_rules.python_files(ROOT, house_rules.OURS)}
    assert {"access", "records", "search", "indexer", "portal", "tests"} <= looked_at
    assert house_rules.templates(ROOT)


def test_import_contracts_name_every_package_of_the_product() -> None:
    """A package forgotten there would be bound by no contract."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    assert sorted(settings["root_packages"]) == sorted(house_rules.PRODUCT)
    layers = next(contract["layers"] for contract in settings["contracts"] if contract["type"] == "layers")
    assert layers == ["portal", "utilization | indexer", "search", "records", "access"]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
