"""Our package names are generic words: what Python imports under them must be ours, and nobody else may own one."""

import importlib
import importlib.metadata
import tomllib
from pathlib import Path

import pytest

from tests.house_rules import PRODUCT

ROOT = Path(__file__).parents[1]
DISTRIBUTION = "kaijuan"


@pytest.mark.parametrize("name", PRODUCT)
def test_the_package_imported_is_the_one_of_this_tree(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__file__ is not None, f"{name} has no __init__.py"
    assert Path(module.__file__).resolve().parent == ROOT / name


def test_the_distribution_ships_every_package_of_the_product() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shipped = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert set(PRODUCT) <= set(shipped)
    assert settings["project"]["name"] == DISTRIBUTION


def test_no_other_distribution_owns_one_of_the_names() -> None:
    owners = importlib.metadata.packages_distributions()
    assert {name: owners[name] for name in PRODUCT if set(owners.get(name, ())) - {DISTRIBUTION}} == {}
