"""House rules that no linter knows, each a function from a source tree to the places that break it.

A rule takes the root, so that test_architecture.py can show each of them a tree that breaks it.  A rule must not be
satisfied by finding nothing to look at: ``python_files`` is checked by a test of its own.
"""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

PRODUCT = ("access", "records", "search", "indexer", "utilization", "portal")
OURS = (*PRODUCT, "load", "tests", "migrations")
LONGEST_FILE = 300
# A file longer than that stands here with the reason, agreed in a review.
LONG_FOR_A_REASON: dict[str, str] = {}
# Written apart, or this file would break its own rule.  Catching what zipfile raises for a method it lacks is no open end.
OPEN_ENDS = re.compile(r"\b(?:TO" + "DO|FIX" + r"ME)\b|\braise\s+NotImplemented" + "Error")
FRAGMENT_HEADER = "HX" + "-"

Rule = Callable[[Path], list[str]]

TEMPLATE_DANGERS = {
    "escaping switched off by a filter": re.compile(r"\|\s*safe\b"),
    "escaping switched off for a block": re.compile(r"autoescape\s+false"),
    "inline style": re.compile(r"<style\b|\sstyle\s*=\s*[\"']", re.IGNORECASE),
    "inline event handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\ssrc=)|javascript:", re.IGNORECASE),
}


def python_files(root: Path, folders: tuple[str, ...]) -> Iterator[Path]:
    """Our sources; generated migrations are left out, as they are for ruff."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            if folder != "migrations" or "versions" not in path.parts:
                yield path


def templates(root: Path) -> list[Path]:
    return sorted((root / "templates").rglob("*.html"))


def too_long(root: Path) -> list[str]:
    found = {_name(root, path): len(_text(path).splitlines()) for path in python_files(root, OURS)}
    return [
        f"{name}: {lines} 行" for name, lines in found.items() if lines > LONGEST_FILE and name not in LONG_FOR_A_REASON
    ]


def scope_made_elsewhere(root: Path) -> list[str]:
    """A scope is evidence that the policy was asked; nobody else may make one, nor make a wider copy of one."""
    return [
        _at(root, path, node)
        for path in python_files(root, PRODUCT)
        if _name(root, path) != "access/policy.py"
        for node in ast.walk(ast.parse(_text(path)))
        if isinstance(node, ast.Call) and _makes_scope(node)
    ]


def htmx_headers_elsewhere(root: Path) -> list[str]:
    """Whether an answer is a page or a fragment is decided in one file."""
    paths = [*python_files(root, PRODUCT), *templates(root)]
    return [
        _name(root, path)
        for path in paths
        if _name(root, path) != "portal/rendering.py" and FRAGMENT_HEADER in _text(path)
    ]


def dangerous_templates(root: Path) -> list[str]:
    """What the content-security policy would stop, or what would let a title carry markup."""
    return [
        f"{_name(root, path)}:{number}: {danger}"
        for path in templates(root)
        for number, line in enumerate(_text(path).splitlines(), start=1)
        for danger, pattern in TEMPLATE_DANGERS.items()
        if pattern.search(line)
    ]


def open_ends(root: Path) -> list[str]:
    paths = [*python_files(root, OURS), *templates(root)]
    return [
        f"{_name(root, path)}:{number}"
        for path in paths
        for number, line in enumerate(_text(path).splitlines(), start=1)
        if OPEN_ENDS.search(line)
    ]


def rules_of_access_that_know_the_store(root: Path) -> list[str]:
    """``access.store`` is the one impure corner of access; the rules beside it must not reach into it."""
    return [
        _at(root, path, node)
        for path in python_files(root, ("access",))
        if "store" not in path.relative_to(root / "access").parts
        for node in ast.walk(ast.parse(_text(path)))
        if any(name == "access.store" or name.startswith("access.store.") for name in _imported(node))
    ]


def folders_without_init(root: Path) -> list[str]:
    """Two test files of one name in two folders are the same module without it."""
    folders = {path.parent for path in (root / "tests").rglob("*.py")}
    return sorted(_name(root, folder) for folder in folders if not (folder / "__init__.py").is_file())


def files_without_docstring(root: Path) -> list[str]:
    """The opening docstring says what a file is for and what it must not do; an empty file needs none."""
    parsed = ((path, ast.parse(_text(path))) for path in python_files(root, OURS))
    return [_name(root, path) for path, tree in parsed if tree.body and ast.get_docstring(tree) is None]


def _makes_scope(call: ast.Call) -> bool:
    called = _last_name(call.func)
    copies = called == "replace" and bool(call.args) and _last_name(call.args[0]) == "scope"
    return called == "Scope" or copies


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _imported(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), names=names, level=0):
            return [module, *(f"{module}.{alias.name}" for alias in names)]
        case ast.ImportFrom(module=module, names=names):
            inside = f"access.{module}" if module else "access"
            return [inside, *(f"{inside}.{alias.name}" for alias in names)]
        case _:
            return []


def _at(root: Path, path: Path, node: ast.AST) -> str:
    return f"{_name(root, path)}:{getattr(node, 'lineno', 0)}"


def _name(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
