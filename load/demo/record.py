"""The values one demonstration record is planned as.  Plain facts; files and XML are made of them elsewhere."""

from dataclasses import dataclass
from datetime import date

from load.demo.organs import Organ

KIND_CODES = {"文书": "WS", "照片": "ZP", "音像": "LX", "业务数据": "SJ", "科技": "KJ", "会计": "KU", "实物": "SW"}


@dataclass(frozen=True, slots=True)
class Access:
    """The facts access depends on, as a package would carry them.  ``None``: the package says nothing of it."""

    element: str  # 开放标识 for archives, 公开属性 for current documents
    label: str
    sharing: str | None
    opens_on: date | None
    custody: str
    network: str | None
    classification: str | None
    declassified: date | None = None


@dataclass(frozen=True, slots=True)
class Current:
    """现行文件: what a document in force carries beside its archival description."""

    index_number: str
    published_on: date
    in_force_on: date
    validity: str
    act: str | None


@dataclass(frozen=True, slots=True)
class Record:
    serial: int
    seed: int
    organ: Organ
    topic: str
    kind: str
    genre: str
    matter: str
    title: str
    written_on: date
    number: str | None
    retention: str
    code: str
    section: str  # 机构或问题
    file: str | None  # 案卷题名, older holdings only
    access: Access
    current: Current | None
    form: str  # pdf docx ofd txt png csv
    redacted: bool

    @property
    def package(self) -> str:
        """Folder name and METS OBJID, made of characters every file system takes."""
        return f"AIP-{self.organ.fonds}-{self.written_on.year}-{self.serial:05d}"
