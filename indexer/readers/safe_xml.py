"""The only way XML is parsed in this package: no DOCTYPE, no entities, no network, bounded size, depth and attributes.

The parser itself refuses depth above 256 and huge text nodes (``huge_tree`` stays off).
"""

from lxml import etree

from indexer.errors import PackageRefused, RefusalCode
from indexer.readers.names import shown
from indexer.readers.tree import Tree

MAX_XML_BYTES = 64 * 1024 * 1024
_MAX_ATTRIBUTES = 1_000


def parse_xml(content: bytes, name: str) -> etree._Element:
    """Parse one document; ``name`` is for the message.  Raises :class:`PackageRefused` with ``bad_xml``."""
    if len(content) > MAX_XML_BYTES:
        raise _refused(name, f"超过 {MAX_XML_BYTES} 字节上限")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise _refused(name, f"不是合格的 XML：{error}") from error
    if root is None:
        raise _refused(name, "没有内容")
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refused(name, "含 DOCTYPE 声明，为安全起见不予读取")
    if any(len(element.attrib) > _MAX_ATTRIBUTES for element in root.iter()):
        raise _refused(name, f"一个元素的属性超过 {_MAX_ATTRIBUTES} 个")
    return root


def read_xml(tree: Tree, name: str) -> etree._Element:
    """Parse one XML file of a package."""
    return parse_xml(tree.read(name, limit=MAX_XML_BYTES), name)


def _refused(name: str, problem: str) -> PackageRefused:
    return PackageRefused(RefusalCode.BAD_XML, f"XML 文件“{shown(name)}”{problem}，请修正后重新提交。")


def local_name(element: etree._Element) -> str:
    """The name without its namespace; archives mix namespaces within one file."""
    return str(element.tag).rpartition("}")[2]
