"""BagIt 0.93-1.0 as one item per bag; a bag around an E-ARK package is that package, once the bag itself is proven.

The description of a plain bag is its ``bag-info.txt``; XML inside ``data/`` is content and not interpreted here.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from indexer.package import ContextEvent, Description, Element, Package, PackageItem
from indexer.readers.bag_check import CheckedBag, check_bag
from indexer.readers.content import ContentEntry, content_files
from indexer.readers.eark import EArkReader
from indexer.readers.names import is_junk
from indexer.readers.tree import Tree


@dataclass(frozen=True, slots=True)
class BagItReader:
    """Reads what has a ``bagit.txt`` at its root."""

    name: str = "BagIt"

    def recognises(self, root: Tree) -> bool:
        return "bagit.txt" in root

    def read(self, root: Tree, source: Path) -> Package:
        bag = check_bag(root)
        info = tuple(Element(label, value, f"{bag.info_name}/{label}") for label, value in bag.info)
        events = tuple(ContextEvent("validation", "", "BagIt", "warning", text) for text in bag.warnings)
        inner = _inner_package(root)
        if inner is not None:
            return _with_bag(EArkReader().read(inner, source), info, events)
        identifier = _first(bag, "external-identifier") or root.label
        entries = [
            ContentEntry(path, digests, "", "", (), "", path.removeprefix("data/"))
            for path, digests in sorted(bag.payload.items())
            if not is_junk(path)
        ]
        item = PackageItem(identifier, Description(info), content_files(root, entries), events, ())
        return Package(source, f"BagIt {bag.declaration.version_text}", identifier, (item,))


def _first(bag: CheckedBag, label: str) -> str:
    return next((value for key, value in bag.info if key.casefold() == label and value), "")


def _inner_package(root: Tree) -> Tree | None:
    """The E-ARK package that is the whole payload, directly or in one folder."""
    payload = root.below("data")
    if EArkReader().recognises(payload):
        return payload
    folder = payload.wrapper()
    return payload.below(folder) if folder and EArkReader().recognises(payload.below(folder)) else None


def _with_bag(package: Package, info: tuple[Element, ...], events: tuple[ContextEvent, ...]) -> Package:
    items = tuple(
        replace(item, events=(*events, *item.events), context=(*item.context, *info)) for item in package.items
    )
    return replace(package, format=f"{package.format} (BagIt)", items=items)
