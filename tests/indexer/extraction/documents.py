"""Documents made for tests, good and hostile."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_OFD = "http://www.ofdspec.org/2016"


def zipped(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def docx(path: Path, body: str, **parts: str) -> Path:
    def part(tag: str, inner: str) -> str:
        return f'<w:{tag} xmlns:w="{_WORD}" xmlns:mc="{_MC}">{inner}</w:{tag}>'

    extra = {f"word/{name}1.xml": part(name, inner) for name, inner in parts.items()}
    return zipped(path, {"word/document.xml": part("document", f"<w:body>{body}</w:body>"), **extra})


def ofd(path: Path, *pages: str, template: str = "", root: str = "Doc_0/Document.xml") -> Path:
    """Pages are the inside of a layer."""
    names = [f"Doc_0/Pages/Page_{number}/Content.xml" for number in range(len(pages))]
    use = '<ofd:Template TemplateID="9"/>' if template else ""

    def page(inner: str, use: str) -> str:
        return f'<ofd:Page xmlns:ofd="{_OFD}">{use}<ofd:Content><ofd:Layer>{inner}</ofd:Layer></ofd:Content></ofd:Page>'

    listed = "".join(f'<ofd:Page ID="{i}" BaseLoc="{name.removeprefix("Doc_0/")}"/>' for i, name in enumerate(names))
    return zipped(
        path,
        {
            "OFD.xml": f'<ofd:OFD xmlns:ofd="{_OFD}"><ofd:DocBody><ofd:DocRoot>/{root}</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
            "Doc_0/Document.xml": f'<o:Document xmlns:o="http://www.ofdspec.org"><o:CommonData><o:TemplatePage ID="9" BaseLoc="tpls/T.xml"/>'
            f"</o:CommonData><o:Pages>{listed.replace('ofd:', 'o:')}</o:Pages></o:Document>",
            "Doc_0/Tpls/T.xml": page(template, ""),
            **{name: page(inner, use) for name, inner in zip(names, pages, strict=True)},
        },
    )


def text_object(text: str, x: float, y: float, more: str = "") -> str:
    return f'<ofd:TextObject Boundary="{x} {y} 50 5" Size="4"><ofd:TextCode X="0" Y="4" {more}>{text}</ofd:TextCode></ofd:TextObject>'


def pdf(objects: list[bytes]) -> bytes:
    """A PDF from its objects, the first being the catalogue."""
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def pdf_page(content: bytes, media_box: str = "0 0 200 100") -> bytes:
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
            % media_box.encode(),
            b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )
