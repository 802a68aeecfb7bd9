"""HTML and XML records as text: what a reader would see, block by block.  Nothing is fetched, run or expanded."""

from collections.abc import Iterator

from lxml import etree

from indexer.readers.safe_xml import parse_xml

_SKIPPED = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg"})
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rb",
        "ruby",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
    ]
)
_CELLS = frozenset({"td", "th"})


def html_page(text: str) -> str:
    """The visible text of an HTML document, its title first."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        return ""
    return _squeezed("".join(_visible(root)))


def _visible(element: etree._Element) -> Iterator[str]:
    """Depth first without recursion: hostile documents nest deeper than the stack."""
    pending: list[etree._Element | str] = [element]
    while pending:
        current = pending.pop()
        if isinstance(current, str):
            yield current
            continue
        name = current.tag.lower()
        after = "" if name in _INLINE else "\t" if name in _CELLS else "\n"
        pending.append((current.tail or "").replace("\n", " "))
        if name in _SKIPPED:
            continue
        pending.append(after)
        pending.extend(reversed(current))
        if after == "\n":
            yield "\n"
        yield (current.text or "").replace("\n", " ")


def xml_page(content: bytes, name: str) -> str:
    """The text of an XML record, one leaf per line.  Raises ``PackageRefused`` for what the XML gate refuses."""
    root = parse_xml(content, name)
    return _squeezed("\n".join(text for part in root.itertext() if (text := str(part))))


def _squeezed(text: str) -> str:
    lines = ("\t".join(" ".join(cell.split()) for cell in line.split("\t")).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
