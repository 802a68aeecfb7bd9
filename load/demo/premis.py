"""``metadata/preservation/premis.xml``: PREMIS 3 objects with fixity, the handling history as events with agents."""

import random
from collections.abc import Iterable
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from load.demo.record import Record
from load.demo.sentences import say
from load.demo.stored import Stored

_PREMIS = "http://www.loc.gov/premis/v3"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PRONOM = {
    "application/pdf": "fmt/276",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "fmt/412",
    "text/plain": "x-fmt/111",
    "text/csv": "x-fmt/18",
    "image/png": "fmt/11",
}
_HISTORY = (("创建", 0, "拟稿完成"), ("审核", 1, "同意送签"), ("签发", 2, "同意印发"), ("归档", 150, "归档合格"))


def premis_of(record: Record, files: Iterable[Stored]) -> bytes:
    root = objects_of(files)
    rng = random.Random(f"{record.seed}:premis:{record.serial}")
    people = [say("{人}", rng, fixed={}) for _ in _HISTORY]
    steps = list(zip(_HISTORY, people, strict=True))
    if record.access.custody == "进馆":
        steps.append((("移交", 3650 if record.organ.until == 2025 else 400, "交接文据已签字"), "明河区档案馆"))
    for nth, ((kind, days, outcome), agent) in enumerate(steps):
        _event(root, record, nth, step=(kind, days + rng.randint(0, 9), outcome), agent=agent)
    for agent in dict.fromkeys(agent for _step, agent in steps):
        _agent(root, agent)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def objects_of(files: Iterable[Stored]) -> etree._Element:
    """The beginning of every PREMIS document: one object per file, with its fixity."""
    root = etree.Element(f"{{{_PREMIS}}}premis", nsmap={"premis": _PREMIS, "xsi": _XSI}, version="3.0")
    for file in files:
        _object(root, file)
    return root


def add_entity(root: etree._Element, identifier: str) -> None:
    """The record itself as an intellectual entity, so that a record without files has an object too."""
    item = _add(root, "object")
    item.set(f"{{{_XSI}}}type", "premis:intellectualEntity")
    identity = _add(item, "objectIdentifier")
    _add(identity, "objectIdentifierType", "local")
    _add(identity, "objectIdentifierValue", identifier)


def _add(parent: etree._Element, path: str, text: str | None = None) -> etree._Element:
    """Add a chain of elements such as ``fixity/messageDigest`` and set the text of the last."""
    for name in path.split("/"):
        parent = etree.SubElement(parent, f"{{{_PREMIS}}}{name}")
    parent.text = text
    return parent


def _object(root: etree._Element, file: Stored) -> None:
    item = _add(root, "object")
    item.set(f"{{{_XSI}}}type", "premis:file")
    identifier = _add(item, "objectIdentifier")
    _add(identifier, "objectIdentifierType", "path")
    _add(identifier, "objectIdentifierValue", file.path)
    traits = _add(item, "objectCharacteristics")
    fixity = _add(traits, "fixity")
    _add(fixity, "messageDigestAlgorithm", "SHA-256")
    _add(fixity, "messageDigest", file.sha256)
    _add(traits, "size", str(file.size))
    form = _add(traits, "format")
    _add(form, "formatDesignation/formatName", file.media_type)
    if file.media_type in _PRONOM:
        registry = _add(form, "formatRegistry")
        _add(registry, "formatRegistryName", "PRONOM")
        _add(registry, "formatRegistryKey", _PRONOM[file.media_type])
    _add(item, "originalName", file.path.rpartition("/")[2])


def _event(root: etree._Element, record: Record, nth: int, *, step: tuple[str, int, str], agent: str) -> None:
    kind, days, outcome = step
    event = _add(root, "event")
    identifier = _add(event, "eventIdentifier")
    _add(identifier, "eventIdentifierType", "UUID")
    _add(identifier, "eventIdentifierValue", str(uuid5(NAMESPACE_URL, f"{record.seed}/{record.package}/{nth}")))
    _add(event, "eventType", kind)
    moment = record.written_on + timedelta(days=days)
    _add(event, "eventDateTime", f"{moment.isoformat()}T{8 + nth * 2:02d}:30:00+08:00")
    _add(event, "eventDetailInformation/eventDetail", f"{kind}：{record.title}")
    _add(event, "eventOutcomeInformation/eventOutcome", outcome)
    link = _add(event, "linkingAgentIdentifier")
    _add(link, "linkingAgentIdentifierType", "姓名或单位")
    _add(link, "linkingAgentIdentifierValue", agent)


def _agent(root: etree._Element, name: str) -> None:
    agent = _add(root, "agent")
    identifier = _add(agent, "agentIdentifier")
    _add(identifier, "agentIdentifierType", "姓名或单位")
    _add(identifier, "agentIdentifierValue", name)
    _add(agent, "agentName", name)
    _add(agent, "agentType", "单位" if name.endswith("馆") else "个人")
