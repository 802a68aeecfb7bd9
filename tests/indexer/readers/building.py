"""Small real packages, built on disk, for tests to break one thing at a time."""

import hashlib
import io
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<文件 xmlns="urn:example:dat46">
  <聚合层次>件</聚合层次>
  <档号>Z109-WS·2011-Y-BGS-0001</档号>
  <内容描述><题名>关于加强档案安全工作的通知</题名><责任者>某市档案局</责任者>
    <文件编号>某档〔2011〕7号</文件编号><日期>20110305</日期><密级></密级></内容描述>
  <元数据项 name="保管期限">永久</元数据项>
  <备考表 编号="7">共三页<注>含附件</注></备考表>
</文件>
"""
PREMIS = """<?xml version="1.0" encoding="UTF-8"?>
<premis xmlns="{namespace}" version="{version}">
  <object><objectIdentifier><objectIdentifierType>local</objectIdentifierType>
    <objectIdentifierValue>o1</objectIdentifierValue></objectIdentifier></object>
  <event><eventIdentifier><eventIdentifierType>local</eventIdentifierType><eventIdentifierValue>e1</eventIdentifierValue>
    </eventIdentifier><eventType>capture</eventType><eventDateTime>2011-03-06T09:00:00</eventDateTime>
    <eventOutcomeInformation><eventOutcome>success</eventOutcome></eventOutcomeInformation>
    <linkingAgentIdentifier><linkingAgentIdentifierType>local</linkingAgentIdentifierType>
    <linkingAgentIdentifierValue>a1</linkingAgentIdentifierValue></linkingAgentIdentifier></event>
  <agent><agentIdentifier><agentIdentifierType>local</agentIdentifierType>
    <agentIdentifierValue>a1</agentIdentifierValue></agentIdentifier><agentName>办公系统</agentName></agent>
</premis>
"""
PREMIS_2 = PREMIS.format(namespace="info:lc/xmlns/premis-v2", version="2.2")
PREMIS_3 = PREMIS.format(namespace="http://www.loc.gov/premis/v3", version="3.0")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<mets xmlns="http://www.loc.gov/METS/" '
    'xmlns:csip="https://DILCIS.eu/XML/METS/CSIPExtensionMETS" xmlns:xlink="http://www.w3.org/1999/xlink" '
)


def facts(content: bytes, href: str, algorithm: str = "SHA-256") -> str:
    digest = hashlib.new(algorithm.replace("-", "").lower(), content).hexdigest().upper()
    return f'SIZE="{len(content)}" CHECKSUM="{digest}" CHECKSUMTYPE="{algorithm}"', f'xlink:href="{quote(href)}"'


def _file(content: bytes, href: str, algorithm: str) -> str:
    stated, link = facts(content, href, algorithm)
    return f'<file ID="f{abs(hash(href))}" {stated}><FLocat LOCTYPE="URL" {link}/></file>'


def _reference(section: str, content: bytes, href: str, kind: str) -> str:
    stated, link = facts(content, href)
    inner = f'<mdRef LOCTYPE="URL" MDTYPE="{kind}" {stated} {link}/>'
    return (
        f'<dmdSec ID="d">{inner}</dmdSec>'
        if section == "dmdSec"
        else f"<amdSec><{section}>{inner}</{section}></amdSec>"
    )


def make_eark(
    root: Path,
    representations: Mapping[str, Mapping[str, bytes]],
    *,
    description: str = DESCRIPTION,
    premis: str = PREMIS_3,
    algorithm: str = "SHA-256",
) -> Path:
    """A CSIP AIP with divided METS: representation → path below it → bytes."""
    metadata = {
        "metadata/descriptive/dat46.xml": description.encode(),
        "metadata/preservation/premis.xml": premis.encode(),
    }
    for name, content in metadata.items():
        _write(root / name, content)
    pointers, listed = "", ""
    for name, files in representations.items():
        folder = f"representations/{name}"
        inner = "".join(_file(content, path, algorithm) for path, content in files.items())
        mets = (
            f'{_HEAD} OBJID="{name}"><fileSec><fileGrp USE="Representations/{name}">{inner}</fileGrp></fileSec></mets>'
        )
        for path, content in {**files, "METS.xml": mets.encode()}.items():
            _write(root / folder / path, content)
        listed += _file(mets.encode(), f"{folder}/METS.xml", algorithm)
        pointers += f'<div LABEL="{folder}"><mptr LOCTYPE="URL" xlink:href="{quote(folder)}/METS.xml"/></div>'
    descriptive = _reference(
        "dmdSec", metadata["metadata/descriptive/dat46.xml"], "metadata/descriptive/dat46.xml", "OTHER"
    )
    history = _reference(
        "digiprovMD", metadata["metadata/preservation/premis.xml"], "metadata/preservation/premis.xml", "PREMIS"
    )
    _write(
        root / "METS.xml",
        f'{_HEAD} OBJID="urn:uuid:test-1" TYPE="Mixed"><metsHdr CREATEDATE="2024-01-01T00:00:00" '
        f'csip:OAISPACKAGETYPE="AIP"><agent ROLE="CREATOR"><name>OA</name></agent></metsHdr>{descriptive}{history}'
        f"<fileSec><fileGrp>{listed}</fileGrp></fileSec><structMap><div>{pointers}</div></structMap></mets>".encode(),
    )
    return root


def make_bag(root: Path, payload: Mapping[str, bytes], *, info: str = "", version: str = "1.0") -> Path:
    """A valid bag with SHA-256 manifests."""
    _write(root / "bagit.txt", f"BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n".encode())
    if info:
        _write(root / "bag-info.txt", info.encode())
    for path, content in payload.items():
        _write(root / "data" / path, content)
    return seal_bag(root)


def seal_bag(root: Path) -> Path:
    """Write the payload manifest anew from what lies in ``data``."""
    files = sorted(path for path in (root / "data").rglob("*") if path.is_file())
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(root).as_posix()}\n" for path in files
    ]
    _write(root / "manifest-sha256.txt", "".join(lines).encode())
    return root


def zip_folder(folder: Path, target: Path, *, wrapper: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, wrapper + path.relative_to(folder).as_posix())
    return target


def zip_of(target: Path, members: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return target


def tar_of(target: Path, members: Iterable[tuple[tarfile.TarInfo, bytes]], mode: str = "w") -> Path:
    with tarfile.open(target, mode) as archive:
        for member, content in members:
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return target


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
