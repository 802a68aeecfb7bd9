"""Write pages of text as an OFD (GB/T 33190): one text object a line, millimetres on A4, a named font, no seals."""

from collections.abc import Iterator
from datetime import date
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from load.demo.archives import zipped
from load.demo.layout import Line, Page, width_of

_NAMESPACE = "http://www.ofdspec.org/2016"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LEFT, _TOP, _LEADING, _BODY, _TITLE, _PAPER = 26.0, 37.0, 10.2, 5.64, 7.76, 210.0


def ofd_of(pages: tuple[Page, ...], title: str, *, author: str, written_on: date) -> bytes:
    members = {"OFD.xml": _entry(title, author, written_on), "Doc_0/Document.xml": _document(len(pages))}
    members["Doc_0/PublicRes.xml"] = _resources()
    identity = len(pages) + 10
    for number, page in enumerate(pages):
        objects, identity = _objects(page, identity)
        members[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'{_DECLARATION}<ofd:Page xmlns:ofd="{_NAMESPACE}"><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>'
            f'</ofd:Area><ofd:Content><ofd:Layer ID="{identity}" Type="Body">{objects}</ofd:Layer></ofd:Content>'
            "</ofd:Page>"
        )
        identity += 1
    return zipped({name: content.encode() for name, content in members.items()})


def _entry(title: str, author: str, written_on: date) -> str:
    document_id = uuid5(NAMESPACE_URL, f"{author}/{title}/{written_on}").hex
    return (
        f'{_DECLARATION}<ofd:OFD xmlns:ofd="{_NAMESPACE}" DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{document_id}</ofd:DocID><ofd:Title>{escape(title)}</ofd:Title>"
        f"<ofd:Author>{escape(author)}</ofd:Author><ofd:CreationDate>{written_on.isoformat()}</ofd:CreationDate>"
        "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _document(pages: int) -> str:
    listed = "".join(f'<ofd:Page ID="{nth + 2}" BaseLoc="Pages/Page_{nth}/Content.xml"/>' for nth in range(pages))
    return (
        f'{_DECLARATION}<ofd:Document xmlns:ofd="{_NAMESPACE}"><ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID>'
        "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )


def _resources() -> str:
    font = f'<ofd:Font ID="1" FontName={quoteattr("宋体")} FamilyName={quoteattr("宋体")}/>'
    return f'{_DECLARATION}<ofd:Res xmlns:ofd="{_NAMESPACE}" BaseLoc="Res"><ofd:Fonts>{font}</ofd:Fonts></ofd:Res>'


def _objects(page: Page, identity: int) -> tuple[str, int]:
    shown = list(_text_objects(page, identity))
    return "".join(shown), identity + len(shown)


def _text_objects(page: Page, identity: int) -> Iterator[str]:
    for nth, line in enumerate(page):
        text = line.text.lstrip("　")
        size = _TITLE if line.centred else _BODY
        steps = [width_of(character) * size for character in text]
        left = (_PAPER - sum(steps)) / 2 if line.centred else _LEFT + size * (len(line.text) - len(text))
        delta = " ".join(f"{step:.2f}" for step in steps[:-1])
        yield (
            f'<ofd:TextObject ID="{identity + nth}" Boundary="{left:.2f} {_baseline(line, nth) - size:.2f}'
            f' {sum(steps):.2f} {size * 1.3:.2f}" Font="1" Size="{size}">'
            f'<ofd:TextCode X="0" Y="{size:.2f}" DeltaX="{delta}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )


def _baseline(line: Line, nth: int) -> float:
    return _TOP + nth * _LEADING + (1.5 if line.centred else 0.0)
